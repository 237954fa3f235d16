-- pp schema 1: the office, its billers, accounts, invoices, payments and books.
--
-- Money is an integer of minor units (column _minor) beside an ISO 4217 code.  Instants (_at) are
-- UTC seconds; civil dates (_on) are YYYY-MM-DD.  Every table has id INTEGER PRIMARY KEY.  "seal N"
-- gives a table its number in the seals of the activity log (table seal); it never changes and is
-- never given again.  "unsealed" tables hold nothing but work in progress.

CREATE TABLE setting ( -- seal 1: business settings that differ from their defaults
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 80), -- "office.name"
	value TEXT NOT NULL CHECK (length(value) <= 1024)
) STRICT;

CREATE TABLE biller ( -- seal 2: who is owed
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 32), -- "water"
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	service TEXT NOT NULL CHECK (length(service) BETWEEN 1 AND 80), -- kind of service: "water", "loans"
	agreement TEXT CHECK (length(agreement) BETWEEN 1 AND 64), -- code of its contract with the office
	tax_id TEXT CHECK (length(tax_id) BETWEEN 1 AND 32), -- its number at the tax office
	currency TEXT NOT NULL CHECK (length(currency) = 3), -- ISO 4217, of invoices that name none
	timezone TEXT NOT NULL CHECK (length(timezone) BETWEEN 1 AND 39), -- IANA zone that decides its today
	city TEXT CHECK (length(city) BETWEEN 1 AND 80),
	mcc TEXT CHECK (length(mcc) = 4), -- ISO 18245 merchant category
	number_pattern TEXT CHECK (length(number_pattern) BETWEEN 1 AND 200), -- POSIX ERE of its account numbers
	unique_code TEXT CHECK (length(unique_code) BETWEEN 1 AND 32), -- its code at the card network
	terminal TEXT CHECK (length(terminal) BETWEEN 1 AND 16) -- its terminal at the card network
) STRICT;

CREATE TABLE rule ( -- seal 3: a version of all of a biller's rules; versions are appended
	id INTEGER PRIMARY KEY,
	biller INTEGER NOT NULL REFERENCES biller (id),
	version INTEGER NOT NULL CHECK (version >= 1),
	effective_on TEXT NOT NULL CHECK (length(effective_on) = 10), -- from this date on, in the biller's zone
	log INTEGER NOT NULL, -- activity that made it
	UNIQUE (biller, version)
) STRICT;

CREATE TABLE rule_value ( -- seal 4: one key of a version that differs from the default
	id INTEGER PRIMARY KEY,
	rule INTEGER NOT NULL REFERENCES rule (id),
	key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 40), -- "late-fee"
	value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 80), -- "daily:0.05"
	UNIQUE (rule, key)
) STRICT;

CREATE TABLE terms ( -- seal 5: texts that a customer accepts; versions are appended
	id INTEGER PRIMARY KEY,
	biller INTEGER NOT NULL REFERENCES biller (id),
	purpose TEXT NOT NULL CHECK (purpose IN ('paperless', 'autodebit', 'plan')),
	version INTEGER NOT NULL CHECK (version >= 1),
	text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 65536),
	hash TEXT NOT NULL CHECK (length(hash) = 64), -- SHA-256 of the text, hex
	set_at INTEGER NOT NULL,
	UNIQUE (biller, purpose, version)
) STRICT;

CREATE TABLE customer ( -- seal 6: a person or business that pays
	id INTEGER PRIMARY KEY,
	status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'suspended', 'closed')),
	kind TEXT NOT NULL CHECK (kind IN ('person', 'business')),
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	email TEXT NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account ( -- seal 7: a number at a biller that bills belong to, or a purse of money here
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('service', 'deposit')),
	biller INTEGER REFERENCES biller (id), -- null for a deposit account
	number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
	holder TEXT NOT NULL CHECK (length(holder) BETWEEN 1 AND 200),
	address TEXT CHECK (length(address) BETWEEN 1 AND 300),
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
	customer INTEGER REFERENCES customer (id), -- owner of a deposit account
	lat TEXT CHECK (length(lat) BETWEEN 1 AND 12), -- degrees north, decimal
	lon TEXT CHECK (length(lon) BETWEEN 1 AND 12), -- degrees east, decimal
	created_at INTEGER NOT NULL,
	CHECK ((kind = 'service') = (biller IS NOT NULL)),
	CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE UNIQUE INDEX account_number ON account (number, biller) WHERE biller IS NOT NULL;
