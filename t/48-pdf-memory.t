#!/bin/sh
# Memory that ends anywhere while pages are made: told, and never half a document that says it is
# whole.  (Of text in a font that is named libharu itself goes on after a failure, and may crash.)
#
# PP_PDF_STEP: which allocations fail, each so many (97).
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/printing.sh"

if ldd "$build/bin/pp-pay" 2>/dev/null | grep -q libasan; then
	skip "memory that ends" "allocations are the sanitizer's"
	done_testing
fi

paying_office
bill F-1 water:1001 100.50 --concept='Marzo'
bill F-2 water:1002 10.50 --concept='Señal'
pp-pay invoice inv-1 --with=cash --yes >paid
# failing N COMMAND...: its N-th allocation fails
failing() {
	at=$1
	shift
	PP_FAULT=malloc PP_FAULT_AT=$at PP_FAULT_PROGRAM=$1 PP_FAULT_COUNT=$T/count \
		LD_PRELOAD=$build/t/shim.so "$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

# sweep NAME COMMAND...
sweep() {
	name=$1 wrong='' failed=0
	shift
	failing 1000000000 "$@"
	count=$(cat count) at=1
	while [ "$at" -le "$count" ]; do
		failing $at "$@"
		case $status in
		0)
			shown
			[ ! -s broken ] || wrong="$wrong $at:broken"
			;;
		1 | 9)
			failed=$((failed + 1))
			[ "$(wc -l <err)" -eq 1 ] || wrong="$wrong $at:silent"
			;;
		*) wrong="$wrong $at:$status" ;;
		esac
		at=$((at + ${PP_PDF_STEP:-97}))
	done
	is "$wrong" "" "$name: each of $count allocations, by steps"
	[ $failed -gt 0 ]
	ok $? "$name: some of which mattered"
}

sweep "a receipt" pp-pay receipt pay-1 --format=pdf
sweep "an invoice with its QR" pp-invoice show inv-2 --format=pdf
sweep "a list" pp-invoice list --format=pdf

done_testing
