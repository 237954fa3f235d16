#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and paying.sh set them
# Thirty-two at the same moment pay one charge that is good for one payment: exactly one does, with
# whatever it pays.  PP_ROUNDS rounds (2).
. "${0%/*}/lib.sh"
. "$here/paying.sh"

rounds=${PP_ROUNDS:-2}
crowd=32

shop
card sandbox-approve
silently pp-account open --currency=BOB --holder=Beto
payee=$(cut -f1 quiet)
silently pp-account open --currency=BOB --holder=Ana
source=$(cut -f1 quiet)
silently pp-account deposit "$source" 900000

# pay_any N: by deposit, cash, card or at a checkout
pay_any() {
	case $(($1 % 4)) in
	0) set -- "$source" ;;
	1) set -- cash ;;
	2) set -- "$card" ;;
	3) set -- sandbox ;;
	esac
	exec pp-pay qr "$payload" --with="$1" --yes
}

round=0 wrong=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	silently pp-qr create --account="$payee" --amount=1.00 --once
	qr=$(cut -f1 quiet)
	payload=$(cut -f10 quiet)
	rm -f race.*
	: >gate
	exec 9<gate
	flock -x 9
	n=1
	while [ $n -le $crowd ]; do
		(
			: >"race.$n.ready"
			flock -s 8
			(pay_any $n) >"race.$n" 2>&1
			echo $? >"race.$n.status"
		) 8<gate 9<&- &
		n=$((n + 1))
	done
	while set -- race.*.ready && [ $# -lt $crowd ]; do :; done
	flock -u 9
	exec 9<&-
	wait
	done=$(cat race.*.status | grep -cx 0)
	held=$(cat race.*.status | grep -cx 4)
	[ "$done $held" = "1 $((crowd - 1))" ] || {
		wrong=$((wrong + 1))
		diag "round $round: $(sort race.*.status | uniq -c | tr '\n' ' ')"
	}
	# A checkout that won is paid now, so that the charge ends.
	open=$(pp-pay list --status=redirected --columns=id)
	[ -z "$open" ] || {
		silently pp-gateway-sandbox approve "$(answer "$open")"
		silently pp-pay confirm "$open"
	}
	[ "$(pp-qr show "$qr" --columns=status)" = used ] || {
		wrong=$((wrong + 1))
		diag "round $round: $qr is not used"
	}
done
is "$wrong" 0 "S0-05 of $crowd at once exactly one pays, $rounds times"
is "$(pp-account show "$payee" --columns=balance)" "$rounds.00" "the payee got each once"

done_testing
