#!/bin/sh
# Readers that never tire.  A tool that is not installed is a failure: share/deps strict.
. "${0%/*}/../lib.sh"
cd "$root" || exit 1

# needs TOOL: whether it is there; its absence fails
needs() {
	command -v "$1" >/dev/null
	ok $? "$1 is installed"
}

flags='-std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -Ilib -Icmd'
sources=$(ls lib/*.c cmd/*.c)
shell=$(find . -path ./build -prune -o -path ./.git -prune -o -type f -print |
	while read -r file; do
		case $(head -c 30 "$file" 2>/dev/null | tr -d '\0' | head -1) in
		'#!/bin/sh'* | '#!/bin/bash'* | '#!/usr/bin/env bash'* | '# shellcheck shell'*) echo "$file" ;;
		esac
	done)

if needs clang-format; then
	# shellcheck disable=SC2086
	run clang-format --dry-run -Werror lib/*.[ch] cmd/*.[ch] t/*.c
	works "clang-format"
fi
if needs shellcheck; then
	# shellcheck disable=SC2086
	run shellcheck -x -e SC1091,SC2154,SC2034,SC3043,SC2317 $shell
	works "shellcheck"
	run shellcheck -s bash completions/pp.bash
	works "shellcheck of the completion"
fi
if needs mandoc; then
	for page in man/*.[157] man/es/*.[157]; do
		[ -e "$page" ] || continue
		run mandoc -T lint -W warning "$page"
		works "mandoc -T lint $page"
	done
fi
if needs clang-tidy; then
	# shellcheck disable=SC2086
	# shellcheck disable=SC2016
	# One at a time: with several, clang-tidy 14 mistakes every va_list but the first file's.
	printf '%s\n' $sources | xargs -P 2 -n 1 sh -c \
		'clang-tidy --quiet "$1" -- '"$flags -I$build"' 2>/dev/null' sh >"$T/tidy"
	is "$(grep -E 'warning:|error:' "$T/tidy" | sort -u | head -40)" "" "clang-tidy"
fi
# shellcheck disable=SC2086,SC2016
printf '%s\n' $sources | xargs -P 2 -n 8 sh -c \
	'for f; do gcc '"$flags -I$build"' -O1 -fanalyzer -c -o /dev/null "$f"; done' sh 2>"$T/analyzer"
is "$(grep -E 'warning:|error:' "$T/analyzer" | sort -u | head -40)" "" "gcc -fanalyzer"

done_testing
