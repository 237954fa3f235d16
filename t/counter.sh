# shellcheck shell=sh disable=SC2154
# An office with billers and accounts for the tests of pp-pay:  . "${0%/*}/counter.sh"
#
#   paying_office       water (acc-1 1001, acc-2 1002), loans (acc-3 C-9), phone in USD (acc-4 555)
#                       and deposit accounts acc-5 (BOB) and acc-6 (USD); no invoices
#   bill NUMBER ACCOUNT AMOUNT [OPTION...]    an invoice due 2026-03-20; $bill is its ref
#   cannot N ERE NAME   refused, and the line ends "nothing was charged", once
#   tells ENDING NAME   stderr's one line of at most 200 bytes ends so, and in no other way
#   entries             the newest ledger transaction as "ACCOUNT AMOUNT" lines, sorted
#   dump                a digest of everything in the database
#   field NAME          of the JSON record that was printed
#   reason              "REASON REF" of the JSON error that was printed

paying_office() {
	office "$@"
	{
		pp-biller add water --name='Aguas del Valle' --service=water --tax-id=1023-7 \
			--agreement=AG-7 --unique-code=10203040 --terminal=5
		pp-biller add loans --name='Fondo Norte' --service=loans
		pp-biller add phone --name='Telefonía Sur' --service=phone --currency=USD
		pp-account add 1001 --biller=water --holder='Ana Flores' --address='Calle 1'
		pp-account add 1002 --biller=water --holder='Benito Quispe'
		pp-account add C-9 --biller=loans --holder='Ana Flores'
		pp-account add 555 --biller=phone --holder='Ana Flores'
		pp-account open --currency=BOB --holder='Ana Flores'
		pp-account open --currency=USD --holder='Ana Flores'
	} >"$T/founded" 2>&1 || diag "$(cat "$T/founded")"
}

bill() {
	number=$1 account=$2 amount=$3
	shift 3
	case "$*" in *--due-on=*) ;; *) set -- --due-on=2026-03-20 "$@" ;; esac
	bill=$(pp-invoice add "$number" --account="$account" --amount="$amount" "$@" | cut -f1)
	[ -n "$bill" ] || diag "pp-invoice add $number failed"
}

endings='nothing was charged|charged, receipt pay-[0-9]+|outcome unknown, run pp-pay resolve'

tells() {
	[ "$(wc -l <"$T/err")" -eq 1 ] && [ "$(wc -c <"$T/err")" -le 200 ] &&
		grep -Eq -e "[;:] $1\$" "$T/err" &&
		[ "$(grep -Eo -e "$endings" "$T/err" | wc -l)" -eq 1 ]
	ok $? "$2" || {
		diag "want: one line that ends: $1"
		show_run
	}
}

cannot() {
	[ "$status" -eq "$1" ] && [ ! -s "$T/out" ] && grep -Eq -e "$2" "$T/err" &&
		[ "$(wc -l <"$T/err")" -eq 1 ] && [ "$(wc -c <"$T/err")" -le 200 ] &&
		grep -Eq '; nothing was charged$' "$T/err" &&
		[ "$(grep -Eo -e "$endings" "$T/err" | wc -l)" -eq 1 ]
	ok $? "$3" || {
		diag "want: status $1, one line on stderr like /$2/ that ends: nothing was charged"
		show_run
	}
}

entries() {
	pp-ledger journal --json | tail -n 1 |
		jq -r '.entries[] | "\(.account) \(.amount)"' | LC_ALL=C sort
}

dump() {
	sqlite3 "$PP_DB" .dump | cksum
}

field() {
	jq -r ".$1" "$T/out"
}

reason() {
	jq -r '"\(.reason) \(.ref)"' "$T/err"
}

user=$(id -un)
