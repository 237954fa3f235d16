#!/bin/sh
# Plans as PDF documents: what was agreed on, and a coupon for each instalment.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"
. "$here/planning.sh"
. "$here/printing.sh"
seed=$build/t/pp-seed

plan_office
silently pp-db config office.name 'Cooperativa El Molino'
silently pp-db config office.regulator 'Entidad supervisada por la Autoridad'
printf 'Términos de los planes\n\n1. Uno.\r\n\t2. Dos.\n' >terms.txt
silently pp-biller terms water --for=plan --set=terms.txt
plan --phone=+59171234567
run pp-plan show plan-1 --format=pdf
works "S1-31 a plan as PDF"
cp out plan.pdf
shown
is "$(cat broken)" "" "its tables say where its parts are"
is "$(pages)" 1 "one page"
has '^Cooperativa El Molino$' "whose"
has '^PAYMENT PLAN plan-1$' "what it is"
has '^Biller	Aguas del Valle$' "with whom"
has '^Account	1001$' "of which account"
has '^Holder	Ana Flores$' "its holder"
has '^Status	pending$' "how it stands"
has '^Phone	\+59171234567$' "S1-29 what was asked for"
has '^F-1	Bs 104\.30$' "the debt, invoice by invoice"
has '^F-2	Bs 60\.90$' "each of them"
has '^Debt	Bs 165\.20$' "their sum"
has '^Interest	Bs 4\.10$' "the interest"
has '^Total	Bs 169\.30$' "what is paid in all"
has '^3 instalments of Bs 56\.44, the last of Bs 56\.42\.$' "how many, and how much"
has 'first instalment is paid, due on 2026-03-20; unpaid then' "what puts it in force"
has 'interest: 2\.5 % a month' "its rate"
has 'unpaid more than 30 days after' "what ends it"
has '^Términos de los planes$' "the terms that were accepted"
has '^1\. Uno\.$' "line by line"
has '^ 2\. Dos\.$' "a tab is a blank"
has '^Entidad supervisada por la Autoridad$' "S0-33 the regulator's line"
pp-plan show plan-1 --json >record
n=0
while [ $n -lt 3 ]; do
	n=$((n + 1))
	amount=$(jq -r ".schedule[$n - 1].amount" record)
	on=$(jq -r ".schedule[$n - 1].due_on" record)
	has "^Instalment $n of 3	Aguas del Valle	Bs $amount\$" "S1-31 coupon $n: its amount"
	has "^due on $on	account 1001" "coupon $n: its date"
done
has 'inv-3	pending$|^inv-3$' "the first has its invoice"
is "$(grep -c '	Ana Flores	planned$' shown)" 2 "the others are planned"
run env TZ=Asia/Tokyo PP_NOW=2026-03-15T23:00:00Z pp-plan show plan-1 --format=pdf
cmp -s out plan.pdf
ok $? "the same bytes whenever it is printed again"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-plan show plan-1 --format=pdf
works "in Spanish"
shown
has '^PLAN DE PAGO plan-1$' "its words"
has '^Cuota 3 de 3	Aguas del Valle	Bs 56\.42$' "its coupons"
silently pp-biller terms water --for=plan --set=/dev/stdin <record
run pp-plan show plan-1 --format=pdf
cmp -s out plan.pdf
ok $? "new terms of the biller are not what was accepted"

# ---- on its way
pay inv-3
silently pp-biller rule water partial-instalment yes
run pp-plan show plan-1 --format=pdf
shown
has '^Status	active$' "once its first is paid it is active"
has '	Ana Flores	paid$' "which its coupon says"
has '^inv-5$|^inv-5	' "the others have invoices"
later 2026-05-25
run pp-plan show plan-1 --format=pdf
shown
is "$(grep -c '	overdue$' shown)" 2 "what is overdue says so"
run pp-plan show plan-1 --format=pdf -o plan-1.pdf
works "into a file"
run_tty pp-plan show plan-1 --format=pdf
is_status 2 "never on a terminal"
run sh -c 'pp-plan show plan-1 --format=pdf >/dev/full'
refused 1 'output could not be written' "a full disk"
run pp-plan show plan-9 --format=pdf
refused 3 'no plan-9' "no such plan"
run pp-plan show inv-1 --format=pdf
refused 2 'takes no inv-1' "another thing"
run pp-plan list --format=pdf
refused 2 'format takes one of' "a list of plans has no pages"
run pp-plan show plan-1 --format=pdf --columns=id
refused 2 'columns goes with' "pages have no columns to choose"
silently pp-plan cancel plan-1 --yes
run pp-plan show plan-1 --format=pdf
shown
has '^Status	cancelled$' "a plan that ended"
has '^Ended on	2026-05-25$' "says when"
is "$(grep -c '^Instalment ' shown)" 1 "and has no coupon for what can no longer be paid"

# ---- the longest
silently pp-biller rule water plan-max 120
silently pp-account add 2002 --biller=water --holder="$(printf 'Sociedad de Usuarios %.0s' 1 2 3 4 5 6 7 8 9)"
silently pp-invoice add G-1 --account=water:2002 --amount=120000 --due-on=2026-05-10
silently pp-plan create --account=water:2002 --accept-terms --yes --instalments=120
run pp-plan show plan-2 --format=pdf
works "120 instalments"
shown
is "$(cat broken)" "" "its tables are right"
is "$(grep -c '^Instalment [0-9]* of 120	' shown)" 120 "have 120 coupons"
is "$(grep '^Instalment ' shown | cut -d' ' -f2 | uniq | wc -l)" 120 "in their order, each once"
is "$(grep -c '^PAYMENT PLAN plan-2, page ' shown)" $(($(pages) - 1)) "further pages say of what"
run pp-plan show plan-1 plan-2 --format=pdf
shown
is "$(grep -c '^PAYMENT PLAN plan-[12]$' shown)" 2 "several plans, each on its own pages"

# ---- who may
started=$(date -u -d "$PP_NOW" +%s)
owner=$("$seed" customer 'Ana Flores' ana@example.com)
other=$("$seed" customer 'Beto Luna' beto@example.com)
silently pp-account link water:1001 --customer="$owner"
as "$owner" pp-plan show plan-1 --format=pdf
works "a customer's own"
shown
hasnt '^Phone' "S1-29 whom to reach is for who made it"
as "$other" pp-plan show plan-1 --format=pdf
refused 3 'no plan-1' "another customer's: as if it were not there"
guest pp-plan show plan-1 --format=pdf
is_status 6 "nobody's"

done_testing