CREATE UNIQUE INDEX account_deposit_number ON account (number) WHERE biller IS NULL;
CREATE INDEX account_customer ON account (customer) WHERE customer IS NOT NULL;

CREATE TABLE invoice ( -- seal 8: anything owed
	id INTEGER PRIMARY KEY,
	biller INTEGER NOT NULL REFERENCES biller (id),
	account INTEGER NOT NULL REFERENCES account (id),
	number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
	kind TEXT NOT NULL CHECK (kind = 'bill' OR kind = 'charge' OR kind = 'slip' OR
		kind = 'credit' OR kind = 'instalment' OR
		kind = 'subscription'),
	concept TEXT CHECK (length(concept) BETWEEN 1 AND 200),
	period TEXT CHECK (length(period) BETWEEN 1 AND 32), -- as the biller writes it: "2026-10"
	issued_on TEXT NOT NULL CHECK (length(issued_on) = 10),
	due_on TEXT NOT NULL CHECK (length(due_on) = 10), -- a credit's first due date
	due2_on TEXT CHECK (length(due2_on) = 10 AND due2_on > due_on), -- last day for due2_amount_minor
	due2_amount_minor INTEGER CHECK (due2_amount_minor BETWEEN 1 AND 1000000000000000),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	status TEXT NOT NULL CHECK (status = 'unbilled' OR status = 'open' OR
		status = 'in_plan' OR status = 'paid' OR status = 'void'),
	instalment_minor INTEGER CHECK (instalment_minor BETWEEN 1 AND 1000000000000000), -- a credit's
	term INTEGER CHECK (term BETWEEN 1 AND 1200), -- a credit's number of due dates
	holder TEXT CHECK (length(holder) BETWEEN 1 AND 200), -- named on the bill, where not the account's
	rule INTEGER REFERENCES rule (id), -- version in force when issued; null: all defaults
	reopened_by INTEGER REFERENCES payment (id), -- refund that reopened it: not debited till resumed
	created_at INTEGER NOT NULL,
	CHECK ((due2_on IS NULL) = (due2_amount_minor IS NULL)),
	CHECK ((kind = 'credit') = (instalment_minor IS NOT NULL)),
	CHECK ((kind = 'credit') = (term IS NOT NULL)),
	CHECK (instalment_minor IS NULL OR instalment_minor <= amount_minor)
) STRICT;
CREATE UNIQUE INDEX invoice_number ON invoice (biller, number) WHERE status <> 'void';
CREATE INDEX invoice_account ON invoice (account, due_on);

CREATE TABLE invoice_line ( -- seal 9: what an invoice's amount is made of
	id INTEGER PRIMARY KEY,
	invoice INTEGER NOT NULL REFERENCES invoice (id),
	place INTEGER NOT NULL CHECK (place >= 1),
	concept TEXT NOT NULL CHECK (length(concept) BETWEEN 1 AND 200),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN -1000000000000000 AND 1000000000000000),
	UNIQUE (invoice, place)
) STRICT;

