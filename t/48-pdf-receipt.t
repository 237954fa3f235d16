#!/bin/sh
# Receipts as PDF documents: the same words as the text has, on pages.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/owning.sh"
. "$here/printing.sh"
seed=$build/t/pp-seed started=1773576000

silently() {
	"$@" >"$T/quiet" 2>&1 || diag "$*: $(cat "$T/quiet")"
}

paying_office --name='Cooperativa El Molino'
silently pp-db config office.regulator 'Entidad supervisada por la Autoridad'
silently pp-db config office.legal 'Venta No Presencial. Pagaré incondicionalmente.'

# ---- one in cash, and one with the network's voucher
bill F-1 water:1001 100.50 --concept='Marzo'
bill F-2 water:1001 1234567.89
silently pp-pay invoice inv-1 inv-2 --with=cash --yes --memo='En ventanilla'
run pp-pay receipt pay-1 --format=pdf
works "S1-52 S1-40 a receipt as PDF"
cp out one.pdf
is "$(head -c 5 out)" "%PDF-" "it begins as one"
is "$(tail -c 6 out | tr -d '\n')" "%%EOF" "and ends as one"
shown
is "$(cat broken)" "" "its tables say where its parts are"
is "$(pages)" 1 "one page, A4"
has '^Cooperativa El Molino$' "whose"
has "^RECEIPT $(pp-pay show pay-1 --columns=reference)\$" "with the reference"
has '^Aguas del Valle  F-1  Marzo	Bs 100\.50$' "each invoice beside its amount"
has '^Total	Bs 1,234,668\.39$' "the total"
has '^Entidad supervisada por la Autoridad$' "S0-33 the regulator's line"
words shown >of-pages
pp-pay receipt pay-1 | words - >of-text
cmp -s of-pages of-text
ok $? "the words of the text, no other and in its order" || diag "$(diff of-text of-pages)"

bill F-3 water:1002 80
customer=$("$seed" customer 'Ana Flores' ana@example.com)
card=$("$seed" card "$customer" sandbox-approve sandbox 4242)
silently pp-pay invoice inv-3 --with="$card" --yes
run pp-pay receipt pay-2 --full --format=pdf
works "S1-52 S2-19 with the full data of the charge"
cp out full.pdf
shown
words shown >of-pages
pp-pay receipt pay-2 --full | words - >of-text
cmp -s of-pages of-text
ok $? "the words of the text with its voucher" || diag "$(diff of-text of-pages)"
for label in Commerce 'Tax id' 'Unique code' Terminal Transaction 'Date and time' Currency Total \
	Tax 'Tax refund base' Instalments 'Response code' Authorization Result Response; do
	has "^$label	." "S3-19..S3-35 $label"
done
has '^Venta No Presencial\. Pagaré incondicionalmente\.$' "S3-34 the legal text, its accent too"
run pp-pay receipt pay-2 --format=pdf
shown
hasnt Commerce "without --full no voucher"

# ---- the same bytes
run env TZ=Asia/Tokyo PP_NOW=2026-09-15T12:00:00Z pp-pay receipt pay-1 --format=pdf
cmp -s out one.pdf
ok $? "the same bytes whenever and wherever it is printed again"
! strings -a one.pdf 2>/dev/null | grep -q -e CreationDate -e ModDate
ok $? "no date of making is in it"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-pay receipt pay-1 --format=pdf
works "in Spanish"
shown
has '^COMPROBANTE ' "its words are Spanish"
has 'Bs 1,234,668\.39$' "its amounts are the same"
if command -v pdftotext >/dev/null; then
	pdftotext -layout one.pdf - 2>complaint | tr -d '\f' | words - >of-poppler
	pp-pay receipt pay-1 | words - >of-text
	cmp -s of-poppler of-text
	ok $? "another program reads the same words" || diag "$(diff of-text of-poppler)"
	is "$(cat complaint)" "" "and complains of nothing"
else
	skip "another program reads the same words" "no pdftotext here"
fi

# ---- several
run pp-pay receipt pay-1 pay-2 --format=pdf
shown
is "$(pages)" 2 "two receipts are two pages"
run_in 'pay-1
pay-2
' pp-pay receipt - --format=pdf
shown
is "$(grep -c '^RECEIPT ' shown)" 2 "from a list of refs"
run pp-pay receipt pay-1 pay-99 --format=pdf
is_status 8 "some have none"
shown
is "$(pages)" 1 "the others are printed"
err_like 'no pay-99' "and who has none is named"
run pp-pay receipt pay-99 --format=pdf
refused 3 'no pay-99' "none: nothing is printed"
run pp-pay receipt pay-1 pay-99 --format=pdf -o some.pdf
is_status 8 "into a file"
[ ! -e some.pdf ]
ok $? "which is complete or absent"

