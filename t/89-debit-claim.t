#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# pp-pay claim | FILTER | pp-pay settle -: a debit in two halves, around any filter.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop
silently pp-account link water:1001 --customer=cus-1
silently "$seed" card cus-1 sandbox-approve
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
silently pp-account add 1002 --biller=water --holder=Ana
silently pp-account link water:1002 --customer=cus-1
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
silently pp-account deposit acc-3 1000
silently pp-account enrol water:1002 autodebit --with=acc-3 --customer=cus-1 --accept-terms

# owe ACCOUNT...: a bill that is due at each
owe() {
	for account; do
		bills=$((bills + 1))
		silently pp-invoice add "F-$bills" --account="water:$account" --amount=10.00 \
			--due-on=2026-03-10
		inv=$(cut -f 1 quiet)
	done
}

# payments: how many are in each status
payments() {
	sqlite3 "$PP_DB" "SELECT status, COUNT(*) FROM payment GROUP BY status ORDER BY status" |
		tr '\n' ' '
}

# answer RESULT: makes answers of the requests in $T/claimed
answer() {
	jq -c --arg result "$1" 'if .op == "end" then . else {v: 1, key, result: $result, amount,
	    currency, reference: ("R-" + .key)} end' claimed
}

owe 1001 1001 1002
run pp-pay claim --gateway=sandbox --dry-run --json
is "$status $(jq -r .type out | sort | uniq -c | awk '{ print $1 $2 }' | tr '\n' ' ')" "0 3payment " \
	"a dry run prints the payments"
is "$(payments)" "" "and begins nothing"
typed=
run_tty pp-pay claim --gateway=sandbox
is_status 2 "not to a terminal"
is "$(payments)" "" "and begins nothing"
run pp-pay claim --gateway=nowhere
refused 2 'no payment platform nowhere' "no such platform"
run pp-pay claim
refused 2 'needs --gateway' "no platform"
run pp-pay claim --gateway=sandbox --valid=0
refused 2 'valid' "no time at all"

run pp-pay claim --gateway=sandbox --valid=30
works "claim"
cp out claimed
is "$(jq -r '.op' claimed | tr '\n' ' ')" "charge charge end " "a request for each, and an end"
is "$(jq -r 'select(.op == "charge") | "\(.v) \(.amount) \(.currency) \(.card) \(.not_after)"' claimed |
	sort -u)" "1 10.00 BOB sandbox-approve 2026-03-15T12:30:00Z" "as pp-gateway(5) has them"
is "$(tail -n 1 claimed)" '{"op":"end","count":2}' "the end tells how many"
is "$(payments)" "approved|1 sending|2 " "the deposit account is debited by itself"
run pp-pay claim --gateway=sandbox
out_is '{"op":"end","count":0}' "what is held is not claimed again"
answer approved >answers
run pp-pay settle - <answers
refused 1 'ended before their end line; outcome unknown, run pp-pay resolve$' "nothing to read"
run pp-pay settle answers
works "settle"
out_empty "silently"
is "$(payments)" "approved|3 " "what was claimed is paid"
run pp-pay settle answers --json
is "$status $(jq -c '[.type, .new]' out)" '0 ["summary",0]' "settled again: nothing new"

# ---- in a pipe

owe 1001 1001 1001 1002
run sh -c 'pp-pay claim --gateway=sandbox | pp-gateway-sandbox --slow=100 | pp-pay settle - --json'
is "$status $(jq -c 'select(.type == "summary") | [.new, .failed, .totals[0].amount]' out)" \
	'0 [3,0,"30.00"]' "claim | filter | settle"
is "$(payments)" "approved|7 " "charges all"

# ---- answers that are none

owe 1001 1001 1001 1001
silently sh -c 'pp-pay claim --gateway=sandbox >claimed'
{
	answer approved | sed -n 1p
	answer declined | sed -n 2p
	answer approved | sed -n 3p | sed 's/10.00/11.00/'
	echo '{"v":1,"key":"00000000000000000000000000000000","result":"approved"}'
	echo 'no JSON'
	tail -n 1 claimed
} >answers
run pp-pay settle answers --json
is_status 11 "the gravest tells"
is "$(jq -r 'select(.type == "payment").status' out | tr '\n' ' ')" "approved declined unknown " \
	"each for itself: another amount is unknown"
grep -q '2 lines answer nothing' err
ok $? "strays are counted"
grep -q '1 of 4 requests have no answer' err
ok $? "and what has no answer"
is "$(flag "pay-10")" mismatch "a wrong figure raises an alarm"
at 5400
silently pp-pay resolve
is "$(payments)" "approved|8 cancelled|2 declined|1 " "resolve finds out the rest"
at 0

# ---- a reader that goes away

at 7200
owe 1001
run sh -c 'pp-pay claim --gateway=sandbox 2>said | true; cat said'
at 14400
silently pp-pay resolve
is "$(pp-pay list --status=sending,unknown --format=tsv --columns=id) $(theirs | wc -l)" " 3" \
	"a broken pipe charges nobody and leaves nothing open"
