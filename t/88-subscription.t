#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# pp-subscription: made with account, link and mandate; each period issued once; cancelled.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop
silently pp-biller add press --name='Diario Sur' --service=press --number-pattern='[0-9]{4}'
silently "$seed" customer Beto beto@example.com

# create [OPTION...]: $sub; what is not given has a value
create() {
	for option in --customer=cus-1 --biller=press --amount=50 --start=2026-03-15 \
		--concept=Diario --every=month; do
		case " $* " in
		*" ${option%%=*}="*) ;;
		*) set -- "$@" "$option" ;;
		esac
	done
	run pp-subscription create "$@"
	sub=$(cut -f 1 out)
}

# periods SUB: its invoices' due dates
periods() {
	pp-invoice list --subscription="$1" --format=tsv --columns=due_on | tr '\n' ' '
}

# ---- making one

create --json
is_status 0 "S4-05 a subscription is made"
err_is "pp-subscription: cus-1 has no card: nothing can be charged" \
	"S4-27 without a card it is made all the same, and that is told"
is "$(jq -c '[.id, .customer, .biller, .account, .status, .amount, .currency, .every, .concept,
	.started_on, .next_on]' out)" \
	'["sub-1","cus-1","bil-2","acc-2","active","50.00","BOB","month","Diario","2026-03-15","2026-03-15"]' "S4-05 as it was asked for"
is "$(pp-account show press:sub-1 --format=tsv --columns=number,holder,status)" "sub-1	Ana	active" \
	"it has an account of its own, whatever the biller's numbers look like"
is "$(pp-account list --customer=cus-1 --format=tsv --columns=number)" sub-1 "which is linked"
is "$(pp-account status acc-2 --format=tsv --columns=autodebit)" yes "and debited automatically"
silently "$seed" card cus-1 sandbox-approve
create --with=card
works "with the default card"
create --with=card-1
works "with a card"
is "$(sqlite3 "$PP_DB" "SELECT method, card FROM enrolment WHERE account = 4")" "card|1" \
	"the mandate names it"
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
purse=$(cut -f 1 quiet)
create --with="$purse"
works "with a deposit account"
is "$(sqlite3 "$PP_DB" "SELECT method, source FROM enrolment WHERE account = 6")" \
	"deposit|${purse#acc-}" "the mandate names it"
run pp-account unlink press:sub-1 --customer=cus-1 --yes
refused 4 'sub-1 is active$' "S4-15 its account is not unlinked while it goes on"
run pp-account unlink press:sub-1 --customer=cus-1 --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" "4 active sub-1" "and that is said before it asks"
run pp-account close press:sub-1 --yes --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" "4 active sub-1" "nor closed"
is "$(pp-account list --customer=cus-1 --format=tsv --columns=number | head -n 1)" sub-1 "it is linked"
run pp-subscription list --customer=cus-1 --format=tsv --columns=id,status
out_is "sub-1	active
sub-2	active
sub-3	active
sub-4	active" "S4-05 the customer's subscriptions"
run pp-subscription list --customer=cus-2
works "another's are none"
out_empty "and no lines"
run pp-subscription list --biller=water
out_empty "another biller has none"

# ---- what is refused

create --every=week
refused 2 'month, year or Nd' "a period that is none"
create --every=2months
refused 2 '^pp-subscription: the period is month, year or Nd \(1d to 3660d\), not 2months$' "a long word that is none"
for every in 0d d 3661d 01d 1.5d -1d 'month ' 99999d; do
	create --every="$every"
	refused 2 . "every $every"
done
create --amount=0
refused 2 'more than zero' "nothing to pay"
create --amount=1.234
refused 2 . "too many decimals"
create --start=2026-02-30
refused 2 '2026-02-30' "a day that is none"
create --concept='4111 1111 1111 1111'
refused 2 'card number' "a card number"
create --concept=''
refused 2 'concept' "no concept"
create --biller=nobody
refused 3 'nobody' "no such biller"
create --customer=cus-9
refused 3 'cus-9' "no such customer"
create --with=card-9
refused 3 'card-9' "no such card"
create --with=water
refused 2 'water' "no way to pay"
create --with=acc-1
refused 2 'no deposit account' "an account that holds no money"
silently "$seed" card cus-2 sandbox-approve
create --with=card-2
refused 3 'card-2' "another's card"
silently pp-card remove card-2 --yes
run pp-subscription create --customer=cus-2 --biller=press --amount=5 --start=2026-03-15 \
	--concept=x --every=month --with=card-2 --json
is "$status $(jq -r .reason err)" "4 no_card" "a card that was removed"
run pp-subscription create --biller=press --amount=5 --start=2026-03-15 --concept=x --every=month
refused 2 'whose subscription' "nobody's"
run env PP_SESSION='' pp-subscription list
refused 6 'no live session' "a guest"
run env PP_SESSION='' pp-subscription run
refused 6 'for operators' "run is for operators"
is "$(pp-subscription list --format=tsv --columns=id | wc -l)" 4 "none of these made one"
is "$(pp-account list --biller=press --format=tsv --columns=id | wc -l)" 4 "nor an account"

