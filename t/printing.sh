# shellcheck shell=sh disable=SC2154
# What PDF documents show:  . "$here/printing.sh"
#
#   shown             what the pages of the last run's document show is in $T/shown (pdf.pl); what is
#                     wrong with the file is in $T/broken
#   has ERE NAME      a line of $T/shown is like it       hasnt ERE NAME    none is
#   pages             how many there are
#   words [FILE]      the words of a text, a line each; rules and marks of pages are left out

shown() {
	perl "$here/pdf.pl" <"$T/out" >"$T/shown" 2>"$T/broken"
}

has() {
	grep -Eq -e "$1" "$T/shown"
	ok $? "$2" || diag "want: /$1/
$(cat "$T/broken" "$T/shown")"
}

hasnt() {
	! grep -Eq -e "$1" "$T/shown"
	ok $? "$2" || diag "not wanted: /$1/
$(cat "$T/broken" "$T/shown")"
}

pages() {
	grep -c '^page ' "$T/shown"
}

words() {
	grep -v -e '^-*$' -e '^page [0-9]*$' -e '^font ' "$@" | tr -s '[:blank:]' '\n' | grep .
}
