#!/bin/sh
# pp-plan: what is offered, making a plan, looking at it; who may; what is refused.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"
. "$here/planning.sh"

# ---- who offers none

office --currency=BOB
on 2026-01-01
silently pp-biller add gas --name=Gas --service=gas
silently pp-account add 7 --biller=gas --holder=Eva
silently pp-invoice add G-1 --account=gas:7 --amount=80 --due-on=2026-01-10
on 2026-03-15
run pp-plan options --account=gas:7
refused 4 'gas offers no plans$' 'S1-26 no plan where the biller offers none'
run pp-plan options inv-1 --json
is "$(jq -r '"\(.code) \(.reason) \(.ref)"' err)" 'conflict not_eligible bil-1' \
	'S1-26 the reason, for a script'
run pp-plan list
works 'no plans: an empty list'
out_empty 'with no lines'
rm -f pp.db*

# ---- offers

plan_office
run pp-plan options --account=water:1001
works 'S1-27 offers for all that is overdue'
out_is '	2	83.62	83.62	167.24	2.5	BOB	2026-03-20
	3	56.44	56.42	169.30	2.5	BOB	2026-03-20
	4	42.85	42.81	171.36	2.5	BOB	2026-03-20
	5	34.70	34.66	173.46	2.5	BOB	2026-03-20
	6	29.26	29.26	175.56	2.5	BOB	2026-03-20' 'S1-27 how many instalments, and their amounts'
run pp-plan options inv-2 --format=table
out_like '^instalments +amount +last +total +rate +first_due_on$' "people get the offers as a table"
run pp-plan options inv-2 --json
is "$(jq -rs 'map(.instalments) | join(" ")' out)" '2 3 4 5 6' 'S1-27 of one invoice'
is "$(jq -s '.[0] | has("id") and .id == null and .type == "offer"' out)" true 'an offer has no id'
run_in 'inv-1
inv-2
' pp-plan options - --columns=total
works 'invoices from a pipe'
out_like '^167\.24$' 'the same offers'
run pp-plan options inv-1 inv-1
refused 2 'inv-1 is given twice' 'an invoice twice'
run pp-plan options
refused 2 'name invoices, or --account' 'nothing named'
run pp-plan options inv-1 --account=water:1001
refused 2 'not both' 'invoices and an account'
run pp-plan options inv-9
refused 3 'there is no inv-9$' 'no such invoice'
run pp-plan options acc-1
refused 2 'options takes no acc-1' 'another type'
silently pp-account add 1002 --biller=water --holder='Rosa Díaz'
silently pp-invoice add F-3 --account=water:1002 --amount=40 --due-on=2026-03-01
run pp-plan options inv-1 inv-3
refused 2 'one plan, one account' 'invoices of two accounts'
silently pp-invoice add F-4 --account=water:1001 --amount=40 --due-on=2026-03-01 --currency=USD
run pp-plan options inv-1 inv-4
refused 2 'one plan, one currency' 'invoices in two currencies'
silently pp-invoice void inv-4 --reason=x --yes
run pp-plan options inv-4
refused 4 'inv-4 is void$' 'a void invoice'
silently pp-invoice add F-5 --account=water:1001 --amount=40 --due-on=2026-04-01
run pp-plan options inv-5 --json
is "$status $(jq -r .reason err)" '4 not_eligible' 'S1-26 what is not overdue is not eligible'
silently pp-biller rule water plan-only-overdue no
run pp-plan options inv-5 --columns=instalments
works 'unless the biller says otherwise'
silently pp-invoice void inv-5 --reason=x --yes
silently pp-biller rule water plan-min-instalment 40
run pp-plan options --account=water:1001 --columns=instalments
out_is '2
3
4' 'S1-26 no instalment below the least'
silently pp-biller rule water plan-min-instalment 500
run pp-plan options --account=water:1001
refused 4 'too small to be divided' 'S1-26 none at all'
silently pp-biller rule water plan-min-instalment none
silently pp-biller rule water plan-min-debt 165.21
run pp-plan options --account=water:1001
refused 4 'a plan of water is for debts from 165.21 BOB$' 'S1-26 a debt below the least'
silently pp-biller rule water plan-min-debt 165.20
run pp-plan options --account=water:1001
works 'S1-26 just the least debt'

# ---- create

count() {
	pp-plan list --columns=id --format=tsv | wc -l
}
make="pp-plan create --account=water:1001"
run $make --instalments=3 --yes
refused 2 'accept-terms' 'S1-29 the terms must be accepted'
run $make --accept-terms --yes
refused 2 'instalments' 'S1-29 how many instalments must be said'
for n in 0 1 121 1000000000 -3 3.0 drei; do
	run $make --accept-terms --yes --instalments="$n"
	refused 2 'instalments' "S1-28 $n instalments"
