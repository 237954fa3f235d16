#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and counter.sh set them
# pp-pay invoice: what it pays, what it refuses, what it books.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
paying_office

# ---- in cash
bill F-1 water:1001 100.50
run pp-pay invoice "$bill" --with=cash --yes --json
works "S2-01 an invoice is paid in cash"
is "$(field '| .kind, .status, .method, .amount, .currency' | tr '\n' ' ')" \
	"payment approved cash 100.50 BOB " "the payment is printed"
is "$(field 'allocations | map(.invoice, .amount, .late_fee) | join(" ")')" "$bill 100.50 0.00" \
	"with what it allocated"
is "$(pp-invoice show "$bill" --json | jq -r '.status, .due, .paid_on' | tr '\n' ' ')" \
	"paid 0.00 2026-03-15 " "the invoice is paid"
is "$(entries)" "cash:$user 100.50
payable:bil-1 -100.50" "the till is debited, the biller credited"
cp out first
run pp-pay show pay-1 --json
cmp -s out first
ok $? "what it printed is what show prints"
run pp-pay invoice "$bill" --with=cash --yes
cannot 4 "^pp-pay: cannot pay $bill: already paid by pay-1;" "twice: it is paid already"
run pp-pay invoice "$bill" --with=cash --yes --json
is "$(reason)" "paid $bill" "the reason, and what is paid"
is "$(jq -r '.code, .status, (.message | endswith("; nothing was charged"))' err | tr '\n' ' ')" \
	"conflict 4 true " "the error as an object"
bill F-2 water:1001 5
run pp-pay invoice water:F-2 --with=cash -y --columns=id,amount
out_is "pay-2	5.00" "by the biller's number"
[ "$(pp-pay show pay-1 --json | jq -r .reference)" != "$(pp-pay show pay-2 --json | jq -r .reference)" ]
ok $? "each has a reference of its own"

# ---- several in one payment
bill F-3 water:1001 10
one=$bill
bill F-4 water:1002 20
two=$bill
bill L-1 loans:C-9 30
three=$bill
run pp-pay invoice "$one" "$two" "$three" --with=cash --yes --json
works "S1-15 several invoices of several accounts and billers in one payment"
is "$(field 'amount')" 60.00 "S1-16 for their total"
is "$(field 'allocations | map(.invoice) | join(" ")')" "$one $two $three" "each has its part"
is "$(entries)" "cash:$user 60.00
payable:bil-1 -30.00
payable:bil-2 -30.00" "one transaction, each biller its own"
bill F-5 water:1001 11
bill F-6 water:1001 12
run sh -c 'pp-invoice list --account=water:1001 --status=payable | pp-pay invoice - --with=cash -y'
works "S2-08 what a list says is payable is paid"
is "$(pp-invoice list --account=water:1001 --status=payable)" "" "and nothing is left of it"
run_in '' pp-pay invoice - --with=cash -y
cannot 2 'no invoice to pay' "an empty list of invoices"
bill F-7 water:1001 7
open=$bill
bill P-1 phone:555 30
usd=$bill
run pp-pay invoice "$open" "$usd" --with=cash -y
cannot 2 'in BOB and USD: one payment, one currency' "two currencies"
run pp-pay invoice "$open" "$open" --with=cash -y
cannot 2 "$open is" "twice the same"
run pp-pay invoice "$open" water:F-7 --with=cash -y
cannot 2 "$open is" "twice the same, named in two ways"
run pp-pay invoice "$open" "$one" --with=cash -y
cannot 4 "cannot pay $one: already paid by pay-3" "one of them is paid: none is"
is "$(pp-invoice show "$open" --json | jq -r .status)" open "the other stays open"
awk 'BEGIN { print "number,account,amount,due_on"
	for (i = 1; i <= 201; i++) printf "M-%d,1002,%d.10,2026-03-30\n", i, i }' >many.csv
pp-invoice import many.csv --biller=water >imported
pp-invoice list --account=water:1002 --status=payable --columns=id >many
run sh -c 'pp-pay invoice - --with=cash -y <many'
cannot 2 'at most 200 invoices' "more than one payment takes"
sed -i 1d many
# shellcheck disable=SC2046
typed='y
' run_tty pp-pay invoice "$(sed -n 1p many)" $(sed 1d many) --with=cash
is "$(grep -c ' M-[0-9]* ' out)" 200 "S1-16 a terminal shows each of two hundred invoices"
out_like '^Pay Bs 20,320.00 BOB with cash\? \[y/N\]' "S1-17 the total, and asks"
is_status 0 "yes"
is "$(pp-ledger balance "cash:$user" --columns=amount)" \
	"$(pp-pay list --method=cash --json | jq -s 'map(.amount | tonumber) | add | . * 100 | round / 100' |
		awk '{ printf "%.2f", $1 }')" "the till holds the sum of the payments"

