# shellcheck shell=sh disable=SC2034,SC2154
# paying.sh - offices that take money, for the tests of payments:  . "$here/paying.sh"
#
#   shop                an office: biller water, account water:1001, customer cus-1, a quick sandbox
#   bill [AMOUNT]       a fresh invoice of 100.00: $inv
#   card TOKEN          a card of cus-1: $card
#   at SECONDS          the clock is that much after the start
#   pay WORD...         runs pp-pay WORD... --yes
#   collect WORD...     a charge to be paid by QR, as pp-qr create takes it: $qr, its $payload
#   answer PAY          what the sandbox's page of that checkout is called: sbt-000001
#   state REF           "approved", "unknown"; of an invoice "open"
#   flag PAY  held INV  its flag; which payment holds it ("" for none)
#   words               how the last run's messages end: nothing, charged, unknown, other or -
#   agree NAME          the sandbox's book and ours tell the same
#   right NAME          the same, and pp-db check is silent
#   totals              what each account of the books holds

started=$(date -u -d "$PP_NOW" +%s)
seed=$build/t/pp-seed
shim=$build/t/shim.so
asan=$(ldd "$build/bin/pp-pay" 2>/dev/null | sed -n 's/.* => \(.*libasan[^ ]*\) .*/\1/p')
bills=0

silently() {
	"$@" >"$T/quiet" 2>&1 || diag "$*: $(cat "$T/quiet")"
}

shop() {
	office
	silently pp-db config gateway.sandbox.arguments -- --slow=100
	silently pp-biller add water --name=Water --service=water
	silently pp-account add 1001 --biller=water --holder=Ana
	silently "$seed" customer Ana ana@example.com
}

bill() {
	bills=$((bills + 1))
	silently pp-invoice add "F-$bills" --account=water:1001 --amount="${1:-100.00}" \
	    --due-on=2027-03-31
	inv=$(cut -f 1 "$T/quiet")
}

card() {
	silently "$seed" card cus-1 "$1"
	card=$(cat "$T/quiet")
}

at() {
	PP_NOW=$(date -u -d "@$((started + $1))" +%Y-%m-%dT%H:%M:%SZ)
	export PP_NOW
}

pay() {
	run pp-pay "$@" --yes
}

paid() {
	cut -f 1 "$T/out"
}

state() {
	case $1 in
	inv-*) pp-invoice show "$1" --format=tsv --columns=status ;;
	*) pp-pay show "$1" --format=tsv --columns=status ;;
	esac
}

flag() {
	pp-pay show "$1" --format=tsv --columns=flag
}

held() {
	pp-invoice show "$1" --format=tsv --columns=held_by
}

collect() {
	silently pp-qr create "$@"
	qr=$(cut -f1 "$T/quiet")
	payload=$(cut -f10 "$T/quiet")
}

answer() {
	pp-pay show "$1" --format=tsv --columns=redirect_url | sed 's,.*/,,'
}

words() {
	[ -s "$T/err" ] || echo -
	sed -n '
		s/.*nothing was charged$/nothing/p
		s/.*charged, receipt pay-[0-9]*$/charged/p
		s/.*outcome unknown, run pp-pay resolve$/unknown/p
		$s/.*/other/p
	' "$T/err" | head -n 1
}

ours() {
	sqlite3 -readonly "$PP_DB" "SELECT key || ' ' || gateway_ref || ' ' ||
	    CASE kind WHEN 'payment' THEN 'approved ' ELSE 'refunded ' END || captured_minor
	    FROM payment WHERE gateway = 'sandbox' AND captured_minor IS NOT NULL" | sort
}

theirs() {
	[ ! -e "${PP_SANDBOX_BOOK:-$PP_DB.book}" ] || jq -r 'select(.event == "approved" or
	    .event == "refunded") | "\(.key) \(.reference) \(.event) \(.amount | sub("\\."; "") |
	    tonumber)"' "${PP_SANDBOX_BOOK:-$PP_DB.book}" | sort
}

differs() {
	ours >"$T/ours"
	theirs >"$T/theirs"
	! cmp -s "$T/ours" "$T/theirs"
}

agree() {
	! differs
	ok $? "$1" || diag "$(diff "$T/ours" "$T/theirs")"
}

right() {
	if differs; then
		ok 1 "$1"
		diag "$(diff "$T/ours" "$T/theirs")"
		return 1
	fi
	run pp-db check
	works "$1"
}

totals() {
	pp-ledger balance --format=tsv | cut -f 2-4
}
