# shellcheck shell=sh disable=SC2034,SC2154
# token.sh - customers with tokens, for tests:  . "$here/token.sh"
#
#   customer NAME       an active customer NAME@example.com: $cus
#   enrolled CUS        a token of CUS: its URI in $T/CUS.uri, its secret in $secret
#   at SECONDS          the clock is that much after the start
#   code CUS [SECONDS]  the file $code has what the device shows now, or SECONDS from now
#   digits              what is in it
#   wrong CUS           the file $code has six digits that no device shows now

started=$(date -u -d "$PP_NOW" +%s)
now=$started
code=$T/code
PATH=$build/t:$PATH

at() {
	now=$((started + $1))
	PP_NOW=$(date -u -d "@$now" +%Y-%m-%dT%H:%M:%SZ)
	export PP_NOW
}

customer() {
	cus=$(pp-seed customer "$1" "$1@example.com")
}

enrolled() {
	pp-token enrol "$1" --json >"$T/enrolled" || diag "pp-token enrol $1 fails"
	(
		umask 077
		jq -r .uri "$T/enrolled" >"$T/$1.uri"
	)
	secret=$(sed 's/.*[?&]secret=//; s/&.*//' "$T/$1.uri")
}

code() {
	(
		umask 077
		pp-token show --secret-file="$T/$1.uri" --format=tsv --columns=code \
			--at="$(date -u -d "@$((now + ${2:-0}))" +%Y-%m-%dT%H:%M:%SZ)" >"$T/code"
	)
	code=$T/code
}

digits() {
	cat "$T/code"
}

wrong() {
	code "$1" -30
	earlier=$(digits)
	code "$1"
	for tried in 000000 111111 222222; do
		[ "$tried" = "$earlier" ] || [ "$tried" = "$(digits)" ] || break
	done
	echo "$tried" >"$T/code"
}
