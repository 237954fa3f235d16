#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and people.sh set them
# The whole life of a customer: as a person sees it on a terminal, and by a script without one.
. "${0%/*}/lib.sh"
. "$here/people.sh"

people --currency=BOB --name='Cooperativa Norte'
first='correct horse 1'
second='battery staple 2'
third='purple monkey 3'

# shown NAME LINE...: what was shown on the terminal, without the instants
shown() {
	name=$1
	shift
	printf '%s\n' "$@" >"$T/want"
	sed -E 's/ +$//' "$T/out" >"$T/seen"
	cmp -s "$T/want" "$T/seen"
	ok $? "$name" || diag "$(diff "$T/want" "$T/seen")"
}

card='id               cus-1
status           active
kind             person
name             Ana Quispe
email            ana@example.com
phone            +59170012434
document         CI:1234567
language         es'

# ---- on a terminal
PP_SESSION=$T/session NO_COLOR=1
export PP_SESSION NO_COLOR
talk 'New password: ' "$first" 'The same again: ' "$second" -- pp-customer register \
	ana@example.com --name='Ana Quispe'
is_status 2 "S0-27 the new password is asked twice"
shown "and nothing that is typed is seen" 'New password:' 'The same again:' \
	'pp-customer: the two passwords differ'
talk 'New password: ' "$first" 'The same again: ' "$first" -- pp-customer register \
	ana@example.com --name='Ana Quispe' --phone='+591 70012434' --document=CI:1234567
is_status 0 "S1-03 registering"
out_unlike 'horse|staple' "nothing that is typed is seen"
is "$(sed -E '1,2d; s/ +$//; /^(email|phone)_conf|^portal|^created/d' out)" "$card" "the customer is shown"
talk 'Password: ' "$second" -- pp-customer login ana@example.com
is_status 6 "a wrong password"
shown "in one line, and what to do in another" 'Password:' \
	'pp-customer: e-mail address or password is wrong, or locked for a day' \
	'pp-customer: hint: three wrong ones lock; pp-customer recover EMAIL sets a new one'
talk 'Password: ' "$first" -- env -u PP_SESSION pp-customer login ana@example.com -S "$T/session"
is_status 0 "S1-01 logging in"
out_like "^pp-customer: export PP_SESSION='$T/session'\$" "the line to type is shown"
talk 'Password: ' "$first" -- pp-customer login ana@example.com
out_unlike 'export' "but not when the shell has it"
talk -- pp-customer confirm phone
is_status 0 "S3-07 confirming the phone"
out_like '^sent_to +\*\*\*\*434$' "S3-04 where the code went"
out_like '^seconds +109$' "S3-05 for how long it is good"
code
talk 'Code: ' "$(cat code)" -- pp-customer confirm phone --code-fd=0
is_status 0 "the code is typed"
out_unlike "$(cat code)" "and not seen"
talk -- pp-customer whoami
out_like '^phone_confirmed +yes$' "S3-08 who it is"
talk 'Password: ' "$first" 'New password: ' "$second" 'The same again: ' "$second" -- \
	pp-customer password
is_status 0 "S0-22 changing the password"
talk -- pp-customer whoami
shown "S0-22 then logging in again" 'pp-customer: no live session: log in first'
pp-customer recover ana@example.com >quiet
code
talk 'Code: ' "$(cat code)" 'New password: ' "$third" 'The same again: ' "$third" -- \
	pp-customer recover ana@example.com --code-fd=0
is_status 0 "S0-27 a forgotten one: the key, and the new one twice"
out_unlike "monkey|$(cat code)" "nothing of it is seen"
talk 'Password: ' "$third" -- pp-customer login ana@example.com
is_status 0 "S0-28 and access is allowed"
talk -- pp-customer logout
is_status 0 "S1-13 logging out"
unset PP_SESSION
talk '[y/N] ' 'n' -- pp-customer suspend cus-1
is_status 2 "S0-30 an operator is asked"
shown "and shown who it is" 'Suspend cus-1, Ana Quispe, ana@example.com? [y/N] n' \
	'pp-customer: not confirmed, nothing was done'
talk '[y/N] ' '' -- pp-customer close cus-1
is_status 2 "nothing typed is no"
talk '[y/N] ' 'y' -- pp-customer suspend cus-1
out_like '^status +suspended$' "yes suspends"
LC_ALL=C.UTF-8 LANGUAGE=es talk '[s/N] ' 's' -- pp-customer close cus-1
out_like '^¿Cerrar cus-1, Ana Quispe, ana@example.com\? \[s/N\] s$' "in Spanish"
is "$(pp-customer show cus-1 --columns=status)" closed "yes closes"

# ---- by a script, which nobody watches
secret first "$first"
secret second "$second"
{
	PP_SESSION=$T/session2
	export PP_SESSION
	set -e
	pp-customer register bob@example.com --name=Bob --phone=71111111 --document=CI:2 --password-fd=3 3<first
	pp-customer login bob@example.com --password-fd=0 <first
	pp-customer confirm phone
	code
	pp-customer confirm phone --code-file=code
	pp-customer edit --address='Calle 1'
	pp-customer password --password-fd=3 --new-password-fd=4 3<first 4<second
	pp-customer login --document=CI:2
	code
	pp-customer login --document=CI:2 --code-file=code
	pp-customer whoami
	pp-customer logout
	unset PP_SESSION
	pp-customer suspend cus-2 --yes
	pp-customer resume cus-2
	pp-customer close cus-2 --yes
	set +e
} >by-script 2>by-script.err
is "$(cut -f 1,2,3 by-script | tr '\t' ' ')" "cus-2 active person
cus-2 active person
 sms ****111
cus-2 active person
cus-2 active person
cus-2 active person
 sms ****111
cus-2 active person
cus-2 active person
cus-2 active person
cus-2 suspended person
cus-2 active person
cus-2 closed person" "the same life by a script"
is "$(cat by-script.err)" "" "without a word of prose"
for verb in 'login bob@example.com -S x' 'register z@example.com --name=Z -S x' 'close cus-1' 'suspend cus-1'; do
	# shellcheck disable=SC2086
	run pp-customer $verb
	is_status 2 "$verb waits for nobody"
done
for what in email phone; do
	run pp-customer confirm $what --customer=cus-2
	refused 4 'cus-2 is closed' "nobody writes a code to who has left: $what"
done

# ---- what others wrote is no line of a question
pp-customer register eve@example.com --name='Eve
Resume cus-1' --columns=id >quiet
talk '[y/N] ' 'n' -- pp-customer suspend eve@example.com
out_like '^Suspend cus-[0-9]+, Eve.u000aResume cus-1, eve@example.com' "a name stays within its line"

done_testing
