#!/bin/sh
# pp-invoice: what is owed: add, list, show, total, void, bill, resume, age, explain.
. "${0%/*}/lib.sh"

json() {
	jq -r ".$1" <"$T/out"
}

# rows CMD...: what the last run printed, a field a word
keys() {
	head -1 "$T/out" | jq -r 'keys_unsorted | join(" ")'
}

keep_rows() {
	sqlite3 "$PP_DB" .dump >"$T/rows"
}
same_rows() {
	sqlite3 "$PP_DB" .dump | cmp -s - "$T/rows"
	ok $? "$1"
}

guest() {
	run env PP_SESSION= "$@"
}

office --currency=BOB --timezone=America/La_Paz
{
	pp-biller add water --name=Aguas --service=water
	pp-biller add light --name=Luz --service=power --currency=CLP
	pp-account add 1001 --biller=water --holder='Ana Quispe'
	pp-account add 1002 --biller=water --holder='Beto Mamani'
	pp-account add 1001 --biller=light --holder='Eva Rojas'
	pp-account open --currency=BOB --holder=Caja
	pp-account add 1009 --biller=water --holder=Nadie
	pp-account close acc-5 --yes
} >out

# ---- add
run pp-invoice add F-1 --account=water:1001 --amount=120.50 --due-on=2026-03-31 --concept=Agua \
	--period=2026-03 --lines='Agua=100.00|Alcantarillado=30.50|Descuento=-10.00' --json
works "add"
is "$(keys)" "type v id biller account number kind concept period issued_on due_on due2_on due2_amount amount paid late_fee due currency status instalment term holder paid_on held_by plan subscription instalments_left lines" \
	"S1-37 prints it with its fields, its account among them"
is "$(json 'id + " " + .account + " " + .kind + " " + .status + " " + .issued_on')" \
	"inv-1 acc-1 bill open 2026-03-15" "a bill, open, issued today"
is "$(json 'amount + " " + .due + " " + .currency + " " + .holder')" \
	"120.50 120.50 BOB Ana Quispe" "in its account's currency and name"
is "$(jq -c .lines out)" \
	'[{"concept":"Agua","amount":"100.00"},{"concept":"Alcantarillado","amount":"30.50"},{"concept":"Descuento","amount":"-10.00"}]' \
	"with its lines"
keep_rows
run pp-invoice add F-1 --account=water:1001 --amount=120.50 --due-on=2026-03-31 --concept=Agua \
	--period=2026-03 --lines='Agua=100.00|Alcantarillado=30.50|Descuento=-10.00'
works "the same again"
out_like '^inv-1	' "is the one that is there"
same_rows "and changes nothing"
run pp-invoice add F-1 --account=water:1001 --amount=120.51 --due-on=2026-03-31
refused 4 'number F-1 is inv-1 with other content' "the number with other content"
run pp-invoice add F-1 --account=water:1001 --amount=120.51 --due-on=2026-03-31 --json
is "$(jq -r '.reason + " " + .ref' err)" "exists inv-1" "and names what it is, in JSON"
same_rows "neither changed anything"

while IFS='|' read -r status why options; do
	eval "run pp-invoice add F-9 $options"
	refused "$status" "$why" "add $options"
