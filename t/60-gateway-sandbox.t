#!/bin/sh
# shellcheck disable=SC2154,SC2317 # lib.sh sets them; say calls them
# The sandbox platform: it conforms, each card behaves as its name says, its book holds.
. "${0%/*}/lib.sh"

PP_SANDBOX_BOOK=$T/book
export PP_SANDBOX_BOOK
sandbox=$build/libexec/pp/pp-gateway-sandbox

# key N: a key; ask OP N AMOUNT [MEMBERS]: a request
key() { printf '%032x' "$1"; }
ask() {
	printf '{"v":1,"op":"%s","key":"%s","amount":"%s","currency":"CLP","memo":"inv-%d"%s}\n' \
	    "$1" "$(key "$2")" "$3" "$2" "${4:+,$4}"
}
charge() { ask charge "$1" 1000 "\"card\":\"$2\""; }
page() { ask checkout "$1" 500; }
# say COMMAND...: what it prints goes through the sandbox
say() { run_in "$("$@")" "$sandbox"; }
# events N EVENT: how many the book has of that key
events() { grep -c "\"key\":\"$(key "$1")\",\"event\":\"$2\"" "$T/book"; }
fresh() { rm -f "$T/book"; }

# ---- conformance

run sh "$here/conformance.sh" "$sandbox"
out | sed 's/^/# /'
is "$status" 0 "it conforms"
fresh

# A suite that cannot fail is worth nothing: each of these must not pass, by a result.
PP_CONFORM_SECONDS=1
export PP_CONFORM_SECONDS
# A platform that forgets; one that ignores not_after; one that swallows the end line; one that
# says its secret; one that answers a report without its end.
mkdir "$T/wrong"
cat >"$T/wrong/forgetful" <<-END
	#!/bin/sh
	PP_SANDBOX_BOOK=\$(mktemp) exec $sandbox
END
cat >"$T/wrong/tardy" <<-END
	#!/bin/sh
	sed 's/"not_after":"[^"]*"/"not_after":null/' | $sandbox
END
cat >"$T/wrong/endless" <<-END
	#!/bin/sh
	$sandbox | sed '/"op":"end"/d'
END
cat >"$T/wrong/talkative" <<-END
	#!/bin/sh
	sed -n 's/.*"credentials":"\([^"]*\)".*/\1/p; w '"\$0.in" | while read -r f; do cat "\$f"; done >&2
	$sandbox <"\$0.in"
END
cat >"$T/wrong/breathless" <<-END
	#!/bin/sh
	$sandbox | sed '/"result":"end"/d'
END
chmod +x "$T"/wrong/*
fails_suite() {
	PP_SANDBOX_BOOK=$T/book.${1##*/} sh "$here/conformance.sh" "$1" >"$T/suite.${1##*/}" 2>&1
	echo $? >>"$T/suite.${1##*/}"
}
# Two at a time, since most of their time is waiting.
evil="dies silent hangs late drips floods babbles lies-amount lies-currency lies-key twice rubbish
half-line no-reference honest"
for pair in 1 2; do
	i=0
	for f in $evil; do
		i=$((i + 1))
		[ $((i % 2)) -eq $((pair - 1)) ] && fails_suite "$here/filters/$f"
	done &
