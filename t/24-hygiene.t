#!/bin/sh
# What pp refuses to open, and leaves as it is.
. "${0%/*}/lib.sh"

office
pp-account open --currency=BOB --holder=Ana >out
cp pp.db good.db
cp pp.db.key good.db.key

# unopened NAME FILE ERE: reading and writing it is 9 (check: 10), and the file stays as it is
unopened() {
	cp -p "$2" was 2>/dev/null || : >was
	run pp-account list -D "$2"
	refused 9 "$3" "$1 is not opened for reading"
	run pp-account open --currency=BOB --holder=Eva -D "$2"
	refused 9 "$3" "$1 is not opened for writing"
	run pp-db check -D "$2"
	is_status 10 "pp-db check finds $1"
	out_like '^[a-z-]+	' "and says so in a line"
	if [ -f "$2" ]; then
		cmp -s "$2" was
		ok $? "$1 stays as it is"
	fi
	is "$(find . -maxdepth 1 -name "${2##*/}-*")" "" "nothing is left beside $1"
}

mkdir empty-folder
ln -s good.db symlink.db
unopened "a symbolic link" symlink.db 'symbolic link'
rm symlink.db
ln good.db hard.db
unopened "a file with two names" hard.db 'more than one name'
unopened "its other name" good.db 'more than one name'
rm hard.db
for mode in 604 640 660 644 602; do
	cp good.db open.db
	chmod "$mode" open.db
	unopened "a file of mode $mode" open.db 'open to other users'
done
unopened "a folder" empty-folder 'no regular file'
mkfifo pipe.db
run pp-account list -D pipe.db
refused 9 'no regular file' "a FIFO is not opened"
run pp-account list -D /dev/null
refused 9 'no regular file' "nor is a device"
: >empty.db
chmod 600 empty.db
unopened "an empty file" empty.db 'not a database of pp'
echo 'not a database, but a text of some length' >text.db
chmod 600 text.db
unopened "a text" text.db 'damaged|not a database'
head -c 5000 /dev/urandom >noise.db
chmod 600 noise.db
unopened "noise" noise.db 'damaged|not a database'
sqlite3 foreign.db 'CREATE TABLE account (id INTEGER PRIMARY KEY); PRAGMA user_version = 1'
chmod 600 foreign.db
unopened "another program's database" foreign.db 'not a database of pp'
cp good.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 9999'
unopened "a database of a newer version" newer.db 'newer than this program'
cp good.db older.db
sqlite3 older.db 'PRAGMA user_version = 0'
unopened "a database of an older version" older.db 'older version'
run pp-account list -D older.db -v
err_like 'hint: pp-db upgrade' "what helps is named"
head -c 9000 good.db >cut.db
chmod 600 cut.db
unopened "a database cut short" cut.db 'damaged'
if [ "$(id -u)" -eq 0 ]; then
	cp good.db other.db
	chown 1 other.db
	unopened "another user's file" other.db 'another user'
	rm -f other.db
else
	skip "another user's file" "needs root"
fi

run pp-account list -D none.db
refused 9 'no database at .*none.db' "a database that is not there"
run pp-account list -D none.db -v
err_like 'hint: pp-db init' "what helps is named"
[ ! -e none.db ]
ok $? "and is not made"
run pp-account list -D none/pp.db
refused 9 'no database' "a folder that is not there"
for uri in 'file:good.db' 'file:good.db?mode=memory' 'file:good.db?nolock=1' 'file:///tmp/x.db'; do
	run pp-account list -D "$uri"
	refused 9 'not by a URI|no database' "-D $uri"
done
run pp-db init --sandbox -D 'file:x.db?mode=memory'
refused 9 'not by a URI' "nor is such a database made"
is "$(find . -maxdepth 1 -name 'file:*')" "" "nothing is left of it"
run pp-account list -D "$(printf '%2000s' x | tr ' ' x)"
refused 2 'too long' "a name that is too long"
run pp-account list -D good.db -S session
refused 6 'session' "a session that is not there is no operator"
run env PP_SESSION=/none pp-account list -D good.db
refused 6 'session' "nor is one in the environment"
run env -u PP_DB -u HOME pp-account list
refused 9 'no database is named' "no database is named at all"

# ---- the key file
for mode in 604 640 660; do
	chmod "$mode" pp.db.key
	run pp-db backup key.db
	refused 9 'open to other users' "a key file of mode $mode"
done
chmod 600 pp.db.key
mv pp.db.key real.key
ln -s real.key pp.db.key
run pp-db backup key.db
refused 9 'key file' "a key file that is a link"
rm pp.db.key
mkdir pp.db.key
run pp-db backup key.db
refused 9 'no regular file' "a key file that is a folder"
rmdir pp.db.key
echo short >pp.db.key
chmod 600 pp.db.key
run pp-db backup key.db
refused 9 'no key file' "a key file without a key"
mv real.key pp.db.key
[ ! -e key.db ]
ok $? "no copy was made"

# ---- what verbs make
umask 0
run pp-db backup loose.db
works "a loose umask"
is "$(stat -c %a loose.db loose.db.key | tr '\n' ' ')" "600 600 " "loosens no file"
pp-account list -o list.tsv
is "$(stat -c %a list.tsv)" 600 "nor output"
umask 022
if [ "$(id -u)" -ne 0 ]; then
	chmod 500 .
	run pp-account open --currency=BOB --holder=Eva
	[ "$status" -ne 0 ]
	ok $? "a folder that cannot be written"
	chmod 700 .
else
	skip "a folder that cannot be written" "root may write anywhere"
fi

done_testing
