#!/bin/sh
# shellcheck disable=SC2154,SC2034,SC2030,SC2031 # set or read by lib.sh and paying.sh
# pp-pay debit: what is due by automatic debit is charged, once each, whatever is repeated.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop
silently pp-account link water:1001 --customer=cus-1
silently "$seed" card cus-1 sandbox-approve

# owe ACCOUNT DUE [OPTION...]: a fresh invoice of 100.00: $inv
owe() {
	bills=$((bills + 1))
	account=$1 due=$2
	shift 2
	silently pp-invoice add "F-$bills" --account="$account" --amount=100.00 --due-on="$due" "$@"
	inv=$(cut -f 1 "$T/quiet")
}

# enrol [OPTION...]: the mandate of water:1001
enrol() {
	silently pp-account enrol water:1001 autodebit --customer=cus-1 --accept-terms "$@"
}

# debits INVOICE: status and try of its debits, in order
debits() {
	sqlite3 "$PP_DB" "SELECT status || debit_try FROM payment WHERE debit_invoice = ${1#inv-}
	    ORDER BY id" | tr '\n' ' '
}

told() {
	sqlite3 "$PP_DB" "SELECT template FROM message WHERE template LIKE 'debit-%' OR template = 'mandate-stopped'
	    ORDER BY id" | tr '\n' ' '
}

day() {
	at $(($1 * 86400))
}

# ---- what is taken

owe water:1001 2026-03-20
later=$inv
owe water:1001 2026-03-15
today=$inv
owe water:1001 2026-03-01
over=$inv
run pp-pay debit
works "without a mandate nothing is debited"
is "$(state "$today")" open "and nothing changes"
enrol --with=card
run pp-pay debit --dry-run --json
is "$status $(jq -r 'select(.type == "summary").new' out)" "0 2" "a dry run tells what is due"
is "$(debits "$today")$(debits "$over")" "" "and charges nothing"
run pp-pay debit
works "S2-09 what is due is charged"
out_empty "silently"
is "$(state "$today") $(state "$over") $(state "$later")" "paid paid open" \
	"S2-09 on its due date and after, not before"
is "$(debits "$today")" "approved0 " "as the first try"
run pp-pay debit --json
is "$status $(jq -c '[.type, .new, .failed]' out)" '0 ["summary",0,0]' "S2-09 again: nothing more"
day 5
run pp-pay debit --json
is "$(jq -r 'select(.type == "payment") | .status + " " + .method' out)" "approved card" \
	"each effect is a record"
is "$(jq -c 'select(.type == "summary") | [.what, .new, .totals[0].amount]' out)" \
	'["debit",1,"100.00"]' "and a summary"
right "the platform's book and ours agree"
day 0

# charged ISSUED DUE DATE...: what became of a bill by each of these dates: $found
charged() {
	day 0
	owe water:1001 "$2" --issued-on="$1"
	shift 2
	found=
	for date; do
		at $(($(date -u -d "$date" +%s) - $(date -u -d 2026-03-15 +%s)))
		silently pp-pay debit
		found="$found$(debits "$inv")$date;"
	done
}

# A day of the month: the latest one that is not after the due date nor before it was issued.
enrol --with=card --day=10
charged 2026-03-15 2026-04-20 2026-04-09 2026-04-10
is "$found" "2026-04-09;approved0 2026-04-10;" "on its day before the due date"
charged 2026-03-15 2026-04-05 2026-04-04 2026-04-05
is "$found" "2026-04-04;approved0 2026-04-05;" \
	"where that day lies before it was issued, on the due date"
charged 2026-02-01 2026-04-05 2026-03-15
is "$found" "approved0 2026-03-15;" "where that day is past, at once"
day 0

# ---- what is passed by

