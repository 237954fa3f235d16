#!/bin/sh
# shellcheck disable=SC2034,SC2154 # set or read by lib.sh and its fellows
# What one owes and how it is paid, as a customer, or a guest, goes through it: automatic debit,
# plans, charges, credits, slips.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"

json() {
	jq -r "$1" "$T/out"
}
# tty CUS WORDS CMD...: that customer, at a terminal, types the words
tty() {
	typed=$(printf '%b' "$2.") typed=${typed%.}
	PP_SESSION=$(session "$1")
	export PP_SESSION
	shift 2
	run_tty "$@"
	unset PP_SESSION
}
# on DATE: it is that day, and the customers have just logged in
on() {
	PP_NOW=$1T12:00:00Z
	started=$(date -u -d "$PP_NOW" +%s)
	silently pp-db clock --accept
	sqlite3 "$PP_DB" 'DELETE FROM session' 2>"$T/quiet" || diag "$(cat "$T/quiet")"
	rm -f session.*
}
# balance INV: paid and due
balance() {
	pp-invoice show "$1" --format=tsv --columns=paid,due | tr '\t' ' '
}
# bill_is NUMBER: its status
bill_is() {
	pp-invoice list --number="$1" --format=tsv --columns=status
}
# back PAY: the customer pays at the platform's page and comes back
back() {
	silently pp-gateway-sandbox approve "$(answer "$1")"
	as cus-1 pp-pay confirm "$1" --columns=status
}

shop
silently "$seed" customer Beto beto@example.com
silently pp-account link water:1001 --customer=cus-1 --alias=casa
card sandbox-approve

# ---- a debt, a plan
on 2026-01-02
silently pp-biller rule water plan-max 6
silently pp-invoice add D-1 --account=water:1001 --amount=100 --due-on=2026-01-31 --concept=Enero
silently pp-invoice add D-2 --account=water:1001 --amount=60 --due-on=2026-02-28 --concept=Febrero
on 2026-03-15
as cus-1 pp-plan options --account=casa --columns=instalments,amount,last,total
out_is "2	80.00	80.00	160.00
3	53.34	53.32	160.00
4	40.00	40.00	160.00
5	32.00	32.00	160.00
6	26.67	26.65	160.00" "S1-27 how many instalments and how much each, for all that is overdue"
tty cus-1 'n\n' pp-plan create --account=casa --instalments=3 --accept-terms
is "$status $(pp-plan list | wc -l)" "2 0" "S1-28 thought better of"
tty cus-1 'y\n' pp-plan create --account=casa --instalments=3 --accept-terms --phone=70012345
is "$status $(pp-plan list --format=tsv --columns=id,status)" "0 plan-1	pending" \
	"S1-28 chosen and made, S1-32 it waits for its first instalment"
for field in 'phone +70012345' 'email +ana@example.com' 'total +Bs 160.00' 'instalments +3' \
	'first_due_on +20 Mar 2026' 'status +pending'; do
	out_like "^$field" "S1-29 S1-30 the plan that was made shows $field"
done
out_like 'n 2, due_on 2026-04-20, amount 53.34, status planned' "S1-30 and when each instalment is due"
as cus-1 pp-account status casa --json
is "$(json '.plan + " " + .overdue')" "plan-1 160.00" "S1-33 the account's header names the plan"
first=$(pp-invoice list --plan=plan-1 --format=tsv --columns=id)
tty cus-1 'n\n' pp-pay invoice "$first" --with=sandbox
out_like "$first  plan-1-1  plan-1 1/3  Bs 53.34" "S1-34 which instalment is paid"
out_like 'Pay Bs 53.34 BOB with sandbox\?' "S1-35 asks, with the total"
is "$status $(pp-pay list | wc -l)" "2 0" "S1-35 no is no"
tty cus-1 'y\n' pp-pay invoice "$first" --with=sandbox
out_like '^redirect_url +https://sandbox.invalid/pay/' "S1-35 yes goes to the platform, as for any bill"
is "$status $(pp-plan show plan-1 --format=tsv --columns=status)" "0 pending" \
	"S1-32 being on the way is not being paid"
back pay-1
is "$(out) $(pp-plan show plan-1 --format=tsv --columns=status)" "approved active" \
	"S1-32 the first instalment paid: the plan is active"
as cus-1 pp-plan list --status=active --columns=id
out_is plan-1 "S1-33 it is the customer's current plan"
as cus-1 pp-plan show plan-1 --json
is "$(json '[.schedule[] | .status] | join(" ")')" "paid open open" "S1-33 with what is paid and what is open"
as cus-1 pp-invoice list --plan=plan-1 --status=payable --columns=id
rest=$(tr "\n" " " <out)
# shellcheck disable=SC2086 # refs
as cus-1 pp-invoice total $rest --json
is "$(json '"\(.count) \(.due)"')" "2 106.66" "S1-34 several instalments and their total"
# shellcheck disable=SC2086 # refs
tty cus-1 'y\n' pp-pay invoice $rest --with=sandbox
out_like 'plan-1 2/3  Bs 53.34' "S1-34 each is shown"
out_like 'plan-1 3/3  Bs 53.32' "S1-34 and the other"
out_like 'Pay Bs 106.66 BOB with sandbox\?' "S1-34 with their total"
back pay-2
is "$(out) $(pp-plan show plan-1 --format=tsv --columns=status)" "approved completed" \
	"S1-34 paid at once, and the plan is over"
