#!/bin/sh
# What was written once cannot be changed unseen: the log, its seals, the head file, any bit.
. "${0%/*}/lib.sh"
. "$here/counter.sh"
. "$here/checking.sh"
busy_office
tables "$office" >before

# seen NAME WANT SQL: what check tells after that change; WANT is an ERE of the ids
seen() {
	fresh
	corrupt "$3"
	accuse
	like "$status $ids" "^10 $2 \$" "$1"
}

# ---- the log
seen "an entry's time" chain "UPDATE activity SET at = at + 1 WHERE id = 3"
seen "its actor" chain "UPDATE activity SET actor = 'op:mallory' WHERE id = 3"
seen "its verb" chain "UPDATE activity SET verb = 'x' WHERE id = 3"
seen "its ref" 'chain( moves)?' "UPDATE activity SET ref = 'inv-7' WHERE ref = 'inv-1'"
seen "its customer" chain "UPDATE activity SET customer = 1 WHERE id = 3"
seen "its reference" chain "UPDATE activity SET reference = 'AAAAAAAAAAAA'
	WHERE id = (SELECT MAX(id) FROM activity WHERE reference IS NOT NULL)"
seen "its words" 'chain( moves)?' "UPDATE activity SET summary = 'x' WHERE id = 5"
seen "its hash" 'chain head' "UPDATE activity SET hash = printf('%064d', 7) WHERE id = 5"
seen "an entry without its hash" 'chain file( head)?( seal)?' "UPDATE activity SET hash = '' WHERE id = 5"
seen "an entry that is gone" 'chain( file)?( head)?( moves)?( seal)?' "DELETE FROM activity WHERE id = 20"
seen "an entry gone with what it wrote" 'chain( head)?( moves)?( seal)?' "DELETE FROM seal WHERE log = 20;
	DELETE FROM activity WHERE id = 20"
seen "an entry put between" 'chain' "INSERT INTO activity (id, at, actor, verb, summary, hash)
	SELECT MAX(id) + 5, at, actor, verb, summary, hash FROM activity"
seen "an entry appended" 'chain' "INSERT INTO activity (id, at, actor, verb, summary, hash)
	SELECT MAX(id) + 1, at, actor, verb, summary, hash FROM activity"
seen "the log cut short" 'head( moves)? seal' "DELETE FROM seal WHERE log > 40;
	DELETE FROM activity WHERE id > 40"
seen "two entries exchanged" 'chain.*' "UPDATE activity SET id = -1 WHERE id = 6;
	UPDATE activity SET id = 6 WHERE id = 7; UPDATE activity SET id = 7 WHERE id = -1"
fresh
rm "$PP_DB.head"
corrupt "DELETE FROM seal WHERE log > 40; DELETE FROM activity WHERE id > 40"
accuse
like "$status $ids" '^10 (moves )?seal $' "cut short, and the head file with it: the rows tell"

# ---- the seals
seen "a seal's digest" 'chain seal' "UPDATE seal SET entries = CAST(substr(entries, 1, 8) ||
	zeroblob(16) || substr(entries, 25) AS BLOB) WHERE id = 3"
seen "a seal that is gone" 'chain( seal)?' "DELETE FROM seal WHERE id = 3"
seen "a seal of another entry" 'chain( seal)?' "UPDATE seal SET log = log + 1 WHERE id = 3"
seen "a seal that was cut" 'chain seal' "UPDATE seal SET entries = substr(entries, 1, 20) WHERE id = 3"
seen "a seal of the future" '.*seal' "INSERT INTO seal (log, entries)
	SELECT 99999, entries FROM seal WHERE id = 3"
seen "a row that is gone" 'seal' "DELETE FROM rule_value; DELETE FROM voucher"
seen "a row put in" 'seal' "INSERT INTO customer (status, kind, name, email, created_at)
	VALUES ('active', 'person', 'Mallory', 'm@example.com', 1)"
for id in -7 0 999999999999999; do
	seen "a row put in at $id" '(ledger-entries )?seal' "INSERT INTO txn (id, at, on_date, kind)
		VALUES ($id, 1, '2026-03-15', 'transfer')"
