#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and the others
# Cards and subscriptions as their customer sees them: its own, others' as if they were not there;
# its token is asked for.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"
. "$here/token.sh"
owners
silently pp-biller add press --name=Press --service=press
silently "$seed" card cus-2 sandbox-approve
silently pp-subscription create --customer=cus-2 --biller=press --amount=5 --every=month \
	--start=2026-03-15 --concept=Diario

# ---- cards

as cus-1 pp-card add --gateway=sandbox --return-url=https://x.example --json
is "$status $(jq -r .customer out)" "0 cus-1" "S4-18 a customer adds a card of its own"
silently pp-gateway-sandbox approve sbt-000001
as cus-1 pp-card confirm card-2
works "S4-20 and confirms it"
as cus-1 pp-card list --format=tsv --columns=id
out_is "card-2" "S4-16 it sees its own"
as cus-1 pp-card list --customer=cus-2
refused 3 'there is no cus-2$' "not another's"
before=$(dump)
for verb in 'show card-1' 'confirm card-1' 'default card-1' 'remove card-1 --yes' \
	'add --gateway=sandbox --return-url=https://x.example --replaces=card-1'; do
	# shellcheck disable=SC2086 # words
	as cus-1 pp-card $verb
	refused 3 'there is no card-1$' "$verb: another's card is not there"
	# shellcheck disable=SC2046 # words
	as cus-1 pp-card $(echo "$verb" | sed s/card-1/card-77/)
	refused 3 'there is no card-77$' "$verb: in the words of one that is not"
done
as cus-1 pp-card add --gateway=sandbox --return-url=https://x.example --customer=cus-2
refused 3 'there is no cus-2$' "nor is another customer"
is "$(dump)" "$before" "nothing was changed"
guest pp-card list
refused 6 'no live session' "a guest has none"

# ---- subscriptions

as cus-1 pp-subscription create --biller=press --amount=7 --every=month --start=2026-03-15 \
	--concept=Semanario --json
is "$status $(jq -r '.customer + " " + .id' out)" "0 cus-1 sub-2" "S4-05 a customer subscribes"
as cus-1 pp-subscription list --format=tsv --columns=id
out_is "sub-2" "S4-05 it sees its own"
before=$(dump)
for verb in 'show sub-1' 'cancel sub-1 --yes'; do
	# shellcheck disable=SC2086 # words
	as cus-1 pp-subscription $verb
	refused 3 'there is no sub-1$' "$verb: another's is not there"
done
as cus-1 pp-invoice list --subscription=sub-1
refused 3 'there is no sub-1$' "nor its invoices"
as cus-1 pp-subscription create --biller=press --amount=7 --every=month --start=2026-03-15 \
	--concept=x --with=card-1
refused 3 'there is no card-1$' "nor another's card"
as cus-1 pp-subscription run
refused 6 'for operators' "run is for operators"
as cus-1 pp-pay debit
refused 6 'for operators' "so is debit"
is "$(dump)" "$before" "nothing was changed"
silently pp-subscription run
as cus-1 pp-invoice list --subscription=sub-2 --format=tsv --columns=number
out_is "sub-2-2026-03-15" "its own invoices"

# ---- with a token

enrolled cus-1
before=$(dump)
for verb in 'pp-card add --gateway=sandbox --return-url=https://x.example' 'pp-card default card-2' \
	'pp-card remove card-2 --yes' 'pp-subscription cancel sub-2 --yes' \
	'pp-subscription create --biller=press --amount=7 --every=month --start=2026-03-15 --concept=x'; do
	# shellcheck disable=SC2086 # words
	as cus-1 $verb
	refused 2 'token' "S0-18 $verb: asks for the token"
done
is "$(dump)" "$before" "S0-12 without it nothing is done"
code cus-1
as cus-1 pp-subscription cancel sub-2 --yes --token-file="$code"
works "S0-12 with it, it is"
is "$(pp-subscription show sub-2 --format=tsv --columns=status)" cancelled "S4-06 cancelled by its customer"
out_like 'cancelled' "and shown"
is "$(pp-db log --ref=sub-2 | grep -c 'cus-1.*active > cancelled: by its customer')" 1 "S4-15 and logged"
at 60
code cus-1
as cus-1 pp-card remove card-2 --yes --token-file="$code"
is "$status $(pp-card show card-2 --format=tsv --columns=status)" "0 removed" "S4-24 its card removed"
is "$(pp-db log --customer=cus-1 | grep -c 'remove card-2')" 1 \
	"S0-19 the log tells what the token authorised"

done_testing