CREATE TABLE card ( -- seal 10: a token of a card kept by a payment platform
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	gateway TEXT NOT NULL CHECK (length(gateway) BETWEEN 1 AND 32),
	status TEXT NOT NULL CHECK (status IN ('enrolling', 'active', 'removed', 'failed')),
	token TEXT CHECK (length(token) BETWEEN 1 AND 200), -- the platform's, never the card's number
	brand TEXT CHECK (length(brand) BETWEEN 1 AND 32),
	last4 TEXT CHECK (length(last4) = 4),
	expires TEXT CHECK (length(expires) = 7), -- YYYY-MM
	is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
	CHECK (is_default = 0 OR status = 'active'),
	CHECK (status <> 'active' OR token IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX card_default ON card (customer) WHERE is_default = 1;
CREATE INDEX card_customer ON card (customer);

CREATE TABLE payment ( -- seal 11: one attempt to move money to invoices or to a payee, or back
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE CHECK (length(key) = 32), -- 128 bits, hex: its identity at the platform
	reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 16), -- for people
	kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
	status TEXT NOT NULL CHECK (status = 'sending' OR status = 'approved' OR
		status = 'declined' OR status = 'redirected' OR
		status = 'unknown' OR status = 'cancelled' OR
		status = 'expired' OR status = 'refunded'),
	method TEXT NOT NULL CHECK (method = 'cash' OR method = 'card' OR method = 'deposit' OR
		method = 'checkout' OR method = 'credit'),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000), -- all it pays
	credit_minor INTEGER NOT NULL DEFAULT 0 CHECK (credit_minor BETWEEN 0 AND amount_minor), -- of it from credit
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	customer INTEGER REFERENCES customer (id), -- the payer; cash may have none
	operator TEXT CHECK (length(operator) BETWEEN 1 AND 64), -- whose till: cash
	source INTEGER REFERENCES account (id), -- deposit account debited
	card INTEGER REFERENCES card (id),
	card_token TEXT CHECK (length(card_token) BETWEEN 1 AND 200), -- snapshot of the card's
	gateway TEXT CHECK (length(gateway) BETWEEN 1 AND 32),
	gateway_ref TEXT CHECK (length(gateway_ref) BETWEEN 1 AND 128), -- the platform's reference
	gateway_token TEXT CHECK (length(gateway_token) BETWEEN 1 AND 200), -- of a checkout
	redirect_url TEXT CHECK (length(redirect_url) BETWEEN 1 AND 2000),
	captured_minor INTEGER CHECK (captured_minor BETWEEN 0 AND 1000000000000000), -- what was really taken
	authorization TEXT CHECK (length(authorization) BETWEEN 1 AND 64),
	refund_of INTEGER REFERENCES payment (id), -- the payment that a refund gives back
	reason TEXT CHECK (length(reason) BETWEEN 1 AND 200), -- of a refund, a declaration or a release
	memo TEXT CHECK (length(memo) BETWEEN 1 AND 200),
	client_address TEXT CHECK (length(client_address) BETWEEN 1 AND 64),
	flag TEXT CHECK (flag = 'late' OR flag = 'excess' OR flag = 'manual' OR
		flag = 'released' OR flag = 'mismatch' OR flag = 'orphan'), -- wants a look
	business_on TEXT NOT NULL CHECK (length(business_on) = 10), -- date its amounts were valued at
	not_after INTEGER, -- instant after which a filter must not send it
	created_at INTEGER NOT NULL,
	settled_at INTEGER, -- when it was first approved
	ended_at INTEGER, -- when it last reached a final state
	CHECK ((status IN ('approved', 'refunded')) = (settled_at IS NOT NULL)),
	CHECK ((status IN ('approved', 'refunded')) = (captured_minor IS NOT NULL)),
	CHECK ((kind = 'refund') = (refund_of IS NOT NULL)),
	CHECK ((method IN ('card', 'checkout')) = (gateway IS NOT NULL)),
	CHECK (gateway IS NOT NULL OR status NOT IN ('sending', 'redirected', 'unknown'))
) STRICT;
CREATE UNIQUE INDEX payment_gateway_ref ON payment (gateway, gateway_ref) WHERE gateway_ref IS NOT NULL;
CREATE INDEX payment_customer ON payment (customer) WHERE customer IS NOT NULL;
CREATE INDEX payment_source ON payment (source) WHERE source IS NOT NULL;
CREATE INDEX payment_refund_of ON payment (refund_of) WHERE refund_of IS NOT NULL;
CREATE INDEX payment_live ON payment (status) WHERE status IN ('sending', 'redirected', 'unknown');
CREATE INDEX payment_ended ON payment (ended_at) WHERE status IN ('cancelled', 'expired', 'declined');
CREATE INDEX payment_settled ON payment (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE payment_item ( -- seal 12: the snapshot of what a payment pays, taken at intent
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL REFERENCES payment (id),
	invoice INTEGER NOT NULL REFERENCES invoice (id),
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000), -- fee included
	late_fee_minor INTEGER NOT NULL CHECK (late_fee_minor BETWEEN 0 AND amount_minor),
	on_date TEXT NOT NULL CHECK (length(on_date) = 10), -- date in the biller's zone it was valued at
	is_settling INTEGER NOT NULL CHECK (is_settling IN (0, 1)), -- 1: pays all that was due
	UNIQUE (payment, invoice)
) STRICT;
CREATE INDEX payment_item_invoice ON payment_item (invoice);

