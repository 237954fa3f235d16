#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# Every outcome of a payment through the sandbox: status, last words, state, holds; and what it
# comes to in the end.  The platform's book and ours agree after each.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

shop
hours=0

# begin: the next payment, four hours later
begin() {
	hours=$((hours + 4))
	at $((hours * 3600))
	bill
}

# row NAME WANT: how the last run ended, for the payment $pay
row() {
	got="$status $(words) $(state "$pay") flag:$(flag "$pay") held:$(held "$inv")"
	got=$(echo "$got" | sed "s/held:$pay/held:yes/;s/flag: /flag:- /;s/held:$/held:-/")
	echo "# $1: $got"
	is "$got" "$2" "$1: ends with status, last words, state"
}

# later NAME SECONDS STATUS STATE: what cron finds that much later
later() {
	at $((hours * 3600 + $2))
	run pp-pay resolve
	[ ! -s "$T/out" ]
	ok $? "$1: cron's resolve prints nothing"
	run pp-pay show "$pay"
	got="$(state "$pay") $(held "$inv" | sed s/pay-.*/held/)"
	echo "# $1: after $2 s: $got"
	is "$got" "$3" "$1: after $2 s"
}

last_payment() {
	pay=pay-$(pp-pay list --format=tsv --columns=id | sed -n '$s/pay-//p')
}

# by_card TOKEN WANT [SECONDS=STATE...]
by_card() {
	name=$1
	card "sandbox-$1"
	begin
	pay invoice "$inv" --with="$card"
	last_payment
	row "$name" "$2"
	shift 2
	for step; do
		later "$name" "${step%%=*}" "${step#*=}"
	done
	right "S4-24 $name: both books agree, and ours are right"
}

no='5 nothing declined flag:- held:-'
lost='11 unknown unknown flag:- held:yes'
lie='11 unknown unknown flag:mismatch held:yes'
by_card approve '0 - approved flag:- held:-' '3000=approved '
by_card decline "$no" '3000=declined '
by_card insufficient "$no" '3000=declined '
by_card unknown "$lost" '59=unknown held' '61=approved '
by_card lost "$lost" '61=unknown held' '1500=unknown held' '5200=cancelled '
by_card slow '0 - approved flag:- held:-'
by_card garbage "$lie" '61=approved '
by_card wrong-amount "$lie" '61=approved '
by_card twice '0 - approved flag:- held:-'
by_card late "$lost" '61=unknown held' '1500=unknown held' '1801=approved '
by_card late "$lost" '61=unknown held' '1700=cancelled ' '5301=approved '
by_card none "$no"

silently pp-db config gateway.sandbox.timeout 1
silently pp-db config -- gateway.sandbox.arguments --slow=1500
by_card slow "$lost" '61=approved '
silently pp-db config gateway.sandbox.timeout 60
silently pp-db config -- gateway.sandbox.arguments --slow=100

# ---- hosted checkout

sandbox_does() {
	pp-gateway-sandbox "$@" >"$T/event" 2>&1 || diag "$*: $(cat "$T/event")"
}

