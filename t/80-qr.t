#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries of the tests set and use them
# pp-qr: charges made, listed, drawn, cancelled; payloads judged.
. "${0%/*}/lib.sh"
. "$here/counter.sh"

paying_office --city='La Paz'
seed=$build/t/pp-seed

# create WORD...: $qr and its $payload
create() {
	run pp-qr create "$@"
	qr=$(cut -f1 out)
	payload=$(cut -f10 out)
}

# value PATH: of the payload's object
value() {
	pp-qr parse "$payload" | awk -F'\t' -v path="$1" '$1 "" == path "" && $6 == "" { print $3 }'
}

# ---- making

create --account=acc-5 --amount=150.00 --memo='Cuota de mayo, curso 3º B, año 2026' --once \
	--expires=2026-03-31
works "S0-01 a charge that credits a deposit account"
is "$(cut -f1-9 out)" "qr-1	active	acc-5	Ana Flores	150.00	BOB	Cuota de mayo, curso 3º B, año 2026	2026-03-31	once" \
	"S0-07 its record"
is "$(value 00) $(value 01) $(value 52) $(value 53) $(value 54) $(value 58)" "01 12 0000 068 150.00 BO" \
	"S0-02 amount and currency are in the payload"
is "$(value 59)/$(value 60)" "Ana Flores/La Paz" "name and city"
is "$(value 62.08)" "Cuota de mayo, curso 3º B" "S0-03 the memo, cut on a character"
is "$(value 80.01) $(value 80.02)" "once 20260331" "S0-04 S0-05 how often and until when"
is "$(value 26.01)" "$(pp-account show acc-5 --format=tsv --columns=number)" "the account's number"
is "$(value 26.00)" "$(value 80.00)" "one identifier in 26 and 80"
is "$(printf %s "$(value 26.00)" | wc -c)" 32 "made from the key file: 32 hex digits"
is "$(printf %s "$payload" | cut -c1-6)" "000201" "the payload format is first"
run pp-qr parse "$payload"
is_status 0 "S0-07 our payload is valid"

create --account=acc-6 --many
works "S0-06 a charge for any number of payments, the payer saying how much"
is "$(cut -f1-9 out)" "qr-2	active	acc-6	Ana Flores		USD			many" "S0-02 in dollars, open"
is "$(value 01) $(value 53) $(value 54)" "11 840 " "many, dollars, no amount"
run pp-qr create --account=acc-5 --amount=1.00 --once -n
is_status 0 "a dry run"
run pp-qr show qr-3
refused 3 'there is no' "makes nothing"
run pp-qr create --account=acc-5 --amount=9.00 --many --request-id=R-1
works "with a request id"
run pp-qr create --account=acc-5 --amount=9.00 --many --request-id=R-1
works "twice"
is "$(cut -f1 out) $(pp-qr list | wc -l)" "qr-3 3" "is once"
run pp-db config qr.guid bo.ejemplo.cobros
works "the office's identifier"
create --account=acc-5 --many
is "$(value 26.00) $(value 80.00)" "bo.ejemplo.cobros bo.ejemplo.cobros" "is in both templates"
for bad in x bo 'bo..ejemplo.x' bo.ejemplo. 0123 'bo.ejemplo.cobros.de.muchas.palabras.mas'; do
	run pp-db config qr.guid "$bad"
	refused 2 'reverse domain' "no identifier: $bad"
done
run pp-qr show qr-1 qr-2 qr-99
is_status 8 "show: what is there, and what is not"
is "$(cut -f1 out | tr '\n' ' ')" "qr-1 qr-2 " "what is there is shown"

# ---- refused

# no STATUS ERE NAME WORD...
no() {
	want=$1 ere=$2 name=$3
	shift 3
	run pp-qr create "$@"
	refused "$want" "$ere" "$name"
}
no 2 'once' "neither once nor many" --account=acc-5
no 2 'once' "both" --account=acc-5 --once --many
no 2 'account' "no account" --once
no 2 'account' "two who are paid" --account=acc-5 --invoice=inv-1 --once
no 2 'no deposit account' "a service account" --account=water:1001 --once
no 3 'no acc-99' "no such account" --account=acc-99 --once
no 2 'is over' "a day that is over" --account=acc-5 --once --expires=2026-03-14
no 2 'no date|date' "no day" --account=acc-5 --once --expires=2026-02-29
no 2 'zero' "an amount of zero" --account=acc-5 --once --amount=0
no 2 'decimal' "too many decimals" --account=acc-5 --once --amount=1.234
no 2 'characters' "an amount too long for a payload" --account=acc-5 --once --amount=9999999999999.00
no 2 'card number' "a card number in the memo" --account=acc-5 --once --memo='4242 4242 4242 4242'
no 2 'too long' "a memo of 201 bytes" --account=acc-5 --once --memo="$(printf '%0201d' 0)"
pp-account open --currency=BOB --holder=Cerrada >/dev/null
pp-qr create --account=acc-7 --many --format=tsv >charge
run pp-account close acc-7 --yes --json
is_status 4 "an account that a charge collects for is not closed"
is "$(jq -r '"\(.reason) \(.ref)"' err)" "collects $(cut -f1 charge)" "the charge is named"
pp-qr cancel "$(cut -f1 charge)" >/dev/null
pp-account close acc-7 --yes >/dev/null
no 4 'closed' "a closed account" --account=acc-7 --once

