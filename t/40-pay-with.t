#!/bin/sh
# How one pays: deposit accounts, cards, hosted checkouts; who may; quick and methods.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
paying_office
seed=$build/t/pp-seed

# ---- from a deposit account
bill F-1 water:1001 40
first=$bill
run pp-pay invoice "$first" --with=acc-5 --yes
cannot 5 'acc-5' "an empty deposit account: declined"
pp-account deposit acc-5 100 >deposited
run pp-pay invoice "$first" --with=acc-5 --yes --json
works "S0-11 an invoice is paid from a deposit account"
is "$(field 'method + " " + .status')" "deposit approved" "its method"
is "$(entries)" "deposit:acc-5 40.00
payable:bil-1 -40.00" "the deposit is debited, the biller credited"
is "$(pp-account show acc-5 --columns=balance)" 60.00 "the balance is less"
run pp-account statement acc-5
out_like 'pay-1' "S2-16 the payment is in the account's statement"
bill F-2 water:1001 60.01
run pp-pay invoice "$bill" --with=acc-5 --yes --json
is "$status $(jq -r '.code, .reason' err | tr '\n' ' ')" "5 declined insufficient " \
	"one minor unit short"
is "$(pp-account show acc-5 --columns=balance)" 60.00 "nothing was taken"
is "$(pp-invoice show "$bill" --json | jq -r .status)" open "nothing was paid"
run pp-pay invoice "$bill" --with=acc-6 --yes --json
is "$status $(reason)" "4 currency acc-6" "a deposit account in another currency"
run pp-pay invoice "$bill" --with=acc-6 --yes
cannot 4 'acc-6 is in USD, the payment in BOB' "says which"
run pp-pay invoice "$bill" --with=acc-1 --yes
cannot 2 'acc-1 is no deposit account' "an account at a biller"
run pp-pay invoice "$bill" --with=acc-99 --yes
cannot 3 'no acc-99' "no such account"
pp-account close acc-6 --yes >closed
bill P-1 phone:555 10
run pp-pay invoice "$bill" --with=acc-6 --yes --json
is "$status $(jq -r .reason err)" "4 closed" "a closed deposit account"
bill F-3 water:1001 60
run pp-pay invoice "$bill" --with=acc-5 --yes
works "to the last minor unit"
is "$(pp-account show acc-5 --columns=balance)" 0.00 "nothing is left"
run pp-pay invoice "$bill" --with=inv-1 --yes
is_status 2 "--with takes no invoice"
run pp-pay invoice "$bill" --with=zork --yes
is_status 4 "a paid invoice, whatever it is paid with"
bill F-4 water:1001 44
run pp-pay invoice "$bill" --with=zork --yes
cannot 2 'no way to pay called zork' "no such way"
run pp-pay invoice "$bill" --with="$(printf '%040d' 1)" --yes
is_status 2 "nor one with a long name"

# ---- from a card
customer=$("$seed" customer 'Ana Flores' ana@example.com)
run pp-pay invoice "$bill" --with=card --customer=ana@example.com --yes --json
is "$status $(reason)" "4 no_card $customer" "no card"
run pp-pay invoice "$bill" --with=card --yes
cannot 2 'whose card' "nobody's card"
card=$("$seed" card "$customer" sandbox-approve sandbox 4242)
"$seed" card "$customer" sandbox-decline >other
run pp-pay invoice "$bill" --with=card --customer=ana@example.com --yes --json
works "S4-17 the payer's default card"
is "$(field '| .method, .status, .card, .customer, .gateway, .amount' | tr '\n' ' ')" \
	"card approved $card $customer sandbox 44.00 " "is charged"
