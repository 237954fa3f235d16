#!/bin/sh
# Completions come from the table of verbs.
. "${0%/*}/lib.sh"
PATH=$build/t:$PATH

# offers WANT WORD...: the candidates for the last word, blanks between
offers() {
	want=$1
	shift
	is "$(pp-toy __complete "$@" | cut -f1 | tr '\n' ' ' | sed 's/ $//')" "$want" \
		"pp-toy $*"
}

offers "make mine" m
offers "list" l
offers "" zork ''
offers "--help" --h
offers "--kind=" make --kin
offers "--kind=bill --kind=charge" make --kind=
offers "bill charge" make --kind ''
offers "charge" make --kind c
offers "all half" make --amount ''
offers "--password-file= --password-fd=" make --password
is "$(pp-toy __complete list --status=o | sort | tr '\n' ' ')" "--status=open --status=overdue " \
	"pp-toy list --status=o"
offers "open,paid open,payable" list --status open,pa
is "$(pp-toy __complete list --sort=per)" "--sort=period" "pp-toy list --sort=per"
is "$(pp-toy __complete list --format=ts)" "--format=tsv" "pp-toy list --format=ts"
is "$(pp-toy __complete list --dr)" "" "no --dry-run where nothing is written"
run pp-toy __complete make --loud
out_like '^--loud	a flag$' "what an option does comes along"

for tool in $(tools); do
	is "$(grep -Lw -e "$tool" "$root"/completions/*)" "" "$tool: bash, zsh and fish know it"
	"$tool" __verbs | cut -f1 | sort >verbs
	"$tool" __complete '' | cut -f1 | sort >offered
	cmp -s verbs offered
	ok $? "$tool: every verb is offered"
	while read -r verb; do
		"$tool" __options "$verb" | sort -u >options
		"$tool" __complete "$verb" -- | cut -f1 | sed 's/=$//' | sort -u >offered
		is "$(comm -23 options offered)" "" "$tool $verb: every option is offered"
	done <verbs
done

run bash -n "$root/completions/pp.bash"
works "pp.bash is a script"
# shellcheck disable=SC2016
run bash -c '
	. "$1"
	COMP_WORDS=(pp-toy make --kind=) COMP_CWORD=2
	_pp pp-toy
	printf "%s\n" "${COMPREPLY[@]}"' bash "$root/completions/pp.bash"
out_is "--kind=bill
--kind=charge" "bash"
# shellcheck disable=SC2016
run bash -c '
	. "$1"
	COMP_WORDS=(pp-toy make --kind = c) COMP_CWORD=4
	_pp pp-toy
	printf "%s\n" "${COMPREPLY[@]}"' bash "$root/completions/pp.bash"
out_is "charge" "bash, where = breaks words"

# zsh and fish ask the programs too: each as far as its shell is here.
for script in _pp pp.fish; do
	like "$(cat "$root/completions/$script")" ' __complete ' "$script asks the program"
done
if command -v zsh >/dev/null; then
	run zsh -n "$root/completions/_pp"
	works "_pp is a script"
	# shellcheck disable=SC2016
	run zsh -fc '
		_describe() { print -l -- ${(P)4}; }
		_files() { print files; }
		words=(pp-toy make --kind=) CURRENT=3
		. "$1"' zsh "$root/completions/_pp"
	out_is "--kind=bill
--kind=charge" "zsh"
else
	skip "zsh" "not here"
fi
if command -v fish >/dev/null; then
	run fish --no-execute "$root/completions/pp.fish"
	works "pp.fish is a script"
	run fish --no-config -c ". $root/completions/pp.fish
		complete -c pp-toy -a '(__pp_complete)'
		complete -C'pp-toy make --kind='"
	out_is "--kind=bill
--kind=charge" "fish"
else
	skip "fish" "not here"
fi

done_testing
