#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# What a charge pays and with which card is settled when it begins: whatever is removed, changed or
# cancelled while it is under way.  And in a group of answers one that the books cannot take.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop
silently pp-account link water:1001 --customer=cus-1
silently "$seed" card cus-1 sandbox-approve
silently "$seed" card cus-1 sandbox-approve
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms

# owe: a bill of 10.00 that is due: $inv
owe() {
	bills=$((bills + 1))
	silently pp-invoice add "F-$bills" --account=water:1001 --amount=10.00 \
		--due-on=2026-03-10
	inv=$(cut -f 1 quiet)
}

claim() {
	silently sh -c 'pp-pay claim --gateway=sandbox >claimed'
}

# settle RESULT: the platform says so of all that was claimed
settle() {
	jq -c --arg result "$1" 'if .op == "end" then . else {v: 1, key, result: $result, amount,
	    currency, reference: ("R-" + .key)} end' claimed >answers
	run pp-pay settle answers
}

# charged INVOICE: how its debits ended, and on which cards
charged() {
	sqlite3 -readonly "$PP_DB" "SELECT status || ':card-' || card FROM payment
	    WHERE debit_invoice = ${1#inv-} ORDER BY id" | tr '\n' ' '
}

# ---- between the halves

owe
claim
silently pp-card default card-2
settle approved
is "$status $(state "$inv") $(charged "$inv")" "0 paid approved:card-1 " \
	"S4-23 a new default does not change a charge under way"
owe
claim
silently pp-card remove card-2 --yes
is "$(held "$inv")" "$(pp-pay list --status=sending --format=tsv --columns=id)" \
	"S4-24 the removal of its card does not let go of a charge under way"
settle approved
is "$status $(state "$inv") $(charged "$inv")" "0 paid approved:card-2 " \
	"S4-24 nor keep its money from the bill"
owe
claim
is "$(jq -r 'select(.op == "charge").key' claimed | wc -l)" 1 "the next one is begun"
is "$(charged "$inv")" "sending:card-1 " "S4-26 with the card that inherited"
silently pp-account unenrol water:1001 autodebit --yes
settle approved
is "$status $(state "$inv") $(charged "$inv")" "0 paid approved:card-1 " \
	"S1-25 a mandate cancelled meanwhile: the charge pays its bill"
owe
claim
is "$(cat claimed)" '{"op":"end","count":0}' "S1-25 and no other is begun"
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
claim
silently pp-account unenrol water:1001 autodebit --yes
sqlite3 "$PP_DB" "SELECT COUNT(*) FROM message WHERE template = 'debit-declined'" >before
settle declined
is "$status $(state "$inv") $(held "$inv")" "5 overdue " \
	"a decline without its mandate frees the bill"
is "$(sqlite3 "$PP_DB" "SELECT COUNT(*) FROM message WHERE template = 'debit-declined'")" \
	"$(cat before)" "and promises no other try"
at 60
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
claim
is "$(charged "$inv")" "declined:card-1 sending:card-1 " "a new mandate begins anew"
run pp-account unlink water:1001 --customer=cus-1 --yes
settle approved
is "$(state "$inv") $(charged "$inv")" "paid declined:card-1 approved:card-1 " \
	"an account unlinked meanwhile: the charge pays its bill"
silently pp-account link water:1001 --customer=cus-1
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
right_but() {
	run pp-db check
	works "$1"
}
right_but "the books are right"

# ---- money for what was paid otherwise

owe
claim
charge=$(held "$inv")
silently pp-pay resolve "$charge" --release --reason='pays at the till'
pay invoice "$inv" --with=cash
works "a bill that was let go is paid in cash"
settle approved
is "$(state "$charge") $(flag "$charge")" "approved excess" \
	"the charge was made all the same: an alarm"
is "$(pp-account status water:1001 --format=tsv --columns=credit)" 10.00 "its money is credit"
owe
run pp-pay debit --json
is "$(jq -r 'select(.type == "payment") | .status + " " + .method' out)" "approved credit" \
	"which the next debit uses"
is "$(pp-account status water:1001 --format=tsv --columns=credit)" 0.00 "up"

# ---- a plan, a subscription

silently pp-biller rule water plan-max 3
owe
silently pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes
opening=$(pp-invoice list --kind=instalment --format=tsv --columns=id)
silently pp-pay invoice "$opening" --with=cash --yes
second=$(pp-invoice list --kind=instalment --status=open --format=tsv --columns=id)
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
at $((29 * 86400))
owe
silently pp-invoice void "$inv" --reason=none --yes
at $((40 * 86400))
claim
is "$(charged "$second")" "sending:card-1 " "an instalment is begun"
run pp-plan cancel plan-1 --yes
refused 4 'held|under way|pay-' "its plan is not cancelled under it"
silently pp-plan run
is "$(pp-plan show plan-1 --format=tsv --columns=status)" active "nor ended by its time"
settle approved
is "$(state "$second") $(pp-plan show plan-1 --format=tsv --columns=status)" "paid completed" \
	"and the money completes it"
silently pp-subscription create --customer=cus-1 --biller=water --amount=10 --every=month \
	--start=2026-04-20 --concept=Diario --with=card
silently pp-subscription run
claim
silently pp-subscription cancel sub-1 --yes
issued=$(pp-invoice list --subscription=sub-1 --format=tsv --columns=id)
settle approved
is "$(state "$issued")" paid "S4-15 a subscription cancelled meanwhile: the charge pays its bill"
at $((75 * 86400))
silently pp-db clock --accept
silently pp-subscription run
claim
is "$(cat claimed)" '{"op":"end","count":0}' "S4-15 and nothing more is charged"
right_but "the books are right"

# ---- within a run: the platform takes its time, and the customer acts meanwhile

mkdir filters
PP_GATEWAY_PATH=$T/filters:$PP_GATEWAY_PATH
real=$build/libexec/pp/pp-gateway-sandbox
for platform in one two; do
	silently pp-db config "gateway.$platform.title" "$platform"
	cat >"filters/pp-gateway-$platform" <<-FILTER
		#!/bin/sh
		IFS= read -r first
		[ ! -e "$T/change" ] || {
			mv "$T/change" "$T/changing"
			sh "$T/changing"
		} >"$T/changed" 2>&1
		{ printf '%s\n' "\$first"; cat; } | "$real"
	FILTER
	chmod +x "filters/pp-gateway-$platform"
done
silently "$seed" card cus-1 sandbox-approve one
first=$(cat quiet)
silently "$seed" card cus-1 sandbox-approve two
next=$(cat quiet)
silently pp-card default "$first"
owe
begun=$inv
cat >change <<-END_OF_CHANGE
	PATH=$PATH PP_NOW=$PP_NOW
	export PATH PP_NOW
	pp-card default $next -D "$PP_DB"
	pp-invoice add LATER --account=water:1001 --amount=5 --due-on=2026-03-10 -D "$PP_DB"
END_OF_CHANGE
run pp-pay debit
works "S4-23 the default changes in the middle of a run"
later=$(pp-invoice show water:LATER --format=tsv --columns=id)
is "$(charged "$begun")$(charged "$later")" "approved:$first approved:$next " \
	"S4-23 what was begun is on the old card, what comes after on the new one"
owe
cat >change <<-END_OF_CHANGE
	PATH=$PATH PP_NOW=$PP_NOW
	export PATH PP_NOW
	pp-card remove $next --yes -D "$PP_DB"
	pp-account unenrol water:1001 autodebit --yes -D "$PP_DB"
END_OF_CHANGE
run pp-pay debit
works "S4-24 card and mandate go in the middle of a run"
is "$(state "$inv") $(charged "$inv")" "paid approved:$next " "S4-24 what was begun pays its bill"

# ---- in a group of answers one that the books cannot take

# The platform gives the 500th charge the reference of the first.
cat >filters/pp-gateway-same <<-'FILTER'
	#!/bin/sh
	exec jq -c --unbuffered 'select(.key) | {v: 1, key, result: "approved", amount, currency,
	    reference: (if .memo == "water:G-500" then "R-water:G-1" else "R-" + .memo end)}'
