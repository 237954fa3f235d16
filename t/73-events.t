#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# What customers are told, and when: with what causes it, in one transaction, or not at all.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

# told: all messages; newest KEY: of the last one
told() {
	sqlite3 "$PP_DB" "SELECT template || ' ' || about || ' ' || recipient FROM message ORDER BY id"
}
newest() {
	pp-notify show "msg-$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')" --json | jq -r ".$1"
}
forget() {
	sqlite3 "$PP_DB" 'SELECT max(id) FROM message' >"$T/before"
}
# since: the messages since forget
since() {
	sqlite3 "$PP_DB" "SELECT template || ' ' || about || ' ' || recipient FROM message
	    WHERE id > $(cat "$T/before") ORDER BY id"
}

shop
silently pp-db config portal.url https://pagos.example.com/
silently pp-db config office.phone 800-10-1234
silently "$seed" customer Beto beto@example.com
silently pp-account add 1002 --biller=water --holder=Beto

# ---- receipts
bill 120.50
pay invoice "$inv" --with=cash
is "$(told)" "" "cash of nobody: nobody is told"
bill 35.50
bill 10.00
pay invoice "$inv" water:F-2 --with=cash --customer=cus-1
is "$(told)" "receipt pay-2 ana@example.com" "a receipt for the payer"
is "$(newest subject)" "Recibimos su pago $(pp-pay show pay-2 --columns=reference)" "with its reference"
is "$(newest text | sed -n 5,11p)" "Referencia: $(pp-pay show pay-2 --columns=reference)
Importe: BOB 45.50
Fecha: 2026-03-15

F-3  Water  BOB 10.00
F-2  Water  BOB 35.50" "amount, date, and each invoice"
like "$(newest text)" 'en: https://pagos.example.com/$' "S2-17 and where the full one is"
like "$(newest text)" 'nunca le pide datos personales' "S0-31 with the notice against fraud"
is "$(newest customer) $(newest about) $(newest channel)" "cus-1 pay-2 email" "it is about that payment"
run pp-db log --ref=pay-2 --columns=summary
is_status 0 "the log of the payment is as it was"
run pp-pay invoice "$inv" --with=cash --customer=cus-1 --yes
is "$(told | wc -l)" 1 "a payment that is refused tells nobody"
bill 1.00
pay invoice "$inv" --with=cash --customer=cus-1 --dry-run
is "$(told | wc -l)" 1 "nor a dry run"
pay invoice "$inv" --with=cash --customer=cus-1 --request-id=R1
pay invoice "$inv" --with=cash --customer=cus-1 --request-id=R1
is "$(told | wc -l)" 2 "a repeated request tells once"
card sandbox-approve
bill 7.00
forget
pay invoice "$inv" --with="$card"
is "$(since)" "receipt pay-4 ana@example.com" "a receipt for a card payment"
card sandbox-decline
bill 8.00
forget
pay invoice "$inv" --with="$card"
is "$(since)" "" "none for one that was declined"
card sandbox-unknown
bill 9.00
pay invoice "$inv" --with="$card"
unclear=$(sqlite3 "$PP_DB" "SELECT 'pay-' || max(id) FROM payment")
is "$(since)" "" "none while it is unknown"
pay resolve "$unclear" --declare=approved --gateway-ref=G-1 --reason=letter
is "$(since)" "receipt $unclear ana@example.com" "one when it turns out approved"
bill 11.00
pay invoice "$inv" --with=sandbox --customer=cus-1
page=$(sqlite3 "$PP_DB" "SELECT 'pay-' || max(id) FROM payment")
silently pp-pay cancel "$page" --yes
forget
silently pp-pay resolve "$page" --declare=approved --gateway-ref=G-2 --reason=late --yes
is "$(since)" "receipt $page ana@example.com" "one for a late approval"
forget
pay refund pay-2 --amount=5 --reason=wrong
refund=$(sqlite3 "$PP_DB" "SELECT 'pay-' || max(id) FROM payment")
is "$(since)" "refund $refund ana@example.com" "a refund is told"
is "$(newest subject)" "Le devolvimos BOB 5.00" "how much"
like "$(newest text)" "Pago devuelto: $(pp-pay show pay-2 --columns=reference)" "of which payment"
forget
pay refund pay-4 --reason=wrong
is "$(since | cut -d ' ' -f 1)" "refund" "through a platform too"

# ---- what keeps us from telling does not keep us from recording
bill 6.00
sqlite3 "$PP_DB" "UPDATE customer SET email = 'no address' WHERE id = 1"
forget
pay invoice "$inv" --with=cash --customer=cus-1
is_status 0 "a payer whose address is none"
is "$(since)$(state "$inv")" "paid" "has paid, and is not told"
sqlite3 "$PP_DB" "UPDATE customer SET email = 'ana@example.com' WHERE id = 1"

# ---- digital bills
run pp-account link water:1001 --customer=cus-1
run pp-account enrol water:1001 paperless --customer=cus-1 --email=facturas@example.com --accept-terms --yes
is_status 0 "S1-14 paperless bills"
forget
bill 77.00
is "$(since)" "bill $inv facturas@example.com" "S1-61 the digital bill goes to the address enrolled for it"
like "$(newest subject)" '^Water: su factura F-[0-9]+ vence el 2027-03-31$' "what and when"
is "$(newest text | grep -E '^(Cuenta|Importe|Vencimiento|Período|Segundo)')" "Cuenta: 1001
Vencimiento: 2027-03-31
Importe: BOB 77.00" "account and amount; what is not there has no line"
printf '%s\n' 'number,account,amount,due_on,due2_on,due2_amount,period' \
	'N-1,1001,10.00,2026-04-01,2026-04-10,11.00,2026-03' 'N-2,1002,20.00,2026-04-01,,,' \
	'N-3,1001,30.00,2026-04-01,,,' >bills.csv
