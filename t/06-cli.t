#!/bin/sh
# What every verb inherits, tried on a program that has nothing else.
. "${0%/*}/lib.sh"
PATH=$build/t:$PATH
unset PP_NOW

# ---- parsing
run pp-toy make one --name=Ana two -d 5
works "options and operands mix"
out_is "	one	Ana	" "the first operand is the first one"
run env POSIXLY_CORRECT=1 pp-toy make one --name=Ana
works "they mix under POSIXLY_CORRECT"
run pp-toy make --name=Ana -d5 --json
out_like '"day":5,"on":null,"loud":false,"operands":0' "a letter takes its value at once"
run pp-toy make -jd 7 --name Ana
out_like '"day":7' "letters in one word, the last takes a value"
run pp-toy make --name=Ana -- --loud
out_like '	--loud	' "-- ends options"
run pp-toy make --name=Ana --nam=B
refused 2 'unknown option --nam; see pp-toy make --help' "long options are never abbreviated"
run pp-toy make --lou --name=Ana
refused 2 'unknown option --lou;' "nor are flags"
run pp-toy make --name=Ana --loud=yes
refused 2 '^pp-toy: --loud takes no value; see' "a flag takes no value"
run pp-toy make --name
refused 2 '^pp-toy: --name needs a value' "a missing value"
run pp-toy make -d
refused 2 '^pp-toy: -d needs a value' "a missing value of a letter"
run pp-toy make --name=Ana -x
refused 2 'unknown option -x' "an unknown letter"
run pp-toy make --name=Ana -5
refused 2 'unknown option -5' "an operand that begins with -"
run pp-toy make --name=A --name=B
refused 2 'name is given twice' "an option given twice"
run pp-toy make --loud --loud --name=A
works "a flag given twice"
run pp-toy make
refused 2 'needs --name' "a required option"
run pp-toy make --name=A a b c d
refused 2 'operand 4 is one too many' "too many operands"
run pp-toy show
refused 2 'needs an operand' "too few operands"
run pp-toy make --name=A ''
refused 2 'operand 1 is empty' "an empty operand"
run pp-toy list -
refused 2 'reads no standard input' "- where there is nothing to read"
run pp-toy make "--name=$(printf '\303\050')"
refused 2 'not valid UTF-8' "invalid UTF-8 in an option"
run pp-toy make --name=A "$(printf '\303\050')"
refused 2 'not valid UTF-8' "invalid UTF-8 in an operand"
run pp-toy list --dry-run
refused 2 'unknown option --dry-run' "--dry-run where nothing is written"
run pp-toy
refused 2 'which verb' "no verb"
run pp-toy zork
refused 2 'no verb zork' "an unknown verb"
run pp-toy --json list
refused 2 'no verb --json' "options before the verb"

# ---- values
for bad in 0 29 -1 x '' 1.5 99999999999; do
	run pp-toy make --name=A "--day=$bad"
	refused 2 'day takes a whole number from 1 to 28' "--day='$bad'"
done
for bad in 2026-02-29 2026-13-01 2026/01/01 2026-1-1 0000-01-01 ''; do
	run pp-toy make --name=A "--on=$bad"
	refused 2 '--on' "--on='$bad'"
done
for bad in x -1 +1 1. .5 1,5 1e3 0x1 ' 1' '1 ' '' "$(printf '\331\241')"; do
	run pp-toy make --name=A "--amount=$bad"
	refused 2 'is no amount' "--amount='$bad'"
done
run pp-toy make --name=A --amount=half
is_status 2 "a word that is no number reaches the verb"
run pp-toy make --name=A --amount=1.234
is_status 2 "too many decimals for the currency"
run pp-toy make --name=A --kind=loan
refused 2 'takes one of bill\|charge' "a choice"
run pp-toy make --name=A --with=inv-3
refused 2 'none of card\|acc' "a ref of a wrong type"
run pp-toy make --name=A --with=card-3
works "a ref of a right type"
run pp-toy show pay-3
refused 2 'show takes no pay-3' "an operand of a wrong type"

# ---- help and version
run pp-toy --help
works "help on stdout"
run pp-toy make --zork --help
refused 2 'unknown option' "help does not hide a mistake before it"
run pp-toy make --help
out_like '^usage: pp-toy make' "help of a verb without what it requires"
run pp-toy -V
out_like '^pp-toy [0-9.]+$' "version"
run pp-toy list -V
out_like '^pp-toy [0-9.]+$' "version after a verb"

