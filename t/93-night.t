#!/bin/sh
# shellcheck disable=SC2154,SC2034 # set or read by lib.sh and paying.sh
# share/examples: the night as a script, and what starts it.
. "${0%/*}/lib.sh"
. "$here/paying.sh"
night=$root/share/examples/night

# ---- its steps, played by stand-ins that note what was asked and end as $T/fail says

mkdir stand
for tool in subscription plan pay notify db; do
	cat >"stand/pp-$tool" <<-'END'
		#!/bin/sh
		echo "${0##*/} $1" >>"$HOME/steps"
		[ "$PP_DB" = "$HOME/some/pp.db" ] || echo "no PP_DB" >>"$HOME/steps"
		[ "$1" != backup ] || case $2 in
		*/backup/pp-20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]-[1-9]*.db) ;;
		*) echo "$2" >>"$HOME/steps" ;;
		esac
		while read -r step status; do
			[ "$step" != "${0##*/}:$1" ] || exit "$status"
		done <"$HOME/fail"
	END
	chmod +x "stand/pp-$tool"
done
mkdir some
all='pp-subscription run
pp-plan run
pp-pay debit
pp-pay resolve
pp-notify send
pp-db check
pp-db backup'

# plays [STEP STATUS]...: the night with these failing: $status, $steps
plays() {
	: >fail
	: >steps
	while [ $# -gt 0 ]; do
		echo "$1 $2" >>fail
		shift 2
	done
	PP_DB=$T/some/pp.db PATH=$T/stand:$PATH run "$night"
	steps=$(cat steps)
}

plays
works "a night in which all is well is silent"
out_empty "wholly"
is "$steps" "$all" "S2-09 subscriptions, plans, debits, what is unclear, messages, proof, backup"
for step in pp-subscription:run pp-plan:run pp-pay:debit pp-pay:resolve pp-notify:send \
	pp-db:check pp-db:backup; do
	plays "$step" 9
	is "$status $steps" "9 $all" "a failing $step hides no other"
done

# graver STATUS STATUS...: each is graver than the one after it
graver() {
	found=
	while [ $# -gt 1 ]; do
		plays pp-plan:run "$1" pp-db:check "$2"
		found="$found $status"
		plays pp-plan:run "$2" pp-db:check "$1"
		found="$found $status"
		shift
	done
}
graver 11 1 9 10 7 8 0
is "$found" " 11 11 1 1 9 9 10 10 7 7 8 8" "the gravest status is the night's"
plays pp-plan:run 137 pp-db:check 9
is_status 137 "a step that was killed too"
rm stand/pp-notify
: >fail
PATH=$T/stand:/usr/bin:/bin PP_DB=$T/some/pp.db run "$night"
is_status 127 "a program that is missing"

# ---- an office

# files FOLDER: how many are in it
files() {
	find "$1" -type f | wc -l
}

shop
silently pp-account link water:1001 --customer=cus-1
silently "$seed" card cus-1 sandbox-approve
silently pp-account enrol water:1001 autodebit --customer=cus-1 --with=card --accept-terms
silently pp-invoice add F-1 --account=water:1001 --amount=100 --due-on=2026-03-15
silently pp-subscription create --customer=cus-1 --biller=water --amount=50 --every=month \
	--start=2026-03-15 --concept=Diario --with=card
silently pp-invoice add F-2 --account=water:1001 --amount=70 --due-on=2026-03-31
PP_NOW=2026-03-16T08:30:00Z
printf '#!/bin/sh\nexec cat >>%s/mailed\n' "$T" >mailer
chmod +x mailer
silently pp-db config channel.email "$T/mailer"
run "$night"
works "a night of an office"
out_empty "is silent"
is "$(pp-pay list --format=tsv --columns=status,amount | tr '\n\t' ' :')" \
	"approved:100.00 approved:50.00 " "the debit, and a subscription of the same night"
is "$(grep -c '^To:' mailed)" 4 "the receipts, the subscription and its bill are told"
is "$(files backup)" 2 "a backup and its key"
run pp-db check -D "$(ls "$PWD"/backup/*.db)"
works "which is right"
is "$(stat -c %a backup backup/* | sort -u | tr '\n' ' ')" "600 700 " "and nobody else's"
before=$(totals)
sqlite3 "$PP_DB" 'SELECT COUNT(*) FROM activity' >logged
mkdir -m 700 kept
NIGHT_BACKUPS=$T/kept run "$night"
works "again"
is "$(totals) $(sqlite3 "$PP_DB" 'SELECT COUNT(*) FROM activity')" "$before $(cat logged)" \
	"changes nothing"
is "$(files kept) $(files backup)" "2 2" "NIGHT_BACKUPS: where the copy goes"
mkdir clocks
printf '#!/bin/sh\necho 2026-03-16T043000\n' >clocks/date
chmod +x clocks/date
for again in one two; do
	NIGHT_BACKUPS=$T/both PATH=$T/clocks:$PATH run "$night"
	works "two in the same second: $again"
done
is "$(files both)" 4 "each has its copy"
silently "$seed" card cus-1 sandbox-decline
silently pp-account enrol water:1001 autodebit --customer=cus-1 --with=card-2 --accept-terms
PP_NOW=2026-03-31T08:30:00Z
NIGHT_BACKUPS=$T/later run "$night"
is_status 5 "a declined debit ends a night with 5"
err_like 'declined' "and is told"
is "$(files later)" 2 "the backup was made all the same"
PP_DB=$T/none/pp.db run "$night"
is_status 9 "without an office: 9"
is "$(ls -d none 2>/dev/null)" none "and nothing but an empty folder"

# ---- what starts it

is "$(awk '/^[^#]/ && !/^[A-Z_]+=/ && ($1 $2 $3 $4 $5 !~ "^[0-9*/]+$" || $6 !~ /pp/)' \
	"$root/share/examples/crontab")" "" "the crontab is one"
is "$(sed -n 's/.*\(pp-[a-z]* [a-z]*\).*/\1/p' "$root/share/examples/crontab" | grep -v crontab |
	while read -r tool verb; do
		"$tool" "$verb" --help >/dev/null || echo "$tool $verb"
	done)" "" "of verbs that there are"

is "$(grep '^PATH=' "$root/man/pp-cookbook.7")" "$(grep '^PATH=' "$root/share/examples/crontab")" \
	"the manual's finds the programs as well"

silently make -s -C "$root" install B="$build" PREFIX=/opt/pp DESTDIR="$T/image"
is "$(cmp "$night" "$T/image/opt/pp/libexec/pp/night" && stat -c %a "$T/image/opt/pp/libexec/pp/night")" 755 \
	"the night is installed"
is "$(grep -rhoE '/(usr/local|opt/pp)/(bin|libexec)[a-z/]*' "$T/image/opt/pp/lib/systemd" \
	"$T/image/opt/pp/share/pp/examples/crontab" | sort -u | tr '\n' ' ')" \
	"/opt/pp/bin /opt/pp/libexec/pp/night " "what starts it names it where it was installed"
silently make -s -C "$root" uninstall B="$build" PREFIX=/opt/pp DESTDIR="$T/image"
is "$(find image -name '*night*')" "" "and goes with the rest"

if command -v systemd-analyze >/dev/null; then
	mkdir units
	cp "$root"/share/examples/pp-night.* units
	sed -i 's,^ExecStart=.*,ExecStart=/bin/true,' units/pp-night.service
	SYSTEMD_LOG_LEVEL=warning run systemd-analyze verify --man=no units/pp-night.service \
		units/pp-night.timer
	works "systemd takes the units"
else
	skip "systemd takes the units" "systemd-analyze is not installed"
fi
for word in ProtectSystem=strict NoNewPrivileges=yes PrivateTmp=yes ProtectHome=yes UMask=0077; do
	is "$(grep -c "^$word$" "$root/share/examples/pp-night.service")" 1 "hardened: $word"
done
is "$(grep -c '^Persistent=true$' "$root/share/examples/pp-night.timer")" 1 \
	"a night that was missed is made up for"

done_testing
