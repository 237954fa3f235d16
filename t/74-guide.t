#!/bin/sh
# shellcheck disable=SC2154 # lib.sh sets it
# pp-biller guide and import: the public directory, and billers and rules from a file.
. "${0%/*}/lib.sh"

# lines WORD...: each a line of guide.jsonl
lines() {
	printf '%s\n' "$@" >"$T/in.jsonl"
}
# rows: what the last run printed, of those keys
rows() {
	jq -r "[$1] | map(. // \"-\") | join(\"|\")" <"$T/out"
}
keep_rows() {
	sqlite3 "$PP_DB" .dump >"$T/rows"
}
same_rows() {
	sqlite3 "$PP_DB" .dump | cmp -s - "$T/rows"
	ok $? "$1"
}

office --currency=ARS
run pp-biller guide
works "an empty guide"
out_empty "is an empty list"

# ---- import
run pp-biller import "$root/share/examples/guide.jsonl" --dry-run --json
is_status 0 "S2-12 billers, rules and a guide from a file: tried first"
is "$(rows '.what, .new, .same, .failed, .changed')" "guide|17|0|0|1" "counts what is new and what changes"
is "$(pp-biller list)" "" "a dry run keeps nothing"
run pp-biller import "$root/share/examples/guide.jsonl" --json
works "S2-12 taken in"
is "$(pp-biller list --columns=id,code,currency | tr '\t\n' '  ')" "bil-1 water ARS bil-2 fund COP bil-3 phone USD " \
	"the billers"
is "$(pp-biller rule water late-grace --columns=value)" 3 "the rule"
keep_rows
run pp-biller import "$root/share/examples/guide.jsonl" --json
works "the same file again"
is "$(rows '.new, .same, .changed')" "0|18|0" "is all the same"
same_rows "and changes nothing"
{
	pp-biller list --json
	pp-biller rule water --json
	pp-biller guide --json
} | tee "$T/own.jsonl" | pp-biller import - --json >"$T/out" 2>"$T/err"
is "$(rows '.new, .changed')$(cat "$T/err")" "0|0" "what the office prints is what it reads"
same_rows "and changes nothing either"

# ---- guide
PP_SESSION=$T/nobody
export PP_SESSION
run pp-biller guide water --kind=procedure --json
works "S1-44 procedures, for anybody"
is "$(rows '.title, .text' | head -1)" \
	"Cambio de titularidad|Con escritura o contrato de alquiler y documento. Demora cinco días." "S1-44 each with what to know"
is "$(rows .url | head -1)" "https://tramites.aguas.example/titularidad" "S1-45 with the link of an external system"
is "$(rows '.title, .chat' | tail -1)" "Reclamo por consumo|https://aguas.example/chat" "S1-46 or with a chat assistant"
run pp-biller guide --kind=contact --json
is "$(rows '.biller, .title, .chat' | grep -c https)" 2 "S1-56 the chat where help is given"
is "$(rows '.title, .phone' | grep Asistente)" "Asistente virtual|+54 9 11 5555 0101" "S1-60 the virtual assistant's phone"
like "$(rows '.text')" 'Si duda de que un mensaje sea nuestro' "S0-34 whom to ask about a doubtful message"
is "$(rows '.biller, .title, .email' | grep fund -i)" "" "contacts name their biller by ref"
run pp-biller guide fund --kind=contact --json
is "$(rows '.biller, .title, .phone, .email' | head -1)" "bil-2|Asesor de créditos|601 555 0130|creditos@horizonte.example" \
	"S3-13 doubts about a product: whom to ask"
is "$(rows '.biller' | tail -1)" "-" "S0-34 and the office's own, after them"
run pp-biller guide --kind=place --json
is "$(rows '.title, .pays' | sed -n 2p)" "Kioscos Pago Ya|facturas de agua y teléfono, en efectivo" \
	"S1-57 where each kind of payment is taken"
is "$(rows '.title, .address, .hours' | head -1)" "Oficina central|Av. Libertad 100, El Peñón|lunes a viernes 8:00 a 14:00" \
	"S0-34 the points of attention"
run pp-biller guide water --kind=topic --invoice-kind=bill --json
is "$(rows '.title' | tr '\n' ' ')" "Número de unidad Segundo vencimiento " "S1-58 where each datum stands on a bill"
run pp-biller guide water --invoice-kind=charge --json
is "$(rows '.title, .text')" "Número de unidad|En la segunda línea del volante de reconexión." \
	"S1-58 on another kind of bill elsewhere"
run pp-biller guide --match=jardín --json
is "$(rows '.title')" "Banco del Valle, cajeros" "S2-20 search over the guide"
run pp-biller guide --language=en --kind=contact --columns=title
out_is "Aguas del Peñón, atención al usuario
Asesor de créditos
Telefonía Andina" "in a language, or in any"
run pp-biller guide water
works "in tsv"
is "$(head -1 "$T/out" | awk -F'\t' '{ print NF }')" 15 "all fields"
run pp-biller guide nobody
refused 3 'there is no' "of a biller who is not there"
run pp-biller guide --kind=shop
is_status 2 "a kind that is none"
run pp-biller import "$T/own.jsonl"
refused 6 'for operators' "import is for operators"
unset PP_SESSION

