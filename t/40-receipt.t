#!/bin/sh
# Receipts, the list of payments, and each by its reference.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
paying_office --name='Cooperativa El Molino'
seed=$build/t/pp-seed
customer=$("$seed" customer 'Ana Flores' ana@example.com)
card=$("$seed" card "$customer" sandbox-approve sandbox 4242)

# line LABEL: its value on the receipt
line() {
	sed -n "s/^$1  *//p" "$T/out"
}

# ---- in cash
bill F-1 water:1001 100.50 --concept='Marzo'
bill F-2 water:1001 1234567.89
bill L-1 loans:C-9 7
pp-pay invoice inv-1 inv-2 inv-3 --with=cash --yes --memo='En ventanilla' >paid
run pp-pay receipt pay-1
works "S2-18 S3-18 a receipt"
cp out receipt
is "$(sed -n 1p out)" "Cooperativa El Molino" "whose"
is "$(sed -n 2p out)" "RECEIPT $(cut -f2 paid)" "with the reference"
is "$(line Date)" "2026-03-15 08:00:00" "S3-24 when, in the office's zone"
is "$(line Payment)" pay-1 "which payment"
is "$(line Method)" cash "how"
is "$(line Memo)" 'En ventanilla' "its memo"
out_like '^Aguas del Valle  F-1  Marzo  *Bs 100\.50$' "each invoice with its amount"
out_like '^  account 1001, Ana Flores$' "account and holder"
out_like '^Aguas del Valle  F-2  *Bs 1,234,567\.89$' "grouped by thousands"
is "$(line Total)" "Bs 1,234,675.39" "the total"
is "$(awk '{ print length }' out | sort -n | tail -1)" 64 "no line is wider than 64"
run pp-pay receipt "$(cut -f2 paid)"
cmp -s out receipt
ok $? "S2-15 by its reference, printed again the same"
run_in 'pay-1
' pp-pay receipt -
cmp -s out receipt
ok $? "from a list of refs"
run_tty pp-pay receipt pay-1
cmp -s out receipt
ok $? "the same on a terminal"
run pp-pay receipt "$(cut -f2 paid | tr '[:upper:]' '[:lower:]')"
cmp -s out receipt
ok $? "in small letters too"
run pp-pay show "$(cut -f2 paid | tr '[:upper:]' '[:lower:]')" --columns=id --format=tsv
out_is pay-1 "show as well"
run pp-pay receipt XXXXXXXXXXXXXXXXXXXX
refused 3 'XXXXXXXXXXXXXXXXXXXX' "longer than any reference"
run pp-pay receipt pay-1 pay-1
{ cat receipt; echo; cat receipt; } | cmp -s - out
ok $? "an empty line between two"
run pp-pay receipt pay-1 --full
cmp -s out receipt
ok $? "cash has no voucher of a network"
run pp-pay receipt pay-1 -o receipt.txt
cmp -s receipt.txt receipt
ok $? "S1-40 into a file"
run pp-pay receipt pay-1 --json
cp out record
run pp-pay show pay-1 --json
cmp -s out record
ok $? "in JSON it is the record"
run sh -c 'pp-pay receipt pay-1 >/dev/full'
refused 1 'output could not be written' "a full disk"
run pp-pay receipt pay-1 --format=csv
refused 2 'format takes one of text.json' "a receipt is no spreadsheet"
run pp-pay receipt pay-99
refused 3 'no pay-99' "no such payment"
run pp-pay receipt ZZZZZZZZZZZZ
refused 3 'no payment ZZZZZZZZZZZZ' "no such reference"
run pp-pay receipt inv-1
refused 2 'takes no inv-1' "another thing"
run pp-pay receipt pay-1 pay-99
is_status 8 "some have none"
grep -q '^RECEIPT' out
ok $? "the others are printed"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-pay receipt pay-1
works "in Spanish"
out_like "^(RECIBO|COMPROBANTE)( DE PAGO)? $(cut -f2 paid)\$" "the words are Spanish"
out_like 'Bs 100\.50$' "the amounts are the same"

# ---- the network's voucher
pp-db config office.legal 'Venta No Presencial. Pagaré incondicionalmente.' >said
pp-db config office.regulator 'Entidad supervisada por la Autoridad' >said
pp-biller add school --name='Jardín Infantil' --service=education --currency=COP --tax-id=860007 \
	--agreement=CV-31 --unique-code=0011223344 --terminal=7 >said
