#!/bin/sh
# pp-db check: each invariant has a corruption that it finds; a correct office is never accused.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/checking.sh"
busy_office

run pp-db check
works "a correct office: silent"
out_empty "and nothing is printed"
run pp-db check --quick
works "--quick too"
run pp-db backup backup.db
run pp-db check -D backup.db
works "a backup of it: silent"

# txn KIND PAYMENT ACCOUNT ACCOUNT MINOR: a transaction that is well formed in itself
txn() {
	echo "INSERT INTO txn (at, on_date, kind, payment) VALUES (1, '2026-03-15', '$1', $2);
	INSERT INTO ledger_account (name, currency, balance_minor) VALUES ('$3', 'BOB', 0),
		('$4', 'BOB', 0) ON CONFLICT DO NOTHING;
	INSERT INTO entry (txn, account, amount_minor) SELECT (SELECT MAX(id) FROM txn), id, $5
		FROM ledger_account WHERE name = '$3' AND currency = 'BOB';
	INSERT INTO entry (txn, account, amount_minor) SELECT (SELECT MAX(id) FROM txn), id, -($5)
		FROM ledger_account WHERE name = '$4' AND currency = 'BOB';
	UPDATE ledger_account SET balance_minor =
		(SELECT SUM(amount_minor) FROM entry WHERE account = ledger_account.id);"
}

# ---- the ledger
breaks ledger-sums "UPDATE entry SET amount_minor = amount_minor + CASE id
	WHEN (SELECT MIN(id) FROM entry WHERE account = 1) THEN 1 ELSE -1 END
	WHERE id IN (SELECT id FROM entry WHERE account = 1 ORDER BY id LIMIT 2)"
breaks ledger-balances "UPDATE ledger_account SET balance_minor = balance_minor +
	CASE name WHEN 'bank' THEN 1 ELSE -1 END
	WHERE currency = 'BOB' AND name IN ('bank', 'clearing:sandbox')"
breaks ledger-total "UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE name = 'bank'" \
	'ledger-balances ledger-total'
breaks ledger-owing "$(txn transfer NULL payable:bil-1 bank 100000)"
breaks ledger-entries "INSERT INTO txn (at, on_date, kind) VALUES (1, '2026-03-15', 'transfer')"
breaks ledger-reserved "$(txn transfer NULL bank reserved:pay-1 5)"

breaks suspense "$(txn transfer NULL bank suspense:pay-1 5)"

# ---- payments
breaks payment-booked "UPDATE txn SET payment = NULL WHERE payment = 3"
breaks payment-unbooked "$(txn payment 4 bank clearing:sandbox 5)"
breaks payment-platform "UPDATE payment SET gateway_ref = 'X-9' WHERE id = 2"
breaks payment-sums "UPDATE payment SET captured_minor = captured_minor + 1 WHERE id = 2"
breaks payment-empty "INSERT INTO allocation (payment, invoice, kind, amount_minor,
	late_fee_minor, on_date, is_settling) VALUES (4, 10, 'payment', 5, 0, '2026-03-15', 0),
	(4, 10, 'refund', -5, 0, '2026-03-15', 0)"
breaks payment-items "UPDATE payment SET amount_minor = amount_minor + 1 WHERE id = 2"
breaks payment-currency "UPDATE invoice SET currency = 'USD' WHERE id = 3"
breaks refund-sums "UPDATE payment SET captured_minor = captured_minor + 1 WHERE id = 6"
breaks refund-limit "UPDATE payment SET amount_minor = 15001 WHERE id = 6;
	UPDATE payment_item SET amount_minor = 15001 - (SELECT SUM(amount_minor) FROM payment_item
		WHERE payment = 6) + amount_minor
	WHERE id = (SELECT MIN(id) FROM payment_item WHERE payment = 6)"
breaks refund-whole "UPDATE payment SET status = 'refunded' WHERE id = 1" refund-whole moves

# ---- invoices
breaks invoice-paid "UPDATE allocation SET late_fee_minor = 1 WHERE payment = 2"
breaks invoice-lines "UPDATE invoice_line SET amount_minor = amount_minor - 1 WHERE id = 1"
breaks invoice-account "UPDATE account SET biller = 3 WHERE number = '1002'"
breaks holds "INSERT INTO hold (payment, invoice) VALUES (1, 11)"
breaks lease "DELETE FROM lease WHERE payment = 11"
breaks credit "UPDATE payment_excess SET account = 2 WHERE account = 1"

# ---- charges by QR and their payees
breaks payee "UPDATE collection SET account = 5 WHERE payment = 12"
breaks payee-account "UPDATE payment SET payee = 6 WHERE id = 15"
breaks payee-refund "UPDATE payment SET payee_minor = 2100 WHERE id = 14" 'payee-refund payment-items'
breaks qr-once "UPDATE payment SET qr = NULL WHERE id = 12"
breaks qr-holds "INSERT INTO qr_hold (payment, qr) VALUES (13, 2)"
breaks qr-account "UPDATE qr SET currency = 'USD' WHERE id = 2"

