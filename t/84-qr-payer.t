#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries of the tests set and use them
# Paying by QR as the payer and a program see it: who is paid, what is said, what is kept.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/counter.sh"
. "$here/owning.sh"
. "$here/token.sh"

paying_office --city='La Paz'
for holder in Beto Carla; do
	pp-account open --currency=BOB --holder="$holder" >/dev/null # acc-7, acc-8
done
silently pp-account deposit acc-5 500
silently pp-account deposit acc-7 5

purse() {
	pp-account show "$1" --columns=balance
}

# ---- the key file

pp-db init --sandbox --db="$T/other.db" >/dev/null 2>&1
run env PP_KEY="$T/other.db.key" pp-qr create --account=acc-7 --many
refused 9 'does not belong to this database' "S0-01 no charge is signed with another office's key"
collect --account=acc-7 --many
run env PP_KEY="$T/other.db.key" pp-pay qr "$payload" --with=acc-5 --amount=1 --yes
refused 9 'does not belong to this database' "nor is a payload judged by one"
run env PP_KEY="$T/other.db.key" pp-qr draw inv-1
is_status 3 "what is not there is not there, whatever the key"
for quick in '' --quick; do
	run env PP_KEY="$T/other.db.key" pp-db check $quick
	refused 9 'does not belong to this database' "pp-db check $quick tells that the key does not fit"
done
run env PP_KEY="$T/none.key" pp-db check
works "books that are kept without their key are checked"

# ---- what is shown before anybody pays

# asked PAYLOAD: what the question shows, answered no
asked() {
	typed='n
' run_tty pp-pay qr "$@"
	is_status 2 "S0-09 nobody pays without a yes"
}
bill F-8 1001 3.00 --concept='Consumo de mayo'
plain=$(pp-qr draw "$bill" --as=utf8 | tail -1)
asked "$plain" --with=cash
out_like '^  Beneficiary: Aguas del Valle$' "S0-09 the code of an invoice: the biller is shown"
out_like '^  Account: 1001$' "S0-09 the account that is paid for"
out_like "^  Invoice: F-8 \\($bill\\)\$" "S0-09 and the invoice"
out_like '^  Amount: 3.00$' "S0-09 the amount"
out_like '^  Currency: BOB$' "S0-09 the currency"
out_like '^  Memo: Consumo de mayo$' "S0-03 what it is for"
out_like '^Pay 3.00 BOB with cash\? \[y/N\]' "S0-09 and the total, its currency once"
collect --invoice="$bill" --memo='Segundo aviso' --once
asked "$payload" --with=cash
out_like '^  Beneficiary: Aguas del Valle$' "S0-09 a charge of an invoice: the biller"
out_like '^  Account: 1001$' "S0-09 the account"
out_like '^  Memo: Segundo aviso$' "S0-03 the memo of the charge"
asked "$qr" --with=acc-5 --memo='de Ana'
out_like '^  Memo: de Ana$' "the payer's own takes its place"

# ---- what a program is told before it pays

run pp-pay qr "$plain" --with=cash --dry-run --json
is "$(field beneficiary) $(field payee)" "Aguas del Valle null" \
	"S0-09 a dry run tells a program who is paid by an invoice's code"
collect --account=acc-7 --amount=2 --memo=Cuota --once
run pp-pay qr "$payload" --with=acc-5 --dry-run --json
is "$(field beneficiary) $(field payee)" "Beto acc-7" "S0-09 and by a charge, by name"
run_tty pp-pay qr "$payload" --with=acc-5 --dry-run
is_status 0 "a dry run asks nothing"
out_like '^  Beneficiary: Beto$' "and shows on a terminal what would be asked"
out_like '^Pay 2.00 BOB with acc-5\?$' "with the question"
out_unlike 'y/N' "which waits for no answer"
run_tty pp-pay qr "$payload" --with=acc-5 --dry-run --yes
out_unlike 'Beneficiary' "--yes wants no question and sees none"
run pp-pay qr "$payload" --with=acc-5 --dry-run --format=tsv
err_is 'pp-pay: dry run: nothing was recorded' "nor does who has no terminal"
bill G-1 1002 1.00
mine=$bill
bill G-2 C-9 1.00
run pp-pay invoice "$mine" "$bill" --with=cash --yes --dry-run --json
is "$(field beneficiary)" null "several billers have no one name"
run pp-pay invoice "$mine" --with=cash --yes --json
is "$(field beneficiary)" "Aguas del Valle" "a payment of one biller's invoices has its name"
run pp-pay refund "$(field id)" --reason=error --yes --json
is "$(field beneficiary)" null "a refund has none"

# ---- whose a code is, and how it is said