done
for f in "$T"/wrong/*; do
	[ -x "$f" ] && fails_suite "$f"
done
wait
for f in $evil forgetful tardy endless talkative breathless; do
	grep -q '^not ok' "$T/suite.$f" && [ "$(tail -n 1 "$T/suite.$f")" = 1 ]
	ok $? "conformance fails for: $f ($(grep -c '^not ok' "$T/suite.$f"))"
done
is "$(grep -c '^not ok' "$T/suite.talkative")" 1 "and only for what is wrong: talkative"
is "$(grep -c '^not ok' "$T/suite.breathless")" 2 "and only for what is wrong: breathless"
is "$(grep -c '^not ok' "$T/suite.endless")" 1 "and only for what is wrong: endless"

# ---- cards

say charge 1 sandbox-approve
out_like '"result":"approved","amount":"1000","currency":"CLP".*"reference":"SB-000001".*"authorization":"[0-9]{6}"' \
    "approve: approved"
out_like '"transaction":"000000000001","total":"1000","tax":"0".*"response_code":"00"' \
    "approve: with the voucher's fields"
works "approve: silently"
first=$(out)
say charge 1 sandbox-approve
is "$(out)" "$first" "approve: the same key has the same answer, byte for byte"
is "$(events 1 approved)" 1 "approve: and is one event"
say charge 1 sandbox-decline
is "$(out)" "$first" "approve: whatever the card"
is "$(stat -c %a "$T/book")" 600 "the book is made 0600"

say charge 2 sandbox-decline
out_like '"result":"declined".*"code":"05"' "decline: declined"
is "$(events 2 declined)" 1 "decline: in the book"
say charge 3 sandbox-insufficient
out_like '"result":"declined".*"code":"51"' "insufficient: declined"

say charge 4 sandbox-unknown
out_empty "unknown: no answer"
is "$(events 4 approved)" 1 "unknown: but charged"
say ask status 4 1000
out_like '"result":"approved".*"reference":"SB-000002"' "unknown: status knows"

say charge 5 sandbox-lost
out_empty "lost: no answer"
is "$(events 5 approved)" 0 "lost: not charged"
say ask status 5 1000
out_like '"result":"not_found"' "lost: status does not know"

begin=$(date +%s%N)
run_in "$(charge 6 sandbox-slow; charge 7 sandbox-approve)" "$sandbox" --slow=300
[ $(($(date +%s%N) - begin)) -ge 300000000 ]
ok $? "slow: takes its time"
is "$(sed -n 's/.*"key":"0*\([0-9]\)".*/\1/p' "$T/out" | tr '\n' ' ')" "7 6 " \
    "slow: others do not wait for it"

say charge 8 sandbox-garbage
out_is '<html>502 Bad Gateway</html>' "garbage: rubbish"
is "$(events 8 approved)" 1 "garbage: but charged"
say charge 9 sandbox-wrong-amount
out_like '"result":"approved","amount":"1001"' "wrong-amount: another amount"
grep -q "\"key\":\"$(key 9)\",\"event\":\"approved\",\"reference\":\"[^\"]*\",\"amount\":\"1000\"" "$T/book"
ok $? "wrong-amount: the right one was charged"
say charge 10 sandbox-twice
is "$(out | sort -u | wc -l) $(out | wc -l)" "1 2" "twice: the same answer, twice"
is "$(events 10 approved)" 1 "twice: charged once"

say charge 11 sandbox-late
out_empty "late: no answer"
PP_NOW=2026-03-15T12:29:59Z say ask status 11 1000
out_like '"result":"not_found"' "late: not found just before half an hour"
PP_NOW=2026-03-15T12:30:00Z say ask status 11 1000
out_like '"result":"approved".*"at":"2026-03-15T12:30:00Z"' "late: approved after it"
is "$(events 11 approved)" 1 "late: one approval"
grep -q "\"key\":\"$(key 11)\",\"event\":\"approved\".*\"memo\":\"inv-11\"" "$T/book"
ok $? "late: its memo is kept for the report"

say charge 12 4111111111111111
out_like '"result":"declined".*"code":"card_unknown"' "what is no card of ours is declined"
run_in "$(charge 14 tok-8831; charge 15 sandbox-decline; charge 12 tok-8831)" "$sandbox" --any-card
is "$(jq -r '[.result, .code] | join(" ")' out)" "approved 00
declined 05
declined card_unknown" "--any-card: it is charged; the sandbox's own are as they are called; what was decided stays"
say charge 13 sandbox-decline.mine
out_like '"code":"05"' "a card may have a suffix"

# ---- not_after, refunds

say ask charge 20 1000 '"card":"sandbox-approve","not_after":"2026-03-15T12:00:00Z"'
out_like '"result":"not_sent".*"code":"too_late"' "not begun at its not_after: not sent"
is "$(events 20 approved)" 0 "and not charged"
say ask charge 1 1000 '"card":"sandbox-approve","not_after":"2026-03-15T12:00:00Z"'
out_like '"result":"approved"' "what was begun before is answered as it is"
say ask charge 20 1000 '"card":"sandbox-approve","not_after":"2026-03-15T12:00:01Z"'
out_like '"result":"approved"' "a second before it is begun"
say ask charge 21 0 '"card":"sandbox-approve"'
out_like '"result":"not_sent".*"code":"bad_request"' "an amount of zero is not sent"

