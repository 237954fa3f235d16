#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries of the tests set and use them
# pp-pay qr: what is shown, who is debited and credited, what is refused, money that comes late.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/paying.sh"

paying_office --city='La Paz'
for holder in Beto Carla; do
	pp-account open --currency=BOB --holder="$holder" >/dev/null # acc-7, acc-8
done
pp-account deposit acc-5 500 >/dev/null
pp-account deposit acc-6 500 >/dev/null
silently pp-db config gateway.sandbox.session 60

# more AMOUNT UNITS: that many units more, or less
more() {
	awk -v amount="$1" -v units="$2" 'BEGIN { printf "%.2f\n", amount + units }'
}
balance() {
	pp-account show "$1" --columns=balance
}

# ---- paid

collect --account=acc-7 --amount=150.00 --memo='Cuota de mayo' --once --expires=2026-03-31
typed='n
'
run_tty pp-pay qr "$payload" --with=acc-5
is_status 2 "S0-09 nobody pays without a yes"
out_like 'Beneficiary: Beto' "S0-09 the beneficiary is shown"
out_like 'Account: 0000000007 \(acc-7\)' "S0-09 the account"
out_like 'Amount: 150.00' "S0-09 the amount"
out_like 'Currency: BOB' "S0-09 the currency"
out_like 'Memo: Cuota de mayo' "S0-03 and the memo"
is "$(balance acc-5)" 500.00 "nothing moved"
typed='y
'
run_tty pp-pay qr "$payload" --with=acc-5
is_status 0 "S0-10 a yes pays"
typed=
is "$(balance acc-5) $(balance acc-7)" "350.00 150.00" "S0-11 the source is debited, the payee credited"
is "$(entries)" "deposit:acc-5 150.00
deposit:acc-7 -150.00" "the books tell it"
run pp-qr show "$qr" --columns=status
out_is "used" "S0-05 the charge is used"
run pp-pay qr "$payload" --with=acc-5 --yes
cannot 4 "$qr was paid already" "S0-13 a used charge"
run pp-pay qr "$payload" --with=acc-5 --yes --json
is "$(reason)" "used $qr" "S0-13 in one word"

collect --account=acc-7 --many
run pp-pay qr "$payload" --with=acc-5 --amount=25.50 --yes --json
works "S0-02 an open charge, the payer saying how much"
is "$(field amount) $(field qr) $(field payee) $(field status)" "25.50 $qr acc-7 approved" "its record"
run pp-pay qr "$payload" --with=acc-5 --amount=4.50 --yes
works "S0-06 again"
run pp-pay qr "$qr" --with=cash --amount=10 --yes
works "by its ref, in cash"
is "$(balance acc-7)" 190.00 "all of it arrived"
run pp-pay qr "$payload" --with=acc-5 --amount=1 --yes --request-id=Q-1
works "with a request id"
run pp-pay qr "$payload" --with=acc-5 --amount=1 --yes --request-id=Q-1
works "twice"
is "$(balance acc-7)" 191.00 "is once"
run pp-pay qr "$payload" --with=acc-5 --amount=1 -n --json
is "$(field payee) $(balance acc-7)" "acc-7 191.00" "a dry run tells and does nothing"
run pp-pay list --account=acc-7 --columns=id
is "$(wc -l <out)" 5 "the payee's account lists what it got"
run pp-pay receipt pay-1
out_like 'Beto +Bs 150.00' "S0-09 the receipt names who was paid"
out_unlike 'Credit' "and no credit"
run pp-account statement acc-7
out_like 'pay-1	' "the payee's statement has it"

# ---- refused

