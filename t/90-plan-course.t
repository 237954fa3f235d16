#!/bin/sh
# What happens to a plan: its first instalment activates it, the last completes it; it lapses,
# defaults, is cancelled; payments that are late, under way or given back.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"
. "$here/planning.sh"

# scene: the office anew
scene() {
	rm -rf pp.db* session.*
	plan_office
}

# owed: what is due of inv-1 and inv-2
owed() {
	echo "$(field inv-1 due) $(field inv-2 due)"
}

balance() {
	pp-ledger balance "$1" --format=tsv --columns=amount
}

# ---- active

scene
plan
pay inv-3
works 'S1-32 the first instalment is paid'
is "$(field plan-1 status)" active 'S1-32 and activates the plan'
is "$(statuses)" 'in_plan in_plan paid open open' 'S1-32 the others are issued, the debt is in the plan'
is "$(pp-plan show plan-1 --json | jq -r '.schedule[] | [.n, .due_on, .amount, .status, .invoice]
	| join(" ")')" '1 2026-03-20 56.44 paid inv-3
2 2026-04-20 56.44 open inv-4
3 2026-05-20 56.42 open inv-5' 'S1-33 the schedule names the invoices'
is "$(owed)" '0.00 0.00' 'nothing is due of what is in a plan'
is "$(pp-invoice total inv-1 inv-2 --format=tsv --columns=due)" 0.00 'nor in totals'
is "$(field inv-1 paid,late_fee | tr '\t' ' ') $(field inv-2 paid,late_fee | tr '\t' ' ')" \
	'55.54 4.30 0.90 0.90' 'fees are paid first, then the principal of the oldest'
is "$(pp-pay show pay-1 --json | jq -c '[.allocations[] | .invoice, .amount]')" '["inv-3","56.44"]' \
	'the payment tells what it paid, once'
is "$(balance payable:bil-1) $(balance payable:bil-1:late-fee)" '-51.24 -5.20' \
	'principal and fee are where they belong'
later 2026-06-30
is "$(field inv-1 late_fee)" 4.30 'late fees are frozen'
run pp-invoice explain inv-1
out_like 'Bs 4.30   frozen on 2026-03-15, for its plan' 'explain says so'
is "$(field inv-4 due,late_fee,status | tr '\t' ' ')" '56.44 0.00 overdue' 'an instalment bears no late fee'
pay inv-1
refused 4 'cannot pay inv-1: it is in_plan; nothing was charged' 'what is in a plan is not paid'
run pp-plan create inv-1 --instalments=2 --accept-terms --yes
refused 4 'inv-1 is in_plan' 'nor planned again'
run pp-invoice void inv-4 --reason=x --yes
refused 4 'inv-4 belongs to plan-1' 'nor are its instalments voided'
run pp-account close water:1001 --yes
refused 4 'acc-1 still has inv-1, which is in_plan' 'nor its account closed'
pay inv-4 --amount=10
refused 4 'paid in full or not at all' 'an instalment is paid whole, as a rule'
run pp-pay refund pay-1 --reason=x --yes --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" '4 in_plan plan-1' 'its payments are not refunded'

# ---- completed

run_in "$(pp-invoice list --plan=plan-1 --status=payable)
" pp-pay invoice - --with=cash --yes
works 'S1-34 several instalments at once'
is "$(field plan-1 status,ended_on | tr '\t' ' ')" 'completed 2026-06-30' 'the last one completes the plan'
is "$(statuses)" 'paid paid paid paid paid' 'the invoices of the debt are paid'
is "$(field inv-1 paid,late_fee,due,paid_on | tr '\t' ' ')" '104.30 4.30 0.00 2026-06-30' 'with their fees'
is "$(balance payable:bil-1) $(balance payable:bil-1:late-fee) $(balance payable:bil-1:plan-interest)" \
	'-160.00 -5.20 -4.10' 'debt, fees and interest are the biller'"'"'s'
is "$(pp-ledger payable --format=tsv --columns=principal,late_fee,plan_interest | tr '\t' ' ')" \
	'160.00 5.20 4.10' 'what is owed to the biller'
run pp-plan cancel plan-1 --yes
refused 4 'plan-1 is completed' 'a completed plan is not cancelled'
run pp-pay refund pay-2 --reason=x --yes
refused 4 'belongs to plan-1' 'nor given back'
run pp-db check
works 'the books'

# ---- interest may be the office's

