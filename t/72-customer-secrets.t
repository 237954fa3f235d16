#!/bin/sh
# shellcheck disable=SC2154 # lib.sh, people.sh and secrets.sh set them
# S0-32: passwords, codes and sessions are in no file of the office, no backup, no log, and not in
# what the system tells of a process.
. "${0%/*}/lib.sh"
. "$here/people.sh"
. "$here/secrets.sh"

people --currency=BOB
first='correct horse 1'
second='battery staple 2'
wrong='incorrect horse'
secret pw "$first"
PP_SESSION=$T/session
export PP_SESSION

spy "$first" --password-file pp-customer register ana@example.com --name=Ana --phone=71234567 \
	--document=CI:1
works "register"
unseen "$first" "S0-32 register: the password is not seen"
no_core "and leaves no core dump"
spy "$wrong" --password-file pp-customer login ana@example.com
unseen "$wrong" "S0-32 login: a wrong one is not seen"
spy "$first" --password-file pp-customer login ana@example.com
works "login"
unseen "$first" "S0-32 login: the right one is not seen"
unseen "$(cat session)" "nor the session"
no_core "and leaves no core dump"
pp-customer confirm phone >quiet
code
spy "$(cat code)" --code-file pp-customer confirm phone
works "confirm"
unseen "$(cat code)" "S0-32 confirm: the code is not seen"
cp code code.phone
spy "$first" --password-file pp-customer password --new-password-file=pw
is_status 2 "the same password"
secret new "$second"
spy "$first" --password-file pp-customer password --new-password-file=new
works "password"
unseen "$first" "S0-32 password: the old one is not seen"
unseen "$second" "nor the new one"
pp-customer recover ana@example.com >quiet
code
spy "$(cat code)" --code-file pp-customer recover ana@example.com --password-file=pw
works "recover"
unseen "$(cat code)" "S0-32 recover: the code is not seen"
pp-customer login ana@example.com --password-file=pw >quiet
unset PP_SESSION
pp-customer password cus-1 --temporary >temporary
made=$(cut -f 4 temporary)
pp-customer show cus-1 --json >shown
pp-customer list --json >>shown
! grep -qF "$made" shown
ok $? "S0-29 a temporary password is printed once"
sealed "S0-32 no file of the office, no backup, no log has a password, code or session" \
	"$first" "$second" "$wrong" "$made" "$(cat code)" "$(cat code.phone)" "$(cat session)"
for option in --password=x --code=123456 --new-password=x; do
	run pp-customer login ana@example.com -S s $option
	refused 2 "${option%%=*}" "S0-32 $option is no option"
done
run env PP_PASSWORD=x PASSWORD=x pp-customer login ana@example.com -S s
refused 2 'a secret is needed' "S0-32 nor is one taken from the environment"

done_testing
