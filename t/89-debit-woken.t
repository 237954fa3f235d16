#!/bin/sh
# shellcheck disable=SC2154 # set by paying.sh
# What wakes a mandate that was stopped, and that the days of the rule count from then on.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

# tries: the invoice's debits, as "declined0 declined1"
tries() {
	sqlite3 "$PP_DB" "SELECT status || debit_try FROM payment WHERE debit_invoice = 1
		ORDER BY id" | paste -sd' ' -
}
# mandate: active or stopped
mandate() {
	pp-account status water:1001 --format=tsv --columns=mandate
}
# debit N: so many runs without the clock moving
debit() {
	for _ in $(seq "$1"); do
		pp-pay debit >quiet 2>&1
	done
}

shop
silently pp-biller rule water retry 1
silently pp-account link water:1001 --customer=cus-1
silently pp-invoice add F-1 --account=water:1001 --amount=80 --due-on=2026-03-10
card sandbox-decline
silently pp-account enrol water:1001 autodebit --accept-terms --with="$card" --customer=cus-1
debit 3
is "$(tries)" declined0 "in the second of the enrolment it is tried once"
at 86400
debit 3
is "$(tries) $(mandate)" "declined0 declined1 stopped" "a day later again; then it is stopped"
at 172800
card sandbox-decline
silently pp-card default "$card"
is "$(mandate)" stopped "a new default does not wake a mandate that names a card"
silently pp-account enrol water:1001 autodebit --accept-terms --customer=cus-1
is "$(mandate)" active "enrolling anew does"
debit 3
is "$(tries) $(mandate)" "declined0 declined1 declined2 active" \
	"in the second of waking, too, it is tried once and then waits"
at 259200
debit 3
is "$(tries) $(mandate)" "declined0 declined1 declined2 declined3 stopped" \
	"a day later it is stopped again"
silently pp-account enrol water:1001 autodebit --accept-terms --with=card --customer=cus-1
at 345600
debit 2
at 432000
debit 2
is "$(mandate)" stopped "of the default card"
silently pp-card default card-1
is "$(mandate)" active "S4-23 a new default wakes a mandate that charges the default"
right "the books agree"

done_testing
