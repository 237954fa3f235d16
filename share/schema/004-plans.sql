-- pp schema: payment plans, and what they do to invoices.

CREATE TABLE plan ( -- seal 34: a debt spread over instalments
	id INTEGER PRIMARY KEY,
	account INTEGER NOT NULL REFERENCES account (id),
	status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'completed', 'defaulted', 'cancelled', 'lapsed')),
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	debt_minor INTEGER NOT NULL CHECK (debt_minor BETWEEN 1 AND 1000000000000000),
	late_fee_minor INTEGER NOT NULL CHECK (late_fee_minor BETWEEN 0 AND debt_minor), -- of the debt
	instalments INTEGER NOT NULL CHECK (instalments BETWEEN 2 AND 120),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000), -- of each but the last
	last_minor INTEGER NOT NULL CHECK (last_minor BETWEEN 1 AND amount_minor),
	rate TEXT NOT NULL CHECK (length(rate) BETWEEN 1 AND 23), -- percent per month, decimal
	rule INTEGER REFERENCES rule (id), -- version in force when it was made; null: all defaults
	default_days INTEGER NOT NULL CHECK (default_days >= 1), -- an instalment unpaid for longer ends it
	created_on TEXT NOT NULL CHECK (length(created_on) = 10), -- at the biller; its debt is of that date
	first_due_on TEXT NOT NULL CHECK (length(first_due_on) = 10 AND first_due_on >= created_on),
	ended_on TEXT CHECK (length(ended_on) = 10), -- completed, defaulted, cancelled, lapsed
	terms INTEGER REFERENCES terms (id), -- the version that was accepted; null: the biller has none
	customer INTEGER REFERENCES customer (id), -- who asked for it; null: an operator
	phone TEXT CHECK (length(phone) BETWEEN 5 AND 20),
	email TEXT CHECK (length(email) BETWEEN 3 AND 254),
	created_at INTEGER NOT NULL,
	CHECK ((status IN ('pending', 'active')) = (ended_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX plan_live ON plan (account) WHERE status IN ('pending', 'active');
CREATE INDEX plan_account ON plan (account);

CREATE TABLE plan_debt ( -- seal 35: an invoice of a plan's debt, as it stood when the plan was made
	id INTEGER PRIMARY KEY,
	plan INTEGER NOT NULL REFERENCES plan (id),
	invoice INTEGER NOT NULL REFERENCES invoice (id),
	due_minor INTEGER NOT NULL CHECK (due_minor BETWEEN 1 AND 1000000000000000),
	late_fee_minor INTEGER NOT NULL CHECK (late_fee_minor BETWEEN 0 AND due_minor), -- of it, unpaid fee
	frozen_fee_minor INTEGER NOT NULL CHECK (frozen_fee_minor >= 0), -- the whole fee, paid or not
	paid_minor INTEGER NOT NULL CHECK (paid_minor BETWEEN 0 AND due_minor), -- of it, by instalments
	fee_paid_minor INTEGER NOT NULL CHECK (fee_paid_minor BETWEEN 0 AND late_fee_minor), -- of that, fee
	UNIQUE (plan, invoice)
) STRICT;
CREATE INDEX plan_debt_invoice ON plan_debt (invoice);

CREATE TABLE plan_instalment ( -- seal 36: one part of a plan
	id INTEGER PRIMARY KEY,
	plan INTEGER NOT NULL REFERENCES plan (id),
	n INTEGER NOT NULL CHECK (n >= 1),
	due_on TEXT NOT NULL CHECK (length(due_on) = 10),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
	late_fee_minor INTEGER NOT NULL CHECK (late_fee_minor >= 0), -- of it, the debt's late fee
	interest_minor INTEGER NOT NULL CHECK (interest_minor >= 0), -- of it
	invoice INTEGER UNIQUE REFERENCES invoice (id), -- null: not issued
	CHECK (late_fee_minor + interest_minor <= amount_minor),
	UNIQUE (plan, n)
) STRICT;

-- An instalment's plan; of other invoices the plan that they went into, last.
ALTER TABLE invoice ADD COLUMN plan INTEGER REFERENCES plan (id);
-- The principal and the late fee are those of this date ...
ALTER TABLE invoice ADD COLUMN frozen_on TEXT CHECK (length(frozen_on) = 10);
ALTER TABLE invoice ADD COLUMN frozen_fee_minor INTEGER CHECK (frozen_fee_minor >= 0);
-- ... and fees for what is missed after this date; null: none while it is in the plan.
ALTER TABLE invoice ADD COLUMN thawed_on TEXT CHECK (length(thawed_on) = 10);
CREATE INDEX invoice_plan ON invoice (plan) WHERE plan IS NOT NULL;

-- Of what is paid, or given back, of an instalment: the debt's late fee and the plan's interest.
ALTER TABLE payment_item ADD COLUMN plan_fee_minor INTEGER CHECK (plan_fee_minor >= 0);
ALTER TABLE payment_item ADD COLUMN plan_interest_minor INTEGER CHECK (plan_interest_minor >= 0);
ALTER TABLE allocation ADD COLUMN plan_fee_minor INTEGER;
ALTER TABLE allocation ADD COLUMN plan_interest_minor INTEGER;
-- Of what reached an invoice of a plan's debt, or was taken back from it: through which instalment.
ALTER TABLE allocation ADD COLUMN instalment INTEGER REFERENCES invoice (id);
