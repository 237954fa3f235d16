#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# A night's debits are killed, or something fails them, at their system calls; so is their filter.
# After cron's resolve and another run the platform's book and ours agree, every bill is paid, and
# nobody paid twice.
#
# Every point where PP_SWEEP=all, else about PP_SWEEP of each sweep (8), spread evenly.
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"

# scene NAME: a copy of the office as it was then
scene() {
	PP_DB=$T/$1/pp.db
	export PP_DB
}

shop
silently pp-account link water:1001 --customer=cus-1
silently "$seed" card cus-1 sandbox-approve
silently pp-account enrol water:1001 autodebit --with=card --customer=cus-1 --accept-terms
silently pp-account add 1002 --biller=water --holder=Ana
silently pp-account link water:1002 --customer=cus-1
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
silently pp-account deposit acc-3 1000
silently pp-account enrol water:1002 autodebit --with=acc-3 --customer=cus-1 --accept-terms
for i in 1 2 3 4; do
	for account in 1001 1002; do
		silently pp-invoice add "$account-$i" --account="water:$account" --amount=10.00 \
			--due-on=2026-03-10
	done
done
mkdir "$T/night"
cp -p "$T"/pp.db* "$T/night/"

play() {
	rm -rf "$T/point"
	cp -pr "$T/night" "$T/point"
	scene point
	at 0
}

# strike KIND POINT PROGRAM
strike() {
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$1" PP_FAULT_AT="$2" \
	    PP_FAULT_PROGRAM="$3" PP_FAULT_COUNT="$T/count" pp-pay debit >"$T/out" 2>"$T/err" \
	    </dev/null
	status=$?
}

# untrue: what is not right in the end
untrue() {
	for seconds in 1700 5400; do
		at "$seconds"
		pp-pay resolve >"$T/cron" 2>&1 || head -n 1 "$T/cron"
	done
	pp-pay debit >"$T/cron" 2>&1 || head -n 1 "$T/cron"
	differs && echo "books-differ"
	pp-db check 2>&1 | head -n 1
	found=$(sqlite3 -readonly "$PP_DB" "SELECT (SELECT COUNT(*) FROM invoice WHERE status = 'paid')
	    || ' ' || (SELECT COUNT(*) FROM hold) || ' ' || (SELECT SUM(captured_minor) FROM payment)
	    || ' ' || (SELECT COUNT(*) FROM payment WHERE status NOT IN ('approved', 'cancelled'))")
	[ "$found" = "8 0 8000 0" ] || echo "ends $found"
}

# sweep KIND PROGRAM
sweep() {
	play
	strike kill 999999 "$2"
	total=$(cat "$T/count" 2>/dev/null || echo 0)
	step=1
	[ "${PP_SWEEP:-8}" = all ] || step=$((total / ${PP_SWEEP:-8} + 1))
	wrong=
	n=1 points=0
	while [ "$n" -le "$total" ]; do
		play
		strike "$1" "$n" "$2"
		untrue >"$T/wrong"
		[ ! -s "$T/wrong" ] || wrong="$wrong $n:$(head -n 1 "$T/wrong")"
		n=$((n + step))
		points=$((points + 1))
	done
	[ "$points" -gt 4 ] || wrong="$wrong only $points points"
	is "$wrong" "" "S2-09 debit, $2: $1 at $points of $total calls"
}

for kind in kill torn eio enospc malloc; do
	case $kind-$asan in
	malloc-?*) skip "malloc" "allocations are the sanitizer's" ;;
	*) sweep "$kind" pp-pay ;;
	esac
done
sweep kill pp-gateway-sandbox
sweep enospc pp-gateway-sandbox

# A signal is obeyed once what is under way is settled.
play
silently pp-db config gateway.sandbox.arguments -- --slow=300
silently "$seed" card cus-1 sandbox-slow
silently pp-card default card-2
pp-pay debit >"$T/out" 2>"$T/err" &
victim=$!
while [ "$(sqlite3 -readonly "$PP_DB" 'SELECT COUNT(*) FROM hold')" = 0 ] && kill -0 "$victim"; do
	:
done 2>"$T/quiet"
kill -TERM "$victim"
wait "$victim" 2>"$T/quiet"
is $? 143 "SIGTERM ends it"
is "$(sqlite3 -readonly "$PP_DB" "SELECT COUNT(*) FROM payment WHERE status = 'sending'")" 0 \
	"with nothing left on its way"
is "$(untrue)" "" "another run goes on from there"

done_testing
