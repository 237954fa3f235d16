#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# Nights, one after another, under a fixed clock: the same twice, and as rehearsed.
#
# PP_YEAR_ACCOUNTS (10) and PP_YEAR_NIGHTS (42, over the year's end and the last of January): with
# 1000 and 365, a year.  PP_YEAR_TIMES set: how long each part took.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
accounts=${PP_YEAR_ACCOUNTS:-10}
nights=${PP_YEAR_NIGHTS:-42}
command -v jq >found || {
	skip "the nights" "jq is not installed"
	done_testing
}
PP_NOW=2026-12-20T16:00:00Z
first=$(date -u -d 2026-12-20 +%s)

# day N: the date of the N-th night
day() {
	date -u -d "@$((first + $1 * 86400))" +%Y-%m-%d
}

# took WHAT: how long it was since the last call
took() {
	clock=$(date +%s)
	[ -z "${PP_YEAR_TIMES-}" ] || diag "$1: $((clock - ${clock_before:-$clock})) s"
	clock_before=$clock
}
took ""

# ---- an office with all that a night may meet

mkdir office tmp
PP_DB=$T/office/pp.db
TMPDIR=$T/tmp
export PP_DB
silently pp-db init --sandbox --yes --quiet --timezone=America/La_Paz
silently pp-biller add water --name=Water --service=water --currency=BOB
silently pp-biller add press --name=Press --service=press --currency=USD
for rule in 'late-fee daily:0.1' 'late-grace 2' 'retry 2,3' 'plan-max 6' 'plan-rate 2.5' \
	'plan-default-days 3'; do
	# shellcheck disable=SC2086 # two words
	silently pp-biller rule water $rule
done

# subscribe EVERY START AMOUNT WITH
subscribe() {
	silently pp-subscription create --customer="$cus" --biller=press --every="$1" --start="$2" \
		--amount="$3" --with="$4" --concept=Diario
}

enrol() {
	silently pp-account enrol "water:$n" autodebit --customer="$cus" --accept-terms "$@"
}

# purse MONEY CURRENCY: a deposit account of $cus
purse() {
	silently pp-account open --currency="$2" --holder="Holder $n" --customer="$cus"
	purse=$(cut -f 1 quiet)
	silently pp-account deposit "$purse" "$1"
}

# overdue: $n has a debt, and a plan for it
overdue() {
	silently pp-invoice add "D-$n" --account="water:$n" --amount=$((200 + n % 90)) \
		--issued-on=2026-10-01 --due-on=2026-11-30
	silently pp-plan create --account="water:$n" --instalments=2 --accept-terms --yes
}

begin_plan() {
	pp-invoice list --account="water:$n" --kind=instalment --status=payable |
		silently pp-pay invoice - --with=cash --yes
}

awk -v n="$accounts" 'BEGIN {
	print "number,holder"
	for (i = 1; i <= n; i++)
		print i ",Holder " i
}' >accounts.csv
silently pp-account import accounts.csv --biller=water
n=1
while [ "$n" -le "$accounts" ]; do
	silently "$seed" customer "Holder $n" "h$n@example.com"
	cus=cus-$n
	silently pp-account link "water:$n" --customer="$cus"
	case $((n % 10)) in
	3 | 8) silently "$seed" card "$cus" sandbox-decline ;;
	1 | 6) ;;
	*) silently "$seed" card "$cus" sandbox-approve ;;
	esac
	case $((n % 10)) in
	0) enrol --with=card --day=$((1 + n % 28)) ;;
	1)
		purse 120 BOB
		enrol --with="$purse"
		;;
	2)
		enrol --with=card
		silently pp-card remove "$(pp-card list --customer="$cus" --columns=id)" --yes
		;;
	4) enrol --with=card --max=60 ;;
	5) subscribe month 2026-12-31 12.50 card ;;
	6)
		purse 100 USD
		subscribe 10d 2026-12-25 30 "$purse"
		;;
	7 | 8)
		overdue
		begin_plan
		enrol --with=card
		;;
	9)
		overdue
		enrol --with=card
		;;
	*) enrol --with=card ;;
	esac
	n=$((n + 1))
done
awk -v n="$accounts" 'BEGIN {
	split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
	print "number,account,amount,due_on"
	for (k = 0; k <= 12; k++)
		for (i = 1; i <= n; i++) {
			month = (11 + k) % 12 + 1
			d = k == 0 ? 21 + i % 11 : 1 + i * 7 % 31
			if (d > days[month])
				d = days[month]
			printf "B-%d-%d,%d,%d.%02d,%04d-%02d-%02d\n", i, k, i, 20 + (i * 37 + k * 11) % 80,
			    (i + k) % 100, k == 0 ? 2026 : 2026 + int((11 + k) / 12), month, d
		}
}' >bills.csv
silently pp-invoice import bills.csv --biller=water
run pp-db check
works "the office is right"
took "making $accounts accounts with $(wc -l <bills.csv) bills"

