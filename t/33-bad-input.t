#!/bin/sh
# Bad input of every class: the status, one line of at most 200 bytes, nothing on standard output
# and unchanged rows, in three languages; and odd text that is good is kept and never printed raw.
. "${0%/*}/lib.sh"

office --currency=BOB --timezone=America/La_Paz
{
	pp-biller add water --name=Aguas --service=water
	pp-biller add light --name=Luz --service=power --currency=CLP
	pp-account add 1001 --biller=water --holder='Ana Quispe'
	pp-account add 1001 --biller=light --holder='Eva Rojas'
	pp-invoice add F-1 --account=acc-1 --amount=100 --due-on=2026-03-31
	pp-invoice add F-2 --account=acc-1 --amount=100 --due-on=2026-03-31
	pp-invoice add F-3 --account=acc-1 --amount=100 --due-on=2026-03-31
	pp-invoice add L-1 --account=acc-2 --amount=100 --due-on=2026-03-31
	pp-pay invoice inv-2 --with=cash --yes
	pp-invoice void inv-3 --reason=test --yes
	pp-account open --currency=BOB --holder=Caja
} >made 2>&1 || diag "$(cat made)"

# csv FIELDS: a file with that row
csv() {
	printf 'number,account,amount,due_on,concept\n%s\n' "$1" >row.csv
}
mkfifo fifo
: >exists
ln -s exists link
printf 'number,account,amount\nX,1001,1\n' >short.csv
printf 'number,account,amount,due_on\nX,1001,1\n' >ragged.csv
printf '\377\376n\000u\000' >utf16.csv
printf '{"number":' >cut.json
i=0
while [ $i -lt 40 ]; do
	printf '{"number":'
	i=$((i + 1))
done >deep.json
card='4111 1111-1111 1111'
long=$(head -c 5000 /dev/zero | tr '\0' x)
huge=$(head -c 100000 /dev/zero | tr '\0' 9)
bad=$(printf '\377')
overlong=$(printf '\300\257')
surrogate=$(printf '\355\240\200')
arabic=$(printf '\331\241\331\242')
export card long huge bad overlong surrogate arabic

rows() {
	sqlite3 "$PP_DB" .dump | cksum
}

# check STATUS COMMAND: in the three languages
check() {
	wanted=$1
	shift
	why=
	for language in C es tr; do
		if [ "$language" = C ]; then
			LC_ALL=C LANGUAGE=
		else
			LC_ALL=C.UTF-8 LANGUAGE=$language
		fi
		export LC_ALL LANGUAGE
		status=0
		eval "$*" >out 2>err </dev/null || status=$?
		LC_ALL=C
		[ "$status" -eq "$wanted" ] || why="$why $language: status $status, not $wanted;"
		[ ! -s out ] || why="$why $language: it printed;"
		[ "$(wc -l <err)" -eq 1 ] || why="$why $language: $(wc -l <err) lines;"
		[ "$(wc -c <err)" -le 200 ] || why="$why $language: $(wc -c <err) bytes;"
		grep -Eqi 'sqlite|select |insert |lib/|\.c:|4111' err && why="$why $language: it tells too much;"
		[ "$(rows)" = "$before" ] || why="$why $language: rows have changed;"
	done
	[ -z "$why" ]
	ok $? "$wanted: $(printf %.90s "$*")" || diag "$why $(cat err)"
}

before=$(rows)
amount='pp-invoice add X --account=acc-1 --due-on=2026-03-31 --amount'
date='pp-invoice add X --account=acc-1 --amount=1 --due-on'
text='pp-invoice add X --account=acc-1 --amount=1 --due-on=2026-03-31'
while IFS='~' read -r wanted command; do
	case $wanted in '' | '#'*) continue ;; esac
	check "$wanted" "$command"