collect --account=acc-7 --amount=100.00 --once --expires=2026-03-31
pay() {
	run pp-pay qr "$@" --yes
}
PP_NOW=2026-04-01T04:00:01Z pay "$payload" --with=acc-5
cannot 4 "$qr expired on 2026-03-31" "S0-13 an expired charge"
PP_NOW=2026-04-01T03:59:00Z pay "$payload" --with=acc-5 -n
is_status 0 "S0-04 its last minute in the office's zone"
pay "$payload" --with=acc-6
cannot 4 'acc-6 is in USD' "S0-13 a source in another currency"
pay "$payload" --with=acc-8
cannot 5 'not enough money' "S0-13 insufficient funds"
pay "$payload" --with=acc-7
cannot 4 'acc-7 would pay itself' "one's own account"
pay "$payload" --with=acc-5 --amount=99
cannot 2 'the charge is of 100.00 BOB' "another amount than the charge's"
pay "$payload" --with=acc-5 --expect=99
cannot 4 'the total is 100.00' "another amount than was shown"
pay "$payload" --with=acc-5 --amount=instalment
is_status 2 "no instalment of a charge"
pay "$payload" --with=acc-1
cannot 2 'no deposit account' "a source that is no purse"
pay "$payload" --with=acc-99
cannot 3 'no acc-99' "a source that is not there"
pay qr-99 --with=acc-5
cannot 3 'there is no' "a charge that is not there"

# altered WHAT SED: as somebody would who knows how to make a checksum
altered() {
	body=$(printf %s "$payload" | sed "s/....\$//; $2")
	pay "$body$(printf %s "$body" | "$build/t/pp-crc")" --with=acc-5
	cannot 4 'was altered' "altered: $1"
}
altered "the amount" 's/5406100.00/5406001.00/'
altered "the beneficiary" 's/5904Beto/5904Bito/'
altered "the account" 's/0110000000000[0-9]/01100000000008/'
altered "the last day" 's/20260331/20270331/'
altered "once" 's/0104once/0104many/'
mac=$(pp-qr parse "$payload" | awk -F'\t' '$1 "" == "80.03" { print $3 }')
altered "the code itself" "s/$mac/0000000000000000/"
pay "$(printf %s "$payload" | sed 's/100.00/100.01/')" --with=acc-5
cannot 2 'checksum' "altered without its checksum"
LANGUAGE=es LC_ALL=C.UTF-8 pay "$(printf %s "$payload" | sed 's/100.00/100.01/')" --with=acc-5
err_like 'íntegro: la suma de control no es la del contenido, en 63; no se cobró nada$' "told in Spanish, wholly"
pay "$(printf %s "$payload" | cut -c1-60)" --with=acc-5
cannot 2 'no whole QR payload' "cut"
pay '00020101021126230010org.ex.pay0105acc-35204000053030685402105802BO5903Eva6006La Paz63046D4E' --with=acc-5
cannot 4 'the QR of Eva .*not payable here' "somebody else's is shown and refused"
pay 'q1Xv0Hn3zR8kLw5sT2yB7cD9eF4gJ6mPaQoUiYtReWs=|0A1B2C3D4E5F60718293' --with=acc-5
cannot 4 'issued by a bank' "a bank's own"
pay 'hola' --with=acc-5
cannot 2 'no whole QR payload' "any text"
run_in "$payload
hola" pp-pay qr - --with=acc-5 --yes
cannot 2 'two QR codes' "two codes"
run_in '' pp-pay qr - --with=acc-5 --yes
cannot 2 'no QR code' "none"
is "$(balance acc-7)" 191.00 "not one of these paid"
run_in "$payload
$payload" pp-pay qr - --with=acc-5 --yes
works "S0-08 the same one twice, as frames of a camera give it, is one"
collect --account=acc-7 --amount=5 --once
silently pp-qr cancel "$qr"
pay "$payload" --with=acc-5
cannot 4 'was cancelled' "S0-13 a cancelled charge"
collect --account=acc-8 --amount=5 --once
run pp-account close acc-8 --yes
refused 4 "still collects by $qr" "a payee's account is not closed while a charge of it is live"
silently pp-qr cancel "$qr"
silently pp-account close acc-8 --yes
pay "$payload" --with=acc-5
cannot 4 'was cancelled' "after that nothing reaches it"

# ---- invoices

