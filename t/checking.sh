# shellcheck shell=sh disable=SC2154
# What the tests of pp-db check stand on, after counter.sh:  . "$here/checking.sh"
#
#   busy_office      an office in which everything happened once; $office is its file, checkpointed
#   fresh            a copy of it in copy/, which $PP_DB names now
#   corrupt SQL      changes the copy behind our back
#   accuse [OPTION]  runs pp-db check: $ids, those of the violations
#   breaks ID SQL [QUICK [ALSO]]
#                    check --quick tells QUICK (else just ID), check ID, ALSO and seal; $tried: IDs
#   tables [FILE]    what a file's tables say, in a logical dump

busy_office() {
	paying_office
	seed=$build/t/pp-seed
	customer=$("$seed" customer 'Ana Flores' ana@example.com)
	card=$("$seed" card "$customer" sandbox-approve)
	declining=$("$seed" card "$customer" sandbox-decline)
	{
		pp-account deposit acc-5 500
		bill F-1 water:1001 100 --lines='Agua=60|Alcantarillado=40' # inv-1
		bill F-2 water:1001 50
		bill F-3 water:1001 30
		bill F-4 water:1002 20 --due2-on=2026-04-20 --due2-amount=25
		bill F-5 water:1002 10
		bill F-6 water:1001 60 # inv-6
		bill L-1 loans:C-9 1200 --kind=credit --instalment=100 --term=12
		bill P-1 phone:555 70
		bill F-7 water:1002 11
		bill F-8 water:1001 12 # inv-10
		bill F-9 water:1001 13 --kind=charge --status=unbilled
		pp-pay invoice inv-1 inv-2 --with=cash --yes --memo='En ventanilla' # pay-1
		pp-pay invoice inv-3 --with=acc-5 --yes
		pp-pay invoice inv-4 --with="$card" --yes
		pp-pay invoice inv-5 --with="$declining" --yes
		pp-pay invoice inv-7 --with=cash --amount=instalment --yes # pay-5
		pp-pay refund pay-1 --amount=60 --reason='cobro de más' --yes
		pp-pay invoice inv-8 --with=cash --yes
		pp-pay refund pay-7 --reason=todo --yes
		pp-pay invoice inv-6 --with=sandbox --yes # pay-9
		pp-pay resolve pay-9 --release --reason='paga en efectivo'
		pp-pay invoice inv-6 --with=cash --yes
		pp-pay resolve pay-9 --declare=approved --gateway-ref=X-1 --reason='carta'
		pp-pay invoice inv-9 --with=sandbox --yes # pay-11, open
		pp-invoice void inv-10 --reason='duplicada' --yes
		pp-db config channel.email true
		pp-notify send
		pp-ledger remit water 5 --reference=T-1 --yes
		spend_token
		pp-account link water:1001 --customer="$customer" --alias=casa
		pp-account enrol acc-1 paperless --accept-terms --customer="$customer"
		pp-account unenrol acc-1 paperless --yes
		pp-account enrol acc-1 paperless --accept-terms --customer="$customer"
		pp-account enrol acc-1 autodebit --accept-terms --with="$card" --day=10 --max=500
		pp-account open --currency=BOB --holder='Carla Choque' # acc-7
		pp-qr create --account=acc-7 --amount=10 --once
		pp-qr create --account=acc-7 --memo='Rifa' --many
		pp-qr create --account=acc-7 --amount=7 --once
		pp-pay qr qr-1 --with=acc-5 --yes # pay-12
		pp-pay qr qr-2 --with=acc-5 --amount=20 --yes
		pp-pay refund pay-13 --amount=5 --reason='de más' --yes
		pp-pay qr qr-3 --with=sandbox --yes # pay-15, open
	} >made 2>&1
	office=$PP_DB
	sqlite3 "$office" 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
	mkdir copy
}

# The customer's token accepts a code; it has been wrong once.
spend_token() (
	umask 077
	pp-token enrol "$customer" --json | jq -r .uri >uri
	pp-token show --secret-file=uri --at="$PP_NOW" --format=tsv --columns=code >code
	pp-token verify "$customer" --token-file=code
	echo 000000 >wrong
	pp-token verify "$customer" --token-file=wrong
)

fresh() {
	rm -f copy/*
	cp "$office" copy/pp.db
	cp "$office.key" copy/pp.db.key
	cp "$office.head" copy/pp.db.head
	PP_DB=$T/copy/pp.db
}

corrupt() {
	sqlite3 "$PP_DB" "PRAGMA ignore_check_constraints = 1; PRAGMA foreign_keys = 0; $1" ||
		diag "sqlite3: $1"
}

accuse() {
	run pp-db check "$@"
	ids=$(cut -f1 out | LC_ALL=C sort -u | tr '\n' ' ')
}

# When the platform is asked again is work in progress, and no fact.
tables() {
	sqlite3 "${1:-$PP_DB}" .dump | grep -v '^INSERT INTO lease'
}

tried=
breaks() {
	id=$1 quick=${3-$1} also=${4-}
	tried="$tried $id"
	fresh
	corrupt "$2"
	accuse --quick
	is "$ids" "${quick:+$quick }" "$id: found by --quick, and nothing else"
	is_status "$([ -z "$quick" ] && echo 0 || echo 10)" "$id: the status of --quick"
	accuse
	# shellcheck disable=SC2086
	want=$(printf '%s\n' $quick "$id" $also | LC_ALL=C sort -u | tr '\n' ' ')
	[ "$id" = seal ] || ids=$(echo "$ids" | sed 's/\(^\| \)seal /\1/')
	is "$ids" "$want" "$id: found, and nothing else"
	is_status 10 "$id: status 10"
	err_empty "$id: nothing on stderr"
}
