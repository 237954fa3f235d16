#!/bin/sh
# pp-db: the file, its settings, its log, its copies.
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

# nothing_at FILE NAME: no file has that name or one that begins with it
nothing_at() {
	is "$(find "${1%/*}" -maxdepth 1 -name "${1##*/}*")" "" "$2"
}

# The schema that a new database has: how many migrations there are.
newest=$(find "$root/share/schema" -name "*.sql" | wc -l)

# ---- init
PP_DB=$T/new/pp.db
export PP_DB
mkdir new
run pp-db init --sandbox --name='Cooperativa Ñ' --currency=USD --timezone=America/Lima \
	--country=PE --city=Puno --json
works "init"
is "$(json type) $(json id) $(json file) $(json key) $(json version)" \
	"database null $T/new/pp.db $T/new/pp.db.key $newest" "init prints the database"
is "$(stat -c %a new/pp.db new/pp.db.key | tr '\n' ' ')" "600 600 " \
	"database and key file are their owner's alone"
is "$(find new -type f | sort | tr '\n' ' ')" "new/pp.db new/pp.db.head new/pp.db.key " \
	"init leaves nothing else"
while IFS='	' read -r key value; do
	run pp-db config "$key" --json
	is "$(json id) $(json value) $(json set)" "$key $value true" "init sets $key"
done <<'END'
office.name	Cooperativa Ñ
office.currency	USD
office.timezone	America/Lima
office.country	PE
office.city	Puno
office.sandbox	yes
gateway.sandbox.title	Sandbox
END
run pp-db log --json
is "$(jq -r 'select(.verb != "db init") | .id' <out)" "" "init is one logged write"
cp -p new/pp.db new/pp.db.key .
run pp-db init --sandbox
refused 4 'pp.db exists already' "init twice"
cmp -s pp.db new/pp.db && cmp -s pp.db.key new/pp.db.key
ok $? "init replaces nothing"
for left in .key .head -wal -journal; do
	rm -f pp.db*
	: >"pp.db$left"
	run env PP_DB="$T/pp.db" pp-db init --sandbox
	refused 4 "pp.db$left exists already" "init beside a file pp.db$left that is left over"
	is "$(find . -name 'pp.db*' -maxdepth 1)" "./pp.db$left" "nothing is made beside it"
	rm "pp.db$left"
done
PP_DB=$T/pp.db
card=4111111111111111
for bad in currency=XAU currency=bob currency= timezone=Mars/Base timezone=../UTC timezone= \
	country=Bolivia country=bo "name=$card" "city=Visa $card"; do
	run pp-db init --sandbox "--$bad"
	refused 2 . "init --$bad"
	nothing_at "$T/pp.db" "nothing stays of it"
done
run pp-db init --sandbox --name="$(printf '\303\050')"
refused 2 'not valid UTF-8' "init with a name that is no UTF-8"
run pp-db init --sandbox --dry-run
is_status 0 "init --dry-run"
nothing_at "$T/pp.db" "init --dry-run makes nothing"
run pp-db init
refused 9 'PP_NOW is for sandboxes' "an office that is none has no clock of its own"
nothing_at "$T/pp.db" "it was not made"
run env PP_DB="$T/none/pp.db" pp-db init --sandbox
refused 1 'No such file' "init in a folder that is not there"
run env -u PP_DB pp-db init --sandbox
works "init in the default place"
[ -f .local/share/pp/pp.db ] && [ "$(stat -c %a .local/share)" = 700 ]
ok $? "whose folders it makes"
run env PP_KEY="$T/a.key" PP_DB="$T/a.db" pp-db init --sandbox
works "init with PP_KEY"
[ -f a.key ] && [ ! -e a.db.key ]
ok $? "the key file is where PP_KEY says"
run env PP_KEY="$T/b.db" PP_DB="$T/b.db" pp-db init --sandbox
refused 2 'key file cannot be the database' "PP_KEY names the database"
nothing_at "$T/b.db" "nothing is made of it"
run env PP_SESSION= pp-db init --sandbox
refused 6 'operators' "init is for operators"
pp-db init --sandbox -D full.db >/dev/full 2>err </dev/null
is "$?" 1 "init, stdout full"

office --name=Norte --timezone=America/La_Paz

