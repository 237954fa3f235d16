# Turns share/templates/LANGUAGE/NAME.txt into C: the table in lib/outbox_template.c.  A template is
# "Subject: ...", a blank line, and the text.  Anything else is refused.
function refuse(why)
{
	print FILENAME ":" FNR ": " why | "cat >&2"
	failed = 1
	exit 1
}
function quoted(line)
{
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	return "\"" line
}
FNR == 1 {
	if (NR > 1) print "\t},"
	parts = split(FILENAME, part, "/")
	sub(/\.txt$/, "", part[parts])
	if (sub(/^Subject: /, "") == 0 || $0 == "") refuse("not \"Subject: ...\"")
	printf "\t{ \"%s\", \"%s\", %s\",\n", part[parts], part[parts - 1], quoted($0)
	next
}
FNR == 2 {
	if ($0 != "") refuse("not a blank line")
	next
}
{ print "\t    " quoted($0) "\\n\"" }
END {
	if (!failed) print "\t},"
	exit failed
}
