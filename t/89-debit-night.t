#!/bin/sh
# shellcheck disable=SC2154 # set by lib.sh and paying.sh
# A night of debits whose runs are killed at moments drawn from a seed, two at once, at a platform
# where one charge in five goes wrong: in the end its book and ours agree, and nobody paid twice.
#
# PP_NIGHT_DEBITS of them (200), PP_NIGHT_KILLS (10), PP_NIGHT_SEED (drawn, and told).
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"

debits=${PP_NIGHT_DEBITS:-200}
kills=${PP_NIGHT_KILLS:-10}
drawn=${PP_NIGHT_SEED:-$(od -An -N 3 -t u4 /dev/urandom | tr -d ' ')}
accounts=$((debits / 50 + 10))
echo "# seed $drawn: $debits debits, $kills kills"

# ---- an office with mandates on cards and deposit accounts

shop
: >"$PP_DB.book"
silently pp-db config gateway.sandbox.arguments -- "--seed=$drawn --faults=20 --slow=20"
# What the platform takes late shows within half an hour.
silently pp-db config gateway.sandbox.visibility 1800
silently "$seed" customer Beto beto@example.com
for customer in cus-1 cus-2; do
	silently "$seed" card "$customer" sandbox-approve
done
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
purse=$(cut -f 1 quiet)
silently pp-account deposit "$purse" 900000
n=1
while [ "$n" -le "$accounts" ]; do
	customer=cus-$((n % 2 + 1)) with=card
	[ $((n % 10)) != 1 ] || customer=cus-1 with=$purse
	silently pp-account add "$((2000 + n))" --biller=water --holder=Ana
	silently pp-account link "water:$((2000 + n))" --customer="$customer"
	silently pp-account enrol "water:$((2000 + n))" autodebit --with="$with" \
		--customer="$customer" --accept-terms
	n=$((n + 1))
done

# owe N: as many more bills that are due, of 1.00 to 9.99
owed=0
owe() {
	awk -v first="$owed" -v count="$1" -v accounts="$accounts" 'BEGIN {
		print "number,account,amount,due_on,issued_on"
		for (i = first + 1; i <= first + count; i++)
			printf "N-%d,%d,%d.%02d,2026-03-10,2026-03-01\n", i, 2001 + i % accounts,
				1 + i % 9, i % 100
	}' >bills.csv
	silently pp-invoice import bills.csv --biller=water
	owed=$((owed + $1))
}

# ---- the kills

# Each line: how and where (in thousandths of its way) each of two runs ends.
awk -v seed="$drawn" -v rounds="$((kills * 3))" '
	function ending(x) {
		x = rand()
		return x < 0.4 ? "kill" : x < 0.6 ? "torn" : x < 0.8 ? "away" : "filter"
	}
	BEGIN {
		srand(seed)
		for (i = 0; i < rounds; i++)
			print ending(), int(rand() * 1000), ending(), int(rand() * 1000)
	}' >plan

# calls PROGRAM: how many it makes to do what is to be done now
calls() {
	rm -rf aside
	mkdir aside
	cp -p "$T"/pp.db* aside/
	env PP_DB="$T/aside/pp.db" LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT=kill \
	    PP_FAULT_AT=9999999 PP_FAULT_PROGRAM="$1" PP_FAULT_COUNT="$T/count" pp-pay debit \
	    >quiet 2>&1
	cat count
}

# Killed from without: once the platform's book has grown by that many bytes, or the run is over.
watch() {
	while kill -0 "$1" && [ "$(stat -c %s "$PP_DB.book")" -lt "$2" ]; do
		:
	done 2>"$T/quiet.watch"
	kill -9 "$1" 2>"$T/quiet.watch"
}

# run_night HOW WHERE NAME: one run; its status is in NAME
run_night() {
	at_call=$((1 + ours_calls * $2 / 1000)) program=pp-pay kind=$1
	case $1 in
	away)
		grown=$(($(stat -c %s "$PP_DB.book") + book_grows * $2 / 1000))
		pp-pay debit >"$3.out" &
		watch $! "$grown"
		wait $!
		echo $? >"$3"
		return
		;;
	filter) at_call=$((1 + their_calls * $2 / 1000)) program=pp-gateway-sandbox kind=kill ;;
	esac
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$kind" PP_FAULT_AT="$at_call" \
	    PP_FAULT_PROGRAM="$program" pp-pay debit >"$3.out"
	echo $? >"$3"
}