done <<'END'
3|no account water:9|--account=water:9 --amount=1 --due-on=2026-03-31
2|ambiguous: water:1001 [a-z]+:1001|--account=1001 --amount=1 --due-on=2026-03-31
2|owes no invoices|--account=acc-4 --amount=1 --due-on=2026-03-31
4|acc-5 is closed|--account=acc-5 --amount=1 --due-on=2026-03-31
2|bil-1 is none of acc|--account=bil-1 --amount=1 --due-on=2026-03-31
2|more than zero|--account=acc-1 --amount=0 --due-on=2026-03-31
2|BOB has 2 decimals|--account=acc-1 --amount=1.234 --due-on=2026-03-31
2|CLP has no decimals|--account=acc-3 --amount=1.5 --due-on=2026-03-31
2|needs --due-on|--account=acc-1 --amount=1
2|not a date|--account=acc-1 --amount=1 --due-on=2026-02-29
2|needs its amount|--account=acc-1 --amount=1 --due-on=2026-03-31 --due2-on=2026-04-10
2|not after the first|--account=acc-1 --amount=1 --due-on=2026-03-31 --due2-on=2026-03-31 --due2-amount=2
2|due before it was issued|--account=acc-1 --amount=1 --due-on=2026-03-31 --issued-on=2026-04-01
2|has an instalment and a term|--account=acc-1 --amount=1 --due-on=2026-03-31 --kind=credit
2|has an instalment and a term|--account=acc-1 --amount=1 --due-on=2026-03-31 --term=3
2|more than the amount|--account=acc-1 --amount=1 --due-on=2026-03-31 --kind=credit --term=3 --instalment=2
2|do not sum|--account=acc-1 --amount=1 --due-on=2026-03-31 --lines=Agua=2
2|CONCEPT=AMOUNT|--account=acc-1 --amount=1 --due-on=2026-03-31 --lines=Agua
2|no currency XAU|--account=acc-1 --amount=1 --due-on=2026-03-31 --currency=XAU
2|card number|--account=acc-1 --amount=1 --due-on=2026-03-31 --concept='4111 1111 1111 1111'
2|--kind|--account=acc-1 --amount=1 --due-on=2026-03-31 --kind=fine
END
same_rows "none of them changed anything"

run pp-invoice add F-2 --account=acc-1 --amount=7 --due-on=2026-03-31 --dry-run --json
is "$(json 'id + " " + .amount')" "inv-2 7.00" "a dry run prints what would be"
same_rows "and changes nothing"
run pp-invoice add F-2 --account=acc-1 --amount=7 --due-on=2026-03-31 --request-id=r1
works "with a request id"
keep_rows
run pp-invoice add F-2 --account=acc-1 --amount=7 --due-on=2026-03-31 --request-id=r1
works "the request again"
out_like '^inv-2	' "prints what it made"
run pp-invoice add F-2 --account=acc-1 --amount=8 --due-on=2026-03-31 --request-id=r1
refused 4 'used with other parameters' "the request with another amount"
same_rows "and neither changes anything"
pp-invoice add F-3 --account=acc-1 --amount=1 --due-on=2026-03-31 >/dev/full 2>err
is $? 1 "standard output full: 1"
like "$(cat err)" 'recorded as inv-3' "and says that it was recorded"

# ---- show, find
run pp-invoice show inv-1 water:F-1
works "show, by ref and by number"
is "$(cut -f 1 out | tr '\n' ' ')" "inv-1 inv-1 " "each of them"
run pp-invoice show inv-99
refused 3 'there is no inv-99' "one that is not there"
run pp-invoice show water:X-1
refused 3 'there is no invoice water:X-1' "a number that is not there"
run pp-invoice show gas:F-1
refused 3 'no biller gas' "a biller that is not there"
run pp-invoice show acc-1
refused 2 'takes no acc-1' "what is no invoice"
run pp-invoice show F-1
refused 2 'names no invoice' "a number without its biller"
run pp-invoice show inv-1 inv-99
is_status 8 "of several some fail: 8"
is "$(wc -l <out) $(wc -l <err)" "1 1" "the good printed, the bad named"
run_in 'inv-1
{"type":"invoice","id":"inv-2"}
inv-3	and	more
' pp-invoice show - --json
works "refs from standard input: alone, as JSON, as tsv"
is "$(jq -r .number out | tr '\n' ' ')" "F-1 F-2 F-3 " "all three"
run pp-invoice show inv-1 --format=table
out_like '^lines +concept Agua' "people see the lines of one"

