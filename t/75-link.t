#!/bin/sh
# Links: a customer finds an account, sees that it is the right one, links it under a name, manages
# it by that name, and lets it go.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
. "$here/owning.sh"

json() {
	jq -r "$1" <"$T/out"
}

owners
a=cus-1 b=cus-2
pp-biller edit water --number-pattern='[0-9]{4}' >made
pp-invoice add F-1 --account=water:1001 --amount=40 --due-on=2026-03-10 >made
pp-invoice add F-2 --account=water:1001 --amount=60 --due-on=2026-03-20 >made
pp-invoice add F-3 --account=water:1001 --amount=70 --due-on=2026-04-20 >made
pp-invoice add F-4 --account=light:1001 --amount=10 --due-on=2026-04-20 >made

# ---- the first access: find, look, link
as $a pp-account list
works "S1-04 a new customer has nothing"
out_empty "S1-04 not one account"
as $a pp-account status
works "status of nothing"
out_empty "is empty"
as $a pp-account find 12345 --biller=water
refused 3 'no account 12345' "S1-05 a number of another form is nobody's"
as $a pp-account find 1001
refused 2 'ambiguous: water:1001 light:1001' "S1-05 a number of two billers names both"
as $a pp-account find water:1002 --json
works "S1-05 the account is found by its number"
is "$(json '.number + " " + .holder + " " + .address')" "1002 B**** L**** C**** 2" \
	"S1-06 its main data are shown, the person behind them is not"
as $a pp-account show water:1002
refused 3 'no account water:1002' "S1-06 to be seen whole it must be linked"
as $a pp-account link water:1001 --alias=casa --json
works "S1-07 link"
is "$(json '.type + " " + .id + " " + .number + " " + .holder + " " + .alias')" \
	"account acc-1 1001 Ana casa" "S1-07 prints the account, whole now, with its alias"
dump >before
as $a pp-account link water:1001 --json
works "linked again"
is "$(json .alias)" casa "it is as it was"
dump | cmp -s - before
ok $? "and nothing was written"
as $a pp-account link water:1002 --alias=casa
refused 4 'acc-1 has that alias already' "an alias names one account"
as $a pp-account link water:1002 --alias=casa --json
is "$(jq -r '.reason + " " + .ref' err)" "exists acc-1" "its reason"
while IFS='|' read -r alias why; do
	as $a pp-account link water:1002 --alias="$alias"
	refused 2 "$why" "no alias is '$alias'"
done <<'END'
acc-3|would pass for a ref
inv-9|would pass for a ref
-x|would pass for
4111 1111 1111 1111|alias
END
as $a pp-account link water:1002 --alias="$(printf '%081d' 1)"
refused 2 alias "an alias that is too long"
as $a pp-account link water:1002 --alias="$(printf 'a\033[31mb')" --format=tsv
works "an alias may hold what a terminal must not see"
out_unlike "$(printf '\033')" "which is escaped"
as $a pp-account link acc-3
refused 3 'no acc-3' "an account is not linked by its ref"
as $a pp-account link acc-99
refused 3 'no acc-99' "like one that there is not"
as $a pp-account link 1001
refused 2 'ambiguous: water:1001 light:1001' "nor by an ambiguous number"
as $a pp-account link light:1001 --dry-run --alias=luz --json
is "$status $(json .alias)" "0 luz" "link --dry-run shows"
as $a pp-account show light:1001
refused 3 'no account light:1001' "and links nothing"
as $a pp-account link light:1001 --customer=$b
refused 3 'no cus-2' "a customer links for itself"
as $a pp-account link light:1001 --customer=ana@example.com --request-id=l1
works "which it may say"
as $a pp-account link light:1001 --customer=ana@example.com --request-id=l1 --json
is "$status $(json .id)" "0 acc-3" "the same request again prints the account"
as $a pp-account link nobody:1001
refused 3 'no biller nobody' "a biller that there is not"
guest pp-account link water:1001
refused 6 'no live session' "a guest links nothing"

# ---- a subscription's account has a number that can be counted
silently pp-subscription create --customer=$a --biller=light --amount=9 --every=month \
	--start=2026-04-01 --concept=Club --with=card
