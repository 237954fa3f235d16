# shellcheck shell=sh disable=SC2034,SC2154
# owning.sh - customers and what is theirs, after paying.sh:  . "$here/owning.sh"
#
#   owners              an office with customers cus-1 (Ana) and cus-2 (Beto); billers water and
#                       light; accounts water:1001 (acc-1), water:1002 (acc-2), light:1001 (acc-3)
#   session CUS         a live session of that customer: its file is named
#   as CUS CMD...       runs it as that customer        guest CMD...   as nobody
#   dump                all tables but work in progress, in a logical dump: unchanged if equal

owners() {
	shop
	silently "$seed" customer Beto beto@example.com
	silently pp-biller add light --name=Luz --service=power
	silently pp-account add 1002 --biller=water --holder='Beto Luna' --address='Calle 2'
	silently pp-account add 1001 --biller=light --holder='Carla Paz'
}

session() {
	if [ ! -e "$T/session.$1" ]; then
		(
			umask 077
			printf '%064d\n' "${1#cus-}" >"$T/session.$1"
		)
		hash=$(printf '%064d' "${1#cus-}" | sha256sum | cut -d' ' -f1)
		sqlite3 "$PP_DB" "INSERT INTO session (customer, hash, is_limited, created_at,
			seen_at) VALUES (${1#cus-}, '$hash', 0, $started, $started)"
	fi
	echo "$T/session.$1"
}

as() {
	PP_SESSION=$(session "$1")
	export PP_SESSION
	shift
	run "$@"
	unset PP_SESSION
}

guest() {
	run env PP_SESSION= "$@"
}

dump() {
	sqlite3 "$PP_DB" .dump | grep -v -e '^INSERT INTO lease' -e '^INSERT INTO session'
}
