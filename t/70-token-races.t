#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and token.sh set them
# Fifty at the same moment with one code: one is let in.  Fifty guessing at once: five guesses.
#
# PP_ROUNDS rounds of each race (2).
. "${0%/*}/lib.sh"
. "$here/token.sh"

rounds=${PP_ROUNDS:-2}
crowd=50

office
customer ana
enrolled "$cus"

# race: $crowd processes verify what is in $code; their reasons ("ok" for none) are in $T/reasons
race() {
	rm -f "$T"/race.*
	: >"$T/gate"
	exec 9<"$T/gate"
	flock -x 9
	n=1
	while [ $n -le $crowd ]; do
		{
			: >"$T/race.$n.ready"
			flock -s 8
			pp-token verify "$cus" --token-file="$code" --json >"$T/race.$n" 2>&1
		} 8<"$T/gate" 9<&- &
		n=$((n + 1))
	done
	while set -- "$T"/race.*.ready && [ $# -lt $crowd ]; do :; done
	flock -u 9
	exec 9<&-
	wait
	rm -f "$T"/race.*.ready
	jq -r '.reason // "ok"' "$T"/race.* | sort | uniq -c | awk '{ print $2, $1 }' >"$T/reasons"
}

spent='ok 1
token_used 49'
guessed='locked 46
token_wrong 4'
bad=0
locked=0
round=1
while [ "$round" -le "$rounds" ]; do
	at $((round * 172800))
	code "$cus"
	race
	[ "$(cat reasons)" = "$spent" ] || {
		bad=$((bad + 1))
		diag "round $round, one code: $(tr '\n' ' ' <reasons)"
	}
	at $((round * 172800 + 60))
	wrong "$cus"
	race
	[ "$(cat reasons)" = "$guessed" ] || {
		locked=$((locked + 1))
		diag "round $round, guesses: $(tr '\n' ' ' <reasons)"
	}
	round=$((round + 1))
done
is $bad 0 "S0-21 of $crowd at once with one code one is let in, $rounds times"
is $locked 0 "S0-21 of $crowd guesses at once five are guesses, and lock, $rounds times"
is "$(sqlite3 -readonly "$PP_DB" "SELECT count(*) - count(DISTINCT substr(summary, 1, 24)) FROM activity
	WHERE summary GLOB 'token * step *'")" 0 "S0-21 no step was accepted twice"

done_testing
