#!/bin/sh
# pp-ledger: balances, the journal, what billers are owed and paid.
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

me=$(id -un)
office --currency=BOB --timezone=America/La_Paz

# ---- empty books
run pp-ledger balance
works "balance of empty books"
out_empty "is empty"
run pp-ledger journal
works "their journal"
out_empty "is empty"
run pp-ledger payable
works "what is payable"
out_empty "is nothing"
run pp-ledger journal --format=hledger
works "their journal for hledger"
out_empty "is empty"

# ---- a month of events
{
	pp-biller add water --name=Aguas --service=water
	pp-biller add light --name=Luz --service=power --currency=CLP
	pp-account add 1001 --biller=water --holder=Ana
	pp-account add 1002 --biller=light --holder=Eva
	pp-account open --currency=BOB --holder='Ana'
	pp-account open --currency=KWD --holder='Omar'
	PP_NOW=2026-03-10T12:00:00Z pp-db clock --accept
	PP_NOW=2026-03-10T12:00:00Z pp-account deposit acc-3 500 --memo='uno; dos | (tres)'
	PP_NOW=2026-03-11T03:30:00Z pp-account deposit acc-4 1.125
	PP_NOW=2026-03-12T12:00:00Z pp-account withdraw acc-3 120.50 --yes
	pp-invoice add F-1 --account=acc-1 --amount=250.75 --due-on=2026-03-20
	pp-invoice add F-2 --account=acc-2 --amount=9000 --due-on=2026-03-20
	pp-pay invoice inv-1 --with=cash --yes
	pp-pay invoice inv-2 --with=cash --yes
} >out 2>&1 || diag "$(cat out)"

# ---- balance
run pp-ledger balance
works "balance"
out_is "	cash:$me	630.25	BOB
	cash:$me	9000	CLP
	cash:$me	1.125	KWD
	deposit:acc-3	-379.50	BOB
	deposit:acc-4	-1.125	KWD
	payable:bil-1	-250.75	BOB
	payable:bil-2	-9000	CLP" "every account in each currency, debits positive"
run pp-ledger balance 'deposit:*'
is "$(wc -l <out)" 2 "balance of accounts that fit"
run pp-ledger balance 'payable:bil-[1]' --json
is "$(json type) $(json id) $(json account) $(json amount) $(json currency)" \
	"balance null payable:bil-1 -250.75 BOB" "as JSON"
run pp-ledger balance 'zork:*'
works "balance of none"
out_empty "is empty"
run pp-ledger balance --sort=account --reverse --limit=1 --columns=account
out_is payable:bil-2 "balance --sort --limit"
guest pp-ledger balance
refused 6 'operators' "balance is for operators"
pp-ledger balance >/dev/full 2>err </dev/null
is "$?" 1 "balance, stdout full"

# ---- journal
run pp-ledger journal --json
works "journal"
is "$(jq -r .id <out | tr '\n' ' ')" "txn-1 txn-2 txn-3 txn-4 txn-5 " "in order"
is "$(head -1 out | jq -r 'keys_unsorted | join(" ")')" "type v id at memo ref kind reference on entries" \
	"with their fields"
is "$(head -1 out | jq -c .entries)" \
	"[{\"account\":\"cash:$me\",\"amount\":\"500.00\",\"currency\":\"BOB\"},{\"account\":\"deposit:acc-3\",\"amount\":\"-500.00\",\"currency\":\"BOB\"}]" \
	"and entries"
is "$(sed -n 4p out | jq -r '.kind + " " + .ref')" "payment pay-1" "a payment's names it"
run pp-ledger journal --since=2026-03-10 --until=2026-03-10 --columns=id,on
out_is "txn-1	2026-03-10
txn-2	2026-03-10" "journal --since --until: dates of the office's zone"
run pp-ledger journal --since=2026-03-13 --columns=id --limit=1
out_is txn-4 "journal --limit"
run pp-ledger journal --since=2026-03-13 --until=2026-03-12
refused 2 'until is before' "a period that ends before it begins"
run pp-ledger journal --since=2026-13-01
refused 2 'since' "a date that there is not"
guest pp-ledger journal
refused 6 'operators' "journal is for operators"
pp-ledger journal >/dev/full 2>err </dev/null
is "$?" 1 "journal, stdout full"

