#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and token.sh set them
# pp-token: enrolling, the device, spending a code once, locks, revoking; what is kept of a secret.
. "${0%/*}/lib.sh"
. "$here/token.sh"
. "$here/secrets.sh"
# shellcheck disable=SC3045 # the shells we run on have it
ulimit -S -c unlimited 2>/dev/null

office --name='Agua: Luz & Gas'
customer ana
ana=$cus
customer luis
luis=$cus

# verify CUS: with what is in the file $code
verify() {
	run pp-token verify "$1" --token-file="$code"
}

# is_json FILTER WANT NAME: of what the last run printed
is_json() {
	is "$(jq -r "$1" "$T/out")" "$2" "$3"
}

# ---- the device
run pp-token status "$ana" --json
works "a customer without a token"
is_json .status none "has status none"
run pp-token enrol "$ana" --json
works "S0-16 a token is enrolled"
is_json '.status, .customer, .period' "active
cus-1
30" "and printed"
like "$(jq -r .uri out)" \
	'^otpauth://totp/Agua%20%20Luz%20%26%20Gas:ana%40example\.com\?secret=[A-Z2-7]{32}&issuer=Agua%20%20Luz%20%26%20Gas&algorithm=SHA1&digits=6&period=30$' \
	"S0-16 its URI names office and customer, and holds a secret of 160 bits"
umask 077
jq -r .uri out >"$ana.uri"
one=$(sed 's/.*[?&]secret=//; s/&.*//' "$ana.uri")
enrolled "$luis"
[ "$one" != "$secret" ]
ok $? "S0-16 each customer has a secret of its own"
run pp-token status "$ana" --json
is_json .uri null "the secret is told once"

# device OPTION...: away from any office
device() {
	run env -u PP_DB -u PP_NOW pp-token show --secret-file="$ana.uri" "$@" --json
}
device
works "S0-15 the device needs no database"
is_json '.type + (.code | test("^[0-9]{6}$") | tostring) + (.seconds >= 1 and .seconds <= 30 | tostring)' \
	otptruetrue "S0-14 S0-17 and shows six digits on demand, and for how long"
device --at=2026-03-15T12:00:00Z
is_json .seconds 30 "at the beginning of a step 30 seconds are left"
device --at=2026-03-15T12:00:29Z
is_json .seconds 1 "at its end 1"

echo GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ >rfc.secret
for case in 1970-01-01T00:00:59Z:287082 2005-03-18T01:58:29Z:081804 2005-03-18T01:58:31Z:050471 \
	2009-02-13T23:31:30Z:005924 2033-05-18T03:33:20Z:279037 2603-10-11T11:33:20Z:353130; do
	run pp-token show --secret-file=rfc.secret --at="${case%:*}" --format=tsv --columns=code
	out_is "${case##*:}" "S0-14 RFC 6238: ${case%:*}"
done
run_in "$(cat "$ana.uri")" pp-token show --secret-file=- --at=2026-03-15T12:00:00Z --json
code "$ana"
is_json .code "$(digits)" "the secret from standard input"
run pp-token show --secret-fd=5 --at=2026-03-15T12:00:00Z --json 5<"$ana.uri"
is_json .code "$(digits)" "and from a descriptor"
run env PP_SESSION=/nowhere pp-token show --secret-file=rfc.secret
works "anybody may run the device"
run pp-token show
refused 2 'secret-file' "nobody to ask for the secret"
run pp-token show --secret-file=missing
refused 2 'missing' "no such file"
chmod 644 rfc.secret
run pp-token show --secret-file=rfc.secret
refused 9 'others can read' "a secret that others can read"
chmod 600 rfc.secret
run pp-token show --secret-file=rfc.secret --at=yesterday
refused 2 'at' "no instant"
run pp-token show --secret-file=rfc.secret --at=1969-12-31T23:59:59Z
refused 2 'before 1970' "an instant before the first step"
for text in 'otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQ&counter=0' 'hello' \
	'otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&digits=8' 'gezdgnbvgy3tqojq'; do
	run_in "$text" pp-token show --secret-file=-
	refused 2 'otpauth|secret' "not clear: $text"
	! grep -qi gezd "$T/err"
	ok $? "and not echoed"
done