done <<'END'
# amounts
2~$amount=
2~$amount=abc
2~$amount=-1
2~$amount=+1
2~$amount=0
2~$amount=0.00
2~$amount=1.234
2~$amount=1.
2~$amount=.5
2~$amount=1,5
2~$amount=1,000.00
2~$amount=1e3
2~$amount=0x10
2~$amount="$arabic"
2~$amount=' 1'
2~$amount='1 '
2~$amount=1000000000000001
2~$amount=99999999999999999999999
2~$amount="$huge"
2~$amount=NaN
2~$amount=inf
2~pp-invoice add X --account=acc-2 --due-on=2026-03-31 --amount=1.0
2~$amount=1 --currency=XXX
2~$amount=1 --currency=bob
2~$amount=1 --currency=
2~pp-pay invoice inv-1 --with=cash --yes --expect=99.999
2~pp-account deposit acc-3 0 --yes
2~pp-account deposit acc-3 1e2 --yes
# dates
2~$date=2026-02-29
2~$date=2026-13-01
2~$date=2026-00-10
2~$date=2026-01-32
2~$date=2026/01/01
2~$date=2026-1-1
2~$date=0000-01-01
2~$date=26-01-01
2~$date=20260101
2~$date=2026-01-01T00:00:00Z
2~$date=
2~$date=ayer
2~$date=2026-03-31 --due2-on=2026-03-01 --due2-amount=2
2~$date=2026-03-31 --issued-on=2026-04-01
2~pp-invoice list --since=2026-03-02 --until=2026-03-01
2~pp-invoice list --due-since=2026-03-02 --due-until=2026-03-01
2~pp-invoice list --as-of=2026-02-30
# records
3~pp-invoice show inv-999
3~pp-invoice show water:none
3~pp-invoice void inv-999 --reason=x --yes
4~pp-invoice void inv-2 --reason=x --yes
4~pp-invoice void inv-3 --reason=x --yes
4~pp-invoice bill inv-1 --yes
4~pp-invoice resume inv-1
2~pp-invoice show acc-1
2~pp-invoice show inv-01
2~pp-invoice show INV-1
2~pp-invoice show inv-0
2~pp-invoice show inv-99999999999999999999
2~pp-invoice total inv-1 inv-1
4~pp-pay invoice inv-2 --with=cash --yes
4~pp-pay invoice inv-3 --with=cash --yes
2~pp-pay invoice inv-1 inv-1 --with=cash --yes
2~pp-pay invoice inv-1 inv-4 --with=cash --yes
5~pp-pay invoice inv-1 --with=acc-3 --yes
4~pp-pay invoice inv-4 --with=acc-3 --yes
4~pp-pay invoice inv-1 --with=cash --expect=99.00 --yes
3~pp-invoice add X --account=nobody --amount=1 --due-on=2026-03-31
2~pp-invoice add X --account=acc-3 --amount=1 --due-on=2026-03-31
2~pp-invoice add X --account=acc-1 --amount=10 --due-on=2026-03-31 --kind=credit --instalment=1 --term=0
2~pp-invoice add X --account=acc-1 --amount=10 --due-on=2026-03-31 --kind=credit --instalment=1 --term=1000000000
# text
2~$text --concept="$card"
2~$text --holder="x $card"
2~$text --concept="$bad"
2~$text --concept="$overlong"
2~$text --concept="$surrogate"
2~$text --concept="$long"
2~$text --lines="$long=1"
2~pp-invoice add "$long" --account=acc-1 --amount=1 --due-on=2026-03-31
2~pp-invoice add "$bad" --account=acc-1 --amount=1 --due-on=2026-03-31
2~pp-invoice add " X" --account=acc-1 --amount=1 --due-on=2026-03-31
2~pp-invoice add "" --account=acc-1 --amount=1 --due-on=2026-03-31
2~pp-invoice void inv-1 --yes --reason="$card"
2~pp-invoice void inv-1 --yes --reason=
2~$text --request-id="$long"
# options
2~pp-invoice add X --account=acc-1 --amount=1 --due-on=2026-03-31 --dry
2~pp-invoice list --nothing
2~pp-invoice list --status=
2~pp-invoice list --sort=nothing
2~pp-invoice list --columns=nothing
2~pp-invoice list --limit=-1
2~pp-invoice list --format=xml
2~pp-invoice list operand
2~pp-invoice show
2~pp-invoice nothing
2~pp-invoice void inv-1 --reason=x
# files
2~pp-invoice import nothing --biller=water
2~pp-invoice import . --biller=water
2~pp-invoice import fifo --biller=water
2~pp-invoice import /dev/zero --biller=water
2~pp-invoice import /proc/self/mem --biller=water
2~pp-invoice import exists --biller=water
2~pp-invoice import short.csv --biller=water
2~pp-invoice import ragged.csv --biller=water
2~pp-invoice import utf16.csv --biller=water
2~pp-invoice import cut.json --biller=water
2~pp-invoice import deep.json --biller=water
2~pp-invoice import ragged.csv --biller=water --map=fifo
2~pp-invoice import ragged.csv --biller=water --map=ragged.csv
2~pp-invoice list --output=exists
2~pp-invoice list --output=link
2~pp-invoice list --output=./none/file
2~pp-invoice list --output=.
2~csv 'X,1001,"1,50",2026-03-31,x'; pp-invoice import row.csv --biller=water
2~csv 'X,1001,1,2026-02-29,x'; pp-invoice import row.csv --biller=water
2~csv "X,1001,1,2026-03-31,$card"; pp-invoice import row.csv --biller=water
2~csv "X,1001,1,2026-03-31,$long"; pp-invoice import row.csv --biller=water
4~csv 'F-1,1001,2,2026-03-31,x'; pp-invoice import row.csv --biller=water
3~csv 'X,none,1,2026-03-31,x'; pp-invoice import row.csv --biller=water
END

# ---- odd text that is good: kept to the byte, escaped wherever it is printed
LC_ALL=C.UTF-8
n=0
while read -r bytes; do
	n=$((n + 1))
	odd=$(printf '%b' "$bytes")
	run pp-invoice add "T-$n" --account=acc-1 --amount=1 --due-on=2026-03-31 --concept="$odd"
	kept=$(sqlite3 "$PP_DB" "select hex(concept) from invoice where number = 'T-$n'")
	is "$kept" "$(printf '%s' "$odd" | od -An -tx1 | tr -d ' \n' | tr a-f A-F)" "kept: $bytes"
	raw=
	for format in table tsv json csv; do
		run pp-invoice show "water:T-$n" --format=$format
		tr -d '\11\12\15\40-\176\200-\377' <out | grep -q . && raw="$raw $format"
		grep -q "$(printf '\302\233\|\342\200\256\|\342\200\213')" out && raw="$raw $format"
	done
	is "$raw" "" "never raw: $bytes"
done <<'END'
a\0033[31mred
a\0302\0233b
rtl \0342\0200\0256abc
zero \0342\0200\0213width
two\nlines
a\ttab
=HYPERLINK("x")
'; DROP TABLE invoice; --
"quoted", and more
../../etc/passwd
Ñandú ünïcödé 漢字 🙂
END
run pp-invoice list --match=HYPERLINK --format=csv --columns=concept
out_like "'=HYPERLINK" "csv guards against formulas"

done_testing
