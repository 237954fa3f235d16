#!/bin/sh
# The limits of the house: past the first figure a remark, past the second a failure.
. "${0%/*}/lib.sh"

cd "$root" || exit 1
perl "$here/style.pl" lib/*.[ch] cmd/*.[ch] t/unit/*.c t/*.c >"$T/found"

# limit KIND NAME
limit() {
	is "$(sed -n "s/^fail $1 //p" "$T/found")" "" "$2"
	count=$(grep -c "^warn $1 " "$T/found")
	[ "$count" -eq 0 ] || diag "$count past the guide ($1)"
}

limit function "functions have at most 70 lines"
limit parameters "functions have at most 6 parameters"
limit nesting "nesting is at most 3"
limit file "files have at most 500 lines"
limit header "headers have at most 150 lines"
limit line "lines have at most 100 columns"
limit typedef "no struct is a typedef"
limit banned "no function that is banned"
limit pure "lib/ prints nothing, ends nothing, reads no environment and no clock"
limit prototype "every parameter of a prototype has a name"
[ -z "${STYLE_REMARKS-}" ] || sed -n 's/^warn //p' "$T/found" | sed 's/^/# /'

done_testing
