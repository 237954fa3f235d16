#!/bin/sh
# shellcheck disable=SC2154 # set by lib.sh and paying.sh
# What a night of debits says of its money: one line and one failure a bill, and its words are true
# of the platform's book.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
shop
silently pp-account link water:1001 --customer=cus-1

# owe AMOUNT: a bill of water:1001 that is due: $inv
owe() {
	bills=$((bills + 1))
	silently pp-invoice add "F-$bills" --account=water:1001 --amount="$1" --due-on=2026-03-10
	inv=$(cut -f 1 "$T/quiet")
}

# with FILTER: the platform is this one of t/filters
with() {
	[ -d gateways ] || {
		cp -R "$PP_GATEWAY_PATH" gateways
		cp "$here/filters/common.sh" gateways/
	}
	rm -f gateways/pp-gateway-sandbox
	cp "$here/filters/$1" gateways/pp-gateway-sandbox
	PP_GATEWAY_PATH=$T/gateways
	export PP_GATEWAY_PATH
}

# ---- charged, and no answer
card sandbox-unknown
silently pp-account enrol water:1001 autodebit --with="$card" --customer=cus-1 --accept-terms
owe 10.00
run pp-pay debit --json
is "$status $(jq -c '[.type, .code, .ref]' err)" '11 ["error","unknown","pay-1"]' \
	"a charge without an answer is one failure, and stderr holds objects alone"
is "$(jq -r .message err | grep -c 'nothing was charged')" 0 "none of its words denies the charge"
is "$(jq -r 'select(.type == "summary") | "\(.new) \(.failed)"' out)" "0 1" "one bill, one failure"
is "$(jq -r 'select(.event == "approved").amount' "$PP_DB.book")" 10.00 "which the platform made"
at 7200
run pp-pay resolve
works "and resolve finds"
right "the books agree"
owe 10.00
run pp-pay debit
is "$status $(wc -l <err) $(sed -n '$p' err)" "11 2 pp-pay: 0 debited, 1 failed" \
	"for people: the line of the payment, and the summary"
at 14400
silently pp-pay resolve

# ---- the filter goes away
owe 20.00
owe 30.00
with dies
run pp-pay debit
is "$status $(sed -n '$p' err)" "11 pp-pay: 0 debited, 2 failed" "a filter that dies: a failure a bill"
is "$(grep -c 'nothing was charged' err)" 0 "what was written to it may have been charged"
silently pp-pay resolve --release --reason=dead pay-3 pay-4

# ---- it never began
cat >gateways/pp-gateway-sandbox <<'END'
#!/nowhere
END
chmod +x gateways/pp-gateway-sandbox
owe 40.00
owe 50.00
run pp-pay debit --json
is "$status $(jq -rs 'map(.status) | tojson' err) $(jq -r 'select(.type == "summary").failed' out)" \
	"7 [7,7] 2" "a filter that does not start: 7 for each bill, none twice"
is "$(jq -r '.reason + ": " + (.message | sub(".*; "; ""))' err | sort -u)" \
	"not_sent: nothing was charged" "which is true"

# ---- claim and settle say the same in two halves
unset PP_GATEWAY_PATH
PP_GATEWAY_PATH=$build/libexec/pp
export PP_GATEWAY_PATH
run pp-pay debit
silently pp-account open --currency=BOB --holder=Ana --customer=cus-1
purse=$(cut -f 1 quiet)
for number in 2001 2002; do
	silently pp-account add "$number" --biller=water --holder=Ana
	silently pp-account link "water:$number" --customer=cus-1
	silently pp-account enrol "water:$number" autodebit --with="$purse" --customer=cus-1 \
		--accept-terms
done
silently "$seed" card cus-1 sandbox-decline
silently pp-account enrol water:1001 autodebit --with="$(cat quiet)" --customer=cus-1 --accept-terms
silently pp-invoice add D-1 --account=water:2001 --amount=70.00 --due-on=2026-03-10
run pp-pay claim --gateway=sandbox
is "$status $(words)" "5 nothing" "claim of one deposit that lacks funds: 5"
owe 60.00
silently pp-account deposit "$purse" 80.00
silently pp-invoice add D-2 --account=water:2002 --amount=5.00 --due-on=2026-03-10
run pp-pay claim --gateway=sandbox --dry-run --json
is "$(jq -r 'select(.type == "payment").id' out | sort | uniq -d)" "" "a dry run names no payment twice"
silently pp-account withdraw "$purse" 80.00 --yes
run pp-pay claim --gateway=sandbox
is "$status $(grep -c '"op":"charge"' out)" "8 1" "with a request on its way: 8, some failed"
cp out claimed
pp-pay list --format=json >payments
run pp-pay settle claimed
refused 2 'claimed:1: a request, not an answer: .*; nothing was charged$' \
	"the requests by mistake: a mistake"
pp-pay list --format=json | cmp -s - payments
ok $? "and nothing changes"
pp-gateway-sandbox --slow=100 <claimed >answers || PP_SANDBOX_BOOK=$PP_DB.book \
	"$build/libexec/pp/pp-gateway-sandbox" <claimed >answers
cat answers claimed >mixed
run pp-pay settle mixed
refused 2 "mixed:[0-9]+: a request, not an answer: .*; outcome unknown, run pp-pay resolve\$" \
	"behind answers that are not recorded then"
run_in "$(cat claimed)" pp-pay settle -
err_like "^pp-pay: -:1: a request, not an answer" "a line of standard input is named as elsewhere"
run pp-pay settle answers --dry-run
is "$status $(tail -n 2 err | head -n 1)" "5 pp-pay: 0 debited, 1 failed" \
	"a dry run tells the decline and the count"
run pp-pay settle answers
is "$status $(tail -n 1 err)" "5 pp-pay: 0 debited, 1 failed" "as the real one"
run pp-pay settle answers --json
is "$status $(jq -c '[.new, .same, .failed]' out)" "0 [0,1,0]" "again: the same"

# ---- in the reader's language, and the records in none
spanish() {
	LC_ALL=C.UTF-8 LANGUAGE=es "$@"
}
declined=$(pp-pay list --status=declined --format=tsv | cut -f 1 | tail -n 1)
run spanish pp-pay confirm "$declined"
refused 5 "el estado de $declined es rechazado: rechazado por el emisor" "state and reason in Spanish"
run spanish pp-pay show "$declined" --json
is "$(jq -r .status out)" declined "the record keeps the word"

done_testing
