#!/bin/sh
# shellcheck disable=SC2154,SC2016 # lib.sh and paying.sh set them; scripts are written to files
# pp-notify: what waits, and that each message is sent, and none twice.
#
# PP_SWEEP=all kills a sending at each of its system calls, else about PP_SWEEP of them (12).
. "${0%/*}/lib.sh"
. "$here/paying.sh"

# command CHANNEL LINE...: a script of those lines sends that channel
command() {
	channel=$1
	shift
	{
		echo '#!/bin/sh'
		printf '%s\n' "$@"
	} >"$T/by-$channel"
	chmod +x "$T/by-$channel"
	silently pp-db config "channel.$channel" "$T/by-$channel word"
}
# tell CUSTOMER TEMPLATE: a message
tell() {
	silently "$seed" tell "$@"
}
# field KEY: of the object that the last run printed
field() {
	jq -r ".$1" <"$T/out"
}
# message REF KEY
message() {
	pp-notify show "$1" --json | jq -r ".$2"
}
# box [FILE]: how often each message was taken: "1 msg 2 ..."
box() {
	sed -n 's/^Message-ID: //p' "${1:-$T/box}" 2>/dev/null | sort | uniq -c | awk '{ print $1 }' |
		sort | uniq -c | awk '{ print $2 "x" $1 }' | tr '\n' ' '
}

office --name='Cooperativa Ñandú' --city=Tarija
silently pp-db config office.email ayuda@example.com
silently pp-db config office.phone 800-10-1234
silently "$seed" customer Ana ana@example.com
silently "$seed" customer Beto beto@example.com

# ---- waiting
run pp-notify send
works "nothing to send is well"
out_empty "and silent"
tell cus-1 activation
tell cus-2 login
run pp-notify send
works "without commands messages wait"
out_empty "in silence"
run pp-notify send -v
is_status 0 "which -v tells"
err_like '^pp-notify: msg-1 waits: channel.email is not set$' "for each"
run pp-notify send msg-1
refused 9 'no command is set for msg-1: pp-db config channel.email' "a named one cannot wait"
run pp-notify list
works "list"
is "$(cut -f 1-5 "$T/out")" "msg-1	waiting	email	ana@example.com	Active su acceso a Cooperativa Ñandú
msg-2	waiting	sms	+59170012345	Código de ingreso" "lists messages"
run pp-notify list --json
is "$(head -1 "$T/out" | jq -r 'keys_unsorted | join(" ")')" \
	"type v id status channel to subject created_at sent_at attempts customer template language about next_at expires_at text" \
	"each with its fields"
run pp-notify list --customer=beto@example.com --columns=id
out_is msg-2 "those of one customer"
run pp-notify list --status=sent
works "those of a status"
out_empty "none yet"
run pp-notify list --customer=cus-9
refused 3 'there is no cus-9' "of a customer who is not there"
run pp-notify show msg-1 --json
works "show"
like "$(field text)" 'para activar su acceso' "S4-11 shows the text"
is "$(field text | grep -c 482913) $(field text | grep -c '\*\*\*\*\*\*')" "0 1" "S0-32 but not its code"
run pp-notify show msg-9
refused 3 'there is no msg-9' "one that is not there"
run pp-notify show pay-1
refused 2 'show takes no pay-1' "what is no message"
for verb in list 'show msg-1' send; do
	# shellcheck disable=SC2086
	PP_SESSION=$T/none run pp-notify $verb
	refused 6 'for operators' "$verb is for operators"
done

# ---- sending
command email "cat >>'$T/box'"
command sms "cat >>'$T/sms'; env >'$T/env'; printf '%s\\n' \"\$0 \$*\" >'$T/argv'; ls -l /proc/self/fd >'$T/fds'"
run pp-notify send --dry-run --json
is_status 0 "a dry run"
is "$(jq -r '.status // .new' <"$T/out" | tr '\n' ' ')" "sent sent 2 " "prints what it would send"
is "$(box)$(message msg-1 status)$(message msg-1 attempts)" "waiting0" "and nothing leaves"
export PP_SESSION_LOOKALIKE=secret
run pp-notify send
unset PP_SESSION_LOOKALIKE
works "S4-11 the activation e-mail is sent"
out_empty "in silence"
is "$(sed '/^$/q' "$T/box")" "From: =?UTF-8?B?Q29vcGVyYXRpdmEgw5FhbmTDug==?=
 <ayuda@example.com>
