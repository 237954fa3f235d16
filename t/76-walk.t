#!/bin/sh
# A walk over every verb of every program as a customer, with what is another customer's: each
# answers exactly as for what is not there, and changes nothing; what is for operators is refused.
# The verbs, and what they take, are asked of the programs: those that come later are walked too.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"

owners
a=cus-1 b=cus-2

# ---- what is Ana's, by type, and Beto's own; a type that is missing here fails the walk
as $a pp-account link water:1001 --alias=casa
as $b pp-account link water:1002 --alias=mia
pp-account open --currency=BOB --holder=Ana --customer=$a >made
purse_a=$(cut -f1 made)
pp-account open --currency=BOB --holder=Beto --customer=$b >made
purse_b=$(cut -f1 made)
silently pp-account deposit "$purse_a" 500
silently pp-account deposit "$purse_b" 500
bill 40
paid_a=$inv
bill 50
open_a=$inv
bill 60
redirected_a=$inv
silently pp-invoice add G-1 --account=water:1001 --amount=5 --due-on=2027-01-31 --kind=charge \
	--status=unbilled
charge_a=$(cut -f1 "$T/quiet")
silently pp-invoice add B-1 --account=water:1002 --amount=7 --due-on=2027-01-31
open_b=$(cut -f1 "$T/quiet")
card sandbox-approve
card_a=$card
card_b=$("$seed" card $b sandbox-approve)
as $a pp-pay invoice "$paid_a" --with="$purse_a" --yes
pay_a=$(paid)
reference_a=$(cut -f2 out)
as $a pp-pay invoice "$redirected_a" --with=sandbox --yes
checkout_a=$(paid)
as $a pp-account enrol casa paperless --accept-terms
as $a pp-account enrol casa autodebit --accept-terms --with="$card_a"
log_a=$(pp-db log --customer=$a --columns=id --limit=1)
silently pp-subscription create --customer=$a --biller=light --amount=9 --every=month \
	--start=2026-04-01 --concept=Club --with="$card_a"
sub_a=$(cut -f1 "$T/quiet")
silently pp-biller rule water plan-max 6
silently pp-invoice add O-1 --account=water:1001 --amount=300 --issued-on=2026-02-01 \
	--due-on=2026-03-01
silently pp-plan create --account=water:1001 --instalments=3 --accept-terms --yes
plan_a=$(cut -f1 "$T/quiet")
as $a pp-qr create --account="$purse_a" --amount=5 --once
qr_a=$(cut -f1 out)
works "what is Ana's"

{
	cat <<END
foreign acc acc-1 acc-9001
foreign acc $purse_a acc-9002
foreign acc casa nada
foreign acc $(printf '%010d' "${purse_a#acc-}") 0000009003
foreign acc light:$sub_a light:sub-9001
number water:1001 water:9001
foreign inv $paid_a inv-9001
foreign inv $open_a inv-9002
foreign inv $redirected_a inv-9003
foreign inv $charge_a inv-9004
foreign inv water:F-1 water:X-1
foreign inv water:G-1 water:X-2
foreign pay $pay_a pay-9001
foreign pay $checkout_a pay-9002
foreign pay $reference_a ZZZZZZZZZZZZ
foreign card $card_a card-9001
foreign sub $sub_a sub-9001
foreign plan $plan_a plan-9001
foreign qr $qr_a qr-9001
foreign cus $a cus-9001
foreign cus ana@example.com nobody@example.com
foreign log $log_a log-9001
own acc mia
own number water:1002
own inv $open_b
own card $card_b
own cus $b
own bil water
public bil
END
} >things

# ---- the walk
# shellcheck disable=SC2046 # names of programs
WALKER=$(session $b) perl "$here/walk.pl" things $(tools) >walked 2>trouble
is "$(cat trouble)" "" "the walk was walked"
while IFS='	' read -r holds name why; do
	[ "$holds" -eq 1 ]
	ok $? "$name" || diag "$why"
done <walked
[ "$(grep -c '	pp-[a-z]* [a-z]* operand: ' walked)" -gt 50 ]
ok $? "operands were walked"
[ "$(grep -c '	pp-[a-z]* [a-z]* --[a-z]*: ' walked)" -gt 30 ]
ok $? "options were walked"
[ "$(grep -c '	pp-[a-z]* [a-z]* stdin: ' walked)" -gt 10 ]
ok $? "standard input was walked"

# ---- who links an account sees it, and gets no say over what its customer arranged there
as $b pp-account link water:1001 --alias=suya
works "another customer links Ana's account"
dump >before
while read -r refusal command; do
	# shellcheck disable=SC2086 # words
	as $b $command --yes
	refused 4 "$refusal" "linked: $command"
done <<END
somebody.else pp-plan cancel $plan_a
somebody.else pp-plan create --account=water:1001 --instalments=2 --accept-terms
somebody.else pp-account enrol suya autodebit --accept-terms --with=$card_b
somebody.else pp-account enrol suya paperless --accept-terms
autodebit.to.end pp-account unenrol suya autodebit
paperless.to.end pp-account unenrol suya paperless
END
dump | cmp -s - before
ok $? "nothing of it changed anything"
for command in "pp-plan show $plan_a" 'pp-plan list' 'pp-account status suya' \
	'pp-account show suya' "pp-invoice show $open_a" 'pp-invoice list' 'pp-pay list' 'pp-db log'; do
	# shellcheck disable=SC2086 # words
	as $b $command --json
	works "linked: $command"
	out_unlike "ana@example|${card_a}[^0-9]" "and nothing of Ana's own is in it"
done

done_testing