is "$(pp-invoice list --account=acc-1 --kind=bill --format=tsv --columns=status | sort -u)" paid \
	"S1-34 with its debt"
as cus-1 pp-plan options --account=casa --json
is "$status $(jq -r .reason err)" "4 not_eligible" "S1-26 who owes nothing overdue is offered nothing"
as cus-2 pp-plan show plan-1
refused 3 'no plan-1$' "S1-33 nobody else sees it"

# ---- automatic debit
tty cus-1 '' pp-account enrol casa autodebit --accept-terms --with=card --day=10 --max=200
is_status 0 "S1-23 card, day and limit are what it takes"
out_like 'its bills are debited from now on' "S1-24 a message says that it is on"
on 2026-04-01
silently pp-invoice add D-3 --account=water:1001 --amount=80 --due-on=2026-04-20
silently pp-invoice add D-4 --account=water:1001 --amount=300 --due-on=2026-04-20
on 2026-04-09
run pp-pay debit
is "$(bill_is D-3)" "open" "S2-09 nothing before the day that was scheduled"
on 2026-04-10
run pp-pay debit
works "S2-09 that day"
is "$(bill_is D-3) $(bill_is D-4)" "paid open" \
	"S1-23 S2-09 what is due is charged, what is above the limit is not"
as cus-1 pp-pay list --method=card --columns=amount,status
out_is "80.00	approved" "S2-09 it is one of the customer's payments"
tty cus-1 'y\n' pp-account unenrol casa autodebit
out_like 'its bills are not debited any more' "S1-25 a message says that it is off"
silently pp-invoice add D-5 --account=water:1001 --amount=9 --due-on=2026-04-10
run pp-pay debit
is "$(bill_is D-5)" open "S1-25 and nothing is charged any more"

# ---- charges
silently pp-invoice add G-1 --account=water:1001 --amount=55 --due-on=2026-05-01 --kind=charge \
	--status=unbilled --concept=Reconexión
charge=$(cut -f 1 quiet)
as cus-1 pp-invoice list --account=casa --status=unbilled --columns=number,concept,due
out_is "G-1	Reconexión	55.00" "S1-49 the pending charges of the account"
as cus-1 pp-pay invoice "$charge" --with=sandbox --yes
refused 4 "cannot pay $charge: it is unbilled; nothing was charged" "S1-50 it is billed before it is paid"
tty cus-1 'n\n' pp-invoice bill "$charge"
out_like "^$charge  G-1  Ana  Reconexi.*  Bs 55.00$" "S1-51 number, holder, concept, amount"
out_like '^Total Bs 55.00 BOB$' "S1-51 and the total, before the question"
is "$status $(state "$charge")" "2 unbilled" "S1-50 not accepted: nothing is billed"
tty cus-1 'y\n' pp-invoice bill "$charge"
is "$status $(state "$charge")" "0 open" "S1-50 accepted: it is an invoice"
out_like '^due +Bs 55.00' "S1-51 which is shown"
as cus-1 pp-pay invoice "$charge" --with=sandbox --yes --json
like "$(json .redirect_url)" '^https://sandbox.invalid/pay/' "S1-53 paying it goes to the platform"
back "$(pp-pay list --status=redirected --format=tsv --columns=id)"
is "$(out) $(state "$charge")" "approved paid" "S1-53 and comes back paid"
as cus-1 pp-pay receipt "$(pp-pay list --format=tsv --columns=id | tail -n 1)"
out_like 'G-1 ' "S1-51 its receipt can be printed"

# ---- credits
silently pp-biller add fund --name='Fondo Aliado' --service=credit --agreement=CONV-7
silently pp-account add C9 --biller=fund --holder=Ana
silently pp-account link fund:C9 --customer=cus-1
silently pp-invoice add CR-1 --account=fund:C9 --kind=credit --concept='Crédito de salud' \
	--amount=1200 --instalment=100 --term=12 --due-on=2026-05-05
# credits: as a portal lists them
credits() {
	as cus-1 pp-invoice list --kind=credit \
		--columns=number,concept,amount,paid,due,instalment,instalments_left,status
}
credits
out_is "CR-1	Crédito de salud	1200.00	0.00	1200.00	100.00	12	open" \
	"S3-11 document, concept, debt, paid, balance, instalment"
loan=$(pp-invoice list --kind=credit --format=tsv --columns=id)
as cus-1 pp-pay invoice "$loan" --with=card --amount=instalment --yes --json
is "$(json '.amount + " " + .status')" "100.00 approved" "S3-14 the monthly instalment"
credits
out_is "CR-1	Crédito de salud	1200.00	100.00	1100.00	100.00	11	open" \
	"S3-10 at once it is there, S3-12 balance = debt - paid, and what is pending"
