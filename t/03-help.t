#!/bin/sh
# The table of verbs, --help and the manual say the same.  A verb's section of man/pp-NOUN.1 begins
# with ".Ss VERB" and names its options as ".Fl -name".
. "${0%/*}/lib.sh"

common=$(sed -n '/options_common\[\]/,/^};/p; /options_write\[\]/,/^};/p' "$root/cmd/options.c" |
	sed -n 's/.*("\([a-z-]*\)".*/--\1/p')

# section PAGE VERB: what the page says of the verb
section() {
	awk -v verb="$2" '
		/^\.S[hs] / { inside = ($1 == ".Ss" && $2 == verb) }
		inside { print }' "$1"
}

# options_in_page: names after ".Fl -" anywhere in a line, as --name
options_in_page() {
	grep -o '\<Fl -[a-z][a-z0-9-]*' | sed 's/^Fl -/--/' | sort -u
}

tools=$(tools)
for tool in $tools; do
	page=$root/man/$tool.1
	run "$tool" --help
	works "$tool --help"
	[ "$(wc -l <out)" -le 24 ]
	ok $? "$tool --help has at most 24 lines"
	run "$tool" --version
	out_like "^$tool [0-9]" "$tool --version"
	"$tool" __verbs >verbs
	while IFS='	' read -r verb _; do
		run "$tool" "$verb" --help
		works "$tool $verb --help"
		[ "$(wc -l <out)" -le 24 ]
		ok $? "$tool $verb --help has at most 24 lines" || diag "it has $(wc -l <out)"
		is "$(expand out | awk 'length > 100')" "" "$tool $verb --help is not too wide"
		"$tool" __options "$verb" | sort -u >options
		missing=
		while read -r option; do
			grep -q -e "$option\>" out || missing="$missing $option"
		done <options
		is "$missing" "" "$tool $verb --help names every option"
		section "$page" "$verb" >said 2>/dev/null
		[ -s said ]
		ok $? "$tool $verb is in the manual" || continue
		options_in_page <said >in-page
		is "$(comm -23 options in-page)" "" "the manual of $tool $verb names every option"
		printf '%s\n' "$common" | sort -u >common
		is "$(comm -13 options in-page | comm -23 - common)" "" \
			"the manual of $tool $verb names no other option"
	done <verbs
	is "$(sed -n 's/^\.Ss //p' "$page" 2>/dev/null | sort)" "$(cut -f1 verbs | sort)" \
		"$tool: the manual has a section for each verb and no other"
done

run pp
is_status 0 "pp lists the tools"
for tool in $(tools); do
	grep -q "^$tool  *[a-z]" out
	ok $? "pp lists $tool with its purpose"
done
for tool in $tools; do
	run pp "${tool#pp-}" --version
	out_is "$("$tool" --version)" "pp runs $tool"
done
run pp --help
works "pp --help"
[ "$(wc -l <out)" -le 24 ]
ok $? "pp --help has at most 24 lines"
run pp zork
refused 2 'no tool zork' "pp ZORK"
run pp help zork-zork
refused 3 'no verb or page' "pp help WORD, nothing found"

done_testing
