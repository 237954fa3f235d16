#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# claim | filter | settle, broken in every way that a pipe can break: once cron's resolve has asked
# and the debits have run again, the books are those of the pipe that was not broken.
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop
n=0
# What a card makes of its charge: said, declined, charged and not said, said wrongly, said twice.
for manner in approve decline unknown wrong-amount twice garbage; do
	n=$((n + 1))
	silently "$seed" customer "Ana $n" "ana$n@example.com"
	silently "$seed" card "cus-$((n + 1))" "sandbox-$manner"
	silently pp-account add "200$n" --biller=water --holder=Ana
	silently pp-account link "water:200$n" --customer="cus-$((n + 1))"
	silently pp-account enrol "water:200$n" autodebit --accept-terms --with=card --customer="cus-$((n + 1))" \
		--accept-terms
	silently pp-invoice add "P-$n" --account="water:200$n" --amount="$n.50" --due-on=2026-03-10
done
sqlite3 "$PP_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >quiet
: >"$PP_DB.book"
mkdir whole
mv pp.db* whole/

# play: the office as it was, its requests in $T/claimed and the platform's answers in $T/answers
play() {
	rm -rf point
	cp -pr whole point
	PP_DB=$T/point/pp.db
	at 0
	silently sh -c "pp-pay claim --gateway=sandbox >'$T/claimed'"
}

charge() {
	pp-gateway-sandbox <claimed >answers 2>quiet
}

# books: each bill, who paid it and with how much, what the accounts hold, and the platform's book
books() {
	sqlite3 -readonly "$PP_DB" "SELECT i.number, i.status, (SELECT group_concat(status || ' ' ||
	    amount_minor || ' ' || COALESCE(captured_minor, 0)) FROM payment WHERE debit_invoice = i.id
	    AND status <> 'cancelled'), (SELECT COUNT(*) FROM hold WHERE invoice = i.id)
	    FROM invoice i ORDER BY i.id"
	sqlite3 -readonly "$PP_DB" "SELECT name, balance_minor FROM ledger_account ORDER BY name"
	jq -r 'select(.event != "held") | "\(.event) \(.memo) \(.amount)"' "$PP_DB.book" | sort
}

# ends: what is not as it should be, once it was found out and the debits have run again
ends() {
	for again in 1 2; do
		for seconds in 1700 5400; do
			at $((seconds + (again - 1) * 7200))
			pp-pay resolve >quiet 2>&1
		done
		pp-pay debit >quiet 2>&1
	done
	differs && echo "the platform's book is another"
	pp-db check 2>&1 | head -n 1
	books >found
	cmp -s expected found || diff expected found | head -n 3
}

play
charge
pp-pay settle answers >quiet 2>&1
is $? 11 "the pipe that is not broken: the gravest tells"
cp answers said
: >expected
ends >quiet
cp found expected
is "$(sed -n '/^P-/p' expected | tr '\n' ' ')" \
	"P-1|paid|approved 150 150|0 P-2|open|declined 250 0|0 \
P-3|paid|approved 350 350|0 P-4|paid|approved 450 450|0 P-5|paid|approved 550 550|0 \
P-6|paid|approved 650 650|0 " "each is paid but the declined one, once"
lines=$(wc -l <said)

# broken NAME COMMAND...: settles what COMMAND prints of the answers; $wrong
wrong=
broken() {
	name=$1
	shift
	play
	charge
	"$@" >told
	pp-pay settle told >quiet 2>&1
	status=$?
	case $status in
	0 | 1 | 5 | 8 | 11) ;;
	*) wrong="$wrong $name: status $status;" ;;
	esac
	[ "$status" -ne 0 ] || wrong="$wrong $name: nothing was told;"
	ends >differing
	[ ! -s differing ] || wrong="$wrong $name: $(head -n 1 differing);"
}

# ---- the answers

cut_at() {
	head -n "$1" answers
}
cut_inside() {
	head -n "$1" answers
	sed -n "$(($1 + 1))p" answers | head -c 40
}
cut_out() {
	sed "$1d" answers
}
n=0
while [ "$n" -le "$lines" ]; do
	broken "cut after line $n" cut_at "$n"
	[ "$n" -eq "$lines" ] || broken "cut inside line $((n + 1))" cut_inside "$n"
	[ "$n" -eq 0 ] || broken "without line $n" cut_out "$n"
	n=$((n + 1))
done
is "$wrong" "" "S2-09 cut at each of $lines lines, inside it, and without it: the same books"

# shuffled SEED
shuffled() {
	awk -v seed="$1" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' answers | sort | cut -f 2-
}
wrong=
for order in 1 2 3; do
	broken "shuffled by $order" shuffled "$order"