forget
run pp-invoice import bills.csv --biller=water
works "a month is taken in"
is "$(since)" "$(sqlite3 "$PP_DB" "SELECT 'bill inv-' || id || ' facturas@example.com' FROM invoice
    WHERE number IN ('N-1', 'N-3') ORDER BY id")" "S1-61 each account that is enrolled is told, no other"
is "$(pp-notify list --json | jq -r 'select(.template == "bill").id' | sed -n 2p |
	xargs pp-notify show --json | jq -r .text | grep Segundo)" "Segundo vencimiento: 2026-04-10, BOB 11.00" \
	"with its second due date"
forget
run pp-invoice import bills.csv --biller=water
is "$(since)" "" "S1-61 once: the same file again tells nobody"
sed 's/N-/P-/' bills.csv >partial.csv
echo 'P-9,9999,1.00,2026-04-01,,,' >>partial.csv
run pp-invoice import partial.csv --biller=water --partial
is "$(since | wc -l)" 2 "a partial import tells of what was taken in"
sed 's/N-/Q-/' bills.csv >bad.csv
echo 'Q-9,9999,1.00,2026-04-01,,,' >>bad.csv
forget
run pp-invoice import bad.csv --biller=water
is "$status $(since)" "3 " "one that is refused tells nobody"
printf '%s\n' '{"number":"L-1","account":"1001","amount":"3.00","due_on":"2026-04-01","lines":[{"concept":"x","amount":"3.00"}]}' >l.jsonl
run pp-invoice import l.jsonl --biller=water
is "$(since | wc -l)" 1 "one with lines"
forget
run pp-invoice add U-1 --account=water:1001 --amount=5 --due-on=2026-04-01 --kind=charge --status=unbilled
is "$(since)" "" "a charge that is not billed yet is not told"
run pp-invoice bill water:U-1 --yes
is "$(since | cut -d ' ' -f 1)" bill "until it is"
run pp-account unenrol water:1001 paperless --yes
is_status 0 "S1-22 paperless bills are cancelled"
forget
bill 5.00
is "$(since)" "" "S1-22 who has left is not told any more"

# ---- automatic debit
purse=$(pp-account open --currency=BOB --holder=Ana --customer=cus-1 --format=tsv | cut -f 1)
run pp-account enrol water:1001 autodebit --with="$purse" --customer=cus-1 --accept-terms --yes
is_status 0 "S1-23 automatic debit from a deposit account"
forget
run pp-account close "$purse" --yes
is_status 0 "which is closed"
is "$(since)" "mandate-stopped acc-1 ana@example.com" "the customer is told that the debit has stopped"
like "$(newest subject)" '^Water: se detuvo el débito automático de 1001$' "of which account"

# ---- what falls due soon
forget
silently pp-notify send
is "$(since)" "" "nobody is told of due dates where that is not set"
silently pp-db config notify.due-soon 17
run pp-notify send -v
is_status 0 "what falls due within 17 days"
is "$(since | sort)" "$(sqlite3 "$PP_DB" "SELECT 'due-soon inv-' || id || ' ana@example.com' FROM invoice
    WHERE account = 1 AND due_on = '2026-04-01' AND status = 'open' ORDER BY 1")" \
	"is told to who linked the account, of each open invoice"
like "$(newest text)" 'Importe pendiente: BOB' "how much is open"
forget
run pp-notify send
at 86400
run pp-notify send
is "$(since)" "" "once for each, whatever day it is"

# Of two sendings at once one tells, though both had read that nobody was told yet: while the books
# are locked each gets as far as to the lock.
silently pp-db config notify.due-soon 40
silently pp-invoice add S-1 --account=water:1001 --amount=30 --due-on=2026-04-20
forget
mkfifo lock
sqlite3 "$PP_DB" >locker <lock &
exec 4>lock
echo "BEGIN IMMEDIATE; SELECT writefile('$T/locked', '');" >&4
while [ ! -e "$T/locked" ]; do :; done
pp-notify send >"$T/send.1" 2>&1 4>&- &
one=$!
pp-notify send >"$T/send.2" 2>&1 4>&- &
two=$!
reads=0
while [ $reads -lt 20 ]; do # well within the time that a program waits for the lock
	pp-db config notify.due-soon >"$T/quiet"
	reads=$((reads + 1))
done
exec 4>&-
wait $one && wait $two
is "$? $(cat "$T"/send.[12])" "0 " "two sendings at once: well and silent"
is "$(since | cut -d " " -f 1,3)" "due-soon ana@example.com" "which is told once"

# ---- the link
silently pp-db config portal.url 'https://pagos.example.com/{ref}?e={email}'
bill 10.00
forget
pay invoice "$inv" --with=cash --customer=cus-1
is "$(since | cut -d ' ' -f 1)" receipt "a payment"
like "$(newest text)" 'en: https://pagos.example.com/cus-1\?e=ana%40example.com$' \
	"S4-08 whose receipt has the payer's own link"

done_testing
