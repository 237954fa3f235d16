#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and people.sh set them
# Codes that are sent: activating, recovering, confirming, logging in by document.
. "${0%/*}/lib.sh"
. "$here/people.sh"

people --currency=BOB
secret pw 'correct horse 1'
secret new 'battery staple 2'
secret wrong 'incorrect horse'
secret no 000000
pp-customer register ana@example.com --name='Ana Quispe' --phone=+59170012434 --document=CC:123 >quiet

as() {
	session=$1
	shift
	run env PP_SESSION="$T/$session" "$@"
}
login() {
	run pp-customer login "$1" --password-file="$2" --session="$T/$3"
}
# asked CMD...: $answer is what is printed, but for the address
asked() {
	run "$@"
	works "$*"
	answer=$(sed 's/"sent_to":"[^"]*"//' out)
}
codes() {
	sqlite3 pp.db 'SELECT count(*) FROM code'
}

# ---- activating
pp-db config portal.url 'https://pay.example.com/start?who={ref}' >quiet
run env PP_SESSION= pp-customer activate ana@example.com
run env PP_SESSION= pp-customer activate ana@example.com --json
works "S4-10 a guest asks to activate an address"
is "$(jq -r 'keys_unsorted | join(" ")' out)" "type v id channel sent_to seconds" "a record of its own"
is "$(json type) $(json id) $(json channel) $(json sent_to) $(json seconds)" \
	"code null email a***@e***.com 900" "S4-10 where it went, masked, and for how long it is good"
code
ok $? "S4-11 an e-mail is sent"
is "$(pp-notify list --columns=status | tr '\n' ' ')" "failed sent " \
	"only the newest code: one that waits and is worth nothing is not sent"
like "$(cat code)" '^[0-9]{6}$' "S4-11 with a code of six digits"
like "$(cat mail)" 'ana@example.com' "S4-11 to the address that is registered"
like "$(tr -d '=\n' <mail)" 'https://pay.example.com/start\?who(3D)?cus-1' "S4-11 with the link"
login ana@example.com pw s
refused 6 'wrong' "no login before"
run pp-customer activate ana@example.com --code-file=no --password-file=pw
refused 6 'the code is wrong, too old, or was used' "a wrong code"
cp err refusal
run pp-customer activate ana@example.com --code-file=code
refused 2 '--password-file' "the code without a password"
run pp-customer activate ana@example.com --password-file=pw
refused 2 'needs the code' "a password without the code"
run pp-customer activate ana@example.com --code-file=code --password-file=no
refused 2 'has 10 to 1024 bytes' "a password too short"
run pp-customer activate ana@example.com --code-file=code --password-file=pw --dry-run
is_status 0 "a dry run"
is "$(pp-customer show cus-1 --columns=status)" invited "changes nothing"
run pp-customer recover ana@example.com --code-file=code --password-file=pw
refused 6 'the code is wrong' "it does not serve to recover"
run env PP_SESSION= pp-customer activate ana@example.com --code-file=code --password-file=pw --request-id=a1 --json
works "S4-09 with the code the first password is set"
is "$(json status) $(json email_confirmed) $(json phone_confirmed)" "active true false" \
	"S4-09 the customer is active, the address confirmed"
cp out first
run env PP_SESSION= pp-customer activate ana@example.com --code-file=code --password-file=pw --request-id=a1 --json
works "its repeat"
cmp -s out first
ok $? "by who knows the password: the same"
run env PP_SESSION= pp-customer activate ana@example.com --code-file=no --password-file=wrong --request-id=a1
refused 6 'the code is wrong' "by who does not: nothing"
run pp-customer activate ana@example.com --code-file=code --password-file=new
refused 6 'the code is wrong' "the code is used up"
login ana@example.com pw s
works "S4-12 login with the new password"

# ---- to an outsider nobody is there
before=$(codes)
asked env PP_SESSION= pp-customer activate nobody@example.com --json
nobody=$answer
is "$(json sent_to)" 'n***@e***.com' "the mask is of what was typed"
asked env PP_SESSION= pp-customer activate ana@example.com --json
is "$answer" "$nobody" "who is active is asked about like nobody"
asked env PP_SESSION= pp-customer recover nobody@example.com --json
is "$answer" "$nobody" "recover: nobody"
is "$(codes)" "$before" "no code was made"
! code
ok $? "and none was sent"
asked env PP_SESSION= pp-customer recover ana@example.com --json
is "$answer" "$nobody" "recover: somebody"
is "$(codes)" $((before + 1)) "who gets one"
run pp-customer recover nobody@example.com --code-file=no --password-file=pw
cmp -s err refusal
ok $? "a code for nobody is refused in the words of a wrong one"
run pp-customer recover nobody
refused 2 'not an e-mail address' "what is no address"