# ---- list
{
	pp-invoice add L-1 --account=acc-3 --amount=5000 --due-on=2026-02-10 --issued-on=2026-01-10
	pp-invoice add C-1 --account=acc-2 --amount=1200 --due-on=2026-02-28 --kind=credit \
		--instalment=100 --term=12 --concept='Crédito de salud' --issued-on=2026-02-01
	pp-invoice add G-1 --account=acc-1 --amount=45 --due-on=2026-04-30 --kind=charge \
		--status=unbilled --concept=Reconexión
	pp-invoice add S-1 --account=acc-2 --amount=175277 --due-on=2026-01-31 --kind=slip \
		--concept=Matrícula --period=2021 --holder='Niña Mamani' --issued-on=2026-01-05
} >out
# ids OPTION...: the invoices that list prints are $want
want=
ids() {
	run pp-invoice list "$@"
	is "$(cut -f 1 out | tr '\n' ' ')" "$want" "list $*"
}
want='inv-1 inv-2 inv-3 inv-4 inv-5 inv-6 inv-7 ' ids
want='inv-1 inv-2 inv-3 inv-6 ' ids --account=water:1001
want='inv-1 inv-2 inv-3 ' ids --account=water:1001 --status=payable
want='inv-4 ' ids --biller=light
want='inv-6 ' ids --kind=charge
want='inv-6 ' ids --status=unbilled
want='inv-7 ' ids --period=2021
want='inv-5 ' ids --number=C-1
want='inv-4 inv-5 inv-7 ' ids --status=overdue
want='inv-5 inv-7 ' ids --status=payable --biller=water --due-until=2026-03-01
want='inv-1 inv-2 inv-3 inv-6 ' ids --due-since=2026-03-01
want='inv-4 inv-7 ' ids --until=2026-01-31
want='inv-1 inv-2 inv-3 inv-5 inv-6 ' ids --since=2026-02-01
want='' ids --paid-since=2020-01-01
want='inv-5 inv-7 ' ids --match=ma --biller=water --account=acc-2
want='inv-7 inv-5 ' ids --sort=due --reverse --limit=2
want='' ids --status=void
works "an empty list is a success"
run pp-invoice list --account=acc-99
refused 3 'no acc-99' "of an account that is not there"
run pp-invoice list --status=late
refused 2 '--status' "a status that is none"
run pp-invoice list --customer=cus-1
refused 3 '' "of a customer that is not there"
run pp-invoice list --kind=credit --json
is "$(json 'number + "|" + .concept + "|" + .amount + "|" + .paid + "|" + .due + "|" + .instalment + "|" + (.term|tostring)')" \
	"C-1|Crédito de salud|1200.00|0.00|1200.00|100.00|12" \
	"S3-11 a credit's document, concept, debt, paid, balance and instalment"
is "$(json status)" "overdue" "S3-10 as it stands now"
run pp-invoice list --kind=slip --json
is "$(json 'number + "|" + .holder + "|" + .concept + "|" + .period + "|" + .amount')" \
	"S-1|Niña Mamani|Matrícula|2021|175277.00" \
	"S3-38 S3-41 a slip's document, pupil, concept, year and amount"
run pp-invoice list --account=acc-2 --format=csv --columns=id,number,holder
out_is "$(printf 'id,number,holder\r\ninv-5,C-1,Beto Mamani\r\ninv-7,S-1,Niña Mamani\r')" "csv"
run pp-invoice list --as-of=2026-05-31 --account=acc-1 --status=overdue
is "$(cut -f 1 out | tr '\n' ' ')" "inv-1 inv-2 inv-3 " "as of a date to come"
pp-invoice list >/dev/full 2>err
is $? 1 "standard output full: 1"

# ---- total
run pp-invoice total inv-1 inv-2 inv-4 --json
works "S1-15 S1-16 several invoices and their total"
is "$(jq -r '"\(.count) \(.amount) \(.late_fee) \(.due) \(.currency)"' out | tr '\n' ';')" \
	"2 127.50 0.00 127.50 BOB;1 5000 0 5000 CLP;" "one line for each currency"
pp-invoice list --account=acc-1 --status=payable >refs
run sh -c 'pp-invoice total - <refs'
works "S1-12 a list is the operand of the next"
out_is "	3	128.50	0.00	0.00	128.50	BOB" "tsv"
run pp-invoice total inv-1 water:F-1
refused 2 'inv-1 is given twice' "twice the same"
run pp-invoice total inv-1 inv-99
refused 3 'no inv-99' "one that is not there: nothing"

# ---- bill: S1-49, S1-50
run pp-invoice list --status=unbilled --account=water:1001
is "$(cut -f 4 out)" "G-1" "S1-49 pending charges"
keep_rows
run pp-invoice bill inv-6
refused 2 'give --yes' "S1-50 bill asks"
typed='n
' run_tty pp-invoice bill inv-6
is_status 2 "S1-51 not confirmed"
out_like '^inv-6  G-1 .*' "S1-51 the charge is shown"
out_like '^Total Bs .* BOB$' "S1-51 and the total"
out_like '^bill these\? \[y/N\]' "then it asks"
unset typed
run_tty pp-invoice bill inv-6 --dry-run
same_rows "a dry run changes nothing"
run pp-invoice bill inv-6 --yes --json
works "S1-50 a charge is billed after accepting"
is "$(json status)" "open" "it is open"
keep_rows
run pp-invoice bill inv-6 --yes
refused 4 'inv-6 is open' "twice"
run pp-invoice bill inv-99 --yes
refused 3 'no inv-99' "bill what is not there"
same_rows "and nothing changed"

