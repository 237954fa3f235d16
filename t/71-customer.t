#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and people.sh set them
# pp-customer: what is known of a customer: registering, inviting many, showing, changing, leaving.
. "${0%/*}/lib.sh"
. "$here/people.sh"

people --currency=BOB
secret pw 'correct horse 1'
pp-db config portal.url 'https://pay.example.com/c/{ref}?e={email}' >quiet

# ---- register
customer register Ana@Example.COM --name='Ana Quispe' --document=' ci: 123-A' \
	--phone='+591 (700) 12-345' --address='Av. Las Américas 5' --adviser='Eva Rojas, 555' --json
works "S1-03 an operator registers"
is "$(head -1 out | jq -r 'keys_unsorted | join(" ")')" "type v id status kind name email phone document address language adviser email_confirmed phone_confirmed portal_url created_at" \
	"prints it with its fields"
is "$(json id) $(json status) $(json kind) $(json language)" "cus-1 invited person es" \
	"without a password: invited"
is "$(json email) $(json phone) $(json document)" "ana@example.com +59170012345 CI:123-A" \
	"e-mail address, phone and document are written in one way"
is "$(json portal_url)" "https://pay.example.com/c/cus-1?e=ana%40example.com" \
	"S4-08 the portal's link is the customer's own"
pp-db config portal.url '' >quiet
customer show cus-1 --json
is "$(json portal_url)" null "S4-08 without the setting there is none"

run env PP_SESSION= pp-customer register Bob@example.com --name='Bob Mamani' --kind=business \
	--document=NIT:99 --password-file=pw --json
works "S1-03 a guest registers with a password"
is "$(json status) $(json kind) $(json email_confirmed)" "active business false" \
	"S3-01 a business, active, its address not confirmed yet"
keep_rows
run env PP_SESSION= pp-customer register eva@example.com --name=Eva --adviser=me --password-file=pw
refused 6 'adviser is for operators' "a guest names no adviser"
run env PP_SESSION= pp-customer register eva@example.com --name=Eva
refused 2 '--password-file' "a guest without a password"
customer register ANA@example.com --name=Ana
refused 4 'there is a customer ana@example.com already' "a known e-mail address"
customer register ANA@example.com --name=Ana --json
is "$(jq -r '"\(.reason) \(.ref)"' err)" "exists cus-1" "an operator is told whose"
run env PP_SESSION= pp-customer register ana@example.com --name=Ana --password-file=pw --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" "4 exists null" "a guest is not"
customer register eva@example.com --name=Eva --document=ci:123-A
refused 4 'there is a customer CI:123-A already' "a known document"
while IFS='|' read -r option why; do
	customer register eva@example.com --name=Eva "$option"
	refused 2 "$why" "register $option"
done <<'END'
--document=123|document is TYPE:NUMBER
--document=CI:|document is TYPE:NUMBER
--document=:5|document is TYPE:NUMBER
--document=C I:5|document is TYPE:NUMBER
--phone=1234|phone is 5 to 15 digits
--phone=12345678901234567|phone is 5 to 15 digits
--phone=+5917001x345|phone is 5 to 15 digits
--address=4111 1111 1111 1111|address
--language=fr|language
--kind=club|kind
END
for email in eva eva@ @example.com 'eva @example.com' eva@example 'eva@example.com,x@y.com' \
	"$(printf 'eva@example.com\nBcc: x@y.com')"; do
	customer register "$email" --name=Eva
	refused 2 'not an e-mail address' "register $(printf '%s' "$email" | tr '\n' '|')"
done
customer register eva@example.com --name=''
refused 2 'name' "an empty name"
customer register eva@example.com --name='Tarjeta 4242424242424242'
refused 2 'name' "a name with a card number"
secret short 123456789
customer register eva@example.com --name=Eva --password-file=short
refused 2 'has 10 to 1024 bytes' "a password of nine bytes"
secret long "$(printf '%01025d' 1)"
customer register eva@example.com --name=Eva --password-file=long
refused 2 'has 10 to 1024 bytes|too long' "a password of 1025 bytes"
secret open 'correct horse 1'
chmod 644 open
customer register eva@example.com --name=Eva --password-file=open
refused 9 'others can read' "a password that others can read"
customer register eva@example.com --name=Eva --dry-run
is_status 0 "a dry run"
same_rows "nothing of all that was recorded"
secret longest "$(printf '%01024d' 1)"
customer register long@example.com --name=Larga --password-file=longest
works "a password of 1024 bytes"
customer register l2@example.com --name=Ten --password-file=pw --request-id=r1
works "a request"
cp out first
customer register l2@example.com --name=Ten --password-file=pw --request-id=r1
works "repeated"
cmp -s out first
ok $? "prints the same"
customer register l2@example.com --name=Other --password-file=pw --request-id=r1
refused 4 'other parameters' "with other parameters"

