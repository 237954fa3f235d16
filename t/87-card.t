#!/bin/sh
# shellcheck disable=SC2154,SC2034,SC2030,SC2031 # set or read by lib.sh and paying.sh
# pp-card: cards are inscribed at a platform's page, one is the default, they are removed.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop

# add [OPTION...]: begins an inscription of cus-1: $card
add() {
	run pp-card add --customer=cus-1 --gateway=sandbox \
		--return-url='https://shop.example/back?card={ref}' "$@" --format=tsv
	card=$(cut -f 1 out)
	page=$(cut -f 10 out)
}

# inscribe [TOKEN]: a card of cus-1 that is active: $card
inscribe() {
	add
	silently pp-gateway-sandbox approve "$page" --card="${1-sandbox-approve}"
	run pp-card confirm "$card"
}

cards() {
	pp-card list --customer=cus-1 --format=tsv --columns=id,status,default | tr '\t\n' ' ;'
}

reason() {
	jq -r '"\(.code) \(.reason) \(.ref)"' err
}

# ---- inscription

run pp-card list --customer=cus-1
works "S4-16 a customer without cards: an empty list"
out_empty "S4-16 with no lines"
run pp-pay invoice inv-1 --with=card --customer=cus-1 --yes
refused 3 'nothing was charged|no' "S4-27 nothing to charge"

run pp-card add --customer=cus-1 --gateway=sandbox --return-url='https://s.example/?c={ref}' --json
works "S4-20 adding a card begins at the platform's page"
is "$(jq -c '[.id, .customer, .status, .default, .redirect_url, .gateway_token]' out)" \
	'["card-1","cus-1","enrolling",false,"https://sandbox.invalid/enrol/sbt-000001","sbt-000001"]' \
	"S4-20 where the customer is sent"
run pp-card confirm card-1 --json
refused 11 'not decided' "S4-20 it does not count before the platform says so"
is "$(reason)" "unknown enrolling card-1" "S4-20 which is told"
bill
run pp-pay invoice "$inv" --with=card-1 --yes
refused 4 'card-1 is enrolling; nothing was charged' "S4-20 nor can it be charged"
run pp-card default card-1
refused 4 'card-1 is enrolling' "nor be the default"
silently pp-gateway-sandbox approve sbt-000001 --card=sandbox-approve.a
run_in 'token=sbt-000001&result=ok' pp-card confirm card-1 --params=- --json
works "S4-20 success adds the card"
is "$(jq -c '[.status, .brand, .last4, .expires, .default, .redirect_url, .gateway_token]' out)" \
	'["active","sandbox","0001","2039-12",true,null,null]' "S4-17 the first card is the default"
run pp-card confirm card-1
works "confirming again changes nothing"
run pp-card confirm card-1 --params=/nowhere
refused 2 'nowhere' "params that cannot be read"

add
silently pp-gateway-sandbox decline "$page"
run pp-card confirm "$card" --json
refused 5 'card-2 is failed' "S4-20 a card that was not verified is not added"
is "$(reason)" "declined declined card-2" "S4-20 and it says so"
run pp-card confirm "$card"
refused 5 'card-2 is failed' "S4-20 for ever"
run pp-card remove "$card" --yes
refused 4 'card-2 is failed' "a failed one cannot be removed"

add
page_closed=$card
at 864000
run pp-card confirm "$page_closed"
refused 5 'failed' "S4-20 a page that was closed leaves no card"
at 0

# ---- several cards, one default

inscribe sandbox-approve.b
second=$card
is "$(cards)" "card-1 active yes;card-2 failed no;card-3 failed no;card-4 active no;" \
	"S4-18 a second card; S4-22 the default stays"
run pp-pay invoice "$inv" --with=card --customer=cus-1 --yes --json
is "$status $(jq -r .card out)" "0 card-1" "S4-17 the default is charged"
run pp-card default "$second" --json
works "S4-21 another default"
is "$(jq -r .default out)" true "S4-22 is the default"
is "$(cards)" "card-1 active no;card-2 failed no;card-3 failed no;card-4 active yes;" \
	"S4-22 the star moves"
