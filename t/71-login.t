#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and people.sh set them
# pp-customer login and passwords: sessions, the lock, temporary passwords, what a guest is.
. "${0%/*}/lib.sh"
. "$here/people.sh"

people --currency=BOB
secret pw 'correct horse 1'
secret new 'battery staple 2'
secret wrong 'incorrect horse'
pp-customer register ana@example.com --name='Ana Quispe' --password-file=pw >quiet
pp-customer register bob@example.com --name='Bob Mamani' --password-file=pw >quiet

# as FILE CMD...: with that session
as() {
	session=$1
	shift
	run env PP_SESSION="$T/$session" "$@"
}
login() {
	run pp-customer login "$1" --password-file="$2" --session="$T/$3"
}

# ---- logging in and out
login Ana@example.com pw s1
works "S1-01 login by e-mail address and password"
out_like '^cus-1	active	person	Ana Quispe' "prints who"
is "$(stat -c '%a %s' s1)" "600 65" "the session is a file of one's own"
like "$(cat s1)" '^[0-9a-f]{64}$' "256 bits"
is "$(sqlite3 pp.db "SELECT hash FROM session")" "$(printf '%s' "$(cat s1)" | sha256sum | cut -d' ' -f1)" \
	"their SHA-256 is kept, not they"
as s1 pp-customer whoami --json
works "S3-08 whoami"
is "$(json id) $(json name) $(json email)" "cus-1 Ana Quispe ana@example.com" "S3-08 tells who"
run pp-customer whoami --session="$T/s1" --columns=id
out_is cus-1 "-S names the session too"
as s1 pp-customer show --columns=name,email
out_is 'Ana Quispe	ana@example.com' "S1-47 the data given at registration"
as s1 pp-customer show ana@example.com --columns=id
out_is cus-1 "by name, too"
as s1 pp-customer show cus-2
refused 3 'there is no cus-2' "another's are not there"
as s1 pp-customer show bob@example.com
refused 3 'there is no customer bob@example.com' "nor by name"
as s1 pp-customer show cus-99
refused 3 'there is no cus-99' "in the words of one that is not there"
as s1 pp-customer edit bob@example.com --name=X
refused 3 'there is no customer bob@example.com' "nor to be changed"
as s1 pp-customer edit --address='Calle 1' --phone=+59171111222 --language=en --name='Ana Q.' --json
works "S4-02 S4-03 a customer changes its own data"
is "$(json name) $(json phone) $(json address) $(json language)" "Ana Q. +59171111222 Calle 1 en" \
	"S4-03 as given"
for option in --kind=business --document=CI:1 --adviser=me; do
	as s1 pp-customer edit $option
	refused 6 'for operators' "but not $option"
done
for verb in 'list' 'suspend cus-1' 'unlock cus-1' 'close cus-1' 'import pw'; do
	# shellcheck disable=SC2086
	as s1 pp-customer $verb --yes
	refused 6 'for operators' "nor may it $verb"
done
as s1 pp-customer password cus-1 --temporary
refused 6 'for operators' "nor give a temporary password"
as s1 pp-db log --json
is "$(jq -r .customer out | sort -u)" cus-1 "its log is its own"
login bob@example.com pw s1
works "another logs in with the same file"
as s1 pp-customer whoami --columns=id
out_is cus-2 "the file is the other's now"
is "$(sqlite3 pp.db 'SELECT count(*) FROM session WHERE ended_at IS NULL')" 1 "the first session ended"
cp s1 copy
as s1 pp-customer logout
works "S1-13 logout"
[ ! -e s1 ]
ok $? "removes the file"
as copy pp-customer whoami
refused 6 'no live session' "S1-13 a copy of it is dead"
as copy pp-customer logout
refused 6 'no live session' "twice"
run pp-customer whoami
refused 6 'nobody is logged in' "an operator is nobody"
run pp-customer logout
refused 6 'nobody is logged in' "and cannot log out"

# ---- what is no session is a guest, never the operator
: >empty
printf '%s\n' "$(printf '%064d' 0)" >dead
printf 'x' >short
printf '%s\nmore\n' "$(cat copy)" >long
chmod 600 empty dead short long copy
mkdir folder
for file in none empty dead short long folder copy; do
	as $file pp-customer list
	refused 6 'for operators' "$file: no operator"
	as $file pp-customer show
	refused 6 'log in first' "$file: no customer"
	as $file pp-customer show --json
	is "$(jq -r .reason err)" session_expired "$file: the reason"