To: ana@example.com
Subject: =?UTF-8?B?QWN0aXZlIHN1IGFjY2VzbyBhIENvb3BlcmF0aXZhIMORYW5kw7o=?=
Date: Sun, 15 Mar 2026 12:00:00 +0000
Message-ID: <$(sed -n 's/^Message-ID: <\(.*\)@example.com>/\1/p' "$T/box")@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable
Content-Language: es
Auto-Submitted: auto-generated" "an e-mail as RFC 5322 has it"
like "$(cat "$T/box")" '^    482913$' "with its code"
is "$(awk 'length() > 76' "$T/box")" "" "in short lines"
like "$(cat "$T/box")" 'Canales oficiales: 800-10-1234, ayuda@example.com' "S0-34 and the official channels"
is "$(grep -c . "$T/sms") $(sed -n 1p "$T/sms")" "3 To: +59170012345" "an SMS: to whom"
like "$(sed -n '/^$/,$p' "$T/sms")" 'su codigo de ingreso es 482913. Vale 109 segundos' "S3-03 and the text"
is "$(cat "$T/argv")" "$T/by-sms word" "S0-32 the command's words are those of the setting, no more"
is "$(grep -c '^PP_' "$T/env") $(grep -c 482913 "$T/env")" "0 0" "S0-32 nothing of ours is in its environment"
is "$(grep -c "$PP_DB" "$T/fds")" 0 "nor among its open files"
is "$(message msg-1 status) $(message msg-1 attempts) $(message msg-1 sent_at)" "sent 1 2026-03-15T12:00:00Z" \
	"it is marked"
is "$(sqlite3 "$PP_DB" 'SELECT count(*) FROM message WHERE secret IS NOT NULL')" 0 \
	"S0-32 no code is kept of what was sent"
run pp-notify send
works "once more"
is "$(box) $(box "$T/sms")" "1x1  1x1 " "nothing is sent twice"
run pp-notify send msg-1
refused 4 'msg-1 was sent already' "nor by its name"
run pp-db log --ref=msg-1 --columns=verb,summary
out_is "seed tell	> waiting activation
notify send	waiting > waiting: attempt 1
notify send	waiting > sent" "the log tells it"
tell cus-1 recovery
run pp-notify send --json
is_status 0 "with --json"
is "$(jq -r '.id // "\(.type) \(.what) \(.new) \(.failed)"' <"$T/out")" "msg-3
summary message 1 0" "a record of each and a summary"
tell cus-1 recovery
run pp-notify send msg-4
works "a named one"
is "$(cut -f 1,2 "$T/out")" "msg-4	sent" "is printed"

# ---- commands that do not
fails() {
	rm -f "$T/box"
	command email "$1"
	tell cus-1 activation
	last_message=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
	run pp-notify send
	refused 8 "^pp-notify: msg-$last_message was not sent: $2\$" "a command that $3"
	is "$(message "msg-$last_message" 'status + .next_at')" "waiting2026-03-15T12:01:00Z" \
		"it waits a minute"
	run pp-notify send
	works "sooner it is left alone ($3)"
	command email "cat >>'$T/box'"
	at 60
	run pp-notify send --json
	is_status 0 "then it is tried again ($3)"
	is "$(box)$(message "msg-$last_message" 'status + (.attempts|tostring)')" "1x1 sent2" "and sent once ($3)"
	at 0
}
fails 'exit 75' 'the command ended with status 75' fails
fails 'exec </dev/null; exit 1' 'the command ended with status 1' "does not read"
fails 'kill -9 $$' 'the command was killed by signal 9' "is killed half-way"
silently pp-db config notify.timeout 1
fails "sleep 60 & echo \$! >'$T/child'; wait" 'the command took more than 1 seconds' hangs
is "$(sed 's/.*) //; s/ .*//' "/proc/$(cat "$T/child")/stat" 2>/dev/null | grep -v Z)" "" "what hangs is killed with what it started"
silently pp-db config notify.timeout ''
silently pp-db config channel.email "$T/missing -t"
tell cus-1 activation
tell cus-1 activation
run pp-notify send
refused 9 "channel.email: there is no program $T/missing" "a command that is not there is told once"
is "$(sqlite3 "$PP_DB" "SELECT sum(attempts) FROM message WHERE status = 'waiting'")" 0 "and no attempt is counted"
silently pp-db config channel.email "true -t"
run pp-notify send
works "a command in PATH, which reads nothing, and says yes"
is "$(pp-notify list --status=waiting | wc -l)" 0 "says yes"
command email "exit 1"
silently pp-db config notify.tries 3
silently "$seed" tell cus-1 activation
again=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
run pp-notify send
at 60
run pp-notify send
is "$(message "msg-$again" next_at)" "2026-03-15T12:06:00Z" "each time it waits longer"
at 360
run env LC_ALL=C.UTF-8 LANGUAGE=es pp-notify send --json
is_status 8 "the last time"
is "$(message "msg-$again" 'status + (.attempts|tostring)')" failed3 "it has failed"
is "$(jq -r .status <"$T/out" | head -1)" failed "which is printed"
is "$(pp-db log --ref="msg-$again" --columns=summary | tail -1)" \
	"waiting > failed: exit 1" "and noted, in words of no language"