create --dry-run --json
is "$status $(jq -r .id out)" "0 sub-5" "a dry run"
create --request-id=r1 --json
first=$(jq -r .id out)
create --request-id=r1 --json
is "$status $(jq -r .id out) $first" "0 sub-5 sub-5" "a request said twice makes one"

# ---- periods

run pp-subscription run --dry-run --json
is "$status $(jq -r 'select(.type == "summary").new' out)" "0 5" "a dry run tells what is due"
is "$(periods sub-1)" "" "and issues nothing"
run pp-subscription run
works "what is due is issued"
out_empty "silently"
run pp-invoice show press:sub-1-2026-03-15 --json
is "$(jq -c '[.kind, .concept, .period, .issued_on, .due_on, .amount, .status, .subscription]' out)" \
	'["subscription","Diario","2026-03-15","2026-03-15","2026-03-15","50.00","open","sub-1"]' \
	"an invoice for the period"
run pp-subscription run --json
is "$status $(jq -c '[.type, .new]' out)" '0 ["summary",0]' "run again: nothing new"
at $((86400 * 92))
run pp-subscription run
refused 7 'the clock says 2026-06-15T12:00:00Z' "a clock that leaps three months is not believed"
is "$(periods sub-1 | wc -w)" 1 "and nothing is issued"
silently pp-db clock --accept
run pp-subscription run --json
is "$status $(jq -r 'select(.type == "summary") | "\(.new) \(.failed) \(.totals[0].amount)"' out)" \
	"0 15 0 750.00" "a machine that slept three months issues three, of each"
is "$(jq -r 'select(.type == "invoice").number' out | grep -c sub-1)" 3 "one record for each"
is "$(periods sub-1)" "2026-03-15 2026-04-15 2026-05-15 2026-06-15 " "once each"
is "$(pp-subscription show sub-1 --format=tsv --columns=next_on)" 2026-07-15 "the next is told"
run pp-subscription run --as-of=2026-07-15
works "--as-of is for operators"
is "$(periods sub-1 | wc -w)" 5 "and counts"
at 0
silently pp-db clock --accept

# A run's request is done when the run is, with nothing of it left.
create --start=2026-03-15
run pp-subscription run --request-id=night --json
is "$status $(jq -r 'select(.type == "summary").new' out)" "0 1" "a run with a request id"
create --start=2026-03-15
run pp-subscription run --request-id=night --json
is "$status $(jq -c '[.type, .new]' out)" '0 ["summary",0]' "repeated it changes nothing"
is "$(periods "$sub")" "" "though more is due by now"
run pp-subscription run --request-id=night --as-of=2026-03-15
refused 4 'used with other parameters' "with others it is refused"
silently pp-subscription run

# The biller's day decides.
silently pp-biller add east --name=East --service=press --timezone=Pacific/Kiritimati
silently pp-subscription create --customer=cus-1 --biller=east --amount=1 --every=month \
	--start=2026-03-16 --concept=x
sub=$(cut -f 1 quiet)
silently pp-subscription run
is "$(periods "$sub")" "2026-03-16 " "where it is tomorrow already the period has begun"

# ---- one that cannot be issued does not stop the others

create
bad=$sub
create
good=$sub
silently pp-invoice add "$bad-2026-03-15" --account=water:1001 --amount=1 --due-on=2026-03-15
silently pp-invoice add "$bad-2026-03-15" --account=press:"$bad" --amount=1 --due-on=2026-03-15
run pp-subscription run --json --request-id=bad
is_status 8 "a number that is taken: some failed"
is "$(jq -r '"\(.reason) \(.message)"' err | cut -d: -f 1)" "exists $bad" "names it"
is "$(periods "$good")" "2026-03-15 " "the others are issued"
is "$(jq -r 'select(.type == "summary").failed' out)" 1 "and it is counted"
silently pp-invoice void press:"$bad-2026-03-15" --reason=wrong --yes
run pp-subscription run --request-id=bad
works "repaired: it is issued, also by the same request"
is "$(periods "$bad")" "2026-03-15 " "for its period"
silently pp-invoice void press:"$bad-2026-03-15" --reason='not this month' --yes
run pp-subscription run
is "$(periods "$bad" | wc -w)" 1 "a period that was taken back is not issued again"

# ---- cancelling

