#!/bin/sh
# shellcheck disable=SC2154 # set by lib.sh and token.sh
# A code is spent while the disk fails, memory ends or the program is killed, at its system calls and
# allocations: it is never let in twice, a fault is never told as "wrong", the books are right.
#
# Every point where PP_SWEEP=all, else about PP_SWEEP of each sweep (10), spread evenly.
in_memory=1
. "${0%/*}/lib.sh"
. "$here/token.sh"

shim=$build/t/shim.so
asan=$(ldd "$build/bin/pp-token" 2>/dev/null | sed -n 's/.* => \(.*libasan[^ ]*\) .*/\1/p')

mkdir scene
PP_DB=$T/scene/pp.db
export PP_DB
pp-db init --sandbox --yes --quiet >made 2>&1
customer ana
enrolled "$cus"

play() {
	rm -rf "$T/point"
	cp -pr "$T/scene" "$T/point"
	PP_DB=$T/point/pp.db
}

# strike KIND POINT: the code in $code is verified with that fault there
strike() {
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$1" PP_FAULT_AT="$2" PP_FAULT_COUNT="$T/count" \
		pp-token verify "$cus" --token-file="$code" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

# verdict: what another try says
verdict() {
	pp-token verify "$cus" --token-file="$code" --json 2>&1 >"$T/quiet" | jq -r .reason
}

# A good code: refused for no reason of its own, and let in once in all.
good() {
	[ "$status" -ne 6 ] || echo "told as $(cat "$T/err")"
	first=$status
	second=$(verdict)
	case $first:$second in
	0:token_used | [!0]*: | [!0]*:token_used) ;;
	*) echo "status $first, then ${second:-let in}" ;;
	esac
	third=$(verdict)
	[ "$third" = token_used ] || echo "then ${third:-let in}"
}

# A wrong one: never let in, counted at most once.
bad() {
	[ "$status" -ne 0 ] || echo "let in"
	tries=$(sqlite3 -readonly "$PP_DB" 'SELECT tried FROM token')
	[ "$tries" -le 1 ] || echo "counted $tries times"
}

# sweep NAME REPAIR KIND...
sweep() {
	name=$1 repair=$2
	shift 2
	for kind; do
		case $kind-$asan in
		malloc-?*)
			skip "S0-21 $name: malloc" "allocations are the sanitizer's"
			continue
			;;
		esac
		play
		strike "$([ "$kind" = malloc ] && echo malloc || echo kill)" 999999
		total=$(cat "$T/count" 2>/dev/null || echo 0)
		step=1
		[ "${PP_SWEEP:-10}" = all ] || step=$((total / ${PP_SWEEP:-10} + 1))
		wrong=
		n=1 points=0
		while [ "$n" -le "$total" ]; do
			play
			strike "$kind" "$n"
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
		is "$wrong" "" "S0-21 $name: $kind at $points of $total calls"
	done
}

code "$cus"
sweep "a code is let in once" good kill torn eio enospc malloc
wrong "$cus"
sweep "a wrong code never is" bad kill eio malloc
PP_DB=$T/scene/pp.db

done_testing
