#!/bin/sh
# Enrolments: bills by e-mail and automatic debits, consented to under the biller's terms, shown in
# the account's header, and ended.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"

json() {
	jq -r "$1" <"$T/out"
}
# enrolled: the marks of acc-1's header, paperless then autodebit
enrolled() {
	pp-account status acc-1 --json | jq -r '"\(.paperless) \(.autodebit)"'
}
# enrolment COLUMNS: of the live ones in the file
enrolment() {
	sqlite3 "$PP_DB" "SELECT $1 FROM enrolment WHERE status <> 'ended' ORDER BY id"
}

owners
a=cus-1 b=cus-2
as $a pp-account link water:1001 --alias=casa
as $b pp-account link water:1001
pp-account open --currency=BOB --holder=Ana --customer=$a >made
purse=$(cut -f1 made)
pp-account open --currency=USD --holder=Ana --customer=$a >made
dollars=$(cut -f1 made)
pp-account open --currency=BOB --holder=Beto --customer=$b >made
other=$(cut -f1 made)
card sandbox-approve
foreign=$("$seed" card $b sandbox-approve)

# ---- paperless, without terms
as $a pp-account enrol casa paperless
refused 2 'must be accepted: --accept-terms' "S1-20 what enrolling means is accepted, terms or not"
as $a pp-account enrol casa paperless --yes
refused 2 'must be accepted: --accept-terms' "S1-20 which --yes does not do"
typed='n
' PP_SESSION=$(session $a) run_tty pp-account enrol casa paperless
like "$(out)" 'number 1001, go to ana@example.com only' "S1-19 a terminal tells it"
is "$status $(enrolled)" "2 false false" "S1-20 and no is no"
as $a pp-account enrol casa paperless --accept-terms --json
works "S1-14 enrol in the digital invoice"
is "$(json '.type + " " + .account + " \(.paperless) \(.autodebit)"')" "account_status acc-1 true false" \
	"S1-21 the header says yes"
is "$(enrolment "email || ' ' || status")" "ana@example.com active" \
	"S1-19 it goes to the customer's own address"
dump >before
as $a pp-account enrol casa paperless --accept-terms
works "enrolled again"
dump | cmp -s - before
ok $? "nothing changes"
as $a pp-account enrol casa paperless --accept-terms --email=Bills@example.com
works "S1-19 another address"
is "$(enrolment "email || ' ' || count(*)")" "Bills@example.com 1" "is changed, not added"
as $a pp-account enrol casa paperless --accept-terms --email=nowhere
refused 2 'e-mail' "no address"
as $a pp-account enrol casa paperless --accept-terms --with=card
refused 2 'with does not go with paperless' "what belongs to the other"
as $a pp-account enrol casa weekly
refused 2 'no weekly' "a kind that there is not"
as $a pp-account enrol casa
refused 2 . "no kind"
as $b pp-account enrol water:1001 paperless --accept-terms
refused 4 'enrolled by somebody else' "another's enrolment is not changed"
as $b pp-account enrol water:1001 paperless --accept-terms --json
is "$(jq -r '.reason + " " + .ref' err)" "enrolled_by_other acc-1" "its reason"
as $b pp-account unenrol water:1001 paperless -y
refused 4 'acc-1 has no paperless to end' "nor ended"
as $b pp-account unenrol water:1001 autodebit -y
refused 4 'acc-1 has no autodebit to end' "in the words for what there is not"
as $b pp-account status water:1001 --columns=paperless
out_is yes "though the header tells everybody who sees the account"