# ---- void
run pp-invoice void inv-3
refused 2 'needs --reason' "void without a reason"
run pp-invoice void inv-3 --reason=wrong
refused 2 'give --yes' "void asks"
run pp-invoice void inv-3 --reason='card 4111 1111 1111 1111' --yes
refused 2 'card number' "a card number as the reason"
run pp-invoice void inv-3 --reason=wrong --dry-run --json
is "$(json status)" "void" "a dry run shows it"
same_rows "nothing changed"
run pp-invoice void inv-3 --reason='wrong reading' --yes --request-id=v1
works "void"
out_like '	void	' "it is"
keep_rows
run pp-invoice void inv-3 --reason='wrong reading' --yes
refused 4 'inv-3 is void' "twice"
same_rows "nothing changed"
run pp-invoice void inv-3 --reason='wrong reading' --yes --request-id=v1
works "the request again"
same_rows "nothing changed either"
run pp-invoice add F-3 --account=acc-1 --amount=2 --due-on=2026-03-31
works "its number is free again"
run pp-db log --ref=inv-3
out_like 'open > void: wrong reading' "why is in the log"
run_in 'inv-4
inv-99
' pp-invoice void - --reason=test --yes
is_status 8 "of several one is not there: 8"
is "$(cut -f 1 out)" "inv-4" "the other is void"

# ---- paid ones are not void, unbilled ones not paid
run pp-pay invoice inv-2 --with=cash --yes
works "pay"
run pp-invoice void inv-2 --reason=x --yes
refused 4 'inv-2 is paid' "a paid one"
run pp-invoice list --paid-since=2026-03-15 --paid-until=2026-03-15 --json
is "$(json 'id + " " + .status + " " + .paid_on')" "inv-2 paid 2026-03-15" "S1-42 paid ones, and when"

# ---- resume
run pp-invoice resume inv-1
refused 4 'not reopened by a refund' "resume what was not stopped"
run pp-pay refund pay-1 --reason=mistake --yes
works "a refund"
run pp-invoice resume inv-2 --json
works "resume"
is "$(json status)" "open" "it is open"
run pp-invoice resume inv-2
refused 4 'not reopened by a refund' "twice"

# ---- age
run pp-invoice age --biller=water --json
works "age"
is "$(keys)" "type v id biller count current days_1_30 days_31_60 days_61_90 days_over_90 due currency" \
	"its fields"
run pp-invoice age --as-of=2026-04-15 --json
is "$(jq -r '"\(.biller) \(.count) \(.current) \(.days_1_30) \(.days_31_60) \(.days_61_90) \(.days_over_90) \(.due)"' out)" \
	"bil-1 6 1045.00 129.50 200.00 175277.00 0.00 176651.50" \
	"what is not due yet, and how late the rest is"
run pp-invoice age --biller=light
works "nobody owes"
out_empty "nothing"

# ---- explain
run pp-invoice explain inv-1
works "explain"
out_like '^due +Bs 120.50' "as text"
run pp-invoice explain inv-2 --json
works "in JSON"
is "$(json 'type + " " + .invoice + " " + .due + " " + (.payments|length|tostring)')" \
	"explanation inv-2 7.00 2" "with the payments"
like "$(json 'payments[0].log')" '^log-' "and the activity that recorded each"
run pp-invoice explain inv-99
refused 3 'no inv-99' "of what is not there"
run pp-invoice explain inv-1 --format=csv
refused 2 'text' "no csv"

# ---- who may
for verb in 'list' 'show inv-1' 'total inv-1' 'explain inv-1'; do
	# shellcheck disable=SC2086 # words
	guest pp-invoice $verb
	refused 6 'session' "a guest: $verb"
done
guest pp-invoice import out
refused 6 'for operators' "a guest does not import"
guest pp-invoice void inv-1 --reason=x --yes
refused 6 'for operators' "nor void"

done_testing
