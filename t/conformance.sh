#!/bin/sh
# conformance.sh - what every gateway filter must do: sh t/conformance.sh FILTER-COMMAND...
#
# Prints TAP; its status is 0 only if all passed.  It runs the filter against whatever platform the
# filter reaches: use that platform's test environment.  Surroundings, all optional:
#   PP_CONFORM_CARD      a stored card that is approved            (sandbox-approve)
#   PP_CONFORM_DECLINE   one that is declined                      (sandbox-decline)
#   PP_CONFORM_CURRENCY  currency without decimals to ask in       (CLP)
#   PP_CONFORM_MERCHANT  the merchant to name                      (none)
#   PP_CONFORM_CREDENTIALS  the credentials file to name           (none)
#   PP_CONFORM_SECONDS   time for each run of the filter           (20)
#   PP_CONFORM_SKIP      words of: refund report checkout webhook enrol
# Needs sh, sed, grep, awk, od, timeout(1); jq where it is, to read lines as JSON.

[ $# -gt 0 ] || {
	echo "usage: sh t/conformance.sh FILTER-COMMAND..." >&2
	exit 2
}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

card=${PP_CONFORM_CARD:-sandbox-approve}
bad_card=${PP_CONFORM_DECLINE:-sandbox-decline}
currency=${PP_CONFORM_CURRENCY:-CLP}
seconds=${PP_CONFORM_SECONDS:-20}
count=0
failures=0
hangs=0

# ---- results

ok() { # ok STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		failures=$((failures + 1))
		echo "not ok $count - $2"
		sed 's/^/# asked: /' "$dir/in" 2>/dev/null | head -n 1
		sed 's/^/# answered: /' "$dir/out" 2>/dev/null | head -n 1
		sed 's/^/# said: /' "$dir/err" 2>/dev/null | head -n 1
	fi
}
holds() { # holds NAME COMMAND...: the command succeeds
	name=$1
	shift
	"$@"
	ok $? "$name"
}
is() { # is GOT WANTED NAME
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || echo "# got \"$1\", wanted \"$2\""
}
skips() {
	case " $PP_CONFORM_SKIP " in *" $1 "*) echo "# $1 is skipped" ;; *) false ;; esac
}

# ---- asking

new_key() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
quoted() { if [ -n "$1" ]; then printf '"%s"' "$1"; else printf null; fi; }
money() { # money AMOUNT: the two members, null without
	if [ -n "$1" ]; then printf '"amount":"%s","currency":"%s"' "$1" "$currency"; else
		printf '"amount":null,"currency":null'
	fi
}
ask() { # ask OP KEY AMOUNT [MEMBERS [NOT_AFTER]]
	printf '{"v":1,"op":"%s","key":"%s",%s,"not_after":%s,"memo":"conformance","merchant":%s,"credentials":%s%s}\n' \
	    "$1" "$2" "$(money "$3")" "$(quoted "$5")" "$(quoted "$PP_CONFORM_MERCHANT")" \
	    "$(quoted "$PP_CONFORM_CREDENTIALS")" "${4:+,$4}"
}
run() { # run FILTER-COMMAND...: the requests in in; answers in out, words in err, its status
	(ulimit -f 65536 && exec timeout -k 1 "$seconds" "$@") <"$dir/in" >"$dir/out" 2>"$dir/err"
	status=$?
	[ "$(wc -c <"$dir/out")" -lt 4000000 ] || give_up "the filter floods"
	if [ $status -eq 124 ] || [ $status -eq 137 ]; then
		hangs=$((hangs + 1))
		ok 1 "the filter ends within $seconds s of the end of its input"
		[ $hangs -lt 3 ] || give_up "the filter hangs"
	fi
}
give_up() {
	echo "not ok $((count + 1)) - $1"
	echo "Bail out! $1"
	exit 1
}

# ---- hearing

