#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# How the money stands: each failure of a verb that moves money ends with exactly one of "nothing
# was charged", "charged, receipt pay-N", "outcome unknown, run pp-pay resolve".
. "${0%/*}/lib.sh"
. "$here/paying.sh"

shop
bill
card sandbox-approve
good=$card
card sandbox-unknown
unclear=$card
silently pp-account open --currency=BOB --holder=Ana
silently pp-account deposit acc-2 5.00

# ends WANT WORD...: the command fails, and its one line ends so
ends() {
	wanted=$1
	shift
	run "$@"
	is "$([ "$status" -ne 0 ] && words) $(wc -l <"$T/err")" "$wanted 1" "$*" || show_run
}

# ---- what went wrong before anything was looked at, and what was refused
while read -r line; do
	# shellcheck disable=SC2086 # words
	ends nothing $line
done <<EOF
pp-pay invoice
pp-pay invoice inv-1
pp-pay invoice inv-1 --with=cash
pp-pay invoice inv-1 --with=cash --surprise
pp-pay invoice inv-1 --with=cash --amount=x
pp-pay invoice inv-1 --with=cash --amount=1,5 --yes
pp-pay invoice inv-1 --with=cash --expect=1 --yes
pp-pay invoice inv-1 --with=acc-2 --yes
pp-pay invoice inv-1 --with=nowhere --yes
pp-pay invoice inv-99 --with=cash --yes
pp-pay invoice cus-1 --with=cash --yes
pp-pay invoice inv-1 --with=cash --columns=none --yes
pp-pay invoice inv-1 --with=cash --db=/nowhere/pp.db --yes
pp-pay invoice inv-1 --with=cash --output=/nowhere/receipt --yes
pp-pay quick
pp-pay quick water:1001 --with=cash --amount=x
pp-pay quick water:1001 inv-99 --with=cash --yes
pp-pay refund pay-1
pp-pay refund pay-99 --reason=x --yes
pp-account deposit acc-2
pp-account deposit acc-2 -- -5
pp-account deposit acc-1 5
pp-account withdraw acc-2 5
pp-account withdraw acc-2 50 --yes
pp-ledger remit nobody 5 --reference=R --yes
pp-ledger remit water 5 --yes
pp-ledger remit water 5 --reference=R
pp-ledger transfer bank bank 5 --reference=R --yes
pp-ledger transfer cash:x cash 5 --reference=R --yes
EOF
run pp-pay invoice inv-1 --json
is "$(jq -r '.message | endswith("nothing was charged")' "$T/err")" true "in JSON too"
PP_SESSION=none ends nothing pp-pay refund pay-1 --reason=x

# ---- of a payment: how it stands
silently pp-pay invoice inv-1 --with=cash --yes --request-id=one
bill
ends nothing pp-pay invoice inv-2 --with=cash --yes --request-id=one
err_like 'that request id was used with other parameters' "and says why"
pay invoice inv-2 --with="$good"
ends nothing pp-pay invoice inv-2 --with=cash --yes
ends charged pp-pay cancel pay-2 --yes
ends charged pp-pay resolve pay-1 --declare=declined --reason=x
ends charged pp-pay resolve pay-2 --release --reason=x
bill
pay invoice inv-3 --with="$unclear"
is "$status $(words)" "11 unknown" "no clear answer"
ends unknown pp-pay refund pay-3 --reason=x --yes
ends unknown pp-pay resolve pay-3 --declare=approved --reason=x --yes --gateway-ref="$(
	pp-pay show pay-2 --columns=gateway_ref)"
pay invoice inv-3 --with=cash
is "$status $(words)" "4 nothing" "an invoice that is held"

# ---- recorded, though nobody can read it
bill
pp-pay invoice inv-4 --with=cash --yes >/dev/full 2>"$T/err"
is "$? $(words)" "1 charged" "standard output is full"
pp-account deposit acc-2 1.00 >/dev/full 2>"$T/err"
is "$? $(words)" "1 other" "a deposit is no charge: its account is named"
like "$(cat "$T/err")" 'recorded as acc-2' "it was recorded"

# ---- whose failures are not about money
for line in 'pp-pay show pay-99' 'pp-pay list --surprise' 'pp-pay cancel' 'pp-pay methods inv-99'; do
	# shellcheck disable=SC2086 # words
	ends other $line
done
right "the books are right"
done_testing
