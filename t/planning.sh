# shellcheck shell=sh disable=SC2034,SC2154
# Offices with payment plans:  . "$here/planning.sh"
#
#   plan_office         biller water (plans of at most 6 instalments at 2.5 % a month, late fees of
#                       0.1 % a day), account water:1001 with inv-1 (100.00, due 31 January) and
#                       inv-2 (60.00, due 28 February), on 15 March: 104.30 and 60.90 are due
#   on DATE             it is that day; later DATE: more than a month has passed, and that is right
#   plan [OPTION...]    makes a plan of 3 instalments (another --instalments: give it) of water:1001
#   pay INV...          paid in cash
#   field REF NAME      one field of an invoice, plan or payment
#   statuses            those of all invoices, in order, in one line

plan_office() {
	office --currency=BOB
	on 2026-01-01
	{
		pp-biller add water --name='Aguas del Valle' --service=water
		pp-biller rule water late-fee daily:0.1
		pp-biller rule water plan-max 6
		pp-biller rule water plan-rate 2.5
		pp-account add 1001 --biller=water --holder='Ana Flores'
		pp-invoice add F-1 --account=water:1001 --amount=100 --due-on=2026-01-31
		pp-invoice add F-2 --account=water:1001 --amount=60 --due-on=2026-02-28
	} >"$T/made" 2>&1 || diag "$(cat "$T/made")"
	on 2026-03-15
}

on() {
	PP_NOW=$1T12:00:00Z
	export PP_NOW
}

later() {
	on "$1"
	pp-db clock --accept >"$T/quiet" 2>&1 || diag "$(cat "$T/quiet")"
}

plan() {
	case $* in
	*--instalments*) run pp-plan create --account=water:1001 --accept-terms --yes "$@" ;;
	*) run pp-plan create --account=water:1001 --accept-terms --yes --instalments=3 "$@" ;;
	esac
}

pay() {
	run pp-pay invoice "$@" --with=cash --yes
}

field() {
	case $1 in
	inv-*) pp-invoice show "$1" --format=tsv --columns="$2" ;;
	plan-*) pp-plan show "$1" --format=tsv --columns="$2" ;;
	*) pp-pay show "$1" --format=tsv --columns="$2" ;;
	esac
}

statuses() {
	pp-invoice list --format=tsv --columns=status | paste -sd' ' -
}
