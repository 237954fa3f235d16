# shellcheck shell=sh
# What every test stands on:  . "${0%/*}/lib.sh"  …  done_testing
#
# A fresh folder ($T, the working directory), our programs first in PATH, no terminal, LC_ALL=C,
# UTC, a fixed clock for sandboxes, no variable of ours from outside.  Tests print TAP.
#
#   run CMD...            runs it; its output is in $T/out and $T/err, its status in $status
#   run_in TEXT CMD...    the same with TEXT on standard input (run: nothing there)
#   run_tty CMD...        the same on a terminal of its own, where $typed is typed (out and err
#                         together in $T/out, \r removed)
#   ok STATUS NAME        is GOT WANT NAME       like TEXT ERE NAME      skip NAME WHY
#   is_status N NAME      out_is TEXT NAME       out_like ERE NAME       out_unlike ERE NAME
#   err_is TEXT NAME      err_like ERE NAME      out_empty NAME          err_empty NAME
#   refused N ERE NAME    that status, nothing on stdout, one line of <= 200 bytes like ERE on stderr
#   works NAME            status 0, nothing on stderr
#   office [OPTION...]    a sandbox office in $PP_DB, made by pp-db init
#   tools                 the names of our programs, filters left out
#   out                   prints what the last run printed (for a variable or a pipe)
#
# A test that says in_memory=1 first has its folder in memory where that is possible: what is killed
# a thousand times needs no disk.

# Nobody sits at a test: without a session of its own it could ask on the caller's terminal.
if [ -z "${PP_TEST_SESSION-}" ]; then
	PP_TEST_SESSION=1
	export PP_TEST_SESSION
	exec setsid -w sh "$0" "$@"
fi
unset PP_TEST_SESSION

here=$(cd "${0%/*}" && pwd)
case $here in */strict) here=${here%/strict} ;; esac
root=${here%/t}
case ${PP_BUILD:=build} in /*) build=$PP_BUILD ;; *) build=$root/$PP_BUILD ;; esac
if [ -n "${in_memory-}" ] && [ -z "${TMPDIR-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
fi
T=$(mktemp -d "${TMPDIR:-/tmp}/pp-test.XXXXXX") || exit 1
trap 'cd / && rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
cd "$T" || exit 1

unset PP_DB PP_SESSION PP_KEY PP_SANDBOX_BOOK PP_REHEARSAL NO_COLOR COLUMNS LANGUAGE LANG LC_MESSAGES
unset XDG_DATA_HOME POSIXLY_CORRECT
PATH=$build/bin:$PATH
PP_GATEWAY_PATH=$build/libexec/pp
PP_NOW=2026-03-15T12:00:00Z
TZ=UTC LC_ALL=C HOME=$T TMPDIR=$T
export PATH PP_GATEWAY_PATH PP_NOW TZ LC_ALL HOME TMPDIR

test_count=0
test_failed=0
status=0

# ok STATUS NAME
ok() {
	test_count=$((test_count + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$test_count" "$2"
		return 0
	fi
	test_failed=$((test_failed + 1))
	printf 'not ok %d - %s\n' "$test_count" "$2"
	return 1
}

diag() {
	printf '%s\n' "$*" | sed 's/^/# /' >&2
}

skip() {
	test_count=$((test_count + 1))
	printf 'ok %d - %s # SKIP %s\n' "$test_count" "$1" "$2"
}

# tools: the names of our programs but the filters
tools() {
	for program in "$build"/bin/pp-*; do
		case ${program##*/} in
		pp-gateway-* | 'pp-*') ;;
		*) echo "${program##*/}" ;;
		esac
	done
}

# show_run: what the last run did, after a failure
show_run() {
	diag "command: $last"
	diag "status: $status"
	diag "stdout: $(head -c 2000 "$T/out")"
	diag "stderr: $(head -c 2000 "$T/err")"
	return 1
}

# is GOT WANT NAME
is() {
	[ "$1" = "$2" ]
	ok $? "$3" || {
		diag "got:  $1"
		diag "want: $2"
		return 1
	}
}

# like TEXT ERE NAME
like() {
	printf '%s\n' "$1" | grep -Eq -e "$2"
	ok $? "$3" || {
		diag "got:  $1"
		diag "want: /$2/"
		return 1
	}
}

run() {
	last=$*
	"$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

run_in() {
	printf '%s' "$1" >"$T/in"
	shift
	last=$*
	"$@" >"$T/out" 2>"$T/err" <"$T/in"
	status=$?
}

run_tty() {
	last=$*
	command=
	for word; do
		command="$command '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"
	done
	: >"$T/err"
	printf '%s' "${typed-}" | script -qefc "$command" /dev/null >"$T/raw" 2>/dev/null
	status=$?
	tr -d '\r' <"$T/raw" >"$T/out"
}

out() {
	cat "$T/out"
}

is_status() {
	[ "$status" -eq "$1" ]
	ok $? "$2" || show_run
}

out_is() {
	printf '%s\n' "$1" | cmp -s - "$T/out"
	ok $? "$2" || {
		diag "want: $1"
		show_run
	}
}

err_is() {
	printf '%s\n' "$1" | cmp -s - "$T/err"
	ok $? "$2" || {
		diag "want: $1"
		show_run
	}
}

out_like() {
	grep -Eq -e "$1" "$T/out"
	ok $? "$2" || {
		diag "want: /$1/"
		show_run
	}
}

out_unlike() {
	! grep -Eq -e "$1" "$T/out"
	ok $? "$2" || {
		diag "not wanted: /$1/"
		show_run
	}
}

err_like() {
	grep -Eq -e "$1" "$T/err"
	ok $? "$2" || {
		diag "want: /$1/"
		show_run
	}
}

out_empty() {
	[ ! -s "$T/out" ]
	ok $? "$1" || show_run
}

err_empty() {
	[ ! -s "$T/err" ]
	ok $? "$1" || show_run
}

# refused N ERE NAME
refused() {
	[ "$status" -eq "$1" ] && [ ! -s "$T/out" ] && grep -Eq -e "$2" "$T/err" &&
		[ "$(wc -l <"$T/err")" -eq 1 ] && [ "$(wc -c <"$T/err")" -le 200 ]
	ok $? "$3" || {
		diag "want: status $1, one line on stderr like /$2/"
		show_run
	}
}

# works NAME
works() {
	[ "$status" -eq 0 ] && [ ! -s "$T/err" ]
	ok $? "$1" || show_run
}

office() {
	PP_DB=$T/pp.db
	export PP_DB
	pp-db init --sandbox --yes --quiet "$@" >"$T/init" 2>&1 ||
		diag "pp-db init: $(cat "$T/init")"
}

# The books must be right after every test, whatever it did.
check_books() {
	if [ -z "${PP_DB-}" ] || [ ! -e "$PP_DB" ] || [ -n "${no_books-}" ]; then
		return
	fi
	unset PP_SESSION
	if [ ! -x "$build/bin/pp-db" ]; then
		skip "the books are right at the end" "pp-db is not built"
		return
	fi
	run pp-db check
	is_status 0 "the books are right at the end"
}

done_testing() {
	check_books
	printf '1..%d\n' "$test_count"
	[ "$test_failed" -eq 0 ]
	exit $?
}