answer_of() { grep -a "\"key\" *: *\"$1\"" "$dir/out"; } # KEY: its lines
get() { # get KEY MEMBER: that text of its first line
	answer_of "$1" | sed -n '1s/.*"'"$2"'" *: *"\([^"]*\)".*/\1/p'
}
result() { get "$1" result; }
lines_of() { answer_of "$1" | grep -c .; }
is_one_of() { # is_one_of WORD WORDS...
	word=$1
	shift
	case " $* " in *" $word "*) [ -n "$word" ] ;; *) false ;; esac
}
is_json() { # each line of out is an object with v 1, a key we asked about and a result
	if command -v jq >/dev/null; then
		jq -e -s 'all(type == "object" and .v == 1 and (.key | type) == "string"
		    and (.result | type) == "string"
		    and ((.amount == null) or ((.amount | type) == "string")))' \
		    <"$dir/out" >/dev/null 2>&1 || return 1
	fi
	[ "$(tail -c 1 "$dir/out" | od -An -tx1 | tr -d ' ')" = 0a ] || [ ! -s "$dir/out" ] || return 1
	! grep -av '^{.*"v" *: *1[,} ].*}$' "$dir/out" >/dev/null
}
is_asked() { # every key in out is one of the keys in in
	sed -n 's/.*"key" *: *"\([0-9a-f]*\)".*/\1/p' "$dir/out" | sort -u >"$dir/told"
	sed -n 's/.*"key" *: *"\([0-9a-f]*\)".*/\1/p' "$dir/in" | sort -u >"$dir/asked"
	[ -z "$(comm -23 "$dir/told" "$dir/asked")" ]
}
is_money() { # is_money KEY AMOUNT: approved as asked, with a reference
	[ "$(result "$1")" = approved ] && [ "$(get "$1" amount)" = "$2" ] &&
	    [ "$(get "$1" currency)" = "$currency" ] && [ -n "$(get "$1" reference)" ]
}
is_clean() { is_json && is_asked; }

# ---- the suite

empty_input() {
	: >"$dir/in"
	run "$@"
	is $status 0 "no requests: status 0"
	is "$(wc -c <"$dir/out" | tr -d ' ')" 0 "no requests: no answers"
}

charges() {
	good=$(new_key) bad=$(new_key) late=$(new_key)
	{
		ask charge "$good" 1000 "\"customer\":\"cus-1\",\"user_address\":null,\"card\":\"$card\""
		ask charge "$bad" 1000 "\"customer\":\"cus-1\",\"user_address\":null,\"card\":\"$bad_card\""
		ask charge "$late" 1000 "\"card\":\"$card\"" 2001-01-01T00:00:00Z
	} >"$dir/in"
	run "$@"
	holds "charge: answers are lines of JSON about keys that were asked" is_clean
	holds "charge: approved with amount, currency and reference" is_money "$good" 1000
	is "$(result "$bad")" declined "charge: a card that is declined"
	is "$(result "$late")" not_sent "charge: past its not_after it is not sent"
	reference=$(get "$good" reference)
	ask charge "$good" 1000 "\"card\":\"$card\"" >"$dir/in"
	run "$@"
	is "$(get "$good" reference)" "$reference" "charge: the same key is the same charge"
	ask charge "$good" 1000 "\"card\":\"$card\"" 2001-01-01T00:00:00Z >"$dir/in"
	run "$@"
	holds "charge: what was begun is never not_sent" test "$(result "$good")" != not_sent
}

statuses() {
	nobody=$(new_key)
	for key in "$good" "$bad" "$late" "$nobody"; do
		ask status "$key" 1000 '"token":null'
	done >"$dir/in"
	run "$@"
	holds "status: answers are lines of JSON about keys that were asked" is_clean
	holds "status: approved with amount and currency" is_money "$good" 1000
	is "$(get "$good" reference)" "$reference" "status: the reference of the charge"
	holds "status: what was declined" is_one_of "$(result "$bad")" declined not_found
	is "$(result "$late")" not_found "status: what was not sent is not found"
	is "$(result "$nobody")" not_found "status: a key nobody used is not found"
}