# ---- records
run pp-toy list
is "$(cut -f1 "$T/out" | tr '\n' ' ')" "inv-1 inv-2 inv-9 inv-10 " "tsv: the id first, in order of id"
is "$(awk -F'\t' '{ print NF }' "$T/out" | sort -u)" 25 "tsv: every record has all fields"
out_like 'tab\\there \\\\ "quoted", .*\\nline' "tsv: \\t \\n and \\\\ are escaped"
out_like 'esc \\u001b\[31m rtl \\u202e c1 \\u009b' "tsv: controls are escaped"
cp out plain
for locale in C C.UTF-8 es_CO.UTF-8 tr_TR.UTF-8; do
	for format in tsv json csv; do
		run env LC_ALL=C pp-toy list --format=$format
		cp out want
		run env LC_ALL=$locale LANGUAGE=es pp-toy list --format=$format
		cmp -s out want
		ok $? "$format is the same under $locale"
	done
done
run_tty pp-toy list --format=tsv
cmp -s out plain
ok $? "tsv is the same on a terminal"
run pp-toy list --json
is "$(jq -r .id "$T/out" | tr '\n' ' ')" "inv-1 inv-2 inv-9 inv-10 " "json: one object a line"
is "$(head -1 "$T/out" | cut -c1-40)" '{"type":"invoice","v":1,"id":"inv-1","bi' "json: type v id first"
is "$(jq -c 'keys|length' "$T/out" | sort -u)" 28 "json: no key is missing"
is "$(jq -r 'select(.id=="inv-9").concept' "$T/out")" "$(printf 'tab\there \\ "quoted", \303\221and\303\272\nline')" \
	"json: text is intact"
is "$(jq -r '.lines[0].amount' "$T/out" | head -1)" 175277.00 "json: money is a string"
LC_ALL=C grep -q "$(printf '[\001-\011\013-\037\177]')" out
is $? 1 "json: no control is raw"
run pp-toy list --format=csv
out_like "^inv-2,,acc-9,F-2,,'=1\\+1," "csv: no formula"
is "$(head -1 "$T/out" | cut -c1-28)" "id,biller,account,number,kin" "csv: a header"
is "$(grep -c "$(printf '\r')\$" "$T/out")" 5 "csv: CR LF"
run pp-toy list --columns=id,due
out_is "inv-1	175277.00
inv-2	9.00
inv-9	0.00
inv-10	1200.50" "columns"
run pp-toy list --columns=zork
refused 2 'has no column zork' "an unknown column"
run pp-toy list --columns=lines
refused 2 'json' "a nested column"
run pp-toy list --json --columns=id
refused 2 'columns goes with' "columns with json"
run pp-toy list --json --format=csv
refused 2 'two formats' "two formats"
run pp-toy list --format=xml
refused 2 'takes one of table\|tsv\|json\|csv' "an unknown format"
run pp-toy list -z --columns=id
is "$(tr '\0' '+' <"$T/out")" "inv-1+inv-2+inv-9+inv-10+" "records that end in NUL"
run pp-toy list -z --format=csv
refused 2 'null goes with' "-z with csv"
run_tty pp-toy list
out_like '^id +account +number' "a table on a terminal"
out_like 'inv-10 +acc-1 +F-10 .*01 Mar 2026 +Bs 1,200.50' "a table for people"
run pp-toy show inv-9 --format=table
out_like '^number +F-9$' "a table of one thing"