scene
on 2026-01-01
silently pp-biller rule water late-fee-to office
on 2026-03-15
plan
pay inv-3
pay inv-4
is "$(balance income:plan-interest)" '-2.72' 'interest under late-fee-to=office'

# ---- a clock that cannot be right; a run's request

scene
plan
on 2028-01-01
run pp-plan run
refused 7 'the clock says 2028-01-01T12:00:00Z' 'by a clock that leaps nothing lapses'
is "$(field plan-1 status)" pending 'and all stays as it is'
silently pp-account add 1002 --biller=water --holder=Beto
silently pp-invoice add F-9 --account=water:1002 --amount=100 --due-on=2026-01-31
on 2026-03-15
pp-db clock --accept >quiet 2>&1
silently pp-plan create --account=water:1002 --instalments=2 --accept-terms --yes
on 2026-03-22
run pp-plan run --request-id=r1 --json
is "$status $(jq -r 'select(.type == "summary").new' out)" '0 2' 'two plans lapse under one request'
run pp-plan run --request-id=r1 --json
is "$status $(jq -r 'select(.type == "summary").new' out)" '0 0' 'which is done then'

# ---- lapsed

scene
plan
pay inv-2
works 'a debt is paid while the plan is pending'
is "$(field plan-1 status) $(statuses)" 'lapsed overdue paid void' 'the plan lapses, its instalment is void'
pay inv-3
refused 4 'cannot pay inv-3: it is void' 'and is not paid'
plan --instalments=2
works 'another plan can be made'
on 2026-03-20
run pp-plan run --json
is "$(jq -c '[.type, .new, .same]' out)" '["summary",0,1]' 'S1-32 the last day is one'
on 2026-03-21
run pp-plan run --dry-run --json
is "$(jq -r .status out | head -n 1) $(field plan-2 status)" 'lapsed pending' 'a dry run tells what would lapse'
run pp-plan run
works 'run: silent when all is well'
out_empty 'and prints nothing'
is "$(field plan-2 status,ended_on | tr '\t' ' ') $(field inv-4 status)" 'lapsed 2026-03-21 void' \
	'S1-32 not activated in time, it lapses'
is "$(field inv-1 due)" 104.90 'the debt went on as it was'
run pp-plan run --json
is "$(jq -c '[.type, .what, .new, .same, .failed]' out)" '["summary","plan",0,0,0]' 'again: nothing to do'

# whatever the date
scene
plan
later 2026-05-02
pay inv-3
is "$(field plan-1 status) $(field inv-4 due_on) $(field inv-1 late_fee)" 'active 2026-04-20 4.30' \
	'S1-32 paid late but not lapsed, it is active; the debt is that of its day'

# ---- defaulted

on 2026-05-20
run pp-plan run
is "$(field plan-1 status)" active 'thirty days after the due date it lives on'
later 2026-05-21
run pp-plan run --json
is "$status $(jq -r 'select(.type == "plan") | .status' out) $(jq -r 'select(.type == "summary") | .new' out)" \
	'0 defaulted 1' 'after them it defaults'
is "$(statuses) $(owed)" 'overdue overdue paid void void 48.76 60.00' 'the debt is owed again, less what was paid'
is "$(field inv-1 late_fee)" 4.30 'with the frozen fee'
on 2026-05-22
is "$(owed)" '48.81 60.06' 'new fees from the next day'
on 2026-05-31
run pp-invoice explain inv-1
out_like 'Bs 4.79   of Bs 487.60 x days, 10 days late' 'ten days on 48.76, after 4.30'
out_like 'of it Bs 4.30 frozen on 2026-03-15 for a plan, which ended on 2026-05-21' 'explain tells both'
run pp-invoice explain inv-1 --json
is "$(jq -r '[.frozen, .frozen_on, .thawed_on, .late_fee] | join(" ")' out)" \
	'4.30 2026-03-15 2026-05-21 4.79' 'in JSON'
pay inv-1
works 'and it can be paid'
plan --instalments=2
works 'or planned anew'
is "$(field plan-2 debt)" 60.60 'with the fee that has grown'
pay inv-6
is "$(field inv-2 paid)" 31.58 'the second plan pays it' || field inv-2 paid
run pp-db check
works 'the books'

# ---- cancelled, and given back