# ---- S3-40: an empty result names whom to ask
{
	pp-account add 1001 --biller=water --holder=Ana
	pp-biller add school --name=Escuela --service=school
	pp-account add 7 --biller=school --holder=Ana
} >"$T/quiet" 2>&1
run pp-pay quick water:1001
refused 3 'nothing is payable at water:1001: ask Aguas del Peñón, atención al usuario, 0800-555-0120, usuarios@aguas.example' \
	"S3-40 nothing to pay: the biller's contact"
run pp-pay quick school:7
refused 3 'nothing is payable at school:7: ask Oficina de Cobros, 0800-555-0100' "S3-39 or the office's, with its phone"

# ---- changes
lines '{"type":"guide","biller":"water","kind":"contact","title":"Aguas del Peñón, atención al usuario","phone":"0800-555-0999"}'
run pp-biller import in.jsonl --json
is "$(rows '.new, .same, .changed')" "0|0|1" "an entry that is known is brought up to date"
run pp-biller guide water --kind=contact --json
is "$(rows '.phone, .email' | head -1)" "0800-555-0999|-" "wholly"
lines '{"type":"guide","kind":"place","title":"Kioscos Pago Ya","remove":"yes"}'
run pp-biller import in.jsonl --json
is "$(rows '.changed')$(pp-biller guide --match=Kioscos)" 1 "one that is gone is taken out"
run pp-biller import in.jsonl --json
is "$(rows '.changed, .same')" "0|1" "once"
lines '{"type":"biller","code":"water","city":"Tarija"}' '{"type":"biller","code":"gas","name":"Gas","service":"gas"}' \
	'{"type":"rule","biller":"gas","key":"late-fee","value":"daily:0.1"}' \
	'{"type":"guide","biller":"gas","kind":"place","title":"B","place":2}' \
	'{"type":"guide","biller":"gas","kind":"place","title":"A","place":1}'
run_in "$(cat in.jsonl)" pp-biller import - --json
works "from standard input"
is "$(pp-biller show water --columns=city,name)" "Tarija	Aguas del Peñón S.A." "S2-12 what is not said stays"
is "$(pp-biller show gas --columns=currency) $(pp-biller rule gas late-fee --columns=value)" "ARS daily:0.1" \
	"a new biller, with a rule in the same file"
is "$(pp-biller guide gas --kind=place --columns=title | head -2 | tr '\n' ' ')" "A B " "entries are in their order"
run pp-db log --ref=bil-1 --columns=summary
like "$(tail -2 "$T/out")" 'guide changes contact: Aguas del Peñón' "each change is in the log"

# ---- all or nothing
keep_rows
while IFS='~' read -r line why; do
	lines '{"type":"guide","kind":"topic","title":"good"}' "$line"
	run pp-biller import in.jsonl
	refused 2 "^pp-biller: in.jsonl:2:$why" "$line"
done <<'END'
{"type":"shop","name":"X"}~type: shop is none of biller, rule, guide
{"name":"X"}~type: missing
{"type":"guide","kind":"topic"}~ title is missing
{"type":"guide","title":"X"}~ kind is missing
{"type":"guide","kind":"shop","title":"X"}~ shop is no kind of guide
{"type":"guide","kind":"topic","title":"X","invoice_kind":"letter"}~ letter is no kind of invoice
{"type":"guide","kind":"topic","title":"X","language":"fr"}~ fr is no language
{"type":"guide","kind":"topic","title":"X","url":"javascript:x"}~ url takes a link
{"type":"guide","kind":"topic","title":"X","email":"a b"}~ not an e-mail address
{"type":"guide","kind":"topic","title":"X","place":0}~place: takes a whole number from 1
{"type":"guide","kind":"topic","title":"X","remove":"no"}~remove: takes yes
{"type":"guide","kind":"topic","title":"X","currency":"BOB"}~currency: guide has no currency
{"type":"guide","kind":"topic","title":"X","zork":"1"}~zork: unknown column
{"type":"guide","kind":"topic","title":"4111 1111 1111 1111"}~ title: holds what looks like a card number
{"type":"biller","code":"bil-1","name":"X","service":"x"}~ .*cannot look like a reference
{"type":"biller","code":"new","service":"x"}~ .*name
{"type":"biller","code":"water","key":"x"}~key: biller has no key
{"type":"rule","biller":"water","key":"late-fee","value":"x"}~ 
{"type":"rule","biller":"water","key":"late-fee"}~ value is missing
{"type":"guide"~ 
END
lines '{"type":"guide","kind":"topic","title":"good"}' '{"type":"guide","biller":"none","kind":"topic","title":"X"}'
run pp-biller import in.jsonl
refused 3 '^pp-biller: in.jsonl:2: there is no' "a biller who is not there"
lines '{"type":"rule","biller":"water","key":"zork","value":"1"}'
run pp-biller import in.jsonl
refused 3 'there is no rule zork' "a rule that is none"
lines '{"type":"biller","code":"water","currency":"USD"}'
run pp-biller import in.jsonl
refused 4 'the currency of water cannot change' "a currency in use"
run pp-biller import none.jsonl
is_status 2 "a file that is not there"
same_rows "after all that nothing has changed"

# ---- a repeated request
lines '{"type":"biller","code":"r1","name":"R1","service":"gas"}' '{"type":"biller","code":"r2","name":"R2","service":"gas"}'
run pp-biller import "$T/in.jsonl" --request-id=night --json
is "$(rows '.what, .new, .same')" "guide|2|0" "an import with a request id"
run pp-biller import "$T/in.jsonl" --request-id=night --json
works "repeated"
is "$(rows '.what, .new, .same')" "guide|0|2" "tells that all is there, not the first thing that it made"

done_testing