# ---- cards, accounts, text
breaks token-tries "UPDATE token SET tried = 5"
breaks token-future "UPDATE token SET last_step = last_step + 100" token-future token-steps
breaks token-steps "UPDATE token SET last_step = last_step - 1" ''
breaks message-sent "UPDATE message SET attempts = 0 WHERE id = 1"
breaks message-secret "UPDATE message SET secret = zeroblob(30) WHERE id = 1"
breaks card-default "UPDATE card SET is_default = 0"
breaks card-inscribed "UPDATE card SET successor = 1 WHERE id = 2"
breaks password-tries "INSERT INTO password (customer, is_temporary, tried) VALUES (1, 0, 3)"
breaks code-tries "INSERT INTO code (customer, purpose, mac, sent_to, sent_at, expires_at, tried)
	VALUES (1, 'login', '$(printf '%032d' 0)', '+59170012345', 200, 200, 0)"
breaks session-customer "INSERT INTO customer (status, kind, name, email, created_at)
	VALUES ('invited', 'person', 'Eva', 'eva@example.com', 1);
	INSERT INTO session (customer, hash, is_limited, created_at, seen_at)
	SELECT MAX(id), '$(printf '%064d' 0)', 0, 1, 1 FROM customer"
breaks debit-tries "UPDATE payment SET debit_invoice = 4, debit_due_on = '2026-04-01', debit_try = 1
	WHERE id = 3"
made_sub="INSERT INTO account (kind, biller, number, holder, currency, status, created_at)
	VALUES ('service', 1, 'sub-9', 'Ana', 'BOB', 'active', 1);
	INSERT INTO subscription (id, customer, biller, account, status, amount_minor, currency,
	every, concept, started_on, issued, next_on, created_at) SELECT 9, 1, 1, id, 'active', 5,
	'BOB', 'month', 'x', '2026-03-01'"
breaks subscription-periods "$made_sub, 1, '2026-04-01', 1 FROM account WHERE number = 'sub-9'"
breaks subscription-account "$made_sub, 1, '2026-04-01', 1 FROM account WHERE number = 'sub-9';
	UPDATE invoice SET subscription = 9, period = '2026-03-01' WHERE id = 11"
breaks link-live "INSERT INTO link (customer, account, created_at) VALUES (1, 5, 1)"
breaks enrolment-linked "INSERT INTO enrolment (account, kind, status, customer, email, created_at)
	VALUES (2, 'paperless', 'active', 1, 'ana@example.com', 1)"
breaks enrolment-method "UPDATE enrolment SET method = 'deposit', card = NULL, source = 6
	WHERE kind = 'autodebit'"
breaks deposit-closed "UPDATE account SET status = 'closed' WHERE number = (SELECT number
	FROM account WHERE id = 5)"
breaks card-number "UPDATE payment SET memo = 'tarjeta 4242-4242 4242 4242' WHERE id = 1" ''

# ---- states, the log, the rows, the file
breaks moves "UPDATE activity SET summary = replace(summary, '> paid', '> void')
	WHERE ref = 'inv-3'" '' chain
breaks moves "UPDATE activity SET summary = '> suspended' WHERE ref = 'cus-1'
	AND summary = '> active'" '' chain
breaks moves "UPDATE enrolment SET status = 'stopped' WHERE kind = 'autodebit'" ''
breaks moves "UPDATE activity SET summary = replace(summary, 'active > ended', 'ended > active')
	WHERE ref = 'acc-1'" '' chain
breaks chain "UPDATE activity SET actor = 'op:mallory' WHERE id = 9" ''
breaks seal "UPDATE biller SET name = 'Aguas del Monte' WHERE id = 1" ''
breaks file "CREATE TRIGGER thief AFTER INSERT ON payment BEGIN DELETE FROM hold; END"
fresh
echo "999999 $(printf '%064d' 0)" >>"$PP_DB.head"
tried="$tried head"
accuse
is "$status $ids" '10 head ' "head: an entry that is gone"
accuse --quick
is "$status $ids" '0 ' "head: not looked at by --quick"

# Those of plans have a test of their own.
sed -n 's/^	{ "\([a-z-]*\)", N_(.*/\1/p' "$root/lib/check.c" "$root/lib/check_rules.c" |
	grep -v '^plan-' |
	LC_ALL=C sort >ids
# shellcheck disable=SC2086
is "$(printf '%s\n' $tried | LC_ALL=C sort -u)" "$(cat ids)" "every invariant has its corruption"

PP_DB=$office
done_testing