FILTER
chmod +x filters/pp-gateway-same
silently pp-db config gateway.same.title Same
silently "$seed" card cus-1 token same
silently pp-card default "$(cat quiet)"
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
awk 'BEGIN {
	print "number,account,amount,due_on"
	for (i = 1; i <= 1000; i++)
		printf "G-%d,1001,1.00,2026-03-10\n", i
}' >bills.csv
silently pp-invoice import bills.csv --biller=water
run pp-pay debit --json
is "$status $(jq -c 'select(.type == "summary") | [.new, .failed]' out)" '11 [999,1]' \
	"of 1000 answers one breaks a constraint: 999 are recorded"
odd=$(held water:G-500)
is "$(state "$odd") $(flag "$odd")" "unknown mismatch" "it alone is unknown, with an alarm"
is "$(pp-db log --ref="$odd" | grep -c 'alarm mismatch: .* cannot take the answer: exists')" 1 \
	"that says why"
is "$(sqlite3 "$PP_DB" "SELECT COUNT(*) FROM invoice
	WHERE status = 'paid' AND number LIKE 'G-%'")" \
	999 "999 bills are paid"
is "$(jq -r .ref err)" "$odd" "and the one is named"
pay resolve "$odd" --declare=approved --gateway-ref=R-500 --reason='their list'
is "$status $(state "$odd") $(pp-invoice show water:G-500 --format=tsv --columns=status)" \
	"0 approved paid" "until somebody settles it by hand"

done_testing
