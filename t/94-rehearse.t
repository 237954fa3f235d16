#!/bin/sh
# shellcheck disable=SC2154,SC2034,SC2016 # set or read by lib.sh and paying.sh
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
is "$(jq -r 'select(.number == "water:F-5").why' out)" "insufficient funds" "why it was declined"
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
rehearse 2026-03-18 --format=table
is "$(head -n 1 out | tr -s ' ')" "on thing status ref number customer with amount count why" \
	"people get a table"
is "$(grep -c water:F-1 out)" 1 "of a line each"

# A reader that has what it wanted goes away: the next night that has something to tell is the last.
cat >played <<'END'
#!/bin/sh
echo "$PP_NOW" >>"$HOME/nights"
exec pp-pay debit
END
chmod +x played
mkfifo pipe
head -n 1 pipe >first &
pp-db rehearse --until=2026-03-24 --run=./played >pipe 2>err
is_status_of=$?
wait $!
is "$(cut -f 2-6 first) $is_status_of" "2026-03-16	payment	approved	inv-1	water:F-1 1" \
	"events are told as the nights go by"
like "$(tail -n 1 nights)" '^2026-03-1' "and nothing is played for nobody"


# ---- a script of one's own; what it finds, and what it cannot reach

printf '#!/bin/sh\nexec touch "$HOME/mailed"\n' >mailer
chmod +x mailer
silently pp-db config channel.email "$T/mailer"
cat >probe <<'END'
#!/bin/sh
exec >>"$HOME/seen" 2>&1
echo "$PP_NOW"
[ "$PP_DB" = "$PP_REHEARSAL" ] || echo "PP_DB is $PP_DB"
[ -z "${PP_SESSION+set}${PP_KEY+set}" ] || echo "a session or key is told"
for at in "$PP_DB" "$PP_SANDBOX_BOOK" "$PP_GATEWAY_PATH" "$(command -v pp-gateway-sandbox)"; do
	case $at in "$TMPDIR"/pp-rehearsal.*/*) ;; *) echo "it is $at" ;; esac
done
[ "$(stat -c %a "${PP_DB%/*}")" = 700 ] || echo "others may look"
pp-pay claim --gateway=sandbox | pp-gateway-sandbox | pp-pay settle - || echo "the pipe: $?"
pp-notify send || echo "notify: $?"
pp-db backup "$HOME/kept.db" >/dev/null || echo "backup: $?"
pp-db log -D "$HOME/pp.db" | head -n 1
pp-db init -D "$HOME/new.db"
pp-db restore "$HOME/copy.db" -D "$HOME/new.db"
pp-db rehearse --until=2027-01-01
cp "$PP_DB" "$HOME/left.db"
cp "$PP_DB.key" "$HOME/left.db.key"
rm "${PP_DB%/*}/filters/pp-gateway-sandbox"
mkdir -p "${PP_DB%/*}/deep/er"
touch "${PP_DB%/*}/deep/er/file"
exit 5
END
chmod +x probe
silently pp-db backup "$T/copy.db"
PP_SESSION='' PP_KEY='' run env -u PP_SESSION -u PP_KEY pp-db rehearse --until=2026-03-16 --run=probe --json
state_of >before
rehearse 2026-03-16 --run=probe --json
works "a script of one's own that ends with declined debits"
leaves "whatever the script does"
is "$(jq -r '[.thing, .status] | join(" ")' out)" "payment approved
total approved" "what it does is told"
sed "s,$T/tmp/pp-rehearsal[.][A-Za-z0-9]*,COPY,g" seen | sort | uniq >found
is "$(cat found)" "2026-03-16T08:30:00Z
pp-db: COPY/pp.db is a rehearsal already
pp-db: a rehearsal opens its copy only, not $T/new.db
pp-db: a rehearsal opens its copy only, not $T/pp.db" "at 4:30 there; it reaches neither books nor platforms"
is "$(ls -d mailed kept.db kept.db.key new.db 2>/dev/null)" "" "no message leaves, no backup is kept"
run pp-db restore left.db -D new.db
refused 9 "left.db is a rehearsal's copy, no backup" "a copy left behind is never put in place"
run pp-db rehearse --until=2026-03-17 -D left.db
refused 4 "left.db is a rehearsal already" "nor rehearsed"
PP_REHEARSAL=$T/other.db run pp-db log
refused 9 'a rehearsal opens its copy only' "a night's programs open no other database"

# script STATUS [WORDS]: one that ends so: $T/script
script() {
	printf '#!/bin/sh\necho "%s" >&2\nexit %s\n' "${2-}" "$1" >script
	chmod +x script
}

for ending in 0 3 4 5 6 8 11; do
	script "$ending" words
	rehearse 2026-03-17 --run=script
	works "a night may end with $ending"
done
for ending in 2 7 9 10; do
	script "$ending" 'pp-pay: no way'
	rehearse 2026-03-18 --run=script
	refused "$ending" "^pp-db: the night of 2026-03-16 ended with status $ending: pp-pay: no way$" \
		"with $ending it is the last"
done
leaves "a failing script"
script 77
rehearse 2026-03-18 --run="$T/script"
refused 1 '^pp-db: the night of 2026-03-16 ended with status 77$' "what is none of our statuses is 1"
script 0 heard
rehearse 2026-03-17 --run=script -v
err_is "heard
heard" "with -v the script is heard"
printf '#!/bin/sh\nkill -TERM "$PPID"\nwhile :; do :; done\n' >script
rehearse 2026-03-18 --run=script
is_status 143 "told to stop, it stops, and its script"
leaves "being stopped"

# ---- what is under way

customer fabio
silently "$seed" card "$cus" sandbox-unknown
owe 33 2026-06-30
run pp-pay invoice "water:F-$bills" --with=card --customer="$cus" --yes
is_status 11 "a payment of which nobody knows"
rehearse 2026-03-16 --json
is "$(jq -r 'select(.account == "'"$acc"'") | [.thing, .status, .amount] | join(" ")' out)" \
	"payment approved 33.00" "is asked about in the sandbox's book"
leaves "asking"

# ---- refused

rehearse 2026-03-15
refused 2 'until is before the next night, 2026-03-16' "a date that has no night any more"
PP_NOW=2026-03-16T08:29:59Z
TMPDIR=tmp rehearse 2026-03-16 --run=/bin/true
works "tonight is still to come"
PP_NOW=2026-03-16T08:30:00Z
rehearse 2026-03-16
refused 2 'the next night, 2026-03-17' "and now it is not"
PP_NOW=2026-03-15T12:00:00Z
rehearse 2036-03-24
refused 2 'more than 3660 nights' "too many nights"
rehearse 2026-02-30
refused 2 '2026-02-30' "no date"
run pp-db rehearse
refused 2 'until' "no date at all"
rehearse 2026-03-16 extra
refused 2 'extra|operand' "an operand"
for script in none "$T" mailer/x json; do
	rehearse 2026-03-16 --run="$script"
	refused 2 'is no program' "a script that is none: ${script##*/}"
