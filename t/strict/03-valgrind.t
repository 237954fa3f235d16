#!/bin/sh
# One run of each verb without a wrong access, a lost byte or a descriptor left open.
# t/strict/verbs holds the commands, a line each, run in order on a sandbox office.
. "${0%/*}/../lib.sh"

command -v valgrind >/dev/null
ok $? "valgrind is installed" || done_testing

PATH=$build/t:$PATH
printf 'hunter2hunter2\n' >secret
printf '123456\n' >wrong-code
printf 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n' >otp-secret
chmod 600 secret wrong-code otp-secret
echo 'What is agreed.' >terms.txt
"$build/t/pp-photo" 3 'any text' >photo.jpg
printf 'email,name\neva@example.com,Eva Rojas\n' >customers.csv
printf 'number,holder\n1002,Luis Vargas\n' >accounts.csv
printf '{"type":"guide","biller":"water","kind":"contact","title":"Help","phone":"1"}\n' >guide.jsonl
printf 'number,account,amount,due_on\nF-1,1001,20.00,2026-04-01\nF-2,1001,35.50,2026-04-01\n' >bills.csv

# under COMMAND...: under valgrind; its findings are in $T/vg
under() {
	program=$(command -v "$1")
	shift
	valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \
		--errors-for-leak-kinds=definite,indirect,possible --track-fds=yes --log-file="$T/vg" \
		"$program" "$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

while read -r line; do
	case $line in '' | '#'*) continue ;; esac
	[ -n "${PP_DB-}" ] || case $line in pp-toy*) ;; *) office ;; esac
	eval "under $line"
	# Descriptors that were inherited are not ours to close.
	lost=$(grep -A3 'Open file descriptor' vg | grep -vc -e inherited -e '^--' || :)
	[ "$status" -ne 99 ] && { [ "$lost" -eq 0 ] || ! grep -q 'Open file descriptor' vg ||
		[ "$(grep -c 'Open file descriptor' vg)" -eq "$(grep -c inherited vg)" ]; }
	ok $? "$line" || diag "$(head -30 vg)"
done <"$here/strict/verbs"

done_testing