done
run env PP_SESSION= pp-customer show
refused 6 'log in first' "nothing at all: no customer"

# ---- the session file
login bob@example.com pw s2
chmod 640 s2
as s2 pp-customer whoami
refused 9 'open to others: chmod 600' "a session that others can read"
as s2 pp-biller list
refused 9 'open to others' "nor for what is public"
chmod 600 s2
cp s2 before
login bob@example.com wrong s2
refused 6 'wrong' "a wrong password"
cmp -s s2 before
ok $? "leaves the session file as it was"
is "$(find . -name '*.pp-*')" "" "and nothing beside it"
login bob@example.com pw nowhere/s
refused 2 'session file .* cannot be written' "a folder that is not there"
login bob@example.com pw folder
refused 2 'session file .* cannot be written' "a folder"
ln -s s2 link
login bob@example.com pw link
refused 2 'session file .* cannot be written' "a symlink"
for file in pp.db pp.db.key pw long short; do
	cp "$file" before
	login bob@example.com pw "$file"
	refused 2 'is no session file' "$file is not replaced"
	cmp -s "$file" before
	ok $? "and stays what it is"
done
login bob@example.com pw empty
works "an empty file is"
run pp-customer login bob@example.com --password-file=pw
refused 2 '--session=FILE, or PP_SESSION' "S3-05 no file named"
run pp-customer login --session=s9
refused 2 'e-mail address, or --document' "nobody named"
run pp-customer login bob@example.com --document=CI:5 --session=s9
refused 2 'e-mail address, or --document' "twice named"
run pp-customer login bob@example.com --session=s9 --code-file=pw
refused 2 'code with --document' "a code for a password"
run pp-customer login bob@example.com --session=s9
refused 2 '--password-file=F or --password-fd=N, or a terminal' "S0-32 nobody to type"
run pp-customer login bob@example.com --session=s9 --password-file=pw --dry-run
is_status 0 "a dry run"
[ ! -e s9 ]
ok $? "logs nobody in"
as s2 pp-customer whoami --columns=id
out_is cus-2 "whoever was logged in still is"

# ---- time
at 899
as s2 pp-customer whoami
works "used within 15 minutes"
at 1798
as s2 pp-customer whoami
works "each use counts"
at 1857
as s2 pp-customer whoami
at 2698
as s2 pp-customer whoami
refused 6 'no live session' "15 minutes after what was noted last"
at 2699
login bob@example.com pw s2
pp-db config session.idle 86400 >quiet
at $((2699 + 28799))
as s2 pp-customer whoami
works "not 8 hours old"
at $((2699 + 28800))
as s2 pp-customer whoami
refused 6 'no live session' "8 hours old, however it was used"
pp-db config session.idle 900 >quiet
login bob@example.com pw s2
seen() {
	sqlite3 pp.db 'SELECT MAX(seen_at) FROM session'
}
first=$(seen)
at $((2699 + 28800 + 59))
as s2 pp-customer whoami
is "$(seen)" "$first" "its use is noted once a minute"
at $((2699 + 28800 + 60))
as s2 pp-customer whoami
is "$(seen)" $((first + 60)) "and then"
at $((2699 + 28800 + 130))
sqlite3 pp.db >quiet <<END &
BEGIN IMMEDIATE;
.shell pp-customer whoami --session="$T/s2" >out2 2>err2; echo \$? >status2
ROLLBACK;
END
wait $!
is "$(cat status2)" 0 "what only reads does not fail for it while another writes"

