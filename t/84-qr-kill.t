#!/bin/sh
# shellcheck disable=SC2154,SC2034,SC2317 # the libraries set and read them; functions called by name
# A charge that is good for one payment is made, cancelled or paid, and that is killed, or something
# fails it, at each system call of its way.  Each time: what its message says is true; after cron's
# resolve the platform's book and ours agree, and the charge takes one payment in all.
#
# PP_SWEEP, PP_SWEEP_ONLY and PP_SWEEP_KINDS as sweeping.sh says; here 5 points of each sweep, and no
# allocations.  A kill needs no disk: memory is used.
in_memory=1
PP_SWEEP=${PP_SWEEP:-5}
PP_SWEEP_KINDS=${PP_SWEEP_KINDS:-kill torn eio enospc}
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/sweeping.sh"

# ---- scenes: an office each, copied anew for every point

# keep NAME: the office as it is now
keep() {
	mkdir "$T/$1"
	cp -p "${PP_DB%/*}"/pp.db* "$T/$1/"
}

# stage NAME: goes on from the office with a charge
stage() {
	cp -pr "$T/charged" "$T/$1"
	scene "$1"
	at 0
}

create='pp-qr create --account=acc-2 --amount=100 --once --request-id=Q-1'
shop
silently pp-account open --currency=BOB --holder=Beto
silently pp-account open --currency=BOB --holder=Ana
silently pp-account deposit acc-3 500
card sandbox-approve
good=$card
card sandbox-unknown
unclear=$card
card sandbox-lost
lost=$card
keep empty
# shellcheck disable=SC2086 # words
silently $create
keep charged
stage murky
pay qr qr-1 --with="$unclear"
stage lost
pay qr qr-1 --with="$lost"
stage page
pay qr qr-1 --with=sandbox
silently pp-gateway-sandbox approve "$(answer pay-1)"

# ---- a point

# facts: the charge's status, live payments, holds, what was captured, what the payee got
facts() {
	sqlite3 -readonly "$PP_DB" "SELECT COALESCE((SELECT status FROM qr WHERE id = 1), 'none')
	    || ' ' || (SELECT COUNT(*) FROM payment
	    WHERE status IN ('sending', 'redirected', 'unknown')) || ' ' ||
	    (SELECT COUNT(*) FROM qr_hold) || ' ' ||
	    (SELECT COALESCE(SUM(captured_minor), 0) FROM payment) || ' ' ||
	    (SELECT COALESCE(SUM(amount_minor), 0) FROM collection)"
}

# refused WORD: it cannot be paid now
refused() {
	pp-pay qr qr-1 --with=cash --yes --json >"$T/cron" 2>&1
	refusal=$?
	[ "$refusal $(jq -r .reason "$T/cron")" = "4 $1" ] || echo "refused:$(head -n 1 "$T/cron")"
}

# paid_once: what can still be paid is, by another, and then nobody pays it
paid_once() {
	pay_again active pp-pay qr qr-1 --with=cash --yes
	refused used
	[ "$(facts)" = 'used 0 0 10000 10000' ] || echo "once:$(facts)"
}

again() {
	case $status-$victim-$found in
	0-pp-qr-"$undone"*) echo "status-0-untrue:$found" ;;
	[179]-pp-qr-"$undone"*) ;;
	1-pp-qr-*) grep -q 'recorded as qr-1, but' "$T/err" ||
		echo "status-$status-untrue:$found" ;;
	[79]-pp-qr-*) echo "status-$status-untrue:$found" ;;
	esac
	case $victim in
	pp-qr) "$repeat" ;;
	*) paid_once ;;
	esac
	pp-db check >"$T/cron" 2>&1 || echo "check:$(head -n 1 "$T/cron")"
}

# created: asked for again by the same request, it is there, once
created() {
	# shellcheck disable=SC2086 # words
	$create >"$T/cron" 2>&1 || echo "repeat:$(head -n 1 "$T/cron")"
	[ "$(pp-qr list --columns=id,status)" = "qr-1	active" ] || echo "made:$(pp-qr list)"
	found=$(facts)
	paid_once
}

# cancelled: asked for again, nobody can pay it
cancelled() {
	case $found in
	active*) pp-qr cancel qr-1 >"$T/cron" 2>&1 || echo "repeat:$(head -n 1 "$T/cron")" ;;
	esac
	refused cancelled
	[ "$(facts)" = 'cancelled 0 0 0 0' ] || echo "cancelled:$(facts)"
}

open=active/0/0/0/0
used=used/0/0/10000/10000
undone=none
# shellcheck disable=SC2086 # words
{
	play empty 0 '' 0 0 - none/0/0/0/0 $open
	repeat=created
	faults 'S0-01 a charge is made' pp-qr $create
	undone=active
	play charged 0 '' 0 0 - $open cancelled/0/0/0/0
	repeat=cancelled
	faults 'a charge is cancelled' pp-qr pp-qr cancel qr-1

	play charged 0 '' 0 10000 nothing $open $used
	faults 'S0-12 paid from an account' pp-pay pp-pay qr qr-1 --yes --with=acc-3
	play charged 0 '1700 5400' 0 10000 nothing $open $used
	faults 'S0-05 paid by card' pp-pay pp-pay qr qr-1 --yes --with=$good
	faults 'S0-05 paid by card, the filter' pp-gateway-sandbox pp-pay qr qr-1 --yes --with=$good
	play charged 0 '1700 5400' 0 0 nothing $open active/1/1/0/0
	faults 'S0-05 a checkout begun' pp-pay pp-pay qr qr-1 --yes --with=sandbox
	play page 60 '2500' 0 10000 - $used
	faults 'S0-05 confirmed' pp-pay pp-pay confirm pay-1
	play murky 60 '1800 5400' none 10000 - $used
	faults 'S0-05 resolve, paid' pp-pay pp-pay resolve
	play lost 1700 '3400 7200' 0 0 - $open
	faults 'S0-05 resolve, lost' pp-pay pp-pay resolve
}

done_testing