CREATE TABLE payment_credit ( -- seal 13: credit that a payment uses, or that a refund gives back
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL REFERENCES payment (id),
	account INTEGER REFERENCES account (id), -- null: the refunded payment's suspense
	amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
	UNIQUE (payment, account)
) STRICT;

CREATE TABLE payment_excess ( -- seal 14: what a payment brought that fitted nowhere
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL REFERENCES payment (id),
	account INTEGER REFERENCES account (id), -- whose credit it became; null: suspense
	amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0), -- negative: given back by a refund
	made_by INTEGER NOT NULL REFERENCES payment (id) -- the payment itself, or the refund
) STRICT;
CREATE INDEX payment_excess_payment ON payment_excess (payment);

CREATE TABLE hold ( -- seal 15: the part of an invoice that a live payment has claimed
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL REFERENCES payment (id),
	invoice INTEGER NOT NULL UNIQUE REFERENCES invoice (id)
) STRICT;
CREATE INDEX hold_payment ON hold (payment);

CREATE TABLE allocation ( -- seal 16: money that reached an invoice; never changed, only appended
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL REFERENCES payment (id), -- the payment, or the refund that takes back
	invoice INTEGER NOT NULL REFERENCES invoice (id),
	kind TEXT NOT NULL CHECK (kind = 'payment' OR kind = 'refund' OR kind = 'plan'),
	amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0), -- negative for refunds, fee included
	late_fee_minor INTEGER NOT NULL, -- of it; same sign
	on_date TEXT NOT NULL CHECK (length(on_date) = 10), -- business date it counts from
	is_settling INTEGER NOT NULL CHECK (is_settling IN (0, 1)), -- 1: settles the invoice in full
	CHECK ((amount_minor < 0) = (kind = 'refund'))
) STRICT;
CREATE INDEX allocation_invoice ON allocation (invoice);
CREATE INDEX allocation_payment ON allocation (payment);

CREATE TABLE voucher ( -- seal 17: the card network's fields on an approval, as the platform gave them
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL UNIQUE REFERENCES payment (id),
	"transaction" TEXT CHECK (length("transaction") <= 64),
	tax TEXT CHECK (length(tax) <= 32), -- money in the payment's currency
	tax_refund_base TEXT CHECK (length(tax_refund_base) <= 32), -- likewise
	instalments INTEGER CHECK (instalments BETWEEN 0 AND 999),
	response_code TEXT CHECK (length(response_code) <= 16),
	result TEXT CHECK (length(result) <= 64),
	response_text TEXT CHECK (length(response_text) <= 200),
	user_address TEXT CHECK (length(user_address) <= 64),
	processor TEXT CHECK (length(processor) <= 200)
) STRICT;

