#!/bin/sh
# What a customer sees and pays: its own and linked accounts, their invoices, the payments that it
# made, its part of the log; and all of it no longer once the link has ended.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"

json() {
	jq -r "$1" <"$T/out"
}

owners
a=cus-1 b=cus-2
as $a pp-account link water:1001 --alias=casa
as $b pp-account link water:1001
as $b pp-account link light:1001 --alias=luz
pp-account open --currency=BOB --holder=Ana --customer=$a >made
purse=$(cut -f1 made)
pp-account open --currency=BOB --holder=Beto --customer=$b >made
other=$(cut -f1 made)
silently pp-account deposit "$purse" 500
silently pp-account deposit "$other" 500
card sandbox-approve
foreign=$("$seed" card $b sandbox-approve)
bill 10
one=$inv
bill 20
two=$inv
bill 30
three=$inv
silently pp-invoice add L-1 --account=light:1001 --amount=7 --due-on=2027-01-31
light=$(cut -f1 "$T/quiet")
silently pp-invoice add K-1 --account=water:1001 --amount=5 --due-on=2027-01-31 --kind=charge \
	--status=unbilled --concept=Reconexión
charge=$(cut -f1 "$T/quiet")

# ---- lists
as $a pp-invoice list --columns=id
out_is "$one
$two
$three
$charge" "S4-02 a customer's list has the invoices of its accounts"
as $b pp-invoice list --columns=id
out_is "$one
$two
$three
$light
$charge" "in order, whoever else sees them"
as $b pp-invoice list --account=luz --columns=id
out_is "$light" "of one account, by its alias"
as $a pp-invoice list --account=light:1001
refused 3 'no account light:1001' "of another's account there is no list"
as $a pp-invoice list --biller=light --columns=id
out_empty "of a biller, where there is none of one's own"
run pp-invoice list --customer=$b --account=acc-3 --columns=id
out_is "$light" "an operator lists those of a customer's account"
as $b pp-invoice total "$two" "$light" --columns=count,due
out_is "2	27.00" "the total of what is one's own"
as $a pp-invoice total "$two" "$light"
refused 3 "no $light" "not of what is another's"
as $a pp-invoice explain "$two" --json
is "$status $(json .due)" "0 20.00" "what is due is explained"

# ---- methods
as $a pp-pay methods "$one" --columns=id
out_is "$card
$purse
sandbox" "S1-16 what one may pay with: one's own card, accounts, the platforms"
as $a pp-pay methods --customer=$b
refused 3 'no cus-2' "not with another's"
as $a pp-pay methods "$light"
refused 3 "no $light" "nor for another's invoice"

# ---- paying
as $a pp-pay invoice "$one" --with="$other" --yes
refused 3 "no $other; nothing was charged" "another's account pays nothing"
as $a pp-pay invoice "$one" --with="$foreign" --yes
refused 3 "no $foreign; nothing was charged" "nor another's card"
as $a pp-pay invoice "$one" --with=acc-1 --yes
refused 2 'acc-1 is no deposit account' "nor a service account, though it is linked"
as $a pp-pay invoice "$one" "$light" --with="$purse" --yes
refused 3 "no $light; nothing was charged" "S2-01 all are one's own, or none is paid"
as $a pp-pay invoice "$one" --with="$purse" --customer=$b --yes
refused 3 'no cus-2; nothing was charged' "nobody pays as another"
as $a pp-pay invoice "$one" --with="$purse" --customer=$a --yes --json
works "S2-01 paid from one's own account"
pay_a=$(json .id)
is "$(json '.customer + " " + .status')" "$a approved" "the payer is who is logged in"
as $b pp-pay invoice "$one" --with=card --yes
refused 4 "already paid by $pay_a" "who else sees the invoice is told that it is paid"
as $b pp-pay invoice "$two" --with=card --yes --json
works "and pays the next one"
pay_b=$(json .id)
pp-pay invoice "$three" --with=cash --yes >made
pay_cash=$(cut -f1 made)
as $a pp-pay list --columns=id
out_is "$pay_a" "S1-39 the history has the payments that one made"
as $a pp-pay list --account=casa --columns=id
out_is "$pay_a" "S4-07 for an account too"
as $a pp-pay list --biller=water --columns=id
out_is "$pay_a" "and for a biller"
as $a pp-pay list --biller=light --columns=id
out_empty "not for one that was not paid"
as $a pp-pay list --account="$purse" --columns=id
out_is "$pay_a" "S2-16 and from an account"
as $a pp-pay list --account=light:1001
refused 3 'no account light:1001' "not for another's"
run pp-pay list --customer=$b --account=acc-1 --biller=water --columns=id
out_is "$pay_b" "an operator's filters go together"
run pp-pay list --account=acc-1 --biller=light --columns=id
out_empty "all of them"
for ref in "$pay_b" "$pay_cash"; do
	as $a pp-pay show "$ref"
	refused 3 "no $ref" "$ref was made by another: not shown"
	as $a pp-pay receipt "$ref"
	refused 3 "no $ref" "nor its receipt"