# ---- lists
run pp-toy list --columns=id --sort=due
is "$(tr '\n' ' ' <"$T/out")" "inv-9 inv-2 inv-10 inv-1 " "sorted as numbers"
run pp-toy list --columns=id --sort=account
is "$(tr '\n' ' ' <"$T/out")" "inv-10 inv-9 inv-2 inv-1 " "sorted as refs"
run pp-toy list --columns=id --sort=due_on
is "$(tr '\n' ' ' <"$T/out")" "inv-1 inv-2 inv-10 inv-9 " "null last"
run pp-toy list --columns=id --reverse --limit=2
is "$(tr '\n' ' ' <"$T/out")" "inv-10 inv-9 " "reversed, then limited"
run pp-toy list --columns=id --limit=1
out_is "inv-1" "limited"
run pp-toy list --limit=0
out_empty "limited to none"
run pp-toy list --columns=id --status=payable
out_is "inv-1
inv-2" "a group of states"
run pp-toy list --columns=id --status=paid,void
out_is "inv-9
inv-10" "two states"
run pp-toy list --status=zork
refused 2 '--status takes any of' "an unknown state"
run pp-toy list --columns=id --match=wATER
out_is "inv-1" "matched without regard to case"
run env LC_ALL=C pp-toy list --columns=id --match="$(printf '\303\261AND\303\232')"
out_is "inv-9" "nor to case beyond ASCII, in every locale"
run pp-toy list --match=nothing --format=csv
works "an empty list is a success"
out_empty "without lines"
run pp-toy list --sort=lines
refused 2 'cannot sort' "a column that has no order"

# ---- refs from standard input
run_in 'inv-1
inv-2	F-2	x
{"type":"invoice","id":"inv-9"}

inv-10
' pp-toy show - --columns=id
out_is "inv-1
inv-2
inv-9
inv-10" "lines, tsv records and objects"
run_in 'F-1
' pp-toy show -
refused 2 '^pp-toy: -:1: no ref' "natural keys are not taken from there"
run_in 'inv-1
pay-2
' pp-toy show -
refused 2 '^pp-toy: -:2: show takes no pay-2' "nor refs of another type, and nothing was done"
run_in '{"id":5}
' pp-toy show -
refused 2 '^pp-toy: -:1: ' "an object with another id"
printf 'inv-1\0inv-2\0' >in
run sh -c 'pp-toy show - -z --columns=id <in | tr "\0" +'
is "$(out)" "inv-1+inv-2+" "NUL records"
run_in '' pp-toy show -
works "an empty list of refs"
run_in 'inv-1
' pp-toy show - -
refused 2 'given twice' "- twice"
run sh -c 'pp-toy show - <&-'
is_status 1 "standard input closed"
run sh -c 'yes inv-1 | head -300000 | pp-toy show - --columns=id | wc -l'
out_like '^ *300000$' "a long list"
run sh -c 'head -c 3000000 /dev/zero | tr "\0" x | pp-toy show -'
refused 2 'line is too long' "an endless line"

# ---- several items
run pp-toy show inv-1 inv-77 --columns=id
is_status 8 "some failed: 8"
out_is "inv-1" "what succeeded is printed"
err_is "pp-toy: no invoice inv-77" "what failed is named"
run pp-toy show inv-77
refused 3 'no invoice inv-77' "one item gives its own status"

# ---- errors
for code in 1 2 3 4 5 6 7 8 9 10 11; do
	run pp-toy fail $code
	refused $code '^pp-toy: x+$' "status $code"
done
run pp-toy fail 5 --money=1 --length=300
refused 5 'x; nothing was charged$' "a long message is cut, not what it says of the money"
run pp-toy fail 1 --money=2
refused 1 '; charged, receipt pay-9$' "charged"
run pp-toy fail 11 --money=3
refused 11 '; outcome unknown, run pp-pay resolve$' "unknown"
run pp-toy fail 4 -v
err_is "pp-toy: xxxxxxxxxx
pp-toy: hint: try later" "a hint with -v"
run pp-toy fail 4 --json --money=1
out_empty "an error in JSON leaves stdout alone"
is "$(jq -c . "$T/err")" '{"type":"error","v":1,"id":null,"code":"conflict","status":4,"reason":"held","ref":"inv-42","until":null,"message":"xxxxxxxxxx; nothing was charged"}' \
	"an error in JSON"
run pp-toy make -j --zork
is "$(jq -r .code "$T/err")" usage "so is a bad command line"

