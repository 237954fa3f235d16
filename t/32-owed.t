#!/bin/sh
# What is owed on a date: late fees by versions of rules, second due dates, credits, payments.
. "${0%/*}/lib.sh"

json() {
	jq -r ".$1" <"$T/out"
}

# due REF DATE WANT NAME: "due late_fee status" as of that date
due() {
	run pp-invoice show "$1" --as-of="$2" --json
	is "$(json 'due + " " + .late_fee + " " + .status')" "$3" "$4"
}

# at DATE: the sandbox's clock is noon of that day
at() {
	PP_NOW=$1T16:00:00Z
	export PP_NOW
}

bill() {
	pp-invoice add "$@" >"$T/added" || diag "add $*"
	cut -f 1 "$T/added"
}

at 2026-01-05
office --currency=BOB --timezone=America/La_Paz
{
	pp-db config clock.jump 3650
	pp-biller add water --name=Aguas --service=water
	pp-account add 1001 --biller=water --holder='Ana Quispe'
	pp-account add 1002 --biller=water --holder='Beto Mamani'
	pp-account open --currency=BOB --holder=Ana
} >out

# ---- versions: an invoice keeps the one in force when it was issued
old=$(bill O-1 --account=water:1001 --amount=100 --due-on=2026-01-20)
at 2026-01-10
pp-biller rule water late-fee daily:0.1 >out
first=$(bill O-2 --account=water:1001 --amount=100 --due-on=2026-01-20)
at 2026-01-12
{
	pp-biller rule water late-fee once:5
	pp-biller rule water late-grace 3
	pp-biller rule water late-cap 4
} >out
second=$(bill O-3 --account=water:1001 --amount=100 --due-on=2026-01-20)
due "$old" 2026-02-09 "100.00 0.00 overdue" "issued before any rule: no fee, ever"
due "$first" 2026-01-20 "100.00 0.00 open" "on the due date nothing is late"
due "$first" 2026-01-21 "100.10 0.10 overdue" "the day after: one day"
due "$first" 2026-02-09 "102.00 2.00 overdue" "twenty days at 0.1 %"
due "$second" 2026-01-23 "100.00 0.00 overdue" "in the grace: overdue, without a fee"
due "$second" 2026-01-24 "104.00 4.00 overdue" "past it: once 5 %, cut at 4 %"
run pp-invoice explain "$first" --as-of=2026-02-09 --json
is "$(json 'rule + " " + (.rule_version|tostring) + " " + (.late_days|tostring) + " " + .late_base + " " + (.capped|tostring)')" \
	"daily:0.1 1 20 2000.00 false" "explain tells rule, version, days and base"
like "$(json rule_log)" '^log-[0-9]+$' "and the activity that made the rule"
run pp-db log --ref=bil-1
out_like "^$(pp-invoice explain "$first" --json | jq -r .rule_log)	.*late-fee = daily:0.1" "which is that one"
run pp-invoice explain "$second" --as-of=2026-02-09
out_like 'once:5, late-grace 3, late-cap 4%; rules of water, version 4' "as text"
out_like 'cut at the cap' "with the cap"
run pp-invoice explain "$old" --as-of=2026-02-09
out_like 'late-fee none; defaults' "no rule"

# ---- two due dates
at 2026-01-13
{
	pp-biller rule water late-grace 0
	pp-biller rule water late-cap none
	pp-biller rule water late-fee daily:0.1
	pp-biller rule water partial-bill yes
} >out
two=$(bill T-1 --account=water:1001 --amount=100 --due-on=2026-01-20 --due2-on=2026-01-30 --due2-amount=110)
due "$two" 2026-01-20 "100.00 0.00 open" "first date, first amount"
due "$two" 2026-01-21 "110.00 0.00 open" "after it the second, not overdue"
due "$two" 2026-01-31 "110.11 0.11 overdue" "after the second date fees of the second amount"
run pp-invoice explain "$two" --as-of=2026-01-25
out_like 'Bs 110.00 +the second amount, after 2026-01-20' "explain says so"