at 86400
run pp-notify send
works "it is not tried any more"
run pp-notify send "msg-$again"
refused 4 "msg-$again has no code any more: ask for a new one" "its code is gone"

# ---- what else fails
command email "cat >>'$T/box'"
rm -f "$T/box" "$PP_DB.sent"
tell cus-1 activation
tell cus-2 activation
newest=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
ln -s "$T/elsewhere" "$PP_DB.sent"
run pp-notify send
refused 1 'cannot open .*pp.db.sent' "a journal that is a link is not followed"
rm "$PP_DB.sent"
mkdir "$PP_DB.sent"
run pp-notify send
refused 1 'pp.db.sent' "a journal that is a folder"
rmdir "$PP_DB.sent"
mv "$PP_DB.key" "$T/key"
run pp-notify send
refused 9 'pp.db.key' "without the key file no code can be read"
mv "$T/key" "$PP_DB.key"
is "$(box)$(message "msg-$newest" 'status + (.attempts|tostring)')" waiting0 "nothing was sent, no attempt counted"
pp-notify send --json >/dev/full 2>"$T/err"
is $? 1 "standard output is full"
is "$(box)$(message "msg-$newest" status)" "1x2 sent" "what was sent is recorded"
run pp-notify send
is "$(box)" "1x2 " "and not sent again"

# ---- codes that are too late
at 100000
command email "cat >>'$T/box'"
silently pp-db config channel.sms ''
tell cus-1 activation
tell cus-2 login
late=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
at 100109
rm -f "$T/box"
run pp-notify send --json
is_status 0 "a code that has expired while it waited"
is "$(message "msg-$late" status) $(pp-db log --ref="msg-$late" --columns=summary | tail -1)" \
	"failed waiting > failed: its code has expired" "has failed"
is "$(box)$(sqlite3 "$PP_DB" 'SELECT count(*) FROM message WHERE secret IS NOT NULL')" "1x1 0" "the other is sent"
run pp-notify send "msg-$late"
refused 4 "msg-$late has no code any more" "and cannot be sent later"

# ---- a request of a named one
rm -f "$T/box"
command email 'exit 1'
tell cus-1 activation
newest=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
run pp-notify send "msg-$newest" --request-id=now
refused 7 "msg-$newest was not sent" "a named one that cannot be sent"
command email "cat >>'$T/box'"
run pp-notify send "msg-$newest" --request-id=now
works "is tried again under the same request, for nothing was done"
run pp-notify send "msg-$newest" --request-id=now --json
works "the request repeated"
is "$(field id) $(field status) $(box)" "msg-$newest sent 1x1 " "shows the message as it is, and sends nothing"
run pp-notify send "msg-$newest"
refused 4 "msg-$newest was sent already" "which without a request is refused"
run pp-notify send msg-1 --request-id=now
refused 4 'used with other parameters' "the request for another message"

# ---- the courier by itself
(
	# shellcheck disable=SC3045 # the shells we run on have it
	ulimit -c unlimited 2>/dev/null
	command email "cat >>'$T/box'; grep '^Max core' /proc/\$PPID/limits >'$T/limits'"
	printf '5\nhello' | pp-notify courier "$T/journal" 1 0123456789abcdef0123456789abcdef \
		"$T/by-email" "$T/by-email word" 30 >"$T/out" 2>"$T/err"
)
like "$(cat "$T/out")" '^ready sent$|^ready$' "the courier is one"
like "$(cat "$T/limits")" 'size +0 +0 ' "S0-32 the courier of codes leaves no core dump"