pp-pay claim --gateway=sandbox >/dev/full 2>said
is "$? $(grep -c 'nothing was charged$' said)" "1 1" "a full disk: nothing was charged"
is "$(pp-pay list --status=sending --format=tsv --columns=id)" "" "what was not written is given back"
silently sh -c 'pp-pay claim --gateway=sandbox | pp-gateway-sandbox | pp-pay settle -'
is "$(pp-invoice list --status=payable --format=tsv --columns=id | wc -l)" 1 \
	"it is charged the next time; the declined one waits"

owe 1001
run pp-pay claim --gateway=sandbox -o requests.jsonl
is "$status $(wc -l <requests.jsonl) $(stat -c %a requests.jsonl)" "0 2 600" "into a file"
run sh -c 'pp-gateway-sandbox <requests.jsonl | pp-pay settle -'
works "and on from there"

silently pp-pay debit
# ---- requests: a claim's is done with its end line, a settlement's with its answers

owe 1001
first=$inv
run pp-pay claim --gateway=sandbox --request-id=c1
cp out claimed
answer approved >answers
owe 1001
run pp-pay claim --gateway=sandbox --request-id=c1
works "a claim repeated by its request id"
out_is '{"op":"end","count":0}' "claims nothing more"
run pp-pay claim --gateway=sandbox --valid=5 --request-id=c1
refused 4 'used with other parameters' "with other parameters it is refused"
run pp-pay settle answers --request-id=s1
works "a settlement with a request id"
is "$(state "$first")" paid "is done"
run pp-pay settle answers --request-id=s1 --json
is "$status $(jq -c '[.type, .new]' out)" '0 ["summary",0]' "its repeat changes nothing"
run sh -c 'pp-pay claim --gateway=sandbox --request-id=c2 >/dev/full'
is_status 1 "a claim whose requests were not written"
run pp-pay claim --gateway=sandbox --request-id=c2
cp out claimed
is "$(jq -r .op claimed | tr '\n' ' ')" "charge end " "is not done: the same request claims them"
answer approved >answers
run pp-pay settle answers --request-id=s1
refused 4 'used with other parameters' "other answers are another request"
run pp-pay settle answers
works "and are settled as such"

# ---- what a rule of the tables refuses

owe 1001 1001 1001
silently sh -c 'pp-pay claim --gateway=sandbox >claimed'
answer approved >answers
sqlite3 "$PP_DB" "CREATE TRIGGER refuses BEFORE INSERT ON allocation WHEN NEW.invoice =
	(SELECT id FROM invoice WHERE number = 'F-$((bills - 1))')
	BEGIN SELECT RAISE(ABORT, 'no'); END"
run pp-pay settle answers --json
is "$status $(jq -c 'select(.type == "summary") | [.new, .failed]' out)" '11 [2,1]' \
	"one answer breaks a rule of the tables: the others are recorded"
odd=$(held "water:F-$((bills - 1))")
is "$(state "$odd") $(flag "$odd") $(jq -r .ref err)" "unknown mismatch $odd" \
	"it alone is unknown, with an alarm, and named"
sqlite3 "$PP_DB" 'DROP TRIGGER refuses'
pay resolve "$odd" --declare=approved --gateway-ref=R-odd --reason='their list'
is "$status $(state "$odd")" "0 approved" "until somebody settles it by hand"
silently pp-db check

# ---- a pipe that takes long: each request has its time from its own beginning

awk 'BEGIN {
	print "number,account,amount,due_on"
	for (i = 1; i <= 1100; i++)
		printf "L-%d,1001,1.00,2026-03-10\n", i
}' >bills.csv
silently pp-invoice import bills.csv --biller=water
mkdir long
sqlite3 "$PP_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >quiet
cp -p pp.db* long/
(
	unset PP_NOW
	PP_DB=$T/long/pp.db
	silently pp-db clock --accept
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT_CLOCK=7200 pp-pay claim --gateway=sandbox >claimed
	pp-gateway-sandbox <claimed >answers
	jq -r 'select(.result).result' answers | sort -u >one
	jq -r 'select(.op == "charge").not_after' claimed | sort -u | wc -l >>one
	sqlite3 "$PP_DB" "SELECT COUNT(*), COUNT(DISTINCT created_at), MIN(not_after - created_at),
	    MAX(not_after - created_at) FROM payment WHERE debit_invoice IN (SELECT id FROM invoice
	    WHERE number LIKE 'L-%')" >>one
)
is "$(tr '\n' ' ' <one)" "approved 2 1100|2|900|900 " \
	"the second group of a claim is of its own time"
silently pp-pay debit

# ---- what is too late

owe 1001
at 20000
silently sh -c 'pp-pay claim --gateway=sandbox >claimed'
at 30000
run sh -c 'pp-gateway-sandbox <claimed | pp-pay settle -'
is "$status $(grep -c 'not sent to sandbox' err)" "7 1" "a request that waited too long is never charged"
is "$(state "$inv") $(held "$inv")" "overdue " "and its invoice is free"
# ---- who may

run env PP_SESSION='' pp-pay claim --gateway=sandbox
refused 6 'for operators' "operators only"
run env PP_SESSION='' pp-pay settle answers
refused 6 'for operators' "operators only"

done_testing
