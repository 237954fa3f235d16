#!/bin/sh
# pp-account: accounts that bills belong to, and accounts that hold money.
. "${0%/*}/lib.sh"

# json KEY: that key's value in the object that the last run printed
json() {
	jq -r ".$1" <"$T/out"
}

# same_rows NAME: the database's rows are still those of the last keep_rows
keep_rows() {
	sqlite3 "$PP_DB" .dump >"$T/rows"
}
same_rows() {
	sqlite3 "$PP_DB" .dump | cmp -s - "$T/rows"
	ok $? "$1"
}

# guest CMD...: runs it as nobody in particular
guest() {
	run env PP_SESSION= "$@"
}

office --currency=BOB
{
	pp-biller add water --name=Aguas --service=water --number-pattern='[0-9]{4}'
	pp-biller add light --name=Luz --service=power --currency=CLP
} >out

# ---- add
run pp-account add 1001 --biller=water --holder='Ana María Quispe' --address='Av. Las Américas 5' \
	--lat=-16.5 --lon=-68.15 --json
works "add"
is "$(head -1 out | jq -r 'keys_unsorted | join(" ")')" \
	"type v id kind biller number holder address currency balance status alias lat lon geo" \
	"prints it with its fields"
is "$(json id) $(json kind) $(json biller) $(json number) $(json status)" \
	"acc-1 service bil-1 1001 active" "as given"
is "$(json currency) $(json balance)" "BOB null" "in its biller's currency, without a balance"
is "$(json geo)" "geo:-16.5,-68.15" "S1-59 and where it is"
run pp-account add 1001 --biller=light --holder=Eva
works "S2-06 a number may be known to two billers"
out_is "acc-2	service	bil-2	1001	Eva		CLP		active				" "as tsv"
keep_rows
run pp-account add 1001 --biller=water --holder=Eva
refused 4 'account 1001 already' "a number that is taken"
run pp-account add 100x --biller=water --holder=Eva
refused 2 '100x is not an account number of water' "S1-05 a number that the biller does not give"
run pp-account add 1002 --biller=gas --holder=Eva
refused 3 'no biller gas' "an unknown biller"
run pp-account add 1002 --biller=acc-1 --holder=Eva
refused 2 'biller' "a biller that is none"
run pp-account add 1002 --biller=water
refused 2 'needs --holder' "an account of nobody"
while IFS='|' read -r option why; do
	run pp-account add 1002 --biller=water --holder=Eva "$option"
	refused 2 "$why" "add $option"
done <<'END'
--lat=-16.5|both latitude and longitude
--lon=3|both latitude and longitude
--address=4111 1111 1111 1111|address
END
while IFS=' ' read -r lat lon; do
	run pp-account add 1002 --biller=water --holder=Eva --lat="$lat" --lon="$lon"
	refused 2 'degrees|bytes' "add at $lat, $lon"
done <<'END'
90.1 0
-91 0
0 180.000001
0 -181
1e1 0
0x1 0
+1 0
1. 0
.5 0
0 1.1234567
0 1,5
0 nan
0 ''
END
run pp-account add '' --biller=light --holder=Eva
refused 2 'empty' "an empty number"
run pp-account add "$(printf '%065d' 1)" --biller=light --holder=Eva
refused 2 'at most 64' "a number that is too long"
run pp-account add "$(printf 'a\tb')" --biller=light --holder=Eva
refused 2 'number' "a number with a tab"
same_rows "none of them was added"
run pp-account add 4111111111111111 --biller=light --holder=Eva
works "a number may look like a card's"
run pp-account add 1003 --biller=water --holder=Eva --dry-run --json
is "$status $(json number)" "0 1003" "add --dry-run shows"
run pp-account find 1003
refused 3 . "and adds nothing"
run pp-account add 1004 --biller=water --holder=Eva --request-id=a1 --json
made=$(json id)
run pp-account add 1004 --biller=water --holder=Eva --request-id=a1 --json
is "$status $(json id)" "0 $made" "the same request again prints what it made"
pp-account add 1005 --biller=water --holder=Eva >/dev/full 2>err </dev/null
is "$? $(cut -d, -f1 err)" "1 pp-account: recorded as acc-5" "add, stdout full"
guest pp-account add 1006 --biller=water --holder=Eva
refused 6 'operators' "add is for operators"

