#!/bin/sh
# Lists and statements as PDF documents: a table over pages, what was asked for, what it comes to.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/counter.sh"
. "$here/owning.sh"
. "$here/printing.sh"
seed=$build/t/pp-seed
paying_office --name='Cooperativa El Molino'
silently pp-db config office.regulator 'Entidad supervisada por la Autoridad'
awk 'BEGIN {
	print "number,account,amount,due_on,concept"
	for (i = 1; i <= 100; i++)
		printf "F-%d,%d,%d.50,2026-03-%02d,Consumo de agua potable y alcantarillado del mes anterior\n",
			i, 1001 + i % 2, i, i % 28 + 1
}' >bills.csv
silently pp-invoice import bills.csv --biller=water
bill P-1 phone:555 34.25
silently pp-pay invoice inv-2 inv-4 --with=cash --yes
silently pp-pay invoice inv-6 --with=cash --yes

# ---- invoices
run pp-invoice list --status=paid --format=pdf
works "S1-43 the history of paid invoices, as a whole"
cp out one.pdf
shown
is "$(cat broken)" "" "its tables say where its parts are"
is "$(pages)" 1 "one page"
has '^Cooperativa El Molino$' "whose"
has '^INVOICES$' "what it is"
has '^As of 2026-03-15$' "of which date"
has '^Status: paid$' "what was asked for"
has '^Ref	Number	Concept	Due on	Amount	Paid	Due	Status$' "a header"
has '^inv-2	F-2	Consumo de agua.*	2026-03-03	Bs 2\.50	Bs 2\.50	Bs 0\.00	paid$' "each with its figures"
is "$(grep -c '^inv-' shown)" 3 "and no other"
has '^BOB paid: 3$' "how many per currency and state"
has '^Amount	Bs 13\.50$' "what they come to"
has '^Entidad supervisada por la Autoridad$' "S0-33 the regulator's line"
run env TZ=Asia/Tokyo PP_NOW=2026-03-15T20:00:00Z pp-invoice list --status=paid --format=pdf
cmp -s out one.pdf
ok $? "the same bytes on the same day"

run pp-invoice list --format=pdf --sort=amount --reverse
works "all of them"
shown
is "$(cat broken)" "" "its tables are right"
is "$(grep -c '^inv-' shown)" 101 "101 rows"
[ "$(pages)" -gt 2 ]
ok $? "over pages"
is "$(grep -c '^Ref	Number' shown)" "$(pages)" "each with the header"
! grep -A1 '^Ref	Number' shown | grep -q '^anterior'
ok $? "no row is torn at the end of a page"
is "$(grep -c '^INVOICES, page ' shown)" $(($(pages) - 1)) "and its number"
is "$(grep '^inv-' shown | cut -f1 | tr '\n' ' ')" \
	"$(pp-invoice list --sort=amount --reverse --columns=id --format=tsv | tr '\n' ' ')" "in the order asked for"
pp-invoice list --json >records
for state in open overdue paid; do
	count=$(jq -r "select(.status == \"$state\" and .currency == \"BOB\") | .id" records | wc -l)
	due=$(jq -r "select(.status == \"$state\" and .currency == \"BOB\") | .due" records |
		awk '{ n += $1 * 100 } END { printf "%.2f", n / 100 }')
	is "$(grep -A3 "^BOB $state: $count\$" shown | sed -n 's/^Due	Bs //p' | tr -d ,)" "$due" \
		"what $state ones come to"
done
has '^USD open: 1$' "another currency apart"
has '^Due in all, BOB	Bs 5,086\.50$' "and what is due in all"
hasnt 'Due in all, USD' "where there is more than one kind"
run pp-invoice list --account=water:1002 --limit=2 --columns=number,due --format=pdf
shown
has '^Number	Due$' "other columns"
has '^Account: water:1002; At most: 2$' "all that was asked for is told"
is "$(grep -c '^F-' shown)" 2 "no more than that"
has '^BOB overdue: 2$' "and counted"
run pp-invoice list --period=1999-01 --format=pdf
works "none"
shown
has '^There is none\.$' "says so"
is "$(pages)" 1 "on a page"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-invoice list --status=paid --format=pdf
works "in Spanish"
shown
has '^FACTURAS$' "its words"
has '	pagado$' "its states too"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-invoice list --status=paid,overdue --sort=due_on --limit=1 --format=pdf
shown
has '^Estado: pagado, vencido; En orden de: Vence el; A lo sumo: 1$' "and what was asked for"
# unnamed PROGRAM VERB...: the columns that a Spanish page heads with our own name for them
unnamed() {
	"$1" __complete "$2" --columns= | sed 's/^--columns=//' >columns
	while read -r column; do
		LC_ALL=C.UTF-8 LANGUAGE=es "$@" --format=pdf --columns="$column" >out 2>&1 </dev/null
		shown
		grep -q '^FACTURAS$\|^PAGOS$' shown || echo "no page of $column"
		! grep -q "^$column\$" shown || echo "$column"
	done <columns
}
is "$(unnamed pp-invoice list --limit=1)" "" "each column of invoices has a name on paper"
[ "$(wc -l <columns)" -gt 20 ]
ok $? "all of them"
is "$(unnamed pp-pay list --limit=1)" "" "each of payments"
run_tty pp-invoice list --format=pdf
is_status 2 "never on a terminal"
run sh -c 'pp-invoice list --format=pdf >/dev/full'
refused 1 'output could not be written' "a full disk"
run pp-invoice list --format=pdf --columns=nonsense
refused 2 'nonsense' "no such column"
run pp-account list --format=pdf
refused 2 'format takes one of' "not every list has pages"

