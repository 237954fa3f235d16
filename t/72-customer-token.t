#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and token.sh set them
# A customer with a token gives it to change its data or password; not to log in or out.
. "${0%/*}/lib.sh"
. "$here/token.sh"

office --currency=BOB
# hidden FILE TEXT: a file that nobody else can read
hidden() {
	(umask 077 && printf '%s\n' "$2" >"$1")
}
hidden pw 'correct horse 1'
hidden new 'battery staple 2'
pp-customer register ana@example.com --name='Ana Quispe' --password-file=pw >"$T/quiet"
enrolled cus-1
PP_SESSION=$T/session
export PP_SESSION

run pp-customer login ana@example.com --password-file=pw
works "S0-18 logging in needs no token"
run pp-customer edit --address='Calle 1' --json
is "$status $(jq -r .reason err)" "2 token_required" "S0-18 changing data needs one"
code cus-1
run pp-customer edit --address='Calle 1' --token-file="$code" --columns=address
out_is 'Calle 1' "S0-18 with the token it is changed"
run pp-customer edit --address='Calle 2' --token-file="$code" --json
is "$status $(jq -r .reason err)" "6 token_used" "S0-21 a token is good for one change"
run pp-customer edit --address='Calle 2' --dry-run
is_status 0 "a dry run asks for none"
at 60
run pp-customer password --password-file=pw --new-password-file=new --json
is "$status $(jq -r .reason err)" "2 token_required" "S0-18 changing the password needs one"
code cus-1
run pp-customer password --password-file=pw --new-password-file=new --dry-run
is_status 0 "a dry run asks for none"
run pp-customer password --password-file=pw --new-password-file=new --token-file="$code"
works "S0-22 with the token it is changed"
run pp-customer login ana@example.com --password-file=new
works "and logs in"
run pp-customer confirm email
works "a code is sent without a token"
at 120
wrong cus-1
for n in 1 2 3 4 5; do
	run pp-customer edit --name=Eva --token-file="$code"
	is_status 6 "a wrong token ($n)"
done
code cus-1
run pp-customer edit --name=Eva --token-file="$code" --json
is "$status $(jq -r .reason err)" "6 locked" "locked"
run env -u PP_SESSION pp-customer unlock cus-1
works "S0-29 an operator unlocks"
at 180
code cus-1
run pp-customer edit --name=Eva --token-file="$code" --columns=name
out_is Eva "the token is accepted again"
run pp-customer logout
works "S1-13 logging out needs none"

done_testing
