#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# The cards of a customer over the months of a subscription: which one each month is charged to, as
# the platform itself has it, and what happens where there is none.
. "${0%/*}/lib.sh"
PP_NOW=2026-01-05T12:00:00Z
. "$here/paying.sh"
. "$here/owning.sh"
shop
: >"$PP_DB.book"
silently pp-db config clock.jump 40
silently pp-subscription create --customer=cus-1 --biller=water --amount=50 --every=month \
	--start=2026-01-05 --concept=Diario --with=card

# inscribe SUFFIX [OPTION...]: a card of the customer's, verified at the platform's page: $card
inscribe() {
	token=sandbox-approve.$1
	shift
	run pp-card add --customer=cus-1 --gateway=sandbox --return-url=https://x.example "$@" \
		--format=tsv
	card=$(cut -f 1 out)
	silently pp-gateway-sandbox approve "$(cut -f 10 out)" --card="$token"
	silently pp-card confirm "$card"
}

# month N: the night of that month's 5th: what it says
month() {
	PP_NOW=2026-$1-05T12:00:00Z
	silently pp-subscription run
	run pp-pay debit
}

# charged: the platform's cards that were charged, in order
charged() {
	jq -r 'select(.event == "approved").card | sub("sandbox-approve."; "")' "$PP_DB.book" |
		tr '\n' ' '
}

defaults() {
	pp-card list --customer=cus-1 --status=active --format=tsv --columns=id,default |
		tr '\t\n' ' ;'
}

# unchanged NAME: nothing was written since the last `sqlite3 .dump >before`
unchanged() {
	sqlite3 -readonly "$PP_DB" .dump | cmp -s - before
	ok $? "$1"
}

month 01
is "$status $(charged)" "0 " "S4-27 without a card the first month is issued and not charged"
out_empty "S4-27 nor is that an error"
inscribe a
first=$card
run pp-pay debit
is "$(charged)" "a " "S4-20 once a card is verified it is charged"
inscribe b
second=$card
month 02
is "$(charged)" "a a " "S4-17 a second card changes nothing: the default is charged"
is "$(defaults)" "$first yes;$second no;" "S4-22 one star"

# ---- another default

run pp-card default "$second"
is "$(defaults)" "$first no;$second yes;" "S4-22 the star moves"
run pp-pay debit
is "$(charged)" "a a " "S4-23 what was charged is not charged again"
month 03
is "$(charged)" "a a b " "S4-23 from now on the new default is charged"

# ---- going back, and removing the default

sqlite3 -readonly "$PP_DB" .dump >before
typed='n
'
run_tty pp-card remove "$second"
is_status 2 "S4-25 going back"
out_like "$first will be the default" "S4-25 after a warning"
unchanged "S4-25 changes nothing at all"
run pp-card remove "$second" --yes
err_like "$first is the default now" "S4-26 the removal says who inherits"
is "$(defaults)" "$first yes;" "S4-26 who does"
month 04
is "$(charged)" "a a b a " "S4-24 the removed card is charged no more, its heir is"
run pp-card default "$first"
refused 4 'only card' "S4-21 with one card there is no other default"

# ---- removing the only card

sqlite3 -readonly "$PP_DB" .dump >before
run_tty pp-card remove "$first"
is_status 2 "S4-25 going back from the last"
out_like 'nothing can be charged|no card left' "S4-27 whose warning tells what it means"
unchanged "S4-25 changes nothing at all"
run pp-card remove "$first" --yes
is_status 0 "S4-27 the only card may go"
month 05
works "S4-27 the next month: no charge, and no error"
is "$(charged)" "a a b a " "S4-27 nobody is charged"
run pp-pay debit
works "S4-27 however often"
open=$(pp-invoice list --subscription=sub-1 --status=payable --format=tsv --columns=id)
is "$(echo "$open" | wc -l)" 1 "S4-27 the month stays owed"
is "$(pp-db log --ref="$open" | grep -c 'not debited: no card')" 1 "S4-27 which is noted once"
is "$(pp-subscription show sub-1 --format=tsv --columns=status)" active \
	"S4-27 the subscription goes on"
inscribe c
run pp-pay debit
is "$(charged)" "a a b a c " "S4-27 a new card pays what was left"

# ---- a card in the place of another

third=$card
silently pp-account link water:1001 --customer=cus-1
silently pp-account enrol water:1001 autodebit --customer=cus-1 --with="$third" --accept-terms
inscribe d --replaces="$third"
is "$(defaults)" "$card yes;" "S4-04 a renewed card takes the place of the old one"
like "$(pp-db log --ref=acc-1 --columns=summary | tail -n 1)" \
	"^autodebit changed: $card in place of $third\$" "S4-04 the log of its account tells"
month 06
is "$(charged)" "a a b a c d " "S4-04 and is charged from then on"

# ---- the end of the subscription

PP_NOW=2026-07-05T12:00:00Z
silently pp-subscription run
silently pp-subscription cancel sub-1 --yes
run pp-pay debit
works "S4-15 cancelled with a month issued"
month 08
is "$(charged)" "a a b a c d " "S4-15 nothing more is charged, not even what was issued"
is "$(pp-invoice list --subscription=sub-1 --format=tsv --columns=status | tr '\n' ' ')" \
	"paid paid paid paid paid paid overdue " "S4-15 nor issued"

# ---- what the customer sees of it

started=$(date -u -d "$PP_NOW" +%s)
as cus-1 pp-card list
is "$(cut -f 1 out | wc -l)" 4 "S4-16 all cards that there were"
as cus-1 pp-pay list --json
is "$(jq -r '[.method, .amount, .card, .status] | join(" ")' out)" "card 50.00 card-1 approved
card 50.00 card-1 approved
card 50.00 card-2 approved
card 50.00 card-1 approved
card 50.00 card-3 approved
card 50.00 card-4 approved" "S4-07 the history: each charge with its card"
as cus-1 pp-pay show "$(jq -r .id out | sed -n 3p)" --json
is "$(jq -r '[.kind, .currency, .gateway, .allocations[0].amount] | join(" ")' out)" \
	"payment BOB sandbox 50.00" "S4-29 and its detail"
as cus-1 pp-subscription list --json
is "$(jq -c '[.id, .status, .concept]' out)" '["sub-1","cancelled","Diario"]' \
	"S4-05 S4-06 the subscription that was"
is "$(sqlite3 -readonly "$PP_DB" .dump | grep -cE '[^0-9a-f.][45][0-9]{15}[^0-9a-f]')" 0 \
	"S4-19 no card's number is anywhere"
right "the platform's book and ours agree"

done_testing
