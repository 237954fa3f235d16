#!/bin/sh
# Making, copying and replacing a database, and money over the counter, with every system call of
# theirs failing or being the last: what is there afterwards is whole, and nothing is lost.
. "${0%/*}/lib.sh"

shim=$build/t/shim.so
if ldd "$build/bin/pp-db" | grep -q libasan; then
	skip "faults" "the sanitizer's own calls would be counted; t/44-kill.t sweeps under it"
	printf '1..%d\n' "$test_count"
	exit 0
fi
no_books=1
step=${PP_FAULT_STEP:-23}
begin=0
PP_DB=$T/in/pp.db
export PP_DB

# with FAULT N CMD...: the N-th counted call is that fault's
with() {
	fault=$1 number=$2
	shift 2
	LD_PRELOAD=$shim PP_FAULT=$fault PP_FAULT_AT=$number "$@" >out 2>err </dev/null
	status=$?
}

# calls CMD...: how many there are
calls() {
	LD_PRELOAD=$shim PP_FAULT=kill PP_FAULT_COUNT=$T/count "$@" >out 2>err </dev/null
	head -1 "$T/count" | tr -dc 0-9
}

# afresh: the folder "in" as it was kept in "base"
afresh() {
	rm -rf in
	cp -a base in
}

# sweep NAME JUDGE CMD...: every fault at every call; JUDGE says what is wrong with what is left
# (every PP_FAULT_STEP-th call, from another one for each fault; 1: all of them).
sweep() {
	name=$1 judge=$2
	shift 2
	afresh
	total=$(calls "$@")
	[ "${total:-0}" -gt 20 ]
	ok $? "$name makes $total calls"
	for fault in kill torn eio enospc; do
		wrong=
		begin=$((begin + 1))
		number=$((begin % step + 1))
		while [ "$number" -le "$total" ]; do
			afresh
			with "$fault" "$number" "$@"
			why=$($judge)
			[ -z "$why" ] || wrong="$wrong
$fault at $number of $total, status $status: $why: $(head -c 200 err)"
			number=$((number + step))
		done
		is "$wrong" "" "$name: $fault at any call"
	done
}

# is_office DB: a whole office, whose books are right
is_office() {
	[ -z "$(pp-db check -D "$1" 2>&1)" ] && pp-db config office.name -D "$1" 2>&1 | grep -q "	Norte	"
}

# balance DB ACCOUNT
balance() {
	pp-account show "$2" -D "$1" --columns=balance 2>&1
}

# ---- init
mkdir base
judge_init() {
	if [ -e in/pp.db ]; then
		is_office in/pp.db || echo "no whole office"
		[ -s in/pp.db.key ] || echo "no key file"
		pp-db backup in/copy.db >/dev/null 2>copy.err || cat copy.err
	elif [ "$status" -eq 0 ]; then
		echo "nothing made"
	fi
	case $fault in
	eio | enospc)
		[ "$status" -eq 0 ] || [ -z "$(ls in)" ] || echo "left: $(ls in)"
		;;
	esac
}
sweep init judge_init pp-db init --sandbox --name=Norte

# ---- backup
rm -rf base in
mkdir in
pp-db init --sandbox --name=Norte >out
pp-account open --currency=BOB --holder=Ana >out
pp-account deposit acc-1 100 >out
cp -a in base
judge_backup() {
	is_office in/pp.db || echo "the office is damaged"
	if [ -e in/copy.db ]; then
		is_office in/copy.db || echo "a copy that is not whole"
		cmp -s in/pp.db.key in/copy.db.key || echo "a copy without its key"
		pp-account deposit acc-1 1 -D in/copy.db >/dev/null 2>&1
		[ $? -eq 7 ] || echo "a copy without its mark"
	elif [ "$status" -eq 0 ]; then
		echo "no copy"
	fi
	case $fault in
	eio | enospc)
		[ "$status" -eq 0 ] || [ ! -e in/copy.db ] || echo "a copy in spite of status $status"
		[ -e in/copy.db ] || [ -z "$(find in -name 'copy*')" ] || echo "left: $(ls in)"
		;;
	esac
}
sweep backup judge_backup pp-db backup in/copy.db

# ---- restore: the backup has 100.00, the office 150.00
rm -rf in
cp -a base in
pp-db backup in/day.db >out
pp-account deposit acc-1 50 >out
rm -rf base
cp -a in base
former() {
	find in -name 'pp.db.2*Z' | head -1
}
judge_restore() {
	if [ ! -e in/pp.db ]; then
		[ "$(balance "$(former)" acc-1)" = 150.00 ] || echo "the former database is lost"
		[ "$status" -gt 128 ] || echo "no database, status $status"
		pp-db restore in/day.db >/dev/null 2>again || echo "not repeatable: $(cat again)"
	fi
	is_office in/pp.db || echo "no whole office"
	case $(balance in/pp.db acc-1) in
	150.00)
		[ "$status" -ne 0 ] || echo "not restored"
		pp-account deposit acc-1 1 >/dev/null 2>&1 || echo "the former office does not work"
		;;
	100.00)
		pp-account deposit acc-1 1 >/dev/null 2>&1
		[ $? -eq 7 ] || echo "restored without its mark"
		[ "$(balance "$(former)" acc-1)" = 150.00 ] || echo "the former database is lost"
		;;
	*) echo "neither office" ;;
	esac
	cmp -s in/pp.db.key base/pp.db.key || echo "the key file changed"
	case $fault in
	eio | enospc)
		[ "$status" -eq 0 ] || [ -z "$(find in -name '*.new-*')" ] || echo "left: $(ls in)"
		;;
	esac
}
sweep restore judge_restore pp-db restore in/day.db

# ---- money over the counter: recorded, or not; never half, and said truly
judge_deposit() {
	is_office in/pp.db || echo "books that are not right"
	now=$(balance in/pp.db acc-1)
	case $now in
	150.00)
		[ "$status" -ne 0 ] || echo "said to be recorded, and is not"
		;;
	151.00)
		grep -q 'nothing was charged' err && echo "said not to be recorded, and is"
		;;
	*) echo "balance $now" ;;
	esac
	case $status in
	0 | 1 | 7 | 9 | 11 | 137) ;;
	*) echo "an odd status" ;;
	esac
}
sweep deposit judge_deposit pp-account deposit acc-1 1

done_testing