silently pp-db config qr.guid bo.example.one
collect --account=acc-7 --amount=1 --many
silently pp-db config qr.guid bo.example.two
run pp-pay qr "$payload" --with=cash --yes
works "S0-01 a charge that is recorded is this office's whatever its identifier is now"
run pp-pay qr "$plain" --with=cash -n --json
is "$(field beneficiary)" "Aguas del Valle" "S0-01 and so is an invoice's code that was printed"
run_in "$payload
$qr" pp-pay qr - --with=cash --yes
works "S0-08 one charge by payload and by ref is one"
run_in "$payload
$plain" pp-pay qr - --with=cash --yes
cannot 2 'two QR codes' "two are two"
foreign='00020101021126230010org.ex.pay0105acc-352040000530306854041.005802BO5903Eva6006La Paz6304'
run pp-pay qr "$foreign$(printf %s "$foreign" | "$build/t/pp-crc")" --with=cash --yes
cannot 4 'the QR of Eva \(emvco, 1.00 BOB\)' "a currency has letters"
run pp-pay qr '00020101021126230010org.ex.pay0105acc-35204000053030685802BO5903Eva6006La Paz6304'"$(printf %s '00020101021126230010org.ex.pay0105acc-35204000053030685802BO5903Eva6006La Paz6304' | "$build/t/pp-crc")" --with=cash --yes
cannot 4 'the QR of Eva \(emvco\) is' "without an amount nothing stands for it"
collect --account=acc-8 --many
run pp-pay qr "$payload" --with=acc-5 --amount=9999 --yes
cannot 5 'not enough money in acc-5;' "a purse has its own name, not the books'"

# ---- late money

# late HOW: a checkout of 5.00 for acc-8 that ended so, and was told to; then it is paid: $late
late() {
	collect --account=acc-8 --amount=5 --many
	run pp-pay qr "$payload" --with=sandbox --yes
	late=$(paid)
	page=$(answer "$late")
	case $1 in
	given-up) silently pp-pay cancel "$late" --yes ;;
	declined) silently pp-gateway-sandbox decline "$page" ;;
	esac
	run pp-pay confirm "$late"
	is "$status $(words)" "5 nothing" "$1: nothing was charged, the platform says"
	silently pp-gateway-sandbox approve "$page" --late
}
for how in given-up declined; do
	for verb in resolve confirm; do
		late $how
		run pp-pay $verb "$late" --json
		is "$status $(field status) $(field flag)" "0 approved late" \
			"S0-16 $how, then paid: $verb asks the platform before it says that nothing was charged"
	done
done
late given-up
silently pp-db config gateway.sandbox.arguments -- --nonsense
run pp-pay resolve "$late"
is_status 7 "who gets no answer is told to try again"
err_like "$late is cancelled, and sandbox gives no clear answer whether it was paid since\$" \
	"S0-16 who does not know does not say that nothing was charged"
LC_ALL=C.UTF-8 LANGUAGE=es run pp-pay resolve "$late"
err_like "^pp-pay: $late está cancelad[oa], y sandbox no responde" "the state in the reader's language"
silently pp-db config gateway.sandbox.arguments -- --slow=100
run pp-pay confirm "$late" --json
is "$status $(field status)" "0 approved" "asked again it is known"
is "$(field payee) $(field beneficiary)" "null null" "S0-09 late money is not the payee's, and is not said to be"
run pp-pay receipt "$late"
out_like '^Kept by this office, paid to nobody +Bs 5.00$' "S0-09 the receipt says that it is kept"
out_like 'ask this office' "and whom to ask"
out_unlike '^Credit' "it is nobody's credit"
silently "$seed" customer Dora dora@example.com
collect --account=acc-8 --amount=5 --many
run pp-pay qr "$payload" --with=sandbox --customer=cus-1 --yes
late=$(paid)
page=$(answer "$late")
silently pp-pay cancel "$late" --yes
silently pp-gateway-sandbox approve "$page" --late
silently pp-pay resolve "$late"
like "$(sqlite3 "$PP_DB" "SELECT subject FROM message ORDER BY id DESC LIMIT 1")" \
	'llegó tarde' "S0-09 the message says that it came too late"
right "both books agree"

# ---- a token is not spent for what is refused anyhow

customer Eva
enrolled "$cus"
purse=$(pp-account open --currency=BOB --holder=Eva --customer="$cus" | cut -f1)
silently pp-account deposit "$purse" 5
collect --account=acc-7 --many
at 60
code "$cus"
as "$cus" pp-pay qr "$payload" --with="$purse" --amount=100 --yes --token-file="$code"
cannot 5 'not enough money' "S0-20 more than the purse holds"
as "$cus" pp-pay qr "$payload" --with="$purse" --amount=4 --expect=5 --yes --token-file="$code"
cannot 4 'the total is 4.00' "S0-20 another total than was shown"
as "$cus" pp-pay qr "$payload" --with="$purse" --amount=4 --yes --token-file="$code"
works "S0-20 neither spent the token: the corrected call takes it"

# ---- the payments of a charge

collect --account=acc-8 --amount=2 --many
run pp-pay qr "$payload" --with=acc-5 --yes
one=$(paid)
run pp-pay qr "$payload" --with=sandbox --customer=cus-1 --yes
two=$(paid)
run pp-pay list --qr="$qr" --columns=id
out_is "$one
$two" "S0-06 a charge's payments are listed"
run pp-pay list --qr="$qr" --customer=cus-1 --columns=id
out_is "$two" "of one customer"
run pp-pay list --qr="$qr" --account=acc-5 --columns=id
out_is "$one" "from one account"
run pp-pay list --qr="$qr" --status=declined --columns=id
out_empty "in one state"
run pp-pay list --account=acc-8 --customer=cus-1 --since=2026-03-15 --columns=id
out_like "^$two\$" "a customer's payments to an account are among those of the account"
run pp-pay list --qr=qr-999
refused 3 'qr-999' "no such charge"
run pp-pay list --qr=acc-8
is_status 2 "no charge at all"
as cus-1 pp-pay list --qr="$qr"
refused 3 "$qr" "S0-06 who collects is not told to others"

check_books
done_testing
