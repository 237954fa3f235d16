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

# A source without a header has no layer: nothing above would look at it.
for source in lib/*.c; do
	name=$(basename "$source" .c)
	while [ ! -e "lib/$name.h" ] && [ "$name" != "${name%_*}" ]; do
		name=${name%_*}
	done
	[ -e "lib/$name.h" ] && printf '%s\t%s\n' "$source" "$name" || echo "$source" >>"$T/homeless"
done >"$T/modules"
is "$(cat "$T/homeless" 2>/dev/null)" "" "every source's name begins with its header's"

# owners: "table TAB module" of every header's "Owns table(s) a, b."
awk 'FNR == 1 { text = ""; is_over = 0 }
	/\*\// && !is_over {
		is_over = 1
		if (match(text, /Owns tables? [a-z_, ]*/)) {
			count = split(substr(text, RSTART, RLENGTH), words, /[ ,]+/)
			module = FILENAME
			gsub(/^lib\/|\.h$/, "", module)
			for (i = 3; i <= count; i++)
				print words[i] "\t" module
		}
	}
	!is_over { text = text " " substr($0, 4) }' lib/*.h >"$T/words"
sed -n 's/^CREATE TABLE \([a-z_]*\).*/\1/p' share/schema/*.sql | sort -u >"$T/tables"
awk -F'\t' 'NR == FNR { is_table[$1] = 1; next } $1 in is_table' "$T/tables" "$T/words" >"$T/owners"
is "$(cut -f1 "$T/owners" | sort)" "$(cat "$T/tables")" "every table has one owner"

# The checks of pp-db read all tables; a list's filter may join what only its owner writes.
cat >"$T/allowed" <<-'END'
	payment reads invoice
	qr reads account
	setting reads account
END
while IFS="	" read -r source module; do
	grep -oE '\<(FROM|JOIN|INTO|UPDATE) [a-z_]+' "$source" | sort -u |
		awk -v module="$module" '{
			print module "\t" ($1 ~ /INTO|UPDATE/ ? "writes" : "reads") "\t" $2
		}'
	sed -n 's/.*DELETE FROM \([a-z_]*\).*/'"$module"'\twrites\t\1/p' "$source"
done <"$T/modules" | awk -F'\t' 'NR == FNR { owner[$1] = $2; next }
	$3 in owner && $1 != "check" && index($1 "_", owner[$3] "_") != 1 { print $1, $2, $3 }' "$T/owners" - |
	sort -u >"$T/foreign-sql"
is "$(cat "$T/foreign-sql")" "$(cat "$T/allowed")" "SQL names the tables of its own module"

is "$(grep -l '^#include "[a-z_]*_private.h"' cmd/*.[ch] | while read -r file; do
	sed -n 's/^#include "\([a-z_]*_private.h\)"/\1/p' "$file" | while read -r header; do
		[ -e "cmd/$header" ] || echo "$file includes $header"
	done
done)" "" "cmd/ includes nothing private of lib/"

done_testing