# ---- config
run pp-db config
works "config lists settings"
out_like '^clock.jump	30	no	days that the clock' "each with its value and a line of meaning"
run pp-db config --json
is "$(jq -r .type <out | sort -u)" setting "as records"
LANGUAGE=es LC_ALL=C.UTF-8 run pp-db config
out_like '	days that the clock' "records are the same in every language"
run pp-db config office.city 'La Paz' --json
works "config changes a setting"
is "$(json id) $(json value) $(json set)" "office.city La Paz true" "and prints it"
run pp-db config office.city
out_is "office.city	La Paz	yes	city of the office" "config KEY"
run pp-db log --json --match='office.city ='
is "$(json summary) $(json actor)" "office.city = La Paz op:$(id -un)" "S0-33 a change of settings is logged"
run pp-db config office.zone
refused 3 'no setting office.zone' "a setting that there is not"
run pp-db config office.zone x
refused 3 'no setting office.zone' "nor can it be set"
while read -r key value; do
	run pp-db config "$key" "$value"
	refused 2 . "config $key $value"
done <<'END'
clock.jump 0
clock.jump 1x
clock.jump -1
db.wait 1e3
office.currency XXX
office.timezone Nowhere
office.country b0
gateway.sandbox.timeout 0
END
run pp-db config gateway.Bad!.title x
refused 3 'no setting' "a gateway's name that cannot be"
run pp-db config office.sandbox no
refused 4 'decided by pp-db init' "a sandbox stays one"
keep_rows
run pp-db config office.city Sucre --dry-run --json
is_status 0 "config --dry-run"
is "$(json value)" Sucre "shows what it would be"
same_rows "and changes nothing"
run pp-db config office.city Potosi --request-id=c1
works "config with a request id"
keep_rows
run pp-db config office.city Potosi --request-id=c1
works "the same request again"
same_rows "changes nothing"
run pp-db config office.city Oruro --request-id=c1
refused 4 'request id' "the same id with another value"
pp-db config db.wait 30 >out
mkfifo lock
sqlite3 pp.db >locker <lock &
exec 4>lock
echo "BEGIN IMMEDIATE; SELECT writefile('locked', '');" >&4
while [ ! -e locked ]; do :; done
run pp-db config office.city Oruro
refused 7 'in use by another program' "a lock is waited for as long as db.wait says"
run pp-db config office.city
works "readers do not wait"
exec 4>&-
wait
run env PP_SESSION= pp-db config
refused 6 'operators' "config is for operators"
pp-db config >/dev/full 2>err </dev/null
is "$?" 1 "config, stdout full"
pp-db config office.city Cobija >&- 2>err </dev/null
is "$?" 1 "config, stdout closed"
run pp-db config office.city
out_like 'Cobija' "what was recorded is recorded"

run pp-db config office.city Oruro
run pp-db config office.city '' --json
is "$(json value) $(json set)" 'null false' "an empty value goes back to the default"
run pp-db config gateway.zork.title Zork
is "$(pp-db config | grep -c '^gateway.zork')" 7 "a platform is listed by one of its keys"
run pp-db config gateway.zork.title ''
works "and when that is unset"
is "$(pp-db config | grep -c '^gateway.zork')" 0 "it is gone"

# ---- clock
pp-account open --currency=BOB --holder=Ana >out
at() {
	PP_NOW=$1
	shift
	run env PP_NOW="$PP_NOW" "$@"
	PP_NOW=2026-03-15T12:00:00Z
}
at 2026-03-15T11:55:00Z pp-account deposit acc-1 1
works "a clock five minutes behind the newest activity"
at 2026-03-15T11:49:59Z pp-account deposit acc-1 1
refused 7 '^pp-account: the clock says 2026-03-15T11:49:59Z, .* 2026-03-15T11:55:00Z; nothing was charged$' \
	"a clock more than five minutes behind"
