# usage: awk -f processing.awk NNN_*.sql   Writes docs/PROCESSING.md: what is
# stored about whom, from what the schema's own comments say. The steps are
# given in their order, and the last one has the last word.
#
# A table's description is the comment before it, a column's the one beside it
# or in the lines below. Exits with 1 when a column says nothing.

BEGIN {
	PEOPLE = "^(person|citizen|employer|engagement|offer|course|outbox)$"
	named["person"] = "everybody we write to, and who signs in"
	named["hook"] = "whoever wrote to us, by their number and words"
	named["municipality"] = "the one to ring"
	named["rule"] = "who signed it"
}

function trim(s) {
	gsub(/^[ \t]+|[ \t]+$/, "", s)
	return s
}

function more(old, new) {
	return old == "" ? new : new == "" ? old : old " " new
}

# ---- what is known: says[table], columns[table] "a b c", and of each column
# ---- what[table, column], kind[...], of[...] ----

function table_new(name) {
	table = name
	column = ""
	if (!(name in columns))
		order[++tables] = name
	columns[name] = ""
	if (pending != "")
		says[name] = pending
	pending = ""
}

function table_drop(name,    list, n, i) {
	n = split(columns[name], list, " ")
	for (i = 1; i <= n; i++)
		column_drop(name, list[i])
	columns[name] = ""
}

function table_rename(from, to,    list, n, i) {
	n = split(columns[from], list, " ")
	table = to
	if (!(to in columns))
		order[++tables] = to
	columns[to] = ""
	for (i = 1; i <= n; i++) {
		column_new(list[i])
		what[to, list[i]] = what[from, list[i]]
		kind[to, list[i]] = kind[from, list[i]]
		of[to, list[i]] = of[from, list[i]]
	}
	if (from in says)
		says[to] = says[from]
	delete columns[from]
	table = column = ""
}

function column_new(name) {
	column = name
	columns[table] = more(columns[table], name)
	what[table, name] = kind[table, name] = of[table, name] = ""
}

function column_drop(from, name,    list, n, i, left) {
	n = split(columns[from], list, " ")
	for (i = 1; i <= n; i++)
		if (list[i] != name)
			left = more(left, list[i])
	columns[from] = left
	delete what[from, name]
}