say ask refund 22 600 '"of":"SB-000001"'
out_like '"result":"approved","amount":"600".*"reference":"SB-[0-9]+".*"of":"SB-000001"' "a refund"
say ask refund 23 500 '"of":"SB-000001"'
out_like '"result":"declined".*"code":"too_much"' "more than is left"
say ask refund 24 400 '"of":"SB-000001"'
out_like '"result":"approved"' "what is left"
say ask refund 25 1 '"of":"SB-999999"'
out_like '"code":"of_unknown"' "of nothing"
say charge 26 sandbox-approve.refund-unknown
reference=$(sed -n 's/.*"reference":"\([^"]*\)".*/\1/p' "$T/out")
say ask refund 27 10 "\"of\":\"$reference\""
out_empty "a card may say how its refund goes: unknown"
is "$(events 27 refunded)" 1 "refunded all the same"
say charge 28 sandbox-approve.refund-decline
reference=$(sed -n 's/.*"reference":"\([^"]*\)".*/\1/p' "$T/out")
say ask refund 29 10 "\"of\":\"$reference\""
out_like '"result":"declined"' "a refund that is declined"

# ---- hosted pages
fresh

say page 30
out_like '"result":"redirect".*"redirect_url":"https://[^"]*/pay/sbt-000001","token":"sbt-000001"' "checkout"
first=$(out)
say page 30
is "$(out)" "$first" "the same key is the same page"
say ask confirm 30 500 '"token":"sbt-000001"'
out_like '"result":"pending"' "not paid yet"
run "$sandbox" approve sbt-000001
works "the customer pays"
out_like '"event":"approved","reference":"SB-000001","amount":"500".*"token":"sbt-000001".*"memo":"inv-30"' \
    "and the event is printed"
run "$sandbox" approve sbt-000001
works "twice is once"
is "$(events 30 approved)" 1 "in the book too"
run "$sandbox" decline sbt-000001
refused 4 'cannot decline sbt-000001: already approved' "what is paid is not declined"
say ask confirm 30 500 '"token":"sbt-000001"'
out_like '"result":"approved","amount":"500"' "confirm: approved"
say ask abandon 30 500 '"token":"sbt-000001"'
out_like '"result":"approved"' "abandon of what is paid: approved"
say ask confirm 30 500 '"token":"sbt-000009"'
out_like '"result":"not_found"' "confirm with another token"

say page 31
run "$sandbox" decline sbt-000002
works "the customer is declined"
say ask confirm 31 500 '"token":"sbt-000002"'
out_like '"result":"declined".*"code":"05"' "confirm: declined"

say page 32
say ask abandon 32 500 '"token":"sbt-000003"'
out_like '"result":"declined".*"code":"abandoned"' "abandon: declined, for ever"
run "$sandbox" approve sbt-000003
refused 4 'cannot approve sbt-000003: already abandoned' "it cannot be paid"
run "$sandbox" approve sbt-000003 --late
works "but by a platform that breaks its word"
say ask status 32 500
out_like '"result":"approved"' "and status tells"
say ask abandon 33 500 '"token":null'
out_like '"result":"declined"' "abandon of a key never seen: declined"
say page 33
out_like '"result":"declined".*"code":"key_used"' "and it has no page any more"

say page 34
run "$sandbox" abandon sbt-000004
works "the customer goes away"
say page 35
run "$sandbox" approve sbt-000005 --card=sandbox-insufficient
works "the customer pays with an empty card"
say ask status 35 500
out_like '"result":"declined".*"code":"51"' "which declines"
say page 36
run "$sandbox" approve sbt-000006 --card sandbox-unknown
say ask confirm 36 500 '"token":"sbt-000006"'
out_empty "confirm in the manner of the card: nothing"
say ask status 36 500
out_like '"result":"approved"' "status: approved"
say page 37
run "$sandbox" approve sbt-000007 --card=sandbox-late
say ask status 37 500
out_like '"result":"not_found"' "a late payment at the page"
PP_NOW=2026-03-15T13:00:00Z say ask confirm 37 500 '"token":"sbt-000007"'
PP_NOW=2026-03-15T13:00:00Z say ask status 37 500
out_like '"result":"approved"' "comes later"
say page 38
run "$sandbox" approve sbt-000008 --card=sandbox-lost
out_empty "a loss at the page is no event"
say ask status 38 500
out_like '"result":"pending"' "and leaves it open"

# ---- inscriptions

enrol() { printf '{"v":1,"op":"%s","key":"%s"%s}\n' "$1" "$(key "$2")" "${3:+,$3}"; }
say enrol enrol 40
out_like '"result":"redirect".*/enrol/sbt-000009"' "inscription"
say enrol enrolled 41 '"token":"sbt-000009"'
out_like "\"key\":\"$(key 41)\",\"result\":\"pending\"" "not done yet; any key may ask"
run "$sandbox" approve sbt-000009 --card=sandbox-decline.visa
say enrol enrolled 41 '"token":"sbt-000009"'
out_like '"result":"approved".*"card":"sandbox-decline.visa","brand":"sandbox","last4":"0009","expires":"2039-12"' \
    "done: the card that was said"