# ---- partial payments: fee first, then principal
part=$(bill P-1 --account=water:1002 --amount=1000 --due-on=2026-01-20)
at 2026-01-30
run pp-pay invoice "$part" --with=cash --amount=510 --yes --json
is "$(json 'allocations[0].amount + " " + .allocations[0].late_fee')" "510.00 10.00" \
	"ten days' fee is paid first"
due "$part" 2026-01-30 "500.00 10.00 overdue" "the rest is principal"
due "$part" 2026-02-09 "505.00 15.00 overdue" "which alone bears fees from then"
run pp-invoice explain "$part" --as-of=2026-02-09 --json
is "$(jq -c '.payments[] | [.payment,.on,.amount,.late_fee]' out)" '["pay-1","2026-01-30","510.00","10.00"]' \
	"explain names the payment"
run pp-pay invoice "$part" --with=cash --amount=500.01 --yes
refused 2 'nothing was charged' "never more than is due"
run pp-pay invoice "$part" --with=cash --amount=0.01 --yes
works "S3-16 any amount from one minor unit"
at 2026-02-09
run pp-pay invoice "$part" --with=cash --yes --json
is "$(json amount)" "504.99" "the rest with its fees"
due "$part" 2026-06-01 "0.00 15.00 paid" "paid: what was booked is the fee"

# ---- a refund reopens; fees go on from the next day
run pp-pay refund pay-3 --reason=mistake --yes
works "a refund"
due "$part" 2026-02-09 "504.99 15.00 overdue" "reopens what it gave back"
due "$part" 2026-02-19 "509.99 20.00 overdue" "and fees run again"

# ---- flat
at 2026-02-10
pp-biller rule water late-fee flat:7.50 >out
flat=$(bill F-1 --account=water:1002 --amount=100 --due-on=2026-02-15)
due "$flat" 2026-02-16 "107.50 7.50 overdue" "a flat fee"
due "$flat" 2027-02-16 "107.50 7.50 overdue" "stays the same"

# ---- rounding: half up, once
{
	pp-biller rule water late-fee once:2.5
	pp-biller rule water late-fee-to office
} >out
cents=$(bill R-1 --account=water:1002 --amount=0.20 --due-on=2026-02-15)
due "$cents" 2026-02-16 "0.21 0.01 overdue" "half a cent is one"
cents=$(bill R-2 --account=water:1002 --amount=0.19 --due-on=2026-02-15)
due "$cents" 2026-02-16 "0.19 0.00 overdue" "less is none"
at 2026-02-16
big=$(bill R-3 --account=water:1002 --amount=100 --due-on=2026-02-16)
at 2026-02-17
run pp-pay invoice "$big" --with=cash --yes
works "pay a late one"
run pp-ledger balance 'income:late-fee'
out_like '	-2.50	BOB' "late-fee-to office: the fee is the office's income"

# ---- credits: S3-10 to S3-16
at 2026-02-20
pp-biller rule water late-fee daily:0.1 >out
loan=$(bill CR-1 --account=water:1001 --amount=1200 --due-on=2026-03-05 --kind=credit --instalment=100 --term=12)
due "$loan" 2026-03-05 "1200.00 0.00 open" "S3-12 the whole balance is due"
due "$loan" 2026-03-15 "1201.00 1.00 overdue" "only what has fallen due bears fees"
due "$loan" 2026-04-10 "1204.10 4.10 overdue" "31 days of 100, 5 of 200"
at 2026-03-05
run pp-pay invoice "$loan" --with=cash --amount=instalment --yes --json
is "$(json amount)" "100.00" "S3-14 pay the instalment"
due "$loan" 2026-04-05 "1100.00 0.00 open" "S3-12 the balance is debt less paid"
run pp-pay invoice "$loan" --with=cash --amount=250.50 --yes --json
is "$(json amount)" "250.50" "S3-16 pay another value"
run pp-pay invoice "$loan" --with=cash --amount=balance --yes --json
is "$(json amount)" "849.50" "S3-15 pay the balance"
due "$loan" 2026-12-01 "0.00 0.00 paid" "it is paid"

# ---- status of the account
run pp-account status water:1001 --json
is "$(json 'account')" "acc-1" "S1-11 the account's status"
like "$(json overdue)" '^[1-9]' "tells what is overdue"

done_testing
