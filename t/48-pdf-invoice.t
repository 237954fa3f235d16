#!/bin/sh
# Invoices as PDF documents, each on a page of its own with the QR by which it is paid.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/counter.sh"
. "$here/owning.sh"
. "$here/printing.sh"
seed=$build/t/pp-seed
paying_office --name='Cooperativa El Molino'
silently pp-db config office.regulator 'Entidad supervisada por la Autoridad'
silently pp-biller rule water late-fee daily:0.1
silently pp-biller rule water late-grace 3
silently pp-biller rule water late-cap 10
cat >guide.jsonl <<'END'
{"type":"guide","biller":"water","kind":"place","title":"Farmacia Central","address":"Calle 2","hours":"8 a 20","pays":"facturas"}
{"type":"guide","biller":"water","kind":"place","title":"Office downtown","language":"en"}
{"type":"guide","biller":"water","kind":"place","title":"Oficina del centro","language":"es"}
{"type":"guide","biller":"loans","kind":"place","title":"Caja del Fondo"}
{"type":"guide","biller":"water","kind":"contact","title":"Oficina comercial","phone":"2-111"}
END
silently pp-biller import guide.jsonl
cat >bills.jsonl <<'END'
{"number":"F-100","account":"1001","amount":"175.00","due_on":"2026-03-01","period":"2026-02","concept":"Consumo","due2_on":"2026-03-10","due2_amount":"180.00","lines":[{"concept":"Agua potable 14 m3","amount":"120.00"},{"concept":"Alcantarillado","amount":"60.00"},{"concept":"Descuento","amount":"-5.00"}]}
END
silently pp-invoice import bills.jsonl --biller=water
bill F-101 water:1002 20
bill C-1 loans:C-9 1200 --kind=credit --instalment=100 --term=12
bill F-102 water:1002 30

run pp-invoice show inv-1 --format=pdf
works "S1-42 an invoice as PDF"
cp out one.pdf
shown
is "$(cat broken)" "" "its tables say where its parts are"
is "$(pages)" 1 "one page"
is "$(sed -n 2,4p shown)" "Account
Aguas del Valle
1001" "S1-37 the account's number is in the upper corner, beside who is owed"
has '^Tax id 1023-7$' "its tax id"
has '^BILL F-100$' "what it is, and its number"
has '^Holder	Ana Flores$' "S1-58 the holder"
has '^Address	Calle 1$' "where"
has '^Concept	Consumo$' "for what"
has '^Period	2026-02$' "when"
has '^Due on	2026-03-01$' "by when"
has '^Second due date	2026-03-10$' "and at the latest"
has '^Status	overdue$' "how it stands"
has '^Agua potable 14 m3	Bs 120\.00$' "its lines"
has '^Descuento	-Bs 5\.00$' "a discount is less"
has '^Amount	Bs 175\.00$' "its amount"
has '^Amount after 2026-03-01	Bs 180\.00$' "and the second"
pp-invoice show inv-1 --json >record
has "^Late fee	Bs $(jq -r .late_fee record)\$" "the late fee"
has "^To be paid on 2026-03-15	Bs $(jq -r .due record)\$" "what is due, and on which date"
has '^Each day late costs 0\.1 % more' "what being late costs"
has '^Up to 3 days late it costs nothing\.$' "the grace"
has '^It never costs more than 10 %' "the cap"
has '^Where to pay$' "S1-57 where to pay"
has '^Farmacia Central, Calle 2, 8 a 20, facturas$' "each place"
has '^Office downtown$' "in the language of the reader"
hasnt 'Oficina del centro|Caja del Fondo' "not in another, nor of another biller"
has '^Oficina comercial, 2-111$' "whom to ask"
has '^Cooperativa El Molino$' "the office"
has '^Entidad supervisada por la Autoridad$' "S0-33 the regulator's line"
has '^squares [0-9]{3,}$' "a QR of rectangles"
run env TZ=Asia/Tokyo PP_NOW=2026-03-15T20:00:00Z pp-invoice show inv-1 --format=pdf
cmp -s out one.pdf
ok $? "the same bytes on the same day"
run_in '' pp-invoice show - --format=pdf
works "of no refs"
out_empty "no document"
run pp-invoice show inv-1 --format=pdf --as-of=2026-04-01
shown
has '^To be paid on 2026-04-01	Bs' "on another date what is due then"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-invoice show inv-1 --format=pdf
works "in Spanish"
shown
has '^FACTURA F-100$' "its words"
has '^Oficina del centro$' "and its places"