done
run $make --accept-terms --yes --instalments=7
refused 4 '7 instalments are not offered' 'S1-28 more than are offered'
run $make --accept-terms --instalments=3
refused 2 '--yes' 'S1-35 nobody can answer'
run $make --accept-terms --instalments=3 --yes --phone=12
refused 2 'a phone is' 'S1-29 no phone'
run $make --accept-terms --instalments=3 --yes --email=ana
refused 2 'not an e-mail address' 'S1-29 no e-mail address'
is "$(count)" 0 'nothing was made'
run $make --accept-terms --instalments=3 --yes --dry-run --json
is "$status $(jq -r '"\(.id) \(.status) \(.schedule | length)"' out) $(count)" '0 plan-1 pending 3 0' \
	'a dry run shows the plan and makes none'
typed='n
'
run_tty pp-plan create --account=water:1001 --accept-terms --instalments=3
is "$status $(count)" '2 0' 'S1-35 asked first: no'
out_like 'account 1001 of Aguas del Valle, Ana Flores' 'S1-35 whose account it is'
out_like 'debt Bs 165.20, 3 instalments of Bs 56.44, Bs 169.30 in all, the first due on 2026-03-20' \
	'S1-35 what is agreed on'
echo 'Condiciones' >terms.txt
silently pp-biller terms water --for=plan --set=terms.txt
run $make --accept-terms --instalments=3 --yes --json --request-id=r1 --phone='+591 7001-2345' \
	--email=Ana@Example.com
works 'S1-28 a plan is made'
is "$(jq -r '[.id, .account, .status, .instalments, .amount, .last, .total, .rate, .currency,
	.created_on, .debt, .phone, .email] | join(" ")' out)" \
	'plan-1 acc-1 pending 3 56.44 56.42 169.30 2.5 BOB 2026-03-15 165.20 +59170012345 ana@example.com' \
	'S1-30 its data are shown'
is "$(jq -r '.schedule[] | [.n, .due_on, .amount, .status, .invoice] | join(" ")' out)" \
	'1 2026-03-20 56.44 open inv-6
2 2026-04-20 56.44 planned 
3 2026-05-20 56.42 planned ' 'S1-30 and its schedule, monthly from the first'
is "$(sqlite3 "$PP_DB" 'SELECT t.version || t.hash = 1 || t.hash FROM plan p JOIN terms t
	ON t.id = p.terms')" 1 'S1-29 the accepted terms are recorded'
mv out first
run $make --accept-terms --instalments=3 --yes --json --request-id=r1 --phone='+591 7001-2345' \
	--email=Ana@Example.com
is "$status $(cmp out first && echo same) $(count)" '0 same 1' 'the same request again: the same plan'
run $make --accept-terms --instalments=4 --yes --request-id=r1
refused 4 'request' 'with other parameters: no'
run $make --accept-terms --instalments=3 --yes --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" '4 in_plan plan-1' 'one plan at a time'
run pp-plan options inv-1
refused 4 'acc-1 has plan-1 already' 'nor is another offered'
is "$(field inv-6 kind,number,concept,due_on,amount,plan | tr '\t' ' ')" \
	'instalment plan-1-1 plan-1 1/3 2026-03-20 56.44 plan-1' 'S1-12 the first instalment is an invoice'
is "$(pp-account status water:1001 --format=tsv --columns=plan)" plan-1 'S1-11 the account tells its plan'
run pp-invoice list --account=water:1001 --status=payable --columns=id
out_is 'inv-1
inv-2
inv-6' 'S1-12 pending invoices and the plan'
run pp-invoice list --plan=plan-1 --columns=id
out_is inv-6 'the invoices of a plan'
run pp-plan show plan-1 --format=table
out_like 'pending' 'S1-33 for people'
out_like '^schedule +n 1, due_on 2026-03-20, amount 56.44, status open, invoice inv-6$' 'with its schedule'
out_like '^ +n 2, due_on 2026-04-20, amount 56.44, status planned$' 'a line for each instalment'
run pp-plan show plan-9
refused 3 'there is no plan-9$' 'no such plan'
run pp-plan show inv-1
refused 2 'inv-1' 'no plan at all'
run pp-invoice void inv-6 --reason=x --yes
refused 4 'inv-6 belongs to plan-1$' 'an instalment is not voided by hand'
run pp-invoice void inv-1 --reason=x --yes
refused 4 'inv-1 belongs to plan-1$' 'nor is the debt of a live plan'
run pp-plan cancel plan-1
refused 2 '--yes' 'cancel asks'
run pp-plan cancel plan-1 --yes --dry-run --columns=status
out_is cancelled 'a dry run'
is "$(field plan-1 status)" pending 'cancels nothing'
run pp-plan cancel plan-1 --yes --columns=status,ended_on
out_is 'cancelled	2026-03-15' 'a pending plan is cancelled'
is "$(field inv-6 status) $(field inv-1 due)" 'void 104.30' 'its instalment is void, its debt as it was'
run pp-plan cancel plan-1 --yes --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" '4 cancelled plan-1' 'twice: no'
run pp-plan list --status=cancelled --columns=id
out_is plan-1 'by status'
run pp-plan list --account=water:1002
out_empty 'by account'