# ---- the wrong ones
login nobody@example.com pw s3
refused 6 'e-mail address or password is wrong, or locked for a day' "an address that nobody has"
cp err unknown
run pp-customer login nobody@example.com --password-file=pw -S s3 --json
cp err unknown.json
login ana@example.com wrong s3
cmp -s err unknown
ok $? "S0-23 a wrong password: the same words"
login ana@example.com wrong s3
login ana@example.com pw s3
works "two wrong ones, then the right one"
login ana@example.com wrong s3
login ana@example.com wrong s3
run pp-customer login ana@example.com --password-file=wrong -S s3 --dry-run
is_status 6 "a dry run spends a try like any other"
locked=$(sqlite3 pp.db 'SELECT locked_until FROM password WHERE customer = 1')
is "$locked" $((started + 2699 + 28800 + 130 + 86400)) "S0-23 the third in a row locks for 24 hours"
login ana@example.com pw s3
refused 6 'e-mail address or password is wrong' "the right one is refused then"
cmp -s err unknown
ok $? "in the same words"
run pp-customer login ana@example.com --password-file=pw -S s3 --json
cmp -s err unknown.json
ok $? "the same object: no until, no ref"
is "$(sqlite3 pp.db "SELECT count(*) FROM activity WHERE summary LIKE 'password tried while locked'")" 2 \
	"the log tells operators"
at $((2699 + 28800 + 130 + 86399))
login ana@example.com pw s3
refused 6 'wrong' "S0-24 a second before 24 hours are over"
at $((2699 + 28800 + 130 + 86400))
login ana@example.com wrong s3
refused 6 'wrong' "S0-24 after 24 hours it can be tried"
is "$(sqlite3 pp.db 'SELECT tried, locked_until FROM password WHERE customer = 1')" '1|' \
	"that was the first of three"
login ana@example.com pw s3
works "S0-24 then access returns"

# ---- a repeated request proves nothing
run env PP_SESSION="$T/s3" pp-customer login ana@example.com --password-file=pw --request-id=l1
works "login with a request id"
run env PP_SESSION="$T/x" pp-customer login ana@example.com --password-file=wrong --request-id=l1
refused 6 'wrong' "repeated with a wrong password: refused"
[ ! -e x ]
ok $? "nobody is logged in"

# ---- changing it
as s3 pp-customer password --password-file=wrong --new-password-file=new --json
is "$status $(jq -r '"\(.reason) \(.until)"' err)" "6 password_wrong null" "a wrong old password"
as s3 pp-customer password --password-file=pw --new-password-file=pw
refused 2 'the new password is the old one' "the same again"
secret tiny 123456789
as s3 pp-customer password --password-file=pw --new-password-file=tiny
refused 2 'has 10 to 1024 bytes' "too short a new one"
as s3 pp-customer password --password-file=pw
refused 2 '--new-password-file' "no new one"
cp s3 other
login ana@example.com pw s4
as s4 pp-customer password --password-file=pw --new-password-file=new
works "S0-22 S1-48 the password is changed"
for file in s3 s4 other; do
	as $file pp-customer whoami
	refused 6 'no live session' "the session $file ended"
done
login ana@example.com pw s4
refused 6 'wrong' "S0-22 the old one is wrong"
login ana@example.com new s4
works "S0-22 the new one is right"
as s4 pp-customer password --password-file=wrong --new-password-file=pw
as s4 pp-customer password --password-file=wrong --new-password-file=pw
as s4 pp-customer password --password-file=wrong --new-password-file=pw --json
is "$status $(jq -r .reason err)" "6 locked" "who is logged in is told of the lock"
is "$(jq -r .until err)" "2026-03-17T20:47:09Z" "and until when"
customer password --password-file=new --new-password-file=pw
refused 2 'temporary' "an operator has none"

# ---- operators
customer unlock ana@example.com --columns=id
out_is cus-1 "S0-29 unlock"
login ana@example.com new s5
works "it can be tried at once"
customer unlock cus-1
works "with nothing to do"
as s5 pp-customer whoami
customer suspend cus-1 --yes
works "S0-30 suspend"
as s5 pp-customer whoami
refused 6 'no live session' "S0-30 its sessions are dead"
login ana@example.com new s5
refused 6 'the service is suspended' "S0-30 nobody logs in"
run pp-customer login ana@example.com --password-file=new -S s5 -v
err_like 'hint: ask the office' "S3-43 and is told whom to ask"
customer edit cus-1 --adviser='Eva Rojas, 555-1234'
run pp-customer login ana@example.com --password-file=new -S s5 -v
err_like 'hint: ask Eva Rojas, 555-1234' "S3-43 an adviser, by name"
customer resume cus-1
login ana@example.com new s5
works "resumed"
customer password cus-1 --temporary --json
works "S0-29 a temporary password"
is "$(jq -r '"\(.type) \(.id) \(.customer) \(.email)"' out)" "password null cus-1 ana@example.com" \
	"a record of its own"