# Both at once; it is over when the filters that they left behind are.
# shellcheck disable=SC2086 # four words
strike() {
	{
		run_night $1 $2 one &
		run_night $3 $4 two &
		wait
	} 2>&1 | cat >said
	for each in one two; do
		[ "$(cat $each)" != 137 ] || killed=$((killed + 1))
	done
}

hour=0
resolve() {
	for seconds in 2800 6500; do
		at $((hour * 3600 + seconds))
		pp-pay resolve >quiet 2>&1
	done
	hour=$((hour + 2))
	at $((hour * 3600))
}

killed=0 rounds=0 wrong=
owe $((debits / 2))
portion=$(((debits - debits / 2) * 2 / kills + 1))
while [ "$killed" -lt "$kills" ] && [ "$rounds" -lt $((kills * 3)) ]; do
	more=$((debits - owed))
	[ "$more" -lt "$portion" ] || more=$portion
	[ "$rounds" -eq 0 ] || [ "$more" -eq 0 ] || owe "$more"
	ours_calls=$(calls pp-pay)
	their_calls=$(calls pp-gateway-sandbox)
	book_grows=$(($(stat -c %s aside/pp.db.book) - $(stat -c %s pp.db.book)))
	rounds=$((rounds + 1))
	# shellcheck disable=SC2046 # four words
	strike $(sed -n "${rounds}p" plan)
	[ "$rounds" -gt 20 ] && [ $((rounds % 10)) != 0 ] || pp-db check >found 2>&1 ||
		wrong="$wrong $rounds:$(head -n 1 found)"
	resolve
done
owe $((debits - owed))

# ---- the morning after: what is left is charged, and found out

pp-pay debit >quiet 2>&1
resolve
pp-pay debit >quiet 2>&1
resolve

facts=$(sqlite3 -readonly "$PP_DB" "SELECT (SELECT COUNT(*) FROM invoice WHERE status = 'paid')
    || ' paid, ' || (SELECT COUNT(*) FROM invoice WHERE status <> 'paid') || ' not; debits: '
    || (SELECT group_concat(n, ', ') FROM (SELECT COUNT(*) || ' ' || status AS n FROM payment
    GROUP BY status ORDER BY status))")
echo "# seed $drawn: $killed runs of $((rounds * 2)) killed; $facts"
name="S2-09 seed $drawn"
[ "$killed" -ge "$kills" ]
ok $? "$name: $kills runs were killed"
is "$wrong" "" "$name: the books were right whenever a run was killed"
agree "$name: the platform's book and ours agree to the cent"
is "$(jq -r 'select(.event == "approved").memo' "$PP_DB.book" | sort | uniq -d | wc -l)" 0 \
	"$name: no bill was charged twice"
is "$(sqlite3 -readonly "$PP_DB" "SELECT (SELECT COUNT(*) FROM (SELECT debit_invoice FROM payment
    WHERE status = 'approved' GROUP BY debit_invoice HAVING COUNT(*) > 1)) || ' ' ||
    (SELECT COUNT(*) FROM payment WHERE flag IN ('late', 'excess', 'orphan')) || ' ' ||
    (SELECT COUNT(*) FROM ledger_account WHERE balance_minor <> 0 AND (name LIKE 'credit:%'
    OR name LIKE 'suspense:%' OR name LIKE 'reserved:%'))")" "0 0 0" \
	"$name: nor paid twice, nor did money come that fits nothing"
is "$(sqlite3 -readonly "$PP_DB" "SELECT (SELECT COUNT(*) FROM hold) || ' ' || (SELECT COUNT(*)
    FROM payment WHERE status IN ('sending', 'unknown'))")" "0 0" "$name: nothing is left open"
is "$(sqlite3 -readonly "$PP_DB" "SELECT COUNT(*) FROM invoice i WHERE status <> 'paid' AND
    NOT EXISTS (SELECT 1 FROM payment WHERE debit_invoice = i.id AND status = 'declined')")" 0 \
	"$name: what is not paid was declined"
run pp-pay debit --json
is "$(jq -r 'select(.type == "summary") | .new' out)" 0 "$name: another run has nothing to do"

done_testing