# ---- a guest's repeat
secret wrong 'incorrect horse'
run env PP_SESSION= pp-customer register g@example.com --name=Gil --password-file=pw --request-id=g1
works "a guest's request"
cp out first
run env PP_SESSION= pp-customer register g@example.com --name=Gil --password-file=pw --request-id=g1
works "repeated by who knows the password"
cmp -s out first
ok $? "prints the same"
run env PP_SESSION= pp-customer register g@example.com --name=Gil --password-file=wrong --request-id=g1
refused 4 'there is a customer g@example.com already' "by who does not: as without a request id"
run env PP_SESSION= pp-customer register h@example.com --name=Hugo --password-file=pw --request-id=g1 --json
is "$status $(jq -r '"\(.reason) \(.ref)"' err)" "4 request_reused null" \
	"another guest's request id tells nothing of whom it was"

# ---- show, list
customer show ana@EXAMPLE.com ' ci:123-A' cus-2 --columns=id
works "by e-mail address, document and ref"
out_is "cus-1
cus-1
cus-2" "however they are written"
customer show
refused 2 'which customer' "an operator names one"
customer show acc-1
refused 2 'acc-1' "a ref of another type"
customer show cus-99
refused 3 'there is no cus-99' "one that is not there"
customer show nobody@example.com
refused 3 'there is no customer nobody@example.com' "nor by e-mail address"
run_in 'cus-2
{"id":"cus-1"}
' pp-customer show - --columns=name
out_is 'Bob Mamani
Ana Quispe' "refs from standard input"
customer list --kind=business --columns=id,status
out_is 'cus-2	active' "S2-17 businesses alone"
customer list --status=invited --columns=email
out_is ana@example.com "those invited"
customer list --match=quispe --columns=id
out_is cus-1 "by a part of the name"
run env PP_SESSION= pp-customer list
refused 6 'for operators' "a guest lists nobody"
run env PP_SESSION= pp-customer show cus-1
refused 6 'log in first' "and sees nobody"

# ---- edit
customer edit cus-1 --name='Ana Q. de Rojas' --phone=71234567 --address= --adviser= --json
works "S4-03 edit"
is "$(json name) $(json phone) $(json address) $(json adviser) $(json document)" \
	"Ana Q. de Rojas 71234567 null null CI:123-A" "what is given changes, an empty value removes"
customer edit cus-1 --email=BOB@example.com
refused 4 'there is a customer bob@example.com already' "another's e-mail address"
customer edit cus-1 --document=nit:99
refused 4 'there is a customer NIT:99 already' "another's document"
customer edit cus-1 --email=
refused 2 'not an e-mail address' "no e-mail address at all"
customer edit cus-1 --name=
refused 2 'name' "no name at all"
customer edit cus-77 --name=X
refused 3 'there is no cus-77' "nobody"
customer edit cus-1 --email=ana2@example.com --request-id=e1 --columns=email
works "a request"
customer edit cus-1 --email=ana2@example.com --request-id=e1 --columns=email
out_is ana2@example.com "repeated: nothing more happens"

# ---- import
cat >members.csv <<'END'
email,name,kind,document,phone,language
Rita@example.com,Rita Flores,,ci:5,70055555,en
ana2@example.com,Ana Quispe,,,,
bob@example.com,Bob Mamani,,,,
END
customer import members.csv --json
works "import"
is "$(json what) $(json new) $(json changed) $(json same) $(json failed)" "customer 1 1 1 0" \
	"one is new, one changed, one the same"
