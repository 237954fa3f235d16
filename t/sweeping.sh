# shellcheck shell=sh disable=SC2154,SC2034
# sweeping.sh - a program is killed, or something fails it, at each system call of its way, each time
# in a fresh copy of an office; for the tests of payments:  . "$here/sweeping.sh", after paying.sh
#
#   facts               the test's own: one line of what matters; it ends with what the payee got
#   again               the test's own: says what is not right where it is tried again in the end
#   scene NAME          the office of the folder NAME is meant
#   play WHERE BEGINS LATER BEFORE AFTER MILD ENDS...
#                       the scene of the sweeps that follow, the clock at BEGINS; cron resolves at
#                       each of LATER; facts end with BEFORE where nothing was charged, with AFTER
#                       where it was; MILD is what an error means that tells nothing of money:
#                       nothing, or - for anything; ENDS: the facts that are right, / for blanks
#   pay_again STATUS COMMAND...
#                       for again: what facts begin with STATUS can be paid so; a page that may be
#                       open is given up first
#   faults NAME PROGRAM COMMAND...
#                       all that can happen to that program while the command runs
#   sweep NAME KIND PROGRAM COMMAND...
#   strike KIND N PROGRAM COMMAND...
#                       runs it once with that fault there
#
# Every point where PP_SWEEP=all, else about PP_SWEEP of each sweep (12), spread evenly; only the
# sweeps whose name is like PP_SWEEP_ONLY, of PP_SWEEP_KINDS.

scene() {
	PP_DB=$T/$1/pp.db
	export PP_DB
}

# strike KIND N PROGRAM COMMAND...: runs it with that fault there
strike() {
	fault=$1
	point=$2
	victim=$3
	shift 3
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$fault" PP_FAULT_AT="$point" \
	    PP_FAULT_CALL="${call-}" PP_FAULT_FILE="${file-}" PP_FAULT_PROGRAM="$victim" \
	    PP_FAULT_COUNT="$T/count" "$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

# untruth: what is not right about the run just made, before anything is repaired
untruth() {
	told=$(words)
	# Of what moves no money the words are others.
	case $victim-$status in
	pp-qr-11) grep -q 'it is not known whether it was recorded' "$T/err" && told=unknown ;;
	esac
	case $fault-$victim in
	kill-pp-pay | torn-pp-pay | kill-pp-qr | torn-pp-qr)
		told=-
		[ "$status" -eq 137 ] || echo "status:$status"
		;;
	*)
		# Without memory at the very start the C library itself fails to name the user.
		case $fault-$point-$status in malloc-[1-9]-13[49]) status=1 ;; esac
		case $status in
		0) told=- ;;
		1 | 7 | 9 | 11) ;;
		*) echo "status:$status" ;;
		esac
		case $status-$told in
		0-* | 11-unknown | [179]-nothing | 1-charged) ;;
		[179]-other) told=$mild ;; # it came not so far as to speak of money
		*) echo "words:$status-$told" ;;
		esac
		;;
	esac
}

# cron: what happens by itself in the hours after it
cron() {
	for seconds in $later; do
		at "$seconds"
		pp-pay resolve >"$T/cron" 2>&1 || echo "resolve:$(head -n 1 "$T/cron")"
		[ ! -s "$T/cron" ] || echo "resolve-says:$(head -n 1 "$T/cron")"
	done
}

# unsettled: what is not right in the end
unsettled() {
	differs && echo "books-differ"
	pp-db check >"$T/cron" 2>&1 || echo "check:$(head -n 1 "$T/cron")"
	found=$(facts)
	case " $ends " in
	*" $(echo "$found" | tr ' ' /) "*) ;;
	*) echo "ends:$found" ;;
	esac
	case $told-$found in
	nothing-*" $before" | unknown-* | --*) ;;
	charged-*" $after") ;;
	*) echo "untrue:$told-$found" ;;
	esac
	[ "$status" -ne 0 ] || [ "$victim" != pp-pay ] || case $found in
	*" $after") ;;
	*) echo "status-0-untrue:$found" ;;
	esac
}

# one KIND N PROGRAM COMMAND...
one() {
	rm -rf "$T/point"
	cp -pr "$T/$where" "$T/point"
	scene point
	at "$begins"
	strike "$@"
	{
		untruth
		cron
		unsettled
		again
	} >"$T/wrong"
	[ ! -s "$T/wrong" ] || wrong="$wrong $2:$(tr '\n ' ',_' <"$T/wrong")"
}

# sweep NAME KIND PROGRAM COMMAND...
sweep() {
	name=$1
	shift
	rm -rf "$T/point"
	cp -pr "$T/$where" "$T/point"
	scene point
	at "$begins"
	kind=$1
	shift
	[ "$kind" = malloc ] || strike none 0 "$@"
	[ "$kind" != malloc ] || strike malloc 0 "$@"
	points=$(cat "$T/count")
	stride=1
	[ "${PP_SWEEP:=12}" = all ] || stride=$((points / PP_SWEEP + 1))
	point=1
	swept=0
	wrong=
	while [ "$point" -le "$points" ]; do
		one "$kind" "$point" "$@"
		swept=$((swept + 1))
		point=$((point + stride))
	done
	[ "$points" -gt 0 ] && [ -z "$wrong" ]
	ok $? "$name: $kind in $1, $swept of $points points" || diag "$(echo "$wrong" | tr ' ' '\n')"
}

play() {
	where=$1
	begins=$2
	later=$3
	before=$4
	after=$5
	mild=$6
	shift 6
	ends=$*
}

# faults NAME PROGRAM COMMAND...: all that can happen to it
faults() {
	what=$1
	shift
	echo "$what" | grep -Eq -e "${PP_SWEEP_ONLY-}" || return 0
	for kind in ${PP_SWEEP_KINDS:-kill torn eio enospc malloc}; do
		case $kind-$asan in
		malloc-?*) skip "$what: malloc" "allocations are the sanitizer's" ;;
		*) sweep "$what" "$kind" "$@" ;;
		esac
	done
}

pay_again() {
	owed=$1
	shift
	case $found in
	"$owed 1 "*) pp-pay cancel pay-1 --yes >"$T/cron" 2>&1 ||
		echo "cancel:$(head -n 1 "$T/cron")" ;;
	esac
	case $found in
	"$owed"*) "$@" >"$T/cron" 2>&1 || echo "again:$(head -n 1 "$T/cron")" ;;
	esac
}