pp-account add 88 --biller=school --holder='Luz Rojas' >said
bill J-1 school:88 175277.00
run pp-pay invoice "$bill" --with="$card" --yes --json
voucher=$(field id)
run pp-pay receipt "$voucher"
works "without --full"
out_unlike 'Commerce|Venta No Presencial' "the voucher is left out"
out_like '^Entidad supervisada por la Autoridad$' "S0-33 the regulator's line is always there"
is "$(line Payer)" "Ana Flores" "the payer"
is "$(line Method)" "card sandbox ****4242, sandbox" "the card's last four digits"
run pp-pay receipt "$voucher" --full
works "S2-19 the detailed voucher"
is "$(line Commerce)" "CV-31 Jardín Infantil" "S3-19 commerce, code and name"
is "$(line 'Tax id')" 860007 "S3-20 its tax id"
is "$(line 'Unique code')" 0011223344 "S3-21 unique code"
is "$(line Terminal)" 007 "S3-22 terminal, three digits"
like "$(line Transaction)" '^[0-9]+$' "S3-23 transaction number"
is "$(line 'Date and time')" "2026-03-15 08:00:00" "S3-24 date and time"
is "$(line Currency)" COP "S3-25 currency"
is "$(line Total | sort -u | tr -d ' ')" "\$175,277.00" "S3-26 total"
is "$(line Tax | grep -v '[a-z]')" 0.00 "S3-27 tax"
is "$(line 'Tax refund base')" 0.00 "S3-28 tax refund base"
is "$(line Instalments)" 001 "S3-29 instalments, three digits"
is "$(line 'Response code')" 00 "S3-30 response code"
like "$(line Authorization)" '^[0-9]{6}$' "S3-31 authorization"
is "$(line Result)" APPROVED "S3-31 its result"
like "$(line Response | grep -v '^code')" 'approved' "S3-32 the response in words"
is "$(line "Payer's address")" "" "S3-33 the payer's address, where it is known"
out_like '^Venta No Presencial\. Pagaré incondicionalmente\.$' "S3-34 the legal text"
out_like '^sandbox$' "S3-35 the processor's line"
is "$(tail -n 1 out)" 'Entidad supervisada por la Autoridad' "S0-33 the regulator comes last"
run pp-pay receipt "$voucher" --json
is "$(field 'voucher | [.commerce_code, .commerce, .tax_id, .unique_code, .terminal, .total,
	.tax, .tax_refund_base, .instalments, .response_code, .result, .user_address, .processor] |
	map(tostring) | join("|")')" \
	"CV-31|Jardín Infantil|860007|0011223344|7|175277.00|0.00|0.00|1|00|APPROVED|null|sandbox" \
	"S3-19..S3-35 the same in JSON"
is "$(field 'voucher.legal_text')" 'Venta No Presencial. Pagaré incondicionalmente.' "S3-34 in JSON"
pp-db config gateway.sandbox.merchant M-900 >said
run pp-pay receipt "$voucher" --full
is "$(line Commerce)" "M-900 Jardín Infantil" "S3-19 the platform's own code, where there is one"
cp out want
run env TZ=Asia/Tokyo PP_NOW=2026-03-16T12:00:00Z pp-pay receipt "$voucher" --full
cmp -s out want
ok $? "the clock and zone of whoever reprints it are not in it"

# ---- S2-17: persons and businesses alike find and reprint it
is "$(pp-pay list --customer="$customer" --columns=id)" "$voucher" \
	"S2-17 a customer's payments are listed"

# ---- a refund's
run pp-pay refund pay-1 --amount=7.50 --reason='cobro de más' --yes --json
refund=$(field id)
run pp-pay receipt "$refund"
works "a refund's receipt"
out_like "^REFUND $(pp-pay show "$refund" --columns=reference)\$" "says what it is"
is "$(line 'Refund of')" pay-1 "and of which payment"
out_like '^Fondo Norte  L-1  *Bs 7\.00$' "the newest invoice first"
out_like '^Aguas del Valle  F-2  *Bs 0\.50$' "then the one before"
is "$(line Total)" "Bs 7.50" "what was given back"