enrol --with=card --day=28
enrol --with=card --day= --max=50
owe water:1001 2026-03-10
limited=$inv
run pp-pay debit
works "above the limit: nothing is charged"
is "$(debits "$limited")" "" "nor tried"
run pp-pay debit
is "$(told)" "debit-limit " "and the customer is told, once"
is "$(pp-db log --ref="$limited" | grep -c 'not debited: above the limit')" 1 "as the log, once"
enrol --with=card --max=
run pp-pay debit
is "$(debits "$limited")" "approved0 " "without the limit it is charged"
owe water:1001 2026-03-10
pay invoice "$inv" --with=sandbox
run pp-pay debit
is "$(debits "$inv")" "" "what another payment holds is passed by"
pay cancel "$(held "$inv")"
pay invoice "$inv" --with=cash
pay refund "$(paid)" --reason=wrong
run pp-pay debit
is "$(debits "$inv")" "" "what a refund reopened waits for a person"
silently pp-invoice resume "$inv"
run pp-pay debit
is "$(debits "$inv")" "approved0 " "until it is resumed"
pay_of=$(pp-pay list --status=approved --format=tsv --columns=id | tail -n 1)
silently pp-pay refund "$pay_of" --reason='charged in error' --yes
run pp-pay debit
is "$(state "$inv") $(debits "$inv")" "overdue refunded0 " "nor one whose own debit was refunded"
silently pp-invoice resume "$inv"
run pp-pay debit
works "resumed"
run pp-pay debit
is "$(state "$inv") $(debits "$inv")" "paid refunded0 approved1 " "it is debited again, once"
pay_of=$(pp-pay list --status=approved --format=tsv --columns=id | tail -n 1)
silently pp-pay refund "$pay_of" --amount=30 --reason='too much' --yes
silently pp-invoice resume "$inv"
run pp-pay debit
run pp-pay debit
is "$(state "$inv") $(debits "$inv")" "paid refunded0 approved1 approved2 " \
	"of a refund in part the part, once"
is "$(pp-pay list --status=approved --format=tsv --columns=amount | tail -n 1)" 30.00 "no more"
owe water:1001 2026-03-10
silently pp-customer suspend cus-1 --yes
run pp-pay debit
works "S0-30 of a suspended customer nothing is debited, and that is no error"
is "$(debits "$inv") $(pp-db log --ref="$inv" | grep -c 'not debited')" " 0" "nor tried"
run pp-pay debit --json
is "$(jq -r '"\(.type) \(.new) \(.failed)"' out)" "summary 0 0" "as the summary tells"
silently pp-customer resume cus-1
run pp-pay debit
works "resumed"
is "$(debits "$inv")" "approved0 " "it goes on"
owe water:1001 2026-03-10 --kind=charge --status=unbilled
run pp-pay debit
is "$(debits "$inv")" "" "what is not billed is not debited"

# ---- without a card, and with a new one

silently pp-card remove card-1 --yes
owe water:1001 2026-03-10
run pp-pay debit
works "S4-27 without a card nothing is charged, and that is no error"
run pp-pay debit
is "$(told)" "debit-limit debit-no-card " "S4-27 the customer is told, once"
silently "$seed" card cus-1 sandbox-decline
run pp-pay debit
is "$status $(debits "$inv")" "5 declined0 " "S4-23 the new default is charged: declined"
err_like "^pp-pay: $inv \(water:1001\): pay-[0-9]+ is declined: declined by the issuer; nothing was charged$" \
	"and told, by its bill and account"
err_like '^pp-pay: 0 debited, 1 failed$' "with a summary"
is "$(told)" "debit-limit debit-no-card debit-declined " "the customer is told"

# ---- tries

tried=$inv
run pp-pay debit
works "not again on the same day"
is "$(debits "$inv")" "declined0 " "the rule waits three days"
day 2
run pp-pay debit
works "nor two days later"
day 3
run pp-pay debit
is "$(debits "$inv")" "declined0 declined1 " "three days after the first"
day 7
run pp-pay debit
works "not four days after the second"
day 8
run pp-pay debit
is "$(debits "$inv")" "declined0 declined1 declined2 " "five days after the second"
day 15
run pp-pay debit
is "$(debits "$inv")" "declined0 declined1 declined2 declined3 " "seven days after the third"
is "$(sqlite3 "$PP_DB" "SELECT status FROM enrolment WHERE kind = 'autodebit'")" stopped \
	"then the mandate is stopped"
