#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and token.sh set them
# Every verb of every program that writes for a customer asks for the customer's token, or is one of
# the exceptions named here; a verb that forgets to ask is refused.
. "${0%/*}/lib.sh"
. "$here/token.sh"

# These prove by themselves who acts (a password, a code), end something of who is logged in, or
# only record what happened elsewhere.
exceptions='pp-card confirm
pp-customer activate
pp-customer confirm
pp-customer login
pp-customer logout
pp-customer recover
pp-customer register
pp-pay confirm'

# These ask only where they write: for customers they read.  And one does nothing but take the token.
readers='pp-biller terms
pp-token verify'

quietly() {
	"$@" >quiet 2>&1 || diag "$*: $(cat quiet)"
}

umask 077
echo 'un secreto de ana' >password
echo 'otro secreto de ana' >new-password
office --name=Oficina
quietly pp-db config customer.confirmed no
quietly pp-db config gateway.sandbox.arguments -- --slow=100
quietly pp-biller add water --name='Aguas del Valle' --service=water
quietly pp-customer register ana@example.com --name=Ana --password-file=password
cus='cus-1'
for n in 1 2 3 4; do
	quietly pp-account add 100$n --biller=water --holder=Ana
	[ $n -eq 2 ] || quietly pp-account link water:100$n --customer=$cus
	quietly pp-invoice add F-$n --account=water:1001 --amount=100.00 --due-on=2027-03-31
done
quietly pp-invoice add C-1 --account=water:1001 --amount=70.00 --due-on=2027-03-31 --kind=charge \
	--status=unbilled
charge=$(cut -f 1 quiet)
quietly pp-biller rule water plan-max 6
quietly pp-invoice add F-5 --account=water:1004 --amount=300.00 --due-on=2026-03-01
late=$(cut -f 1 quiet)
quietly pp-account enrol water:1004 paperless --customer=$cus --accept-terms
quietly pp-account open --currency=BOB --holder=Ana --customer=$cus
purse=$(cut -f 1 quiet)
quietly pp-account deposit "$purse" 500
quietly pp-account open --currency=BOB --holder='Ana y Eva' --customer=$cus
savings=$(cut -f 1 quiet)
quietly pp-qr create --account="$savings" --amount=8.00 --many
quietly pp-qr create --account="$savings" --many
quietly pp-seed card $cus sandbox-approve
quietly pp-seed card $cus sandbox-approve-2
me=$T/session
quietly pp-customer login ana@example.com --password-file=password -S "$me"
quietly pp-pay invoice inv-4 --with=sandbox --yes -S "$me"
checkout=$(cut -f 1 quiet)

# ---- without a token nothing is asked
run pp-pay invoice inv-3 --with="$purse" --yes -S "$me"
works "who has no token is not asked for one"
enrolled $cus

# arguments TOOL VERB: what a customer would type; 1 where that is not known here
arguments() {
	case "$1 $2" in
	'pp-account link') set -- water:1002 --alias=casa ;;
	'pp-account unlink') set -- water:1003 ;;
	'pp-account enrol') set -- water:1001 autodebit --with="$purse" --accept-terms ;;
	'pp-account unenrol') set -- water:1004 paperless ;;
	'pp-card add') set -- --gateway=sandbox '--return-url=https://example.com/{ref}' ;;
	'pp-card default') set -- card-2 ;;
	'pp-card remove') set -- card-1 ;;
	'pp-customer password') set -- --password-file=password --new-password-file=new-password ;;
	'pp-customer edit') set -- --address=Calle-2 ;;
	'pp-invoice bill') set -- "$charge" ;;
	'pp-pay invoice') set -- inv-1 --with="$purse" ;;
	'pp-pay quick') set -- water:1001 inv-2 --with="$purse" ;;
	'pp-pay cancel') set -- "$checkout" ;;
	'pp-pay qr') set -- qr-1 --with="$purse" ;;
	'pp-qr create') set -- --account="$savings" --amount=5 --once ;;
	'pp-qr cancel') set -- qr-2 ;;
	'pp-subscription create') set -- --biller=water --amount=50 --every=month \
		--start=2026-04-01 --concept=Agua --with="$purse" ;;
	'pp-subscription cancel') set -- sub-1 ;;
	'pp-plan create') set -- "$late" --instalments=3 --accept-terms ;;
	'pp-plan cancel') set -- plan-1 ;;
	'pp-token enrol' | 'pp-token revoke') set -- ;;
	*) return 1 ;;
	esac
	echo "$*"
}

