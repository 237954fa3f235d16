#!/bin/sh
# shellcheck disable=SC2154 # lib.sh and token.sh set them
# The same codes as another implementation (oathtool), in both directions.
#
# PP_ROUNDS random secrets and instants (30).
. "${0%/*}/lib.sh"
. "$here/token.sh"

if ! command -v oathtool >/dev/null; then
	skip "S0-14 codes as oathtool has them" "oathtool is not installed"
	done_testing
fi
rounds=${PP_ROUNDS:-30}
umask 077

# Secrets of 10 to 64 bytes, instants up to the year 2500, periods of 15 to 120 seconds.
perl -e '
	srand 70;
	for (1 .. shift) {
		my $bytes = join "", map { chr int rand 256 } 1 .. 10 + int rand 55;
		my $bits = unpack "B*", $bytes;
		$bits .= "0" x (-length($bits) % 5);
		my $text = join "", map { ("A" .. "Z", 2 .. 7)[oct "0b$_"] } $bits =~ /.{5}/g;
		printf "%s %d %d\n", $text, rand 16725225600, 15 + int rand 106;
	}' "$rounds" >cases
bad=0
while read -r secret at period; do
	instant=$(date -u -d "@$at" +%Y-%m-%dT%H:%M:%SZ)
	echo "otpauth://totp/x?secret=$secret&period=$period" >uri
	ours=$(pp-token show --secret-file=uri --at="$instant" --format=tsv --columns=code)
	theirs=$(oathtool --totp --base32 --time-step-size="${period}s" --now="$instant" "$secret")
	[ "$ours" = "$theirs" ] || {
		bad=$((bad + 1))
		diag "$secret at $instant, period $period: $ours, oathtool $theirs"
	}
done <cases
is $bad 0 "S0-14 the device shows what oathtool shows, for $rounds secrets and instants"

# The other way: what oathtool makes of an enrolled secret is accepted.
office
customer ana
bad=0
round=1
while [ "$round" -le "$rounds" ]; do
	at $((round * 3607))
	[ "$round" -eq 1 ] || pp-token revoke "$cus" --yes >/dev/null
	enrolled "$cus"
	oathtool --totp --base32 --now="$PP_NOW" "$secret" >code
	pp-token verify "$cus" --token-file=code >/dev/null 2>err || {
		bad=$((bad + 1))
		diag "$PP_NOW: $(cat err)"
	}
	round=$((round + 1))
done
is $bad 0 "S0-15 and the office accepts what oathtool shows, for $rounds secrets and instants"

done_testing