done
as $a pp-pay receipt "$pay_a"
works "S2-18 one's own receipt"
out_like 'account 1001, Ana' "with the account's holder"
as $a pp-pay receipt "$(pp-pay show "$pay_a" --columns=reference)" --json
is "$status $(json .id)" "0 $pay_a" "S2-15 by its reference"
as $a pp-invoice list --status=paid --columns=id
out_is "$one
$two
$three" "S1-42 the invoices that are paid, by whomever"

# ---- quick: somebody else's bill
as $a pp-pay quick light:1001 --columns=id,holder
out_is "$light	C**** P****" "S2-10 quick pay shows what is payable, its holder hidden"
as $a pp-pay quick light:1001 "$light" --with="$purse" --yes
works "S2-10 and pays it"
as $a pp-pay receipt "$(paid)"
out_like 'account 1001, C\*\*\*\* P\*\*\*\*' "S2-11 on its receipt the holder is hidden still"
as $a pp-account show light:1001
refused 3 'no account light:1001' "S2-11 nothing is linked"
as $a pp-pay quick light:1001 "$two" --with="$purse" --yes
refused 3 'nothing is payable at light:1001' "where nothing is payable"
as $a pp-pay quick acc-3
refused 3 'no acc-3' "an account that is not linked is not named by its ref"
as $a pp-pay quick "$(printf '%010d' "${other#acc-}")"
refused 3 'no account 0*' "another's deposit account is not there"
bill 3
quick=$inv
for named in "$light" inv-99 water:F-99; do
	as $b pp-pay quick water:1001 "$named" --with="$other" --yes
	refused 3 "$named is not payable at water:1001; nothing was charged" "$named is not payable there"
done

# ---- charges
as $b pp-account unlink water:1001 --yes
as $b pp-invoice bill "$charge" --yes
refused 3 "no $charge" "S1-50 another's charge is not billed"
as $a pp-invoice list --status=unbilled --columns=id,concept
out_is "$charge	Reconexión" "S1-49 one's own pending charges"
as $a pp-invoice bill "$charge" --yes --json
is "$status $(json .status)" "0 open" "S1-50 billed"
as $a pp-pay invoice "$charge" --with=sandbox --yes --return-url='https://example.com/{ref}' --json
is "$status $(json .status)" "0 redirected" "S1-53 paying the charge goes to the platform"
checkout=$(json .id)
like "$(json .redirect_url)" '^https?://' "S1-53 at its address"

# ---- the link ends while a payment is under way
silently pp-gateway-sandbox approve "$(answer "$checkout")"
as $a pp-account unlink casa --yes
as $a pp-pay confirm "$checkout" --json
is "$status $(json .status)" "0 approved" "what was begun is ended: the payer confirms its payment"
is "$(state "$charge")" paid "the invoice is paid"
as $a pp-invoice show "$charge"
refused 3 "no $charge" "though it is not the customer's any more"
as $a pp-pay receipt "$checkout"
works "its receipt is"
as $a pp-pay show "$pay_a" --columns=id
out_is "$pay_a" "so are the payments made before"
as $a pp-invoice list --columns=id
out_empty "no invoice is left"
as $a pp-pay invoice "$quick" --with="$purse" --yes
refused 3 "no $quick; nothing was charged" "nor can one be paid"

# ---- the log
as $a pp-db log --columns=customer
is "$(sort -u out)" "$a" "S2-14 the log has what concerns the customer, and nothing else"
as $a pp-db log --ref="$pay_a" --columns=reference
is "$(sort -u out)" "$(pp-pay show "$pay_a" --columns=reference)" \
	"S2-14 with the reference of each payment"
as $a pp-db log --ref="$pay_b"
works "another's payment"
out_empty "has no rows"
as $a pp-db log --customer=beto@example.com
refused 3 'no customer beto@example.com' "nor has another customer"

# ---- agreements
silently pp-biller add fund --name='Fondo Aliado' --service=aid --agreement=CONV-7
silently pp-account add 77 --biller=fund --holder=Ana
silently pp-invoice add A-1 --account=fund:77 --amount=12 --due-on=2027-01-31
as $a pp-account link fund:77 --alias=fondo
as $a pp-invoice list --account=fondo --status=payable --columns=id,due
agreed=$(cut -f1 out)
out_is "$agreed	12.00" "S3-42 a third party's agreement: what is owed"
as $a pp-pay invoice "$agreed" --with=card --yes --json
is "$status $(json .status)" "0 approved" "S3-42 is paid here"
as $a pp-account list --biller=fund --columns=alias
out_is fondo "S2-05 its account is one of the customer's"
as $a pp-account enrol fondo autodebit --accept-terms --with=card --columns=autodebit
is "$status $(out)" "0 yes" "S2-13 scheduled, after it was added, listed and paid, each by its own verb"

done_testing
