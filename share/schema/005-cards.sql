-- pp schema 5: how cards come and go.
--
-- Columns that are added to a table may be null: a row's digest leaves nulls out.

ALTER TABLE card ADD COLUMN key TEXT CHECK (length(key) = 32); -- of its inscription at the platform, hex
ALTER TABLE card ADD COLUMN return_url TEXT CHECK (length(return_url) BETWEEN 1 AND 2000); -- while it is inscribed, and
ALTER TABLE card ADD COLUMN redirect_url TEXT CHECK (length(redirect_url) BETWEEN 1 AND 2000); -- the platform's page, and
ALTER TABLE card ADD COLUMN gateway_token TEXT CHECK (length(gateway_token) BETWEEN 1 AND 200); -- its name there
ALTER TABLE card ADD COLUMN replaces INTEGER REFERENCES card (id); -- the card that it takes the place of
ALTER TABLE card ADD COLUMN successor INTEGER REFERENCES card (id); -- which was the default after it
ALTER TABLE card ADD COLUMN reason TEXT CHECK (length(reason) BETWEEN 1 AND 200); -- why it failed
ALTER TABLE card ADD COLUMN created_at INTEGER;
ALTER TABLE card ADD COLUMN forgotten_at INTEGER; -- when the platform confirmed its removal
CREATE INDEX card_token ON card (gateway, token) WHERE status = 'active';
