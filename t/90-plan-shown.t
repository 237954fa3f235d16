#!/bin/sh
# shellcheck disable=SC2034,SC2154 # the libraries set and read them
# What was shown of a plan is what is agreed on: a debt grows between the question and the plan,
# while the books are locked.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/planning.sh"
no_books=1 # it grows behind the books

plan_office
mkfifo lock
sqlite3 "$PP_DB" >locker <lock &
exec 4>lock
echo "BEGIN IMMEDIATE; SELECT writefile('$T/locked', '');" >&4
while [ ! -e "$T/locked" ]; do :; done
pp-plan create --account=water:1001 --instalments=2 --accept-terms --yes >out 2>err 4>&- &
made=$!
reads=0
while [ $reads -lt 60 ]; do
	pp-plan list >"$T/quiet"
	reads=$((reads + 1))
done
echo 'UPDATE invoice SET amount_minor = amount_minor + 1000 WHERE id = 1; COMMIT;' >&4
exec 4>&-
wait $made
status=$?
refused 4 'the total is 177\.[0-9]* BOB now, not 167\.24$' \
	'S1-35 another total than was shown is not agreed on'
out_empty 'no plan is told'
is "$(pp-plan list)" '' 'nor made'
plan --instalments=2 --columns=status
works 'asked anew it is'
out_is pending 'and waits for its first instalment'

done_testing