at 2026-03-15T11:49:59Z pp-account deposit acc-1 1 --json
is "$(jq -r .reason <err)" clock "its reason"
at 2026-04-14T11:55:00Z pp-account deposit acc-1 1 --dry-run
is_status 0 "a clock 30 days ahead"
at 2026-04-14T12:00:01Z pp-account deposit acc-1 1
refused 7 'nothing was charged$' "a clock more than 30 days ahead"
at 2026-04-14T12:00:01Z pp-account statement acc-1
works "a clock stops no reading"
pp-db config clock.jump 31 >out
at 2026-04-14T12:00:01Z pp-account deposit acc-1 1
works "the days are a setting"
pp-db config clock.jump 30 >out
at 2027-01-01T00:00:00Z pp-account deposit acc-1 1
refused 7 'the clock says' "a clock far ahead"
at 2027-01-01T00:00:00Z pp-db clock
refused 2 'needs --accept' "clock without --accept"
keep_rows
at 2027-01-01T00:00:00Z pp-db clock --accept --dry-run
is_status 0 "clock --accept --dry-run"
same_rows "changes nothing"
at 2027-01-01T00:00:00Z pp-db clock --accept
works "clock --accept"
out_empty "says nothing"
at 2027-01-01T00:00:00Z pp-account deposit acc-1 1
works "the clock is right from then on"
at 2026-03-15T12:00:00Z pp-account deposit acc-1 1
refused 7 'the clock says' "the old one is not any more"
pp-db clock --accept
run pp-account deposit acc-1 1
works "until it is accepted"
run pp-db log --match='clock accepted' --columns=verb
is "$(sort -u out)" "db clock
db init" "S0-33 accepting a clock is logged"
run env PP_SESSION= pp-db clock --accept
refused 6 'operators' "clock is for operators"

# ---- log
run pp-db log --json
works "S2-14 the activity log"
is "$(jq -r .type <out | sort -u)" log "as records"
is "$(head -1 out | jq -r 'keys_unsorted | join(" ")')" \
	"type v id at actor verb ref customer reference summary hash" "with their fields"
run pp-db log --ref=acc-1 --columns=id,verb,ref
is "$(cut -f2 out | sort | uniq -c | tr -s ' ' | tr '\n' ';')" \
	" 4 account deposit; 1 account open;" "S2-14 log --ref: what happened to one thing"
run pp-db log --ref=inv-99
works "log of a thing that there is not"
out_empty "is empty"
run pp-db log --ref=zork
refused 2 'takes a ref' "log --ref of what is no ref"
office -D "$T/zone.db" --timezone=America/La_Paz
PP_DB=$T/zone.db
pp-db clock --accept
PP_NOW=2026-03-14T03:59:59Z pp-db config office.city One >out
PP_NOW=2026-03-14T04:00:00Z pp-db config office.city Two >out
PP_NOW=2026-03-15T03:59:59Z pp-db config office.city Three >out
PP_NOW=2026-03-15T04:00:00Z pp-db config office.city Four >out
run pp-db log --since=2026-03-14 --until=2026-03-14 --match=city --columns=summary
out_is "office.city = Two
office.city = Three" "log --since --until: civil dates in the office's zone, inclusive"
run pp-db log --until=2026-03-13 --columns=summary
out_is "office.city = One" "log --until"
run pp-db log --since=2026-03-16
out_empty "log --since"
run pp-db log --since=2026-03-15 --until=2026-03-14
refused 2 'is after' "log that ends before it begins"
run pp-db log --since=2026-02-29
refused 2 'since' "log --since of a date that there is not"
run pp-db log --customer=cus-9
refused 3 'no' "log --customer of nobody"
run pp-db log --limit=2 --reverse --sort=at --columns=id
is "$(wc -l <out)" 2 "log --limit"
run env PP_SESSION= pp-db log
refused 6 . "log is not for guests"
PP_DB=$T/pp.db

# ---- backup
run pp-db backup copy.db --json
works "backup"
is "$(json file) $(json key) $(json at)" "copy.db copy.db.key 2026-03-15T12:00:00Z" "prints the copy"
is "$(stat -c %a copy.db copy.db.key | tr '\n' ' ')" "600 600 " "both files are their owner's alone"
is "$(find . -maxdepth 1 -name 'copy.db*' | sort | tr '\n' ' ')" "./copy.db ./copy.db.key " \
	"and nothing else is made"
cmp -s copy.db.key pp.db.key
ok $? "the key file is the same"
run pp-db check -D copy.db
works "the copy is right"
run pp-account deposit acc-1 1 -D copy.db
refused 7 'restored backup of 2026-03-15T12:00:00Z.*nothing was charged$' \
	"who opens the copy finds a restored office"