# authorises TOOL VERB: what the log says that the token was asked for
authorises() {
	case "$1 $2" in
	'pp-pay invoice') echo 'pay 100.00 BOB to Aguas del Valle .inv-1.$' ;;
	'pp-pay quick') echo 'pay 100.00 BOB to Aguas del Valle .inv-2.$' ;;
	'pp-pay qr') echo "pay 8.00 BOB to Ana y Eva .$savings.$" ;;
	'pp-qr create') echo "collect 5.00 BOB to $savings" ;;
	'pp-qr cancel') echo 'cancel qr-2' ;;
	'pp-pay cancel') echo "give up $checkout over .*100.00 BOB" ;;
	'pp-invoice bill') echo "bill 70.00 BOB of Aguas del Valle .$charge." ;;
	'pp-plan create') echo 'a plan of 3 instalments, 300.00 BOB in all, with water' ;;
	'pp-subscription create') echo 'subscribe to Agua at water: 50.00 BOB every month' ;;
	'pp-token enrol') echo "replace the token of $cus" ;;
	'pp-token revoke') echo "revoke the token of $cus" ;;
	'pp-card remove') echo 'remove card-1' ;;
	'pp-account link') echo 'link account .*1002' ;;
	*) echo '[a-z]' ;;
	esac
}

# A password that is tried is counted before anything else.
rows() {
	sqlite3 -readonly "$PP_DB" "SELECT count(*) FROM activity WHERE summary NOT GLOB 'password*'"
}

# try TOOL VERB ARGUMENT...: without a token, with a wrong one, in a dry run, and with a good one
try() {
	name="$1 $2"
	what=$(authorises "$1" "$2")
	before=$(rows)
	run "$@" --yes --json -S "$me"
	is "$status $(jq -r .reason err)" "2 token_required" "S0-18 $name needs the token"
	like "$(cat err)" 'token-file' "S0-18 $name names the option that gives it"
	is "$(rows)" "$before" "S0-12 $name without it does nothing"
	run "$@" --yes --dry-run -S "$me"
	is_status 0 "$name in a dry run needs none"
	is "$(rows)" "$before" "$name in a dry run does nothing"
	wrong $cus
	run "$@" --yes --json --token-file="$code" -S "$me"
	is "$status $(jq -r .reason err)" "6 token_wrong" "S0-18 $name refuses a wrong one"
	is "$(rows)" $((before + 1)) "S0-12 $name with a wrong one only counts it"
	code $cus
	run "$@" --yes --json --token-file="$code" -S "$me"
	is_status 0 "S0-18 $name with the token is done"
	like "$(sqlite3 -readonly "$PP_DB" "SELECT summary FROM activity WHERE verb = '${1#pp-} $2'
		AND summary GLOB 'token * step *'")" ": $what" "S0-19 the log says what $name was authorised to do"
	cp out done.json
}

seconds=0
for tool in $(tools); do
	"$tool" __verbs | awk -F'\t' '$4 ~ /write/ && $4 !~ /operator/ { print $1 "\t" $4 }' >verbs
	while IFS='	' read -r verb who <&4; do
		case $who in
		*token*) ;;
		*)
			echo "$tool $verb" >>without
			continue
			;;
		esac
		! echo "$readers" | grep -qx "$tool $verb" || continue
		words=$(arguments "$tool" "$verb")
		ok $? "$tool $verb is known here" || {
			diag "a verb that customers may write with: add what they type to arguments()"
			continue
		}
		seconds=$((seconds + 60))
		at $seconds
		# shellcheck disable=SC2086 # words
		try "$tool" "$verb" $words
		case "$tool $verb" in
		'pp-token enrol') jq -r .uri done.json >$cus.uri ;;
		'pp-customer password')
			run pp-customer login ana@example.com --password-file=new-password -S "$me"
			works "logged in again"
			;;
		esac
	done 4<verbs
done
is "$(sort without)" "$exceptions" "S0-18 no other verb writes for a customer without its token"
run pp-token status -S "$me" --json
is "$(jq -r .status out)" revoked "S0-17 its owner sees the token's state"

