#!/bin/sh
# An office made by an older version: nothing runs until pp-db upgrade, which loses nothing.
# Each t/old-db/NNN.tar.gz was made by the programs of schema NNN.
. "${0%/*}/lib.sh"

PP_DB=$T/pp.db
export PP_DB

for old in "$here"/old-db/*.tar.gz; do
	version=${old##*/}
	version=${version%.tar.gz}
	rm -f "$T"/pp.db*
	tar -xzf "$old" -C "$T" || exit 1
	sqlite3 pp.db 'SELECT id, key, status, amount_minor FROM payment ORDER BY id' >payments
	sqlite3 pp.db 'SELECT id, hash FROM activity ORDER BY id' >activities

	run pp-invoice list
	refused 9 'older version' "$version: a verb waits for the upgrade"
	run pp-db check
	is_status 10 "$version: check says that it is old"
	run pp-db upgrade -y --json
	works "$version: upgrade"
	run pp-db check
	works "$version: check proves what was sealed before"
	out_empty "$version: silently"
	run pp-db upgrade -y
	works "$version: a second upgrade has nothing to do"
	sqlite3 pp.db 'SELECT id, key, status, amount_minor FROM payment ORDER BY id' | cmp -s - payments
	ok $? "$version: every payment is still there"
	sqlite3 pp.db 'SELECT id, hash FROM activity ORDER BY id' | head -n "$(wc -l <activities)" |
		cmp -s - activities
	ok $? "$version: the log goes on where it was"
	run pp-invoice list --status=payable
	works "$version: reading"
	run pp-pay resolve
	is_status 0 "$version: resolve"
	run pp-invoice add 9-9 --account=water:1001 --amount=1.00 --due-on=2026-04-01
	works "$version: writing"
	run pp-pay invoice water:9-9 --with=cash --yes
	works "$version: paying"
	run pp-db check
	works "$version: check, in the end"
done

done_testing