bill
run pp-pay invoice "$inv" --with=card --customer=cus-1 --yes --json
is "$status $(jq -r .card out)" "0 card-4" "S4-23 what comes next is charged to the new default"
run pp-card default "$second"
works "the default again: nothing to do"
run pp-card list --customer=cus-1 --status=active --format=table
out_like '^card-4 .* yes *$' "S4-17 the list marks the default"
run pp-card show card-1 "$second" --format=tsv --columns=id,default
out_is "card-1	no
card-4	yes" "several are shown"
run pp-card default card-99
refused 3 '^pp-card: there is no card-99$' "no such card"
run pp-card default inv-1
refused 2 'inv-1' "no card at all"

# ---- removal

run pp-card remove "$second"
refused 2 'give --yes' "S4-25 it asks, and without an answer nothing is done"
typed='n
'
run_tty pp-card remove "$second"
is "$status $(grep -c 'card-1 will be the default' out)" "2 1" "S4-25 the warning tells the heir"
is "$(cards | grep -c 'card-4 active yes')" 1 "S4-25 going back changes nothing"
run pp-card remove "$second" --dry-run --json
is "$status $(jq -r '.status + " " + .successor' out)" "0 removed card-1" "a dry run tells it"
is "$(cards | grep -c 'card-4 active yes')" 1 "and changes nothing"
typed='y
'
run_tty pp-card remove "$second"
is_status 0 "S4-24 yes removes it"
out_like 'card-1 is the default now' "S4-26 says who inherits"
is "$(cards)" "card-1 active yes;card-2 failed no;card-3 failed no;card-4 removed no;" \
	"S4-26 the default passes to another card"
is "$(pp-card show "$second" --json | jq -r .successor)" card-1 "S4-26 and the record names it"
bill
run pp-pay invoice "$inv" --with="$second" --customer=cus-1 --yes
refused 4 'card-4 is removed; nothing was charged' "S4-24 it cannot be charged"
run pp-card default "$second"
refused 4 'card-4 is removed' "S4-24 nor be the default"
run pp-card default card-1 --json
refused 4 'only card' "S4-21 with one card there is no default to change"
is "$(reason)" "conflict only_card card-1" "S4-21 and it says why"
is "$(grep -c '"event":"forgotten".*"card":"sandbox-approve.b"' "$PP_DB.book")" 1 \
	"S4-24 the platform forgot it"
run pp-card remove "$second" --yes
works "removing again changes nothing"
is "$(grep -c '"event":"forgotten"' "$PP_DB.book")" 1 "nor is the platform told again"

run pp-card remove card-1 --yes --json
is_status 0 "S4-27 the only card may go"
err_is "pp-card: cus-1 has no card left: nothing can be charged" "S4-27 with a note of what it means"
is "$(jq -c '[.status, .default, .successor]' out)" '["removed",false,null]' "S4-27 nobody inherits"
run pp-pay invoice "$inv" --with=card --customer=cus-1 --yes --json
is "$status $(jq -r .reason err)" "4 no_card" "S4-27 a known state: no charge can be made"
inscribe
is "$(cards | sed 's/.*;\(.*;\)$/\1/')" "card-5 active yes;" "a new card is the default again"

# ---- a card for another

first=$card
add --replaces="$first"
new=$card
is "$(cards | grep -c 'card-5 active yes')" 1 "S4-04 nothing changes before it is verified"
silently pp-gateway-sandbox approve "$page" --card=sandbox-approve.n
run pp-card confirm "$new" --json
is "$(jq -c '[.status, .default, .replaces]' out)" '["active",true,"card-5"]' \
	"S4-04 the new card takes the place of the old one"
is "$(pp-card show "$first" --format=tsv --columns=status,default,successor)" "removed	no	$new" \
	"S4-04 which is removed"
inscribe
other=$card
add --replaces="$other"
silently pp-gateway-sandbox decline "$page"
run pp-card confirm "$card"
is "$status $(pp-card show "$other" --format=tsv --columns=status)" "5 active" \
	"S4-04 what fails replaces nothing"
