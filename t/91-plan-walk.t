#!/bin/sh
# A random walk of plans, payments of instalments and debts, cancellations, defaults, refunds,
# checkouts that end and are approved late.  After every step: what was due when a plan was made is
# what its instalments paid of it and what is owed now, to the cent; the books are right.
#
# PP_WALK steps (40), from the seed PP_WALK_SEED.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/planning.sh"

plan_office
silently pp-biller rule water partial-instalment yes
silently pp-biller rule water plan-default-days 10
silently pp-account add 1002 --biller=water --holder='Rosa Díaz'

# The numbers of the walk: as long as it is, and always the same for a seed.
awk -v seed="${PP_WALK_SEED:-7}" -v steps="${PP_WALK:=40}" 'BEGIN {
	srand(seed)
	for (i = 0; i < steps; i++)
		print int(rand() * 100), int(rand() * 1000000), int(rand() * 1000000)
}' >numbers

# pick NUMBER LINE...: one of the lines
pick() {
	number=$1
	shift
	[ $# -eq 0 ] || shift $((number % $#))
	echo "${1-}"
}

invoices() {
	pp-invoice list --format=tsv --columns=id "$@"
}

# step WHAT NUMBER NUMBER
bills=2
day=$(date -u -d 2026-03-15 +%s)
page=0
step() {
	case $1 in
	[0-9] | 1[0-4])
		bills=$((bills + 1))
		run pp-invoice add "F-$bills" --account="water:100$(($2 % 2 + 1))" \
		    --amount="$(($3 % 900 + 1)).$(($2 % 90 + 10))" \
		    --due-on="$(date -u -d "@$((day - ($3 % 60 + 1) * 86400))" +%F)"
		;;
	1[5-9] | 2[0-9])
		day=$((day + ($2 % 14 + 1) * 86400))
		later "$(date -u -d "@$day" +%F)"
		run pp-plan run
		;;
	3[0-9] | 4[0-4])
		run pp-plan create --account="water:100$(($2 % 2 + 1))" \
		    --instalments=$(($3 % 5 + 2)) --accept-terms --yes
		;;
	4[5-9] | 5[0-9] | 6[0-4])
		# shellcheck disable=SC2046 # refs
		inv=$(pick "$2" $(invoices --kind=instalment --status=payable))
		if [ -n "$inv" ] && [ $(($3 % 4)) -eq 0 ]; then
			run pp-pay invoice "$inv" --with=cash --yes --amount=0.07
		elif [ -n "$inv" ]; then
			run pp-pay invoice "$inv" --with=cash --yes
		fi
		;;
	6[5-9])
		# shellcheck disable=SC2046 # refs
		inv=$(pick "$2" $(invoices --kind=bill --status=payable))
		[ -z "$inv" ] || run pp-pay invoice "$inv" --with=cash --yes
		;;
	7[0-9])
		# shellcheck disable=SC2046 # refs
		inv=$(pick "$2" $(invoices --status=payable))
		[ -z "$inv" ] || run pp-pay invoice "$inv" --with=sandbox --yes
		;;
	8[0-4])
		# shellcheck disable=SC2046 # refs
		pay=$(pick "$2" $(pp-pay list --status=redirected --format=tsv --columns=id))
		[ -z "$pay" ] || run pp-pay resolve "$pay" --declare=declined --reason=x
		;;
	8[5-9])
		# shellcheck disable=SC2046 # refs
		pay=$(pick "$2" $(pp-pay list --status=redirected,declined --format=tsv --columns=id))
		page=$((page + 1))
		[ -z "$pay" ] ||
			run pp-pay resolve "$pay" --declare=approved --gateway-ref="W-$page" --reason=x
		;;
	9[0-4])
		# shellcheck disable=SC2046 # refs
		plan=$(pick "$2" $(pp-plan list --status=pending,active --format=tsv --columns=id))
		[ -z "$plan" ] || run pp-plan cancel "$plan" --yes
		;;
	*)
		# shellcheck disable=SC2046 # refs
		pay=$(pick "$2" $(pp-pay list --status=approved --method=cash --format=tsv --columns=id))
		if [ -n "$pay" ] && [ $(($3 % 2)) -eq 0 ]; then
			run pp-pay refund "$pay" --yes --reason=x --amount=0.05
		elif [ -n "$pay" ]; then
			run pp-pay refund "$pay" --yes --reason=x
		fi
		;;
	esac
}

# Of every plan: what was due of each invoice of its debt is what was paid of it, and what is owed:
# of an active plan what its instalments still ask for without interest; of one that has just
# ended what pp-invoice says.
unbalanced() {
	sqlite3 -readonly "$PP_DB" "SELECT p.id || ': ' || p.debt_minor || ' <> ' || i.left FROM plan p
	    JOIN (SELECT i.plan, SUM(i.amount_minor - i.interest_minor) - SUM(COALESCE(a.paid, 0))
	    AS left FROM plan_instalment i LEFT JOIN (SELECT invoice, SUM(amount_minor -
	    COALESCE(plan_interest_minor, 0)) AS paid FROM allocation GROUP BY invoice) a
	    ON a.invoice = i.invoice GROUP BY i.plan) i ON i.plan = p.id
	    JOIN (SELECT plan, SUM(due_minor - paid_minor) AS owed FROM plan_debt GROUP BY plan) d
	    ON d.plan = p.id WHERE p.status = 'active' AND i.left <> d.owed"
	sqlite3 -readonly "$PP_DB" "SELECT p.id, d.due_minor - d.paid_minor, d.invoice FROM plan p
	    JOIN plan_debt d ON d.plan = p.id WHERE p.ended_on = '${PP_NOW%T*}'
	    AND p.id NOT IN ($ended) AND EXISTS (SELECT 1 FROM plan_instalment i
	    WHERE i.plan = p.id AND i.n = 2 AND i.invoice IS NOT NULL)" |
	    while IFS='|' read -r plan owed invoice; do
		due=$(field "inv-$invoice" due | tr -d .)
		[ "$owed" -eq "$due" ] || echo "plan-$plan: inv-$invoice owes $due, not $owed"
	done
	ended=$(sqlite3 -readonly "$PP_DB" "SELECT COALESCE(group_concat(id), 0) FROM plan
	    WHERE ended_on IS NOT NULL")
}

ended=0
wrong=
tried=0
done_=0
while read -r what one two; do
	tried=$((tried + 1))
	status=0
	: >err
	step "$what" "$one" "$two"
	case $status in
	0) done_=$((done_ + 1)) ;;
	4) ;;
	*) wrong="$wrong $tried:$(head -n 1 err | tr ' ' _)" ;;
	esac
	unbalanced >left
	ended=$(sqlite3 -readonly "$PP_DB" "SELECT COALESCE(group_concat(id), 0) FROM plan
	    WHERE ended_on IS NOT NULL")
	[ ! -s left ] || wrong="$wrong $tried:$(tr ' \n' '_,' <left)"
	pp-db check >left 2>&1 || wrong="$wrong $tried:$(head -n 1 left | tr ' \t' __)"
	[ -z "$wrong" ] || break
done <numbers
is "$wrong" '' "a walk of $PP_WALK steps: before = paid + owed, the books are right after each"
diag "$done_ of $tried steps did something; plans: $(pp-plan list --format=tsv --columns=status |
	sort | uniq -c | tr -s ' \n' ' ')"

done_testing
