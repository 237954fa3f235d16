#!/bin/sh
# Paying once: dry runs, repeats, terminals, and streams that fail.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
paying_office

# ---- a dry run
bill F-1 water:1001 100.50
first=$bill
bill F-2 water:1001 20
before=$(dump)
run pp-pay invoice "$first" "$bill" --with=cash --dry-run --json
is_status 0 "a dry run asks nobody"
err_is "pp-pay: dry run: nothing was recorded" "and says what it was"
is "$(field 'status + " " + .amount')" "approved 120.50" "it prints the payment"
is "$(field 'allocations | map(.amount) | join(" ")')" "100.50 20.00" "with its allocations"
run pp-pay invoice "$first" --with=sandbox --dry-run --json
is "$status $(field 'status + " " + .allocations[0].amount')" "0 sending 100.50" \
	"nothing leaves the machine"
[ ! -s "$PP_DB.book" ]
ok $? "the platform heard nothing"
run pp-pay quick water:1001 "$first" --with=cash --dry-run
is_status 0 "a dry run of quick"
is "$(dump)" "$before" "the database is as it was"
pp-pay invoice "$first" --with=cash --yes >paid
before=$(dump)
run pp-pay refund pay-1 --reason=x --dry-run --json
is "$status $(field 'kind + " " + .allocations[0].amount')" "0 refund 100.50" "a dry run of a refund"
run pp-pay refund pay-1 --reason=x --amount=100.51 --dry-run
cannot 4 'only 100.50 BOB are left' "is refused like a real one"
is "$(dump)" "$before" "the database is as it was"

# ---- a request that is repeated
run pp-pay invoice "$bill" --with=cash --yes --json --request-id=r-1
works "a request"
cp out first
for again in --yes --no-yes; do
	[ "$again" = --yes ] || again=
	run pp-pay invoice "$bill" --with=cash --json --request-id=r-1 $again
	works "again${again:+ with --yes}"
	cmp -s out first
	ok $? "prints the payment as it is now"
done
is "$(pp-pay list | wc -l)" 2 "and pays nothing"
run pp-pay invoice "$bill" --with=cash --yes --memo=other --request-id=r-1
refused 4 'used with other parameters' "with other parameters"
run pp-pay invoice "$bill" --with=cash --yes --request-id=r-1 --json --memo=other
is "$(jq -r .reason err)" request_reused "its reason"
bill F-3 water:1001 30
run pp-pay invoice "$bill" --with=cash --yes --expect=31 --request-id=r-2
cannot 4 'the total is 30.00' "a request that changed nothing"
run pp-pay invoice "$bill" --with=cash --yes --expect=30 --request-id=r-2
works "is not remembered"
bill F-4 water:1001 40
run pp-pay invoice "$bill" --with=sandbox --yes --json --request-id=r-3
token=$(jq -r '.redirect_url | split("/") | last' out)
run pp-pay invoice "$bill" --with=sandbox --yes --json --request-id=r-3
is "$status $(field status)" "0 redirected" "a checkout begun: repeated"
pp-gateway-sandbox approve "$token" >platform
pp-pay list --status=redirected --columns=id | while read -r ref; do pp-pay confirm "$ref"; done >confirmed
run pp-pay invoice "$bill" --with=sandbox --yes --json --request-id=r-3
is "$status $(field status)" "0 approved" "repeated once it was paid"
is "$(pp-pay list --gateway=sandbox | wc -l)" 1 "one payment"
run pp-pay refund pay-1 --reason=x --yes --json --request-id=r-4
refund=$(field id)
run pp-pay refund pay-1 --reason=x --yes --json --request-id=r-4
is "$status $(field id)" "0 $refund" "a refund repeated is one refund"