# ---- what is foretold

find office -type f | sort | xargs sha256sum >before
run pp-db rehearse --until="$(day "$nights")" --json
works "$nights nights of $accounts accounts are rehearsed"
jq -r 'select(.thing != "total") | [.on, .thing, .status, .number // (.ref // "-"),
    .customer // "-", .amount // "-", .with // "-"] | join(" ")' out | sort >foretold
jq -r 'select(.thing == "total") | [.status, .currency, .count, .amount] | join(" ")' out |
	sort >totals
is "$(find office -type f | sort | xargs sha256sum | diff before -)$(ls tmp)" "" \
	"not a byte of the books is changed"
took "rehearsing"

# ---- what happens: the same nights, lived on two copies of the office

# live FOLDER: from the first night to the last
live() {
	cp -R office "$1"
	PP_DB=$T/$1/pp.db
	night=1
	while [ "$night" -le "$nights" ]; do
		PP_NOW=$(day "$night")T08:30:00Z
		NIGHT_BACKUPS=$T/$1.kept "$root/share/examples/night" >>"$1.said" 2>&1
		[ "$(find "$1.kept" -name '*.db' | wc -l)" -eq 1 ] ||
			echo "no backup on $PP_NOW" >>"$1.said"
		rm -rf "$1.kept"
		night=$((night + 1))
	done
	sqlite3 "$PP_DB" .dump >"$1.dump"
}

live one &
live other &
wait
took "living twice at once"
cmp -s one.dump other.dump
ok $? "the same nights twice: the same books, byte by byte ($(wc -l <one.dump) lines)"
is "$(grep -v -e 'nothing was charged$' -e 'debited, [0-9]* failed$' one.said | head -n 3)" "" \
	"the nights said nothing but what was declined"
PP_DB=$T/one/pp.db
sqlite3 -separator ' ' "$PP_DB" "
WITH payments AS (
	SELECT p.*, date(COALESCE(p.settled_at, p.ended_at) - 4 * 3600, 'unixepoch') AS at
	FROM payment p WHERE p.debit_invoice IS NOT NULL)
SELECT p.at, 'payment', p.status, b.code || ':' || i.number, 'cus-' || p.customer,
    printf('%d.%02d', p.amount_minor / 100, p.amount_minor % 100),
    CASE p.method WHEN 'card' THEN 'card-' || p.card ELSE 'acc-' || p.source END
FROM payments p JOIN invoice i ON i.id = p.debit_invoice JOIN biller b ON b.id = i.biller;
SELECT date(i.created_at - 4 * 3600, 'unixepoch'), 'invoice', 'issued', b.code || ':' || i.number,
    'cus-' || s.customer, printf('%d.%02d', i.amount_minor / 100, i.amount_minor % 100), '-'
FROM invoice i JOIN biller b ON b.id = i.biller JOIN subscription s ON s.id = i.subscription;
SELECT date(d.noted_at - 4 * 3600, 'unixepoch'), 'invoice', 'not_debited', b.code || ':' || i.number,
    'cus-' || l.customer, printf('%d.%02d', i.amount_minor / 100, i.amount_minor % 100), '-'
FROM debit_note d JOIN invoice i ON i.id = d.invoice JOIN biller b ON b.id = i.biller
JOIN link l ON l.account = i.account;
SELECT COALESCE(p.ended_on, ''), 'plan', p.status, 'plan-' || p.id, '-',
    printf('%d.%02d', p.debt_minor / 100, p.debt_minor % 100), '-'
FROM plan p WHERE p.status NOT IN ('pending', 'active');
SELECT date(a.at - 4 * 3600, 'unixepoch'), 'mandate', 'stopped', a.ref, 'cus-' || a.customer, '-', '-'
FROM activity a WHERE a.summary LIKE 'autodebit active > stopped%'" | sort >happened
diff foretold happened >differs
is "$(head -n 10 differs)" "" "what was foretold is what happened ($(wc -l <happened) events)"
is "$(cat totals)" "$(sqlite3 -separator ' ' "$PP_DB" "
    SELECT status, currency, COUNT(*), printf('%d.%02d', SUM(amount_minor) / 100, SUM(amount_minor) % 100)
    FROM payment WHERE debit_invoice IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2")" "and so are its totals"
for event in 'payment approved' 'payment declined' 'invoice issued' 'invoice not_debited' \
	'plan completed' 'plan defaulted' 'plan lapsed' 'mandate stopped'; do
	grep -q " $event " happened
	ok $? "there was: $event ($(grep -c " $event " happened))"
done
took "comparing"

done_testing