add --replaces="$other"
late=$card
silently pp-gateway-sandbox approve "$page" --card=sandbox-approve.m
silently pp-card remove "$other" --yes
run pp-card confirm "$late" --json
is "$(jq -c '[.status, .default, .replaces]' out)" '["active",false,null]' \
	"the old one was removed meanwhile: an ordinary card"
err_is "pp-card: $late takes the place of none: what it was to replace is removed" "which is noted"
add --replaces="$other"
refused 4 'is removed' "a card that is gone cannot be replaced"
silently "$seed" customer Beto beto@example.com
silently "$seed" card cus-2 sandbox-approve
his=$(cat quiet)
add --replaces="$his"
refused 2 "another customer" "another customer's cannot be replaced"
run pp-card add --gateway=sandbox --return-url=https://x.example --replaces="$his" --json
is "$(jq -r .customer out)" cus-2 "the customer of the replaced card"

# ---- automatic debits follow

silently pp-account link water:1001 --customer=cus-1
silently pp-account enrol water:1001 autodebit --with="$late" --customer=cus-1 --accept-terms

# mandate: what it charges, and how it is
mandate() {
	sqlite3 "$PP_DB" "SELECT COALESCE('card-' || card, 'default'), status FROM enrolment
	    WHERE status <> 'ended'"
}
is "$(mandate)" "$late|active" "a mandate on a card"
add --replaces="$late"
newest=$card
silently pp-gateway-sandbox approve "$page" --card=sandbox-approve.o
silently pp-card confirm "$newest"
is "$(mandate)" "$newest|active" "S4-04 the mandate goes over to the card that replaces it"
run pp-card remove "$newest" --yes
is "$(mandate)" "default|active" "S4-26 the mandate of a removed card charges the default"
stop="UPDATE enrolment SET status = 'stopped' WHERE status = 'active'"
mkdir aside
sqlite3 "$PP_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >quiet
cp -p pp.db pp.db.key pp.db.head pp.db.book aside/
(
	PP_DB=$T/aside/pp.db
	sqlite3 "$PP_DB" "$stop"
	run pp-card default "$new"
	mandate >one
	sqlite3 "$PP_DB" "$stop"
	inscribe
	mandate >>one
	silently pp-card default "$card"
	mandate >>one
)
is "$(tr '\n' ' ' <one)" "default|stopped default|stopped default|active " \
	"S4-23 only a new default wakes a mandate that was stopped"

# A removal moves mandates, wakes none of those that named the card, and tells each.
pp-card list --customer=cus-1 --status=active --columns=id,default --format=tsv >left
heir=$(sed -n 's/	yes$//p' left)
inscribe
named=$card
silently pp-account enrol acc-1 autodebit --accept-terms --with="$named" --customer=cus-1
is "$(mandate)" "$named|active" "a mandate on another card"
typed='n
'
run_tty pp-card remove "$named"
like "$(out)" "the automatic debit of acc-1 goes over to $heir$" "S4-25 the question names what moves, and to what"
sqlite3 "$PP_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >quiet
cp -p pp.db pp.db.key pp.db.head pp.db.book aside/
(
	PP_DB=$T/aside/pp.db
	sqlite3 "$PP_DB" "$stop"
	run pp-card remove "$named" --yes
	cat err
	mandate
) >one
is "$(cat one)" "pp-card: the automatic debit of acc-1 goes over to $heir, and stays stopped
default|stopped" "S4-24 a mandate that was stopped moves and stays so"
run pp-card remove "$named" --yes
is "$status $(cat err)" "0 pp-card: the automatic debit of acc-1 goes over to $heir" \
	"S4-24 --yes tells it too"
is "$(mandate)" "default|active" "S4-24 and so it is"
run pp-card remove "$named" --yes
works "removed again: nothing moves"

# One token for two cards is forgotten with the last.
silently "$seed" card cus-2 sandbox-approve.s
twin=$(cat quiet)
silently "$seed" card cus-2 sandbox-approve.s
run pp-card remove "$twin" --yes
is "$(grep -c '"event":"forgotten".*approve\.s"' "$PP_DB.book")" 0 "a shared token is not forgotten"
run pp-card remove "$(cat quiet)" --yes
is "$(grep -c '"event":"forgotten".*approve\.s"' "$PP_DB.book")" 1 "but with its last card"