# ---- the QR is what pays it
if command -v pdftoppm >/dev/null; then
	: >payloads
	for resolution in 72 100 150 300; do
		pdftoppm -r $resolution -png -singlefile one.pdf page
		run pp-qr read page.png --columns=payload --format=tsv
		cut -f2 out >>payloads
	done
	run pp-qr read page.png --json
	works "S0-01 the printed QR is read back"
	jq -r .payload out >payload
	is "$(sort -u payloads | wc -l) $(grep -c . payloads)" "1 4" "at any of four resolutions, the same"
	pp-qr draw inv-1 -o inv-1.png
	is "$(pp-qr read inv-1.png --json | jq -r .payload)" "$(cat payload)" \
		"it is the one that pp-qr draws"
	run sh -c 'pp-pay qr - --with=cash --yes --dry-run --json <payload'
	is "$(jq -r '.allocations[0].invoice' out)" inv-1 "and pays that invoice"
else
	skip "the printed QR is read back" "no pdftoppm here"
fi

# ---- what it says of others
run pp-invoice show inv-3 --format=pdf
works "a credit"
shown
has '^CREDIT C-1$' "says so"
has '^Instalments	12 instalments, one a month$' "in how many parts"
has '^Instalment of each month	Bs 100\.00$' "and how large"
has '^Caja del Fondo$' "where that one is paid"
hasnt 'late' "which costs nothing when late"
silently pp-pay invoice inv-2 --with=cash --yes
run pp-invoice show inv-2 --format=pdf
shown
has '^Status	paid$' "S1-42 a paid one says so"
has '^Paid on	2026-03-15$' "and when"
has '^Paid	-Bs 20\.00$' "how much"
has '^To be paid on 2026-03-15	Bs 0\.00$' "and nothing is due"
hasnt 'squares|Pay by QR|Where to pay' "it has no QR to pay it again"
silently pp-invoice void inv-4 --reason=error --yes
run pp-invoice show inv-4 --format=pdf
shown
hasnt squares "nor has a void one"

# ---- several, and who may
run pp-invoice show inv-1 inv-3 --format=pdf
shown
is "$(pages)" 2 "one page each"
run_in 'inv-1
inv-2
inv-3
' pp-invoice show - --format=pdf
works "from a list of refs"
shown
is "$(pages) $(grep -c -e '^BILL' -e '^CREDIT' shown)" "3 3" "each on its own"
run pp-invoice show inv-1 inv-99 --format=pdf
is_status 8 "one that is not there"
shown
is "$(pages)" 1 "the other is printed"
run pp-invoice show inv-99 --format=pdf
refused 3 'no inv-99' "alone: nothing is printed"
run_tty pp-invoice show inv-1 --format=pdf
is_status 2 "never on a terminal"
run sh -c 'pp-invoice show inv-1 --format=pdf >/dev/full'
refused 1 'output could not be written' "a full disk"
run pp-invoice total inv-1 --format=pdf
refused 2 'format takes one of' "totals have no pages"
owner=$("$seed" customer 'Ana Flores' ana@example.com)
silently pp-account link water:1001 --customer="$owner"
as "$owner" pp-invoice show inv-1 --format=pdf
works "a customer's own"
cmp -s out one.pdf
ok $? "as the operator sees it"
as "$owner" pp-invoice show inv-3 --format=pdf
refused 3 'no inv-3' "another's: as if it were not there"

# ---- long and foreign
long=$(printf 'Compañía de %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13)
silently pp-biller add long --name="$long" --service=other
silently pp-account add "$(printf '%064d' 7)" --biller=long --holder='שלום 张伟' --address="$long"
silently pp-invoice add "$(printf 'N%063d' 8)" --account="long:$(printf '%064d' 7)" --amount=1 --due-on=2026-04-01
run pp-invoice show inv-5 --format=pdf --quiet
works "long names and numbers"
shown
is "$(cat broken)" "" "its tables are right"
is "$(tr -d '\n' <shown | grep -o 'Compañía' | wc -l)" 26 "all of them is there"
has '\\u05e9\\u05dc\\u05d5\\u05dd \\u5f20\\u4f1f' "letters that cannot be printed are told by number"
n=0
while [ $n -lt 64 ]; do
	n=$((n + 1))
	printf '{"concept":"Line %d","amount":"1.00"}%s' $n "$([ $n -eq 64 ] || echo ,)"
done >lines
printf '{"number":"L-64","account":"1002","amount":"64.00","due_on":"2026-04-01","lines":[%s]}\n' \
	"$(cat lines)" >bills.jsonl
silently pp-invoice import bills.jsonl --biller=water
run pp-invoice show water:L-64 --format=pdf
shown
is "$(grep -c '^Line ' shown)" 64 "64 lines"
is "$(pages)" 2 "take two pages"
has '^BILL L-64, page 2$' "the second says of what"

done_testing
