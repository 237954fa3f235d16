-- pp schema 2: customers, what proves who they are, what is theirs, and what they are told.
--
-- Columns that are added to a table may be null: a row's digest leaves nulls out, so that what was
-- sealed before stays proved.

ALTER TABLE customer ADD COLUMN phone TEXT CHECK (length(phone) BETWEEN 5 AND 20); -- "+59170012345"
ALTER TABLE customer ADD COLUMN document TEXT CHECK (length(document) BETWEEN 3 AND 64); -- "CI:1234567"
ALTER TABLE customer ADD COLUMN address TEXT CHECK (length(address) BETWEEN 1 AND 300);
ALTER TABLE customer ADD COLUMN language TEXT CHECK (language IN ('es', 'en')); -- null: es
ALTER TABLE customer ADD COLUMN adviser TEXT CHECK (length(adviser) BETWEEN 1 AND 200); -- whom to ask
ALTER TABLE customer ADD COLUMN email_confirmed_at INTEGER; -- null: not confirmed, here and below
ALTER TABLE customer ADD COLUMN phone_confirmed_at INTEGER;
CREATE UNIQUE INDEX customer_document ON customer (document) WHERE document IS NOT NULL;

CREATE TABLE password ( -- seal 22: a customer's password, as scrypt (RFC 7914) of it
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL UNIQUE REFERENCES customer (id),
	salt BLOB CHECK (length(salt) = 16), -- null, like all of the hash: there is none yet
	hash BLOB CHECK (length(hash) = 32),
	cost_log2 INTEGER CHECK (cost_log2 BETWEEN 10 AND 24), -- N as a power of two
	block_size INTEGER CHECK (block_size BETWEEN 1 AND 64), -- r
	parallel INTEGER CHECK (parallel BETWEEN 1 AND 64), -- p
	is_temporary INTEGER NOT NULL CHECK (is_temporary IN (0, 1)), -- 1: must be changed at first login
	set_at INTEGER, -- when it was set last
	tried INTEGER NOT NULL CHECK (tried BETWEEN 0 AND 3), -- wrong ones in a row, the running one included
	locked_until INTEGER, -- instant; null: not locked
	CHECK ((hash IS NULL) = (salt IS NULL)),
	CHECK ((hash IS NULL) = (cost_log2 IS NULL))
) STRICT;

CREATE TABLE session ( -- unsealed: who is logged in; its beginning and end are in the log
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64), -- SHA-256 of its 256 random bits, hex
	is_limited INTEGER NOT NULL CHECK (is_limited IN (0, 1)), -- 1: good for changing the password only
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL, -- last use, within a minute
	ended_at INTEGER -- logged out or revoked
) STRICT;
CREATE INDEX session_customer ON session (customer) WHERE ended_at IS NULL;

CREATE TABLE code ( -- seal 23: six digits that were sent; the newest of a purpose counts
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	purpose TEXT NOT NULL CHECK (purpose IN ('activation', 'recovery', 'login', 'phone', 'email')),
	mac TEXT NOT NULL CHECK (length(mac) = 32), -- HMAC of the digits under the key file
	sent_to TEXT NOT NULL CHECK (length(sent_to) BETWEEN 3 AND 254), -- e-mail address or phone
	sent_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	tried INTEGER NOT NULL CHECK (tried BETWEEN 0 AND 5), -- wrong ones, the running one included
	ended_at INTEGER -- used, or replaced by a newer one
) STRICT;
CREATE UNIQUE INDEX code_live ON code (customer, purpose) WHERE ended_at IS NULL;
CREATE INDEX code_customer ON code (customer, sent_at);
CREATE INDEX code_sent_to ON code (sent_to, sent_at);

