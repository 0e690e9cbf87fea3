# usage: awk -f lex.awk -f asvs.awk FILE...   with docs/asvs.csv; any other file
# is not read.
#
# docs/asvs.csv says of each requirement of OWASP ASVS 5.0.0, levels 1 and 2,
# whether it is met. Each stands there once, in their order. What is met names
# tests that are there, FILE:NAME, and what is not says why; so a test that is
# renamed or removed takes its word along. docs/OPERATIONS.md tells the counts.

BEGIN {
	FS = ","
	FIRST_LEVEL = 70 # requirements of level 1
	SECOND_LEVEL = 183 # and of level 2
}

FILENAME !~ /(^|\/)docs\/asvs[.]csv$/ { next }

FNR == 1 {
	file = FILENAME
	if ($0 != "id,level,status,test,why")
		bad("the first line is id,level,status,test,why")
	next
}

# "v5.0.0-11.2.3" as a number that grows with it; 0: it is none.
function place(id,    part) {
	if (id !~ /^v5[.]0[.]0-[1-9][0-9]?[.][1-9][0-9]?[.][1-9][0-9]?$/)
		return 0
	split(substr(id, 8), part, ".")
	return part[1] * 10000 + part[2] * 100 + part[3]
}

# Whole words of the file: a test's name within another's is not there.
function holds(path, name,    line, text) {
	if (!(path in texts_of)) {
		text = " "
		while ((getline line <path) > 0)
			text = text line " "
		close(path)
		gsub(/[^A-Za-z0-9_]+/, " ", text)
		texts_of[path] = text
	}
	return index(texts_of[path], " " name " ") > 0
}

function is_there(path,    line, found) {
	found = (getline line <path) >= 0
	close(path)
	return found
}

# A unit test is a function; elsewhere a word that stands in the file will do.
function judge_test(said,    n, part) {
	n = split(said, part, ":")
	if (part[1] ~ /^tests\/unit\/.*_test[.]c$/)
		part[2] = "void " part[2] " void state"
	if (part[1] !~ /^tests\//)
		bad(said " is no test: tests/FILE:NAME")
	else if (!is_there(part[1]))
		bad("there is no " part[1])
	else if (n < 2 || !holds(part[1], part[2]))
		bad(said " is not there")
}

{
	if (NF != 5)
		bad("not five columns")
	here = place($1)
	if (!here)
		bad($1 " is no id: v5.0.0-1.1.1")
	else if (here <= last)
		bad($1 " stands here twice, or out of its order")
	last = here
	if ($2 !~ /^[12]$/)
		bad($2 " is no level: 1 or 2")
	of_level[$2]++
	if ($3 !~ /^(met|open|n\/a)$/)
		bad($3 " is no status: met, open or n/a")
	of_status[$3]++
	if ($3 == "met" && $4 == "")
		bad($1 " is met, and no test shows it")
	if ($3 != "met" && $4 != "")
		bad($1 " names a test, and is not met")
	if ($3 != "met" && $5 == "")
		bad($1 " does not say why")
	tests = split($4, named, " ")
	for (i = 1; i <= tests; i++)
		judge_test(named[i])
}

function told(counts,    line, found) {
	while ((getline line <"docs/OPERATIONS.md") > 0)
		found = found || index(line, counts)
	return found
}

END {
	counts = sprintf("%d met, %d open, %d n/a", of_status["met"], \
	    of_status["open"], of_status["n/a"])
	if (of_level[1] != FIRST_LEVEL || of_level[2] != SECOND_LEVEL)
		bad_at(file, FNR, of_level[1] + 0 " of level 1 and " \
		    of_level[2] + 0 " of level 2; there are " FIRST_LEVEL \
		    " and " SECOND_LEVEL)
	if (!told(counts))
		bad_at("docs/OPERATIONS.md", 1, "does not say " counts)
	print "info: asvs " counts
	finish()
}