run pp-subscription cancel sub-1
refused 2 'give --yes' "S4-14 it asks"
typed='n
'
run_tty pp-subscription cancel sub-1
is_status 2 "S4-14 no is no"
out_like 'sub-1  Diario Sur  Diario' "S4-13 a summary of what is cancelled"
out_like 'Bs 50.00 BOB every month, next on 2026-08-15' "S4-13 with its amount and next period"
run env LANGUAGE=es LC_ALL=C.UTF-8 script -qec 'pp-subscription cancel sub-1 --dry-run' /dev/null
out_like 'Bs 50.00 BOB cada mes, próximo el 2026-08-15' "S4-13 in the customer's words"
run_tty pp-subscription cancel sub-1
out_like '5 issued invoices stay owed' "S4-14 and a warning of what stays"
is "$(pp-subscription show sub-1 --format=tsv --columns=status)" active "S4-14 nothing is done"
typed='y
'
run_tty pp-subscription cancel sub-1
is_status 0 "S4-06 yes cancels it"
run pp-subscription show sub-1 --json
is "$(jq -c '[.status, .next_on]' out)" '["cancelled",null]' "S4-06 it is cancelled"
is "$(pp-account status acc-2 --format=tsv --columns=autodebit)" no "S4-15 its mandate has ended"
at $((86400 * 400))
silently pp-db clock --accept
silently pp-subscription run
is "$(periods sub-1 | wc -w)" 5 "S4-15 no further period is issued"
at 0
silently pp-db clock --accept
is "$(pp-invoice list --subscription=sub-1 --status=payable --format=tsv --columns=id | wc -l)" 5 \
	"what was issued stays owed"
run pp-subscription cancel sub-1 --yes
works "cancelled again: nothing to do"
run pp-subscription cancel sub-99 --yes
refused 3 'no sub-99' "no such subscription"
run pp-subscription list --status=active --format=tsv --columns=id
out_unlike '^sub-1$' "S4-05 the active ones"
run pp-db log --ref=sub-1
out_like 'active > cancelled: asked for' "S4-15 the log tells it"

# ---- many at once

create --every=1d --start=2026-01-01
err_like "^pp-subscription: 74 periods of $sub have begun: the next run issues them all$" \
	"what a day long past means is noted"
run pp-subscription create --customer=cus-1 --biller=press --amount=5 --every=month \
	--start=2026-02-20 --concept=x --with=card --dry-run
is "$(grep -c begun err)" 0 "a period that has begun is nothing to note"
for i in 1 2 3 4 5 6; do
	pp-subscription run >"out.$i" 2>&1 &
	jobs="${jobs-} $!"
done
# shellcheck disable=SC2086 # ids
wait $jobs
is "$(cat out.[1-6])" "" "six runs at once: all silent"
is "$(periods "$sub" | wc -w)" 74 "each period once"

# ---- killed anywhere

create --every=30d --start=2026-01-01
mkdir point
step=${PP_SWEEP:-12}
play() {
	rm -f point/*
	sqlite3 "$PP_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >quiet
	cp -p "$T"/pp.db* point/
}
hit() {
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT="$1" PP_FAULT_AT="$2" \
	    PP_FAULT_PROGRAM=pp-subscription PP_FAULT_COUNT="$T/count" PP_DB="$T/point/pp.db" \
	    pp-subscription run >quiet 2>&1
}
for kind in kill torn eio; do
	play
	hit kill 999999
	total=$(cat count)
	n=1 wrong=
	while [ "$n" -le "$total" ]; do
		play
		hit "$kind" "$n"
		(
			PP_DB=$T/point/pp.db
			pp-db check 2>&1
			pp-subscription run 2>&1
			[ "$(periods "$sub" | wc -w)" = 3 ] || periods "$sub"
			pp-db check 2>&1
		) >wrong
		[ ! -s wrong ] || wrong="$wrong $n:$(head -n 1 wrong)"
		n=$((n + total / step + 1))
	done
	is "$wrong" "" "$kind in $total calls: run again, each period is there once"
done

# ---- anchored

# anchored EVERY START UNTIL PERIODS
anchored() {
	silently pp-subscription create --customer=cus-1 --biller=press --amount=1 \
		--every="$1" --start="$2" --concept=x -q
	sub=$(cut -f 1 quiet)
	silently pp-subscription run --as-of="$3"
	is "$(periods "$sub")" "$4 " "every $1 from $2"
}
anchored month 2026-01-31 2026-05-31 "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31"
anchored year 2024-02-29 2028-02-29 "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"
anchored 30d 2026-01-31 2026-05-02 "2026-01-31 2026-03-02 2026-04-01 2026-05-01"
anchored 1d 2026-02-27 2026-03-02 "2026-02-27 2026-02-28 2026-03-01 2026-03-02"

run env LC_ALL=C.UTF-8 LANGUAGE=es pp-subscription cancel sub-99 --yes
refused 3 'no existe sub-99' "in Spanish"
run sh -c 'pp-subscription list >/dev/full'
is_status 1 "a full disk on standard output"

# ---- its account, once it is over

create
silently pp-subscription cancel "$sub" --yes
run pp-account unlink "press:$sub" --customer=cus-1 --yes --columns=status
out_is active "S1-38 the account of one that is cancelled is unlinked"
run pp-account close "press:$sub" --yes --columns=status
out_is closed "and closed"

done_testing