CREATE TABLE lease ( -- unsealed: when the platform is asked about a payment, and was
	id INTEGER PRIMARY KEY,
	payment INTEGER NOT NULL UNIQUE REFERENCES payment (id),
	next_at INTEGER NOT NULL, -- the routine does not ask before
	asked_at INTEGER NOT NULL, -- when it was asked last, 0: never
	asked INTEGER NOT NULL CHECK (asked >= 0) -- times since its state changed
) STRICT;
CREATE INDEX lease_next ON lease (next_at);

CREATE TABLE ledger_account ( -- seal 18: an account of the books in one currency, with its balance
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120), -- "payable:bil-1"
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	balance_minor INTEGER NOT NULL, -- debits positive; sum of its entries
	UNIQUE (name, currency)
) STRICT;

CREATE TABLE txn ( -- seal 19: a ledger transaction; its entries sum to zero in each currency
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	on_date TEXT NOT NULL CHECK (length(on_date) = 10), -- civil date in the office's zone
	kind TEXT NOT NULL CHECK (kind = 'payment' OR kind = 'refund' OR kind = 'reserve' OR
		kind = 'release' OR kind = 'deposit' OR
		kind = 'withdrawal' OR kind = 'remittance' OR
		kind = 'transfer'),
	payment INTEGER REFERENCES payment (id), -- the money event, where it is a payment's
	reference TEXT CHECK (length(reference) BETWEEN 1 AND 64), -- of a remittance or transfer: counts once
	memo TEXT CHECK (length(memo) BETWEEN 1 AND 200)
) STRICT;
CREATE UNIQUE INDEX txn_money ON txn (payment) WHERE kind IN ('payment', 'refund');
CREATE UNIQUE INDEX txn_reference ON txn (kind, reference) WHERE reference IS NOT NULL;

CREATE TABLE entry ( -- seal 20: one debit (> 0) or credit (< 0); never changed or deleted
	id INTEGER PRIMARY KEY,
	txn INTEGER NOT NULL REFERENCES txn (id),
	account INTEGER NOT NULL REFERENCES ledger_account (id),
	amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0)
) STRICT;
CREATE INDEX entry_txn ON entry (txn);
CREATE INDEX entry_account ON entry (account);

CREATE TABLE request ( -- seal 21: request ids that had an effect
	id INTEGER PRIMARY KEY,
	actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 80),
	verb TEXT NOT NULL CHECK (length(verb) BETWEEN 1 AND 40),
	request TEXT NOT NULL CHECK (length(request) BETWEEN 1 AND 128),
	digest TEXT NOT NULL CHECK (length(digest) = 64), -- SHA-256 of its parameters, hex
	ref TEXT, -- the thing it made or changed; null: several or none
	UNIQUE (actor, verb, request)
) STRICT;

CREATE TABLE activity ( -- unsealed: chained by its own hash; who did what, when
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 80), -- "op:ana", "cus-5", "guest"
	verb TEXT NOT NULL CHECK (length(verb) BETWEEN 1 AND 40), -- "pay invoice"
	ref TEXT, -- the thing it is about
	customer INTEGER REFERENCES customer (id), -- whose log it appears in
	reference TEXT, -- the payment's reference, where it is about one
	summary TEXT NOT NULL CHECK (length(summary) <= 400), -- state moves as "open > paid"
	hash TEXT NOT NULL CHECK (length(hash) = 64) -- SHA-256 over the one before, this row and its seals
) STRICT;
CREATE INDEX activity_customer ON activity (customer) WHERE customer IS NOT NULL;
CREATE INDEX activity_ref ON activity (ref);

CREATE TABLE seal ( -- unsealed: chained by the activity's hash; digests of the rows of a transaction
	id INTEGER PRIMARY KEY,
	log INTEGER NOT NULL REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED,
	entries BLOB NOT NULL -- 24 bytes each: table number (1), row id (7, big-endian), digest (16)
) STRICT;
CREATE INDEX seal_log ON seal (log);