# ---- by invoice

bill F-1 water:1001 100
create --invoice="$bill" --once
works "a biller's charge, for an invoice"
is "$(cut -f3,4,5 out)" "acc-1	Aguas del Valle	" "who is paid is the biller, the amount what is due then"
is "$(value 62.01) $(value 59)" "F-1 Aguas del Valle" "the invoice's number is in the payload"
no 2 'what is due' "an amount with an invoice" --invoice="$bill" --once --amount=5
pp-invoice void "$bill" --reason=x --yes >/dev/null
no 4 'void' "an invoice that is void" --invoice="$bill" --once

# ---- cancelled, expired

run pp-qr cancel qr-3
works "cancel"
out_like '^qr-3	cancelled' "it says so"
run pp-qr cancel qr-3
refused 4 'was cancelled' "twice"
run pp-qr cancel qr-99
refused 3 'there is no' "what is not there"
run pp-qr cancel acc-5
refused 2 '' "what is no charge"
run pp-qr draw qr-3 -o no.png
refused 4 'was cancelled' "it is not drawn any more"
run pp-qr list --status=expired --as-of=2026-03-31
out_empty "on its last day it is active"
run pp-qr list --status=expired --as-of=2026-04-01 --columns=id,status
out_is "qr-1	expired" "the day after it has expired"
PP_NOW=2026-04-01T03:59:59Z pp-qr show qr-1 --columns=status >before
PP_NOW=2026-04-01T04:00:01Z pp-qr show qr-1 --columns=status >after
is "$(cat before) $(cat after)" "active expired" "S0-04 at midnight in the office's zone"
PP_NOW=2026-04-02T12:00:00Z run pp-qr cancel qr-1
refused 4 'expired on 2026-03-31' "what has expired is not cancelled"

# ---- drawn

payload=$(pp-qr show qr-1 --columns=payload)
run pp-qr draw qr-1 -o one.png
works "a PNG"
is "$(head -c 8 one.png | od -An -tx1 | tr -d ' \n')" 89504e470d0a1a0a "is one"
is "$(od -An -tu1 -j24 -N2 one.png | tr -s ' ')" " 1 0" "of one bit of gray"
run pp-qr draw qr-1 -o one.png
refused 2 'exists' "a file that exists is not replaced"
run pp-qr draw qr-1 -o one.png --force --scale=1
works "but with --force"
run pp-qr draw qr-1 -o one.svg
works "SVG by the file's name"
like "$(cat one.svg)" '^<svg xmlns' "is one"
run pp-qr draw qr-1 --as=utf8
works "half blocks"
is "$(tail -1 out)" "$payload" "followed by the text"
# shellcheck disable=SC2016 # the escape as it stands
is "$(head -1 out | sed 's/\x1b\[38;5;16;48;5;231m *\x1b\[0m//')" "" "black on white, whatever the terminal's colours"
run_tty pp-qr draw qr-1
out_like '▀|▄' "half blocks on a terminal"
run_tty pp-qr draw qr-1 --as=png
is_status 2 "no binary output to a terminal"
run_tty pp-qr create --account=acc-5 --many
out_like '▀|▄' "S0-07 on a terminal a new charge is drawn"
bill F-2 water:1001 70
run pp-qr draw "$bill" --as=utf8
works "an invoice is drawn"
payload=$(tail -1 out)
is "$(value 62.05) $(value 62.01) $(value 01)" "$bill F-2 12" "by its ref, good for one payment"
pp-qr draw "$bill" --as=utf8 | tail -1 >again
is "$(cat again)" "$payload" "derived: the same every time"
run_in "$(pp-qr list --status=active)" \
	pp-qr draw - -o 'all-%s.png'
is_status 8 "many in one pipe, of which one is of a void invoice"
err_like '^pp-qr: inv-1 is void$' "that one is not drawn"
is "$(find . -name 'all-qr-*.png' | wc -l)" "$(($(pp-qr list --status=active | wc -l) - 1))" \
	"one file each for the others"