# ---- recovering
for try in 1 2 3; do
	login ana@example.com wrong x
done
login ana@example.com pw x
refused 6 'wrong' "S0-25 a password that is locked ($try)"
run env PP_SESSION= pp-customer recover ana@example.com
works "S0-25 S1-02 a temporary key is asked for by e-mail address"
code
like "$(cat mail)" 'ana@example.com' "S0-26 it goes to the address declared at enrolment"
as s pp-customer whoami
works "who is logged in still is"
run env PP_SESSION= pp-customer recover ana@example.com --code-file=code --password-file=new
works "S0-27 key and new password"
as s pp-customer whoami
refused 6 'no live session' "every session ends"
login ana@example.com pw s
refused 6 'wrong' "the old password is wrong"
login ana@example.com new s
works "S0-28 access is allowed, the lock is gone"
pp-customer suspend cus-1 --yes >quiet
before=$(codes)
asked env PP_SESSION= pp-customer recover ana@example.com --json
is "$answer" "$nobody" "who is suspended gets the same answer"
is "$(codes)" "$before" "and no code"
pp-customer resume cus-1 >quiet

# ---- limits: three in 15 minutes, five tries, the newest counts
at 1000
for n in 1 2 3; do
	asked env PP_SESSION= pp-customer recover ana@example.com --json
	code
	cp code "code$n"
done
asked env PP_SESSION= pp-customer recover ana@example.com --json
is "$answer" "$nobody" "the fourth is answered alike"
! code
ok $? "but not sent"
at 1899
asked env PP_SESSION= pp-customer recover ana@example.com --json
! code
ok $? "nor a second before 15 minutes are over"
is "$(sqlite3 pp.db 'SELECT count(*) FROM code WHERE ended_at IS NULL')" 1 "one code is live"
run pp-customer recover ana@example.com --code-file=code2 --password-file=pw
refused 6 'code is wrong' "a new one replaces the old"
at 1900
run pp-customer recover ana@example.com --code-file=code3 --password-file=pw
refused 6 'code is wrong' "it is good for 900 seconds and not one more"
asked env PP_SESSION= pp-customer recover ana@example.com --json
code
ok $? "after 15 minutes another one is sent"
run pp-customer recover ana@example.com --code-file=no --password-file=pw --dry-run
run pp-customer recover ana@example.com --code-file=no --password-file=pw --dry-run
for n in 3 4 5; do
	run pp-customer recover ana@example.com --code-file=no --password-file=pw
done
run pp-customer recover ana@example.com --code-file=code --password-file=pw
refused 6 'code is wrong' "the sixth try is wrong though right, dry runs counted"
customer unlock cus-1
works "an operator unlocks"
run pp-customer recover ana@example.com --code-file=code --password-file=pw
works "then it is right"

# ---- confirming
login ana@example.com pw s
as s pp-customer confirm phone --json
works "S3-07 a code to the phone"
is "$(json channel) $(json sent_to) $(json seconds)" "sms ****434 109" \
	"S3-04 the phone masked; S3-05 seconds to validate"
code
ok $? "S3-03 by SMS"
as s pp-customer confirm phone --code-file=no
refused 6 'code is wrong' "a wrong one"
at 2008
as s pp-customer confirm phone --code-file=code --json
works "S3-05 within 109 seconds"
is "$(json phone_confirmed)" true "the phone is confirmed"
at 2900
as s pp-customer confirm email --json
code
as s pp-customer edit --email=ana2@example.com --json
is "$(json email_confirmed) $(json phone_confirmed)" "false true" "a changed address is not confirmed"
as s pp-customer confirm email --code-file=code
refused 6 'code is wrong' "nor by the code that went to the old one"
as s pp-customer confirm email
code
like "$(cat mail)" 'ana2@example.com' "a new code goes to the new address"
secret line "    $(cat code) "
as s pp-customer confirm email --code-file=line --columns=email_confirmed
out_is yes "and confirms it, with the blanks of the line that it stood in"
as s pp-customer confirm email
as s pp-customer confirm email
refused 6 '3 codes were sent already, wait [0-9]+ seconds$' "the fourth tells how long to wait"
as s pp-customer confirm email --json
is "$status $(jq -r '"\(.code) \(.reason) \(.until)"' err)" "6 denied code_limit 2026-03-15T13:03:20Z" \
	"the fourth within 15 minutes is refused, and until when"
