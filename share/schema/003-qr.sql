-- pp schema 3: collecting by QR, and payments to a payee.

CREATE TABLE qr ( -- seal 29: a charge that is collected by QR
	id INTEGER PRIMARY KEY,
	reference TEXT NOT NULL UNIQUE CHECK (length(reference) = 12), -- its object 62-05
	status TEXT NOT NULL CHECK (status IN ('active', 'used', 'cancelled')), -- expired is computed
	account INTEGER NOT NULL REFERENCES account (id), -- the payee's, or that of the invoice
	invoice INTEGER REFERENCES invoice (id), -- what is paid; null: the account gets the money
	amount_minor INTEGER CHECK (amount_minor BETWEEN 1 AND 1000000000000000), -- null: the payer's choice, or what is due
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	memo TEXT CHECK (length(memo) BETWEEN 1 AND 200),
	use TEXT NOT NULL CHECK (use IN ('once', 'many')),
	expires_on TEXT CHECK (length(expires_on) = 10), -- its last day, in the office's zone
	payload TEXT NOT NULL CHECK (length(payload) BETWEEN 1 AND 512), -- as it was drawn
	created_at INTEGER NOT NULL,
	CHECK (status <> 'used' OR use = 'once'),
	CHECK (invoice IS NULL OR amount_minor IS NULL)
) STRICT;
CREATE INDEX qr_account ON qr (account);

CREATE TABLE qr_hold ( -- seal 30: the charge, good for one payment, that a live payment has claimed
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL UNIQUE REFERENCES payment (id),
	qr INTEGER NOT NULL UNIQUE REFERENCES qr (id)
) STRICT;

CREATE TABLE collection ( -- seal 31: money that reached a payee's account; never changed, only appended
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL UNIQUE REFERENCES payment (id), -- the payment, or the refund that takes back
	account INTEGER NOT NULL REFERENCES account (id),
	amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0) -- negative for refunds
) STRICT;

ALTER TABLE payment ADD COLUMN qr INTEGER REFERENCES qr (id); -- the charge that it pays
ALTER TABLE payment ADD COLUMN payee INTEGER REFERENCES account (id); -- deposit account credited, or debited by a refund
ALTER TABLE payment ADD COLUMN payee_minor INTEGER CHECK (payee_minor BETWEEN 1 AND 1000000000000000); -- of its amount, the payee's
CREATE INDEX payment_qr ON payment (qr) WHERE qr IS NOT NULL;
CREATE INDEX payment_payee ON payment (payee) WHERE payee IS NOT NULL;