# by_page NAME ACT... : begins a checkout, the customer acts
open_page() {
	begin
	pay invoice "$inv" --with=sandbox --return-url='https://example.com/{ref}'
	last_payment
	row "S1-18 $1 begun" '0 - redirected flag:- held:yes'
	name=$1
	shift
	[ $# -eq 0 ] || sandbox_does "$1" "$(answer "$pay")" ${2:+"$2"}
}

# comes_back WANT [SECONDS=STATE...]
comes_back() {
	pay confirm "$pay"
	row "S3-17 $name" "$1"
	shift
	for step; do
		later "$name" "${step%%=*}" "${step#*=}"
	done
	right "$name: both books agree, and ours are right"
}

open_page 'page approved' approve
comes_back '0 - approved flag:- held:-'
open_page 'page declined' decline
comes_back "$no"
open_page 'page abandoned' abandon
comes_back "$no" '5200=declined '
open_page 'page paid with an unknown answer' approve --card=sandbox-unknown
comes_back '11 unknown redirected flag:- held:yes' '301=approved '
open_page 'page paid with a garbled answer' approve --card=sandbox-garbage
comes_back '11 unknown redirected flag:mismatch held:yes' '301=approved '
open_page 'page paid with another amount told' approve --card=sandbox-wrong-amount
comes_back '11 unknown redirected flag:mismatch held:yes' '301=approved '
open_page 'page declined at the card' approve --card=sandbox-decline
comes_back "$no"
open_page 'page not visited'
comes_back '11 unknown redirected flag:- held:yes' '301=redirected held'
pay cancel "$pay"
row 'page given up' '0 - cancelled flag:- held:-'
right 'page given up: both books agree'
sandbox_does approve "$(answer "$pay")" 2>/dev/null
like "$(cat "$T/event")" 'already abandoned' "a page that was given up cannot be paid"
open_page 'page left unpaid'
comes_back '11 unknown redirected flag:- held:yes' '301=redirected held' '2500=expired '
sandbox_does approve "$(answer "$pay")" 2>/dev/null
like "$(cat "$T/event")" 'closed unpaid' "a page whose time is over cannot be paid"
open_page 'page paid, never came back' approve
later "$name" 301 'approved '
open_page 'page abandoned, never came back' abandon
later "$name" 2401 'expired '
open_page 'page paid before it is given up' approve
pay cancel "$pay"
row 'cancel after it was paid' '4 charged approved flag:- held:-'
right "both books agree at the end"

# ---- the same request again

# events PAY: how often the sandbox's book tells of that payment's key, of charges only
charges() {
	key=$(sqlite3 -readonly "$PP_DB" "SELECT key FROM payment WHERE id = ${1#pay-}")
	grep "\"key\":\"$key\"" "$PP_DB.book" | grep -c '"event":"approved"'
}

# again TOKEN FIRST SECOND CHARGES: statuses and states of a request and of its repetition
again() {
	card "sandbox-$1"
	begin
	pay invoice "$inv" --with="$card" --request-id="r-$1"
	last_payment
	first="$status $(state "$pay")"
	pay invoice "$inv" --with="$card" --request-id="r-$1"
	second="$status $(state "$pay") $(paid)"
	is "$first, $second, $(charges "$pay")" "$2, $3 $pay, $4" \
	    "$1: the same request again is the same payment: $2, then $3"
	last_one=$pay
	last_payment
	is "$pay" "$last_one" "$1: and makes no other"
	pay invoice "$inv" --with=cash --request-id="r-$1"
	refused 4 'that request id was used with other parameters' "$1: with other parameters"
}
again approve '0 approved' '0 approved' 1
again decline '5 declined' '5 declined' 0
again unknown '11 unknown' '0 approved' 1
again lost '11 unknown' '11 unknown' 0
again garbage '11 unknown' '0 approved' 1
begin
pay invoice "$inv" --with=sandbox --request-id=r-page
pay invoice "$inv" --with=sandbox --request-id=r-page
last_payment
is "$status $(paid) $(state "$pay")" "0 $pay redirected" "page: the same request is the same page"
begin
pay invoice "$inv" --with=cash --request-id=r-cash
pay invoice "$inv" --with=cash --request-id=r-cash
last_payment
is "$status $(paid) $(state "$pay")" "0 $pay approved" "cash: the same request is the same receipt"
begin
pay invoice "$inv" --with=cash --request-id=r-expect --expect=1.00
refused 4 'nothing was charged$' "a total that was not expected"
pay invoice "$inv" --with=cash --request-id=r-expect --expect=1.00
refused 4 'nothing was charged$' "a request that committed nothing is not remembered"
pay invoice "$inv" --with=cash --request-id=r-expect --expect=100.00
works "the total that was expected"

# ---- settled by hand

# unclear TOKEN: a payment that nobody knows about
unclear() {
	card "sandbox-$1"
	begin
	pay invoice "$inv" --with="$card"
	last_payment
}
owes() {
	pp-invoice show "$inv" --format=tsv --columns=due
}

unclear lost
pay resolve "$pay" --declare=declined --reason='their letter'
row 'declared declined' '0 - declined flag:- held:-'
pay resolve "$pay" --declare=approved --gateway-ref=SB-000001 --reason='their letter'
refused 4 'belongs to another payment' "a reference that another payment has cannot be declared"
unclear unknown
pay resolve "$pay" --declare=declined --reason='a mistake'
row 'declared declined by mistake' '0 - declined flag:- held:-'
later 'declared declined by mistake' 3601 'approved '
is "$(flag "$pay")" late "a declaration that was wrong is found out"
right "declared declined by mistake: both books agree"
unclear unknown
pay resolve "$pay" --declare=approved --reason='their letter' \
    --gateway-ref="$(jq -r 'select(.event == "approved") | .reference' "$PP_DB.book" | tail -n 1)"
row 'declared approved' '0 - approved flag:- held:-'
right "declared approved: both books agree"
unclear lost
pay resolve "$pay" --declare=approved --gateway-ref=X-1 --amount=90.00 --reason='their letter'
row 'declared approved with less' '0 - approved flag:mismatch held:-'
is "$(owes) $(state "$inv")" "10.00 open" "declared approved with less: the rest is still due"
unclear lost
pay resolve "$pay" --declare=approved --gateway-ref=X-2 --amount=110.00 --reason='their letter'
is "$(state "$pay") $(flag "$pay") $(owes) $(state "$inv")" "approved excess 0.00 paid" \
    "declared approved with more: the rest is credit"
is "$(totals | grep credit:)" 'credit:acc-1	-10.00	BOB' "declared approved with more: of the account"
run pp-account status acc-1 --format=tsv --columns=credit
out_is 10.00 "declared approved with more: and is shown"
unclear unknown
is "$(totals | grep reserved:)" "reserved:$pay	-10.00	BOB" "credit is reserved while it is not clear"
pay resolve "$pay" --declare=declined --reason='a mistake'
is "$(totals | grep credit:)" 'credit:acc-1	-10.00	BOB' "and given back"
later 'declared declined with credit' 3601 'approved '
is "$(owes) $(state "$inv")" "10.00 open" "a late approval brings what it captured, no credit"
pay resolve "$pay" --declare=declined --reason=x
refused 4 'is approved' "what is approved cannot be declared"
unclear lost
pay resolve "$pay" --release --reason='the customer waits'
row 'released' '0 - unknown flag:released held:-'
later 'released' 61 'unknown '
later 'released' 1700 'cancelled '
run pp-db check
works "S2-14 declared and released payments leave the books right"

# ---- nobody reads what was done

begin
card sandbox-approve
pp-pay invoice "$inv" --with="$card" --yes >/dev/full 2>"$T/err"
status=$?
last_payment
is "$status $(words) $(state "$pay")" "1 charged approved" "stdout full: recorded, and said so"
like "$(cat "$T/err")" "recorded as $pay.*charged, receipt $pay\$" "stdout full: with the receipt"
begin
pp-pay invoice "$inv" --with="$card" --yes >&- 2>"$T/err"
status=$?
last_payment
is "$status $(words) $(state "$pay")" "1 charged approved" "stdout closed: recorded, and said so"

# ---- a signal while the platform thinks

silently pp-db config -- gateway.sandbox.arguments --slow=800
card sandbox-slow
begin
last_payment
before=$pay
pp-pay invoice "$inv" --with="$card" --yes >"$T/out" 2>"$T/err" &
pid=$!
while last_payment && [ "$pay" = "$before" ]; do :; done
kill -TERM $pid
wait $pid 2>"$T/quiet"
is "$? $(state "$pay")" "143 approved" "a signal waits until the answer is recorded"

done_testing
