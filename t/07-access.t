#!/bin/sh
# Which database, who acts, when, and what is done only once: tried on a program without a subject.
. "${0%/*}/lib.sh"
PATH=$build/t:$PATH

# ---- which database
run pp-toy read
refused 9 'no database' "no database anywhere"
mkdir -p .local/share/pp
run pp-toy found --sandbox
works "made at the place that is usual"
[ -f .local/share/pp/pp.db ] && [ -f .local/share/pp/pp.db.key ]
ok $? "with its key file"
run pp-toy read
works "found there"
run env XDG_DATA_HOME="$T/data" pp-toy read
refused 9 'data/pp/pp.db' "XDG_DATA_HOME"
run env PP_DB="$T/other.db" pp-toy read
refused 9 'other.db' "PP_DB"
run env PP_DB="$T/other.db" pp-toy read -D .local/share/pp/pp.db
works "--db goes before PP_DB"
run env HOME='' pp-toy read
refused 9 'no database is named' "no home"
PP_DB=$T/pp.db
export PP_DB
run env PP_KEY="$T/elsewhere.key" pp-toy found --sandbox
works "PP_KEY"
[ -f elsewhere.key ] && [ ! -e pp.db.key ]
ok $? "the key file lies there"
mv elsewhere.key pp.db.key

# ---- when
run pp-toy read --json
is "$(jq -r .at out)" 2026-03-15T12:00:00Z "a sandbox honours PP_NOW"
run env PP_NOW=yesterday pp-toy read
refused 2 'PP_NOW' "PP_NOW that is no instant"
env -u PP_NOW pp-toy found -D real.db
run pp-toy read -D real.db
refused 9 'PP_NOW is for sandboxes' "any other office refuses PP_NOW"
run pp-toy found -D real2.db
refused 9 'PP_NOW is for sandboxes' "so does making one"
run pp-toy list
works "a verb without a database ignores it"
run pp-toy write -y --as-of=2031-01-01
works "--as-of after today in a sandbox"
run env -u PP_NOW pp-toy write -y --as-of=2131-01-01 -D real.db
refused 2 'as-of is after today' "--as-of after today elsewhere"
run env -u PP_NOW pp-toy write -y --as-of=2131-01-01 -D real.db --dry-run
is_status 0 "but with --dry-run"

# ---- who
user=$(id -un)
run pp-toy write -y --json
is "$(jq -r .actor out)" "$user" "the operator is the user"
run env PP_SESSION='' pp-toy write -y
refused 6 'log in first' "a guest does not write"
run env PP_SESSION="$T/none" pp-toy read
works "a guest reads what is public"

# ---- once
run pp-toy write -y --request-id=r1
works "a request"
cp out first
before=$(sqlite3 pp.db 'SELECT count(*) FROM activity')
run pp-toy write --request-id=r1
works "repeated: it asks nothing"
cmp -s out first
ok $? "and prints the same thing"
run pp-toy write -y --request-id=r1 --json -v
out_like '"id":"inv-' "output options are no parameters"
is "$(sqlite3 pp.db 'SELECT count(*) FROM activity')" "$before" "nothing was written"
run pp-toy write -y --request-id=r1 --memo=other
refused 4 'other parameters' "with other parameters"
run pp-toy write -y --request-id=r5 --status=11
works "a request whose thing is open"
run pp-toy write -y --request-id=r5 --status=11
is_status 11 "repeated: the status of that state"
run pp-toy write a b --request-id=r2
cp out first
run pp-toy write a b --request-id=r2
cmp -s out first
ok $? "several items, each once"
run pp-toy write -y --request-id=
refused 2 'request-id' "an empty request id"
run pp-toy write -y --request-id="$(printf '%0200d' 1)"
refused 2 'request-id' "a request id that is too long"

# ---- not at all
before=$(sqlite3 pp.db 'SELECT count(*) FROM activity')
run pp-toy write -y --dry-run
is_status 0 "a dry run"
err_is "pp-toy: dry run: nothing was recorded" "says so"
out_like '^inv-' "and prints the same records"
run pp-toy write
refused 2 'give --yes' "nobody to ask"
run pp-toy write -n
is_status 0 "a dry run asks nothing"
is "$(sqlite3 pp.db 'SELECT count(*) FROM activity')" "$before" "nothing was recorded"

# ---- recorded, but not printed
run sh -c 'pp-toy write -y >/dev/full'
refused 1 'recorded as inv-[0-9]+, but the output could not be written' "stdout full"
run sh -c 'pp-toy write -y >&-'
refused 1 'recorded as' "stdout closed"
run sh -c 'pp-toy write -y --dry-run -q >/dev/full'
refused 1 '^pp-toy: the output could not be written' "a dry run records nothing"
run sh -c 'pp-toy write -y 2>&- >&- <&-'
is_status 1 "all closed"
is "$(sqlite3 pp.db 'PRAGMA integrity_check')" ok "the file is whole"

done_testing