# ---- spending
code "$ana"
verify "$ana"
works "S0-21 a token is accepted"
verify "$ana"
refused 6 'already used, wait 30 seconds' "S0-21 a token is accepted once"
run pp-token verify "$ana" --token-file="$code" --json
is "$(jq -r '.reason + " " + .until' err)" "token_used 2026-03-15T12:00:30Z" "S0-21 until the next one"
run pp-token status "$ana" --json
is_json .wrong 0 "S0-21 a used one is not counted as wrong"
at 29
verify "$ana"
refused 6 'wait 1 seconds' "S0-21 still refused inside its minute"
at 31
verify "$ana"
refused 6 'already used, wait 0 seconds' "S0-21 also in the next step, which has another already"
code "$ana"
verify "$ana"
works "the next one is good"
at 89
code "$ana" -30
verify "$ana"
refused 6 'already used' "the one before what was accepted is over, though never used"
at 119
code "$ana" -30
verify "$ana"
works "S0-20 the one before is accepted"
at 45
code "$ana"
verify "$ana"
refused 6 'wait 45 seconds' "S0-21 a clock put back makes no code good again before that step is over"
at 180
code "$ana" -59
verify "$ana"
refused 6 'wrong' "S0-20 but not one of a minute ago"
run pp-token status "$ana" --json
is_json .wrong 1 "which is counted"
code "$ana" 30
verify "$ana"
refused 6 'left before it is locked: 3' "nor one of the future"
printf '%s %s\n' "$(code "$ana" && cut -c 1-3 "$code")" "$(cut -c 4-6 "$code")" >spaced
chmod 600 spaced
run pp-token verify "$ana" --token-file=spaced
works "as devices show it, with a blank"
run pp-token status "$ana" --json
is_json .wrong 0 "a good one ends the row of wrong ones"
code "$luis"
verify "$ana"
refused 6 'wrong' "S0-16 another customer's is wrong"
for text in 12345 1234567 abcdef '-12345' '12 34 5' '١٢٣٤٥٦'; do
	printf '%s\n' "$text" >"$code"
	verify "$ana"
	refused 6 'six digits' "S0-14 no six digits: $text"
done
run pp-token status "$ana" --json
is_json .wrong 1 "which is no try"
run pp-token verify "$ana"
refused 2 'token-file' "nobody to ask for it"
run pp-token verify "$ana" --token=123456
refused 2 'token' "S0-32 never on the command line"
at 210
code "$ana"
typed="$(digits)
"
run_tty pp-token verify "$ana" --format=json
is_status 0 "typed on a terminal"
out_like '^token: ' "where it is asked for"

# ---- a dry run and a repeat do not make a code good again
at 300
code "$ana"
run pp-token verify "$ana" --token-file="$code" --dry-run
is_status 0 "a dry run verifies"
verify "$ana"
refused 6 'already used' "S0-21 and spends"
wrong "$ana"
run pp-token verify "$ana" --token-file="$code" --dry-run
refused 6 'left before it is locked: 4' "a dry run counts a wrong one"
code "$luis"
run pp-token verify "$luis" --token-file="$code" --request-id=again
works "with a request id"
run pp-token verify "$luis" --token-file="$code" --request-id=again
refused 6 'already used' "S0-21 a repeat of the request is a second use"

# ---- five wrong ones
at 600
code "$ana"
verify "$ana"
for left in 4 3 2 1; do
	wrong "$ana"
	verify "$ana"
	refused 6 "left before it is locked: $left" "wrong, $left left"
done
verify "$ana"
refused 6 'locked until 2026-03-16T12:10:00Z' "the fifth wrong one locks"
run pp-token verify "$ana" --token-file="$code" --json
is "$(jq -r '.reason + " " + .until' err)" "locked 2026-03-16T12:10:00Z" "until when"
at 630
code "$ana"
verify "$ana"
refused 6 'locked' "locked for a good one too"
run pp-token status "$ana" --json
is_json '.status + " " + .locked_until' "locked 2026-03-16T12:10:00Z" "S0-17 which status tells"
at $((600 + 86399))
code "$ana"
verify "$ana"
refused 6 'locked' "a second before 24 hours are over"
at $((600 + 86400))
run pp-token status "$ana" --json
is_json '.status' active "after 24 hours it is not"
wrong "$ana"
verify "$ana"
refused 6 'left before it is locked: 4' "and a new row of tries begins"
code "$ana"
verify "$ana"
works "in which a good one is good"

# ---- the clock
at $((600 + 86400 - 3600))
code "$ana"
verify "$ana"
refused 7 'clock' "a clock that went back accepts nothing"
at $((600 + 86400 + 40 * 86400))
code "$ana"
verify "$ana"
refused 7 'clock' "nor one that is 40 days ahead"
at $((600 + 86460))

# ---- a period of a minute
run pp-db config token.period 60
works "token.period"
run pp-db config token.period 61
refused 2 'token.period' "not more than a minute"
customer eva
eva=$cus
enrolled "$eva"
grep -q 'period=60$' "$eva.uri"
ok $? "a new token has it"
code "$eva"
verify "$eva"
works "S0-20 of a minute the present one"
at $((600 + 86520))
code "$eva" -60
verify "$eva"
refused 6 'wrong' "S0-20 not the one before"
at $((600 + 86700))
code "$eva" -60
verify "$eva"
refused 6 'wrong' "S0-20 also where it was not used"
code "$ana"
verify "$ana"
works "older tokens keep theirs"