say enrol enrol 42
run "$sandbox" decline sbt-000010
say enrol enrolled 42 '"token":"sbt-000010"'
out_like '"result":"declined"' "an inscription that failed"
say enrol forget 43 '"card":"sandbox-approve.mine"'
out_like '"result":"approved"' "forget a card"
say charge 44 sandbox-approve.mine
out_like '"result":"declined".*"code":"card_removed"' "it is not charged any more"
say enrol forget 43 '"card":"sandbox-approve"'
say charge 45 sandbox-approve
out_like '"result":"approved"' "the bare tokens are everybody's and stay"

# ---- report

say enrol report 50 '"since":"2026-03-15T12:00:00Z"'
is "$(out | grep -c '"kind":"charge"')" "$(grep -c '"event":"approved"' "$T/book")" \
    "report: every charge in the book"
out_like "\"payment\":\"$(key 30)\",\"memo\":\"inv-30\",\"kind\":\"charge\"" "with key and memo"
is "$(tail -n 1 "$T/out")" \
    "{\"v\":1,\"key\":\"$(key 50)\",\"result\":\"end\",\"count\":$(($(wc -l <"$T/out") - 1))}" \
    "and its end"
say enrol report 51 '"since":"2026-03-15T14:00:00Z"'
out_is "{\"v\":1,\"key\":\"$(key 51)\",\"result\":\"end\",\"count\":0}" "report: only since then"

# ---- webhook

body='{"event":"evt-1","key":"'$(key 30)'","at":"2026-03-15T11:00:00Z"}'
sign() { printf '%s' "$1" | openssl dgst -sha256 -hmac "$2" | sed 's/.*= //'; }
hook() { # hook SIGNATURE BODY CREDENTIALS
	enrol webhook 60 "\"headers\":{\"x-sandbox-signature\":\"$1\"},\"body\":\"$(printf '%s' "$2" |
	    base64 -w0)\",\"credentials\":$3"
}
say hook "$(sign "$body" sandbox-secret)" "$body" null
out_like "\"result\":\"approved\",\"at\":\"2026-03-15T11:00:00Z\",\"event\":\"evt-1\",\"payment\":\"$(key 30)\"" \
    "webhook: authentic"
say hook "$(sign "$body" sandbox-secret)" "$body " null
out_like '"result":"declined"' "webhook: one byte more is forged"
say hook "$(sign "$body" other)" "$body" null
out_like '"result":"declined"' "webhook: another secret is forged"
say hook "" "$body" null
out_like '"result":"declined"' "webhook: no signature is forged"
say hook "$(sign hello sandbox-secret)" hello null
out_like '"result":"unknown".*"code":"bad_body"' "webhook: authentic but meaningless"
(umask 077 && echo other >"$T/credentials")
say hook "$(sign "$body" other)" "$body" "\"$T/credentials\""
out_like '"result":"approved"' "webhook: the secret of the credentials file"
chmod 644 "$T/credentials"
say hook "$(sign "$body" other)" "$body" "\"$T/credentials\""
out_like '"result":"unknown".*"code":"credentials"' "webhook: unless others can read it"

# ---- seeds
fresh

many() {
	i=100
	while [ $i -lt 200 ]; do
		charge $i sandbox-approve
		i=$((i + 1))
	done
}
many >"$T/many"
drawn() { # drawn SEED PERCENT: results by key, from a fresh book
	fresh
	"$sandbox" --seed="$1" --faults="$2" --slow=0 | grep -o '"key":"[^"]*","result":"[a-z]*"' | sort
}
one=$(drawn 7 40 <"$T/many")
is "$(sort -R "$T/many" | drawn 7 40)" "$one" "seed: the order does not matter"
[ "$(drawn 8 40 <"$T/many")" != "$one" ]
ok $? "seed: another seed is another draw"
is "$(drawn 7 0 <"$T/many" | grep -c approved)" 100 "faults=0: none"
drawn 7 100 <"$T/many" >"$T/all"
grep -q '"result":"declined"' "$T/all" && [ "$(grep -c approved "$T/book")" -lt 100 ]
ok $? "faults=100: every key meets something"

# ---- the book
fresh

