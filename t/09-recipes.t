#!/bin/sh
# What the manual shows can be typed: the day of pp(7) and the recipes of pp-cookbook(7) run as they
# stand there, with --yes for whoever would answer the questions.
. "${0%/*}/lib.sh"

for needed in jq iconv hledger; do
	command -v $needed >"$T/found" || {
		skip "the recipes" "$needed is not installed"
		done_testing
	}
done

mkdir "$T/yes"
for tool in $(tools); do
	cat >"$T/yes/$tool" <<-END
		#!/bin/sh
		verb=\$1
		shift
		exec "$build/bin/$tool" "\$verb" --yes "\$@"
	END
	chmod +x "$T/yes/$tool"
done
PATH=$T/yes:$PATH
PP_GATEWAY_PATH=$build/libexec/pp

# blocks PAGE: the commands shown, where the examples lie here; what crontab(5) reads is none
blocks() {
	awk '
		/^\.Bd -literal/ { inside = 1; next }
		/^\.Ed/ { inside = 0 }
		!inside { next }
		{ gsub(/\\e/, "\\") }
		/^\* \* \* \* \*|^[0-9]+ [0-9]+ \* \* \*|^PP_DB=\/srv|^PATH=\/usr/ { next }
		{ sub(/^\$ /, ""); print }' "$1" | sed "s,^EX=.*,EX=$root/share,"
}

# typed PAGE DATABASE: runs them in a folder of their own; the books are right afterwards
typed() {
	mkdir "$T/${1%.*}" && cd "$T/${1%.*}" || exit 1
	blocks "$root/man/$1" >../typed
	[ "$(wc -l <../typed)" -gt 20 ]
	ok $? "$1 shows commands"
	last="sh -ex, commands of $1"
	sh -e ../typed >"$T/out" 2>"$T/err" </dev/null
	status=$?
	is_status 0 "$1: all of it runs"
	is "$(grep -Ev ': ([0-9]+ (invoices, [A-Z]+ [0-9.]+|accounts made)|dry run: nothing was recorded|the former database is now .*|it takes no money until: .*|pay-[0-9]+ is not decided at sandbox yet; outcome unknown, .*)$' \
		"$T/err")" "" "$1: nothing is said of errors"
	PP_DB=$PWD/$2
	export PP_DB
	check_books
	cd "$T" || exit 1
}

PP_NOW=2026-03-20T14:30:00Z
export PP_NOW
typed pp.7 try.db
typed pp-cookbook.7 office.db

done_testing