pp-qr list --status=active --json | head -n 1 >json
run sh -c "pp-qr draw - -o 'json-%s.png' <json"
works "a record in JSON"
test -s "json-$(jq -r .id json).png"
ok $? "is named by its ref"
run sh -c "pp-invoice list --status=payable --json | pp-qr draw - -o 'bill-%s.png'"
works "invoices that are listed"
test -s "bill-$bill.png"
ok $? "are drawn"
run_in 'qr-1
qr-999
qr-2' pp-qr draw - -o 'some-%s.png'
is_status 8 "one that is not there"
is "$(echo some-*)" "some-qr-1.png some-qr-2.png" "does not keep the others back"
run_in "uno
dos" pp-qr draw - -o x.png
refused 2 '%s' "several drawings need a pattern"
test ! -e x.png
ok $? "none is written then"
run_in "uno
dos" pp-qr draw - -o 'n-%s.svg'
works "payloads are numbered"
is "$(find . -name 'n-[12].svg' | wc -l)" 2 "both"
PP_DB=$T/nowhere/pp.db run pp-qr draw 'any text' -o any.png
works "a text needs no office"
PP_SESSION=$T/none PP_DB=$T/nowhere/pp.db run pp-qr draw 'any text' -o any2.png
works "and nobody who is known"
run pp-qr draw "$(printf '%03000d' 0 | tr 0 a)" -o big.png
refused 2 'more than a QR code holds' "a text too long"
run pp-qr draw '' -o empty.png
is_status 2 "no text"
run pp-qr draw qr-1 --scale=0 -o s.png
is_status 2 "scale 0"
run pp-qr draw qr-1 --scale=65 -o s.png
is_status 2 "scale 65"
run pp-qr draw qr-1 --level=X -o s.png
is_status 2 "no level"
run pp-qr draw acc-5 -o s.png
refused 2 'takes no acc-5' "an account is not drawn"
run pp-qr draw qr-1 -o /dev/full --force
is_status 2 "a device is no file"

# ---- judged

run pp-qr parse "$payload" --json
is "$(jq -r 'select(.id == "62.05").value' out)" "$bill" "S0-09 parse: fields in JSON"
case $payload in *0) wrong=${payload%?}1 ;; *) wrong=${payload%?}0 ;; esac
run pp-qr parse "$wrong"
is_status 10 "a checksum that is not that of the payload"
is "$(awk -F'\t' '$6 != "" { print $1, $6, $7 }' out)" "63 crc invalid" "is named with its place"
run pp-qr parse "$(printf %s "$payload" | sed 's/6304/6305/')"
is_status 10 "a payload that is cut"
# breaks RULE PATH PAYLOAD: parse tells that rule and no other invalid one
breaks() {
	run pp-qr parse "$3"
	is_status 10 "$1: status"
	is "$(awk -F'\t' '$7 == "invalid" { print $1, $6 }' out)" "$2 $1" "$1 is told, alone"
}
start=00020101021126230010org.ex.pay0105acc-3
rest=52040000530306854031.05802BO5903Ana6006La
# finished TEXT: with its checksum
finished() {
	printf %s6304 "$1" >unfinished
	printf '%s6304%s' "$1" "$("$build/t/pp-crc" <unfinished)"
}
breaks last 63 "$(finished "$start$rest Paz")61011"
breaks missing 00 "$(finished "${start#000201}$rest Paz")"
breaks missing 63 "$start$rest Paz"
template=0003o.x$(printf '%02d01x' $(seq 1 15))
templates=$(for id in $(seq 26 42); do printf '%s82%s' "$id" "$template"; done)
breaks many '' "$(finished "000201$templates")"
breaks twice 59 "$(finished "$start${rest}aPaz5903Eva")"
is "$(awk -F'\t' '$1 == "59" && $6 == "" { print $3 }' out | paste -sd ' ')" "Ana Eva" \
	"of what stands twice both values are shown"
run pp-qr parse 'https://example.com'
is_status 10 "no payload"
out_like '	payload	invalid	' "is told as such"
run pp-qr parse 'q1Xv0Hn3zR8kLw5sT2yB7cD9eF4gJ6mPaQoUiYtReWs=|0A1B2C3D4E5F60718293'
works "an opaque code"
out_like 'issued by a bank' "is issued by a bank"
echo '{"type":"symbol","v":1,"id":null,"file":"x.png","payload":"hola","kind":"text","fields":null}' >symbol
run_in "$(cat symbol)" pp-qr parse -
is_status 10 "a record of read"
printf '\tx.png\t%s\temvco\n' "$payload" >symbol
run_in "$(cat symbol)" pp-qr parse -
works "and as tsv"
echo '{"payload":' >symbol
run_in "$(cat symbol)" pp-qr parse -
refused 2 '^pp-qr: -:1: ' "a broken record, and its line"
run pp-qr parse --json -- '-1'
is_status 10 "an operand that begins with a dash"

# ---- whose

"$seed" customer Ana ana@example.com >/dev/null
"$seed" customer Eva eva@example.com >/dev/null
pp-account open --currency=BOB --holder=Eva --customer=cus-2 >/dev/null
pp-qr create --account=acc-8 --many >/dev/null
run pp-qr list --customer=cus-2 --columns=account
out_is "acc-8" "a customer's charges are those of its own accounts"
run pp-qr list --account=acc-6 --columns=id
out_is "qr-2" "an account's charges"

check_books
done_testing