bill 100
payload=$(pp-qr draw "$inv" --as=utf8 | tail -1)
pay "$payload" --with=acc-5
works "the code of an invoice pays that invoice"
is "$(pp-invoice show "$inv" --columns=status)" paid "it is paid"
pay "$payload" --with=acc-5
cannot 4 'already paid by' "once"
bill 20
collect --invoice="$inv" --once
pay "$payload" --with=cash
works "a biller's charge"
is "$(pp-invoice show "$inv" --columns=status) $(pp-qr show "$qr" --columns=status)" "paid used" \
	"allocates to its invoice and is used"
pay "$payload" --with=cash
cannot 4 'was paid already' "once"
run pp-db check
works "the books are right"

# ---- platforms

# checkout: a charge of 30.00 that waits at the platform's page: $qr, $pay, $answer
checkout() {
	collect --account=acc-7 --amount=30 --once
	run pp-pay qr "$payload" --with=sandbox --yes
	pay=$(cut -f1 out)
	answer=$(answer "$pay")
}
checkout
before=$(balance acc-7)
run pp-pay qr "$payload" --with=acc-5 --yes
cannot 4 "$qr is held by $pay" "while one pays nobody else can"
run pp-qr cancel "$qr"
refused 4 "$qr is held by $pay" "nor can it be cancelled"
silently pp-gateway-sandbox approve "$answer"
run pp-pay confirm "$pay"
works "the platform approves"
is "$(balance acc-7)" "$(more "$before" 30)" "the payee is credited"
is "$(entries)" "clearing:sandbox 30.00
deposit:acc-7 -30.00" "from the platform's clearing"
is "$(pp-qr show "$qr" --columns=status)" used "the charge is used"
checkout
silently pp-gateway-sandbox decline "$answer"
run pp-pay confirm "$pay"
is_status 5 "the platform declines"
run pp-pay qr "$payload" --with=acc-5 --yes
works "then another may pay"
run pp-db check
works "the books are right"

# expire SECONDS, approve after: late
checkout
run pp-pay cancel "$pay" --yes
works "a checkout given up"
run pp-pay qr "$payload" --with=acc-5 --yes
works "another pays"
before=$(balance acc-7)
run pp-pay resolve "$pay" --declare=approved --gateway-ref=L-1 --reason='letter'
is "$(state "$pay") $(flag "$pay") $(balance acc-7)" "approved late $before" \
	"late and double: never to the payee"
is "$(pp-ledger balance "suspense:$pay" | cut -f3)" "-30.00" "it waits in suspense"
run pp-db check
works "the books are right"
checkout
run pp-pay resolve "$pay" --release --reason='paid in cash'
works "a hold released by hand"
run pp-pay qr "$payload" --with=cash --yes
works "then another pays"
before=$(balance acc-7)
silently pp-gateway-sandbox approve "$answer"
run pp-pay resolve "$pay"
is "$(state "$pay") $(balance acc-7)" "approved $before" "double money is not the payee's"
is "$(pp-ledger balance "suspense:$pay" | cut -f3)" "-30.00" "it waits in suspense"
run pp-pay refund "$pay" --reason='twice' --yes
works "and is given back"
is "$(pp-ledger balance "suspense:$pay" | cut -f3)" "0.00" "all of it"
run pp-db check
works "the books are right"

# ---- given back

collect --account=acc-7 --amount=40 --once
run pp-pay qr "$payload" --with=acc-5 --yes
paid=$(cut -f1 out)
before=$(balance acc-7)
run pp-pay refund "$paid" --amount=15 --reason='part' --yes --json
works "a part is given back"
is "$(field payee) $(balance acc-7)" "acc-7 $(more "$before" -15)" "by the payee"
silently pp-account withdraw acc-7 "$(more "$before" -30)" --yes
run pp-pay refund "$paid" --reason='rest' --yes
cannot 5 'not enough money' "S0-13 what the payee no longer has is not given back"
run pp-pay refund "$paid" --amount=15 --reason='what is left' --yes
works "what it has is"
run pp-pay refund "$paid" --amount=11 --reason='more' --yes
cannot 4 'only 10.00' "not more than was paid"
is "$(pp-qr show "$qr" --columns=status)" used "the charge stays used"

check_books
done_testing