done
TMPDIR=$T/none run pp-db rehearse --until=2026-03-16
refused 1 'cannot write' "no place for the copy"
PP_SESSION='' rehearse 2026-03-16
refused 6 'operators' "guests"
run sh -c 'pp-db rehearse --until=2026-03-16 >/dev/full'
is_status 1 "nowhere to print"
PP_NOW=2026-03-14T12:00:00Z
rehearse 2026-03-16
refused 7 'the clock says' "a clock that is wrong"
PP_NOW=2026-03-15T12:00:00Z
PP_DB=$T/copy.db run pp-db rehearse --until=2026-03-16
refused 7 'restored backup' "a restored backup: it takes no money yet"
mv pp.db.key away
rehearse 2026-03-16
refused 9 'key' "without the key file"
cp left.db.key pp.db.key
mv away pp.db.key
cp pp.db whole.db
sqlite3 pp.db "UPDATE invoice SET amount_minor = amount_minor + 1 WHERE id = 1"
rehearse 2026-03-16
refused 10 'the books are not right' "books that are not right"
mv whole.db pp.db
is "$(ls tmp)" "" "none of them leaves anything"
PP_DB=$T/nothing.db run pp-db rehearse --until=2026-03-16
refused 9 'nothing.db' "no office"

# ---- an office that is no sandbox, with a platform of its own

PP_DB=$T/real.db
unset PP_NOW
mkdir filters
printf '#!/bin/sh\nexec touch "$HOME/charged"\n' >filters/pp-gateway-webpay
chmod +x filters/pp-gateway-webpay
echo secret >credentials
chmod 600 credentials
silently pp-db init
silently pp-db config gateway.webpay.credentials "$T/credentials"
silently pp-db config gateway.webpay.arguments -- --merchant=7
silently pp-db config channel.email "$T/mailer"
silently pp-biller add water --name=Water --service=water
silently pp-biller add press --name=Press --service=press --currency=USD
customer gina
silently "$seed" card "$cus" tok-8831 webpay
enrol --with=card
due=$(date -u -d '+2 days' +%F)
owe 12.50 "$due"
silently pp-subscription create --customer="$cus" --biller=press --amount=3 --every=year \
	--start="$due" --concept=Diario --with=card
find . -maxdepth 1 -name 'real.db*' | sort | xargs sha256sum >before
PP_GATEWAY_PATH=$T/filters run pp-db rehearse --until="$(date -u -d '+3 days' +%F)" --json
works "an office with a platform of its own"
is "$(jq -r 'select(.thing != "invoice") | [.thing, .status, .amount, .currency, .with // "-"] |
    join(" ")' out)" "payment approved 12.50 BOB card-1
payment approved 3.00 USD card-1
total approved 12.50 BOB -
total approved 3.00 USD -" "the sandbox charges its cards; totals of each currency"
is "$(find . -maxdepth 1 -name 'real.db*' | sort | xargs sha256sum | diff before -)$(ls tmp)" "" \
	"not a byte of it is changed"
is "$(ls -d charged mailed 2>/dev/null)" "" "the platform is not asked, nobody is told"
PP_NOW=2026-03-15T12:00:00Z

done_testing
