#!/bin/sh
# What the command line promises, read as somebody would who has the promise alone.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

shop

# ---- a repeat needs no answer
bill
first=$inv
bill
run pp-invoice void "$first" "$inv" --reason=twice --request-id=v1
refused 2 'void asks first, and nobody can answer: give --yes' "void asks"
run pp-invoice void "$first" "$inv" --reason=twice --request-id=v1 --yes --columns=id,status
works "and voids"
run pp-invoice void "$first" "$inv" --reason=twice --request-id=v1 --columns=id,status
works "the same request again asks nothing"
out_is "$(printf '%s\tvoid\n%s\tvoid' "$first" "$inv")" "and shows what is void"
bill
run pp-invoice void "$first" "$inv" --reason=twice --request-id=v1
refused 4 'used with other parameters' "with another invoice it is another request"
is "$(state "$inv")" open "which does nothing"
silently pp-invoice add C-1 --account=water:1001 --amount=5.00 --due-on=2027-03-31 --kind=charge \
	--status=unbilled
run pp-invoice bill water:C-1 --request-id=b1 --yes
works "a charge is billed"
run pp-invoice bill water:C-1 --request-id=b1 --columns=status
works "billed again by the same request, it asks nothing"
out_is open "and is open"

# ---- amounts of a foreign export, without a map
printf 'number,account,amount,due_on\nK-1,1001,"1.234,50",2027-03-31\n' >comma.csv
run pp-invoice import comma.csv --biller=water
refused 2 'comma.csv:2:amount: not an amount: 1.234,50' "a decimal comma is none of ours"
run pp-invoice import comma.csv --biller=water --decimal-comma --json
is "$(out | jq -c .totals)" '[{"currency":"BOB","count":1,"amount":"1234.50"}]' \
	"but as --decimal-comma reads it"
silently pp-invoice void water:K-1 --reason=test --yes

# ---- an error in JSON is about the thing that was named
bill
silently pp-pay invoice "$inv" --with=cash --yes
run pp-pay invoice "$inv" --with=cash --yes --json
is "$status $(jq -c '[.type, .v, .id, .code, .status, .reason, .ref, .until]' err)" \
	"4 [\"error\",1,null,\"conflict\",4,\"paid\",\"$inv\",null]" "what is paid is the invoice"
like "$(jq -r .message err)" "^cannot pay $inv: already paid by pay-[0-9]+; nothing was charged$" \
	"and the message says by which payment"
left=$(pp-invoice list --status=payable --columns=id | tail -n 1)
inv=$left

# ---- quick: what is named is what is listed
run pp-pay quick water:1001 --columns=id
works "all that is payable"
is "$(out | wc -l | tr -d ' ')" 2 "both"
run pp-pay quick water:1001 "$inv" --columns=id
works "the named one"
out_is "$inv" "alone"
run pp-pay quick water:1001 inv-1
refused 3 'inv-1 is not payable at water:1001; nothing was charged' "a void one is not payable"
run pp-pay quick water:1001 inv-99
refused 3 'inv-99 is not payable at water:1001; nothing was charged' "nor one that is not there"

# ---- a method is named as it is for paying
card sandbox-approve
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
deposit=$(cut -f 1 "$T/quiet")
silently pp-account deposit "$deposit" 500
bill
run pp-pay invoice "$inv" --with="$deposit" --yes --columns=id
from_deposit=$(out)
bill
run pp-pay invoice "$inv" --with="$card" --yes --columns=id
from_card=$(out)
bill
run pp-pay invoice "$inv" --with=sandbox --return-url=https://example.com --yes --columns=id
at_checkout=$(out)
run pp-pay list --method="$deposit" --columns=id
out_is "$from_deposit" "payments from a deposit account"
run pp-pay list --method="$card" --columns=id
out_is "$from_card" "by a card"
run pp-pay list --method=sandbox --columns=id
out_is "$at_checkout" "at a platform's checkout"
run pp-pay list --method=checkout --columns=id
out_is "$at_checkout" "at any"
run pp-pay list --method=sandbox --gateway=other
refused 2 'name two platforms' "two platforms"
run pp-pay list --method=card-99
refused 3 'there is no card-99' "a card that is not there"
run pp-pay list --method=zork
refused 2 "takes cash.card.deposit.checkout.credit, card-N, acc-N or a platform's name" "no method"

# ---- what cron runs: with --json a record for each effect, and a summary
run pp-pay resolve --json
works "resolve, with nothing to resolve"
is "$(out | jq -c '[.type, .what, .new, .failed, .totals]')" '["summary","resolve",0,0,[]]' \
	"tells it in a summary"
card sandbox-unknown
bill 7.00
run pp-pay invoice "$inv" --with="$card" --yes
is_status 11 "an unclear payment"
at 3600
run pp-pay resolve --json
works "resolve"
is "$(out | jq -sc '[.[] | [.type, .status // .what]]')" \
	'[["payment","expired"],["payment","approved"],["summary","resolve"]]' "tells what became clear, and a summary"
is "$(out | jq -c 'select(.type == "summary") | [.new, .totals]')" \
	'[2,[{"currency":"BOB","count":1,"amount":"7.00"}]]' "with the total of what was approved"
run pp-pay resolve
works "without --json"
out_empty "it is silent"
for verb in 'plan run' 'notify send' 'subscription run' 'pay debit'; do
	# shellcheck disable=SC2086 # words
	run pp $verb --json
	is "$(out | jq -c 'select(.type == "summary") | .totals')" '[]' "$verb: totals is an array"
done

# ---- an older database names what mends it
cp "$PP_DB" old.db
cp "$PP_DB.key" old.db.key
run sqlite3 old.db 'PRAGMA user_version = 3'
run pp-invoice list -D old.db
refused 9 'of an older version: run pp-db upgrade' "other verbs name upgrade"

right "the books are right"
done_testing