run pp-account deposit acc-1 1
works "the office itself is none"
run pp-db backup copy.db
refused 4 'copy.db exists already' "backup replaces nothing"
: >left.db.key
run pp-db backup left.db
refused 4 'left.db.key exists already' "nor a key file"
[ ! -e left.db ]
ok $? "then nothing is copied"
run pp-db backup left.db --no-key
works "backup --no-key"
[ ! -s left.db.key ]
ok $? "copies no key file"
run pp-db backup copy2.db --dry-run
is_status 0 "backup --dry-run"
nothing_at "$T/copy2.db" "leaves nothing"
run pp-db backup none/copy.db
refused 1 . "backup to a folder that is not there"
run env PP_KEY="$T/a.key" pp-db backup copy3.db
refused 9 'does not belong' "backup with another office's key"
run env PP_KEY="$T/none.key" pp-db backup copy3.db
refused 9 'none.key' "backup with no key"
run env PP_KEY="$T/none.key" pp-db backup copy3.db --no-key
works "which --no-key does not need"
run env PP_SESSION= pp-db backup copy4.db
refused 6 'operators' "backup is for operators"
nothing_at "$T/copy4.db" "and nothing was made"
while :; do pp-db config office.city Busy >/dev/null 2>&1; done &
writer=$!
for n in 1 2 3; do
	run pp-db backup "busy$n.db"
	works "backup while others write ($n)"
	run pp-db check -D "busy$n.db"
	works "is consistent ($n)"
done
kill "$writer"
wait "$writer" 2>/dev/null
run pp-db backup copy5.db
works "backup once they are gone"
cp copy.db wrong.db
sqlite3 wrong.db "UPDATE entry SET amount_minor = amount_minor + 1 WHERE id = 1"
cp pp.db.key wrong.db.key
run pp-db backup wrong2.db -D wrong.db
refused 10 'the books are not right' "backup of books that are not right"
nothing_at "$T/wrong2.db" "is not kept"
rm -f wrong*

# ---- restore
pp-db backup day1.db >out
pp-account deposit acc-1 50 >out
cp pp.db kept.db
cp pp.db.head kept.head
run pp-db restore day1.db --json
is_status 0 "restore"
is "$(json file) $(json key)" "$T/pp.db $T/pp.db.key" "prints the office"
aside=$(json aside)
is "$aside" "$T/pp.db.20260315T120000Z" "and where the former one is"
err_like 'pp-pay resolve --since=2026-03-15T12:00:00Z' "and what to do next"
cmp -s kept.head "$aside.head"
ok $? "the former head file is with it"
is "$(sqlite3 "$aside" 'SELECT count(*) FROM entry')" "$(sqlite3 kept.db 'SELECT count(*) FROM entry')" \
	"the former database is whole"
[ ! -e "$aside-wal" ] && [ ! -e "$aside-journal" ] && [ ! -e pp.db-journal ]
ok $? "in one file"
run pp-db check
works "a restored office is right"
for verb in 'deposit acc-1 1' 'withdraw acc-1 1 --yes'; do
	# shellcheck disable=SC2086
	run pp-account $verb --json
	is "$status $(jq -r .reason <err)" "7 restored" "pp-account ${verb%% *} waits until it is resolved"