# ---- what cannot be paid
run pp-pay invoice inv-9999 --with=cash -y
cannot 3 'no inv-9999' "no such invoice"
run pp-pay invoice water:F-99 --with=cash -y
cannot 3 'water:F-99' "no such number"
run pp-pay invoice pay-1 --with=cash -y
refused 2 'takes no pay-1' "a ref of another type"
bill F-8 water:1001 8
pp-invoice void "$bill" --reason='billed twice' --yes >/dev/null
run pp-pay invoice "$bill" --with=cash -y --json
is_status 4 "a void invoice"
is "$(reason)" "void $bill" "void: its reason"
bill F-9 water:1001 9 --kind=charge --status=unbilled
run pp-pay invoice "$bill" --with=cash -y --json
is "$status $(reason)" "4 unbilled $bill" "a charge that is not billed yet"
pp-invoice bill "$bill" --yes >billed
run pp-pay invoice "$bill" --with=cash -y --columns=amount
out_is 9.00 "can be paid once it is"
run pp-pay invoice "$open" --with=sandbox -y --json
held=$(field id)
run pp-pay invoice "$open" --with=cash -y --json
is "$status $(reason)" "4 held $held" "an invoice held by another payment"
run pp-pay invoice "$open" --with=cash -y
cannot 4 "held by $held" "says which"
run pp-invoice void "$open" --reason=x --yes
is_status 4 "it cannot be voided either"
run pp-pay cancel "$held" --yes
works "the checkout is given up"
run pp-pay invoice "$open" --with=cash -y
works "then it can be paid"

# ---- how much
bill C-1 loans:C-9 1200 --kind=credit --instalment=100 --term=12 --due-on=2026-04-10
credit=$bill
run pp-pay invoice "$credit" --with=cash -y --amount=instalment --columns=amount
out_is 100.00 "S3-14 the instalment of a credit"
run pp-pay invoice "$credit" --with=cash -y --amount=0.01 --columns=amount
out_is 0.01 "S3-16 any amount of a credit, from one minor unit on"
run pp-pay invoice "$credit" --with=cash -y --amount=1099.99 --dry-run --quiet --columns=amount
out_is 1099.99 "up to all that is due"
run pp-pay invoice "$credit" --with=cash -y --amount=1100
cannot 2 'more than the 1099.99 BOB' "more than is due is never trimmed"
for bad in 0 0.00 1.234 -5 1e3 '1,5' 99999999999999999999 abc ''; do
	run pp-pay invoice "$credit" --with=cash -y "--amount=$bad"
	is_status 2 "--amount='$bad'"
done
run pp-pay invoice "$credit" --with=cash -y --amount=balance --columns=amount
out_is 1099.99 "S3-15 the balance"
is "$(pp-invoice show "$credit" --json | jq -r '.status, .due' | tr '\n' ' ')" "paid 0.00 " \
	"which settles it"
bill F-10 water:1001 50
part=$bill
run pp-pay invoice "$part" --with=cash -y --amount=20 --json
is "$status $(reason)" "4 partial $part" "a bill is not paid in parts"
run pp-pay invoice "$part" --with=cash -y --amount=50 --dry-run -q --columns=amount
out_is 50.00 "all of it is no part"
run pp-pay invoice "$part" --with=cash -y --amount=instalment --dry-run -q --columns=amount
out_is 50.00 "the instalment of anything else is all"
bill F-11 water:1001 60
run pp-pay invoice "$part" "$bill" --with=cash -y --amount=20
cannot 2 'an amount goes with one invoice' "an amount for two invoices"
pp-biller rule water partial-bill yes >ruled
bill F-12 water:1001 50
run pp-pay invoice "$bill" --with=cash -y --amount=20
works "unless its biller allows parts"
is "$(pp-invoice show "$bill" --json | jq -r '.status, .paid, .due' | tr '\n' ' ')" \
	"open 20.00 30.00 " "a part leaves the rest open"
run pp-pay invoice "$part" --with=cash -y --amount=20
cannot 4 'in full or not at all' "an older bill keeps the rule it was issued under"
run pp-pay invoice "$part" --with=cash -y --amount=20 -v
err_like 'hint: its rules are those of the day it was issued on$' "which a hint tells"
run pp-pay invoice "$part" --with=cash -y --amount=all
cannot 2 '--amount: all is no amount, nor any of instalment\|balance' "a word that is none"

# ---- the late fee first
pp-biller rule loans late-fee once:10 >ruled
pp-biller rule loans partial-bill yes >ruled
bill L-2 loans:C-9 100 --due-on=2026-03-01
late=$bill
run pp-pay invoice "$late" --with=cash -y --amount=15 --json
works "a part of an overdue bill"
is "$(field 'allocations[0] | .amount + " " + .late_fee')" "15.00 10.00" "takes the late fee first"
is "$(entries)" "cash:$user 15.00
payable:bil-2 -5.00
payable:bil-2:late-fee -10.00" "booked apart"
pp-biller rule loans late-fee-to office >ruled
bill L-3 loans:C-9 200 --due-on=2026-03-01
run pp-pay invoice "$bill" --with=cash -y --columns=amount
out_is 220.00 "all that is due includes the fee"
is "$(entries)" "cash:$user 220.00
income:late-fee -20.00
payable:bil-2 -200.00" "which is the office's, where the rule says so"

# ---- expected
run pp-pay invoice "$part" --with=cash -y --expect=49.99 --json
is "$status $(jq -r .reason err)" "4 changed" "another total than expected"
run pp-pay invoice "$part" --with=cash -y --expect=49.99
cannot 4 'the total is 50.00 BOB now, not 49.99' "says what it is now"
run pp-pay invoice "$part" --with=cash -y --expect=50,00
is_status 2 "an expected amount that is none"
run pp-pay invoice "$part" --with=cash -y --expect=50
works "the total that was expected"

done_testing