# ---- output
run sh -c 'pp-toy list >/dev/full'
is_status 1 "stdout full"
err_like 'output could not be written: No space' "stdout full: said so"
run sh -c 'pp-toy list >&-'
is_status 1 "stdout closed"
run sh -c 'pp-toy list --match=nothing >&-'
is_status 0 "stdout closed, nothing to say"
run sh -c 'pp-toy --help >/dev/full'
is_status 1 "help, stdout full"
run sh -c '{ pp-toy list --json; echo $? >code; } | true; cat code'
out_like '^[01]$' "a broken pipe is no signal"
run pp-toy list -o file
works "output to a file"
out_empty "and not to stdout"
cmp -s file plain
ok $? "the same bytes"
is "$(stat -c %a file)" 600 "its mode"
run pp-toy list -o file
refused 2 'file exists' "never overwritten"
ln -s target link
run pp-toy list -o link
refused 2 'link exists' "a symlink is not followed"
[ ! -e target ]
ok $? "its target is not made"
echo keep >target
run pp-toy list -o link --force
works "--force"
[ ! -L link ] && [ "$(cat target)" = keep ]
ok $? "replaces the symlink, not its target"
run pp-toy list --force
refused 2 'force goes with' "--force alone"
mkdir folder
run pp-toy list -o folder --force
refused 2 'no plain file' "a folder is not replaced"
run pp-toy list -o missing/file
refused 2 'cannot write' "no such folder"
run pp-toy fail 4 -o gone
[ ! -e gone ]
ok $? "a failure leaves no file"
run pp-toy fail 4 -o file --force
cmp -s file plain
ok $? "nor does it replace one"
is "$(find . -name '*.pp-*' -o -name '.pp-*' | wc -l)" 0 "no temporary file is left"
run pp-toy list -o - --columns=id --limit=1
out_is "inv-1" "- is stdout"
run_tty pp-toy binary
is_status 2 "binary output to a terminal"
run pp-toy binary
works "and elsewhere"

# ---- files
echo hello >plainfile
run pp-toy copy plainfile
out_is hello "a file"
run_in hello pp-toy copy -
is "$(cat out)" hello "standard input"
run sh -c 'printf hello | pp-toy copy -'
is "$(cat out)" hello "a pipe"
: >nothing
run pp-toy copy nothing
works "an empty file"
mkfifo fifo
for bad in missing folder fifo /proc/self/mem /dev/zero; do
	run timeout 10 pp-toy copy "$bad"
	refused 2 'cannot read' "$bad"
done

# ---- people
run pp-toy ask
refused 2 'nobody can answer: give --yes' "no terminal: --yes is named"
run pp-toy ask --yes
refused 2 '--password-file=F or --password-fd=N' "a secret needs an option"
printf 'hunter2\nrest\n' >secret
chmod 600 secret
run pp-toy ask --yes --password-file=secret
out_is 7 "a secret from a file, first line"
err_is "pp-toy: a note" "a note on stderr"
run pp-toy ask --yes -q --password-file=secret
err_empty "-q silences notes"
run pp-toy ask --yes -v --password-file=secret
err_like 'a detail' "-v adds some"
chmod 640 secret
run pp-toy ask --yes --password-file=secret
refused 9 'others can read' "a secret that others can read"
run sh -c 'pp-toy ask --yes --password-fd=7 7<secret'
out_is 7 "a secret from a descriptor"
run sh -c 'printf "\n" | pp-toy ask --yes --password-fd=0'
refused 2 'secret is empty' "an empty secret"

typed='y
hunter2
' run_tty pp-toy ask
out_like '^really do it\? \[y/N\] ' "a terminal is asked"
out_like '^7$' "yes, and a secret that was typed"
is_status 0 "yes"
typed='
' run_tty pp-toy ask
is_status 2 "no is the default"
out_like 'not confirmed, nothing was done' "and said"
typed='no
' run_tty pp-toy ask
is_status 2 "no"
typed='sí
hunter2
' run_tty pp-toy ask
is_status 0 "a Spanish yes"
typed=

run pp-toy work
err_is "pp-toy: 5/10 (50 %)" "SIGUSR1 prints a line of progress"
run_tty pp-toy work --ms=1200
is "$(grep -c '5/10 (50 %)' "$T/out")" 2 "progress is drawn on a terminal after a second"
run_tty pp-toy work --ms=1200 -q
is "$(grep -c '5/10 (50 %)' "$T/out")" 1 "but not with -q"

# ---- who
run env PP_SESSION='' pp-toy office
refused 6 'for operators' "an empty session is a guest, never the operator"
run env PP_SESSION=/nowhere pp-toy mine
refused 6 'log in first' "a guest at a customer's verb"
run env PP_SESSION='' pp-toy office --json
is "$(jq -r .reason "$T/err")" operator_only "the reason for scripts"
run pp-toy office --session=x
refused 6 'for operators' "--session likewise"
run env PP_SESSION='' pp-toy list
works "a public verb"

done_testing
