#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# A backup put in place after more was paid: no new money until the platform told all it holds;
# then nothing is lost, and nothing is charged twice.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

shop
card sandbox-approve
good=$card
card sandbox-unknown
unclear=$card
card sandbox-approve.refund-approve
back=$card

# by CARD: a fresh invoice paid with it
by() {
	bill
	pay invoice "$inv" --with="$1" --request-id="r-$inv"
}
# page: a fresh invoice at a hosted page, paid there unless there is no word
page() {
	bill
	silently pp-pay invoice "$inv" --with=sandbox --yes
	page=$(cut -f 1 "$T/quiet")
	token=$(answer "$page")
	[ $# -eq 0 ] || silently pp-gateway-sandbox approve "$token"
}

# ---- before the backup: paid, not clear, at a page, given up

by "$good"
by "$unclear"
page
waiting=$token
page
given_up=$token
silently pp-pay cancel "$page" --yes
bill
held_back=$inv
bill
other=$inv
at 60
silently pp-db backup "$T/copy"

# ---- after it: ten payments and a refund

at 120
silently pp-gateway-sandbox approve "$waiting"
silently pp-pay confirm pay-3
silently pp-gateway-sandbox approve "$given_up" --late
silently pp-pay resolve pay-2
for n in 1 2 3; do
	at $((120 + n * 60))
	by "$good"
done
pay invoice "$held_back" "$other" --with="$good" --request-id=r-both
by "$back"
refunded=$(paid)
silently pp-pay refund "$refunded" --amount=40.00 --reason=wrong --yes
page paid
silently pp-pay confirm "$page"
page paid
page
bill
pay invoice "$inv" --with=cash
is "$(pp-pay list --format=tsv | wc -l)" 14 "fourteen payments and a refund, ten of them since the backup"
theirs >"$T/taken"

# ---- put in place

at 3600
silently pp-db restore "$T/copy" --yes
is "$(pp-pay list --format=tsv | wc -l)" 4 "the backup knows four of them"
pay invoice "$held_back" --with=cash
refused 7 'restored backup.*nothing was charged$' "it takes no cash"
pay invoice "$held_back" --with="$good"
refused 7 'nothing was charged$' "no card"
pay invoice "$held_back" --with=sandbox
refused 7 'nothing was charged$' "no checkout"
pay refund pay-1 --reason=x
refused 7 'nothing was charged$' "and gives nothing back"
run pp-pay resolve --since=2026-03-15T12:02:00Z
refused 2 'begin not after 2026-03-15T12:01:00Z' "a report that begins after the backup is not enough"
theirs | cmp -s - "$T/taken"
ok $? "nothing reached the platform meanwhile"

# A platform that stops in the middle of its report.
mkdir "$T/cut"
cat >"$T/cut/pp-gateway-sandbox" <<-END
	#!/bin/sh
	$build/libexec/pp/pp-gateway-sandbox "\$@" | head -n \$(cat "$T/lines")
END
chmod +x "$T/cut/pp-gateway-sandbox"
for lines in 0 1 5 11; do
	echo $lines >"$T/lines"
	PP_GATEWAY_PATH=$T/cut run pp-pay resolve --since=2026-03-15T12:00:00Z
	is "$status $(grep -c 'did not tell all it holds' "$T/err")" '8 1' "a report cut after $lines lines"
	pay invoice "$held_back" --with=cash
	is "$status $(words)" '7 nothing' "after which it takes no money yet"
	run pp-db check
	works "and the books are right"
done

run pp-pay resolve --since=2026-03-15T12:00:00Z --json
works "a whole report"
right "S2-14 all that the platform took is in the books, once"
theirs | cmp -s - "$T/taken"
ok $? "and it was not asked for anything else"
run pp-pay resolve --since=2026-03-15T12:00:00Z --json
is "$(out | jq -c '[.type, .new]')" '["summary",0]' "again changes nothing"

is "$(state pay-2) $(state pay-3) $(state pay-4)" "approved approved approved" \
    "what was open in the backup is approved"
is "$(flag pay-2)|$(flag pay-3)|$(flag pay-4)" "||late" "the one given up is late"
is "$(state "$held_back") $(state "$other")" "paid paid" "invoices of the backup are paid by orphans"
is "$(pp-pay list --flagged --format=tsv --columns=flag | sort | uniq -c | tr -s ' \n' ' ')" \
    " 1 late 8 orphan " "what the books did not know is flagged"
suspense=$(pp-ledger balance 'suspense:*' --format=tsv | cut -f 3 | tr '\n' ' ')
echo "# suspense: $suspense"
is "$(echo "$suspense" | wc -w)" 6 "money for invoices that are gone is in suspense"

# ---- nothing is charged twice

pay invoice "$held_back" "$other" --with="$good" --request-id=r-both
refused 4 "cannot pay $held_back: already paid" "the request that was lost with the books"
pay invoice inv-2 --with="$good"
refused 4 'already paid by pay-2' "what was not clear"
theirs | cmp -s - "$T/taken"
ok $? "the platform took nothing more"
bills=$((bills + 100))
by "$good"
is "$status" 0 "and new money is taken again"
orphan=$(pp-pay list --flagged --format=tsv --columns=id | tail -n 1)
pay refund "$orphan" --reason='nobody knows what for'
is "$status $(state "$orphan")" "0 refunded" "money in suspense can be given back"
right "both books agree at the end"

# ---- a refund that the platform made since, of money that the books paid out before

silently pp-ledger remit water "$(pp-ledger balance payable:bil-1 --format=tsv | cut -f 3 |
	tr -d -)" --reference=R-1 --yes
at 4000
silently pp-db backup "$T/second"
at 4100
by "$good"
silently pp-pay refund pay-1 --reason=wrong --yes
at 4200
silently pp-db restore "$T/second" --yes
run pp-pay resolve --since=2026-03-15T12:00:00Z
works "a refund of what was paid out is taken in all the same"
is "$(state pay-1)" refunded "and its payment is refunded"
right "both books agree after the second backup"

done_testing
