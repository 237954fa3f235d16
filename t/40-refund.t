#!/bin/sh
# Giving back; coming back from a hosted checkout, giving one up, and asking what became of it.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
paying_office

# token REF: what the platform calls that checkout
token() {
	pp-pay show "$1" --json | jq -r '.redirect_url | split("/") | last'
}
# stands INVOICE: its status, paid and due
stands() {
	pp-invoice show "$1" --json | jq -r '"\(.status) \(.paid) \(.due)"'
}

# ---- refunds in cash
bill F-1 water:1001 100 # inv-1
bill F-2 water:1001 50 # inv-2
pp-pay invoice inv-1 inv-2 --with=cash --yes >paid
run pp-pay refund pay-1 --reason='cobro de más' --amount=30 --yes --json
works "a part of a payment is given back"
is "$(field '| .kind, .status, .method, .amount' | tr '\n' ' ')" "refund approved cash 30.00 " \
	"by a payment of its own"
is "$(field 'allocations | map(.invoice + " " + .amount) | join(" ")')" "inv-2 30.00" \
	"from the newest invoice"
is "$(entries)" "cash:$user -30.00
payable:bil-1 30.00" "the reverse of what was booked"
is "$(stands inv-1), $(stands inv-2)" "paid 100.00 0.00, open 20.00 30.00" \
	"which is open again by as much"
is "$(pp-pay show pay-1 --columns=status)" approved "the payment stays approved"
run pp-pay refund pay-1 --reason=x --amount=120.01 --yes
cannot 4 'only 120.00 BOB are left of pay-1' "no more than is left"
run pp-pay refund pay-1 --reason=x --amount=120.01 --yes --json
is "$(reason)" "refunded pay-1" "its reason"
run pp-pay refund pay-1 --reason=x --amount=0 --yes
cannot 2 'more than zero' "nothing is no refund"
for bad in 1.234 -1 abc 99999999999999999999; do
	run pp-pay refund pay-1 --reason=x "--amount=$bad" --yes
	is_status 2 "--amount='$bad'"
done
run pp-pay refund pay-1 --yes
refused 2 'needs --reason' "no reason"
run pp-pay refund pay-1 --reason='4242 4242 4242 4242' --yes
cannot 2 'reason' "a card number as a reason"
run pp-pay refund pay-1 --reason="$(printf '%0201d' 0)" --yes
is_status 2 "a reason that is too long"
run pp-pay refund pay-2 --reason=x --yes
cannot 4 'pay-2 is a refund itself' "a refund of a refund"
run pp-pay refund pay-99 --reason=x --yes
cannot 3 'no pay-99' "no such payment"
run pp-pay refund "$(pp-pay show pay-1 --columns=reference)" --reason=todo --yes --columns=amount
out_is 120.00 "the rest, by its reference"
is "$(pp-pay show pay-1 --columns=status)" refunded "it is wholly given back"
is "$(stands inv-1), $(stands inv-2)" "open 0.00 100.00, open 0.00 50.00" "both are open again"
run pp-pay refund pay-1 --reason=x --yes
cannot 4 'cannot refund pay-1: it is refunded' "twice"
run pp-pay invoice inv-1 --with=cash --yes
works "it can be paid again"
is "$(pp-ledger balance "cash:$user" --columns=amount)" 100.00 "the till holds what it should"
pp-ledger remit water 100 --reference=T-1 --yes >remitted
run pp-pay refund pay-4 --reason=x --yes --json
is "$status $(jq -r .reason err)" "5 insufficient" "what the biller was paid already is not given back"
is "$(stands inv-1)" "paid 100.00 0.00" "nothing changed"

# ---- of a deposit account, with a late fee
pp-biller rule water late-fee once:10 >ruled
pp-account deposit acc-5 200 >deposited
bill F-3 water:1001 100 --due-on=2026-03-01
late=$bill
run pp-pay invoice "$late" --with=acc-5 --yes --columns=id,amount
paid=$(cut -f1 out)
is "$(cut -f2 out)" 110.00 "from a deposit account, with a late fee"
run pp-pay refund "$paid" --reason=x --amount=105 --yes --json
is "$(field 'allocations[0].late_fee')" 5.00 "principal goes back before fees"
is "$(entries)" "deposit:acc-5 -105.00
payable:bil-1 100.00
payable:bil-1:late-fee 5.00" "to the account it came from"
is "$(pp-account show acc-5 --columns=balance)" 195.00 "which has it again"

