#!/bin/sh
# shellcheck disable=SC2154,SC2317 # lib.sh and paying.sh set them; functions are called by name
# A payment is killed, or something fails it, at each system call of its way.  Each time: what its
# message says is true; after cron's resolve the platform's book and ours agree, nobody paid
# twice, nothing is lost or held, and it can be paid.
#
# Every point where PP_SWEEP=all, else about PP_SWEEP of each sweep (12), spread evenly; only the
# sweeps whose name is like PP_SWEEP_ONLY, of PP_SWEEP_KINDS.  A kill needs no disk: memory is used.
in_memory=1
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/sweeping.sh"

# ---- scenes: an office each, copied anew for every point

stage() {
	mkdir "$T/$1"
	cp -p "$T/shop/"* "$T/$1/"
	scene "$1"
	at 0
}

mkdir "$T/shop"
shop
mv "$T"/pp.db* "$T/shop/"
scene shop
bill
card sandbox-approve
good=$card
card sandbox-unknown
unclear=$card
card sandbox-lost
lost=$card
card sandbox-approve.refund-unknown
back=$card
stage paid
silently pp-pay invoice "$inv" --with="$good" --yes
stage murky
pay invoice "$inv" --with="$unclear"
stage lost
pay invoice "$inv" --with="$lost"
stage page
pay invoice "$inv" --with=sandbox
silently pp-gateway-sandbox approve sbt-000001
stage given
pay invoice "$inv" --with="$back"
stage owed
pay invoice "$inv" --with="$back"
pay refund pay-1 --reason=wrong

# ---- a point

# facts: invoice's status, live payments, holds, charges less refunds taken, times charged
facts() {
	sqlite3 -readonly "$PP_DB" "SELECT (SELECT status FROM invoice WHERE id = 1) || ' ' ||
	    (SELECT COUNT(*) FROM payment WHERE status IN ('sending', 'redirected', 'unknown'))
	    || ' ' || (SELECT COUNT(*) FROM hold) || ' ' ||
	    (SELECT COALESCE(SUM(CASE kind WHEN 'refund' THEN -captured_minor
	    ELSE captured_minor END), 0) FROM payment)"
}

again() {
	pay_again open pp-pay invoice inv-1 --with=cash --yes
}

card_payment='pp-pay invoice inv-1 --yes --with='
open=open/0/0/0
paid=paid/0/0/10000
# shellcheck disable=SC2086 # words
{
	play shop 0 '1700 5400' 0 10000 nothing $open $paid
	faults 'S4-24 card payment' pp-pay $card_payment$good
	faults 'S4-24 card payment, the filter' pp-gateway-sandbox $card_payment$good
	play shop 0 '' 0 10000 nothing $open $paid
	faults 'cash payment' pp-pay ${card_payment}cash
	play shop 0 '1700 5400' 0 0 nothing $open open/1/1/0
	faults 'S1-18 checkout begun' pp-pay ${card_payment}sandbox
	play page 60 '2500' 0 10000 - $paid
	faults 'S3-17 confirm' pp-pay pp-pay confirm pay-1
	play given 60 '1800 5400' 10000 0 nothing $open $paid
	faults 'refund' pp-pay pp-pay refund pay-1 --reason=wrong --yes
	play murky 60 '1800 5400' none 10000 - $paid
	faults 'resolve, paid' pp-pay pp-pay resolve
	play lost 1700 '3400 7200' 0 0 - $open
	faults 'resolve, lost' pp-pay pp-pay resolve
	play owed 60 '1800 5400' none 0 - $open
	faults 'resolve, refund' pp-pay pp-pay resolve

	# What else appends to the head file goes on after a line that was cut.
	call='write'
	file=.head
	play shop 0 '1700 5400' 0 10000 nothing $open $paid
	sweep 'head file' torn pp-pay $card_payment$good
}

# ---- the COMMITs, one by one

# commit_fails NAME N STATUS WORDS CHARGES: the N-th sync of the write-ahead log
commit_fails() {
	rm -rf "$T/point"
	cp -pr "$T/shop" "$T/point"
	scene point
	at 0
	strike eio "$2" pp-pay pp-pay invoice inv-1 --yes --with="$good"
	charges=$(grep -c approved "$PP_DB.book" 2>/dev/null)
	is "$status $(words) ${charges:-0}" "$3 $4 $5" "$1: $3, $4, $5 charges"
	at 1700
	silently pp-pay resolve
	right "$1: resolve repairs it"
	is "$(facts)" "$6" "$1: in the end"
}
call=fdatasync
file=-wal
commit_fails 'COMMIT of the intent, first sync' 1 1 nothing 0 'open 0 0 0'
commit_fails 'COMMIT of the intent, second sync' 2 1 nothing 0 'open 0 0 0'
commit_fails 'COMMIT of the settlement' 3 11 unknown 1 'paid 0 0 10000'

# ---- a folder in which nothing can be written

rm -rf "$T/point"
cp -pr "$T/shop" "$T/point"
scene point
at 0
if [ "$(id -u)" -eq 0 ]; then
	skip "a read-only folder" "root may write anywhere"
else
	chmod 500 "$T/point"
	pay invoice inv-1 --with="$good"
	is "$status $(facts)" '9 open 0 0 0' "a read-only folder: nothing is begun"
	chmod 700 "$T/point"
fi
pay invoice inv-1 --with="$good"
is "$status $(facts)" '0 paid 0 0 10000' "once it can be written it is paid"

done_testing
