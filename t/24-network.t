#!/bin/sh
# shellcheck disable=SC2154 # lib.sh sets them
# A database on a network filesystem, where locks cannot be trusted, is refused and left alone.
. "${0%/*}/lib.sh"

asan=$(ldd "$build/bin/pp-db" | sed -n 's/.* => \(.*libasan[^ ]*\) .*/\1/p')
office
before=$(cksum <"$PP_DB")

# there TYPE COMMAND...: it runs where statfs tells that type
there() {
	type=$1
	shift
	run env LD_PRELOAD="${asan:+$asan }$build/t/shim.so" PP_FAULT_FS="$type" "$@"
}

for type in 6969 ff534d42 fe534d42 517b 01021997 5346414f 00c36400; do
	there "$type" pp-biller list
	refused 9 'is on a network filesystem' "$type: read"
	there "$type" pp-biller add water --name=Water --service=water
	refused 9 'is on a network filesystem' "$type: written"
	there "$type" pp-db check
	is_status 10 "$type: a finding of check"
	out_like '^file	the database is on a network filesystem' "$type: which says so"
	there "$type" pp-db init --sandbox -D "$T/new.db"
	refused 9 'is on a network filesystem' "$type: none is made"
	[ ! -e "$T/new.db" ] && [ ! -e "$T/new.db.key" ]
	ok $? "$type: nothing is left"
done
is "$(cksum <"$PP_DB")" "$before" "the file is unchanged"
for type in ef53 58465342 9123683e 01021994; do
	there "$type" pp-biller list
	works "$type: a filesystem of this machine"
done
done_testing