# ---- terms
echo 'Bills come by e-mail only.' >first.txt
echo 'Bills come by e-mail, within 3 days.' >second.txt
pp-biller terms water --for=paperless --set=first.txt >made
hash=$(cut -f5 made)
pp-account unenrol acc-1 paperless --yes >made
as $a pp-account enrol casa paperless
refused 2 'must be accepted: --accept-terms' "S1-20 terms must be accepted"
as $a pp-account enrol casa paperless --yes
refused 2 'must be accepted: --accept-terms' "S1-20 which --yes does not do"
is "$(enrolled)" "false false" "S1-20 nobody is enrolled before that"
typed='n
' PP_SESSION=$(session $a) run_tty pp-account enrol casa paperless
is "$status" 2 "S1-20 no is no"
like "$(out)" 'Bills come by e-mail only' "S1-20 a terminal shows the terms"
like "$(out)" 'number 1001, go to ana@example.com only' "S1-19 and where the bills will go"
like "$(out)" 'not accepted, nothing was done' "S1-20 and says that nothing was done"
is "$(enrolled)" "false false" "S1-20 which is so"
typed='y
' PP_SESSION=$(session $a) LC_ALL=C.UTF-8 run_tty pp-account enrol casa paperless
is "$status" 0 "S1-20 yes is yes"
like "$(out)" 'its bills come by e-mail from now on' "S1-21 a message confirms it"
like "$(out)" 'paperless .*32m✔' "S1-21 with a green tick in the status panel"
like "$(out)" 'autodebit .*31m✘' "S1-25 and a red cross at what is not enrolled"
run pp-db log --ref=acc-1 --customer=$a --columns=summary --reverse --limit=1
out_is "paperless > active: ana@example.com, terms version 1 $hash" \
	"S1-20 the log keeps which terms were accepted"
pp-biller terms water --for=paperless --set=second.txt >made
as $a pp-account enrol casa paperless --email=b@example.com
refused 2 'must be accepted' "S1-20 new terms are accepted anew"
as $a pp-account enrol casa paperless --email=b@example.com --accept-terms
works "with the option"
is "$(enrolment "terms || ' ' || email")" "2 b@example.com" "S1-20 the version accepted is kept"
NO_COLOR=1 PP_SESSION=$(session $a) LC_ALL=C.UTF-8 run_tty pp-account status casa
like "$(out)" 'paperless  ✔$' "NO_COLOR leaves the colour out"
NO_COLOR=1 PP_SESSION=$(session $a) run_tty pp-account status casa
like "$(out)" 'paperless  yes$' "a terminal without the marks has words"
typed='n
' PP_SESSION=$(session $a) run_tty pp-account unenrol casa paperless
like "$(out)" 'End the paperless of acc-1, number 1001 of Ana\?' "S1-22 ending it asks"
as $a pp-account unenrol casa paperless
refused 2 'unenrol asks first' "S1-22 where nobody can answer it stops"
as $a pp-account unenrol casa paperless --dry-run --columns=paperless
is "$status $(out)" "0 no" "unenrol --dry-run shows"
is "$(enrolled)" "true false" "and ends nothing"
typed='y
' PP_SESSION=$(session $a) LC_ALL=C.UTF-8 run_tty pp-account unenrol casa paperless
like "$(out)" 'its bills come on paper again' "S1-22 a message"
like "$(out)" 'paperless .*31m✘' "S1-22 and a red cross"
as $a pp-account unenrol casa paperless -y
refused 4 'acc-1 has no paperless to end' "S1-54 ended twice"
as $a pp-account enrol casa paperless --accept-terms --request-id=e1
works "S1-54 and enrolled again, as often as one likes"
as $a pp-account enrol casa paperless --accept-terms --request-id=e1 --columns=account,paperless
out_is "acc-1	yes" "the same request again prints the header"

# ---- autodebit
as $a pp-account enrol casa autodebit --accept-terms
refused 2 'autodebit needs --with' "S1-23 what is debited must be said"
while IFS='|' read -r status_wanted why options; do
	# shellcheck disable=SC2086
	as $a pp-account enrol casa autodebit --accept-terms $options
	refused "$status_wanted" "$why" "S1-23 enrol $options"
done <<END
2|email does not go with autodebit|--with=card --email=x@example.com
2|day takes a whole number from 1 to 28|--with=card --day=29
2|day takes a whole number|--with=card --day=0
2|max: -1 is no amount|--with=card --max=-1
2|more than zero|--with=card --max=0
2|decimals|--with=card --max=1.234
2|none of card|--with=inv-1
2|no deposit account|--with=acc-1
3|no card-99|--with=card-99
3|no $foreign|--with=$foreign
3|no acc-99|--with=acc-99
3|no $other|--with=$other
2|card, card-N or acc-N, not zork|--with=zork
2|card, card-N or acc-N, not cash|--with=cash
4|$dollars is in USD, the bills are in BOB|--with=$dollars
END
as $b pp-account enrol water:1001 autodebit --accept-terms --with="$card"
refused 3 "no $card" "another's card is not there"
is "$(enrolled)" "true false" "none of them enrolled anything"
as $a pp-account enrol casa autodebit --accept-terms --with=card --day=10 --max=500 --json
works "S2-09 S1-24 enrol in automatic debit"
is "$(json '"\(.paperless) \(.autodebit)"')" "true true" "S1-24 the header says yes"
is "$(enrolment "method || ' ' || COALESCE(card, '-') || ' ' || day || ' ' || max_minor" | tail -n 1)" \
	"card - 10 50000" "S1-23 by the default card, on the tenth, up to 500"
