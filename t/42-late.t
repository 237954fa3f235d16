#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# Money that comes when nobody waits for it any more, and money that goes back.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

shop
day=0

# begin [AMOUNT]: a day later, an invoice
begin() {
	day=$((day + 1))
	at $((day * 86400))
	bill "$@"
}

# after SECONDS: cron's resolve at that time of the day
after() {
	at $((day * 86400 + $1))
	silently pp-pay resolve
}

last_payment() {
	pay=pay-$(pp-pay list --format=tsv --columns=id | sed -n '$s/pay-//p')
}

# charge TOKEN: the invoice with such a card; $pay
charge() {
	card "sandbox-$1"
	pay invoice "$inv" --with="$card"
	last_payment
}

cash() {
	silently pp-pay invoice "$inv" --with=cash --yes
}

owed() {
	pp-ledger balance "$1" --format=tsv | cut -f 3
}

# is_so PAY WANT NAME: "STATUS FLAG INVOICE'S STATUS CREDIT"
is_so() {
	is "$(state "$1") $(flag "$1") $(state "$inv") $(owed credit:acc-1)" "$2" "$3"
}

# ---- late approvals

begin
charge late
after 1700
cash
after 1900
is_so "$pay" 'cancelled  paid ' "late: not found for long enough is cancelled, and cash was taken"
after 5301
is_so "$pay" 'approved late paid -100.00' "late: approved after that is credit of the account"
run pp-account status acc-1 --format=tsv --columns=credit
out_is 100.00 "late: the account's status shows it"
run pp-pay list --flagged --format=tsv --columns=id
out_is "$pay" "late: it is listed for a look"
right "late: both books agree"
late=$pay

bill 150.00
pay invoice "$inv" --with=cash
is "$(owed 'cash:*')" 150.00 "late: the next payment uses the credit first"
is_so "$(paid)" 'approved  paid 0.00' "late: and takes the rest"
pay refund "$late" --reason=late
refused 4 "left of $late; nothing was charged\$" "late: credit that was used cannot be refunded"
right "late: both books still agree"

begin
charge late
after 1700
cash
after 5301
is_so "$pay" 'approved late paid -100.00' "late again: credit"
pay refund "$pay" --reason='came too late'
is "$status $(state "$pay") $(owed credit:acc-1) $(state "$inv")" "0 refunded 0.00 paid" \
    "late again: refunding it takes the credit, not the invoice"
right "late again: both books agree"

# given_up HOW: a page that ends, is paid all the same, and found an hour after its end
given_up() {
	begin
	pay invoice "$inv" --with=sandbox
	last_payment
	case $1 in
	cancelled) pay cancel "$pay" ;;
	expired) silently pp-gateway-sandbox abandon "$(answer "$pay")" ;;
	esac
	after 2500
	is "$(state "$pay") $(held "$inv")" "$1 " "a page $1: ended"
	[ -z "$2" ] || cash
	silently pp-gateway-sandbox approve "$(answer "$pay")" --late
	after 7000
	is_so "$pay" "approved late paid $3" "S1-18 a page $1, paid late${2:+ after cash}: recorded"
	right "a page $1, paid late${2:+ after cash}: both books agree"
}
given_up cancelled '' 0.00
given_up expired '' 0.00
given_up cancelled cash -100.00
begin 40.00
cash
is_so "$pay" 'approved late paid -60.00' "credit alone pays what it can"
is "$(pp-pay list --format=tsv --columns=method | tail -n 1)" credit "and is its own way to pay"
bill 60.00
cash
given_up expired cash -100.00
bill 100.00
cash

begin
charge lost
after 1700
is "$(state "$pay")" cancelled "lost: cancelled"
wait_until() {
	begin
	pay invoice "$inv" --with=sandbox
	last_payment
	pay cancel "$pay"
	after "$1"
	silently pp-gateway-sandbox approve "$(answer "$pay")" --late
	after "$2"
	is_so "$pay" "$3" "a page paid ${1} s after it was given up: $4"
	day=$((day + $2 / 86400 + 1))
}
wait_until 3601 86401 'approved late paid 0.00' 'found after a day'
wait_until 86401 604801 'approved late paid 0.00' 'found after seven days'
right "what is found late is in both books"

# released: another may pay meanwhile
begin
charge unknown
pay resolve "$pay" --release --reason='the customer waits'
cash
after 61
is_so "$pay" 'approved excess paid -100.00' "released, paid in cash, then approved: credit"
right "released: both books agree"
pay refund "$pay" --amount=30.00 --reason='too much'
pay refund "$pay" --amount=70.00 --reason='too much'
is_so "$pay" 'refunded excess paid 0.00' "its excess is refunded in two parts"

# ---- refunds

begin
charge approve
pay refund "$pay" --amount=100.01 --reason=x
refused 4 'only 100.00 BOB are left of pay-[0-9]+; nothing was charged' "more than was captured"
pay refund "$pay" --amount=0.00 --reason=x
refused 2 'more than zero' "nothing"
pay refund "$pay" --amount=40.00 --reason='too much'
first=$(paid)
is "$status $(state "$pay") $(state "$inv") $(pp-invoice show "$inv" --format=tsv --columns=due)" \
    "0 approved open 40.00" "a part: the invoice is open by it"
