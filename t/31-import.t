#!/bin/sh
# pp-invoice import: rows of csv and JSON Lines, through maps, all or nothing.
. "${0%/*}/lib.sh"

json() {
	jq -r ".$1" <"$T/out"
}

keep_rows() {
	sqlite3 "$PP_DB" .dump >"$T/rows"
}
same_rows() {
	sqlite3 "$PP_DB" .dump | cmp -s - "$T/rows"
	ok $? "$1"
}

# import WORD...: of file "in", as JSON
import() {
	run pp-invoice import in --json "$@"
}
# summary NEW SAME FAILED TOTALS NAME
summary() {
	is "$(jq -r '"\(.new) \(.same) \(.failed) " + ([.totals[] | "\(.count) \(.amount) \(.currency)"] | join(";"))' out)" \
		"$1 $2 $3 $4" "$5"
}

office --currency=BOB --timezone=America/La_Paz
{
	pp-biller add water --name=Aguas --service=water
	pp-biller add light --name=Luz --service=power --currency=CLP
	pp-account add 1001 --biller=water --holder='Ana Quispe'
	pp-account add 1002 --biller=water --holder='Beto Mamani'
	pp-account add 1001 --biller=light --holder='Eva Rojas'
} >out

# ---- csv, the least
cat >in <<'END'
number,account,amount,due_on
F-1,1001,120.50,2026-03-31
F-2,1002,80,2026-04-10
END
import --biller=water
works "the required columns are enough"
is "$(jq -r 'keys_unsorted | join(" ")' out)" "type v id what new same failed totals changed" \
	"one summary record"
summary 2 0 0 "2 200.50 BOB" "with counts and control totals"
run pp-invoice show water:F-1 --json
is "$(json 'kind + " " + .currency + " " + .issued_on + " " + .status + " " + .holder')" \
	"bill BOB 2026-03-15 open Ana Quispe" "else a bill, the biller's currency, issued today"
keep_rows
import --biller=water
works "the same file again"
summary 0 2 0 "2 200.50 BOB" "changes nothing, with the same control totals"
same_rows "nothing at all"
run pp-db log
is "$(grep -c 'invoice import' out)" 1 "one entry in the log per import that did something"
out_like 'bil-1	.*2 new, 0 same, 0 failed, BOB 200.50' "with its counts and totals"
sed -i 's/120.50/120.51/' in
import --biller=water
is_status 4 "a known number with other content: 4"
is "$(jq -r '.message + "|" + .reason + "|" + .ref' err)" \
	"in:2: number F-1 is inv-1 with other content|exists|inv-1" "naming both"
same_rows "and nothing is taken in"

# ---- all columns, quotes, BOM, CR LF
printf '\357\273\277number,account,kind,concept,period,issued_on,due_on,amount,due2_on,due2_amount,currency,holder,lines,biller,status\r\n' >in
{
	printf 'A-1,1001,bill,"Agua, y ""cloaca""",2026-03,2026-03-01,2026-03-20,100.00,2026-03-30,110.00,BOB,Ana Q.,Agua=90.00|Tasa x=10.00,water,\r\n'
	printf 'A-2,1001,charge,"dos\nrenglones",,,2026-03-20,5.00,,,USD,,,bil-1,unbilled\r\n'
	printf 'A-3,1001,slip,,,,2026-03-20,5000,,,,,,light,open\r\n'
} >>in
import
works "all columns, a byte-order mark, CR LF, quotes"
summary 3 0 0 "1 100.00 BOB;1 5.00 USD;1 5000 CLP" "totals per currency"
run pp-invoice show water:A-1 water:A-2 light:A-3 --json
is "$(jq -r '"\(.kind)|\(.concept)|\(.due2_on)|\(.due2_amount)|\(.holder)|\(.status)|\(.lines|length)"' out)" \
	"$(printf 'bill|Agua, y "cloaca"|2026-03-30|110.00|Ana Q.|open|2\ncharge|dos\nrenglones|null|null|Ana Quispe|unbilled|0\nslip|null|null|null|Eva Rojas|open|0')" \
	"everything has arrived"
import --biller=light
is_status 2 "another biller than the one named"
is "$(json message <err)" "" "nothing on standard output"
is "$(jq -r .message err)" "in:2:biller: water is not the biller of this import" "says which"

# ---- JSON Lines
cat >in <<'END'
{"number":"J-1","account":1001,"amount":"12.30","due_on":"2026-03-31","lines":[{"concept":"a","amount":"13.00"},{"concept":"b","amount":"-0.70"}]}