# ---- what is refused

run pp-card add --customer=cus-1 --gateway=nowhere --return-url=https://x.example
refused 2 'no payment platform nowhere' "no such platform"
run pp-card add --gateway=sandbox --return-url=https://x.example
refused 2 'whose card' "no customer"
run pp-card add --customer=cus-77 --gateway=sandbox --return-url=https://x.example
refused 3 'no cus-77' "no such customer"
run pp-card add --customer=cus-1 --gateway=sandbox
refused 2 'return-url' "no return URL"
run pp-card add --customer=cus-1 --gateway=sandbox \
	--return-url="https://x.example/$(printf '%02000d' 0)"
refused 2 'return-url' "a URL that is too long"
run pp-card add --customer=cus-1 --gateway=sandbox --return-url=''
refused 2 'return-url' "an empty one"
for url in ftp:x javascript:alert ftp://x.example x.example https:// 'https://x.example/a b'; do
	run pp-card add --customer=cus-1 --gateway=sandbox --return-url="$url"
	refused 2 'return-url: a page begins https:// or http://' "$url is no page to return to"
done
before=$(cards)
run pp-card add --customer=cus-1 --gateway=sandbox --return-url=https://x.example --dry-run --json
is "$status $(jq -r '.status + " " + (.redirect_url | tostring)' out)" "0 enrolling null" \
	"a dry run asks nobody"
is "$(cards)" "$before" "and records nothing"
run env PP_SESSION='' pp-card list
refused 6 'no live session' "a guest sees no cards"
run env PP_SESSION='' pp-card add --gateway=sandbox --return-url=https://x.example
refused 6 'no live session' "nor adds any"

# ---- said twice

run pp-card add --customer=cus-1 --gateway=sandbox --return-url=https://x.example --request-id=r1 \
	--json
jq -c '[.id, .redirect_url]' out >once
run pp-card add --customer=cus-1 --gateway=sandbox --return-url=https://x.example --request-id=r1 \
	--json
works "the same request again"
jq -c '[.id, .redirect_url]' out | cmp -s - once
ok $? "is the same inscription"
run pp-card add --customer=cus-1 --gateway=sandbox --return-url=https://y.example --request-id=r1
refused 4 'other parameters' "with others it is refused"
run pp-card remove "$(jq -r '.[0]' once)" --yes --json
is "$status $(jq -r .status out)" "0 failed" "an inscription is given up"
run pp-card confirm "$(jq -r '.[0]' once)"
refused 5 'failed: given up' "and stays so"

# ---- a platform that fails

mkdir filters
PP_GATEWAY_PATH=$T/filters:$PP_GATEWAY_PATH

# filter NAME ANSWER: a platform whose filter answers that to whatever is asked, KEY its key
filter() {
	silently pp-db config "gateway.$1.timeout" 5
	cat >"filters/pp-gateway-$1" <<-END
		#!/bin/sh
		read -r line
		printf '%s\n' "\$line" >>"$T/asked.$1"
		key=\$(printf '%s' "\$line" | sed 's/.*"key":"\([0-9a-f]*\)".*/\1/')
		sed "s/KEY/\$key/" "$T/answer.$1"
	END
	chmod +x "filters/pp-gateway-$1"
	answers "$1" "$2"
}

answers() {
	printf '%s\n' "$2" >"answer.$1"
}

