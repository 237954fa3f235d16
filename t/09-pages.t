#!/bin/sh
# The manual tells all that programs rely on: every reason, every record with its keys; its cross
# references lead somewhere, and its pages have the sections that they must have.
. "${0%/*}/lib.sh"

# ---- pp-exit(7)

# What is given to err_reason, or to a function that hands its reason on: literals, also in a choice
# between two; what is no literal must be a status, whose words are in statuses[].
cat >reasons.pl <<'END'
local $/;
my %word;
for my $file (grep { !m{/err\.[ch]$} } @ARGV) {
	open my $in, '<', $file or die "$file: $!";
	my $text = <$in>;
	my $calls = $text =~ /^refuse\([^)]*const char \*reason/m ? 'err_reason|refuse' : 'err_reason';
	while ($text =~ /\b(?:$calls)\(\s*[^,()]+,\s*((?:[^,()]|\([^()]*\))+),/g) {
		my $reason = $1;
		next if $reason =~ /\*/; # the definition
		$word{$_} = 1 for grep { $_ ne '' } $reason =~ /"([^"]*)"/g;
		$reason =~ s/"[^"]*"|.*\?|[\s:]//g;
		print "?$file: $reason\n"
		    unless $reason =~ /^(reason|status|\w+->status|payment_status_name\(.*\)|)$/;
	}
	if ($file =~ m{/(?:payment|invoice|customer|plan)\.c$}) {
		$text =~ /statuses\[\] = \{(.*?)\}/s or print "?$file: no statuses\n";
		my $words = $1;
		$word{$_} = 1 for $words =~ /"(\w+)"/g;
	}
}
print "$_\n" for sort keys %word;
END
perl reasons.pl "$root"/lib/*.c "$root"/cmd/*.c >in-code 2>&1
is "$(grep '^?' in-code)" "" "every reason in the code is a literal or a status"
[ "$(wc -l <in-code)" -gt 20 ]
ok $? "reasons are found in the code"
sed -n '/^\.Sh REASONS/,/^\.Sh EXAMPLES/s/^\.It Li //p' "$root/man/pp-exit.7" | sort >in-page
is "$(comm -23 in-code in-page)" "" "every reason is in pp-exit(7)"
is "$(comm -13 in-code in-page)" "" "pp-exit(7) has no other reason"
is "$(uniq -d in-page)" "" "pp-exit(7) has each reason once"

sed -n 's/^	ERR_[A-Z_]* = \([0-9]*\),.*/\1/p' "$root/lib/err.h" | sort >in-code
sed -n '/^\.Sh DESCRIPTION/,/^\.El/s/^\.It \([1-9][0-9]*\) .*/\1/p' "$root/man/pp-exit.7" | sort >in-page
is "$(cat in-page)" "$(cat in-code)" "pp-exit(7) has the statuses of err.h"

# ---- pp-json(5)

perl -0777 -ne '
	my %kind = (TEXT => "text", REF => "ref", MONEY => "money", DECIMAL => "decimal",
	    DAY => "date", INSTANT => "instant", YES_NO => "boolean", INT => "integer",
	    NESTED => "json");
	s/.*types\[\] = \{//s;
	while (/\{ "(\w+)", FIELDS\(((?:[^()]|\([^()]*\))*)\)/g) {
		my ($type, $fields) = ($1, $2);
		print "$type\n";
		print "$type $2 $kind{$1}\n" while $fields =~ /(\w+)\("(\w+)"\)/g;
	}' "$root/cmd/types.c" >in-code
awk '
	/^\.Sh / { inside = /RECORDS/ }
	inside && /^\.Ss / { type = $2; print type }
	inside && /^\.It Li / { print type, $3, $5 }' "$root/man/pp-json.5" >in-page
[ "$(wc -l <in-code)" -gt 100 ]
ok $? "records are found in the code"
sort in-code >sorted-code
sort in-page >sorted-page
is "$(comm -23 sorted-code sorted-page)" "" "every type and key is in pp-json(5), with its kind"
is "$(comm -13 sorted-code sorted-page)" "" "pp-json(5) has no other type or key"
grep ' ' in-code | cut -d' ' -f1,2 >order-code
grep ' ' in-page | cut -d' ' -f1,2 >order-page
cut -d' ' -f1 order-code | sort -u >types
while read -r type; do
	grep "^$type " order-code >one
	grep "^$type " order-page >other
	cmp -s one other
	ok $? "pp-json(5) has the keys of $type in the order of tsv"
done <types

# ---- all pages

for page in "$root"/man/*.[157]; do
	name=${page##*/}
	is "$(sed -n 's/^\.Xr \(pp[a-z-]*\) \([157]\).*/\1.\2/p' "$page" | sort -u |
		while read -r other; do
			[ -e "$root/man/$other" ] || echo "$other"
		done)" "" "$name refers to pages that exist"
	is "$(sed -n 's/^\.Sh //p' "$page" | head -n 1)" NAME "$name begins with NAME"
	grep -q '^\.Nd [a-zA-Z]' "$page"
	ok $? "$name says in a line what it is about"
	grep -Eq '^\.Sh (SYNOPSIS|DESCRIPTION)$' "$page"
	ok $? "$name has SYNOPSIS or DESCRIPTION"
	case $name in
	*.1)
		grep -q '^\.Sh SYNOPSIS$' "$page" && grep -q '^\.Sh EXIT STATUS$' "$page"
		ok $? "$name has SYNOPSIS and EXIT STATUS"
		;;
	esac
	is "$(sed -n 's/^\.Dt //p' "$page")" \
		"$(echo "${name%.*} ${name##*.}" | tr "[:lower:]" "[:upper:]")" "$name is named as its file"
	if command -v mandoc >lint; then
		run mandoc -T lint -W warning "$page"
		is_status 0 "$name: mandoc has no warning"
	else
		skip "$name: mandoc has no warning" "mandoc is not installed"
	fi
done

# ---- what all pages begin with

is "$(cat "$root"/man/*.[157] | grep -E "^\.(Dd|Os)" | sort -u | cut -c1-3 | tr "\n" " ")" ".Dd .Os " \
	"the pages are of one date and one system"

is "$(grep -l "'	'" "$root"/man/*)" "" "no page shows a quoted tab, which looks like a blank"

done_testing
