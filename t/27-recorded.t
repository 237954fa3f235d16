#!/bin/sh
# shellcheck disable=SC2154,SC2034 # the libraries set and read them
# Reads that fail after a write was recorded: no verb says then that nothing was done.
#
# Every PP_RECORDED_STEP-th call (2) of the last PP_RECORDED_LAST (30; 110 of the night, 62 of a card);
# PP_RECORDED_ONLY: verbs like it.
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"

if [ -n "$asan" ]; then
	skip "faults" "the sanitizer's own calls would be counted; t/44-kill.t sweeps under it"
	printf '1..%d\n' "$test_count"
	exit 0
fi
no_books=1
last=${PP_RECORDED_LAST:-30}
step=${PP_RECORDED_STEP:-2}

shop
silently pp-biller rule water plan-max 6
silently pp-account open --currency=BOB --holder=Beto --customer=cus-1
silently pp-account link water:1001 --customer=cus-1 --alias=casa
bill
bill
silently pp-invoice add F-9 --account=water:1001 --amount=90 --due-on=2026-01-10
card sandbox-approve
card sandbox-approve
silently pp-pay invoice inv-2 --with=sandbox --customer=cus-1 --yes
silently pp-gateway-sandbox approve "$(answer pay-1)"
silently pp-subscription create --customer=cus-1 --biller=water --amount=10 --every=month \
    --start=2027-05-01 --concept=Club --with=card
silently pp-account enrol acc-1 autodebit --with=card --customer=cus-1 --accept-terms
mkdir base
mv pp.db* base/
PP_DB=$T/in/pp.db

afresh() {
	rm -rf in
	cp -a base in
}

# rows: how many activities are recorded
rows() {
	sqlite3 -readonly in/pp.db 'SELECT COUNT(*) FROM activity'
}

# untrue: what is wrong with how the run ended, where so much was recorded before it
untrue() {
	now=$(rows)
	case $status in
	0) [ "$now" -gt "$1" ] || echo "done, and nothing is there" ;;
	2 | 7 | 9) [ "$now" -eq "$1" ] || echo "status $status, and it is recorded" ;;
	1) [ "$now" -eq "$1" ] || grep -Eq 'recorded as [a-z]*-[0-9]|outcome unknown' err ||
		echo "recorded, and not said so" ;;
	11) grep -q 'outcome unknown' err || echo "unknown, and not said so" ;;
	*) echo "an odd status" ;;
	esac
	if [ "$now" -gt "$1" ] && grep -q 'nothing was charged' err &&
	    [ "$(sqlite3 -readonly in/pp.db "$charged")" != 0 ]; then
		echo "money moved, and is said not to have"
	fi
}
charged="SELECT (SELECT COUNT(*) FROM payment WHERE status = 'approved')"

# sweep COMMAND...: each of its last calls fails once
sweep() {
	echo "$*" | grep -Eq -e "${PP_RECORDED_ONLY-}" || return 0
	afresh
	before=$(rows)
	LD_PRELOAD=$shim PP_FAULT=none PP_FAULT_PROGRAM="$1" PP_FAULT_COUNT=$T/count "$@" \
	    >out 2>err </dev/null
	total=$(cat "$T/count")
	[ "$(rows)" -gt "$before" ]
	ok $? "$*: $total calls" || diag "$(cat err)"
	wrong=
	number=$((total > last ? total - last : 1))
	while [ "$number" -le "$total" ]; do
		afresh
		LD_PRELOAD=$shim PP_FAULT=eio PP_FAULT_AT=$number PP_FAULT_PROGRAM="$1" "$@" \
		    >out 2>err </dev/null
		status=$?
		why=$(untrue "$before")
		[ -z "$why" ] || wrong="$wrong
$number of $total, status $status: $why: $(head -c 200 err)"
		number=$((number + step))
	done
	is "$wrong" "" "$*: a read that fails denies nothing"
}

sweep pp-account edit acc-1 --holder=Eva
sweep pp-account enrol acc-1 autodebit --with=card-2 --customer=cus-1 --accept-terms
sweep pp-account deposit acc-2 10
sweep pp-invoice void inv-1 --reason=wrong --yes
sweep pp-invoice add F-4 --account=water:1001 --amount=5 --due-on=2027-01-10
sweep pp-card default card-2
sweep pp-card remove card-1 --yes
sweep pp-customer edit cus-1 --name=Eva
sweep pp-biller edit water --name=Agua
sweep pp-plan create inv-3 --instalments=2 --accept-terms --yes
sweep pp-subscription cancel sub-1 --yes
sweep pp-qr create --account=acc-2 --amount=5 --once
sweep pp-pay invoice inv-1 --with=cash --yes
sweep pp-pay confirm pay-1
sweep pp-pay resolve pay-1

step=${PP_RECORDED_STEP:-3} last=${PP_RECORDED_LAST:-62}
sweep pp-pay invoice inv-1 --with=card-1 --yes
last=${PP_RECORDED_LAST:-110}
sweep pp-pay debit

done_testing
