#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# What is kept, and what programs read, is the same whatever the locale of who caused it; people
# are told in their language.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

# story LOCALE: things that end with a reason, in an office in that folder
story() {
	at 0
	bills=0
	shop
	bill
	card sandbox-lost
	pay invoice inv-1 --with="$card"
	at 10000
	silently pp-pay resolve
	bill
	pay invoice inv-2 --with=sandbox
	pay cancel pay-2
	bill
	card sandbox-decline
	pay invoice inv-3 --with="$card"
	bill
	card sandbox-approve
	pay invoice inv-4 --with="$card"
	pay refund pay-4 --reason=wrong --amount=1.00
	mkdir "$T/$1"
	mv "$T"/pp.db* "$T/$1/"
}
(story C)
(
	LC_ALL=C.UTF-8 LANGUAGE=es
	export LC_ALL LANGUAGE
	story es
)
reasons() {
	sqlite3 -readonly "$1/pp.db" "SELECT id, status, reason FROM payment;
	    SELECT id, summary FROM activity"
}
reasons "$T/C" >C.kept
reasons "$T/es" >es.kept
cmp -s C.kept es.kept
ok $? "reasons and the log are kept in one language" || diag "$(diff C.kept es.kept)"

PP_DB=$T/C/pp.db
at 10000
export PP_DB
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-pay resolve pay-2
refused 5 'abandonado antes' "why a payment ended, in Spanish"
run pp-pay resolve pay-1
refused 5 'the platform does not know it' "and in English"

# ---- what pp-db check finds: a record for programs, prose in a table
sqlite3 "$PP_DB" "UPDATE payment SET amount_minor = amount_minor + 1 WHERE id = 4;
    UPDATE activity SET summary = '> paid' WHERE id = (SELECT MIN(id) FROM activity WHERE ref = 'inv-1')"
for format in tsv json csv; do
	pp-db check --format=$format >C.found
	LC_ALL=C.UTF-8 LANGUAGE=es pp-db check --format=$format >es.found
	cmp -s C.found es.found
	ok $? "$format: violations are the same in Spanish" || diag "$(diff C.found es.found)"
done
like "$(cut -f 1,2 C.found)" 'moves,.*the log tells an illegal move:  > paid' "one names its detail"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-db check --format=table
out_like 'el registro cuenta un cambio ilegal:  > paid' "a table speaks Spanish"
chmod 644 "$PP_DB"
pp-db check >C.found
LC_ALL=C.UTF-8 LANGUAGE=es pp-db check >es.found
cmp -s C.found es.found
ok $? "a file that cannot be opened: the same" || diag "$(cat C.found es.found)"
like "$(cat C.found)" '^file.the database .* is open to other users' "and says why"
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-db check --format=table
out_like 'la base de datos' "in a table in Spanish"
PP_DB=$T/es/pp.db
done_testing