# ---- nobody to ask, somebody to ask
bill F-5 water:1001 50
asked=$bill
before=$(dump)
run pp-pay invoice "$asked" --with=cash
cannot 2 'nobody can answer: give --yes' "S1-17 nobody can answer"
typed='
' run_tty pp-pay invoice "$asked" --with=cash
is_status 2 "S1-17 no is the default"
out_like "^  $asked  F-5  bill  Bs 50.00\$" "S1-16 the invoice is shown"
out_like '^Pay Bs 50.00 BOB with cash\? \[y/N\]' "S1-16 and the total"
out_like 'not confirmed, nothing was done; nothing was charged' "what no means"
run env LANGUAGE=es LC_ALL=C.UTF-8 script -qec "pp-pay invoice $asked --with=cash --dry-run" /dev/null
out_like '¿Pagar Bs 50.00 BOB con efectivo\?' "S1-17 in the operator's words"
typed='maybe
' run_tty pp-pay refund pay-2 --reason=x
is_status 2 "anything else is no"
out_like '^Refund Bs 20.00 BOB of pay-2\? \[y/N\]' "a refund asks"
typed='n
' run_tty pp-pay quick water:1001 --with=cash
is_status 2 "quick asks"
is "$(dump)" "$before" "nothing was written"
run pp-pay refund pay-2 --reason=x
cannot 2 'nobody can answer' "a refund that nobody confirms"
typed='y
' run_tty pp-pay invoice "$asked" --with=cash --json
is_status 0 "S1-17 yes pays"
typed=
is "$(pp-invoice show "$asked" --json | jq -r .status)" paid "the invoice is paid"

# ---- streams that fail
bill F-6 water:1001 60
run sh -c 'pp-pay invoice water:F-6 --with=cash --yes >/dev/full'
is_status 1 "stdout full"
tells 'charged, receipt pay-[0-9]+' "stdout full: recorded, and the receipt is named"
is "$(pp-pay show "$(sed 's/.* //' err)" --json | jq -r '.status + " " + .amount')" \
	"approved 60.00" "which is there"
bill F-7 water:1001 70
run sh -c 'pp-pay invoice water:F-7 --with=cash --yes >&-'
tells 'charged, receipt pay-[0-9]+' "stdout closed: recorded"
bill F-8 water:1001 80
run sh -c 'pp-pay invoice water:F-8 --with=cash --yes --format=table >/dev/full'
tells 'charged, receipt pay-[0-9]+' "a table on a full disk"
bill F-9 water:1001 90
run sh -c '{ pp-pay invoice water:F-9 --with=cash --yes; echo $? >code; } | true; cat code'
out_like '^[01]$' "a broken pipe is no signal"
is "$(pp-invoice show water:F-9 --json | jq -r .status)" paid "and it was recorded"
bill F-10 water:1001 100
run sh -c 'pp-pay invoice water:F-10 --with=sandbox --yes >/dev/full'
is_status 1 "a checkout begun, stdout full"
tells 'nothing was charged' "nothing was paid yet"
run sh -c 'pp-pay refund pay-2 --reason=x --yes >/dev/full'
is_status 1 "a refund, stdout full"
tells 'charged, receipt pay-[0-9]+' "recorded, and named"
bill F-11 water:1001 110
before=$(dump)
run sh -c 'pp-pay invoice - --with=cash --yes <&-'
refused 1 'cannot read standard input' "stdin closed, where it is read"
run sh -c 'pp-pay invoice water:F-11 --with=cash --yes --dry-run -q >/dev/full'
refused 1 'output could not be written' "a dry run to a full disk"
is "$(dump)" "$before" "the database is as it was"
run sh -c 'pp-pay invoice water:F-11 --with=cash --yes <&-'
works "stdin closed, where it is not"
bill F-12 water:1001 120
run pp-pay invoice "$bill" --with=cash --yes -o paid
refused 2 'paid exists' "a file that exists is not overwritten"
is "$(pp-invoice show "$bill" --json | jq -r .status)" open "and nothing was paid"
run_in "$bill
inv-nine
" pp-pay invoice - --with=cash --yes
refused 2 '^pp-pay: -:2: ' "a line that is no ref"
run_in "water:F-12
" pp-pay invoice - --with=cash --yes
refused 2 '^pp-pay: -:1: ' "stdin takes refs only"
run pp-pay invoice "$bill" --with=cash --yes --zork
refused 2 'unknown option --zork' "an unknown option"
run pp-pay invoice "$bill" --yes
refused 2 'needs --with' "no way to pay"

done_testing