# ---- killed
rm -f "$T/box"
command email "cat >>'$T/box'; kill -9 -\"\$(cat '$T/victim')\"; exit 0"
tell cus-1 activation
newest=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
setsid sh -c 'echo $$ >"$0/victim"; exec pp-notify send' "$T" >"$T/out" 2>"$T/err" &
wait $! 2>/dev/null
is $? 137 "a sending is killed with all its group, by its command, which then says yes"
is "$(box)$(message "msg-$newest" status)" "1x1 waiting" "before it could mark the message"
turns=0
until grep -q "^msg-$newest " "$PP_DB.sent" || [ "$turns" -eq 5000 ]; do
	turns=$((turns + 1))
done
at 100409
run pp-notify send --json
is_status 0 "the next sending"
is "$(box)$(message "msg-$newest" status)" "1x1 sent" "knows that it was sent, and does not send it again"
is "$(jq -r '.id' <"$T/out" | head -1)" "msg-$newest" "and says so"
run pp-notify send
is "$(wc -c <"$PP_DB.sent")" 0 "the journal is empty once all is marked"

# sweep: send is killed at a system call; the next one, later, sends what was not
command email "cat >>'$T/box'"
mkdir "$T/stage"
cp -p "$T"/pp.db* "$T/stage/"
point=0
bad=
sweep() {
	rm -f "$T/box" "$T"/pp.db*
	cp -p "$T/stage/"* "$T/"
	at 100500
	tell cus-1 activation
	tell cus-2 activation
	env LD_PRELOAD="${asan:+$asan }$shim" PP_FAULT=kill PP_FAULT_AT="$1" PP_FAULT_PROGRAM=pp-notify \
	    PP_FAULT_COUNT="$T/count" pp-notify send >"$T/out" 2>"$T/err" </dev/null
	struck=$?
	at 100600
	silently pp-notify send
	at 100800
	silently pp-notify send
	[ "$(box)" = "1x2 " ] && [ -z "$(pp-notify list --status=waiting)" ] || bad="$bad $1:$(box)"
}
sweep 1000000
count=$(cat "$T/count")
case ${PP_SWEEP-} in
all) step=1 ;;
*) step=$((count / ${PP_SWEEP:-12} + 1)) ;;
esac
killed=0
point=1
while [ "$point" -le "$count" ]; do
	sweep "$point"
	[ "$struck" -ne 137 ] || killed=$((killed + 1))
	point=$((point + step))
done
is "$bad" "" "killed at any of $count system calls ($killed tried): each message is sent, none twice"
[ "$killed" -gt 5 ]
ok $? "they were killed"

# ---- two at once
rm -f "$T/box"
at 200000
for n in 3 4 5 6 7 8 9 10 11 12; do
	silently "$seed" customer "Customer $n" "c$n@example.com"
	tell "cus-$n" activation
	tell "cus-$n" recovery
done
pp-notify send >"$T/out.1" 2>&1 &
one=$!
pp-notify send >"$T/out.2" 2>&1 &
two=$!
pp-notify send >"$T/out.3" 2>&1
wait $one && wait $two
is "$? $(cat "$T"/out.[123])" "0 " "three sendings at once: well and silent"
run pp-notify send
is "$(box)" "1x20 " "each message is sent once"

# ---- the next one leaves to it what another still hands over
rm -f "$T/box"
silently mkfifo "$T/gate"
command email "cat >>'$T/box'; read line <'$T/gate'"
tell cus-1 activation
pp-notify send &
slow=$!
while [ ! -s "$T/box" ]; do :; done
at 200100
run pp-notify send
works "another has it: it is left alone"
newest=$(sqlite3 "$PP_DB" 'SELECT max(id) FROM message')
run pp-notify send "msg-$newest"
refused 7 "msg-$newest is being sent by another program" "also when it is named"
echo go >"$T/gate"
wait $slow
is "$(box)$(message "msg-$newest" status)" "1x1 sent" "it is sent once"

done_testing
