#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# pp-db rehearse: what the nights to come would do is told, and nothing of it happens.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
mkdir tmp
TMPDIR=$T/tmp
shop

# customer NAME: a customer linked to an account of its own at water: $cus, $acc
customer() {
	silently "$seed" customer "$1" "$1@example.net"
	cus=$(cat quiet)
	silently pp-account add "$1" --biller=water --holder="$1"
	acc=$(cut -f 1 quiet)
	silently pp-account link "$acc" --customer="$cus"
}

# enrol [OPTION...]: the mandate of $acc
enrol() {
	silently pp-account enrol "$acc" autodebit --customer="$cus" --accept-terms "$@"
}

# owe AMOUNT DUE: another invoice of $acc
owe() {
	bills=$((bills + 1))
	silently pp-invoice add "F-$bills" --account="$acc" --amount="$1" --due-on="$2"
}

# state_of: digests of all files of the office, and their names
state_of() {
	find . -maxdepth 1 -name 'pp.db*' -type f | sort | xargs sha256sum
}

# rehearse UNTIL [OPTION...]
rehearse() {
	state_of >before
	last_day=$1
	shift
	run pp-db rehearse --until="$last_day" "$@"
}

# leaves NAME: the office is as it was, byte by byte, and no folder was left
leaves() {
	is "$(state_of | diff before -)$(ls tmp)" "" "$1: not a byte of the office is changed"
}

told() {
	jq -r 'select(.thing != "total") | [.on, .thing, .status, .ref, .number, .customer, .amount,
	    .with] | map(. // "-") | join(" ")' out
}

# ---- cards, deposit accounts, subscriptions, and what cannot be charged

silently pp-biller rule water retry 2,3
customer ana
silently "$seed" card "$cus" sandbox-approve
enrol --with=card
owe 100 2026-03-16
owe 30 2026-03-23
owe 15 2026-03-24
customer beto
silently pp-account open --currency=BOB --holder=Beto --customer="$cus"
purse=$(cut -f 1 quiet)
silently pp-account deposit "$purse" 50
enrol --with="$purse"
owe 40 2026-03-17
owe 20 2026-03-22
customer carla
silently "$seed" card "$cus" sandbox-approve
enrol --with=card
owe 60 2026-03-18
silently pp-card remove card-2 --yes
customer delia
silently "$seed" card "$cus" sandbox-decline
enrol --with=card --max=80
owe 70 2026-03-17
owe 90 2026-03-17
customer elias
silently "$seed" card "$cus" sandbox-approve
silently pp-subscription create --customer="$cus" --biller=water --amount=9.50 --every=3d \
	--start=2026-03-18 --concept=Diario --with=card

rehearse 2026-03-23 --json
works "the nights until a date are rehearsed"
leaves "a rehearsal"
told >events
is "$(grep 'cus-2 ' events)" "2026-03-16 payment approved inv-1 water:F-1 cus-2 100.00 card-1
2026-03-23 payment approved inv-2 water:F-2 cus-2 30.00 card-1" \
	"what is charged until then: when, for what, to whom, with what"
is "$(grep 'cus-3 ' events)" "2026-03-17 payment approved inv-4 water:F-4 cus-3 40.00 $purse
2026-03-22 payment declined inv-5 water:F-5 cus-3 20.00 $purse" \
	"a deposit account is charged while it has money"
is "$(grep 'cus-4 ' events)" "2026-03-18 invoice not_debited inv-6 water:F-6 cus-4 60.00 -" \
	"what has no card any more"
is "$(grep 'cus-5 ' events)" "2026-03-17 invoice not_debited inv-8 water:F-8 cus-5 90.00 -
2026-03-17 payment declined inv-7 water:F-7 cus-5 70.00 card-3
2026-03-19 payment declined inv-7 water:F-7 cus-5 70.00 card-3
2026-03-22 payment declined inv-7 water:F-7 cus-5 70.00 card-3
2026-03-22 mandate stopped acc-6 - cus-5 - -" "a sandbox's card does what it is called: the mandate stops"
is "$(jq -r 'select(.status == "not_debited" or .status == "stopped").why' out | tr '\n' ';')" \
	"above the limit;no card;declined too often;" "why not"
is "$(grep 'cus-6 ' events)" "2026-03-18 invoice issued - water:sub-1-2026-03-18 cus-6 9.50 -
2026-03-18 payment approved - water:sub-1-2026-03-18 cus-6 9.50 card-4
2026-03-21 invoice issued - water:sub-1-2026-03-21 cus-6 9.50 -
2026-03-21 payment approved - water:sub-1-2026-03-21 cus-6 9.50 card-4" \
	"what a subscription issues is not in the books yet, and is charged"
is "$(jq -r 'select(.thing == "total") | [.status, .count, .amount, .currency, .on] | join(" ")' out)" \
	"approved 5 189.00 BOB 2026-03-23
declined 4 230.00 BOB 2026-03-23" "totals per currency"
is "$(jq -c 'select(.thing == "payment") | [keys[] | select(. != "v")]' out | sort -u)" \
	'["account","amount","count","currency","customer","due_on","id","method","number","on","ref","status","thing","type","why","with"]' "the keys"
cp out json
rehearse 2026-03-23
is "$(cut -f 2-6 out)" "$(jq -r '[.on, .thing, .status, .ref // "", .number // ""] | @tsv' json)" \
	"the same again, as tsv"

done_testing
