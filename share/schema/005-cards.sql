-- pp schema 5: how cards come and go; what is charged again and again.
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

CREATE TABLE subscription ( -- seal 40: an amount that is charged again and again
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	biller INTEGER NOT NULL REFERENCES biller (id),
	account INTEGER NOT NULL UNIQUE REFERENCES account (id), -- its own: number "sub-N" at the biller
	status TEXT NOT NULL CHECK (status IN ('active', 'cancelled')),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000), -- of a period
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	every TEXT NOT NULL CHECK (length(every) BETWEEN 2 AND 6), -- "month", "year", "30d"
	concept TEXT NOT NULL CHECK (length(concept) BETWEEN 1 AND 200),
	started_on TEXT NOT NULL CHECK (length(started_on) = 10), -- first period, in the biller's zone
	issued INTEGER NOT NULL CHECK (issued >= 0), -- how many periods have their invoice
	next_on TEXT NOT NULL CHECK (length(next_on) = 10), -- period after those, anchored on started_on
	created_at INTEGER NOT NULL,
	cancelled_at INTEGER,
	CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
) STRICT;
CREATE INDEX subscription_next ON subscription (next_on) WHERE status = 'active';
CREATE INDEX subscription_customer ON subscription (customer);

ALTER TABLE invoice ADD COLUMN subscription INTEGER REFERENCES subscription (id); -- whose period it is
CREATE UNIQUE INDEX invoice_subscription ON invoice (subscription, period) WHERE subscription IS NOT NULL;

-- An automatic debit is a payment that bears its invoice, the due date that it is for, and which try
-- it is, from 0; one that came to nothing without an answer gives its number back and gets one below
-- 0.
ALTER TABLE payment ADD COLUMN debit_invoice INTEGER REFERENCES invoice (id);
ALTER TABLE payment ADD COLUMN debit_due_on TEXT CHECK (length(debit_due_on) = 10);
ALTER TABLE payment ADD COLUMN debit_try INTEGER;
CREATE UNIQUE INDEX payment_debit ON payment (debit_invoice, debit_due_on, debit_try) WHERE debit_invoice IS NOT NULL;

ALTER TABLE enrolment ADD COLUMN woken_at INTEGER; -- when it was stopped and woken last

CREATE TABLE debit_note ( -- seal 41: what is not debited, told once
	id INTEGER PRIMARY KEY,
	invoice INTEGER NOT NULL REFERENCES invoice (id),
	due_on TEXT NOT NULL CHECK (length(due_on) = 10),
	why TEXT NOT NULL CHECK (why IN ('limit', 'no_card')), -- above the mandate's; nothing to charge
	noted_at INTEGER NOT NULL,
	UNIQUE (invoice, due_on, why)
) STRICT;