# ---- find
run pp-account find 1004
works "S1-36 find by number"
out_like '^acc-4	service	bil-1	1004	Eva	' "an operator sees all"
run pp-account find 1001
refused 2 '1001 is ambiguous: water:1001 light:1001' "a number of two billers"
run pp-account find 1001 --biller=water --columns=id
out_is acc-1 "find --biller"
run pp-account find light:1001 --columns=id
out_is acc-2 "find BILLER:NUMBER"
guest pp-account find water:1001 --json
works "S1-06 anybody may preview what will be linked"
is "$(json number) $(json holder) $(json lat) $(json balance)" "1001 A**** M**** Q**** null null" \
	"partly hidden"
out_unlike 'Quispe|Am' "nothing slips out"
guest pp-account find 9999
refused 3 'no account 9999' "a number that there is not"
guest pp-account find acc-1
refused 3 'no acc-1' "refs cannot be counted through"
guest pp-account find nobody:1001
refused 3 . "a biller that there is not"

# ---- open, deposit, withdraw
run pp-account open --currency=BOB --holder='Ana Quispe' --json
works "open a deposit account"
purse=$(json id)
is "$(json kind) $(json biller) $(json balance) $(json currency)" "deposit null 0.00 BOB" "empty at first"
is "$(json number)" "$(printf '%010d' "${purse#acc-}")" "with a number of its own"
run pp-account open --currency=KWD --holder=Eva --json
is "$(json balance)" 0.000 "in a currency of three decimals"
dinars=$(json id)
run pp-account open --currency=XXX --holder=Eva
refused 2 'no currency XXX' "a currency that there is not"
run pp-account open --currency=BOB --holder=
refused 2 'holder' "of nobody"
run pp-account open --currency=BOB --holder=Eva --customer=cus-9
refused 3 . "of a customer that there is not"
run pp-account open --currency=BOB --holder=Eva --dry-run --json
is "$status $(json balance)" "0 0.00" "open --dry-run"
guest pp-account open --currency=BOB --holder=Eva
refused 6 'operators' "open is for operators"
guest pp-account find "$(printf '%010d' "${purse#acc-}")"
refused 3 . "a deposit account is nobody's business"

run pp-account deposit "$purse" 150.00 --memo='ventanilla 2' --json
works "deposit"
is "$(json id) $(json balance)" "$purse 150.00" "prints the account after it"
run pp-account deposit "$(printf '%010d' "${purse#acc-}")" 0.50
works "deposit by the account's number"
out_like '	150.50	' "adds up"
run pp-account deposit "$dinars" 1.125 --json
is "$(json balance)" 1.125 "deposit of three decimals"
run pp-ledger balance 'cash:*'
is "$(cut -f2-4 out | tr '\n' ' ')" "cash:$(id -un)	150.50	BOB cash:$(id -un)	1.125	KWD " \
	"it is in the operator's till"
keep_rows
while IFS= read -r amount; do
	run pp-account deposit "$purse" "$amount"
	refused 2 'nothing was charged$' "deposit of '$amount'"
done <<'END'
0
0.00
1.
.5
1.234
1,50
1e3
0x10
1 000
10000000000000000
99999999999999999999999
٣
END
run pp-account deposit "$purse" -1
refused 2 . "deposit of -1"
run pp-account deposit "$purse" ''
refused 2 'empty' "deposit of nothing"
run pp-account deposit "$purse" "$(head -c 1000 /dev/zero | tr '\0' 9)"
refused 2 'nothing was charged$' "deposit of a thousand digits"
run pp-account deposit acc-1 1
refused 2 'acc-1 is no deposit account; nothing was charged$' "deposit to a service account"
run pp-account deposit acc-99 1
refused 3 'no acc-99; nothing was charged$' "deposit to an account that there is not"
run pp-account deposit inv-1 1
refused 2 'takes no inv-1' "deposit to something else"
run pp-account deposit "$purse" 1 --memo=4111111111111111
refused 2 'memo.*nothing was charged$' "a memo with a card number"
run pp-account deposit "$purse" 1 --memo="$(printf '%201s' '' | tr ' ' m)"
refused 2 'memo.*nothing was charged$' "a memo that is too long"
same_rows "none of them was recorded"
run pp-account deposit "$purse" 5 --dry-run --json
is "$status $(json balance)" "0 155.50" "deposit --dry-run shows the balance after it"
same_rows "and records nothing"
run pp-account deposit "$purse" 5 --request-id=d1 --json
is "$(json balance)" 155.50 "deposit with a request id"
keep_rows
run pp-account deposit "$purse" 5 --request-id=d1 --json
is "$status $(json balance)" "0 155.50" "the same request again"
same_rows "is one deposit"
run pp-account deposit "$purse" 6 --request-id=d1
refused 4 'request id' "the same id for another amount"
pp-account deposit "$purse" 1 >/dev/full 2>err </dev/null
is "$? $(cut -d, -f1 err)" "1 pp-account: recorded as $purse" "deposit, stdout full"
run pp-account withdraw "$purse" 1.00
refused 2 'give --yes; nothing was charged$' "withdraw asks, and nobody can answer"
keep_rows
run pp-account withdraw "$purse" 1000 --yes
refused 5 'not enough money .*; nothing was charged$' "withdraw of more than there is"
run pp-account withdraw "$purse" 1000 --yes --json
is "$status $(jq -r .reason <err)" "5 insufficient" "its reason"
run pp-account withdraw "$purse" 100 --dry-run --json
is "$status $(json balance)" "0 56.50" "withdraw --dry-run"
same_rows "nothing was recorded"
run pp-account withdraw "$purse" 56.50 --yes --memo='retiro'
works "withdraw"
out_like '	100.00	' "takes out"
if command -v script >/dev/null; then
	printf 'n\n' >answer
	PP_NOW=$PP_NOW script -qec "pp-account withdraw $purse 1" /dev/null <answer >screen 2>&1
	grep -q "Pay out Bs 1.00 (BOB) from $purse of Ana Quispe" screen
	ok $? "withdraw shows what it will do"
	run pp-account show "$purse" --json
	is "$(json balance)" 100.00 "no is the answer that changes nothing"
else
	skip "withdraw shows what it will do" "no script(1)"
	skip "no is the answer that changes nothing" "no script(1)"
fi
for verb in deposit withdraw; do
	guest pp-account $verb "$purse" 1 --yes
	refused 6 'operators' "$verb is for operators"
done

# ---- statement
office -D st.db --timezone=America/La_Paz
PP_DB=$T/st.db
pp-account open --currency=BOB --holder=Ana >out
run pp-account statement acc-1
works "a statement of an account that never moved"
is "$(cut -f3-5 out | tr '\n' ' ')" "opening		0.00 closing		0.00 " "opens and closes with nothing"
PP_NOW=2026-03-15T20:00:00Z pp-account deposit acc-1 100 --memo='uno' >out
PP_NOW=2026-03-16T03:59:00Z pp-account deposit acc-1 50 >out
PP_NOW=2026-03-16T12:00:00Z pp-account withdraw acc-1 30 --yes >out
PP_NOW=2026-03-18T12:00:00Z
run pp-account statement acc-1
works "S2-16 statement"
out_is "		opening		0.00	BOB	acc-1			
txn-1	2026-03-15	deposit	100.00	100.00	BOB	acc-1	2026-03-15T20:00:00Z		uno
txn-2	2026-03-15	deposit	50.00	150.00	BOB	acc-1	2026-03-16T03:59:00Z		
txn-3	2026-03-16	withdrawal	-30.00	120.00	BOB	acc-1	2026-03-16T12:00:00Z		
		closing		120.00	BOB	acc-1			" "opening, what moved in the office's days, closing"
run pp-account statement acc-1 --since=2026-03-16 --until=2026-03-16 --columns=on,kind,amount,balance
out_is "2026-03-16	opening		150.00
2026-03-16	withdrawal	-30.00	120.00
2026-03-16	closing		120.00" "statement --since --until"
run pp-account statement acc-1 --until=2026-03-15 --json
is "$(tail -1 out | jq -r .balance)" 150.00 "statement --until"
is "$(jq -r .type <out | sort -u)" statement "as JSON"
run pp-account statement acc-1 --since=2026-03-17 --columns=kind,balance
out_is "opening	120.00
closing	120.00" "a period in which nothing moved"
run pp-account statement acc-1 --since=2026-03-17 --until=2026-03-16
refused 2 'until is before' "a period that ends before it begins"
run pp-account statement acc-1 --format=csv --columns=on,amount
is "$(head -1 out | tr -d '\r')" "on,amount" "statement --format=csv"
run pp-account statement acc-2
refused 3 'no acc-2' "of an account that there is not"
guest pp-account statement acc-1
refused 6 . "statement is not for guests"
pp-account statement acc-1 >/dev/full 2>err </dev/null
is "$?" 1 "statement, stdout full"
run pp-db check
works "the books of the statement are right"
PP_DB=$T/pp.db PP_NOW=2026-03-15T12:00:00Z
run pp-account statement acc-1
refused 2 'no deposit account' "of a service account"

# ---- edit
run pp-account edit water:1001 --holder='Ana Q.' --address= --json
works "edit"
is "$(json id) $(json holder) $(json address) $(json lat)" "acc-1 Ana Q. null -16.5" \
	"changes what is given, empties what is given empty, leaves the rest"
run pp-account edit acc-1 --number=1111 --json
is "$(json number)" 1111 "edit its number"
run pp-account edit acc-1 --number=1004
refused 4 'account 1004 already' "to one that is taken"
run pp-account edit acc-1 --number=x
refused 2 'not an account number of water' "to one that the biller does not give"
run pp-account edit acc-1 --number=1001
run pp-account edit acc-1 --lat= --lon= --json
is "$(json geo)" null "edit its place away"
run pp-account edit acc-1 --lat=1
refused 2 'both' "half a place"
run pp-account edit "$purse" --holder='Ana María' --json
is "$(json holder) $(json balance)" "Ana María 100.00" "edit a deposit account"
run pp-account edit "$purse" --number=7
refused 2 'does not change' "whose number does not change"
run pp-account edit acc-99 --holder=X
refused 3 'no acc-99' "edit of an account that there is not"
keep_rows
run pp-account edit acc-1 --holder=Other --dry-run --json
is "$status $(json holder)" "0 Other" "edit --dry-run shows"
same_rows "and changes nothing"
guest pp-account edit acc-1 --holder=X
refused 6 'operators' "edit is for operators"

# ---- list, show, status
run pp-account list --columns=id,kind,number
works "S1-08 list"
is "$(wc -l <out)" "$(sqlite3 "$PP_DB" 'SELECT count(*) FROM account')" "all of them"
run pp-account list --biller=light --columns=number
out_is "1001
4111111111111111" "list --biller"
run pp-account list --kind=deposit --columns=id,balance
out_is "$purse	100.00
$dinars	1.125" "list --kind, with balances"
run pp-account list --customer=cus-9
refused 3 . "list --customer of nobody"
run pp-account list --kind=other
refused 2 'kind takes one of' "list --kind of another kind"
run pp-account list --match='ana q' --columns=id
out_is acc-1 "S1-36 list --match"
run pp-account list --limit=1 --columns=id
out_is acc-1 "list --limit"
guest pp-account list
refused 6 . "list is not for guests"
run pp-account show acc-1 "$purse" --columns=id,number
out_is "acc-1	1001
$purse	$(printf '%010d' "${purse#acc-}")" "show"
run_in "$(printf 'acc-2\t x\n{"id":"acc-1"}\n')" pp-account show - --columns=id
out_is "acc-2
acc-1" "show refs from standard input"
run_in '1001' pp-account show -
refused 2 'only refs' "numbers are not taken from there"
run pp-account show acc-99
refused 3 'no acc-99' "show of an account that there is not"
run pp-account show 1001
refused 2 'ambiguous' "show of an ambiguous number"
guest pp-account show acc-1
refused 6 . "show is not for guests"
pp-account show acc-1 >/dev/full 2>err </dev/null
is "$?" 1 "show, stdout full"

if [ -x "$build/bin/pp-invoice" ]; then
	pp-invoice add F-1 --account=acc-1 --amount=40 --due-on=2026-03-10 >out
	pp-invoice add F-2 --account=acc-1 --amount=60 --due-on=2026-03-20 >out
	pp-invoice add F-3 --account=acc-1 --amount=70 --due-on=2026-04-20 >out
	run pp-account status acc-1 --json
	works "S1-11 status"
	is "$(json overdue) $(json next_due_on) $(json next_due)" "40.00 2026-03-20 60.00" \
		"S1-11 what is overdue and what is due next"
	is "$(jq -c .due <out)" '[{"due_on":"2026-03-20","amount":"60.00"},{"due_on":"2026-04-20","amount":"70.00"}]' \
		"S1-11 the next due dates"
	is "$(json paperless) $(json autodebit) $(json plan) $(json credit)" "false false null 0.00" \
		"S1-10 the rest of the header"
	run pp-account status acc-1 --as-of=2026-03-21 --json
	is "$(json overdue)" 100.00 "status on another date"
	run pp-account status water:1001
	out_like '^	acc-1	Ana Q.	40.00	2026-03-20	60.00		no	no	0.00	BOB	1001		active					$' "S1-09 as tsv"
	run pp-account close acc-1 --yes
	refused 4 'acc-1 still has inv-1, which is open' "an account that owes is not closed"
	run pp-account close acc-1 --yes --json
	is "$(jq -r '.reason + " " + .ref' <err)" "owed inv-1" "its reason"
	pp-invoice void inv-1 inv-2 inv-3 --reason=wrong --yes >out
fi
run pp-account status acc-4 "$dinars" --columns=account,overdue
out_is "acc-4	0.00
$dinars	0.000" "status of several"
run pp-account status
refused 2 'which account' "an operator has no accounts of its own"
run pp-account status acc-99
refused 3 'no acc-99' "status of an account that there is not"
guest pp-account status acc-1
refused 6 . "status is not for guests"

# ---- close
run pp-account close acc-1
refused 2 'give --yes' "close asks, and nobody can answer"
keep_rows
run pp-account close acc-1 --dry-run --json
is "$status $(json status)" "0 closed" "close --dry-run shows"
same_rows "and changes nothing"
run pp-account close acc-1 --yes --json
works "close"
is "$(json id) $(json status)" "acc-1 closed" "prints the account"
run pp-account close acc-1 --yes
refused 4 'acc-1 is closed' "close twice"
run pp-account edit acc-1 --holder=X
refused 4 'acc-1 is closed' "edit of a closed account"
guest pp-account find water:1001
refused 3 . "a closed account is not there to be linked"
run pp-account close "$purse" --yes
refused 4 "$purse still holds 100.00 BOB" "an account that holds money is not closed"
pp-account withdraw "$purse" 100 --yes >out
run pp-account close "$purse" --yes
works "once it is empty it is"
run pp-account deposit "$purse" 1
refused 4 "$purse is closed; nothing was charged" "deposit to a closed account"
run pp-account list --status=closed --columns=id
out_is "acc-1
$purse" "list --status"
run pp-db log --ref=acc-1 --match='active > closed' --columns=verb
out_is "account close" "S0-33 closing is logged"
guest pp-account close acc-2 --yes
refused 6 'operators' "close is for operators"

# ---- import
printf '\357\273\277number,holder,address,lat,lon\r\n2001,"Paz, Luis",Calle 1,-17.5,-66.1\r\n2002,Rosa,,,\r\n' >a.csv
run pp-account import a.csv --biller=water --json
works "import csv, with BOM and CR LF"
is "$(json what) $(json new) $(json same) $(json changed)" "account 2 0 0" "prints a summary"
run pp-account show water:2001 --json
is "$(json holder) $(json geo)" "Paz, Luis geo:-17.5,-66.1" "as given"
keep_rows
run pp-account import a.csv --biller=water --json
is "$(json new) $(json same)" "0 2" "the same file again"
same_rows "changes nothing"
printf '{"number":"2002","holder":"Rosa Vda.","biller":"water"}\n{"number":77,"holder":"Eva","biller":"bil-2","address":"x"}\n' >b.jsonl
run_in "$(cat b.jsonl)
" pp-account import - --json
works "import JSON Lines from standard input"
is "$(json new) $(json same) $(json changed)" "1 0 1" "a known number is brought up to date"
run pp-account show water:2002 --columns=holder
out_is "Rosa Vda." "with what the row says"
keep_rows
bad() {
	run_in "$1
" pp-account import - --biller=water
	refused 2 "$2" "$3"
	same_rows "imports nothing"
}
bad 'number,holder
3001,Ana
3002' '-:3' "import of a ragged row"
bad 'number,holder
3001,Ana
3002,' '-:3:holder: ' "import of a row without a holder"
bad 'number,holder
3001,Ana
30x2,Eva' '-:3: ?.*not an account number of water' "import of a bad number"
bad 'number,holder,lat,lon
3001,Ana,99,0' '-:2.*degrees' "import of a bad place"
bad 'number,holder,colour
3001,Ana,red' 'colour' "import of an unknown column"
bad 'number
3001' 'holder' "import without a column that is needed"
bad 'number,holder,biller
3001,Ana,light' 'another biller' "import of another biller's row"
bad '{"number":"3001"}' 'holder' "import of an object without a holder"
bad 'number,holder
3001,Visa 4111 1111 1111 1111' '-:2' "import of a card number"
run_in 'number,holder
3001,Ana
1001,Eva
' pp-account import - --biller=water
refused 4 '-:3.*closed' "import of a closed account"
run_in 'number,holder,biller
1,Ana,gas
' pp-account import -
refused 3 '-:2:biller: .*gas' "import of an unknown biller's"
run_in 'number,holder
1,Ana
' pp-account import -
refused 2 'biller' "import of nobody's"
run pp-account import none.csv --biller=water
refused 2 'none.csv' "import of a file that is not there"
run pp-account import "$T" --biller=water
refused 2 . "import of a folder"
: >empty.csv
run pp-account import empty.csv --biller=water
refused 2 'empty' "import of an empty file"
same_rows "none of them imports anything"
run pp-account import a.csv --biller=light --dry-run --json
is "$status $(json new)" "0 2" "import --dry-run shows"
same_rows "and imports nothing"
printf 'rename Cuenta number\nrename Titular holder\ndelimiter ;\ndrop *\n' >water.map
run_in 'Cuenta;Titular;Otro
3001;Ana;x
' pp-account import - --biller=water --map=water.map --json
is "$status $(json new)" "0 1" "import through a map"
guest pp-account import a.csv --biller=water
refused 6 'operators' "import is for operators"
pp-account import a.csv --biller=water >/dev/full 2>err </dev/null
is "$?" 1 "import, stdout full"

# ---- more than can be counted
small=$PP_DB PP_DB=$T/huge.db
pp-db init --sandbox --quiet --yes >out
pp-biller add water --name=Aguas --service=water >out
pp-biller rule water late-fee once:900000 >out
pp-account add 1 --biller=water --holder=Ana >out
for number in 1 2; do
	pp-invoice add "$number" --account=water:1 --amount=9999999999999.99 --due-on=2026-03-15 \
		>out
done
PP_NOW=2026-03-25T12:00:00Z
run pp-account status acc-1
refused 1 'too large' "status of more than there are numbers for"
run pp-invoice age
refused 1 'too large' "and its ageing"
PP_DB=$small

done_testing