done
seen "a seal of a row that never was" 'chain seal' "UPDATE seal SET
	entries = CAST(substr(entries, 1, 1) || x'7f' || substr(entries, 3) AS BLOB) WHERE id = 3"
seen "a setting" 'seal' "UPDATE setting SET value = 'no' WHERE key = 'office.regulator';
	INSERT INTO setting (key, value) VALUES ('office.legal', 'x')"

# ---- the head file
head_is() {
	accuse
	is "$status $ids" "$2" "$1"
}
fresh
rm "$PP_DB.head"
head_is "no head file: no violation" '0 '
fresh
sed -i '$d' "$PP_DB.head"
head_is "a shorter one" '0 '
fresh
sed -i 1,5d "$PP_DB.head"
head_is "one whose beginning is lost" '0 '
fresh
printf '41 abc' >>"$PP_DB.head"
head_is "a last line that a crash cut" '0 '
fresh
echo '41 abc' >>"$PP_DB.head"
head_is "one that another write went on after" '0 '
fresh
echo '41 xyz' >>"$PP_DB.head"
head_is "a damaged line" '10 head '
fresh
sed -i '3s/ ./ x/' "$PP_DB.head"
head_is "another hash" '10 head '
out_like 'head	the head file knows another entry	log-' "says so"
fresh
sed -i '$s/^/9/' "$PP_DB.head"
head_is "an entry beyond ours" '10 head '
out_like 'knows an entry that is gone	log-9' "says so"
cp "$office.head" old.head
cp "$office" old.db
PP_DB=$office
bill Z-1 water:1001 5
sqlite3 "$office" 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
fresh
cp "$T/old.db" "$PP_DB"
head_is "an old copy put in place of the file" '10 head '

# ---- a correct office is never accused
fresh
run pp-db check
works "the office itself"
run pp-db backup backup.db
run pp-db check -D backup.db
works "its backup"
cp backup.db copy2.db
cp backup.db.key copy2.db.key
run pp-db check -D copy2.db
works "a copy of that"
run pp-db restore backup.db --yes
run pp-db check
works "the office restored from it"
fresh
bill Z-2 water:1001 5
run pp-db check
works "after another write"
sqlite3 "$PP_DB" VACUUM
run pp-db check
works "after a VACUUM"

# ---- any bit (PP_FLIPS and PP_SEED try others)
flips=${PP_FLIPS-300}
PP_DB=$office
tables "$office" >before
fresh
# Every other one where something is written: most of a small file's pages are empty.
# shellcheck disable=SC2016
perl -e 'my ($file, $count, $seed) = @ARGV; srand $seed; open my $f, "<:raw", $file or die;
	local $/; my $all = <$f>; my @used = grep { vec $all, $_, 8 } 0 .. length($all) - 1;
	print 8 * ($_ % 2 ? $used[rand @used] : int rand length $all) + int(rand 8), "\n"
		for 1 .. $count' "$PP_DB" "$flips" "${PP_SEED-20260315}" >bits
told=0 harmless=0 wrong=
while read -r bit; do
	rm -f copy/pp.db-wal copy/pp.db-shm
	cp "$office" "$PP_DB"
	# shellcheck disable=SC2016
	perl -e 'my ($file, $bit) = @ARGV; open my $f, "+<:raw", $file or die; seek $f, $bit >> 3, 0;
		read $f, my $byte, 1; seek $f, $bit >> 3, 0; print $f chr(ord($byte) ^ 1 << ($bit & 7))' \
		"$PP_DB" "$bit"
	pp-db check >out 2>err </dev/null
	case $? in
	9 | 10) told=$((told + 1)) ;;
	0)
		if tables >after 2>after.err && cmp -s before after; then
			harmless=$((harmless + 1))
		else
			wrong="$wrong $bit:unseen"
		fi
		;;
	*) wrong="$wrong $bit:$(head -c 80 err)" ;;
	esac
done <bits
is "$wrong" "" "of $flips flips of a bit each is told, or changes nothing ($told told, $harmless harmless)"
[ $((told + harmless)) -eq "$flips" ]
ok $? "all were tried"

PP_DB=$office
done_testing