# ---- payable
run pp-ledger payable
works "payable"
out_is "	bil-1	water	Aguas	250.75	0.00	0.00	250.75	BOB
	bil-2	light	Luz	9000	0	0	9000	CLP" "what is owed to each biller"
run pp-ledger payable --json
is "$(head -1 out | jq -r .type)" payable "as JSON"
guest pp-ledger payable
refused 6 'operators' "payable is for operators"

# ---- remit
keep_rows
run pp-ledger remit water 100 --reference=TRF-1
refused 2 'give --yes' "remit asks, and nobody can answer"
run pp-ledger remit water 250.76 --reference=TRF-1 --yes
refused 4 'only 250.75 BOB in payable:bil-1; nothing was charged$' "above what is owed"
run pp-ledger remit water 250.76 --reference=TRF-1 --yes --json
is "$(jq -r .reason <err)" insufficient "its reason"
while read -r amount; do
	run pp-ledger remit water "$amount" --reference=TRF-1 --yes
	refused 2 'nothing was charged$' "remit of $amount"
done <<'END'
0
1.001
1,5
x
1e2
END
run pp-ledger remit light 10.50 --reference=TRF-1 --yes
refused 2 'nothing was charged$' "decimals of a currency that has none"
run pp-ledger remit gas 1 --reference=TRF-1 --yes
refused 3 'no biller gas' "remit to nobody"
run pp-ledger remit water 1 --yes
refused 2 'needs --reference' "remit without a reference"
run pp-ledger remit water 1 --reference= --yes
refused 2 'reference.*nothing was charged$' "an empty reference"
run pp-ledger remit water 1 --reference="$(printf '%065d' 1)" --yes
refused 2 'reference.*nothing was charged$' "a reference that is too long"
run pp-ledger remit water 1 --reference=R --currency=USD --yes
refused 4 'only 0.00 USD' "a currency in which nothing is owed"
same_rows "none of them was recorded"
run pp-ledger remit water 100.25 --reference=TRF-1 --dry-run --json
is "$status $(jq -r '.entries[0].amount' <out)" "0 100.25" "remit --dry-run shows"
same_rows "and records nothing"
run pp-ledger remit water 100.25 --reference=TRF-1 --yes --memo='marzo' --json
works "remit"
is "$(json type) $(json kind) $(json reference) $(json memo)" "txn remittance TRF-1 marzo" \
	"prints the transaction"
is "$(jq -c '[.entries[] | .account, .amount]' <out)" \
	'["payable:bil-1","100.25","bank","-100.25"]' "from the bank to the biller"
keep_rows
run pp-ledger remit water 1 --reference=TRF-1 --yes
refused 4 'reference TRF-1 was used before; nothing was charged$' "a reference counts once"
run pp-ledger remit light 1 --reference=TRF-1 --yes
refused 4 'used before' "for whichever biller"
same_rows "it changes nothing"
run pp-ledger remit light 9000 --reference=TRF-2 --request-id=r1 --yes --json
works "remit all, with a request id"
made=$(json id)
keep_rows
run pp-ledger remit light 9000 --reference=TRF-2 --request-id=r1 --yes --json
is "$status $(json id)" "0 $made" "the same request again prints what it made"
same_rows "and pays nothing"
run pp-ledger payable --columns=biller,amount
out_is "bil-1	150.50" "what is paid is not owed"
pp-ledger remit water 0.50 --reference=TRF-3 --yes >/dev/full 2>err </dev/null
is "$? $(cut -d, -f1 err)" "1 pp-ledger: recorded as txn-8" "remit, stdout full"
run pp-db log --ref="$made" --columns=verb,summary
out_is "ledger remit	remittance to bil-2 9000 CLP, TRF-2" "S0-33 remitting is logged"
guest pp-ledger remit water 1 --reference=X --yes
refused 6 'operators' "remit is for operators"

