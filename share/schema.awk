# Turns share/schema/NNN-what.sql into C: the migrations without their comments (a shorter schema is
# parsed faster at every start), and the sealed tables with the statements that read their rows.
function emit(line,   i, c, out) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		out = out (c == "'" ? "'\\''" : c == "\\" ? "'\\\\'" : "'" c "'") ","
	}
	print out "'\\n',"
}
function finish() {
	emit("PRAGMA application_id=" application ";")
	emit("PRAGMA user_version=" migrations ";")
	print "0 };"
}
BEGIN { application = 1886416742 } # "ppof", as lib/db.h has it
FNR == 1 && NR > 1 { finish() }
FNR == 1 { printf "static const char migration_%d[] = {\n", ++migrations }
match($0, /^CREATE TABLE [a-z_]+ \( -- seal [0-9]+/) {
	split(substr($0, RSTART, RLENGTH), word, " ")
	name[++tables] = word[3]; number[tables] = word[7]
}
{
	sub(/--.*/, ""); gsub(/[ \t]+/, " "); sub(/^ /, ""); sub(/ $/, "")
	if ($0 == "") next
	emit($0)
}
END {
	finish()
	print "static const char sql_fence[] = \"BEGIN IMMEDIATE; PRAGMA user_version=" migrations "; COMMIT\";"
	print "static const char *const migrations[] = {"
	for (i = 1; i <= migrations; i++) print "\tmigration_" i ","
	print "};\nstatic const struct db_table tables[] = {"
	for (i = 1; i <= tables; i++) {
		from = "SELECT * FROM " name[i] " WHERE id "
		last = "SELECT COALESCE(MAX(id), 0) FROM " name[i]
		printf "\t{ %s, \"%s\", \"%s\",\n\t\t\"%sBETWEEN :from AND :to ORDER BY id\" },\n", \
			number[i], name[i], last, from
	}
	print "\t{ 0, NULL, NULL, NULL },\n};"
}