CREATE TABLE token ( -- seal 24: the seed of a customer's one-time passwords (RFC 6238)
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	secret BLOB CHECK (length(secret) BETWEEN 29 AND 128), -- sealed (vault.h); null once revoked
	period INTEGER NOT NULL CHECK (period BETWEEN 15 AND 120), -- seconds of a step
	last_step INTEGER NOT NULL, -- of the code accepted last; -1: none yet
	tried INTEGER NOT NULL CHECK (tried BETWEEN 0 AND 5), -- wrong ones in a row, the running one included
	locked_until INTEGER, -- instant; null: not locked
	enrolled_at INTEGER NOT NULL,
	revoked_at INTEGER,
	CHECK ((revoked_at IS NULL) = (secret IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX token_live ON token (customer) WHERE revoked_at IS NULL;

CREATE TABLE message ( -- seal 25: what waits for a customer, and was sent
	id INTEGER PRIMARY KEY,
	status TEXT NOT NULL CHECK (status = 'waiting' OR status = 'sent' OR status = 'failed'),
	channel TEXT NOT NULL CHECK (channel = 'email' OR channel = 'sms'),
	customer INTEGER REFERENCES customer (id), -- null: known by address only
	recipient TEXT NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254), -- e-mail address or phone
	template TEXT NOT NULL CHECK (length(template) BETWEEN 1 AND 40), -- "receipt"
	language TEXT NOT NULL CHECK (language IN ('es', 'en')),
	subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
	body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 65536), -- "{code}" stands for the secret
	secret BLOB CHECK (length(secret) BETWEEN 29 AND 128), -- sealed (vault.h); null without, once sent or void
	about TEXT CHECK (length(about) <= 40), -- the thing that caused it: "pay-9"
	created_at INTEGER NOT NULL,
	expires_at INTEGER, -- a code's end: not worth sending after it
	attempts INTEGER NOT NULL CHECK (attempts >= 0), -- begun
	next_at INTEGER, -- when it may be tried again; null: it is not waiting
	sent_at INTEGER,
	CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
	CHECK ((status = 'waiting') = (next_at IS NOT NULL))
) STRICT;
CREATE INDEX message_next ON message (next_at) WHERE status = 'waiting';
CREATE INDEX message_customer ON message (customer) WHERE customer IS NOT NULL;

CREATE TABLE link ( -- seal 26: a customer's right to see and pay an account
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	account INTEGER NOT NULL REFERENCES account (id),
	alias TEXT CHECK (length(alias) BETWEEN 1 AND 80),
	created_at INTEGER NOT NULL,
	ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX link_live ON link (customer, account) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX link_alias ON link (customer, alias) WHERE ended_at IS NULL AND alias IS NOT NULL;
CREATE INDEX link_account ON link (account) WHERE ended_at IS NULL;

CREATE TABLE enrolment ( -- seal 27: consent to paperless bills, or to automatic debit (a mandate)
	id INTEGER PRIMARY KEY,
	account INTEGER NOT NULL REFERENCES account (id),
	kind TEXT NOT NULL CHECK (kind IN ('paperless', 'autodebit')),
	status TEXT NOT NULL CHECK (status IN ('active', 'stopped', 'ended')),
	customer INTEGER REFERENCES customer (id), -- who consented
	terms INTEGER REFERENCES terms (id), -- the version that was accepted; null: the biller has none
	email TEXT CHECK (length(email) BETWEEN 3 AND 254), -- paperless: where the bills go
	method TEXT CHECK (method IN ('card', 'deposit')), -- autodebit: what is charged
	card INTEGER REFERENCES card (id), -- null with method card: the customer's default
	source INTEGER REFERENCES account (id), -- the deposit account
	day INTEGER CHECK (day BETWEEN 1 AND 28), -- of the month; null: the due date
	max_minor INTEGER CHECK (max_minor BETWEEN 1 AND 1000000000000000), -- of one invoice; null: none
	created_at INTEGER NOT NULL,
	ended_at INTEGER,
	CHECK ((kind = 'paperless') = (email IS NOT NULL)),
	CHECK ((kind = 'autodebit') = (method IS NOT NULL)),
	CHECK (card IS NULL OR method = 'card'),
	CHECK ((source IS NOT NULL) = (method IS NOT NULL AND method = 'deposit')),
	CHECK ((status = 'ended') = (ended_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX enrolment_live ON enrolment (account, kind) WHERE status <> 'ended';
CREATE INDEX enrolment_customer ON enrolment (customer) WHERE status <> 'ended';

CREATE TABLE guide ( -- seal 28: the public directory: where to pay, how-tos, where data stand, contacts
	id INTEGER PRIMARY KEY,
	biller INTEGER REFERENCES biller (id), -- null: the office's own
	kind TEXT NOT NULL CHECK (kind IN ('place', 'procedure', 'topic', 'contact')),
	invoice_kind TEXT CHECK (length(invoice_kind) BETWEEN 1 AND 32), -- topics: on which kind of bill
	title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	text TEXT CHECK (length(text) BETWEEN 1 AND 4000),
	pays TEXT CHECK (length(pays) BETWEEN 1 AND 200), -- places: what can be paid there
	url TEXT CHECK (length(url) BETWEEN 1 AND 1000),
	chat TEXT CHECK (length(chat) BETWEEN 1 AND 1000), -- link or number of an assistant
	phone TEXT CHECK (length(phone) BETWEEN 1 AND 40),
	email TEXT CHECK (length(email) BETWEEN 3 AND 254),
	address TEXT CHECK (length(address) BETWEEN 1 AND 300),
	hours TEXT CHECK (length(hours) BETWEEN 1 AND 200),
	language TEXT CHECK (language IN ('es', 'en')), -- null: any
	place INTEGER NOT NULL CHECK (place >= 1) -- order among its like
) STRICT;
CREATE INDEX guide_biller ON guide (biller);
