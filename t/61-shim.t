#!/bin/sh
# shellcheck disable=SC2154 # lib.sh sets them
# The fault shim: each kind of fault really happens, where it was asked for and nowhere else; and
# the sandbox's book stands them all.
. "${0%/*}/lib.sh"

PP_SANDBOX_BOOK=$T/book
export PP_SANDBOX_BOOK
sandbox=$build/libexec/pp/pp-gateway-sandbox
shim=$build/t/shim.so
asan=$(ldd "$sandbox" | sed -n 's/.* => \(.*libasan[^ ]*\) .*/\1/p')
shell=$(readlink -f /bin/sh)
shell_name=${shell##*/}
request='{"v":1,"op":"charge","key":"00000000000000000000000000000001","amount":"1000","currency":"CLP","card":"sandbox-approve"}'

# with VARIABLES... -- COMMAND...: the request through the command, under the shim
with() {
	: >"$T/variables"
	while [ "$1" != -- ]; do
		echo "$1" >>"$T/variables"
		shift
	done
	shift
	# shellcheck disable=SC2046 # words are wanted
	run_in "$request
" env $(cat "$T/variables") LD_PRELOAD="${asan:+$asan }$shim" "$@"
}
approvals() { grep -c '"event":"approved"' "$T/book" 2>/dev/null; }

# ---- counting

with PP_FAULT_COUNT="$T/count" -- "$sandbox"
works "without a fault nothing changes"
[ "$(cat "$T/count")" -gt 3 ]
ok $? "calls are counted"
is "$(approvals)" 1 "and pass"
with PP_FAULT_COUNT="$T/count" PP_FAULT_CALL=fsync -- "$sandbox"
is "$(cat "$T/count")" 1 "by name"
with PP_FAULT_COUNT="$T/count" PP_FAULT_FILE="$T/book" -- "$sandbox"
mine=$(cat "$T/count")
with PP_FAULT_COUNT="$T/count" -- "$sandbox"
[ "$mine" -gt 0 ] && [ "$mine" -lt "$(cat "$T/count")" ]
ok $? "by file"
rm -f "$T/count"
with PP_FAULT_COUNT="$T/count" PP_FAULT_PROGRAM=another -- "$sandbox"
[ ! -e "$T/count" ]
ok $? "by program"

# ---- each kind

rm -f "$T/book"
with PP_FAULT=eio PP_FAULT_AT=1 PP_FAULT_CALL=fsync -- "$sandbox"
refused 1 'Input/output error' "eio: the call fails"
with PP_FAULT=eio PP_FAULT_AT=2 PP_FAULT_CALL=fsync -- "$sandbox"
works "eio: a call that is not reached does not fail"
with PP_FAULT=eio PP_FAULT_AT=1 PP_FAULT_CALL=fsync PP_FAULT_PROGRAM=another -- "$sandbox"
works "eio: another program is left alone"
with PP_FAULT=eio PP_FAULT_AT=1 PP_FAULT_CALL=fcntl -- "$sandbox"
refused 1 'Input/output error' "eio: a lock"
with PP_FAULT=eio PP_FAULT_AT=1 PP_FAULT_CALL=read -- "$sandbox"
refused 1 'standard input: Input/output error' "eio: a read from a pipe or file"

rm -f "$T/book"
with PP_FAULT=enospc PP_FAULT_AT=1 PP_FAULT_FILE="$T/book" -- "$sandbox"
refused 9 'No space left' "enospc: a file cannot be made"
: >"$T/book"
with PP_FAULT=enospc PP_FAULT_AT=1 PP_FAULT_CALL=write PP_FAULT_FILE="$T/book" -- "$sandbox"
refused 1 'No space left' "enospc: a file cannot grow"
with PP_FAULT=enospc PP_FAULT_AT=1 PP_FAULT_PROGRAM="$shell_name" -- \
    "$shell" -c 'echo 1 >one; echo 2 >two'
is "$(cat one two 2>/dev/null)" "" "enospc: stays"
rm -f one two
with PP_FAULT=eio PP_FAULT_AT=1 PP_FAULT_CALL=write PP_FAULT_PROGRAM="$shell_name" -- \
    "$shell" -c 'echo 1 >one; echo 2 >two; echo 3'
is "$(out) $(cat one two)" "3 2" "eio: happens once"

rm -f "$T/book"
with PP_FAULT=kill PP_FAULT_AT=1 PP_FAULT_CALL=write PP_FAULT_FILE="$T/book" -- "$sandbox"
is "$status $(wc -c <"$T/book")" "137 0" "kill: before the call"
with PP_FAULT=torn PP_FAULT_AT=1 PP_FAULT_CALL=write PP_FAULT_FILE="$T/book" -- "$sandbox"
[ "$status" -eq 137 ] && [ -s "$T/book" ] && [ "$(wc -l <"$T/book")" -eq 0 ]
ok $? "torn: half of it is written"
with PP_FAULT=torn PP_FAULT_AT=1 PP_FAULT_CALL=fsync -- "$sandbox"
is "$status" 137 "torn: where nothing is written it kills"
with PP_FAULT=kill PP_FAULT_AT=1 PP_FAULT_PROGRAM="$shell_name" PP_FAULT_CALL=write -- \
    "$shell" -c 'cat; echo not reached'
is "$status $(out)" "137 $request" "kill: the child of a named program is left alone"

if [ -n "$asan" ]; then
	skip "malloc: the allocation fails" "allocations are the sanitizer's"
else
	with PP_FAULT=malloc PP_FAULT_AT=1 PP_FAULT_PROGRAM=pp-gateway-sandbox -- "$sandbox"
	[ "$status" -ne 0 ]
	ok $? "malloc: the allocation fails"
fi

# ---- the sandbox's book under every fault

# sweep KIND: the fault at each call in turn; then, without it, all must be right.
sweep() {
	rm -f "$T/book"
	with PP_FAULT="$1" PP_FAULT_COUNT="$T/count" -- "$sandbox"
	calls=$(cat "$T/count")
	wrong=
	at=1
	while [ $at -le "$calls" ]; do
		rm -f "$T/book"
		with PP_FAULT="$1" PP_FAULT_AT=$at -- "$sandbox"
		case $status in
		2) [ "$1" = malloc ] || wrong="$wrong $at:$status" ;; # no memory to read the request
		0 | 1 | 9) [ "$1" != kill ] || wrong="$wrong $at:$status" ;;
		137) [ "$1" = kill ] || [ "$1" = torn ] || wrong="$wrong $at:$status" ;;
		*) wrong="$wrong $at:$status" ;;
		esac
		# An answer that left is in the book.
		if grep -q approved "$T/out" && [ "$(approvals)" != 1 ]; then
			wrong="$wrong $at:unrecorded"
		fi
		run_in "$request" "$sandbox"
		if [ "$status" -ne 0 ] || [ "$(approvals)" != 1 ] || ! grep -q approved "$T/out"; then
			wrong="$wrong $at:after"
		fi
		at=$((at + 1))
	done
	[ "$calls" -gt 0 ] && [ -z "$wrong" ]
	ok $? "$1 at each of $calls points:$wrong"
}
sweep kill
sweep torn
sweep eio
sweep enospc
if [ -n "$asan" ]; then
	skip "malloc at each point" "allocations are the sanitizer's"
else
	sweep malloc
fi

done_testing