like "$(told)" 'debit-declined mandate-stopped $' "and the customer told"
owe water:1001 2026-03-10
run pp-pay debit
is "$(debits "$inv")" "" "a stopped mandate charges nothing"
day 16
silently "$seed" card cus-1 sandbox-approve
silently pp-card default card-3
run pp-pay debit
works "S4-23 a new default card wakes it"
is "$(debits "$inv")$(debits "$tried")" "approved0 declined0 declined1 declined2 declined3 approved4 " \
	"and is charged for both"
right "the books agree"

# ---- from a deposit account

day 20
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
purse=$(cut -f 1 quiet)
enrol --with="$purse"
owe water:1001 2026-03-10
run pp-pay debit
is "$status $(debits "$inv")" "5 declined0 " "a deposit account without the money: a try"
silently pp-account deposit "$purse" 100
run pp-pay debit
works "it waits like any other"
day 23
run pp-pay debit --json
is "$(jq -r 'select(.type == "payment") | .status + " " + .method' out)" "approved deposit" \
	"and is charged"
enrol --with=card

# ---- a credit: what has fallen due

silently pp-biller rule water partial-credit yes
silently pp-invoice add L-1 --account=water:1001 --amount=300 --kind=credit --instalment=100 --term=3 \
	--due-on=2026-04-10
loan=$(cut -f 1 quiet)
for day in 25 26 27 56 57 80 87 88; do
	day "$day"
	silently pp-db clock --accept
	run pp-pay debit
