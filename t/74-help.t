#!/bin/sh
# shellcheck disable=SC2154 # lib.sh sets it
# Help for each part: a manual page for each tool, its place in the tour, recipes, and the search.
. "${0%/*}/lib.sh"

for tool in $(tools); do
	page=$root/man/$tool.1
	[ -s "$page" ]
	ok $? "S1-55 $tool has a manual page"
	run "$tool" --help
	works "S1-55 $tool has help"
	grep -q "^\.It Xr $tool 1" "$root/man/pp.7"
	ok $? "S1-55 $tool has its place in the tour"
	run "$tool" --help
	sed -n 's/^  \([a-z]*\)  .*/\1/p' "$T/out" >"$T/verbs"
	while read -r verb; do
		grep -q "^\.Ss $verb\$\|^\.Cm $verb" "$page"
		ok $? "S1-55 $tool $verb is in the manual"
	done <"$T/verbs"
done
grep -q '^\.Ss ' "$root/man/pp-cookbook.7"
ok $? "S1-55 there is a cookbook"
run pp help guide
works "S2-20 search over the verbs"
out_like 'pp-biller +guide|pp-biller guide|biller.*guide' "S2-20 finds the guide"
run pp help pay
is_status 0 "S2-20 what has to do with paying"
[ "$(wc -l <"$T/out")" -gt 3 ]
ok $? "S2-20 finds several"

done_testing