scene
plan
pay inv-3
on 2026-03-17
run pp-plan cancel plan-1 --yes
is "$(statuses) $(owed)" 'overdue overdue paid void void 48.76 60.00' 'cancelled: the debt is owed again'
run pp-pay refund pay-1 --amount=20 --reason=x --yes
works 'a part is given back'
is "$(owed) $(field inv-3 status,amount | tr '\t' ' ')" '68.76 60.00 paid 36.44' 'principal of the newest first'
run pp-pay refund pay-1 --amount=32 --reason=x --yes
is "$(owed)" '100.00 60.76' 'then fees'
run pp-pay refund pay-1 --reason=x --yes
works 'and the rest'
is "$(owed) $(field inv-3 status) $(field pay-1 status)" '104.30 60.90 void refunded' 'all is owed as it was'
is "$(balance payable:bil-1)$(balance payable:bil-1:late-fee)$(balance cash:\*)" 0.000.000.00 'nobody has it'
on 2026-03-18
is "$(field inv-1 due)" 104.40 'new fees from the day after the plan ended'

# what is given back while a payment of the rest is under way is owed anew
scene
plan
pay inv-3
run pp-plan cancel plan-1 --yes
run pp-pay invoice inv-1 --with=sandbox --yes
run pp-pay refund pay-1 --amount=20 --reason=x --yes
run pp-pay resolve pay-2 --declare=approved --gateway-ref=A-1 --reason='carta'
works 'a payment of the rest, while a part is given back'
is "$(field inv-1 status,due | tr '\t' ' ')" 'overdue 20.00' 'settles what it was for, not the invoice'
run pp-db check
works 'the books'

# an instalment in parts, if the biller allows
scene
silently pp-biller rule water partial-instalment yes
plan
pay inv-3 --amount=10
refused 4 'paid in full or not at all' 'the first instalment is never paid in parts'
pay inv-3
pay inv-4 --amount=10
works 'the others may'
is "$(field inv-4 due)" 46.44 'the rest is due'
is "$(owed) $(field inv-1 paid)" '0.00 0.00 62.82' 'interest first, then principal'
run pp-plan cancel plan-1 --yes
is "$(field inv-4 status,amount | tr '\t' ' ') $(owed)" 'paid 10.00 41.48 60.00' 'what was paid stays paid'
run pp-pay refund pay-2 --reason=x --yes
is "$(field inv-4 status) $(owed)" 'void 48.76 60.00' 'until it is given back'
plan --instalments=2
run pp-pay refund pay-1 --reason=x --yes
refused 4 'belongs to plan-2' 'not while the debt is in another plan'
run pp-db check
works 'the books'

# ---- payments under way

scene
plan
pay inv-3
scene
plan
run pp-pay invoice inv-3 --with=sandbox --yes
works 'a checkout for the first instalment'
is "$(field inv-1 held_by)" pay-1 'holds the debt'
pay inv-1
refused 4 'cannot pay inv-1: held by pay-1' 'the debt is not paid'
run pp-invoice void inv-2 --reason=x --yes
refused 4 'inv-2 is held by pay-1' 'nor voided'
run pp-plan cancel plan-1 --yes
refused 4 'plan-1 is held by pay-1' 'nor the plan cancelled'
silently pp-gateway-sandbox approve sbt-000001
on 2026-03-21
run pp-plan run --json
is "$(jq -c '[.type, .new, .same]' out)" '["summary",0,1]' 'nor does it lapse: run passes it by'
run pp-pay confirm pay-1
works 'the checkout is paid'
is "$(field plan-1 status)" active 'and the plan is active'
run pp-pay invoice inv-4 --with=sandbox --yes
later 2026-06-01
run pp-plan run --json
is "$(jq -c 'select(.type == "summary") | .new' out) $(field plan-1 status)" '0 active' \
	'nor does one default whose instalment is being paid'
run pp-pay resolve pay-2 --declare=declined --reason=x

scene
plan
run pp-pay invoice inv-2 --with=sandbox --yes
is "$(field inv-3 held_by) $(field inv-1 held_by)" 'pay-1 ' 'a checkout for a debt holds the first instalment'
pay inv-3
refused 4 'cannot pay inv-3: held by pay-1' 'which is not paid'
run pp-pay cancel pay-1 --yes
pay inv-1 inv-3
refused 4 'plan-1 is paid, or its debt is: not both' 'the instalment and the debt together'
is "$(statuses)" 'overdue overdue open' 'nothing happened'

# a plan is not made of what is held
scene
run pp-pay invoice inv-2 --with=sandbox --yes
plan
refused 4 'inv-2 is held by pay-1' 'what is held is not planned'
run pp-pay resolve pay-1 --declare=declined --reason=x
plan
works 'once it is free, it is'