run pp-invoice list --format=pdf --columns=id,biller,account,number,kind,concept,period,issued_on,due_on,due2_on,due2_amount,amount,paid,late_fee,due,currency,status,instalment,term,holder
refused 2 '20 columns are too many for a page: choose with --columns' "never beyond the edge of the page"
run pp-invoice list --format=pdf --columns=id,account,number,concept,period,issued_on,due_on,amount,paid,due,status,holder --limit=4
works "as many as fit"
shown
has 'Bs 4\.50' "amounts in one piece"
has '	2026-03-05	' "dates too"

# ---- payments
silently pp-pay refund pay-1 --amount=1 --reason=error --yes
silently pp-pay invoice inv-101 --with=sandbox --yes
run pp-pay list --format=pdf
works "S1-41 the list of payments"
shown
has '^PAYMENTS$' "what it is"
has '^pay-1	[A-Z0-9]{12}	2026-03-15 08:00:00	payment	cash	Bs 7\.00	approved$' "each, in the office's time"
has '^BOB payment, approved: 2$' "what was paid"
has '^BOB refund, approved: 1$' "what was given back is no payment"
has '^USD payment, redirected: 1$' "nor is what is not paid yet"
run pp-pay list --since=2026-03-15 --method=cash --format=pdf -o payments.pdf
works "into a file"

# ---- a statement
silently pp-account deposit acc-5 50 --memo='Caja 2'
bill F-200 water:1001 12.25
silently pp-pay invoice water:F-200 --with=acc-5 --yes
run pp-account statement acc-5 --format=pdf
works "S2-16 a statement"
shown
has '^STATEMENT 0000000005$' "of which account"
has '^Ana Flores, BOB$' "whose"
has '	deposit	Caja 2	Bs 50\.00	Bs 50\.00$' "what came in"
has 'pay-[0-9]+	-Bs 12\.25	Bs 37\.75$' "what went out, and what is left"
has '^opening	Bs 0\.00$' "where it began"
has '^closing	Bs 37\.75$' "and ends"
run pp-account statement acc-5 --since=2026-03-01 --until=2026-03-31 --format=pdf
shown
has '^Since: 2026-03-01; Until: 2026-03-31$' "of a period"
run_tty pp-account statement acc-5 --format=pdf
is_status 2 "never on a terminal"

# ---- who may
owner=$("$seed" customer 'Ana Flores' ana@example.com)
silently pp-account link water:1002 --customer="$owner"
as "$owner" pp-invoice list --format=pdf
shown
is "$(grep -c '^inv-' shown)" 50 "a customer's own, and no other's"
as "$owner" pp-account statement acc-5 --format=pdf
refused 3 'no acc-5' "another's statement: as if it were not there"

# ---- long and foreign
silently pp-invoice add X-1 --account=water:1002 --amount=1 --due-on=2026-04-01 \
	--concept="$(printf '%0200d' 0 | sed 's/0/W/g')"
silently pp-invoice add X-2 --account=water:1002 --amount=999999999.99 --due-on=2026-04-01 --concept='שלום 张伟'
run pp-invoice list --due-since=2026-04-01 --format=pdf --quiet
works "long words, large amounts, other letters"
shown
is "$(grep -v '^Cooperativa' shown | tr -cd 'W' | wc -c)" 200 "all of a word is there, on as many lines"
has '\\u05e9\\u05dc' "what cannot be printed is told by its number"
has 'Bs 999,999,999\.99' "an amount is whole"

done_testing
