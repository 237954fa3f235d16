#!/bin/sh
# shellcheck disable=SC2154 # set by lib.sh and planning.sh
# What an account owes is counted once: a pending plan's debt, not its first instalment besides; of
# a credit what is left of the next instalment.
. "${0%/*}/lib.sh"
. "$here/planning.sh"

quietly() {
	"$@" >quiet 2>&1 || diag "$*: $(cat quiet)"
}

plan_office

# sums: what status, age and total say of water:1001
sums() {
	pp-account status water:1001 --json | jq -r '"\(.overdue) \(.next_due) \(.due | length)"'
	pp-invoice age --json | jq -r '"\(.count) \(.due)"'
	pp-invoice list --account=water:1001 --format=tsv | pp-invoice total - -q --json |
		jq -r '"\(.count) \(.due)"'
}

before=$(sums)
is "$before" "165.20 null 0
2 165.20
2 165.20" "what is owed before the plan"
plan
is "$status $(statuses)" "0 overdue overdue open" "a pending plan and its first instalment"
is "$(sums)" "$before" "the debt is counted once while the plan is pending"
is "$(pp-invoice list --account=water:1001 --status=payable --format=tsv | cut -f 1 | paste -sd' ' -)" \
	"inv-1 inv-2 inv-3" "a list has both ways to pay"
run pp-pay invoice inv-1 inv-2 inv-3 --with=cash --yes
refused 4 'plan-1 is paid, or its debt is: not both' "who names both is refused"
first=$(field inv-3 due)
is "$(pp-invoice total inv-3 --json | jq -r .due)" "$first" "and comes to its amount alone"
pp-invoice list --account=water:1001 --status=payable --format=tsv >payable
run_in "$(cat payable)
" pp-pay invoice - --with=cash --yes
err_is "pp-pay: inv-3 is left out: the debt of plan-1 is there" "a list is paid without the instalment"
is "$status $(cut -f 6 out)" "0 165.20" "what is owed, once"
is "$(statuses)" "paid paid void" "and the plan lapses"

# ---- once it is active its instalments are what is owed
quietly pp-invoice add F-3 --account=water:1001 --amount=60 --due-on=2026-03-01
quietly pp-plan create --account=water:1001 --accept-terms --yes --instalments=3
pay inv-5
works "the first instalment is paid by name"
is "$(pp-account status water:1001 --json | jq -r '"\(.overdue) \(.due | length)"')" "0.00 2" \
	"an active plan owes its other instalments"

# ---- a credit
PP_NOW=2026-03-16T12:00:00Z
quietly pp-account add 1002 --biller=water --holder=Beto
quietly pp-invoice add C-1 --account=water:1002 --kind=credit --amount=1000 --instalment=250 \
	--term=4 --due-on=2026-04-10 --issued-on=2026-03-10
next() {
	pp-account status water:1002 --json | jq -r '"\(.overdue) \(.next_due_on) \(.next_due)"'
}
credit=$(pp-invoice list --account=water:1002 --format=tsv --columns=id)
is "$(next)" "0.00 2026-04-10 250.00" "a credit's next instalment"
run pp-pay invoice "$credit" --with=cash --amount=100 --yes
is "$(next)" "0.00 2026-04-10 150.00" "of which a part is paid: what is left of it"
run pp-pay invoice "$credit" --with=cash --amount=200 --yes
is "$(next)" "0.00 2026-05-10 200.00" "paid ahead: what is left of the one after"
on 2026-04-10
is "$(next)" "0.00 2026-05-10 200.00" "what is paid ahead fell due"
on 2026-05-12
is "$(next)" "200.40 2026-06-10 250.00" "what is late is overdue with its fee, and the next one is whole"

done_testing
