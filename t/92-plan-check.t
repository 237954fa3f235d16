#!/bin/sh
# pp-db check on plans: each of their invariants has a corruption that it finds.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/checking.sh"
. "$here/planning.sh"

# Two accounts: of the first a cancelled plan, its payment given back in part, and an active one; of
# the second a completed and a pending one.
busy_plans() {
	plan_office
	{
		plan             # plan-1, inv-3
		pay inv-3        # pay-1; inv-4 inv-5
		pp-plan cancel plan-1 --yes
		pp-pay refund pay-1 --amount=20 --reason='de más' --yes # pay-2
		plan             # plan-2, inv-6
		pay inv-6        # pay-3; inv-7 inv-8
		pp-account add 1002 --biller=water --holder='Rosa Díaz'
		pp-invoice add F-3 --account=water:1002 --amount=40 --due-on=2026-03-01 # inv-9
		pp-plan create inv-9 --instalments=2 --accept-terms --yes # plan-3, inv-10
		pay inv-10       # pay-4; inv-11
		pay inv-11       # pay-5
		pp-invoice add F-4 --account=water:1002 --amount=50 --due-on=2026-03-02 # inv-12
		pp-plan create inv-12 --instalments=2 --accept-terms --yes # plan-4, inv-13
	} >made 2>&1
	office=$PP_DB
	sqlite3 "$office" 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
	mkdir copy
}

busy_plans
is "$(pp-plan list --format=tsv --columns=id,status | paste -sd' ' - | tr '\t' ' ')" \
	'plan-1 cancelled plan-2 active plan-3 completed plan-4 pending' 'plans of every kind'
run pp-db check
works "a correct office with plans: silent"

breaks plan-sums "UPDATE plan_instalment SET interest_minor = interest_minor + 1
	WHERE plan = 4 AND n = 2"
breaks plan-sums "UPDATE plan_debt SET due_minor = due_minor + 1 WHERE plan = 4"
breaks plan-active "UPDATE plan SET status = 'pending' WHERE id = 2" 'plan-active plan-in' moves
breaks plan-active "UPDATE plan SET status = 'completed', ended_on = '2026-03-15' WHERE id = 2" \
	'plan-active plan-in plan-paid' moves
breaks plan-one "DROP INDEX plan_live; INSERT INTO plan SELECT 5, account, status, currency,
	debt_minor, late_fee_minor, instalments, amount_minor, last_minor, rate, rule, default_days,
	created_on, first_due_on, ended_on, terms, customer, phone, email, created_at
	FROM plan WHERE id = 4; INSERT INTO plan_debt (plan, invoice, due_minor, late_fee_minor,
	frozen_fee_minor, paid_minor, fee_paid_minor) SELECT 5, invoice, due_minor, late_fee_minor,
	frozen_fee_minor, 0, 0 FROM plan_debt WHERE plan = 4; INSERT INTO plan_instalment (plan, n,
	due_on, amount_minor, late_fee_minor, interest_minor) SELECT 5, n, due_on, amount_minor,
	late_fee_minor, interest_minor FROM plan_instalment WHERE plan = 4" 'file plan-one'
breaks plan-in "UPDATE invoice SET frozen_fee_minor = frozen_fee_minor + 1 WHERE id = 1"
breaks plan-in "UPDATE plan_debt SET invoice = 9 WHERE plan = 4" 'plan-in'
breaks plan-paid "UPDATE plan_debt SET paid_minor = paid_minor - 1 WHERE plan = 2 AND invoice = 1"
breaks plan-through "UPDATE allocation SET instalment = 10
	WHERE kind = 'plan' AND payment = 3 AND invoice = 1"
breaks plan-through "UPDATE allocation SET plan_interest_minor = 1 WHERE payment = 5
	AND invoice = 11" 'plan-paid plan-through'
breaks plan-instalment "UPDATE invoice SET due_on = '2026-04-21' WHERE id = 7"
breaks moves "UPDATE activity SET summary = 'pending > completed'
	WHERE ref = 'plan-3' AND summary = 'pending > active'" '' chain

sed -n 's/^	{ "\(plan-[a-z-]*\)", N_(.*/\1/p' "$root/lib/check_rules.c" | LC_ALL=C sort >ids
# shellcheck disable=SC2086
is "$(printf '%s\n' $tried | grep '^plan-' | LC_ALL=C sort -u)" "$(cat ids)" \
	"every invariant of plans has its corruption"

PP_DB=$office
done_testing
