#!/bin/sh
# share/demo runs as it stands, in a folder of its own that is gone afterwards.
. "${0%/*}/lib.sh"

if ! command -v iconv >/dev/null; then
	skip "the demo" "iconv is not installed"
	done_testing
fi
mkdir tmp
unset PP_NOW PP_GATEWAY_PATH
TMPDIR=$T/tmp run sh "$root/share/demo"
is_status 0 "S1-18 the main job end to end"
is "$(ls tmp)" "" "its folder was in TMPDIR and is gone"
out_like '^totals +currency ARS, count 1000, amount 15747200.71' "a month was taken in"
out_like '^RECEIPT [0-9A-Z]{12}' "a receipt"
is "$(sed -n '/^\$ pp-db check/{n;p;}' out)" "" "pp-db check is silent"
out_like '^    payable:bil-1  -16499.08 ARS' "the journal"
like "$(tail -1 out)" 'payable:bil-1 +-.48,878[.]11 +ARS' "and its balances at the end"

done_testing