# ---- coming back from a hosted checkout
bill F-4 water:1001 40
pp-pay invoice "$bill" --with=sandbox --yes >paid
checkout=$(cut -f1 paid)
run pp-pay confirm "$checkout"
is_status 11 "S1-18 still open"
tells 'outcome unknown, run pp-pay resolve' "says so"
out_empty "and prints nothing"
pp-gateway-sandbox approve "$(token "$checkout")" >platform
run_in 'token_ws=abc&x=%31+2' pp-pay confirm "$checkout" --params=- --json
works "S1-18 the customer came back: approved"
is "$(field status)" approved "the payment"
is "$(stands "$bill")" "paid 40.00 0.00" "the invoice"
is "$(entries)" "clearing:sandbox 40.00
payable:bil-1 -40.00" "the platform owes it"
cp out first
run pp-pay confirm "$checkout" --json
works "confirmed again"
cmp -s out first
ok $? "changes nothing"
for bad in '{' '{"a":' '%' 'a=%zz'; do
	run_in "$bad" pp-pay confirm "$checkout" --params=-
	is_status 2 "--params that are '$bad'"
done
run_in "a=$(head -c 66000 /dev/zero | tr '\0' x)" pp-pay confirm "$checkout" --params=-
refused 2 'more than 65536 bytes' "--params are never cut"
run pp-pay confirm "$checkout" --params=missing
is_status 2 "a file that is not there"
run pp-pay confirm pay-99
refused 3 'no pay-99' "no such payment"
run pp-pay refund "$checkout" --reason=x --yes --json
is "$status $(field 'method + " " + .status + " " + .gateway')" "0 checkout approved sandbox" \
	"S1-18 a checkout is refunded through its platform"
is "$(entries)" "clearing:sandbox -40.00
reserved:$(field id) 40.00" "the money was set aside first"
bill F-5 water:1001 50
pp-pay invoice "$bill" --with=sandbox --yes >paid
declined=$(cut -f1 paid)
pp-gateway-sandbox decline "$(token "$declined")" >platform
run pp-pay confirm "$declined" --params=/dev/null
is_status 2 "--params is a plain file or a pipe"
run pp-pay confirm "$declined"
cannot 5 "$declined is declined" "declined there"
is "$(stands "$bill")" "open 0.00 50.00" "the invoice is free"
run pp-pay refund "$declined" --reason=x --yes
cannot 4 "cannot refund $declined: it is declined" "what took nothing gives nothing back"
run pp-pay receipt "$declined"
refused 4 "$declined is declined: there is no receipt" "nor has it a receipt"

# ---- giving a checkout up
pp-pay invoice "$bill" --with=sandbox --yes >paid
given_up=$(cut -f1 paid)
run pp-pay cancel "$given_up"
refused 2 'give --yes' "nobody can answer"
typed='
' run_tty pp-pay cancel "$given_up"
is_status 2 "no is the default"
out_like "^Give up $given_up over Bs 50.00 BOB\\? \\[y/N\\]" "S1-17 it asks"
run pp-pay cancel "$given_up" --yes --dry-run
is_status 0 "a dry run"
is "$(pp-pay show "$given_up" --columns=status)" redirected "changes nothing"
run pp-pay cancel "$given_up" --yes --json
works "given up"
is "$(field status)" cancelled "it is cancelled"
is "$(stands "$bill")" "open 0.00 50.00" "the invoice is free"
run pp-pay cancel "$given_up" --yes --json
is "$status $(reason)" "4 cancelled $given_up" "twice"
run pp-pay cancel pay-1 --yes
refused 4 'pay-1 is no hosted checkout' "cash"
pp-pay invoice "$bill" --with=sandbox --yes >paid
late=$(cut -f1 paid)
pp-gateway-sandbox approve "$(token "$late")" >platform
run pp-pay cancel "$late" --yes
is_status 4 "it was paid meanwhile"
tells "charged, receipt $late" "that is recorded"
is "$(stands "$bill")" "paid 50.00 0.00" "the invoice is paid"