pay refund "$pay" --amount=60.01 --reason=x
refused 4 'only 60.00 BOB are left' "more than is left"
pay refund "$pay" --reason=rest
is "$status $(state "$pay") $(state "$inv")" "0 refunded open" "all that is left"
pay refund "$pay" --reason=again
refused 4 'it is refunded' "twice"
pay refund "$first" --reason=x
refused 4 'is a refund itself' "a refund of a refund"
right "refunds are in both books"
charge decline
pay refund "$pay" --reason=x
refused 4 'it is declined' "what was declined"

# refund_meets HOW STATUS WORDS "STATE PAYMENT INVOICE" [SECONDS "STATE PAYMENT INVOICE"]...
refund_meets() {
	how=$1
	begin
	charge "approve.refund-$1"
	pay refund "$pay" --reason="$1"
	got="$status $(words)"
	paid_by=$pay
	last_payment
	is "$got $(state "$pay") $(state "$paid_by") $(state "$inv")" "$2" "refund $how: $2"
	shift
	while [ $# -ge 3 ]; do
		after "$2"
		is "$(state "$pay") $(state "$paid_by") $(state "$inv")" "$3" "refund $how: $2 s later"
		shift 2
	done
	right "refund $how: both books agree"
	is "$(owed "reserved:$pay" | sed s/^0.00//)" '' "refund $how: nothing stays reserved"
}
refund_meets approve '0 - approved refunded open'
refund_meets decline '5 nothing declined approved paid'
refund_meets unknown '11 unknown unknown approved paid' 61 'approved refunded open'
refund_meets garbage '11 unknown unknown approved paid' 61 'approved refunded open'
refund_meets lost '11 unknown unknown approved paid' 1700 'cancelled approved paid'
refund_meets late '11 unknown unknown approved paid' 1700 'cancelled approved paid' \
    5301 'approved refunded open'

begin
charge approve.refund-unknown
pay refund "$pay" --amount=60.00 --reason=x
pay refund "$pay" --amount=60.00 --reason=x
refused 4 'only 40.00 BOB are left' "what may have been refunded is not refunded again"
after 61

# A biller that was paid out has nothing to give back.
pay_out() {
	silently pp-ledger remit water "$(owed payable:bil-1 | tr -d -)" --reference="R-$day" --yes
}
begin
charge approve
pay_out
pay refund "$pay" --reason=x
refused 5 'not enough money in payable:bil-1; nothing was charged' "S1-39 the biller was paid out"
right "the biller was paid out: the platform was not asked"
begin
charge approve.refund-late
pay refund "$pay" --reason=x
paid_by=$pay
last_payment
after 1700
is "$(state "$pay") $(state "$paid_by")" "cancelled approved" "paid out: the refund seems lost"
pay_out
after 5301
is "$(state "$pay") $(flag "$pay") $(state "$paid_by")" "approved late refunded" \
    "paid out: a refund that took place all the same is recorded"
is "$(owed expense:refunds)" 100.00 "paid out: at the office's expense"
right "paid out: both books agree"

# A clock that was wrong for a while.
begin
charge unknown
at $(((day + 20) * 86400))
PP_GATEWAY_PATH=/nonexistent pp-pay resolve >"$T/quiet" 2>&1
at $((day * 86400 + 600))
silently pp-pay resolve
is "$(state "$pay")" approved "what was asked about in the future is asked about again"
day=$((day + 21))

# A loan paid in parts: what is on its way always finds room.
begin
silently pp-invoice add L-1 --account=water:1001 --kind=credit --amount=400.00 --instalment=100.00 \
    --term=4 --due-on=2027-03-31
inv=$(cut -f 1 "$T/quiet")
n=1
while [ $n -le 232 ]; do
	pp-pay invoice "$inv" --with=cash --amount=1.00 --yes >"$T/quiet" 2>&1 || break
	n=$((n + 1))
done
is $n 233 "a loan is paid in 232 parts"
pay invoice "$inv" --with=cash --amount=1.00
refused 4 'too many parts; nothing was charged$' "and no more"
last_payment
n=1
while [ $n -le 16 ]; do
	pp-pay refund "$pay" --amount=0.01 --reason=x --yes >"$T/quiet" 2>&1 || break
	n=$((n + 1))
done
is $n 17 "which are refunded in sixteen"
pay refund "$pay" --amount=0.01 --reason=x
refused 4 'too many parts; nothing was charged$' "and no more"
pay invoice "$inv" --with="$card"
refused 4 'too many parts; nothing was charged$' "nothing is begun that could not be recorded"

# Deposit accounts.
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
purse=$(cut -f 1 "$T/quiet")
silently pp-account deposit "$purse" 100.00
begin
pay invoice "$inv" --with="$purse"
last_payment
is "$status $(owed "deposit:$purse")" "0 0.00" "S2-16 a deposit account pays"
bill 1.00
pay invoice "$inv" --with="$purse"
refused 5 'nothing was charged$' "an empty one does not"
pay refund "$pay" --amount=99.00 --reason=x
is "$status $(owed "deposit:$purse")" "0 -99.00" "and gets its money back"
silently pp-account withdraw "$purse" 99.00 --yes
silently pp-account close "$purse" --yes
pay refund "$pay" --reason=x
refused 4 "$purse is closed; nothing was charged" "but not once it is closed"
right "both books agree at the end"

done_testing