done
is "$(sqlite3 "$PP_DB" "SELECT debit_due_on, amount_minor FROM payment
	WHERE debit_invoice = ${loan#inv-}" | tr '\n' ' ')" \
	"2026-04-10|10000 2026-05-10|10000 2026-06-10|10000 " "each instalment once, on its due date"
is "$(state "$loan")" paid "until it is paid"

# ---- unclear, cancelled

day 89
silently "$seed" card cus-1 sandbox-lost
silently pp-card default card-4
owe water:1001 2026-03-10
run pp-pay debit
is "$status $(debits "$inv")" "11 unknown0 " "no answer"
is "$(sed 's/pay-[0-9]*/PAY/' err)" "pp-pay: $inv (water:1001): no clear answer from sandbox about PAY; outcome unknown, run pp-pay resolve
pp-pay: 0 debited, 1 failed" "which is told, once"
run pp-pay debit
works "and is not charged again"
at $((89 * 86400 + 3600))
silently pp-pay resolve
is "$(debits "$inv")" "cancelled-1 " "the platform does not know it: it counts no try"
first_key=$(sqlite3 "$PP_DB" "SELECT key FROM payment WHERE debit_invoice = ${inv#inv-}")
silently pp-card default card-3
run pp-pay debit
is "$(debits "$inv")" "cancelled-1 approved0 " "the next is the first try again"
is "$(sqlite3 "$PP_DB" "SELECT COUNT(DISTINCT key) FROM payment WHERE debit_invoice = ${inv#inv-}
	AND length(key) = 32")" 2 "under a key of its own"
owe water:1001 2026-03-10
silently pp-db config gateway.away.title Away
silently "$seed" card cus-1 tok away
silently pp-card default card-5
run pp-pay debit
is "$status $(grep -c 'nothing was charged$' err) $(debits "$inv")" "9 1 " \
	"a platform without its filter: nothing is begun"
mkdir filters
PP_GATEWAY_PATH=$T/filters:$PP_GATEWAY_PATH
cat >filters/pp-gateway-away <<'END'
#!/bin/sh
while read -r line; do
	key=$(printf '%s' "$line" | sed 's/.*"key":"\([0-9a-f]*\)".*/\1/')
	echo "{\"v\":1,\"key\":\"$key\",\"result\":\"not_sent\",\"message\":\"no network\"}"
done
END
chmod +x filters/pp-gateway-away
run pp-pay debit
is "$status $(debits "$inv")" "7 cancelled-1 " "a platform that is away"
run pp-pay debit
is "$(debits "$inv")" "cancelled-1 cancelled-2 " "counts no try, however often"
silently pp-card default card-3
run pp-pay debit
is "$(debits "$inv")" "cancelled-1 cancelled-2 approved0 " "until another card is charged"
right "the books agree"

# ---- plans

silently pp-biller rule water plan-max 3
for i in 1 2; do
	owe water:1001 2026-03-10
done
silently pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes
opening=$(pp-invoice list --kind=instalment --format=tsv --columns=id)
run pp-pay debit
works "a plan that is not active yet: nothing is debited"
is "$(debits "$inv")$(debits "$opening")" "" "neither its debt nor its first instalment"
silently pp-pay invoice "$opening" --with=cash --yes
second=$(pp-invoice list --kind=instalment --status=open --format=tsv --columns=id)
day 118
silently pp-db clock --accept
day 125
run pp-pay debit
is "$(debits "$second")" "approved0 " "an active one's instalments are, as they fall due"
is "$(pp-plan show plan-1 --format=tsv --columns=status)" completed "to the end"

# ---- who may, and when not

run env PP_SESSION='' pp-pay debit
refused 6 'for operators' "operators only"
sqlite3 "$PP_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >quiet
mkdir wrong
cp -p pp.db pp.db.key pp.db.head wrong/
(
	PP_DB=$T/wrong/pp.db
	sqlite3 "$PP_DB" "UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE id = 1"
	pp-pay debit --json >out 2>err
	echo "$? $(jq -r '"\(.code) \(.reason)"' err)" >one
)
is "$(cat one)" "10 differs books" "it does not start when the books are not right"
owe water:1001 2026-03-10
day 2000
run pp-pay debit
refused 7 'nothing was charged$' "nor when the clock cannot be right"
day 125

# ---- a request: done when the run is, with nothing of it left to be tried again

silently pp-pay debit
owe water:1001 2026-03-10
first=$inv
silently pp-card default card-5
run pp-pay debit --request-id=night
is "$status $(debits "$first")" "7 cancelled-1 " "a run that reached nobody"
silently pp-card default card-3
run pp-pay debit --request-id=night --json
is "$status $(jq -r 'select(.type == "summary").new' out)" "0 1" "is not done: the same request goes on"
owe water:1001 2026-03-10
run pp-pay debit --request-id=night --json
is "$status $(jq -c '[.type, .new]' out)" '0 ["summary",0]' "once it is, a repeat changes nothing"
is "$(debits "$inv")" "" "though more is due by now"
run pp-pay debit --request-id=night --as-of=2026-03-16
refused 4 'used with other parameters' "with other parameters it is refused"
env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT=kill PP_FAULT_AT=1 PP_FAULT_CALL=posix_spawn \
	pp-pay debit --request-id=killed >quiet 2>&1
is "$? $(debits "$inv")" "137 sending0 " "a run that was killed"
at $((125 * 86400 + 3600))
silently pp-pay resolve
run pp-pay debit --request-id=killed
is "$status $(debits "$inv")" "0 cancelled-1 approved0 " "is gone on with under its request"

# ---- at once

for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	owe water:1001 2026-03-10
done
jobs=
for i in 1 2 3 4; do
	pp-pay debit >"out.$i" 2>&1 &
	jobs="$jobs $!"
done
# shellcheck disable=SC2086 # ids
wait $jobs
is "$(cat out.[1-4])" "" "four runs at once: all silent"
is "$(sqlite3 "$PP_DB" "SELECT COUNT(*) FROM (SELECT debit_invoice FROM payment
	p WHERE debit_invoice IS NOT NULL AND status = 'approved' AND NOT EXISTS
	(SELECT 1 FROM payment r WHERE r.refund_of = p.id) GROUP BY debit_invoice, debit_due_on
	HAVING COUNT(*) > 1)")" 0 "each invoice is charged once"
is "$(pp-invoice list --account=water:1001 --status=payable --format=tsv --columns=id | wc -l)" 0 \
	"all of them"
right "the books agree"

done_testing