# ---- approvals that come late

# late PAY REF: the platform's word on a payment that ended
late() {
	run pp-pay resolve "$1" --declare=approved --gateway-ref="$2" --reason='carta'
}
credit() {
	pp-account status water:1001 --format=tsv --columns=credit
}

scene
plan
run pp-pay invoice inv-3 --with=sandbox --yes
run pp-pay resolve pay-1 --declare=declined --reason=x
run pp-plan cancel plan-1 --yes
late pay-1 A-1
works 'the first instalment of a cancelled plan is approved'
is "$(field plan-1 status) $(field pay-1 flag) $(credit)" 'cancelled late 56.44' 'what fits nowhere is credit'

scene
plan
run pp-pay invoice inv-3 --with=sandbox --yes
run pp-pay resolve pay-1 --declare=declined --reason=x
on 2026-03-19
late pay-1 A-1
is "$(field plan-1 status) $(field inv-4 status) $(credit)" 'active open 0.00' \
	'of a pending plan it activates, late or not'

scene
plan
run pp-pay invoice inv-1 --with=sandbox --yes
run pp-pay resolve pay-1 --declare=declined --reason=x
late pay-1 A-1
is "$(field plan-1 status) $(statuses)" 'lapsed paid overdue void' 'a debt that is paid late lapses the plan'

scene
run pp-pay invoice inv-1 --with=sandbox --yes
run pp-pay resolve pay-1 --declare=declined --reason=x
plan
pay inv-3
late pay-1 A-1
is "$(field plan-1 status) $(field inv-1 status) $(credit)" 'active in_plan 104.30' \
	'of a debt in an active plan it is credit'
pay inv-4
is "$(field inv-4 status) $(credit)" 'paid 47.86' 'with which the next instalment is paid'

scene
plan
pay inv-3
run pp-pay invoice inv-4 --with=sandbox --yes
run pp-pay resolve pay-2 --declare=declined --reason=x
later 2026-06-01
run pp-plan run
late pay-2 A-1
is "$(field plan-1 status) $(field inv-4 status) $(credit)" 'defaulted void 56.44' \
	'of a plan that defaulted meanwhile, too'
run pp-db check
works 'the books'

# less than the first instalment does not activate
scene
plan
run pp-pay invoice inv-3 --with=sandbox --yes
run pp-pay resolve pay-1 --declare=approved --gateway-ref=A-1 --amount=20 --reason='carta'
is "$(field plan-1 status) $(field inv-3 paid) $(credit)" 'pending 0.00 20.00' \
	'less than the first instalment is credit'

# ---- other things in the way

scene
silently pp-account open --currency=BOB --holder=Eva
silently pp-account deposit acc-2 500
plan
silently pp-invoice add plan-1-2 --account=water:1001 --amount=5 --due-on=2026-04-01
run pp-pay invoice inv-3 --with=acc-2 --yes
works 'a number that is taken does not stop a plan'
is "$(pp-invoice list --plan=plan-1 --kind=instalment --format=tsv --columns=number | paste -sd' ' -)" \
	'plan-1-1 plan-1-2-1 plan-1-3' 'another is found'
run pp-pay invoice inv-5 --with=acc-2 --yes
works 'from a deposit account'
is "$(balance deposit:acc-2)" -387.12 'which paid two instalments'

# the second amount of a bill stays what it was
scene
silently pp-invoice add F-3 --account=water:1001 --amount=20 --due-on=2026-03-10 \
	--due2-on=2026-03-14 --due2-amount=25
run pp-plan create inv-3 --instalments=2 --accept-terms --yes --columns=debt
out_is 25.03 'the second amount, and a day of fee'
pay inv-4
on 2026-03-16
run pp-plan cancel plan-1 --yes
is "$(field inv-3 due)" 12.36 'what is left of it'
run pp-db check
works 'the books'

# once and flat fees are not charged again
scene
on 2026-01-01
silently pp-biller rule water late-fee once:10
silently pp-invoice add F-3 --account=water:1001 --amount=200 --due-on=2026-02-20
on 2026-03-15
run pp-plan create inv-3 --instalments=2 --accept-terms --yes --columns=debt
out_is 220.00 'a fee of ten percent, once'
pay inv-4
on 2026-03-16
run pp-plan cancel plan-1 --yes
later 2026-12-31
is "$(field inv-3 late_fee)" 20.00 'is charged once'

done_testing
