# shellcheck shell=sh disable=SC2034,SC2154
# people.sh - customers who register, log in and read their mail, for tests:
#   . "$here/people.sh"
#
#   people               an office whose e-mail and SMS arrive at once in $T/mail
#   secret FILE TEXT     a file that nobody else can read
#   code                 what waits is sent; the six digits of the newest go to $T/code, too
#   json KEY             that key's value in the object that the last run printed
#   customer WORD...     runs pp-customer WORD...
#   at SECONDS           the clock is that much after the start
#   keep_rows, same_rows NAME   the database's rows, but for the log of what was tried

started=$(date -u -d "$PP_NOW" +%s)

at() {
	PP_NOW=$(date -u -d "@$((started + $1))" +%Y-%m-%dT%H:%M:%SZ)
	export PP_NOW
}

secret() {
	rm -f "$1"
	(umask 077 && printf '%s\n' "$2" >"$1")
}

people() {
	office "$@"
	printf '#!/bin/sh\ncat >"%s/mail"\n' "$T" >"$T/deliver"
	chmod 700 "$T/deliver"
	pp-db config channel.email "$T/deliver" >"$T/quiet"
	pp-db config channel.sms "$T/deliver" >"$T/quiet"
}

code() {
	rm -f "$T/mail" "$T/code"
	env -u PP_SESSION pp-notify send >"$T/quiet" 2>&1 || diag "pp-notify send: $(cat "$T/quiet")"
	[ -e "$T/mail" ] || return 1
	secret "$T/code" "$(sed '1,/^$/d' "$T/mail" | grep -oE '(^|[^0-9+])[0-9]{6}([^0-9]|$)' |
		tr -dc '0-9\n' | head -n 1)"
}

json() {
	jq -r ".$1" <"$T/out"
}

customer() {
	run pp-customer "$@"
}

keep_rows() {
	sqlite3 "$PP_DB" .dump | grep -Ev '^INSERT INTO (activity|seal|password|code|setting) ' >"$T/rows"
}

same_rows() {
	sqlite3 "$PP_DB" .dump | grep -Ev '^INSERT INTO (activity|seal|password|code|setting) ' |
		cmp -s - "$T/rows"
	ok $? "$1"
}

# talk [PROMPT ANSWER]... -- CMD...   runs it on a terminal of its own, where each answer is typed
#                      once its prompt has been shown; all that was shown is in $T/out
talk() {
	: >"$T/talk"
	rm -f "$T/keys"
	mkfifo "$T/keys"
	exec 5<>"$T/keys"
	count=0
	while [ "$1" != -- ]; do
		count=$((count + 1))
		printf '%s' "$1" >"$T/prompt.$count"
		printf '%s\n' "$2" >"$T/answer.$count"
		shift 2
	done
	shift
	last=$*
	command=
	for word; do
		command="$command '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"
	done
	: >"$T/err"
	script -qefc "$command" /dev/null >"$T/talk" 2>/dev/null <"$T/keys" 5>&- &
	pid=$!
	answered=0
	while [ "$answered" -lt "$count" ] && kill -0 "$pid" 2>/dev/null; do
		if [ "$(grep -cF -f "$T/prompt.$((answered + 1))" "$T/talk")" -gt 0 ]; then
			answered=$((answered + 1))
			cat "$T/answer.$answered" >&5
		fi
	done
	wait "$pid"
	status=$?
	exec 5>&-
	tr -d '\r' <"$T/talk" >"$T/out"
	rm -f "$T"/prompt.* "$T"/answer.*
}
