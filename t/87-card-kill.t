#!/bin/sh
# shellcheck disable=SC2154,SC2034,SC2086 # set or read by lib.sh and paying.sh
# A card's inscription, its confirmation and its removal are killed at their system calls.  Each
# time the books are right; asked again, the card gets where the platform has it; one that was
# removed cannot be charged.
#
# Every point where PP_SWEEP=all, else about PP_SWEEP of each sweep (10), spread evenly.
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"

# scene NAME: a copy of the office as it was then
scene() {
	PP_DB=$T/$1/pp.db
	export PP_DB
}

keep() {
	mkdir "$T/$1"
	cp -p "${PP_DB%/*}"/pp.db* "$T/$1/"
}

shop
add='pp-card add --customer=cus-1 --gateway=sandbox --return-url=https://x.example'
keep empty
silently $add
silently pp-gateway-sandbox approve sbt-000001 --card=sandbox-approve.a
keep back
silently pp-card confirm card-1
silently $add --replaces=card-1
silently pp-gateway-sandbox approve sbt-000002 --card=sandbox-approve.b
keep change
silently pp-card confirm card-2
silently $add
silently pp-gateway-sandbox approve sbt-000003 --card=sandbox-approve.c
silently pp-card confirm card-3
silently pp-card default card-3
keep full

# strike KIND POINT COMMAND...: runs it with that fault there
strike() {
	fault=$1
	point=$2
	shift 2
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$fault" PP_FAULT_AT="$point" \
	    PP_FAULT_PROGRAM=pp-card PP_FAULT_COUNT="$T/count" "$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

cards() {
	sqlite3 -readonly "$PP_DB" "SELECT GROUP_CONCAT(id || status || is_default, ' ')
	    FROM (SELECT * FROM card ORDER BY id)"
}

# Each repair leads to what would have come without the fault.
begun() {
	for card in $(pp-card list --status=enrolling --format=tsv --columns=id); do
		run pp-card confirm "$card"
	done
	silently $add
	pp-card list --status=enrolling --format=tsv --columns=redirect_url | tail -n 1 |
		grep -q 'https://sandbox.invalid/enrol/' || echo "no page"
}

confirmed() {
	silently pp-card confirm card-1
	[ "$(cards)" = "1active1" ] || cards
}

replaced() {
	silently pp-card confirm card-2
	silently pp-card remove card-1 --yes
	[ "$(cards)" = "1removed0 2active1" ] || cards
	[ "$(grep -c '"event":"forgotten".*approve\.a' "$PP_DB.book")" = 1 ] || echo "not forgotten"
}

defaulted() {
	silently pp-card default card-2
	[ "$(cards)" = "1removed0 2active1 3active0" ] || cards
}

removed() {
	silently pp-card remove card-3 --yes
	[ "$(cards)" = "1removed0 2active1 3removed0" ] || cards
	[ "$(grep -c '"event":"forgotten".*approve\.c' "$PP_DB.book")" = 1 ] || echo "not forgotten"
}

# sweep NAME SCENE REPAIR COMMAND...
sweep() {
	name=$1 from=$2 repair=$3
	shift 3
	for kind in kill torn eio; do
		at 0
		play "$from"
		strike kill 999999 "$@"
		total=$(cat "$T/count" 2>/dev/null || echo 0)
		step=1
		[ "${PP_SWEEP:-10}" = all ] || step=$((total / ${PP_SWEEP:-10} + 1))
		wrong=
		n=1 points=0
		while [ "$n" -le "$total" ]; do
			play "$from"
			strike "$kind" "$n" "$@"
			{
				pp-db check 2>&1
				"$repair"
				pp-db check 2>&1
			} >"$T/wrong"
			[ ! -s "$T/wrong" ] || wrong="$wrong $n:$(head -n 1 "$T/wrong")"
			n=$((n + step))
			points=$((points + 1))
		done
		[ "$points" -gt 5 ] || wrong="$wrong only $points points"
		is "$wrong" "" "$name: $kind at $points of $total calls"
	done
}

play() {
	rm -rf "$T/point"
	cp -pr "$T/$1" "$T/point"
	scene point
}

# shellcheck disable=SC2086 # words
{
	sweep 'S4-20 begun' empty begun $add
	sweep 'S4-20 confirmed' back confirmed pp-card confirm card-1
	sweep 'S4-04 replaced' change replaced pp-card confirm card-2
	sweep 'S4-22 the default' full defaulted pp-card default card-2
	sweep 'S4-24 removed' full removed pp-card remove card-3 --yes
}

# ---- at once

play full
for i in 1 2 3 4 5 6; do
	pp-card default "card-$((i % 2 + 2))" >"$T/quiet" 2>&1 &
	jobs="${jobs-} $!"
done
pp-card remove card-3 --yes >"$T/quiet" 2>&1 &
# shellcheck disable=SC2086 # ids
wait $jobs $!
is "$(cards)" "1removed0 2active1 3removed0" "S4-22 many at once: exactly one default"
play back
jobs=
for i in 1 2 3 4; do
	pp-card confirm card-1 >"$T/out.$i" 2>&1 &
	jobs="$jobs $!"
done
# shellcheck disable=SC2086 # ids
wait $jobs
is "$(cards) $(cat "$T"/out.[1-4] | cut -f 4 | sort -u)" "1active1 active" \
	"S4-20 many confirm at once: all see it active"
is "$(pp-db log --ref=card-1 | grep -c 'enrolling > active')" 1 "S4-20 it became so once"

done_testing