# ---- asking
bill F-6 water:1001 60
pp-pay invoice "$bill" --with=sandbox --yes >paid
asked=$(cut -f1 paid)
run pp-pay resolve
works "cron's run: nothing to ask yet"
out_empty "and nothing to say"
pp-gateway-sandbox approve "$(token "$asked")" >platform
PP_NOW=2026-03-15T12:06:00Z
run pp-pay resolve --json
works "later"
is "$(jq -r 'select(.type == "payment") | .id + " " + .status' out)" "$asked approved" \
	"with --json what became clear"
run pp-pay resolve "$asked"
works "one that is clear"
out_like "^$asked.*approved" "is printed as it is"
run pp-pay resolve pay-1
works "cash is always clear"
bill F-7 water:1001 70
pp-pay invoice "$bill" --with=sandbox --yes >paid
open=$(cut -f1 paid)
run pp-pay resolve "$open"
is_status 11 "still open"
run pp-pay resolve "$open" --declare=declined
refused 2 'reason is needed' "a declaration needs a reason"
run pp-pay resolve "$open" --declare=approved --reason=x
refused 2 'gateway-ref is needed' "an approval the platform's reference"
run pp-pay resolve "$open" --declare=perhaps --reason=x
refused 2 'declare takes one of' "approved or declined"
run pp-pay resolve "$open" --declare=declined --release --reason=x
refused 2 'exclude each other' "one way at a time"
run pp-pay resolve --release --reason=x
refused 2 'name the payment' "of what?"
run pp-pay resolve "$open" --since=2026-03-01T00:00:00Z
refused 2 'takes no payment' "--since is of all"
run pp-pay resolve "$open" --release --reason='paga en efectivo' --json
works "its hold is released"
is "$(field flag)" released "and it is flagged"
run pp-pay invoice "$bill" --with=cash --yes
works "the invoice can be paid otherwise"
run pp-pay resolve "$open" --declare=approved --gateway-ref=X-1 --reason='carta del 3' --json
works "declared approved"
is "$(pp-account status acc-1 --json | jq -r .credit)" 70.00 "what fits no more is credit"
is "$(pp-pay list --flagged --columns=id)" "$open" "and flagged"
bill F-8 water:1001 100
run pp-pay invoice "$bill" --with=cash --yes --json
works "credit is used first"
is "$(entries)" "cash:$user 30.00
credit:acc-1 70.00
payable:bil-1 -100.00" "the rest is paid"
bill F-9 water:1001 20
pp-pay invoice "$bill" --with=sandbox --yes >paid
run pp-pay resolve "$(cut -f1 paid)" --declare=declined --reason='carta del 4' --json
is "$status $(field status)" "0 declined" "declared declined"
run pp-pay resolve "$(cut -f1 paid)" --release --reason=x
refused 4 'is declined' "what has ended holds nothing"

# ---- more than was asked for, besides credit
bill F-10 water:1001 20
run pp-pay invoice "$bill" --with=sandbox --yes --json
open=$(field id)
pp-pay resolve "$open" --release --reason=x >released
pp-pay invoice "$bill" --with=cash --yes >paid
pp-pay resolve "$open" --declare=approved --gateway-ref=X-2 --reason=x >declared
bill F-11 water:1001 30
run pp-pay invoice "$bill" --with=sandbox --yes --json
open=$(field id)
run pp-pay resolve "$open" --declare=approved --gateway-ref=X-3 --amount=70 --reason=x --json
is "$(field '| .credit, .flag' | tr '\n' ' ')" "20.00 excess " "20 of credit and 70 for 30"
run pp-pay receipt "$open"
out_like '^Credit  *Bs 60\.00$' "a receipt tells all that was left over"

done_testing
