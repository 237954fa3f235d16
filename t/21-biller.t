#!/bin/sh
# pp-biller: companies, their rules, their terms.
. "${0%/*}/lib.sh"

# json KEY: that key's value in the object that the last run printed
json() {
	jq -r ".$1" <"$T/out"
}

# same_rows NAME: the database's rows are still those of the last keep_rows
keep_rows() {
	sqlite3 "$PP_DB" .dump >"$T/rows"
}
same_rows() {
	sqlite3 "$PP_DB" .dump | cmp -s - "$T/rows"
	ok $? "$1"
}

office --currency=BOB --timezone=America/La_Paz

# ---- add
run pp-biller add water --name='Aguas del Ñu' --service=water --agreement=C-77 --tax-id=102030 \
	--currency=USD --timezone=America/Lima --city=Puno --mcc=4900 --number-pattern='[0-9]{4}' \
	--unique-code=U1 --terminal=001 --json
works "S2-02 add a biller"
is "$(head -1 out | jq -r 'keys_unsorted | join(" ")')" \
	"type v id code name service agreement tax_id currency timezone city mcc number_pattern unique_code terminal" \
	"prints it with its fields"
is "$(json id) $(json code) $(json currency) $(json timezone)" "bil-1 water USD America/Lima" "as given"
is "$(json service)" water "S2-03 with its kind of service"
is "$(json name)" 'Aguas del Ñu' "S2-04 with the company's name"
is "$(json agreement)" C-77 "S2-05 with its agreement"
run pp-biller add light --name=Luz --service=power
works "add with the least"
out_is "bil-2	light	Luz	power			BOB	America/La_Paz					" \
	"currency and zone are the office's, the rest is empty"
keep_rows
run pp-biller add water --name=Other --service=water
refused 4 'there is a biller water already' "a code that is taken"
while IFS='|' read -r code options why; do
	# shellcheck disable=SC2086
	run pp-biller add "$code" --name=N --service=S $options
	refused 2 "$why" "add $code $options"
