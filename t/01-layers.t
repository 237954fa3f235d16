#!/bin/sh
# Calls only go down: every header of lib/ says its layer ("Layer 3"; "Edge", just above 0, for
# what talks to the world outside), and includes only headers of its own or lower layers, never
# in a circle.
. "${0%/*}/lib.sh"

cd "$root" || exit 1

# layer_of HEADER...: "header TAB layer"
for header in lib/*.h; do
	layer=$(sed -n '/^ \*/s/.*\<Layer \([0-9][0-9]*\)[.,;].*/\1/p; /^ \*/s/.*\<Edge\>.*/0.5/p' "$header" |
		head -1)
	printf '%s\t%s\n' "${header#lib/}" "$layer"
done >"$T/layers"

is "$(awk -F'\t' '$2 == "" { print $1 }' "$T/layers")" "" "every header says its layer"

# includes FILE...: "file TAB included" for includes between quotes
includes() {
	awk -F'"' '/^#[ \t]*include "/ {
		file = FILENAME
		sub(/.*\//, "", file)
		print file "\t" $2
	}' "$@"
}

includes lib/*.h >"$T/between"
awk -F'\t' 'NR == FNR { layer[$1] = $2; next }
	$2 in layer && layer[$2] + 0 > layer[$1] + 0 {
		print $1 " (" layer[$1] ") includes " $2 " (" layer[$2] ")"
	}' "$T/layers" "$T/between" >"$T/up"
is "$(cat "$T/up")" "" "headers include only downwards"

tsort "$T/between" >/dev/null 2>"$T/circle"
is "$(cat "$T/circle")" "" "headers do not include each other in a circle"

# A source belongs to the header of the longest name that begins its own: db_query.c to db.h.
includes lib/*.c >"$T/sources"
awk -F'\t' 'NR == FNR { layer[$1] = $2; next }
	{
		name = $1
		sub(/\.c$/, "", name)
		while (!((name ".h") in layer) && sub(/_[^_]*$/, "", name))
			;
		own = name ".h"
		if (own in layer && $2 in layer && layer[$2] + 0 > layer[own] + 0)
			print $1 " (" layer[own] ") includes " $2 " (" layer[$2] ")"
	}' "$T/layers" "$T/sources" >"$T/up"
is "$(cat "$T/up")" "" "sources include only downwards"

awk -F'\t' 'NR == FNR { known[$1] = 1; next }
	!($2 in known) && $2 !~ /\.inc$/' "$T/layers" "$T/sources" >"$T/foreign"
is "$(cat "$T/foreign")" "" "lib/ includes nothing of cmd/"

is "$(grep -l '^#include "[a-z_]*_private.h"' cmd/*.[ch] | while read -r file; do
	sed -n 's/^#include "\([a-z_]*_private.h\)"/\1/p' "$file" | while read -r header; do
		[ -e "cmd/$header" ] || echo "$file includes $header"
	done
done)" "" "cmd/ includes nothing private of lib/"

done_testing