# ---- customers

silently "$seed" customer Ana ana@example.com
silently "$seed" customer Beto beto@example.com
silently pp-account link water:1001 --customer=cus-1
as cus-1 pp-plan options --account=1001 --columns=instalments
works 'S1-26 a customer sees what is offered for its own account'
as cus-2 pp-plan options --account=water:1001
refused 3 'there is no account water:1001$' 'S1-26 another customer does not'
as cus-2 pp-plan options inv-1
refused 3 'there is no inv-1$' 'nor by invoice'
as cus-1 pp-plan create --account=1001 --instalments=2 --accept-terms --yes --json
is "$status $(jq -r '"\(.id) \(.email)"' out)" '0 plan-2 ana@example.com' \
	'S1-28 a customer makes one; reached at its own address'
as cus-1 pp-plan list --columns=id,status
out_is 'plan-1	cancelled
plan-2	pending' 'S1-33 a customer sees its plans'
as cus-2 pp-plan list
out_empty 'and nobody else'"'"'s'
as cus-2 pp-plan show plan-2
refused 3 'there is no plan-2$' 'another customer'"'"'s plan is not there'
as cus-2 pp-plan cancel plan-2 --yes
refused 3 'there is no plan-2$' 'nor to be cancelled'
as cus-2 pp-invoice list --plan=plan-2
refused 3 'there is no plan-2$' 'nor to list its invoices'
as cus-1 pp-plan run
refused 6 'operators' 'run is for operators'
guest pp-plan list
refused 6 'log in' 'a guest sees none'

# Anybody may link an account whose number is known: that gives no say over another's plan.
as cus-2 pp-account link water:1001
as cus-2 pp-plan show plan-2 --json
is "$status $(jq -r '"\(.status) \(.phone) \(.email) \(.schedule | length)"' out)" \
	'0 pending null null 2' 'S1-33 who has linked the account sees its plan, not whom to reach'
as cus-2 pp-plan list --columns=id,email
out_is 'plan-1	
plan-2	' 'nor in the list'
as cus-2 pp-plan list --match=ana@example.com
out_empty 'nor by searching for it'
as cus-2 pp-plan cancel plan-2 --yes
refused 4 'plan-2 was made by somebody else$' 'and does not cancel it'
as cus-2 pp-plan cancel plan-2 --yes --json
is "$(jq -r '"\(.reason) \(.ref)"' err)" 'made_by_other plan-2' 'the reason, for a script'
is "$(field plan-2 status)" pending 'it stands'
as cus-1 pp-plan show plan-2 --columns=email
out_is ana@example.com 'who made it sees whom to reach'
as cus-1 pp-plan cancel plan-2 --yes --columns=status,email
out_is 'cancelled	ana@example.com' 'a customer cancels its own'
silently "$seed" card cus-1 sandbox-approve
silently pp-account enrol water:1001 autodebit --accept-terms --with=card-1 --customer=cus-1
as cus-2 pp-plan create --account=1001 --instalments=2 --accept-terms --yes
refused 4 'the autodebit of acc-1 was enrolled by somebody else$' \
	"nobody makes a plan that stops another's automatic debit"
as cus-2 pp-plan create inv-1 --instalments=2 --accept-terms --yes --json
is "$(jq -r '"\(.reason) \(.ref)"' err)" 'enrolled_by_other acc-1' 'nor of an invoice'
as cus-1 pp-plan create --account=1001 --instalments=2 --accept-terms --yes --columns=id
out_is plan-3 'whose automatic debit it is makes one'
run pp-plan cancel plan-3 --yes --columns=status
out_is cancelled "and an operator cancels anybody's"
plan --instalments=2
as cus-1 pp-plan cancel plan-4 --yes
refused 4 'plan-4 was made by somebody else$' 'what an operator made a customer does not cancel'

# ---- output

run sh -c 'exec pp-plan list >/dev/full'
is_status 1 'a full disk'
run sh -c 'exec pp-plan list >&-'
is_status 1 'no standard output'
for locale in C es tr; do
	LANGUAGE=$locale LC_ALL=C.UTF-8 pp-plan show plan-1 --json >"json.$locale"
	cmp -s json.C "json.$locale"
	ok $? "the same record in $locale"
done

done_testing
