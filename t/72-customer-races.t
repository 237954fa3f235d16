#!/bin/sh
# shellcheck disable=SC2154,SC2317 # lib.sh and people.sh set them; functions are called by name
# Fifty at the same moment: guessing a password they get three guesses; with one code one of them
# gets in; of one address one is registered.
#
# PP_ROUNDS rounds of each race (1).
. "${0%/*}/lib.sh"
. "$here/people.sh"

rounds=${PP_ROUNDS:-1}
crowd=50

people --currency=BOB
pp-db config db.wait 60000 >"$T/quiet" # a crowd that computes lets nobody write for long
secret pw 'correct horse 1'
secret new 'battery staple 2'
secret wrong 'incorrect horse'
pp-customer register ana@example.com --name=Ana --phone=+59170012345 --document=CI:1 \
	--password-file=pw >quiet
customer confirm phone --customer=cus-1
code
customer confirm phone --customer=cus-1 --code-file=code

# race COMMAND: it runs in $crowd processes at once, told its number; $statuses is "STATUS COUNT;"
race() {
	rm -f "$T"/race.*
	: >"$T/gate"
	exec 9<"$T/gate"
	flock -x 9
	n=1
	while [ $n -le $crowd ]; do
		{
			: >"$T/race.$n.ready"
			flock -s 8
			"$@" $n >"$T/race.$n" 2>&1
			echo $? >"$T/race.$n.status"
		} 8<"$T/gate" 9<&- &
		n=$((n + 1))
	done
	while set -- "$T"/race.*.ready && [ $# -lt $crowd ]; do :; done
	flock -u 9
	exec 9<&-
	wait
	statuses=$(cat "$T"/race.*.status | sort -n | uniq -c | awk '{ printf "%s %s;", $2, $1 }')
}

guess() { pp-customer login ana@example.com --password-file=wrong --session="$T/s.$1"; }
guess_dry() { pp-customer login ana@example.com --password-file=wrong --session="$T/s.$1" --dry-run; }
log_in() { pp-customer login --document=CI:1 --code-file=code --session="$T/s.$1"; }
recover() { pp-customer recover ana@example.com --code-file=code --password-file=new; }
sign_up() { pp-customer register "new$round@example.com" --name=New; }

guesses() {
	sqlite3 pp.db "SELECT count(*) FROM activity WHERE summary LIKE 'password tried, % of 3%'"
}

round=1
while [ "$round" -le "$rounds" ]; do
	at $((round * 200000))
	before=$(guesses)
	race guess
	is "$statuses" '6 50;' "fifty guess at once: each is refused"
	is "$(cat race.*[0-9] | sort -u)" \
		'pp-customer: e-mail address or password is wrong, or locked for a day' "in the same words"
	is $(($(guesses) - before)) 3 "three guesses were made"
	run pp-customer login ana@example.com --password-file=pw --session="$T/s"
	is_status 6 "then it is locked"
	pp-customer unlock cus-1 >quiet
	before=$(guesses)
	crowd=10
	race guess_dry
	is "$statuses $(($(guesses) - before))" '6 10; 3' "ten dry runs: three guesses, too"
	crowd=50

	pp-customer login --document=CI:1 --session="$T/s" >quiet
	code
	race log_in
	is "$statuses" '0 1;6 49;' "fifty with one login code: one is logged in"
	is "$(sqlite3 pp.db 'SELECT count(*) FROM session WHERE ended_at IS NULL')" 1 "one session"

	pp-customer recover ana@example.com >quiet
	code
	race recover
	is "$statuses" '0 1;6 49;' "fifty with one mailed code: one sets the password"
	is "$(sqlite3 pp.db 'SELECT MAX(tried) <= 5 FROM code')" 1 "of five tries"

	race sign_up
	is "$statuses" '0 1;4 49;' "fifty register one address: one does"
	round=$((round + 1))
done

done_testing