like "$(field gateway_ref)" . "the platform's reference"
like "$(field authorization)" . "and its authorization"
is "$(entries)" "clearing:sandbox 44.00
payable:bil-1 -44.00" "the platform owes it"
grep -q sandbox-approve out
is $? 1 "S4-19 the card's token is not printed"
bill F-5 water:1001 45
run pp-pay invoice "$bill" --with="$(cat other)" --yes
cannot 5 'pay-[0-9]* is declined' "a card that is declined"
is "$(pp-invoice show "$bill" --json | jq -r '.status, .held_by' | tr '\n' ' ')" "open null " \
	"the invoice is free again"
run pp-pay invoice "$bill" --with=card-99 --yes
cannot 3 'no card-99' "no such card"
run pp-pay invoice "$bill" --with="$card" --customer=cus-99 --yes
cannot 3 'cus-99' "no such customer"
two=$("$seed" customer 'Benito Quispe' benito@example.com)
run pp-pay invoice "$bill" --with="$card" --customer="$two" --yes
cannot 2 'one payment has one payer' "another's card"

# ---- at a hosted checkout
mkdir spy
printf '#!/bin/sh\ntee -a %s/said | %s/pp-gateway-sandbox "$@"\n' "$T" "$PP_GATEWAY_PATH" \
	>spy/pp-gateway-sandbox
chmod +x spy/pp-gateway-sandbox
PP_GATEWAY_PATH=$T/spy:$PP_GATEWAY_PATH
run pp-pay invoice "$bill" --with=sandbox --yes --return-url=javascript:alert
refused 2 'return-url: a page begins https:// or http://; nothing was charged' "and returns to a page"
run pp-pay invoice "$bill" --with=sandbox --yes --json --return-url='https://shop.example/{ref}' \
	--client-ip=198.51.100.7 --memo='Pago de marzo'