as s pp-customer edit --phone=
as s pp-customer confirm phone
refused 4 'cus-1 has no phone' "no phone at all"
as s pp-customer edit --phone=+59170012434 --columns=phone_confirmed
out_is no "a phone that comes back is not confirmed"
as s pp-customer confirm shoe
refused 2 'phone or email' "something else"
as s pp-customer confirm phone --customer=cus-2
refused 3 'there is no cus-2' "another's"
customer confirm phone
refused 2 'which customer' "an operator says whose"
run env PP_SESSION= pp-customer confirm phone
refused 6 'log in first' "a guest has none"
at 3800
customer confirm phone --customer=cus-1
code
customer confirm phone --customer=cus-1 --code-file=code --columns=phone_confirmed
out_is yes "at the counter the customer reads it out"

at 3801
pp-customer register rita@example.com --name=Rita --phone=74444444 >quiet
rita=$(cut -f 1 quiet)
customer confirm phone --customer="$rita" --request-id=c1
cp out first
code
cp code first.code
customer confirm phone --customer="$rita" --request-id=c1
cmp -s out first
ok $? "a repeated request is answered alike"
! code
ok $? "and sends nothing"
customer confirm phone --customer="$rita" --request-id=c1 --code-file=no
refused 6 'code is wrong' "with a code it is another request"
customer confirm phone --customer="$rita" --request-id=c1 --code-file=first.code --columns=phone_confirmed
out_is yes "which confirms"
customer confirm phone --customer="$rita" --request-id=c1 --code-file=first.code --columns=phone_confirmed
out_is yes "and its repeat shows it"

# ---- by document and SMS
login_by() {
	document=$1
	shift
	run pp-customer login --document="$document" --session="$T/sms" "$@"
}
at 5000
login_by ' cc: 123' --json
works "S3-02 login by identity document"
is "$(json type) $(json channel) $(json sent_to) $(json seconds)" "code sms ****434 109" \
	"S3-03 a code to the registered mobile; S3-04 masked; S3-05 the seconds to show"
[ ! -e sms ]
ok $? "nobody is logged in yet"
code
login_by CC:123 --code-file=no
refused 6 'code is wrong' "a wrong one"
login_by CC:123 --code-file=code
works "S3-06 with the code"
as sms pp-customer whoami --columns=email
out_is ana2@example.com "S3-06 a session"
login_by CC:123 --code-file=code
refused 6 'code is wrong' "once"
before=$(codes)
login_by CC:999 --json
works "S3-02 a document that nobody has is answered alike"
is "$(json type) $(json channel) $(json seconds)" "code sms 109" "with all that there would be"
like "$(json sent_to)" '^\*{4}[0-9]{3}$' "even the end of a phone"
json sent_to >pretended
login_by 'cc : 999' --json
is "$(json sent_to)" "$(cat pretended)" "always the same one, however it is written"
login_by CC:999 --code-file=no
refused 6 'code is wrong' "no code is right"
is "$(codes)" "$before" "and none was made"
login_by ana2@example.com
refused 2 'TYPE:NUMBER' "an e-mail address is no document"
login_by CC:123 --password-file=pw
refused 2 'a code with --document' "nor does a password go with it"
run pp-customer login --document=CC:123
refused 2 '--session=FILE' "no file named"
at 6010
login_by CC:123
code
at 6119
login_by CC:123 --code-file=code
refused 6 'code is wrong' "S3-05 109 seconds and not one more"
pp-db config code.seconds 200 >quiet
login_by CC:123 --json
is "$(json seconds)" 200 "S3-05 as the setting says"
code
login_by CC:123 --code-file=code
works "and it holds"
at 6300
as sms pp-customer edit --phone=+59170099999
login_by CC:123 --json
is "$(sqlite3 pp.db "SELECT count(*) FROM code WHERE sent_to = '+59170099999'")" 0 \
	"a phone that is not confirmed gets no login code"
customer register eva@example.com --name=Eva --document=CC:5 --phone=+59172222222
customer confirm phone --customer=eva@example.com
code
customer confirm phone --customer=eva@example.com --code-file=code --columns=status
out_is invited "invited, with a phone that was confirmed at the counter"
login_by CC:5
code
login_by CC:5 --code-file=code --columns=status
out_is active "the first login by code makes active, without any password"
run env PP_SESSION= pp-customer login --document=CC:5 --session="$T/g" --request-id=q1 --json
cp out first
before=$(codes)
run env PP_SESSION= pp-customer login --document=CC:5 --session="$T/g" --request-id=q1 --json
cmp -s out first
ok $? "a repeated request is answered alike"
is "$(codes)" "$before" "and nothing is sent anew"
run pp-customer login --document=CC:5 --session="$T/g" --dry-run --json
is_status 0 "a dry run"
is "$(codes)" "$before" "sends nothing"