bad_lines() {
	after=$(new_key) cut=$(new_key) odd=$(new_key)
	{
		echo junk
		echo '[1]'
		echo '{"v":1,"op":"status"}'
		ask steal "$odd" 1000
		ask status "$after" 1000 '"token":null'
		ask charge "$cut" 1000 "\"card\":\"$card\"" | cut -c 1-100 | tr -d '\n'
	} >"$dir/in"
	run "$@"
	holds "bad lines: answers are lines of JSON about keys that were asked" is_clean
	is "$(result "$after")" not_found "bad lines: the good one among them is answered"
	holds "bad lines: an unknown op is not sent, or nothing is said" is_one_of \
	    "$(result "$odd")-" not_sent- unknown- -
	is "$(lines_of "$cut")" 0 "bad lines: half a line has no answer"
	ask status "$cut" 1000 '"token":null' >"$dir/in"
	run "$@"
	is "$(result "$cut")" not_found "bad lines: and is not charged"
}

many() {
	i=0
	while [ $i -lt 100 ]; do
		ask status "$(new_key)" 1000 '"token":null'
		i=$((i + 1))
	done >"$dir/many"
	cp "$dir/many" "$dir/in"
	run "$@"
	holds "many: answers are lines of JSON about keys that were asked" is_clean
	is "$(grep -c . "$dir/out")" 100 "many: a hundred requests, a hundred answers"
	is "$(wc -l <"$dir/told" | tr -d ' ')" 100 "many: one each"
	{
		cat "$dir/many"
		echo '{"op":"end","count":100}'
	} >"$dir/in"
	run "$@"
	is "$(tail -n 1 "$dir/out")" '{"op":"end","count":100}' "many: the end line is passed on, last"
}

refunds() {
	first=$(new_key) more=$(new_key) none=$(new_key)
	ask refund "$first" 400 "\"of\":\"$reference\"" >"$dir/in"
	run "$@"
	holds "refund: approved with amount, currency and reference" is_money "$first" 400
	refund=$(get "$first" reference)
	holds "refund: its reference is its own" test "$refund" != "$reference"
	{
		ask refund "$first" 400 "\"of\":\"$reference\""
		ask refund "$more" 700 "\"of\":\"$reference\""
		ask refund "$none" 1 '"of":"no-such-reference"'
	} >"$dir/in"
	run "$@"
	holds "refund: answers are lines of JSON about keys that were asked" is_clean
	is "$(get "$first" reference)" "$refund" "refund: the same key is the same refund"
	is "$(result "$more")" declined "refund: more than is left is declined"
	is "$(result "$none")" declined "refund: of nothing is declined"
}

reports() {
	key=$(new_key)
	ask report "$key" '' '"since":"2001-01-01T00:00:00Z"' >"$dir/in"
	run "$@"
	holds "report: answers are lines of JSON about keys that were asked" is_clean
	grep -a "\"payment\" *: *\"$good\"" "$dir/out" >"$dir/found"
	is "$(grep -c . "$dir/found")" 1 "report: the charge, once for the times it was asked"
	grep -aq "\"reference\" *: *\"$reference\"" "$dir/found"
	ok $? "report: with its reference"
	grep -aq '"kind" *: *"charge"' "$dir/found"
	ok $? "report: with its kind"
	grep -aq "\"payment\" *: *\"$bad\"" "$dir/out"
	is $? 1 "report: nothing that was declined"
	total=$(($(grep -c . "$dir/out") - 1))
	tail -n 1 "$dir/out" | grep -aq '"result" *: *"end"'
	ok $? "report: the end comes last"
	tail -n 1 "$dir/out" | grep -aq "\"count\" *: *${total}[,} ]"
	ok $? "report: and counts the lines before it"
}

