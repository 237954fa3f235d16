#!/bin/sh
# The texts of messages: the same ones in Spanish and in English, with the same places for values;
# none asks for a secret.
. "${0%/*}/lib.sh"

folder=$root/share/templates

# names LANGUAGE, places LANGUAGE: its templates; and what each holds places for
names() {
	(cd "$folder/$1" && ls)
}
places() {
	(cd "$folder/$1" && for file in *; do
		grep -o '{[^}]*}' "$file" | sort -u | sed "s/^/$file /"
	done)
}

is "$(names es)" "$(names en)" "S0-31 each template is there in both languages"
is "$(places es)" "$(places en)" "S0-31 with places for the same values"

is "$(grep -liE '(envíe|responda con|send us|reply with|tell us)' "$folder"/*/* | sort)" "" \
	"S0-31 none asks for anything"
for language in es en; do
	case $language in
	es) never='nunca le pide datos personales, contraseñas' official='nuestros canales oficiales' nearest='punto de atención más cercano' ;;
	en) never='never asks for personal data, passwords' official='our official channels' nearest='nearest point of attention' ;;
	esac
	like "$(tr '\n' ' ' <"$folder/$language/notice.txt")" "$never" "S0-31 $language: the notice says what is never asked for"
	like "$(tr '\n' ' ' <"$folder/$language/notice.txt")" "$official" "S0-34 $language: doubts go to official channels"
	like "$(tr '\n' ' ' <"$folder/$language/notice.txt")" "$nearest" "S0-34 $language: and to the nearest point of attention"
	like "$(tr '\n' ' ' <"$folder/$language/notice.txt")" '\{contact\}' "S0-34 $language: which it names"
	for name in login confirm-phone; do
		like "$(cat "$folder/$language/$name.txt")" '(nunca se lo pedimos|we never ask for it)' \
			"S0-31 $language: an SMS says it too ($name)"
		is "$(sed 1,2d "$folder/$language/$name.txt" | LC_ALL=C grep -c '[^ -~]')" 0 \
			"$language: an SMS is in the letters of every phone ($name)"
	done
done

# ---- as they are written into the outbox
# told [COLUMN]: of the newest message
told() {
	sqlite3 "$PP_DB" "SELECT ${1:-body} FROM message ORDER BY id DESC LIMIT 1"
}
seed=$build/t/pp-seed
office --name='Cooperativa de Ahorro La Esperanza del Valle'
pp-db config office.phone 800-10-1234 >"$T/quiet"
pp-db config office.email ayuda@example.com >"$T/quiet"
"$seed" customer Ana ana@example.com >"$T/quiet"
for name in login confirm-phone; do
	run "$seed" tell cus-1 "$name"
	works "$name is written"
	is "$(told "length(replace(body, '{code}', '482913')) <= 161")" 1 "$name fits one SMS"
done
run "$seed" tell cus-1 activation
works "activation is written"
like "$(told)" '\{code\}' "S4-11 with a place for its code"
is "$(told "instr(body, '482913')")" 0 "S0-32 but not the code"
is "$(told 'length(secret)')" 34 "S0-32 which is in a sealed box"
is "$(grep -c 482913 "$PP_DB" "$PP_DB-wal" 2>/dev/null | grep -vc ':0$')" 0 "S0-32 and nowhere in the file"
is "$(told 'language || status || attempts || channel || recipient')" "eswaiting0emailana@example.com" \
	"in Spanish by default, waiting, to the customer's own address"
is "$(told subject)" "Active su acceso a Cooperativa de Ahorro La Esperanza del Valle" "its subject is filled in"
like "$(told)" 'Vale por 15 minutos' "it says how long"
is "$(told "instr(body, '{portal}') + instr(body, 'Escríbalo en')")" 0 "a line without its value is left out"
like "$(told)" 'Canales oficiales: 800-10-1234, ayuda@example.com' "S0-34 it names the office's channels"
pp-db config portal.url https://pagos.example.com/activar >"$T/quiet"
run "$seed" tell cus-1 activation
like "$(told)" 'Escríbalo en: https://pagos.example.com/activar' "S4-11 the activation e-mail has the portal's link"
sqlite3 "$PP_DB" "SELECT template, count(*) FROM message GROUP BY 1" >"$T/out"
out_is "activation|2
confirm-phone|1
login|1" "one message each"
run pp-db log --ref=msg-1 --columns=verb,summary,customer
out_is "seed tell	> waiting login	cus-1" "each is in the log"

# ---- nobody's text becomes more than text
forged=$(printf 'X\r\nBcc: eve@example.com\n\n{code} {office}\033[2J\342\200\256')
run "$seed" tell cus-1 activation "$forged"
works "a value with everything"
is "$(told subject)" "Active su acceso a X  Bcc: eve@example.com  {code} {office} [2J " \
	"a value cannot begin a header"
is "$(told body | grep -c '^Bcc')" 0 "nor a line"
is "$(told body | grep -o '.{code}' | sort -u)" "$(printf ' {code}\n{{code}')" \
	"nor be a second place for the code: its braces are escaped"
long=$(printf '%0400d' 7)
run "$seed" tell cus-1 activation "$long"
works "a long value"
is "$(told 'length(subject)')" 200 "a subject has at most 200 characters"
is "$(told body | grep -o '[07]*' | awk '{ print length() }' | sort -n | tail -1)" 300 "a value at most 300 bytes"

# ---- settings of messages
run pp-db config office.email 'a b@example.com'
refused 2 'not an e-mail address' "the office's address is one"
run pp-db config portal.url javascript:alert
refused 2 'portal.url takes a link that begins https://' "the portal's link is one"
run pp-db config portal.url 'https://x.example.com/"><b>'
refused 2 'portal.url takes a link' "without marks"
run pp-db config notify.tries 0
refused 2 'notify.tries takes a whole number from 1 to 100' "at least one try"

done_testing
