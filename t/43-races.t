#!/bin/sh
# shellcheck disable=SC2154,SC2317 # lib.sh and paying.sh set them; functions are called by name
# Thirty-two at the same moment: one invoice is paid by exactly one, whatever they pay with; one
# request id has one effect; writers wait for each other and none fails.
#
# PP_ROUNDS rounds of each race (2), of those whose name is like PP_RACES.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

rounds=${PP_ROUNDS:-2}
crowd=32

shop
card sandbox-approve
good=$card

# race COMMAND: it runs in $crowd processes at once, told its number; their statuses are in
# $T/statuses, what they print in $T/race.N.  A lock holds them back until all are there.
race() {
	rm -f "$T"/race.*
	: >"$T/gate"
	exec 9<"$T/gate"
	flock -x 9
	n=1
	while [ $n -le $crowd ]; do
		{
			: >"$T/race.$n.ready"
			flock -s 8
			"$@" $n >"$T/race.$n" 2>&1
			echo $? >"$T/race.$n.status"
		} 8<"$T/gate" 9<&- &
		n=$((n + 1))
	done
	while set -- "$T"/race.*.ready && [ $# -lt $crowd ]; do :; done
	flock -u 9
	exec 9<&-
	wait
	cat "$T"/race.*.status >"$T/statuses"
}

# count STATUS...: how many ended with one of them
count() {
	total=0
	for word; do
		total=$((total + $(grep -cx "$word" "$T/statuses")))
	done
	echo $total
}

with_cash() { pp-pay invoice "$inv" --with=cash --yes; }
with_card() { pp-pay invoice "$inv" --with="$good" --yes; }
with_page() { pp-pay invoice "$inv" --with=sandbox --yes; }
with_any() {
	case $(($1 % 3)) in
	0) with_cash ;;
	1) with_card ;;
	2) with_page ;;
	esac
}
same_card() { pp-pay invoice "$inv" --with="$good" --yes --request-id="same-$inv"; }
same_page() { pp-pay invoice "$inv" --with=sandbox --yes --request-id="same-$inv"; }
same_cash() { pp-pay invoice "$inv" --with=cash --yes --request-id="same-$inv"; }

# takers: how many payments of the invoice may have money, and how many have
takers() {
	sqlite3 -readonly "$PP_DB" "SELECT COUNT(*), COALESCE(SUM(p.status = 'approved'), 0) FROM
	    payment p JOIN payment_item i ON i.payment = p.id WHERE i.invoice = ${inv#inv-} AND
	    p.kind = 'payment' AND p.status IN ('sending', 'redirected', 'unknown', 'approved')"
}

# One round: a fresh invoice, paid at a page, or wholly.
at_page() {
	bill
	silently pp-pay invoice "$inv" --with=sandbox --yes
	pay=$(cut -f 1 "$T/quiet")
	silently pp-gateway-sandbox approve "$(answer "$pay")"
}
paid_up() {
	bill
	silently pp-pay invoice "$inv" --with="$good" --yes
	pay=$(cut -f 1 "$T/quiet")
}
murky() {
	bill
	pp-pay invoice "$inv" --with="$unclear" --yes >"$T/murky" 2>&1
	later=$((later + 120))
	at $later
}
filled() {
	bill 10.00
	at_once=$inv
	silently pp-account deposit "$purse" 100.00
	n=1
	while [ $n -le $crowd ]; do
		bill 10.00
		n=$((n + 1))
	done
	inv=$at_once
}

# races NAME ONE OTHERS TAKERS BEFORE COMMAND: ONE (a pattern) end with 0, the others with one of
# OTHERS; then TAKERS (a pattern)
races() {
	name=$1
	ones=$2
	others=$3
	wanted=$4
	before=$5
	shift 5
	echo "$name" | grep -Eq -e "${PP_RACES-}" || return 0
	wrong=
	round=1
	while [ $round -le "$rounds" ]; do
		$before
		race "$@"
		found="$(count 0)"
		# shellcheck disable=SC2086 # words
		[ $((found + $(count $others))) -eq $crowd ] ||
			wrong="$wrong $round:$(sort "$T/statuses" | uniq -c | tr -s ' \n' '_,')"
		# shellcheck disable=SC2254 # a pattern
		case $found in $ones) ;; *) wrong="$wrong $round:$found" ;; esac
		found=$(takers)
		# shellcheck disable=SC2254 # a pattern
		case $found in $wanted) ;; *) wrong="$wrong $round:$found" ;; esac
		[ $((round % 100)) -ne 0 ] || echo "# $name: $round rounds, ${wrong:-none wrong}"
		round=$((round + 1))
	done
	[ -z "$wrong" ]
	ok $? "$name: $ones of $crowd, else $others, $rounds rounds" || diag "$wrong"
	right "$name: both books agree"
}

later=0
card sandbox-unknown
unclear=$card
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
purse=$(cut -f 1 "$T/quiet")
confirm() { pp-pay confirm "$pay"; }
resolve() { pp-pay resolve; }
give_back() { pp-pay refund "$pay" --reason=x --yes; }
give_part() { pp-pay refund "$pay" --amount=10.00 --reason=x --yes; }
from_purse() { pp-pay invoice "inv-$((${inv#inv-} + $1))" --with="$purse" --yes; }
write() { pp-invoice add "W-$round-$1" --account=water:1001 --amount=1.00 --due-on=2027-03-31; }

races 'S2-11 one invoice, cash' 1 '4 7' '1|1' bill with_cash
races 'S4-24 one invoice, card' 1 '4 7' '1|1' bill with_card
races 'S1-18 one invoice, hosted pages' 1 '4 7' '1|0' bill with_page
races 'one invoice, cash, card and page' 1 '4 7' '1|[01]' bill with_any
races 'one request, cash' 32 none '1|1' bill same_cash
races 'one request, card' '[1-9]*' '11' '1|1' bill same_card
races 'one request, page' '[1-9]*' '11' '1|0' bill same_page
races 'a page confirmed' 32 none '1|1' at_page confirm
races 'cron at many machines' 32 none '1|1' murky resolve
races 'a refund of all' 1 '4 7' '0|0' paid_up give_back
races 'refunds of a tenth' 10 '4 7' '0|0' paid_up give_part
races 'S2-16 a deposit for ten' 10 '5 7' '*' filled from_purse
crowd=8
races 'eight writers' 8 none '*' : write

done_testing
