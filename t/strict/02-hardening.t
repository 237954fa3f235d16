#!/bin/sh
# What the loader and the compiler can do against our mistakes is switched on.
. "${0%/*}/../lib.sh"

command -v readelf >/dev/null
ok $? "readelf is installed"

for program in "$build"/bin/pp "$build"/bin/pp-* "$build"/libexec/pp/*; do
	[ -e "$program" ] || continue
	name=${program##*/}
	readelf -Wh -l -d -s "$program" >elf 2>/dev/null
	grep -q 'Type:.*DYN' elf && grep -q 'FLAGS_1.*PIE' elf
	ok $? "$name: position independent"
	grep -q GNU_RELRO elf && grep -Eq 'FLAGS.*(BIND_NOW|NOW)' elf
	ok $? "$name: full RELRO"
	grep 'GNU_STACK' elf | grep -q ' RW '
	ok $? "$name: stack not executable"
	grep -q __stack_chk_fail elf
	ok $? "$name: stack protector"
	grep -q '_chk@' elf
	ok $? "$name: fortified"
	! grep -Eq '(RPATH|RUNPATH)' elf
	ok $? "$name: no run path"
done

done_testing