# ---- the list
PP_NOW=2026-03-16T03:59:59Z
bill F-3 water:1002 31 --due-on=2026-04-20
pp-pay invoice "$bill" --with=cash --yes >paid
PP_NOW=2026-03-16T04:00:00Z
bill F-4 water:1002 32 --due-on=2026-04-20
pp-pay invoice "$bill" --with=cash --yes >paid
pp-account deposit acc-5 50 >deposited
bill F-5 water:1002 33 --due-on=2026-04-20
pp-pay invoice "$bill" --with=acc-5 --yes >paid
bill P-1 phone:555 34 --due-on=2026-04-20
pp-pay invoice "$bill" --with=sandbox --yes >paid
run pp-pay list
works "S1-39 S4-01 S4-07 the list of payments"
is "$(cut -f1 out | tr '\n' ' ')" "pay-1 pay-2 pay-3 pay-4 pay-5 pay-6 pay-7 " "by id"
# listed NAME WANT OPTION...
listed() {
	name=$1 want=$2
	shift 2
	run pp-pay list --columns=id "$@"
	is "$status $(tr '\n' ' ' <out)" "0 $want" "$name"
}
listed "since a date, in the office's zone" "pay-5 pay-6 pay-7 " --since=2026-03-16
listed "until a date" "pay-1 pay-2 pay-3 pay-4 " --until=2026-03-15
listed "one day" "pay-1 pay-2 pay-3 pay-4 " --since=2026-03-15 --until=2026-03-15
listed "when it was paid: what is not paid is left out" "pay-5 pay-6 " --paid-since=2026-03-16
listed "paid until" "pay-1 pay-2 pay-3 pay-4 " --paid-until=2026-03-15
listed "S4-28 of an account" "pay-4 pay-5 pay-6 " --account=water:1002
listed "of the deposit account it came from" "pay-6 " --account=acc-5
listed "of a biller" "pay-1 pay-3 pay-4 pay-5 pay-6 " --biller=water
listed "of another" "pay-7 " --biller=phone
listed "in cash" "pay-1 pay-3 pay-4 pay-5 " --method=cash
listed "by card" "$voucher " --method=card
listed "at a checkout" "pay-7 " --method=checkout
listed "from deposits" "pay-6 " --method=deposit
listed "through a platform" "pay-2 pay-7 " --gateway=sandbox
listed "of a customer" "pay-2 " --customer=ana@example.com
listed "by state" "pay-7 " --status=redirected
listed "several states" "pay-7 " --status=redirected,unknown,refunded
listed "flagged: none" "" --flagged
listed "nothing on that day" "" --since=2027-01-01
listed "several filters" "pay-4 pay-5 " --method=cash --account=water:1002
listed "the largest first" "pay-1 pay-2 pay-7 pay-6 " --sort=amount --reverse --limit=4
listed "by what they say" "pay-1 " --match=ventanilla
run pp-pay list --since=2026-03-16 --until=2026-03-15
is_status 2 "a period that ends before it begins"
run pp-pay list --method=bank
refused 2 'method takes cash.card' "no such method"
run pp-pay list --account=water:9999
refused 3 'water:9999' "no such account"
run pp-pay list --customer=nobody@example.com
refused 3 'nobody@example.com' "no such customer"
run pp-pay list --format=csv
is "$(head -1 out | tr -d '\r')" \
	"id,reference,kind,status,method,amount,currency,customer,created_at,settled_at,gateway,gateway_ref,authorization,card,redirect_url,memo,flag,credit,qr,payee,beneficiary" \
	"S1-41 the whole list for a spreadsheet"
run_tty pp-pay list
out_like '^id +reference +kind' "a table on a terminal"
out_like 'pay-1 .*Bs 1,234,675\.39' "with money for people"
run pp-pay show "$voucher" --json
works "S4-29 all about one payment"
is "$(jq -r 'keys_unsorted | join(" ")' out)" \
	"type v id reference kind status method amount currency customer created_at settled_at gateway gateway_ref authorization card redirect_url memo flag credit qr payee beneficiary allocations voucher" \
	"its fields, in order"
reference=$(field reference)
run pp-pay show "$reference" --columns=id
out_is "$voucher" "S2-15 a reference leads to the payment"
run pp-db log --ref="$voucher" --json
is "$(jq -r .reference out | sort -u)" "$reference" "S2-14 and the log cites it"
run pp-pay show pay-1 pay-99 inv-1
refused 2 'takes no inv-1' "a ref of another type: nothing is shown"
run_in '{"id":"pay-1"}
pay-2	x
' pp-pay show - --columns=id
out_is "pay-1
pay-2" "refs from records"

done_testing