# ---- three to a phone, whoever's it is
at 9000
for n in 1 2 3; do
	customer register "p$n@example.com" --name=P --phone=73333333 --columns=id
	id=$(cat out)
	customer confirm phone --customer="$id"
	is_status 0 "code $n to the same phone"
done
customer register p4@example.com --name=P --phone=73333333 --columns=id
customer confirm phone --customer="$(cat out)" --json
is "$status $(jq -r .reason err)" "6 code_limit" "the fourth to the same phone, of another customer"

# ---- contact data to transact
pp-biller add water --name=Aguas --service=water >quiet
pp-account add 1001 --biller=water --holder=Ana >quiet
pp-invoice add F-1 --account=water:1001 --amount=5 --due-on=2027-01-01 >quiet
pp-customer register luz@example.com --name=Luz --password-file=pw >quiet
pp-account link water:1001 --customer=luz@example.com --yes >quiet
login luz@example.com pw l
as l pp-pay invoice inv-1 --with=sandbox --yes -v
is_status 4 "S3-07 a customer without confirmed phone or e-mail address cannot pay"
err_like 'neither e-mail address nor phone is confirmed; nothing was charged' "S3-07 why"
err_like 'hint: pp-customer confirm email' "S3-07 and what to do"
pp-customer edit luz@example.com --adviser='Eva Rojas, 555' >quiet
as l pp-pay invoice inv-1 --with=sandbox --yes -v
err_like 'hint: pp-customer confirm email, or ask Eva Rojas, 555' "S3-43 the adviser is named where one is told to ask"
as l pp-pay invoice inv-1 --with=sandbox --yes --json
is "$(jq -r .reason err)" unconfirmed "the reason"
as l pp-customer confirm email
code
as l pp-customer confirm email --code-file=code
as l pp-pay invoice inv-1 --with=sandbox --yes --columns=status
out_is redirected "S3-07 once it is confirmed, it pays"
pp-db config customer.confirmed no >quiet
works "S3-07 an office that does not ask for it says so"

# ---- a new address counts once it is confirmed
PP_NOW=2026-03-15T14:00:00Z
login luz@example.com pw l
as l pp-customer edit --email=other@example.com --json
works "S4-03 the address is changed"
run env PP_SESSION= pp-customer recover other@example.com
code
is "$(grep -c '^To: .*luz@example.com' mail) $(grep -c other@example.com mail)" "1 0" \
	"S0-26 a key goes to the address declared before, not to one given now"
run pp-customer show luz@example.com --columns=id,email
works "which is another name of hers until then"
customer register luz@example.com --name=Eve
is_status 4 "that nobody else can take"
run env PP_SESSION= pp-customer recover luz@example.com --code-file=code --password-file=new --json
works "S0-27 who has it recovers"
is "$(json email) $(json email_confirmed)" "luz@example.com true" "and the change is taken back"
PP_NOW=2026-03-15T15:00:00Z
login luz@example.com new l
as l pp-customer edit --email=other@example.com
as l pp-customer confirm email
code
as l pp-customer confirm email --code-file=code
works "the new address is confirmed"
run env PP_SESSION= pp-customer recover other@example.com
code
is "$(grep -c '^To: .*other@example.com' mail)" 1 "S0-26 from then on keys go there"
run pp-customer show luz@example.com
is_status 3 "and the old one is nobody's"
pp-customer edit other@example.com --email=third@example.com >quiet
PP_NOW=2026-03-15T16:00:00Z
run env PP_SESSION= pp-customer recover third@example.com
code
is "$(grep -c '^To: .*third@example.com' mail)" 1 "what an operator takes down counts at once"

# ---- a clock that cannot be right
run env PP_NOW=2026-03-15T10:00:00Z pp-customer recover ana2@example.com
refused 7 'the clock says' "no code is sent by a clock that is behind"
run env PP_NOW=2026-03-15T10:00:00Z pp-customer recover ana2@example.com --code-file=code --password-file=pw
refused 7 'the clock says' "nor judged"
chmod 644 pp.db.key
run pp-customer recover ana2@example.com
refused 9 'key file' "nor without the key file"
chmod 600 pp.db.key

done_testing
