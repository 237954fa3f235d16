#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries of the tests set and use them
# Paying by QR as the payer and a program see it: who is paid, what is said, what is kept.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/paying.sh"

paying_office --city='La Paz'
for holder in Beto Carla; do
	pp-account open --currency=BOB --holder="$holder" >/dev/null # acc-7, acc-8
done
silently pp-account deposit acc-5 500
silently pp-account deposit acc-7 5

# charge WORD...: $qr and its $payload
charge() {
	silently pp-qr create "$@"
	qr=$(cut -f1 quiet)
	payload=$(cut -f10 quiet)
}
purse() {
	pp-account show "$1" --columns=balance
}

# ---- the key file

pp-db init --sandbox --db="$T/other.db" >/dev/null 2>&1
run env PP_KEY="$T/other.db.key" pp-qr create --account=acc-7 --many
refused 9 'does not belong to this database' "S0-01 no charge is signed with another office's key"
charge --account=acc-7 --many
run env PP_KEY="$T/other.db.key" pp-pay qr "$payload" --with=acc-5 --amount=1 --yes
refused 9 'does not belong to this database' "nor is a payload judged by one"
run env PP_KEY="$T/other.db.key" pp-qr draw inv-1
is_status 3 "what is not there is not there, whatever the key"
for quick in '' --quick; do
	run env PP_KEY="$T/other.db.key" pp-db check $quick
	refused 9 'does not belong to this database' "pp-db check $quick tells that the key does not fit"
done
run env PP_KEY="$T/none.key" pp-db check
works "books that are kept without their key are checked"

check_books
done_testing
