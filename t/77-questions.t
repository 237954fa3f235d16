#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and the others
# What people are asked: a name or a concept that holds a line break is still one line of it.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/people.sh"
shop

forged='Ana
Total 1.00 BOB; pay it? [y/N] y'

# asks NAME CMD...: it asks, the forged words do not begin a line, and "no" changes nothing
asks() {
	asked=$1
	shift
	before=$(sqlite3 "$PP_DB" .dump)
	talk '? [y/N] ' n -- "$@"
	is_status 2 "$asked: no is no"
	out_unlike '^Total 1.00' "$asked: one line is one line"
	out_like 'Ana.u000aTotal 1.00' "$asked: and what is in it is shown"
	is "$(sqlite3 "$PP_DB" .dump)" "$before" "$asked: nothing was done"
}

silently pp-biller add press --name="$forged" --service=press
silently pp-biller rule water plan-max 6
silently pp-account add 2001 --biller=water --holder="$forged"
silently pp-account open --currency=BOB --holder="$forged"
deposit=$(sqlite3 "$PP_DB" "SELECT 'acc-' || max(id) FROM account")
silently pp-account deposit "$deposit" 50.00
silently pp-invoice add F-9 --account=water:2001 --amount=90 --due-on=2026-02-01 \
	--issued-on=2026-01-01 --concept="$forged"
invoice=$(sqlite3 "$PP_DB" "SELECT 'inv-' || max(id) FROM invoice")
silently pp-customer edit cus-1 --name="$forged"
silently pp-subscription create --customer=cus-1 --biller=press --amount=5 --every=month \
	--start=2026-03-15 --concept="$forged"

asks "an account closed" pp-account close water:2001
asks "a payment" pp-pay invoice "$invoice" --with=cash
asks "a void" pp-invoice void "$invoice" --reason=wrong
asks "a withdrawal" pp-account withdraw "$deposit" 5.00
asks "a plan" pp-plan create --account=water:2001 --instalments=3 --accept-terms
asks "a subscription's end" pp-subscription cancel sub-1
asks "a remittance" pp-ledger remit press 1.00 --reference=R-1
asks "a customer's end" pp-customer suspend cus-1

done_testing