works "S1-18 a hosted checkout is begun"
checkout=$(field id)
is "$(field status)" redirected "nothing is paid yet"
like "$(field redirect_url)" '^https://' "where the customer goes on"
is "$(field memo)" 'Pago de marzo' "with a memo"
is "$(sqlite3 "$PP_DB" "SELECT client_address FROM payment WHERE id = ${checkout#pay-}")" \
	198.51.100.7 "and the payer's address"
is "$(jq -r .return_url said)" "https://shop.example/$checkout" \
	"S3-36 the platform knows where to return to"
PP_GATEWAY_PATH=${PP_GATEWAY_PATH#*:}
is "$(pp-ledger journal --json | tail -n 1 | jq -r .ref)" \
	"$(pp-pay list --status=approved --columns=id | tail -n 1)" "nothing is booked"
run pp-pay receipt "$checkout"
refused 4 "$checkout is redirected: there is no receipt" "there is no receipt"
run pp-pay invoice "$bill" --with=sandbox --yes --memo='4242 4242 4242 4242'
cannot 2 'memo' "a card number in a memo"
grep -q 4242 err
is $? 1 "is not echoed"
run pp-pay invoice "$bill" --with=sandbox --yes --memo="$(printf '%0201d' 0)"
is_status 2 "a memo that is too long"

# ---- quick
run pp-pay quick water:1001 --json
works "S2-10 what is payable at an account"
is "$(jq -r .number out | tr '\n' ' ')" "F-2 F-5 " "lists the payable invoices only"
is "$(jq -r .holder out | sort -u)" "A**** F****" "S3-37 the holder is masked"
run pp-pay quick 1001 --columns=number --format=tsv
out_is "F-2
F-5" "columns of what is payable"
run pp-pay quick loans:C-9
refused 3 'nothing is payable at loans:C-9' "S3-40 nothing is payable"
run pp-pay quick loans:C-9 -v
err_like 'hint: pp-biller guide tells who to ask' "S3-39 who to ask"
run pp-pay quick loans:C-9 --json
is "$(jq -r .reason err)" nothing_payable "its reason"
run pp-pay quick water:777
refused 3 'water:777' "no such account"
run pp-pay quick water:1001 --with=cash --yes
cannot 2 '2 invoices are payable at water:1001: name them' "which of two?"
run pp-pay quick water:1001 water:F-2 --with=cash --dry-run --columns=method,amount --format=tsv
out_is "cash	60.01" "columns of the payment"
run pp-pay quick water:1001 --columns=method
refused 2 'method' "a payment's column is none of what is payable"
bill G-1 loans:C-9 5
run pp-pay quick water:1001 "$bill" --with=cash --yes
cannot 3 "$bill is not payable at water:1001" "an invoice of another account"
run pp-pay quick water:1001 water:F-2 --with=cash --yes --json
works "one that is named"
is "$(field 'allocations[0].amount')" 60.01 "is paid"
before=$(sqlite3 "$PP_DB" 'SELECT * FROM account; SELECT * FROM customer' | cksum)
run pp-pay quick loans:C-9 --with=sandbox --yes --json
works "the only one needs no name"
is "$(sqlite3 "$PP_DB" 'SELECT * FROM account; SELECT * FROM customer' | cksum)" "$before" \
	"S2-11 nothing is left linked"
bill F-6 water:1002 66
for session in '' /nowhere; do
	PP_SESSION=$session
	export PP_SESSION
	run pp-pay quick water:1001 --json
	works "S3-37 a guest (session '$session') sees what is payable"
	run pp-pay quick water:1001 --with=cash --yes
	cannot 6 'cash is for operators' "cash by a guest"
	run pp-pay quick water:1001 --with=cash --yes --json
	is "$(jq -r .reason err)" operator_only "its reason"
	run pp-pay quick water:1001 --with=acc-5 --yes
	cannot 3 'no acc-5' "a guest knows of nobody's account"
	run pp-pay quick water:1001 --with="$card" --yes
	cannot 3 "no $card" "nor of cards"
	run pp-pay quick water:1001 --with=card-99 --yes
	cannot 3 'no card-99' "the same words for none"
	run pp-pay quick water:1001 --with=sandbox --customer=cus-1 --yes
	cannot 3 'no cus-1' "nor of customers"
	for verb in 'invoice inv-1 --with=sandbox -y' methods 'show pay-1' list 'receipt pay-1' \
		'confirm pay-1' 'cancel pay-1'; do
		# shellcheck disable=SC2086
		run pp-pay $verb
		refused 6 'no live session' "pp-pay ${verb%% *} by a guest"
	done
	for verb in resolve 'refund pay-1 --reason=x -y'; do
		# shellcheck disable=SC2086
		run pp-pay $verb
		refused 6 'operators' "pp-pay ${verb%% *} by a guest"
	done
done
run pp-pay quick water:1002 --with=sandbox --yes --json
works "S2-10 a guest pays at a hosted checkout"
is "$(field 'status + " " + (.customer | tostring)')" "redirected null" "as nobody"
unset PP_SESSION

# ---- methods
run pp-pay methods
works "S3-17 the ways to pay"
out_is "cash	cash	cash at the counter		
sandbox	checkout	Sandbox		" "of an operator"
pp-account open --currency=BOB --holder='Ana Flores' --customer="$customer" >opened
own=$(cut -f1 opened)
pp-account deposit "$own" 12.50 >deposited
run pp-pay methods --customer="$customer" --format=table
out_like '^id +kind +title +balance$' "people get a table of them"
run pp-pay methods --customer="$customer" --json
is "$(jq -r '"\(.id) \(.kind) \(.title) \(.balance)"' out)" "cash cash cash at the counter null
$card card sandbox ****4242 null
$own deposit $(pp-account show "$own" --columns=number) 12.50
sandbox checkout Sandbox null" "and of a customer"
bill P-2 phone:555 10
run pp-pay methods "$bill" --customer="$customer" --columns=id
out_is "cash
$card
sandbox" "no account of another currency"
run pp-pay methods "$bill" water:F-5
refused 2 'one currency' "invoices of two currencies"
run pp-pay methods inv-999
refused 3 'inv-999' "no such invoice"
run pp-pay methods --customer=cus-99
refused 3 'cus-99' "no such customer"

done_testing