checkouts() {
	key=$(new_key) other=$(new_key) late=$(new_key)
	page='"description":"a bill","customer":null,"user_address":null,"return_url":"https://office.invalid/back"'
	{
		ask checkout "$key" 1000 "$page"
		ask checkout "$late" 1000 "$page" 2001-01-01T00:00:00Z
	} >"$dir/in"
	run "$@"
	holds "checkout: answers are lines of JSON about keys that were asked" is_clean
	is "$(result "$key")" redirect "checkout: redirect"
	token=$(get "$key" token)
	holds "checkout: with a token" test -n "$token"
	case $(get "$key" redirect_url) in https://*) true ;; *) false ;; esac
	ok $? "checkout: with an https URL"
	is "$(result "$late")" not_sent "checkout: past its not_after it is not sent"
	{
		ask confirm "$key" 1000 "\"token\":\"$token\",\"params\":null"
		ask confirm "$other" 1000 '"token":"no-such-token","params":null'
	} >"$dir/in"
	run "$@"
	holds "confirm: not approved before it is paid" is_one_of "$(result "$key")" pending unknown
	holds "confirm: an unknown token is never approved" is_one_of "$(result "$other")" \
	    not_found declined unknown
	ask abandon "$key" 1000 "\"token\":\"$token\"" >"$dir/in"
	run "$@"
	holds "abandon: declined for certain, or unknown" is_one_of "$(result "$key")" declined unknown
	ask status "$key" 1000 "\"token\":\"$token\"" >"$dir/in"
	run "$@"
	holds "abandon: not approved after it" is_one_of "$(result "$key")" \
	    declined pending not_found unknown
}

webhooks() {
	key=$(new_key) other=$(new_key)
	{
		ask webhook "$key" '' '"headers":{"x-signature":"00"},"body":"e30="'
		ask webhook "$other" '' '"headers":{},"body":""'
	} >"$dir/in"
	run "$@"
	holds "webhook: answers are lines of JSON about keys that were asked" is_clean
	is "$(result "$key")" declined "webhook: a forged message"
	is "$(result "$other")" declined "webhook: an empty one"
}

enrolments() {
	key=$(new_key) other=$(new_key)
	{
		ask enrol "$key" '' '"customer":"cus-1","return_url":"https://office.invalid/back"'
		ask enrolled "$other" '' '"token":"no-such-token","params":null'
	} >"$dir/in"
	run "$@"
	holds "enrol: answers are lines of JSON about keys that were asked" is_clean
	is "$(result "$key")" redirect "enrol: redirect"
	holds "enrol: with a token" test -n "$(get "$key" token)"
	holds "enrolled: an unknown token is never approved" is_one_of "$(result "$other")" \
	    not_found declined unknown
}

# The secret of a credentials file must reach neither streams, words nor environment.
secrets() {
	PP_CONFORM_CREDENTIALS=$dir/credentials
	(umask 077 && echo "conformance-secret-$(new_key)" >"$PP_CONFORM_CREDENTIALS")
	key=$(new_key)
	mkfifo "$dir/fifo"
	"$@" <"$dir/fifo" >"$dir/out" 2>"$dir/err" &
	pid=$!
	ask charge "$key" 1000 "\"card\":\"$card\"" >"$dir/in"
	{
		cat "$dir/in"
		sleep 1
		cat "/proc/$pid/cmdline" "/proc/$pid/environ" >"$dir/seen" 2>/dev/null
	} >"$dir/fifo"
	i=0
	while kill -0 $pid 2>/dev/null && [ $i -lt $((seconds * 10)) ]; do
		sleep 0.1
		i=$((i + 1))
	done
	kill -KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
	grep -aqF "$(cat "$PP_CONFORM_CREDENTIALS")" "$dir/out" "$dir/err" "$dir/seen"
	is $? 1 "secrets: the credentials are in no answer, message, word or variable"
	PP_CONFORM_CREDENTIALS=
	holds "secrets: answers are lines of JSON about keys that were asked" is_clean
}

full_stdout() {
	[ -w /dev/full ] || return 0
	ask status "$(new_key)" 1000 '"token":null' >"$dir/in"
	: >"$dir/out"
	timeout -k 1 "$seconds" "$@" <"$dir/in" >/dev/full 2>"$dir/err"
	status=$?
	is_one_of "$status-" 0- 124-
	is $? 1 "a full stdout is told by the status"
}

empty_input "$@"
charges "$@"
statuses "$@"
bad_lines "$@"
many "$@"
skips refund || refunds "$@"
skips report || reports "$@"
skips checkout || checkouts "$@"
skips webhook || webhooks "$@"
skips enrol || enrolments "$@"
secrets "$@"
full_stdout "$@"
echo "1..$count"
[ $failures -eq 0 ]