as cus-1 pp-pay invoice "$loan" --with=sandbox --amount=250.50 --yes --json
is "$(json '.amount + " " + .status')" "250.50 redirected" "S3-16 another value, at the platform"
is "$(balance "$loan")" "100.00 1100.00" "S3-10 not before it is paid"
back "$(json .id)"
credits
out_is "CR-1	Crédito de salud	1200.00	350.50	849.50	100.00	9	open" \
	"S3-16 when it is, S3-12 eight instalments and a half are nine"
for bad in 0 849.51 1.234 -1 1e2; do
	as cus-1 pp-pay invoice "$loan" --with=card --amount="$bad" --yes
	refused 2 'nothing was charged$' "S3-16 $bad is no value to pay"
done
is "$(balance "$loan")" "350.50 849.50" "S3-16 none of them changed anything"
on 2026-10-20
credits
out_is "CR-1	Crédito de salud	1200.00	350.50	849.50	100.00	9	overdue" \
	"S3-10 six have fallen due by October, three and a half are paid"
as cus-1 pp-account status fund:C9 --json
is "$(json '.overdue + " " + .next_due_on + " " + .next_due')" "249.50 2026-11-05 100.00" \
	"S3-10 S3-12 what is overdue of it, and what is next"
as cus-1 pp-pay invoice "$loan" --with=card --amount=balance --yes --json
is "$(json '.amount + " " + .status')" "849.50 approved" "S3-15 the whole balance"
credits
out_is "CR-1	Crédito de salud	1200.00	1200.00	0.00	100.00	0	paid" "S3-15 and nothing is left"

# ---- slips, by the pupil's number, without a login
silently pp-biller add school --name='Jardín Sol' --service=school --agreement=CONV-9
silently pp-account add 80123 --biller=school --holder='Niña Mamani'
silently pp-account add 80124 --biller=school --holder='Niño Mamani'
silently pp-invoice add S-1 --account=school:80123 --kind=slip --concept=Matrícula --period=2021 \
	--amount=175277 --due-on=2026-11-30
silently pp-invoice add S-2 --account=school:80123 --kind=slip --concept=Uniforme --period=2022 \
	--amount=20 --due-on=2026-11-30
guest pp-pay quick school:80123 --columns=number,holder,concept,period,due
out_is "S-1	N**** M****	Matrícula	2021	175277.00
S-2	N**** M****	Uniforme	2022	20.00" "S3-37 S3-38 a pupil's slips, for anybody who knows its number"
guest pp-pay quick 80123 --columns=number,period
out_is "S-1	2021
S-2	2022" "S3-37 the number alone does, S3-41 each with the year it is for"
guest pp-invoice list --account=school:80123
refused 6 'log in' "S3-37 more than that is for who has logged in"
guest pp-pay quick school:80124
refused 3 'nothing is payable at school:80124; nothing was charged' "S3-40 a pupil who owes nothing"
guest pp-pay quick school:80999 -v
is "$status $(sed -n 1p err)" \
	"3 pp-pay: there is no account school:80999; nothing was charged" "S3-39 a number that is none"
err_like 'hint: pp-biller guide tells who to ask' "S3-39 where to look for help"
{
	echo '{"type":"guide","kind":"contact","title":"Oficina","phone":"800-10-1234"}'
	echo '{"type":"guide","biller":"school","kind":"contact","title":"Secretaría","phone":"601 555 0130"}'
} >guide.jsonl
silently pp-biller import guide.jsonl
guest pp-pay quick school:80999
refused 3 'no account school:80999: ask Secretar.*, 601 555 0130; nothing was charged' \
	"S3-39 wrong data: whom to call"
guest pp-pay quick 80999
refused 3 'no account 80999: ask Oficina, 800-10-1234; nothing was charged' \
	"S3-39 of no known biller: the office"
guest pp-pay quick schol:80123
refused 3 'no biller schol; nothing was charged' "S3-39 a biller that is none is named"
guest pp-pay quick school:80124
refused 3 'nothing is payable at school:80124: ask Secretar.*, 601 555 0130' \
	"S3-40 nothing to pay: said in other words, with whom to ask"
guest pp-pay quick school:80124 --json
is "$(jq -r .reason err)" nothing_payable "S3-40 and with a reason of its own"
guest pp-pay quick school:80123 school:S-1 --with=sandbox --return-url='https://x.example/{ref}' \
	--yes --json
is "$(json '.status + " " + .amount')" "redirected 175277.00" "S3-37 a slip is paid without a login"
paid=$(json .id)
silently pp-gateway-sandbox approve "$(answer "$paid")"
silently pp-pay resolve "$paid"
is "$(bill_is S-1)" paid "S3-37 as the platform tells"
guest pp-pay quick school:80123 --columns=number
out_is S-2 "S3-10 S3-37 and is not there any more"
as cus-1 pp-pay quick school:80123 --with=card --yes --json
is "$(json '.amount + " " + .status')" "20.00 approved" "S3-42 an allied agreement's slip is paid here"
is "$(pp-biller show school --format=tsv --columns=agreement)" CONV-9 "S3-42 which the biller's agreement is"

right "the books agree"
done_testing