json password >made
secret temporary "$(cat made)"
like "$(cat made)" '^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$' "made, not given"
as s5 pp-customer whoami
refused 6 'no live session' "sessions end"
login ana@example.com new s5
refused 6 'wrong' "the old one is wrong"
login ana@example.com temporary s5
is_status 0 "S0-29 it logs in"
err_is 'pp-customer: the temporary password must be changed: pp-customer password' "and says what to do"
as s5 pp-customer whoami --columns=id
out_is cus-1 "whoami"
for verb in show 'edit --address=x' 'confirm email'; do
	# shellcheck disable=SC2086
	as s5 pp-customer $verb --json
	is "$status $(jq -r .reason err)" "6 password_temporary" "but not $verb"
done
as s5 pp-account list
refused 6 'temporary password must be changed first' "nor another tool"
as s5 pp-biller list
works "what is public is public"
as s5 pp-customer password --password-file=temporary --new-password-file=pw
works "S0-29 it is changed"
login ana@example.com pw s5
works "and the new one logs in"
as s5 pp-customer show --columns=id
out_is cus-1 "for everything"
as s5 pp-customer password --password-file=pw --new-password-file=new --request-id=c1
works "a change under a request id"
login ana@example.com new s5
as s5 pp-customer password --password-file=pw --new-password-file=new --request-id=c1 --columns=id
out_is cus-1 "is repeated by who knows the password that it set"
as s5 pp-customer password --password-file=pw --new-password-file=wrong --request-id=c1
refused 4 'request id was used with other parameters' "and does not pass for another change"
login ana@example.com new s5
works "which was not made"
customer password bob@example.com --temporary --request-id=t1
works "a request"
customer password bob@example.com --temporary --request-id=t1
works "repeated"
out_empty "prints it no more"
customer password cus-1
refused 2 'an operator gives a --temporary password only' "an operator sets no other"
customer password cus-1 --temporary --password-file=pw
refused 2 'made, not given' "nor one of its choice"
customer password --temporary
refused 2 'which customer' "nor somebody's"
customer close cus-1 --yes
as s5 pp-customer whoami
refused 6 'no live session' "who is closed is logged out"
login ana@example.com pw s5
cmp -s err unknown
ok $? "and is as unknown"

# ---- parameters grow
hash() {
	openssl kdf -keylen 32 -kdfopt "pass:$1" -kdfopt hexsalt:000102030405060708090a0b0c0d0e0f \
		-kdfopt n:1024 -kdfopt r:8 -kdfopt p:1 -binary SCRYPT | od -An -tx1 | tr -d ' \n'
}
cp pp.db grown.db
cp pp.db.key grown.db.key
sqlite3 grown.db "UPDATE password SET salt = x'000102030405060708090a0b0c0d0e0f',
	hash = x'$(hash 'correct horse 1')', cost_log2 = 10, parallel = 1, is_temporary = 0,
	tried = 0, locked_until = NULL WHERE customer = 2"
run pp-customer login bob@example.com --password-file=pw -S s6 -D grown.db
works "a password hashed at lower cost by another implementation of scrypt"
is "$(sqlite3 grown.db 'SELECT cost_log2, block_size, parallel FROM password WHERE customer = 2')" \
	'15|8|3' "is hashed anew at the login"
run pp-customer login bob@example.com --password-file=pw -S s6 -D grown.db
works "and still right"
run pp-db config session.idle 900 -D grown.db
if ldd "$build/bin/pp-customer" | grep -q libasan; then
	skip "without the memory for it: busy, not wrong" "the sanitizer needs memory of its own"
else
	run sh -c 'ulimit -v 35000; exec pp-customer login bob@example.com --password-file=pw -S s6 -D grown.db'
	refused 7 'out of memory' "without the memory for it: busy, not wrong"
fi
is "$(sqlite3 grown.db 'SELECT tried FROM password WHERE customer = 2')" 0 "and no try"

run pp-customer login ana@example.com 'a secret where none belongs'
refused 2 'operand 2 is one too many; see [a-z -]+$' "S0-32 a secret typed as an operand is not told again"

done_testing