customer show rita@example.com --columns=status,document,language
out_is 'invited	CI:5	en' "who is new is invited"
customer show ana2@example.com --columns=name,phone
out_is 'Ana Quispe	71234567' "an empty value leaves what is there"
customer import members.csv --json
is "$(json new) $(json changed) $(json same)" "0 0 3" "again: all the same"
keep_rows
printf '{"email":"x@example.com","name":"X"}\n{"email":"y@example.com","name":"Y","document":"CI:5"}\n' >two.jsonl
customer import two.jsonl
refused 4 'two.jsonl:2: there is a customer CI:5 already' "one bad row"
printf 'email,name\nx@example.com,X\nnone,Y\n' >bad.csv
customer import bad.csv
refused 2 'bad.csv:3: not an e-mail address' "a bad address"
printf 'email,name,shoe\nx@example.com,X,42\n' >bad.csv
customer import bad.csv
refused 2 'shoe' "an unknown column"
same_rows "nothing was imported"
printf 'correo;nombre\nz@example.com;Zoe\n' >foreign.csv
printf 'delimiter ;\nrename correo email\nrename nombre name\n' >map
customer import foreign.csv --map=map --json
is "$(json new)" 1 "through a map"
run_in 'email,name
w@example.com,Wara
' pp-customer import - --request-id=i1 --json
is "$(json new)" 1 "from standard input"
run_in 'email,name
w@example.com,Wara
' pp-customer import - --request-id=i1 --json
is "$status $(json new) $(json same)" "0 0 1" "its repeat has nothing left to do"

# ---- states
customer suspend cus-2
refused 2 'give --yes' "suspend asks"
customer suspend cus-2 --yes --columns=status
out_is suspended "S0-30 suspended"
customer suspend cus-2 --yes
refused 4 'cus-2 is suspended' "twice"
customer resume cus-2 --columns=status
out_is active "resumed"
customer resume cus-2
refused 4 'cus-2 is active' "twice"
customer suspend cus-1 --yes
refused 4 'cus-1 is invited' "who was only invited"
pp-account open --currency=BOB --holder=Bob --customer=cus-2 >quiet
acc=$(cut -f 1 quiet)
pp-account deposit "$acc" 5 >quiet
customer close cus-2 --yes
refused 4 "$acc still holds 5.00 BOB" "close: money that is held stands against it"
customer show cus-2 --columns=status
out_is active "and nothing changed"
pp-account withdraw "$acc" 5 --yes >quiet
pp-biller add water --name=Aguas --service=water >quiet
pp-account add 1001 --biller=water --holder=Bob >quiet
pp-account link water:1001 --customer=cus-2 --yes >quiet
"$build/t/pp-seed" card cus-2 sandbox-approve >quiet
"$build/t/pp-seed" card cus-2 sandbox-decline >quiet
pp-subscription create --customer=cus-2 --biller=water --amount=5 --every=month --start=2026-04-01 \
	--concept=Club >quiet
pp-token enrol cus-2 >quiet
pp-invoice add F-1 --account=water:1001 --amount=5 --due-on=2027-01-01 >quiet
pp-pay invoice water:F-1 --with=sandbox --customer=cus-2 --yes --json >quiet
pay=$(jq -r .id quiet)
customer close cus-2 --yes
refused 4 "$pay is redirected" "a payment that may still be decided stands against it"
pp-pay cancel "$pay" --yes >quiet
customer close cus-2 --yes --columns=status
out_is closed "S0-30 closed"
is "$(pp-account show "$acc" --columns=status)" closed "its empty account, too"
is "$(sqlite3 pp.db 'SELECT count(*) FROM link WHERE ended_at IS NULL')" 0 "its links end"
is "$(pp-subscription list --columns=status)" cancelled "its subscription is cancelled"
is "$(pp-card list --columns=status | sort -u)" removed "its cards are removed"
is "$(sqlite3 pp.db "SELECT count(*) FROM enrolment WHERE status <> 'ended'")" 0 "its enrolments end"
is "$(pp-token status cus-2 --columns=status)" revoked "its token, too"
customer close cus-2 --yes
refused 4 'cus-2 is closed' "twice"
customer resume cus-2
refused 4 'cus-2 is closed' "it does not come back"
customer close cus-1 --yes --columns=status
out_is closed "who was only invited may go too"
for verb in suspend resume close unlock; do
	run env PP_SESSION= pp-customer $verb cus-1 --yes
	refused 6 'for operators' "$verb is for operators"
	customer $verb cus-99 --yes
	refused 3 'there is no cus-99' "$verb nobody"
done
run env PP_SESSION= pp-customer import members.csv
refused 6 'for operators' "import is for operators"
run sh -c 'pp-customer register full@example.com --name=Full >/dev/full'
refused 1 'recorded as cus-[0-9]+, but' "stdout full"

done_testing