as $a pp-account enrol casa autodebit --accept-terms --with="$purse"
works "S1-23 from a deposit account instead"
is "$(enrolment "method || ' ' || source || ' ' || COALESCE(day, '-') || COALESCE(max_minor, '-')" |
	tail -n 1)" "deposit ${purse#acc-} 1050000" "S1-23 what is not said stays: day and maximum"
# agreed: what acc-1's own customer reads of its automatic debit
agreed() {
	PP_SESSION=$(session $a) pp-account status casa --json |
		jq -r '[.mandate, .mandate_with, .mandate_day, .mandate_max, .mandate_customer] |
			map(tostring) | join(" ")'
}
is "$(agreed)" "active $purse 10 500.00 $a" "S1-24 its customer sees what was agreed on"
run pp-account status acc-1 --columns=mandate,mandate_with,mandate_day,mandate_max,mandate_customer
out_is "active	$purse	10	500.00	$a" "and so does an operator"
as $b pp-account status water:1001 --columns=autodebit,mandate,mandate_with,mandate_max,mandate_customer
out_is 'yes				' "who has linked the account sees only that it is debited"
as $a pp-account enrol casa autodebit --accept-terms --max=
is "$status $(agreed)" "0 active $purse 10 null $a" "S1-23 an empty maximum takes it away"
as $a pp-account enrol casa autodebit --accept-terms --day= --max=80
is "$status $(agreed)" "0 active $purse null 80.00 $a" "S1-23 and an empty day"
as $a pp-account enrol casa autodebit --accept-terms --day=10 --max=500
is "$status $(agreed)" "0 active $purse 10 500.00 $a" "S1-23 what is debited stays too"
run pp-account enrol casa autodebit --accept-terms --with="$purse" --dry-run --columns=mandate_customer
refused 3 casa "an operator has no alias"
run pp-account enrol acc-1 autodebit --accept-terms --with="$purse"
is "$status $(agreed)" "0 active $purse 10 500.00 $a" "an operator keeps it for the same customer"
as $a pp-account enrol casa autodebit --accept-terms --with="$(printf '%010d' "${purse#acc-}")"
works "named by its number too"
run pp-account close "$purse" --yes
works "the deposit account is closed"
is "$(enrolment status | tail -n 1) $(enrolled)" "stopped true false" "and the mandate is stopped"
is "$(agreed)" "stopped $purse 10 500.00 $a" "which its customer sees"
as $a pp-account enrol casa autodebit --accept-terms --with="$purse"
refused 4 "$purse is closed" "which cannot be woken by what is closed"
as $a pp-account enrol casa autodebit --accept-terms --with="$card" --columns=autodebit
is "$status $(out)" "0 yes" "enrolled again it wakes"
typed='y
' PP_SESSION=$(session $a) LC_ALL=C.UTF-8 run_tty pp-account unenrol casa autodebit
like "$(out)" 'its bills are not debited any more' "S1-25 ended, with a message"
like "$(out)" 'autodebit .*31m✘' "S1-25 and a red cross"
typed='' PP_SESSION=$(session $a) LC_ALL=C.UTF-8 run_tty pp-account enrol casa autodebit --accept-terms --with=card
like "$(out)" 'its bills are debited from now on' "S1-24 enrolled, with a message"
like "$(out)" 'autodebit .*32m✔' "S1-24 and a green tick"
run pp-db log --ref=acc-1 --customer=$a --match=autodebit --columns=summary
out_is "autodebit > active: card, day 10, max 500.00
autodebit changed: $purse, day 10, max 500.00
autodebit changed: $purse, day 10
autodebit changed: $purse, max 80.00
autodebit changed: $purse, day 10, max 500.00
autodebit active > stopped: $purse closed
autodebit stopped > active: $card, day 10, max 500.00
autodebit active > ended: unenrolled
autodebit > active: card" "the log tells each move"

# ---- what can be enrolled, and who does
as $a pp-account enrol water:1002 paperless --accept-terms
refused 3 'no account water:1002' "what is not linked is not there"
as $a pp-account enrol "$dollars" paperless --accept-terms
refused 2 "$dollars is no service account" "a deposit account has no bills"
as $a pp-account enrol casa paperless --customer=$b --accept-terms
refused 3 'no cus-2' "nobody consents for another"
guest pp-account enrol water:1001 paperless --accept-terms
refused 6 'no live session' "nor a guest for anybody"
run pp-account enrol acc-2 paperless
refused 2 'terms must be accepted|to whom' "an operator says to whom"
run pp-account enrol acc-2 paperless --accept-terms
refused 2 'to whom\? name the customer or the e-mail' "an operator says to whom"
run pp-account enrol acc-2 paperless --accept-terms --email=tenant@example.com
works "it may be somebody who is no customer"
run pp-account enrol acc-2 paperless --accept-terms --customer=$a
refused 4 'acc-2 is not linked by cus-1' "a customer must have linked the account"
run pp-account enrol acc-2 autodebit --accept-terms --with=card
refused 2 'whose card' "an operator names a card or a customer"
run pp-account enrol acc-1 autodebit --accept-terms --with="$foreign" --columns=autodebit
is "$status $(out)" "0 yes" "a card's owner consents where nobody is named"
run pp-db log --ref=acc-1 --customer=$a --columns=summary --reverse --limit=1
out_is "autodebit active > ended: enrolled by another" "who had it enrolled before reads so in its log"
is "$(enrolment "customer || ' ' || card" | grep "$foreign\|2 ")" "2 ${foreign#card-}" \
	"the mandate is that customer's then"
run pp-account enrol light:1001 paperless --accept-terms --customer=$b
refused 4 'acc-3 is not linked by cus-2' "not without a link"
no_card=$("$seed" customer Nora nora@example.com)
as "$no_card" pp-account link light:1001
as "$no_card" pp-account enrol light:1001 autodebit --accept-terms --with=card
refused 4 "$no_card has no card" "S1-23 a card there must be"
as "$no_card" pp-account enrol light:1001 autodebit --with=card --accept-terms -v
err_like 'hint: pp-card add begins' "S1-23 and how to have one"

# ---- ending with the link
as $b pp-account unlink water:1001 -y
is "$status $(cat err)" "0 pp-account: the autodebit of acc-1 ended with the link" \
	"S1-38 what the customer enrolled ends with its link, and is named"
is "$(enrolled)" "true false" "what another enrolled stays"
as $a pp-account enrol casa autodebit --accept-terms --with=card

# the consent tells what is debited, when and up to what
echo 'Debits are free.' >debits.txt
pp-biller terms water --for=autodebit --set=debits.txt >made
typed='n
' PP_SESSION=$(session $a) run_tty pp-account enrol casa autodebit --day=5 --max=70.50
like "$(out)" 'number 1001, are debited with card' "S1-23 the question names what is debited"
like "$(out)" 'on day 5 of the month before it is due' "S1-23 the day"
like "$(out)" 'which more than Bs 70.50 is due' "S1-23 and the maximum"
is "$(agreed)" "active card null null $a" "S1-23 no is no"
typed='n
' PP_SESSION=$(session $a) run_tty pp-account enrol casa autodebit --with="$card"
like "$(out)" "are debited with $card\\." "S1-23 another card"
like "$(out)" 'Each is debited on its due date' "S1-23 no day"
like "$(out)" 'There is no maximum' "S1-23 no maximum"
as $a pp-account enrol casa autodebit --with=card --accept-terms
works "accepted by option"

typed='y
' PP_SESSION=$(session $a) run_tty pp-account unlink casa
like "$(out)" 'Its automatic debit ends with it' "S1-38 unlinking says what ends with it"
is "$(enrolled)" "false false" "S1-38 and it does"
as $a pp-account link water:1001
as $a pp-account enrol water:1001 autodebit --with=card --accept-terms
run pp-account close acc-1 --yes
works "closing an account"
is "$(enrolment count\(*\))" 1 "ends its enrolments"
as "$no_card" pp-account status light:1001 --columns=autodebit
out_is no "a header without anything"

done_testing
