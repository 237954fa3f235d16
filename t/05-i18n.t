#!/bin/sh
# Every message has its Spanish; no translation is doubtful or left over.
. "${0%/*}/lib.sh"
PATH=$build/t:$PATH

(cd "$root" && xgettext -L C -k_ -kN_ --from-code=UTF-8 --sort-output --no-location \
	--omit-header -o "$T/pp.pot" lib/*.[ch] cmd/*.[ch]) 2>"$T/err"
ok $? "the messages of the sources"
is "$(cat "$T/err")" "" "xgettext has nothing to say"

for po in "$root"/share/po/*.po; do
	language=$(basename "$po" .po)
	run msgfmt -c -o "$T/pp.mo" "$po"
	works "$language: formats fit"
	run msgcmp --use-untranslated --use-fuzzy "$po" "$T/pp.pot"
	run msgmerge -q --no-fuzzy-matching --no-location -o "$T/merged.po" "$po" "$T/pp.pot"
	is_status 0 "$language: merges with the sources"
	for what in untranslated fuzzy only-obsolete; do
		run msgattrib --"$what" --no-obsolete --no-wrap "$T/merged.po"
		[ "$what" = only-obsolete ] && run msgattrib --only-obsolete --no-wrap "$T/merged.po"
		is "$(sed -n 's/^\(#~ \)\{0,1\}msgid "\(..*\)"/\2/p' "$T/out")" "" \
			"$language: nothing is $what"
	done
done

# The catalogue speaks, wherever the locale is not installed too.
for locale in es_CO.UTF-8 es_BO.UTF-8 es; do
	run env LC_ALL=$locale pp-toy make
	err_like 'necesita --name' "LC_ALL=$locale"
done
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-toy make
err_like 'necesita --name' "LANGUAGE=es"
run env LC_ALL='' LANG=es_CO.UTF-8 pp-toy make
err_like 'necesita --name' "LANG"
run env LC_ALL=C LANGUAGE=es pp-toy make
err_like 'needs --name' "LC_ALL=C stays as it is"
run env LC_ALL=tr_TR.UTF-8 pp-toy make
err_like 'needs --name' "a language without a catalogue"

# Errors begin in lower case and have no full stop: they follow "pp-pay: ".
perl -0777 -ne 'while (/err_(?:set|hint)\(.{0,80}?_\(\s*"((?:[^"\\]|\\.)*)"\s*\)/sg) { print "$1\n" }' \
	"$root"/lib/*.c "$root"/cmd/*.c >"$T/errors"
is "$(grep -E '^[A-Z][a-z]' "$T/errors")" "" "errors begin in lower case"
is "$(grep -E '[a-z)]\.$' "$T/errors")" "" "errors have no full stop"

done_testing