# ---- transfer
keep_rows
run pp-ledger transfer "cash:$me" bank 600 --reference=BOL-1
refused 2 'give --yes' "transfer asks, and nobody can answer"
run pp-ledger transfer "cash:$me" bank 630.26 --reference=BOL-1 --yes
refused 4 "only 630.25 BOB in cash:$me; nothing was charged$" "above the balance"
run pp-ledger transfer "cash:$me" bank 630.25 --fee=0.01 --reference=BOL-1 --yes
refused 4 'only 630.25 BOB' "the fee counts"
run pp-ledger transfer cash:nobody bank 1 --reference=BOL-1 --yes
refused 3 'no ledger account cash:nobody in BOB; nothing was charged$' "from nowhere"
run pp-ledger transfer deposit:acc-3 bank 1 --reference=BOL-1 --yes
refused 2 'clearing.*nothing was charged$' "from what belongs to somebody"
run pp-ledger transfer "cash:$me" payable:bil-1 1 --reference=BOL-1 --yes
refused 2 'to bank, not to payable:bil-1' "to somewhere else"
run pp-ledger transfer "cash:$me" bank 0 --reference=BOL-1 --yes
refused 2 'nothing was charged$' "of nothing"
run pp-ledger transfer "cash:$me" bank 1 --fee=x --reference=BOL-1 --yes
refused 2 'fee' "a fee that is no amount"
run pp-ledger transfer "cash:$me" bank 1 --fee=0.001 --reference=BOL-1 --yes
refused 2 'fee.*nothing was charged$' "a fee of too many decimals"
run pp-ledger transfer "cash:$me" bank 1 --currency=XAU --reference=BOL-1 --yes
refused 2 . "of gold"
same_rows "none of them was recorded"
run pp-ledger transfer "cash:$me" bank 600 --fee=30.25 --reference=BOL-1 --yes --json
works "transfer"
is "$(jq -c '[.entries[] | .account, .amount]' <out)" \
	"[\"bank\",\"600.00\",\"expense:fees\",\"30.25\",\"cash:$me\",\"-630.25\"]" \
	"what arrives at the bank, what was kept, what left"
run pp-ledger transfer "cash:$me" bank 9000 --currency=CLP --reference=BOL-1 --yes
refused 4 'reference BOL-1 was used before' "a reference counts once"
run pp-ledger transfer "cash:$me" bank 9000 --currency=CLP --reference=BOL-2 --yes
works "in another currency"
run pp-ledger transfer "cash:$me" bank 1.125 --currency=KWD --reference=TRF-1 --yes
works "a remittance's reference is another's"
run pp-ledger balance 'cash:*' --columns=amount
out_is "0.00
0
0.000" "the till is empty"
guest pp-ledger transfer "cash:$me" bank 1 --reference=X --yes
refused 6 'operators' "transfer is for operators"

# ---- other programs agree
pp-ledger balance --columns=account,currency,amount | grep -v '	[0.]*$' | sort >ours
pp-ledger journal --format=hledger >books
if command -v hledger >/dev/null; then
	LC_ALL=C.UTF-8 run hledger -f books check --strict
	is "$status" 0 "hledger reads the journal" || show_run
	LC_ALL=C.UTF-8 hledger -f books bal -O csv --flat -N --layout=bare |
		sed 1d | tr -d '"' | tr , '\t' | sort >theirs
	is "$(cat theirs)" "$(cat ours)" "hledger has the same balances"
else
	skip "hledger reads the journal" "hledger is not installed"
	skip "hledger has the same balances" "hledger is not installed"
fi
if command -v ledger >/dev/null; then
	for currency in BOB CLP KWD; do
		ledger -f books bal --flat --no-total --limit "commodity == '$currency'" \
			--format "%(account)	$currency	%(quantity(display_total))\n"
	done | sort >theirs
	is "$(cat theirs)" "$(sed 's/\(\.[0-9]*[1-9]\)0*$/\1/; s/\.0*$//' ours)" \
		"ledger has the same balances"
else
	skip "ledger has the same balances" "ledger is not installed"
fi

done_testing
