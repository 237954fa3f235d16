#!/bin/sh
# The payment of a plan's first instalment is killed at each system call of its way: after cron's
# resolve the plan is pending with its debt as it was, or active as a whole; never between.
#
# Every point where PP_SWEEP=all, else about PP_SWEEP of them (12).
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/planning.sh"

plan_office
silently "$seed" customer Ana ana@example.com
card sandbox-approve
plan
mkdir shop point
mv pp.db* shop/

# facts: the plan, its invoices, holds
facts() {
	sqlite3 -readonly "$PP_DB" "SELECT status FROM plan UNION ALL
	    SELECT (SELECT group_concat(status, ' ') FROM (SELECT status FROM invoice ORDER BY id))
	    UNION ALL SELECT COUNT(*) FROM hold UNION ALL
	    SELECT COUNT(*) FROM allocation WHERE kind = 'plan'" | paste -sd/ -
}

# one KIND N COMMAND...: in a fresh copy of the office, struck there; then what cron does
one() {
	rm -rf point
	cp -pr shop point
	PP_DB=$T/point/pp.db
	export PP_DB
	on 2026-03-15
	fault=$1
	point=$2
	shift 2
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$fault" PP_FAULT_AT="$point" PP_FAULT_CALL='' \
	    PP_FAULT_FILE='' PP_FAULT_PROGRAM=pp-pay PP_FAULT_COUNT="$T/count" "$@" \
	    >out 2>err </dev/null
	for hours in 1 2 3; do
		PP_NOW=2026-03-15T1$((hours + 2)):30:00Z
		pp-pay resolve >cron 2>&1 || echo "resolve: $(head -n 1 cron)"
	done
	pp-db check >cron 2>&1 || echo "check: $(head -n 1 cron)"
	differs && echo 'the books differ'
	case $(facts) in
	'pending/open open open/0/0' | 'active/in_plan in_plan paid open open/0/2') facts >>seen ;;
	*) echo "between: $(facts)" ;;
	esac
}

# sweep NAME KIND COMMAND...
sweep() {
	name=$1
	kind=$2
	shift 2
	: >seen
	one none 0 "$@" >wrong
	points=$(cat count)
	stride=1
	[ "${PP_SWEEP:=12}" = all ] || stride=$((points / PP_SWEEP + 1))
	n=1
	swept=0
	while [ "$n" -le "$points" ]; do
		one "$kind" "$n" "$@" >>wrong
		n=$((n + stride))
		swept=$((swept + 1))
	done
	[ "$points" -gt 0 ] && [ ! -s wrong ]
	ok $? "$name: $kind, $swept of $points points; never between" || diag "$(head -n 20 wrong)"
	is "$(sort -u seen | wc -l)" 2 "$name: $kind: both ends were seen"
}

for kind in kill eio; do
	# shellcheck disable=SC2154 # card sets it
	sweep 'S1-32 activation by card' "$kind" pp-pay invoice inv-3 --with="$card" --yes
	sweep 'S1-32 activation in cash' "$kind" pp-pay invoice inv-3 --with=cash --yes
done

done_testing