# ---- what needs none
seconds=$((seconds + 60))
at $seconds
enrolled $cus
quietly pp-account deposit "$purse" 500
quietly pp-invoice add F-9 --account=water:1001 --amount=30.00 --due-on=2027-03-31
inv=$(cut -f 1 quiet)
code $cus
run pp-pay invoice "$inv" --with="$purse" --yes --request-id=r1 --token-file="$code" -S "$me"
works "S0-10 a payment with the token"
paid=$(cut -f 1 out)
run pp-pay invoice "$inv" --with="$purse" --yes --request-id=r1 -S "$me"
works "the same request again needs no token"
is "$(cut -f 1 out)" "$paid" "and shows what it made"
quietly pp-invoice add F-10 --account=water:1001 --amount=30.00 --due-on=2027-03-31
inv=$(cut -f 1 quiet)
run pp-pay invoice "$inv" --with="$purse" --yes -S "$me"
refused 2 'token-file.*; nothing was charged$' "S0-12 no token, no transaction"
run pp-pay invoice "$inv" --with="$purse" --yes --token-file="$code" -S "$me"
refused 6 'already used.*; nothing was charged$' "S0-21 nor a second one with the same token"
run pp-pay invoice "$inv" --with=cash --yes
works "an operator is not asked"

# ---- where it is typed: after the question, naming payee, amount and currency
seconds=$((seconds + 60))
at $seconds
quietly pp-invoice add F-11 --account=water:1001 --amount=1250.50 --due-on=2027-03-31
inv=$(cut -f 1 quiet)
quietly pp-account deposit "$purse" 2000
code $cus
typed="y
$(digits)
"
run_tty pp-pay invoice "$inv" --with="$purse" -S "$me" --format=tsv
is_status 0 "S0-10 paid by typing the token"
out_like 'To authorise: pay 1250\.50 BOB to Aguas del Valle \(inv-[0-9]+\)' \
	"S0-19 the prompt names payee, amount and currency"
is "$(grep -n -o -e 'Pay .*?' -e 'To authorise' out | cut -d : -f 2 | cut -c 1-2 | tr '\n' ' ')" 'Pa To ' \
	"S0-09 after the question"
typed='n
'
quietly pp-invoice add F-12 --account=water:1001 --amount=10.00 --due-on=2027-03-31
inv=$(cut -f 1 quiet)
run_tty pp-pay invoice "$inv" --with="$purse" -S "$me"
is_status 2 "who says no is not asked for it"
out_unlike 'To authorise' "at all"

# ---- a verb that forgets to ask
run pp-toy write -y -S "$me"
refused 6 'needs your token' "S0-18 a verb that does not ask is refused"
is "$(sqlite3 -readonly "$PP_DB" "SELECT count(*) FROM activity WHERE verb = 'toy write'")" 0 \
	"and does nothing"
run pp-toy write -y -S "$me" --dry-run
is_status 0 "a dry run of it is not"

# ---- a suspended customer
quietly pp-customer suspend $cus --yes
seconds=$((seconds + 60))
at $seconds
code $cus
run pp-token verify $cus --token-file="$code"
refused 6 'not active' "a suspended customer's token is not accepted"
run pp-token verify $cus --token-file="$code" --json
is "$(jq -r .reason err)" suspended "which the reason says"
run pp-token status $cus --json
is "$(jq -r .wrong out)" 0 "nor counted"
run pp-token revoke $cus --yes
works "an operator revokes it"
run pp-token enrol $cus
refused 4 'not active' "but enrols none"
quietly pp-customer resume $cus
run pp-token enrol $cus
works "until it is active again"
quietly pp-customer register eva@example.com --name=Eva
run pp-token enrol cus-2
refused 4 'not active' "an invited one has none either"

# ---- another customer's
quietly pp-customer register luis@example.com --name=Luis --password-file=password
quietly pp-customer login luis@example.com --password-file=password -S luis
for verb in enrol status revoke; do
	run pp-token $verb $cus --yes -S luis
	refused 3 'there is no cus-1' "$verb of another customer's token"
	run pp-token $verb cus-77 --yes -S luis
	refused 3 'there is no cus-77' "in the words for what is not there"
done
run pp-token verify $cus --token-file="$code" -S luis
refused 3 'there is no cus-1' "verify of another customer's token"
run pp-token enrol --json -S luis
works "S0-16 a customer enrols a token of its own"
(umask 077 && jq -r .uri out >own && pp-token show --secret-file=own --at="$PP_NOW" --json |
	jq -r .code >six)
run pp-token verify cus-3 --token-file=six -S luis
works "S0-21 and verifies it"
run pp-token verify cus-3 --token-file=six -S luis
refused 6 'already used' "S0-21 once"
run pp-token status -S luis --json
is "$(jq -r '.customer + " " + .status' out)" "cus-3 active" "S0-17 and sees its state"

done_testing