done <<'END'
Water||made of a-z
wa ter||made of a-z
bil-9||like a reference
inv-1||like a reference
abcdefghijklmnopqrstuvwxyz0123456||at most 32
x|--currency=XAU|currency
x|--currency=usd|currency
x|--currency=DOLLAR|currency
x|--timezone=Nowhere|zone
x|--timezone=../../etc/passwd|zone
x|--mcc=49|four digits
x|--mcc=49001|mcc
x|--number-pattern=[|regular expression
x|--name|given twice|needs
x|--city=4111-1111-1111-1111|city
END
run pp-biller add x --service=S
refused 2 'needs --name' "a biller without a name"
run pp-biller add x --name= --service=S
refused 2 'name' "an empty name"
run pp-biller add x --name="$(printf '%201s' '' | tr ' ' n)" --service=S
refused 2 'name' "a name of 201 bytes"
run pp-biller add x --name="$(printf '\302\205\033[2J')" --service=S --json
works "controls in a name are kept"
pp-biller show x >out
grep -q "$(printf '\033')" out
is "$?" 1 "and escaped on output"
sqlite3 "$PP_DB" "SELECT hex(name) FROM biller WHERE code = 'x'" >out
is "$(out)" C2851B5B324A "intact in the database"
keep_rows
run pp-biller add gas --name=Gas --service=gas --dry-run --json
is_status 0 "add --dry-run"
is "$(json code)" gas "shows what it would be"
same_rows "changes nothing"
run pp-biller add gas --name=Gas --service=gas --request-id=r1 --json
works "add with a request id"
made=$(json id)
keep_rows
run pp-biller add gas --name=Gas --service=gas --request-id=r1 --json
works "the same request again"
is "$(json id)" "$made" "prints what it made"
same_rows "and makes nothing"
run pp-biller add gas --name=Other --service=gas --request-id=r1
refused 4 'request id' "the same id for something else"
pp-biller add full --name=Full --service=x >/dev/full 2>err </dev/null
is "$?" 1 "add, stdout full"
like "$(cat err)" 'recorded as bil-' "says what was recorded"
pp-biller add closed --name=Closed --service=x >&- 2>err </dev/null
is "$?" 1 "add, stdout closed"
run env PP_SESSION= pp-biller add y --name=Y --service=y
refused 6 'operators' "add is for operators"

# ---- edit
run pp-biller edit water --name='Aguas Nuevas' --city= --json
works "S2-12 edit a biller"
is "$(json id) $(json name) $(json city) $(json agreement)" "bil-1 Aguas Nuevas null C-77" \
	"changes what is given, empties what is given empty, leaves the rest"
run pp-biller edit bil-1 --service=aqua --json
is "$(json service)" aqua "edit by its ref"
run pp-biller edit bil-1 --service=water
run pp-biller edit nobody --name=X
refused 3 'no biller nobody' "edit of nobody"
run pp-biller edit bil-99 --name=X
refused 3 'no bil-99' "edit of a ref that there is not"
run pp-biller edit acc-1 --name=X
refused 2 'takes no acc-1' "edit of something else"
keep_rows
run pp-biller edit water --name=
refused 2 'name' "edit to an empty name"
run pp-biller edit water --timezone=Mars
refused 2 'zone' "edit to a bad zone"
same_rows "change nothing"
run pp-biller edit x --currency=CLP --json
is "$(json currency)" CLP "an unused biller's currency can change"
pp-account add 1001 --biller=water --holder=Ana >out
run pp-biller edit water --currency=BOB
refused 4 'currency of water cannot change' "not once it has accounts"
pp-biller rule x late-fee flat:500 >out
run pp-biller edit x --currency=USD
refused 4 'currency of x cannot change' "nor once it has rules"
keep_rows
run pp-biller edit water --city=Lima --dry-run --json
is "$status $(json city)" "0 Lima" "edit --dry-run shows"
same_rows "and changes nothing"
run env PP_SESSION= pp-biller edit water --city=Lima
refused 6 'operators' "edit is for operators"

# ---- list, show
run pp-biller list --columns=id,code
works "list"
is "$(cut -f2 out | tr '\n' ' ')" "water light x gas full closed " "in order of id"
run pp-biller list --service=gas --columns=code
out_is gas "S2-03 list --service"
run pp-biller list --service=none
works "list of none"
out_empty "is empty"
run pp-biller list --match=AGUAS --columns=code
out_is water "S2-20 list --match"
run pp-biller list --sort=code --reverse --limit=2 --columns=code
out_is "x
water" "list --sort --reverse --limit"
run pp-biller list --status=open
refused 2 'no status' "billers have no status"
run pp-biller list --format=csv --columns=code,name
out_is "$(printf 'code,name\r\nwater,Aguas Nuevas\r\nlight,Luz\r\nx,\\u0085\\u001b[2J\r\ngas,Gas\r\nfull,Full\r\nclosed,Closed\r')" \
	"list --format=csv"
run pp-biller show water light --columns=code
out_is "water
light" "show"
printf 'bil-2\n' >refs
run_in "$(cat refs)" pp-biller show - --columns=code
out_is light "show refs from standard input"
run pp-biller show water nobody
is_status 8 "show of one that there is not, among others"
out_like '^bil-1' "shows the other"
run env PP_SESSION= pp-biller list --columns=code
works "anybody may list billers"
run env PP_SESSION= pp-biller show water
works "and see one"
pp-biller list >/dev/full 2>err </dev/null
is "$?" 1 "list, stdout full"
LC_ALL=C.UTF-8 LANGUAGE=es pp-biller list --json >spanish
pp-biller list --json | cmp -s - spanish
ok $? "records are the same bytes in Spanish"

# ---- rule
run pp-biller rule light --columns=key,value,version
works "rules of a biller"
is "$(wc -l <out)" 18 "all of them"
out_like '^late-fee	none	$' "with their defaults"
out_like '^retry	3,5,7	$' "of lists too"
run pp-biller rule light late-fee daily:0.05 --json
works "a rule is set"
is "$(json biller) $(json key) $(json value) $(json version) $(json effective_on)" \
	"bil-2 late-fee daily:0.05 1 2026-03-15" "and printed with its version and date"
run pp-biller rule light late-cap 10 --json
is "$(json version)" 2 "every change is a version"
run pp-biller rule light late-fee --json
is "$(json value) $(json version)" "daily:0.05 2" "which keeps what it does not change"
run pp-biller rule light late-cap
out_is "	bil-2	late-cap	10	2	2026-03-15	most that late fees may reach, percent of the principal" \
	"rule REF KEY"
while read -r key value; do
	run pp-biller rule light "$key" "$value"
	refused 2 . "rule $key $value"
done <<'END'
late-fee daily
late-fee daily:-1
late-fee daily:1e3
late-fee flat:1.005
late-fee flat:0x10
late-fee sometimes:3
late-grace 366
late-grace -1
late-grace 1.5
late-fee-to bank
partial-bill maybe
plan-max 121
plan-rate 1.1234567891
retry 3,0
retry 3,,5
retry 1,2,3,4,5,6,7,8,9,10,11
END
run pp-biller rule light zork yes
refused 3 'no rule zork' "a rule that there is not"
run pp-biller rule light zork
refused 3 'no rule zork' "nor is it shown"
run pp-biller rule nobody
refused 3 'no biller nobody' "rules of nobody"
run pp-biller rule light late-grace 3 --as-of=2026-03-14
refused 4 'version of the rules from 2026-03-15' "a version before the newest one"
run pp-biller rule light late-grace 3 --as-of=2026-04-01 --json
is "$status $(json effective_on)" "0 2026-04-01" "a version from a later date"
run pp-biller rule light late-grace --json
is "$(json value)" 0 "does not count before it"
run pp-biller rule light late-grace --as-of=2026-04-01 --json
is "$(json value)" 3 "but from then on"
keep_rows
run pp-biller rule light late-fee none --dry-run --as-of=2026-04-02 --json
is "$status $(json value)" "0 none" "rule --dry-run shows"
same_rows "and changes nothing"
run pp-db log --ref=bil-2 --columns=verb,summary
out_like 'biller rule	rule late-fee = daily:0.05 version 1 from 2026-03-15' "S0-33 a rule is logged"
run env PP_SESSION= pp-biller rule light
refused 6 'operators' "rules are for operators"

# ---- terms
run pp-biller terms water --for=plan
refused 3 'no terms for plan' "terms that there are not"
printf 'Uno.\nDós.\n' >terms.txt
run pp-biller terms water --for=plan --set=terms.txt --json
works "terms are set"
is "$(json biller) $(json for) $(json version) $(json hash)" \
	"bil-1 plan 1 $(sha256sum <terms.txt | cut -d' ' -f1)" "and have their hash"
is "$(json text)" "$(cat terms.txt)" "and their text"
run env PP_SESSION= pp-biller terms water --for=plan --json
works "anybody may read them"
is "$(json version)" 1 "the newest version"
keep_rows
run pp-biller terms water --for=plan --set=terms.txt --json
works "the same text again"
same_rows "is no new version"
run_in 'Tres.' pp-biller terms water --for=plan --set=- --json
is "$status $(json version)" "0 2" "another text is"
run pp-biller terms water --for=autodebit
refused 3 'no terms' "each purpose has its own"
run pp-biller terms water --for=loan
refused 2 'for takes one of' "a purpose that there is not"
run pp-biller terms water
refused 2 'needs --for' "terms for nothing"
: >empty.txt
head -c 65537 /dev/zero | tr '\0' x >long.txt
printf 'a\0b' >nul.txt
printf '\377' >latin.txt
for bad in empty long nul latin none; do
	run pp-biller terms water --for=plan --set=$bad.txt
	refused 2 . "terms of a $bad.txt"
done
run pp-biller terms water --for=plan --set="$T"
refused 2 . "terms of a folder"
run env PP_SESSION= pp-biller terms water --for=plan --set=terms.txt
refused 6 'operators' "setting them is for operators"
keep_rows
run pp-biller terms water --for=paperless --set=terms.txt --dry-run
is_status 0 "terms --dry-run"
same_rows "changes nothing"

done_testing