{"number":"J-2","account":"1002","amount":"7","due_on":"2026-03-31","concept":null,"kind":"bill"}
END
import --biller=water
works "JSON Lines"
summary 2 0 0 "2 19.30 BOB" "taken in"
run pp-invoice show water:J-1 --json
is "$(jq -c .lines out)" '[{"concept":"a","amount":"13.00"},{"concept":"b","amount":"-0.70"}]' \
	"with their lines"
run sh -c 'pp-invoice import - --biller=water <in'
works "from standard input"
is "$(cut -f 1-5 out)" "	invoice	0	2	0" "again: the same"
keep_rows
while IFS='|' read -r why line; do
	printf '%s\n' '{"number":"J-9","account":"1001","amount":"1","due_on":"2026-03-31"}' "$line" >in
	run pp-invoice import in --biller=water
	refused 2 "^pp-invoice: in:2:?.*$why" "JSON: $why"
done <<'END'
amount: a number with decimals|{"number":"J-3","account":"1001","amount":1.5,"due_on":"2026-03-31"}
amount: missing|{"number":"J-3","account":"1001","amount":null,"due_on":"2026-03-31"}
amount: missing|{"number":"J-3","account":"1001","due_on":"2026-03-31"}
extra: unknown column|{"number":"J-3","account":"1001","amount":"1","due_on":"2026-03-31","extra":1}
a key twice|{"number":"J-3","number":"J-4","account":"1001","amount":"1","due_on":"2026-03-31"}
must be a text|{"number":["J-3"],"account":"1001","amount":"1","due_on":"2026-03-31"}
not a JSON object|[1]
not valid JSON|{"number":NaN}
not valid JSON|{"number":"\ud800"}
ends too early|{"number":"J-3"
lines: a line is|{"number":"J-3","account":"1001","amount":"1","due_on":"2026-03-31","lines":[{"concept":"a"}]}
do not sum|{"number":"J-3","account":"1001","amount":"1","due_on":"2026-03-31","lines":[{"concept":"a","amount":"2"}]}
END
same_rows "nothing was taken in"

# ---- bad rows and headers: FILE:LINE:COLUMN
row() {
	printf 'number,account,amount,due_on,kind\nF-8,1001,1,2026-03-31,bill\n%b\n' "$1" >in
}
while IFS='|' read -r status why line; do
	row "$line"
	run pp-invoice import in --biller=water
	refused "$status" "^pp-invoice: $why" "row: $line"
done <<'END'
2|in:3:4: 4 fields, not 5|F-9,1001,1,2026-03-31
2|in:3:6: 6 fields, not 5|F-9,1001,1,2026-03-31,bill,x
2|in:3:number: missing|,1001,1,2026-03-31,bill
3|in:3:account: there is no account 99|F-9,99,1,2026-03-31,bill
2|in:3:amount: not an amount: 1,5|F-9,1001,"1,5",2026-03-31,bill
2|in:3:amount: the amount must be more|F-9,1001,0,2026-03-31,bill
2|in:3:due_on: not a date|F-9,1001,1,31/03/2026,bill
2|in:3:kind: fine is no kind|F-9,1001,1,2026-03-31,fine
2|in:3:1: not valid UTF-8|F-\0377,1001,1,2026-03-31,bill
2|in:3:1: a NUL byte|F-\0000,1001,1,2026-03-31,bill
2|in:3:1: .*quote|"F-9,1001,1,2026-03-31,bill
2|in:3:1: text after|"F"-9,1001,1,2026-03-31,bill
2|in:3: .*instalment and a term|F-9,1001,1,2026-03-31,credit
2|in:3: invoice number: ends with a blank|F-9 ,1001,1,2026-03-31,bill
4|in:3: number F-8 is inv-|F-8,1001,2,2026-03-31,bill
END
while IFS='|' read -r why header; do
	printf '%s\nF-9,1001,1,2026-03-31,x\n' "$header" >in
	run pp-invoice import in --biller=water
	refused 2 "^pp-invoice: in:1: $why" "header: $header"
done <<'END'
unknown column total|number,account,amount,due_on,total
the column number is there twice|number,account,amount,due_on,number
no column due_on, which is required|number,account,amount,period,concept
END
: >in
run pp-invoice import in --biller=water
refused 2 'in:1: empty' "an empty file"
run pp-invoice import nothing --biller=water
refused 2 'cannot read nothing' "a missing file"
run pp-invoice import . --biller=water
refused 2 'no plain file' "a folder"
mkfifo fifo
run pp-invoice import fifo --biller=water
refused 2 'no plain file' "a FIFO"
run pp-invoice import /proc/self/mem --biller=water
refused 2 'cannot read' "a file of the kernel"
row 'F-9,1001,1,2026-03-31,bill'
run pp-invoice import in --biller=gas
refused 3 'no biller gas' "an unknown biller"
run pp-invoice import in
refused 2 'in:2:biller: missing' "no biller at all"
same_rows "nothing was taken in by any of them"

# ---- a million digits, ten megabytes
{
	echo number,account,amount,due_on
	printf 'F-9,1001,'
	head -c 1000000 /dev/zero | tr '\0' 9
	echo ,2026-03-31
} >in
run pp-invoice import in --biller=water
refused 2 'in:2:amount: amount too large' "a megabyte of digits"
{
	echo number,account,amount,due_on,concept
	printf 'F-9,1001,1,2026-03-31,'
	head -c 10000000 /dev/zero | tr '\0' x
	echo
} >in
run pp-invoice import in --biller=water
refused 2 'in:2:.*too long' "ten megabytes in a row"
same_rows "nothing was taken in"

# ---- accounts
row 'F-9,1005,1,2026-03-31,bill'
import --biller=water --add-accounts
is_status 2 "a new account needs a holder"
cat >in <<'END'
number,account,amount,due_on,holder,address
F-10,1005,3,2026-03-31,Noemí Funes,"Av. Busch 12, La Paz"
F-11,1005,4,2026-03-31,Noemí Funes,"Av. Busch 12, La Paz"
END
import --biller=water --add-accounts --dry-run
summary 2 0 0 "2 7.00 BOB" "a dry run counts"
same_rows "and changes nothing"
import --biller=water --add-accounts
works "--add-accounts"
run pp-account list --biller=water --match=1005 --json
is "$(json 'holder + "|" + .address')" "Noemí Funes|Av. Busch 12, La Paz" "of holder and address"
{
	pp-account add 1006 --biller=water --holder=Nadie
	pp-account close water:1006 --yes
} >out
row 'F-9,1006,1,2026-03-31,bill'
run pp-invoice import in --biller=water
refused 4 'in:3:account: acc-5 is closed' "an account that is closed"

# ---- partial
cat >in <<'END'
number,account,amount,due_on,holder
P-1,1001,1,2026-03-31,A
P-2,1001,x,2026-03-31,A
P-3,1999,1,2026-03-31,A
P-4,1001,1,2026-03-31
F-1,1001,1,2026-03-31,A
P-5,1002,2,2026-03-31,B
END
keep_rows
run pp-invoice import in --biller=water
refused 2 'in:3:amount' "without --partial: the first bad row"
same_rows "all or nothing"
import --biller=water --partial
is_status 8 "--partial: 8"
summary 2 0 4 "2 3.00 BOB" "what was good is taken in"
is "$(jq -r '"\(.status) \(.message)"' err)" "2 in:3:amount: not an amount: x
3 in:4:account: there is no account 1999
2 in:5:4: 4 fields, not 5
4 in:6: number F-1 is inv-1 with other content" "each bad row is named"
import --biller=water --partial
summary 0 2 4 "2 3.00 BOB" "again: the same"
printf 'number,account,amount,due_on,holder\nP-6,2001,1,2026-02-30,A\n' >in
keep_rows
import --biller=water --partial --add-accounts
is_status 2 "one item gives its own status"
same_rows "an account is not made for a bad row"

# ---- credits
cat >in <<'END'
number,account,kind,amount,instalment,term,due_on
CR-1,1001,credit,1200.00,100.00,12,2026-04-05
END
import --biller=water
works "a credit"
keep_rows
sed -i 's/1200.00/1100.00/' in
import --biller=water
works "a month later, with another balance"
summary 0 1 0 "1 1100.00 BOB" "is no conflict"
same_rows "and changes nothing"
sed -i 's/,12,/,11,/' in
run pp-invoice import in --biller=water
refused 4 'CR-1 is inv-' "but other terms are"

# ---- a void number is free
pp-invoice void water:F-2 --reason=test --yes >out
printf 'number,account,amount,due_on\nF-2,1002,81,2026-04-10\n' >in
import --biller=water
summary 1 0 0 "1 81.00 BOB" "the number of a void invoice is free"

# ---- request ids
printf 'number,account,amount,due_on\nR-1,1002,81,2026-04-10\n' >in
import --biller=water --request-id=m1
works "with a request id"
keep_rows
import --biller=water --request-id=m1
works "again"
same_rows "one effect"
import --biller=light --request-id=m1
is_status 4 "with other parameters: 4"

# ---- more rows than go together, duplicates among them
{
	echo number,account,amount,due_on
	i=0
	while [ $i -lt 300 ]; do
		i=$((i + 1))
		echo "B-$i,1001,$i.00,2026-03-31"
	done
} >many
sed -n '1p;100,160p' many >in
import --biller=water
summary 61 0 0 "61 7869.00 BOB" "some rows"
cp many in
import --biller=water
summary 239 61 0 "300 45150.00 BOB" "all, some of them known"
sed '250s/B-249/B-200/' many >in
run pp-invoice import in --biller=water
refused 4 'in:250: number B-200 is' "the row that differs is named"
{ sed 1q many; for i in 1 2 3; do echo "D-1,1001,1.00,2026-03-31"; done; } >in
import --biller=water
summary 1 2 0 "3 3.00 BOB" "a row three times in one file"
pp-invoice import many --biller=water >/dev/full 2>err
is $? 1 "standard output full: 1"

# ---- the examples, as their README says
{
	pp-biller add agua --name='Aguas del Peñón S.A.' --service=water --currency=ARS
	pp-biller add fund --name='Caja Horizonte' --service=loans --currency=COP
	pp-biller add phone --name='Telefonía Andina' --service=telephone --currency=USD
} >out
examples=$root/share/examples
maps=$root/share/maps
if command -v iconv >/dev/null; then
	iconv -f ISO-8859-1 -t UTF-8 "$examples/water-2026-03.csv" >in
	import --biller=agua --map="$maps/water-utility.map" --add-accounts
	works "a water company's month"
	summary 1000 0 0 "1000 15747200.71 ARS" "its control total"
	run pp-invoice show agua:B-40213001 --json
	is "$(jq -c '[.holder,.amount,.due2_amount,.issued_on,.due_on,.due2_on,[.lines[].concept]]' out)" \
		'["Giménez, Hernán","16780.61","17116.22","2026-03-02","2026-03-16","2026-03-27",["Agua potable","Desagües cloacales","Cargo fijo","IVA 21 %"]]' \
		"accents, commas, dates, lines"
fi
run pp-invoice import "$examples/water-2026-03.csv" --biller=agua --map="$maps/water-utility.map"
refused 2 'not valid UTF-8' "Latin-1 is not taken for UTF-8"
cp "$examples/fund-credits.csv" in
import --biller=fund --add-accounts
summary 60 0 0 "60 524027519.00 COP" "S3-10 a fund's credits"
cp "$examples/fund-slips.csv" in
import --biller=fund --map="$maps/school-slips.map" --add-accounts
summary 137 0 0 "137 24148594.00 COP" "S3-37 a fund's slips"
cp "$examples/telephone-2026-03.jsonl" in
import --biller=phone --add-accounts
summary 150 0 0 "150 7394.61 USD" "a telephone company's month"

# ---- maps
cat >in <<'END'
A;B;C;D;E
1; x ;1.234,5;1/3/2026;zz
END
mapped() {
	printf '%b\n' "$1" >map
	run pp-invoice import in --biller=water --map=map --dry-run --json
}
base='delimiter ;\ndecimal comma\ndate D/M/YYYY\nrename A number\nset account 1001\nrename C amount\nrename D due_on\n'
mapped "${base}trim\nrename B concept\ndrop E"
is_status 0 "a map renames, fixes and drops"
mapped "${base}drop *"
is_status 0 "drop * drops all else"
mapped "${base}join concept - B E"
is_status 0 "join"
while IFS='|' read -r why more; do
	mapped "$base$more"
	is_status 2 "map: $more"
	like "$(jq -r .message err)" "$why" "says why"
done <<'END'
^map:8: frobnicate is no directive|frobnicate x
^map:8: rename takes 2 words|rename A
^map:8: rename takes 2 words|rename A b c
^map:8: number is given twice|rename B number
^map:8: a delimiter is one|delimiter ab
^map:8: decimal takes|decimal dot
^map:8: a date pattern has|date DD/MM
^map:8: a quote is not closed|rename "A number
^map:8: nothing is no column of ours|rename B nothing
^in:1: unknown column B|drop E
^in:1: no column F, which the map names|rename F period\ndrop B E
^map:8: not valid UTF-8|rename \0377 period
END
run pp-invoice import in --biller=water --map=nothing
refused 2 'cannot read nothing' "a map that is missing"
run pp-invoice import - --biller=water --map=-
refused 2 'twice' "both from standard input"

done_testing