done
run pp-ledger transfer "cash:$(id -un)" bank 1 --reference=X --yes --json
is "$status $(jq -r .reason <err)" "7 restored" "pp-ledger transfer waits too"
run pp-account deposit acc-1 1 -v
err_like 'hint: pp-pay resolve --since=2026-03-15T12:00:00Z' "and says what resolves it"
run pp-account statement acc-1
works "a restored office can be read"
run pp-db log --match=restored --columns=verb,actor
out_is "db restore	op:$(id -un)" "S0-33 restoring is logged"
run pp-db restore day1.db
is_status 0 "restore again"
[ -e "$T/pp.db.20260315T120000Z-2" ]
ok $? "loses nothing either"
run pp-db restore "$T/pp.db"
refused 2 'is the database itself' "restore of the database in place"
keep_rows
run pp-db restore day1.db --dry-run
is_status 0 "restore --dry-run"
same_rows "changes nothing"
cp pp.db.key right.key
cp a.key pp.db.key
run pp-db restore day1.db
refused 9 'key file .* does not belong' "the key file in place does not fit"
same_rows "nothing was restored"
rm pp.db.key
mv day1.db.key away.key
run pp-db restore day1.db
refused 9 'day1.db.key' "no key file at all"
cp a.key day1.db.key
run pp-db restore day1.db
refused 9 'does not belong' "the backup's key file does not fit"
same_rows "nothing was restored"
[ ! -e pp.db.key ]
ok $? "nor a key file put in place"
mv away.key day1.db.key
run pp-db restore day1.db
is_status 0 "a missing key file"
cmp -s pp.db.key right.key
ok $? "is taken from the backup"
keep_rows
echo text >text.db
chmod 600 text.db
sqlite3 foreign.db 'CREATE TABLE t (a)'
chmod 600 foreign.db
head -c 20000 day1.db >cut.db
chmod 600 cut.db
cp day1.db wrong.db
sqlite3 wrong.db "UPDATE entry SET amount_minor = amount_minor + 1 WHERE id = 1"
ln -s day1.db link.db
cp day1.db open.db
chmod 644 open.db
for bad in none text foreign cut wrong link open; do
	run pp-db restore "$bad.db"
	refused 9 . "restore of a $bad.db"
	same_rows "changes nothing"
done
is "$(find . -name '*.new-*')" "" "and leaves nothing"
pp-db config db.wait 20 >out
keep_rows
mkfifo go
sqlite3 pp.db >/dev/null <go &
exec 3>go
echo 'BEGIN; SELECT count(*) FROM setting; SELECT writefile("ready", "");' >&3
for _ in $(seq 200); do
	[ -e ready ] || sleep 0.05
done
run pp-db restore day1.db
refused 7 'in use' "restore while another program has the database open"
exec 3>&-
wait
same_rows "changes nothing"
is "$(sqlite3 pp.db 'PRAGMA journal_mode')" wal "and leaves it as it works"
printf 'garbage' | dd of=pp.db bs=1 seek=0 conv=notrunc 2>noise
cp pp.db broken.db
echo wal >pp.db-wal
run pp-db restore day1.db --json
is_status 0 "restore over a broken database"
aside=$(json aside)
cmp -s broken.db "$aside" && [ "$(cat "$aside-wal")" = wal ]
ok $? "which is kept as it was, with its journal"
run pp-db check
works "the office is right again"
rm -f pp.db
echo wal >pp.db-wal
run pp-db restore day1.db
is_status 0 "restore where only a journal was left"
run pp-db check
works "the journal was not played into it"
rm -f pp.db pp.db-* pp.db.head pp.db.key
run pp-db restore day1.db --json
is_status 0 "restore where there is nothing"
is "$(json aside)" null "puts nothing aside"
cp day1.db plain.db
rm -f pp.db
sqlite3 plain.db "SELECT 1" >out
run pp-db restore plain.db
is_status 0 "restore of a copy of a copy"
run env PP_SESSION= pp-db restore day1.db
refused 6 'operators' "restore is for operators"

# ---- check, upgrade
run pp-db check
works "check"
out_empty "says nothing when all is right"
run pp-db check --quick
works "check --quick"
cp pp.db bad.db
sqlite3 bad.db "UPDATE entry SET amount_minor = amount_minor + 1 WHERE id = 1"
run pp-db check -D bad.db
is_status 10 "check of books that are not right"
out_like '^[a-z-]+	[^	]+	[^	]*$' "a line says which rule, what and where"
err_empty "and nothing else"
run pp-db check -D bad.db --json
is "$(jq -r .type <out | sort -u)" violation "or an object"
pp-db check -D bad.db >/dev/full 2>err </dev/null
is "$?" 1 "check, stdout full"
for bad in text foreign cut open link; do
	run pp-db check -D "$bad.db"
	is_status 10 "check of $bad.db"
	out_like '	' "says what is wrong with it"
done
run pp-db check -D none.db
refused 9 'no database' "check of nothing"
run env PP_SESSION= pp-db check
refused 6 'operators' "check is for operators"
keep_rows
run pp-db upgrade --json
works "upgrade of what is up to date"
is "$(json version)" "$newest" "says the version"
same_rows "changes nothing"
run env PP_SESSION= pp-db upgrade
refused 6 'operators' "upgrade is for operators"

done_testing
