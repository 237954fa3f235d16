#!/bin/sh
# What the pages show can be typed: every command in a literal block of a manual page and in the
# README is a verb that there is, with options that it has.
. "${0%/*}/lib.sh"

# shellcheck disable=SC2016 # dollars as pages show them
# commands FILE: "tool verb option..." for each command of ours in the examples
commands() {
	awk '
		/^\.Bd -literal/ || /^```sh/ { inside = 1; next }
		/^\.Ed/ || /^```$/ { inside = 0; next }
		inside { gsub(/\\e/, "\\"); print }' "$1" |
		sed -e ':a' -e '/[\\|]$/{N;s/\\\{0,1\}\n/ /;ba' -e '}' |
		sed -e 's/#.*//' -e 's/\$(/\n/g' -e 's/[|;&]/\n/g' |
		sed -n -e "s/'[^']*'//g" -e 's/^.*\(\<pp-[a-z]* [a-z].*\)$/\1/p' |
		while read -r tool verb rest; do
			case $tool in pp-gateway*) continue ;; esac
			printf '%s %s' "$tool" "${verb%)}"
			for word in $rest; do
				case $word in --?*) printf ' %s' "${word%%=*}" | tr -d ')"' ;; esac
			done
			echo
		done
}

for tool in $(tools); do
	"$tool" __verbs | while IFS='	' read -r verb _; do
		"$tool" __options "$verb" | sed "s/^/$tool $verb /"
		echo "$tool $verb"
		for option in --json --db --yes --dry-run --request-id --format --columns --as-of \
			--status --sort --reverse --limit --match --verbose --quiet --output --token-file; do
			echo "$tool $verb $option"
		done
	done
done >known

for page in "$root"/man/*.[157] "$root/README.md"; do
	case $page in */pp-gateway.5) continue ;; esac # it is about filters, and what will call them
	commands "$page" >shown
	bad=
	while read -r tool verb options; do
		grep -qx "$tool $verb" known || bad="$bad $tool $verb;"
		for option in $options; do
			grep -qx -e "$tool $verb $option" known || bad="$bad $tool $verb $option;"
		done
	done <shown
	is "$bad" "" "${page##*/}: $(wc -l <shown) commands that there are"
done

done_testing