# What stands in a line of a column, and what it says of it.
function column_line(code, comment,    words) {
	if (code ~ /@INT@|@PK@/)
		kind[table, column] = "number"
	else if (code ~ /(^|[ \t])TEXT([ \t,]|$)/)
		kind[table, column] = "text"
	if (match(code, /REFERENCES [a-z_]+/))
		of[table, column] = substr(code, RSTART + 11, RLENGTH - 11)
	if (comment == "")
		return
	# The words that may stand there each say what they mean.
	words = code
	if (words ~ /^[(]*'/ || words ~ /[(]'[a-z_]+',?$/) {
		gsub(/^[^']*|[(),]/, "", words)
		gsub(/'/, "`", words)
		comment = "; " trim(words) ": " comment
		what[table, column] = what[table, column] comment
		return
	}
	what[table, column] = more(what[table, column], comment)
}

# ---- reading ----

FNR == 1 {
	pending = table = column = ""
	skipping = inside = 0
}

{
	at = index($0, "--")
	code = trim(at > 0 ? substr($0, 1, at - 1) : $0)
	comment = at > 0 ? trim(substr($0, at + 2)) : ""
}

skipping {
	skipping = code !~ /;$/
	next
}

inside && code ~ /^[)]/ {
	inside = 0
	table = column = ""
	next
}

inside && code ~ /^[a-z_]+[ \t]+(@|TEXT)/ {
	split(code, word, /[ \t]+/)
	column_new(word[1])
}

inside && code ~ /^(UNIQUE|PRIMARY KEY|FOREIGN KEY|CHECK [(][a-z_]+ )/ {
	# Of the table, unless a column goes on there.
	if (code !~ /^CHECK/ || ended)
		column = ""
}

inside {
	if (column != "")
		column_line(code, comment)
	if (code != "")
		ended = code ~ /,$/
	next
}

# A column that is added; what is said of it may stand below.
altering {
	column_line(code, comment)
	altering = code !~ /;$/
	next
}

code == "" && comment != "" && $0 ~ /^\t/ && column != "" {
	column_line("", comment)
	next
}

code == "" {
	if (comment ~ /^----/ || comment == "")
		pending = ""
	else
		pending = more(pending, comment)
	if (comment == "")
		column = ""
	next
}

/^CREATE TABLE / {
	table_new($3)
	inside = 1
	ended = 1
	next
}

/^DROP TABLE / {
	name = $3
	sub(/;$/, "", name)
	table_drop(name)
	next
}

/^ALTER TABLE [a-z_]+ RENAME TO / {
	name = $6
	sub(/;$/, "", name)
	table_rename($3, name)
	next
}

/^ALTER TABLE [a-z_]+ RENAME COLUMN / {
	table = $3
	name = $8
	sub(/;$/, "", name)
	column_new(name)
	what[table, name] = what[table, $6]
	kind[table, name] = kind[table, $6]
	of[table, name] = of[table, $6]
	column_drop(table, $6)
	next
}

/^ALTER TABLE [a-z_]+ DROP COLUMN / {
	name = $6
	sub(/;$/, "", name)
	column_drop($3, name)
	next
}

/^ALTER TABLE [a-z_]+ ADD COLUMN / {
	table = $3
	column_new($6)
	what[table, column] = comment == "" ? pending : ""
	pending = ""
	column_line(code, comment)
	altering = code !~ /;$/
	next
}

# Indexes, views, rows, triggers.
{
	pending = column = ""
	skipping = code !~ /;$/
}

# ---- writing ----

# Whom the table tells of: those it refers to, and whom it names without that.
function whom(name,    list, n, i, ref, found, all) {
	if (name in named)
		return named[name]
	n = split(columns[name], list, " ")
	for (i = 1; i <= n; i++) {
		ref = of[name, list[i]]
		if (ref == "" && list[i] ~ /^(person_id|done_by)$/)
			ref = "person"
		if (ref ~ PEOPLE && !(ref in found))
			all = all == "" ? ref : all ", " ref
		found[ref] = 1
	}
	return all
}

function describe(name, col,    text, ref) {
	text = what[name, col]
	ref = of[name, col]
	sub(/^; /, "", text)
	gsub(/[|]/, "\\|", text)
	if (text == "" && ref != "")
		text = "which " ref
	if (text == "" && col == "id")
		text = "the row's own number"
	if (text == "") {
		print name "." col " does not say what it is" >"/dev/stderr"
		silent = 1
	}
	return ref != "" && text != "which " ref ? text " (" ref ")" : text
}

function write_table(name,    list, n, i, people) {
	print "### " name
	print ""
	if (name in says) {
		print says[name]
		print ""
	}
	people = whom(name)
	print people != "" ? "Tells of: " people "." : "Tells of nobody."
	print ""
	print "| column | kind | what it is |"
	print "|---|---|---|"
	n = split(columns[name], list, " ")
	for (i = 1; i <= n; i++)
		print "| " list[i] " | " kind[name, list[i]] " | " \
		    describe(name, list[i]) " |"
	print ""
}

END {
	print "# Record of processing"
	print ""
	print "What is stored, about whom, and what each of it is: the part of the"
	print "record of processing activities (GDPR article 30) that the program"
	print "itself can tell. `make processing` writes it from the comments of"
	print "`shared/schema/`, and `make check` holds it to them. Purposes,"
	print "recipients, time limits and measures are in `DPIA.md`; the agreements"
	print "with processors, with their region and dates, are rows of the table"
	print "`duty`, which an administrator sees under */pligter*."
	print ""
	print "Times are seconds of UTC, days the Danish midnight, money øre. No CPR"
	print "number is ever stored."
	print ""
	print "## About people"
	print ""
	for (i = 1; i <= tables; i++)
		if (order[i] in columns && columns[order[i]] != "" && \
		    whom(order[i]) != "")
			write_table(order[i])
	print "## About nobody"
	print ""
	for (i = 1; i <= tables; i++)
		if (order[i] in columns && columns[order[i]] != "" && \
		    whom(order[i]) == "")
			write_table(order[i])
	if (silent)
		exit 1
}