say charge 1 sandbox-approve
say charge 2 sandbox-approve
head -c -40 "$T/book" >"$T/torn" && cp "$T/torn" "$T/book"
say charge 3 sandbox-approve
works "a torn last line is taken off"
is "$(events 2 approved) $(events 3 approved) $(wc -l <"$T/book")" "0 1 2" "and never counted"
say charge 2 sandbox-approve
out_like '"result":"approved"' "what it was about can be asked again"
is "$(grep -o 'SB-[0-9]*' "$T/book" | sort | uniq -d)" "" "no reference is given twice"
for cut in 1 9 10 60; do
	cp "$T/book" "$T/whole"
	tail -n 1 "$T/whole" | head -c $cut >>"$T/book"
	say ask status 1 1000
	cmp -s "$T/book" "$T/whole" && [ "$status" -eq 0 ]
	ok $? "torn after $cut bytes"
done

printf 'somebody else'"'"'s photograph' >"$T/book"
say charge 1 sandbox-approve
refused 9 'book:1: not an event of a sandbox book' "a foreign file is refused"
is "$(cat "$T/book")" "somebody else's photograph" "and left alone"
echo '{"at":"2026-03-15T12:00:00Z","key":"x"}' >"$T/book"
say charge 1 sandbox-approve
refused 9 'book:1:' "a line that is no event is refused"
printf '{"at":"2026-03-15T12:00:00Z","key":"%s","event":"approved","reference":"SB-900000000"}\n' \
	"$(key 9)" >"$T/book"
say charge 1 sandbox-approve
refused 9 'book:1: not an event' "a number that was never given out is refused, and costs no memory"
fresh
ln -s "$T/elsewhere" "$T/book"
say charge 1 sandbox-approve
refused 9 'book' "a symbolic link is refused"
fresh
PP_SANDBOX_BOOK=$T/none/book say charge 1 sandbox-approve
refused 9 'No such file' "a folder that is not there"
run env -u PP_SANDBOX_BOOK PP_DB="$T/pp.db" "$sandbox"
test -f "$T/pp.db.book"
ok $? "else it lies beside the database"
run env -u PP_SANDBOX_BOOK XDG_DATA_HOME="$T/xdg" "$sandbox"
refused 9 'xdg/pp/pp.db.book' "else beside the default one"

# Many processes, the same hundred keys, one book: each key is charged once.
for i in 1 2 3 4; do
	"$sandbox" <"$T/many" >"$T/out.$i" &
done
wait
is "$(grep -c '"event":"approved"' "$T/book")" 100 "four processes at once: each key once"
is "$(grep -o 'SB-[0-9]*' "$T/book" | sort | uniq -d)" "" "each reference once"
cmp -s "$T/out.1" "$T/out.2" && cmp -s "$T/out.3" "$T/out.4" && [ "$(wc -l <"$T/out.1")" -eq 100 ]
ok $? "and each has the same answers"

# ---- the command line
fresh

run "$sandbox" --help
works "help"
[ "$(wc -l <"$T/out")" -le 24 ]
ok $? "in 24 lines"
run "$sandbox" -V
out_like '^pp-gateway-sandbox [0-9]' "version"
for bad in --fault=1 --faults=101 --seed=x --slow=-1 -x --card=a --late 'approve' 'approve a b' 'steal a' \
    'decline sbt-000001 --late' 'approve sbt-000001 --card=visa' --seed; do
	# shellcheck disable=SC2086
	run "$sandbox" $bad
	refused 2 '^pp-gateway-sandbox: ' "bad usage: $bad"
done
run "$sandbox" approve sbt-000001
refused 3 'no such token' "a token that is not there"
say printf 'junk\n%s\n' "$(charge 1 sandbox-approve)"
is_status 8 "a bad line among good ones: 8"
out_like '"result":"approved"' "the good one is answered"
say echo junk
is_status 2 "only bad lines: 2"
out_empty "and nothing is said"
printf '%s\n' "$(charge 2 sandbox-approve)" | "$sandbox" >/dev/full 2>"$T/err"
is $? 1 "stdout full: 1"
is "$(events 2 approved)" 1 "the book has it"
run_in "$(printf '%s\n' "$(charge 3 sandbox-slow)" '{"op":"end","count":1}')" "$sandbox" --slow=50
is "$(tail -n 1 "$T/out")" '{"op":"end","count":1}' "the end line comes after what is slow"
PP_NOW=yesterday say charge 4 sandbox-approve
refused 2 'PP_NOW' "a clock that is none"

done_testing
