# Turns share/currencies into the initialiser of the table in lib/money.c.  A line that is not
# "CODE NUMBER DECIMALS SYMBOL", out of order, or longer than struct currency holds is refused.
function refuse(why)
{
	print FILENAME ":" FNR ": " why | "cat >&2"
	failed = 1
	exit 1
}
/^#/ || NF == 0 { next }
NF != 4 { refuse("not four fields") }
$1 !~ /^[A-Z][A-Z][A-Z]$/ { refuse("not a code: " $1) }
$2 !~ /^[0-9][0-9][0-9]$/ { refuse("not a number: " $2) }
$3 !~ /^[0-4]$/ { refuse("not 0 to 4 decimals: " $3) }
length($4) > 7 { refuse("symbol longer than 7: " $4) }
$1 <= last { refuse("out of order: " $1) }
$2 in code { refuse("number of two codes: " $2) }
{
	last = $1
	code[$2] = $1
	printf "{ \"%s\", %d, %d, \"%s\" },\n", $1, $2, $3, $4
}
END { exit failed }