done
broken "backwards" tac answers
broken "repeated" cat answers answers
broken "each line repeated" sed p answers
broken "three times, shuffled" sh -c 'cat answers answers answers | sort'
is "$wrong" "" "S2-09 shuffled and repeated: the same books"

# between COMMAND...: its line before each answer and at the end
between() {
	while read -r answer; do
		"$@"
		printf '%s\n' "$answer"
	done <answers
	"$@"
}
wrong=
rubbish() {
	printf 'no answer\n{"v":1\n{}\n[]\nnull\n{"v":1,"key":"x","result":"approved"}\n\000\377\n\n'
}
stranger() {
	echo '{"v":1,"key":"0123456789abcdef0123456789abcdef","result":"approved",' \
		'"amount":"1.50","currency":"BOB","reference":"X"}'
}
giant() {
	printf '{"v":1,"key":"%0100000d"}\n' 0
}
broken "rubbish between" between rubbish
broken "a stranger between" between stranger
broken "a giant between" between giant
is "$wrong" "" "S2-09 garbage and strangers between: the same books"

# What is said of another claim counts for what it is; what is said twice, for one.
play
charge
cp answers first
silently pp-invoice add P-7 --account=water:2001 --amount=7.50 --due-on=2026-03-10
silently pp-invoice add P-8 --account=water:2001 --amount=8.50 --due-on=2026-03-10
silently sh -c "pp-pay claim --gateway=sandbox >'$T/claimed'"
charge
sed '$d' answers >others
sed -n 1p first >told
cat others >>told
tail -n 1 first >>told
run pp-pay settle told --json
is "$(jq -r 'select(.type == "payment").status' out | tr '\n' ' ')" "approved approved approved " \
	"answers to another claim are taken as what they are"
play
charge
sed -n '1p;1p;1p;1p;1p;1p;$p' answers >told
run pp-pay settle told
is_status 11 "what is said six times is one answer"
err_like ' of 6 requests have no answer; outcome unknown, run pp-pay resolve$' \
	"and the others are missed"

# ---- the filter

# dying LINES: answers so many requests and dies, not even at the end of a line
wrong=
n=0
while [ "$n" -le 6 ]; do
	for half in no yes; do
		play
		head -n "$n" claimed | pp-gateway-sandbox >answers 2>quiet
		[ "$half" = no ] || sed -n 1p said | head -c 60 >>answers
		! pp-pay settle - <answers >quiet 2>&1 || wrong="$wrong $n: nothing was told;"
		ends >differing
		[ ! -s differing ] || wrong="$wrong died after $n: $(head -n 1 differing);"
	done
	n=$((n + 1))
done
is "$wrong" "" "S2-09 a filter that dies after each line: the same books"

wrong=
n=0
while [ "$n" -le 6 ]; do
	rm -rf point
	cp -pr whole point
	at 0
	# The pipe breaks behind the n-th request: the filter went away with claim still writing.
	pp-pay claim --gateway=sandbox 2>quiet | head -n "$n" | pp-gateway-sandbox 2>quiet |
		pp-pay settle - >quiet 2>&1
	ends >differing
	[ ! -s differing ] || wrong="$wrong away after $n: $(head -n 1 differing);"
	n=$((n + 1))
done
is "$wrong" "" "S2-09 a filter that goes away after each request: the same books"

# ---- an hour late

play
at 3600
charge
is "$(jq -r 'select(.result).result' answers | sort | uniq -c | awk '{ print $1 $2 }')" 6not_sent \
	"S2-09 a filter an hour late sends nothing"
is "$(wc -c <"$PP_DB.book" | tr -d ' ')" 0 "nor charges anybody"
run pp-pay settle answers
is "$status $(grep -c 'not sent to sandbox' err)" "7 6" "which is told of each"
is "$(sqlite3 "$PP_DB" 'SELECT COUNT(*) FROM hold')" 0 "and all are free"
is "$(ends)" "" "the next run charges them: the same books"

# Their holds are released first, then the filter wakes: too late for it as well.
play
at 1700
silently pp-pay resolve
is "$(sqlite3 "$PP_DB" 'SELECT COUNT(*) FROM hold')" 0 "what the platform never saw is free in time"
pay invoice inv-1 --with=cash
charge
is "$(wc -c <"$PP_DB.book" | tr -d ' ')" 0 "S2-09 nothing is charged after its hold was released"
run pp-pay settle answers
works "and its answers say nothing new"
is "$(state inv-1) $(flag pay-1)" "paid " "to what was paid since"
right "the books agree"

done_testing