began='{"v":1,"key":"KEY","result":"redirect","redirect_url":"https://p.example/1","token":"t-1"}'
filter odd ''
run pp-card add --customer=cus-1 --gateway=odd --return-url='https://x.example/{ref}' --json
refused 11 'no clear answer from odd' "a beginning without an answer"
card=$(jq -r .ref err)
is "$(pp-card show "$card" --format=tsv --columns=status)" enrolling "stays enrolling"
answers odd "$began"
run pp-card confirm "$card" --json
works "confirming it begins again"
is "$(jq -r .redirect_url out)" https://p.example/1 "and tells the page"
is "$(sed 's/.*"key":"\([0-9a-f]*\)".*/\1/' asked.odd | sort -u | wc -l)" 1 "under the same key"
is "$(grep -c "\"return_url\":\"https://x.example/$card\"" asked.odd)" 2 "{ref} is the card"
is "$(sed -n '1s/.*"customer":"\([^"]*\)".*/\1/p' asked.odd)" cus-1 "the platform is told who"
answers odd '{"v":1,"key":"KEY","result":"unknown"}'
run pp-card confirm "$card"
refused 11 'no clear answer' "an outcome that is not clear"
answers odd '{"v":1,"key":"KEY","result":"approved"}'
run pp-card confirm "$card"
refused 11 'no clear answer' "an approval without a card"
is "$(pp-db log --ref="$card" | grep -c 'alarm mismatch: no card')" 1 "raises an alarm"
answers odd '{"v":1,"key":"KEY","result":"not_found"}'
run pp-card confirm "$card"
refused 11 'no clear answer' "not found while its page may be open"
answers odd '{"v":1,"key":"KEY","result":"approved","card":"4242 4242 4242 4242","last4":"4242"}'
run pp-card confirm "$card"
refused 5 'holds a card number' "S4-19 a card's number is not kept as its token"
sqlite3 "$PP_DB" .dump | grep -Eq '4242.?4242.?4242'
is $? 1 "S4-19 nor anywhere"
answers odd "$began"
run pp-card add --customer=cus-1 --gateway=odd --return-url=https://x.example --format=tsv
card=$(cut -f 1 out)
answers odd '{"v":1,"key":"KEY","result":"approved","card":"tok-9","last4":"4242424242424242"}'
run pp-card confirm "$card"
refused 11 'no clear answer' "S4-19 more than four digits are no last four"
card_told='"card":"tok-9","brand":"4242424242424242","last4":"42-2","expires":"soon"'
answers odd '{"v":1,"key":"KEY","result":"approved",'"$card_told"'}'
run pp-card confirm "$card" --json
is "$(jq -c '[.status, .brand, .last4, .expires]' out)" '["active",null,null,null]' \
	"S4-19 what is shown of a card is never its number"
sqlite3 "$PP_DB" .dump | grep -q 42424242
is $? 1 "S4-19 nothing of it is kept"
answers odd '{"v":1,"key":"KEY","result":"unknown"}'
run pp-card remove "$card" --yes --json
is "$status $(jq -r .status out)" "0 removed" "S4-24 removed, whatever the platform says"
is "$(tail -n 1 asked.odd | jq -r '.op + " " + .card')" "forget tok-9" "it was told"
run pp-card remove "$card" --yes
is "$(grep -c '"op":"forget"' asked.odd)" 2 "and is told again"
answers odd '{"v":1,"key":"KEY","result":"not_found"}'
run pp-card remove "$card" --yes
run pp-card remove "$card" --yes
is "$(grep -c '"op":"forget"' asked.odd)" 3 "until it has forgotten"
silently pp-db config gateway.gone.title Gone
before=$(pp-card list --format=tsv | cksum)
run pp-card add --customer=cus-1 --gateway=gone --return-url=https://x.example
refused 9 'there is no filter pp-gateway-gone in ' "a filter that is nowhere"
is "$(pp-card list --format=tsv | cksum)" "$before" "nothing is begun"
echo '#!/nowhere' >filters/pp-gateway-gone
chmod +x filters/pp-gateway-gone
run pp-card add --customer=cus-1 --gateway=gone --return-url=https://x.example --json
refused 7 'not sent to gone' "a platform that cannot be reached"
is "$(reason)" "busy not_sent $(jq -r .ref err)" "says that nothing was sent"
is "$(pp-card show "$(jq -r .ref err)" --format=tsv --columns=status)" failed "that card failed"

# ---- Spanish, and streams

run env LC_ALL=C.UTF-8 LANGUAGE=es pp-card remove card-99
refused 3 'no existe card-99' "in Spanish"
run sh -c 'pp-card list >/dev/full'
is_status 1 "a full disk on standard output"
run pp-card list --customer=cus-1 --match=sandbox-approve
out_empty "a token is in no list"
run sh -c 'pp-card list --json | grep -c sandbox-approve'
out_is 0 "S4-19 tokens are never shown"

done_testing
