#!/bin/sh
# shellcheck disable=SC2034,SC2154 # lib.sh and paying.sh set and use them
# Paying through filters that die, hang, flood or lie: an answer in time, one effect, an alarm where
# somebody lied; and the truth is found out once the platform can be asked.
. "${0%/*}/lib.sh"
. "$here/paying.sh"

shop
mkdir "$T/evil" "$T/good"
ln -s "$here/filters/common.sh" "$T/evil/common.sh"
ln -s "$here/filters/common.sh" "$T/good/common.sh"
minutes=0

# platform NAME [PROGRAM]: lists it, with that filter (of t/filters by default) and an honest one;
# a card of it is $card
platform() {
	ln -s "${2:-$here/filters/$1}" "$T/evil/pp-gateway-$1"
	ln -s "$here/filters/honest" "$T/good/pp-gateway-$1"
	silently pp-db config "gateway.$1.timeout" 1
	silently "$seed" card cus-1 token "$1"
	card=$(cat "$T/quiet")
}

# charge NAME: a fresh invoice through the evil filter, with memory for an honest one
charge() {
	minutes=$((minutes + 60))
	at $((minutes * 60))
	bill
	begun=$(date +%s)
	PP_GATEWAY_PATH=$T/evil
	if [ -n "$asan" ]; then
		pay invoice "$inv" --with="$card"
	else
		run sh -c "ulimit -v 300000; exec pp-pay invoice $inv --with=$card --yes"
	fi
	took=$(($(date +%s) - begun))
	pay=pay-$(pp-pay list --format=tsv --columns=id | sed -n '$s/pay-//p')
}

# alarms: what the log says of it
alarms() {
	pp-db log --ref="$pay" --format=tsv | sed -n 's/.*\(alarm [a-z]*: [a-z ]*\).*/\1/p'
}

# meets NAME WANT [ALARM]: how it ends: status, words, state, flag
meets() {
	platform "$1" "${4-}"
	charge "$1"
	is "$status $(words) $(state "$pay") $(flag "$pay")" "$2" "$1: $2"
	[ "$took" -le 5 ]
	ok $? "$1: in time ($took s)"
	is "$(alarms)" "${3-}" "$1: alarm in the log: ${3:-none}"
	truth "$1"
}

# truth NAME: an hour later the platform can be asked
truth() {
	case $2$(state "$pay") in
	approved) ends='approved paid ' ;;
	cancelled) ends='cancelled open ' ;;
	*)
		ends='approved paid '
		PP_GATEWAY_PATH=$T/good
		at $((minutes * 60 + 1800))
		silently pp-pay resolve
		;;
	esac
	is "$(state "$pay") $(state "$inv") $(held "$inv")" "$ends" "$1: in the end $ends"
}

meets honest '0 - approved '
meets twice '0 - approved '
meets lingers '0 - approved '
meets dies-after-one '0 - approved '
meets surroundings '0 - approved '
meets dies '11 unknown unknown '
meets hangs '11 unknown unknown '
meets drips '11 unknown unknown '
meets silent '11 unknown unknown '
meets late '11 unknown unknown '
meets floods '11 unknown unknown mismatch' 'alarm mismatch: too large'
meets half-line '11 unknown unknown mismatch' 'alarm mismatch: half a line'
meets rubbish '0 - approved '
meets babbles '11 unknown unknown mismatch' 'alarm mismatch: too large'
meets deaf '11 unknown unknown '
meets lies-amount '11 unknown unknown mismatch' 'alarm mismatch: wrong amount'
meets lies-currency '11 unknown unknown mismatch' 'alarm mismatch: bad amount'
meets lies-key '11 unknown unknown mismatch' 'alarm mismatch: other key'
meets lies-result '11 unknown unknown mismatch' 'alarm mismatch: no result'
meets no-reference '11 unknown unknown mismatch' 'alarm mismatch: no reference'
echo '#!/nowhere' >"$T/not-started"
chmod +x "$T/not-started"
meets not-started '7 nothing cancelled ' '' "$T/not-started"
silently pp-db check

# A filter that lies about everything, at every question, for a week.
platform liar "$here/filters/lies-amount"
charge liar
at $((minutes * 60 + 120))
run pp-pay resolve "$pay"
is "$status $(words)" '11 unknown' "a lie about the state is no answer either"
is "$(alarms | wc -l)" 1 "and alarms once"
at $((minutes * 60 + 8 * 86400))
silently pp-pay resolve
is "$(state "$pay") $(held "$inv")" "unknown $pay" "nothing is declined because it is old"
minutes=$((minutes + 8 * 1440))

# One answer that the books cannot take: the reference of another payment.
cat >"$T/same" <<-'END'
	#!/bin/sh
	. "${0%/*}/common.sh"
	while next_request; do
		approve "$key" "$amount" "$currency" | sed 's/"reference":"[^"]*"/"reference":"R-1"/'
	done
END
chmod +x "$T/same"
platform same "$T/same"
charge same
is "$status $(state "$pay")" '0 approved' "a reference is taken once"
charge same
is "$status $(words) $(state "$pay") $(flag "$pay") $(held "$inv")" \
    "11 unknown unknown mismatch $pay" "twice it is unknown, with an alarm"
like "$(pp-db log --ref="$pay")" 'alarm mismatch: the books cannot take the answer: exists' "which says why"
at $((minutes * 60 + 120))
silently pp-pay resolve
is "$(state "$pay") $(alarms | wc -l)" 'unknown 2' "asked again it is still not taken"
run pp-db check
works "and leaves the books right"
pay resolve "$pay" --declare=approved --gateway-ref=R-2 --reason='their list'
is "$status $(state "$pay") $(state "$inv")" '0 approved paid' "until somebody settles it by hand"

# A filter that is not there: a fault of the office's, told before anything is recorded.
mkdir "$T/none"
bill
before=$(pp-pay list --format=tsv | cksum)
PP_GATEWAY_PATH=$T/none
for method in "$card" same; do
	pay invoice "$inv" --with="$method"
	refused 9 "there is no filter pp-gateway-same in $T/none; nothing was charged" "no filter: $method"
done
run pp-pay invoice "$inv" --with="$card" --dry-run
refused 9 'there is no filter' "a dry run tells it too"
is "$(pp-pay list --format=tsv | cksum)" "$before" "nothing is recorded"
is "$(held "$inv")" "" "nor held"
: >"$T/none/pp-gateway-same"
pay invoice "$inv" --with="$card"
refused 9 'there is no filter' "nor is a file that does not run one"

# A page whose platform dies.
charge_page() {
	minutes=$((minutes + 60))
	at $((minutes * 60))
	bill
	PP_GATEWAY_PATH=$T/evil
	pay invoice "$inv" --with="$1"
	pay=pay-$(pp-pay list --format=tsv --columns=id | sed -n '$s/pay-//p')
}
charge_page dies
is "$status $(words) $(state "$pay")" '11 unknown unknown' "a page that is not told"
charge_page honest
is "$status $(words) $(state "$pay") $(flag "$pay")" '11 unknown unknown mismatch' \
    "approved is no page"

done_testing