as $b pp-account link light:sub-1
refused 3 'no account light:sub-1' "a subscription's account is nobody else's to link"
guest pp-account find light:sub-1
refused 3 'no account light:sub-1' "nor to find"
as $a pp-account unlink light:sub-1 --yes --quiet
refused 4 'sub-1 is active' "while it is active its customer keeps it"
silently pp-subscription cancel sub-1 --yes
as $a pp-account unlink light:sub-1 --yes --quiet
works "its customer lets it go"
as $a pp-account link light:sub-1 --columns=number
out_is sub-1 "and has it back"
as $a pp-account unlink light:sub-1 --yes --quiet

# ---- by the operator
run pp-account link water:1002
refused 2 'customer' "an operator says whose link it is"
run pp-account link acc-2 --customer=beto@example.com --alias=casa
works "S2-02 an operator links for a customer; two may have the same alias"
out_like '^acc-2	.*	casa	' "prints it as that customer calls it"
run pp-account link acc-2 --customer=cus-9
refused 3 'no cus-9' "of a customer that there is not"
pp-account open --currency=BOB --holder=Ana --customer=$a >made
purse=$(cut -f1 made)
run pp-account link "$purse" --customer=$a
refused 2 "$purse is no service account" "a deposit account is not linked"
as $b pp-account link "$(printf '%010d' "${purse#acc-}")"
refused 3 'no account' "another's is not even there"

# ---- many accounts, by their names
as $a pp-account list --columns=id,alias
out_is "acc-1	casa
acc-2	a\\u001b[31mb
acc-3	
$purse	" "S1-08 many accounts: linked and owned, in order, with their aliases"
as $a pp-account link water:1002 --alias=
works "an alias is taken away"
as $a pp-account list --columns=alias --match=casa
out_is casa "S1-36 the list is searched"
as $a pp-account list --match=1002 --columns=id
out_is acc-2 "S1-36 by account number"
as $a pp-account list --biller=light --columns=id
out_is acc-3 "S2-04 by company"
as $a pp-account list --kind=deposit --columns=id
out_is "$purse" "list --kind"
as $a pp-account list --customer=$b
refused 3 'no cus-2' "nobody lists another's"
run pp-account list --customer=$b --columns=id,alias
out_is "acc-2	casa" "an operator does, with that customer's aliases"
run pp-account list --columns=id,alias --limit=2
out_is "acc-1	
acc-2	" "a list of all has no aliases"
as $a pp-account show casa --columns=id
out_is acc-1 "S2-07 an account is named by its alias"
as $a pp-account status casa --columns=account,overdue
out_is "acc-1	40.00" "S1-09 the account to manage is named by its alias"
as $a pp-invoice list --account=casa --columns=id
out_is "inv-1
inv-2
inv-3" "S2-08 its invoices, by its alias"
as $b pp-account show casa --columns=id
out_is acc-2 "an alias is its customer's: another's casa is another account"
run pp-account show casa
refused 3 'no account casa' "an operator has no aliases"
as $a pp-account show 1001
refused 2 'ambiguous: water:1001 light:1001' "an ambiguous number, among one's own"
as $b pp-account link light:1001 --alias=1002
works "an alias may look like a number"
as $b pp-account show 1002
refused 2 '1002 is ambiguous: light:1001 water:1002' "and be ambiguous with one"
as $b pp-account unlink water:1002 -y
as $b pp-account show 1002 --columns=id
out_is acc-3 "but not with a number of somebody else"
as $b pp-account show 1001 --columns=id
out_is acc-3 "an ambiguous number of which one is one's own is not ambiguous"

# ---- the header
as $a pp-account status --json
works "S1-10 status without a ref"
is "$(json '.account + " " + .number + " " + (.alias // "-")' | head -n 1)" "acc-1 1001 casa" \
	"S1-10 the main data of each account, to switch between them"
is "$(json .account | tr '\n' ' ')" "acc-1 acc-2 acc-3 $purse " "S1-10 all of one's own"
as $a pp-account status casa --json
is "$(json '.status + " " + .overdue + " " + .next_due_on + " " + .next_due')" \
	"active 40.00 2026-03-20 60.00" "S1-11 general state, overdue debt, what is due next"
is "$(json '.due | map(.due_on) | join(" ")')" "2026-03-20 2026-04-20" "S1-11 the next due dates"
is "$(json '[.paperless, .autodebit, .plan] | map(tostring) | join(" ")')" "false false null" \
	"S1-11 enrolments"
as $a pp-invoice list --status=payable --columns=id,number,due
out_is "inv-1	F-1	40.00
inv-2	F-2	60.00
inv-3	F-3	70.00
inv-4	F-4	10.00" "S1-12 the pending invoices of all accounts"
as $a pp-invoice list --status=payable --biller=light --columns=id
out_is inv-4 "S3-09 by product"
as $a pp-invoice list --account=light:1001 --biller=water
out_empty "an account of another biller has none there"
pp-pay invoice inv-1 --with=cash --yes >made
as $a pp-account status casa --columns=overdue
out_is 0.00 "S3-10 what was paid a moment ago is not owed any more"
as $a pp-invoice show inv-1 --columns=status
out_is paid "S3-10 nor is the invoice open"

# ---- unlink
as $a pp-account unlink casa
refused 2 'unlink asks first' "S1-38 unlink asks"
as $b pp-account unlink water:1001 -y
refused 3 'no account water:1001' "unlinking what is another's"
as $b pp-account unlink acc-1 -y
refused 3 'no acc-1' "by ref"
as $a pp-account unlink "$purse" -y
refused 2 "$purse is no service account" "a deposit account is owned, not linked"
as $a pp-account unlink casa -y --dry-run
is_status 0 "unlink --dry-run"
as $a pp-account show casa --columns=id
out_is acc-1 "changes nothing"
typed='n
' PP_SESSION=$(session $a) run_tty pp-account unlink casa
like "$(out)" 'Unlink acc-1, number 1001 of Ana\?' "S1-38 it shows what it will do"
as $a pp-account unlink casa --yes --json --request-id=u1
works "S1-38 unlink"
is "$(json '.id + " " + .holder + " " + (.alias // "-")')" "acc-1 A**** -" \
	"prints what anybody may see of it"
dump >before
as $a pp-account unlink casa --yes --json --request-id=u1
is "$status $(json .id) $(json .holder)" "0 acc-1 A****" "the same request again changes nothing"
dump | cmp -s - before
ok $? "not one row"
as $a pp-account unlink casa --yes
refused 3 'no account casa' "unlinked twice"
as $a pp-account show water:1001
refused 3 'no account water:1001' "S1-38 it is not there any more"
as $a pp-invoice show inv-2
refused 3 'no inv-2' "S1-38 nor are its invoices"
as $a pp-invoice list --columns=id
out_is inv-4 "S1-38 nor in lists"
run pp-account unlink acc-1 --customer=$a --yes
refused 4 'acc-1 is not linked by cus-1' "an operator is told so"
run pp-account unlink acc-1 --yes
refused 2 'customer' "and says whose"
run pp-account unlink acc-3 --customer=$b --yes
works "an operator unlinks"
as $a pp-account link water:1001 --alias=casa
works "it may be linked again"

# ---- closing an account
pp-pay invoice inv-2 inv-3 inv-4 --with=cash --yes >made
run pp-account close acc-1 --yes
works "an account is closed"
as $a pp-account list --columns=id
out_is "acc-2
acc-3
$purse" "its links end"
as $a pp-account link water:1001
refused 3 'no account water:1001' "what is closed is not found any more"
run pp-account link acc-1 --customer=$a
refused 4 'acc-1 is closed' "nor linked by an operator"

# ---- the log
as $a pp-db log --ref=acc-1 --columns=actor,verb,summary
out_is "$a	account link	linked: casa
$a	account unlink	unlinked
$a	account link	linked: casa
op:$(id -un)	account close	unlinked: closed" "each customer sees in the log what became of its links"
as $b pp-db log --ref=acc-1
out_empty "and not of another's"

done_testing