# ---- enrolling again, revoking
run pp-token enrol "$ana"
refused 4 'has a token already' "an operator does not replace a live token"
run pp-token enrol "$ana" --json
is "$(jq -r '.reason + " " + .ref' err)" "enrolled cus-1" "and the reason says so"
run pp-token revoke "$ana"
refused 2 'give --yes' "revoking asks first"
run pp-token revoke "$ana" --yes --dry-run
run pp-token status "$ana" --json
is_json .status active "a dry run revokes nothing"
run pp-token revoke "$ana" --yes --json
works "revoked"
is_json .status revoked "and shown as such"
run pp-token revoke "$ana" --yes
refused 4 'has no token' "once"
code "$ana"
verify "$ana"
refused 6 'has no token' "what it shows is worth nothing"
is "$(sqlite3 -readonly "$PP_DB" "SELECT count(*) FROM token WHERE customer = 1 AND secret IS NOT NULL")" \
	0 "S0-32 its secret is forgotten"
old=$(sed 's/.*secret=//; s/&.*//' "$ana.uri")
enrolled "$ana"
[ "$old" != "$secret" ]
ok $? "a new one has a new secret"
verify "$ana"
refused 6 'wrong' "the old device is worth nothing"
run pp-token enrol "$luis" --dry-run --request-id=x
refused 4 'has a token' "refused in a dry run too"
customer rosa
run pp-token enrol "$cus" --request-id=rosa --json
first=$(jq -r .uri out)
run pp-token enrol "$cus" --request-id=rosa --json
works "the same request again"
is_json '.uri, .status' "null
active" "shows the token, not its secret"
rosa=$cus
echo "$first" >"$rosa.uri"
code "$rosa"
verify "$rosa"
works "which is still the first"

# ---- who it is
for verb in enrol status revoke; do
	run pp-token $verb --yes
	refused 2 'name a customer' "$verb of nobody"
	run pp-token $verb cus-77 --yes
	refused 3 'there is no cus-77' "$verb of one who is not there"
	run pp-token $verb acc-1 --yes
	refused 2 'acc-1' "$verb of what is no customer"
	run env PP_SESSION=/nowhere pp-token $verb "$ana" --yes
	refused 6 'log in first' "$verb by a guest"
done
run pp-token verify cus-77 --token-file="$code"
refused 3 'there is no cus-77' "verify one who is not there"
run env PP_SESSION=/nowhere pp-token verify "$ana" --token-file="$code"
refused 6 'log in first' "verify by a guest"
run pp-token status luis@example.com --json
is_json .customer "$luis" "by e-mail address"

# ---- a terminal
customer zoe
run_tty pp-token enrol "$cus"
is_status 0 "enrolling on a terminal"
out_like '▀|▄|█' "S0-07 draws the QR code"
out_like '^otpauth://totp/' "followed by its text"

# ---- secrets
held_open pp-token enrol "$(pp-seed customer Sol sol@example.com)" --json
sol=$(jq -r .customer out)
jq -r .uri out >"$sol.uri"
secret=$(sed 's/.*[?&]secret=//; s/&.*//' "$sol.uri")
[ -n "$secret" ]
ok $? "a secret is told while somebody reads"
wait "$held"
sealed "S0-32 no file of the office, no backup, no log has a secret, told or raw" \
	"$secret" "$one" "$old" "$(sed 's/.*secret=//; s/&.*//' "$luis.uri")"
code "$sol"
now_shown=$(digits)
spy "$now_shown" --token-file pp-token verify "$sol"
is_status 0 "S0-32 a token from a pipe"
unseen "$now_shown" "S0-32 neither /proc/PID/cmdline nor environ has it"
no_core "S0-32 and no core is dumped"
spy "$(cat "$sol.uri")" --secret-file pp-token show
is_status 0 "S0-32 the device takes its secret from a pipe"
unseen "$secret" "S0-32 neither /proc/PID/cmdline nor environ has it"
no_core "S0-32 and no core is dumped"

# A box that was moved to another customer's row, or changed, does not open.
cp "$PP_DB" moved.db
cp "$PP_DB.key" moved.db.key
sqlite3 moved.db "UPDATE token SET secret = (SELECT secret FROM token WHERE customer = 2 AND
	revoked_at IS NULL), last_step = -1, tried = 0 WHERE customer = 1 AND revoked_at IS NULL"
code "$luis"
run pp-token verify -D moved.db "$ana" --token-file="$code"
refused 9 'sealed secret does not open' "a secret in another customer's row does not open"
run pp-token verify -D moved.db "$luis" --token-file="$code"
works "in its own it does"
mv "$PP_DB.key" away
run pp-token verify "$luis" --token-file="$code"
refused 9 'key' "without the key file there is nothing"
mv away "$PP_DB.key"

done_testing