# ---- where it goes
run pp-pay receipt pay-1 --format=pdf -o one-more.pdf
works "into a file"
out_empty "nothing on standard output"
cmp -s one.pdf one-more.pdf
ok $? "the same bytes"
is "$(stat -c %a one-more.pdf)" 600 "which only its owner may read"
run pp-pay receipt pay-1 --format=pdf -o one-more.pdf
refused 2 'exists' "not over a file that is there"
run_tty pp-pay receipt pay-1 --format=pdf
is_status 2 "never on a terminal"
out_like 'binary output does not go to a terminal' "which is said"
run sh -c 'pp-pay receipt pay-1 --format=pdf >/dev/full'
refused 1 'output could not be written' "a full disk"
run sh -c 'pp-pay receipt pay-1 --format=pdf >&-'
is_status 1 "a closed output"
run pp-pay list --format=hledger
refused 2 'format takes one of' "only formats that a verb offers"
run pp-pay show pay-1 --format=pdf
refused 2 'format takes one of' "show has no pages"
run pp-pay receipt pay-1 --format=pdf --json
refused 2 'two formats' "one format at a time"
run pp-pay receipt pay-1 --format=pdf --null
refused 2 'null goes with' "it has no lines to end"

# ---- who may
as "$customer" pp-pay receipt pay-2 --format=pdf
works "the payer's own"
as "$customer" pp-pay receipt pay-1 --format=pdf
refused 3 "no pay-1" "another's: as if it were not there"

# ---- long and foreign
long=$(printf '%0200d' 0 | sed 's/0/Wm/g' | head -c 200)
silently pp-account add 1003 --biller=water --holder="$long"
bill F-9 water:1003 9.90 --concept=Abril
silently pp-pay invoice "$bill" --with=cash --yes
run pp-pay receipt pay-3 --format=pdf
works "a name of 200 letters without a blank"
shown
words shown | tr -d '\n' >of-pages
pp-pay receipt pay-3 | words - | tr -d '\n' >of-text
cmp -s of-pages of-text
ok $? "is broken into lines, and all of it is there" || diag "$(cat shown)"

i=100
while [ $i -lt 190 ]; do
	i=$((i + 1))
	echo "M-$i,1002,1.00,2026-04-20"
done | { echo number,account,amount,due_on && cat; } >many.csv
silently pp-invoice import many.csv --biller=water
pp-invoice list --account=water:1002 --status=payable --format=tsv --columns=id >refs
silently pp-pay invoice - --with=cash --yes <refs
run pp-pay receipt pay-4 --format=pdf
shown
is "$(pages)" 4 "90 invoices take four pages"
is "$(grep -c '^Aguas del Valle  M-1' shown)" 90 "each is there"
is "$(grep -Ec "^RECEIPT [A-Z0-9]+, page [234]\$" shown)" 3 "further pages say which and how far"
tail -3 shown | grep -q '^Total	Bs 90.00$'
ok $? "the total comes last"

silently pp-account add 1004 --biller=water --holder='Łucja Żółć 张伟 שלום Ωμέγα'
bill F-10 water:1004 1
silently pp-pay invoice "$bill" --with=cash --yes
run pp-pay receipt pay-5 --format=pdf
is_status 0 "a name that Helvetica cannot print"
err_is 'pp-pay: characters that cannot be printed stand as \uXXXX; see pp(7)' "is said"
shown
has '\\u0141ucja \\u017bó\\u0142\\u0107 \\u5f20\\u4f1f \\u05e9\\u05dc' \
	"and what it cannot is told by its number, never left out"
run pp-pay receipt pay-5 --format=pdf --quiet
works "quietly"
run pp-pay receipt pay-1 --format=pdf
cmp -s out one.pdf
ok $? "another receipt is as it was"
silently pp-db config print.font "$T/no.ttf"
run pp-pay receipt pay-5 --format=pdf
refused 9 'no.ttf cannot be used as a font' "the font that is named is not there"
run pp-pay receipt pay-1 --format=pdf
works "which concerns only who needs it"
for wrong in "$PP_DB" "$T" /dev/zero; do
	silently pp-db config print.font "$wrong"
	run pp-pay receipt pay-5 --format=pdf
	refused 9 'cannot be used as a font' "${wrong##*/} is none"
done
font=$(find /usr/share/fonts /usr/local/share/fonts -name '*Sans*.ttf' -print 2>/dev/null | sort | head -1)
if [ -n "$font" ]; then
	silently pp-db config print.font "$font"
	run pp-pay receipt pay-5 --format=pdf
	is_status 0 "with a font"
	cp out foreign.pdf
	shown
	has 'Łucja Żółć .*Ωμέγα' "the letters that it has"
	has '\\u5f20|张伟' "what it has not is told by its number"
	has '\\u05e9\\u05dc\\u05d5\\u05dd' "and what is written from right to left"
	has '^font ......\+' "it is embedded"
	[ "$(wc -c <out)" -lt 200000 ]
	ok $? "only what is used of it"
	run pp-pay receipt pay-5 --format=pdf
	cmp -s out foreign.pdf
	ok $? "the same bytes again"
	run pp-pay receipt pay-1 --format=pdf
	cmp -s out one.pdf
	ok $? "a receipt that does not need it is as it was"
else
	skip "a font for other letters" "no TrueType font here"
fi

done_testing
