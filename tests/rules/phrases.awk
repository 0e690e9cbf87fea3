# usage: awk -f lex.awk -f phrases.awk FILE...   with the phrases, Danish first,
# the pages and the portal's sources.
#
# What a page says in one language it says in every other: a section that is in
# another language is there whole, with the same values in it. Each phrase is
# shown by somebody, each {{t:key}} is there; and a page with phrases has no
# words beside them, for they would be Danish to everybody.

FNR == 1 {
	source_ends()
	name = FILENAME
	sub(/^.*\//, "", name)
	is_text = FILENAME ~ /phrases\/[a-z]+[.]txt$/
	is_danish = name == "da.txt"
	is_page = name ~ /[.]html$/
	section = ""
	if (is_text && !is_danish)
		others[FILENAME]
}

# ---- the phrases ----

is_text && /^\[/ {
	section = substr($0, 2, index($0, "]") - 2)
	if (!is_danish)
		sections[FILENAME, section]
	next
}

is_text && /^[a-z0-9]/ {
	key = section "." $1
	value = $0
	sub(/^[^=]*= */, "", value)
	if (is_danish) {
		danish[key] = values(value)
		at[key] = FNR
		file = FILENAME
	} else {
		there[FILENAME, key]
		if (!(key in danish))
			bad(key " is not in Danish")
		else if (values(value) != danish[key])
			bad(key " has other values than in Danish")
	}
	next
}

# What the phrase shows, in the order of the alphabet.
function values(text,    all, n, i, k, one, sum) {
	while (match(text, /[{][^}]*[}]+/)) {
		one = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		for (i = n++; i > 0 && all[i - 1] > one; i--)
			all[i] = all[i - 1]
		all[i] = one
	}
	for (k = 0; k < n; k++)
		sum = sum all[k]
	return sum
}

# ---- who shows them ----

is_page {
	line = $0
	while (match(line, /[{][{]t:[^}]*[}][}]/)) {
		key = substr(line, RSTART + 4, RLENGTH - 6)
		shown[key] = FILENAME ":" FNR
		translated[FILENAME]
		line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
	}
	gsub(/[{][{][^}]*[}][}]/, "", line)
	while (match(line, /(aria-label|data-title|alt|title|placeholder)="[^"]*"/))
	{
		remember(substr(line, RSTART, RLENGTH), "=\".*[[:alpha:]]")
		line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
	}
	gsub(/<[^>]*>/, "", line)
	remember(line, "[[:alpha:]\200-\377]")
	next
}

function remember(text, words) {
	gsub(/\342\200\223|\342\200\246/, "", text) # a dash, three dots
	if (text ~ words && !(FILENAME in spoken)) {
		spoken[FILENAME] = FNR
		said_there[FILENAME] = text
	}
}

# C: what its strings hold, and the groups that phrase_named() is given, or
# another whose name ends so.
{
	whole = whole " " $0
	lex($0)
	n = split(texts, strings, "\n")
	for (i = 1; i <= n; i++) {
		literal[strings[i]]
		if (strings[i] ~ /^[a-z_]+[.].*%/)
			begun[substr(strings[i], 1, index(strings[i], "%") - 1)]
	}
}

function source_ends(    one) {
	while (match(whole, /[a-z]_named[(][^")]*"[a-z_]+"/)) {
		one = substr(whole, RSTART, RLENGTH - 1)
		sub(/^.*"/, "", one)
		named[one]
		whole = substr(whole, RSTART + RLENGTH)
	}
	whole = ""
}

# A key may be put together: of a group and a name, of a form and its field.
function is_shown(key,    group, field, one) {
	group = field = key
	sub(/[.].*$/, "", group)
	sub(/^[^.]*[.]/, "", field)
	sub(/[.].*$/, "", field)
	if (key in shown || key in literal || group in named)
		return 1
	if (group in literal && (field in literal || field == "title"))
		return 1
	if (sub(/[.]what$/, "", key))
		return is_shown(key)
	for (one in begun)
		if (index(key, one) == 1)
			return 1
	return 0
}

END {
	source_ends()
	for (key in danish) {
		if (!is_shown(key))
			bad_at(file, at[key], key " is shown by nobody")
		for (other in others) {
			section = key
			sub(/[.].*$/, "", section)
			if ((other, section) in sections &&
			    !((other, key) in there))
				bad_at(other, 1, "lacks " key)
			if (key in shown && !((other, key) in there))
				bad_at(other, 1, "lacks " key ", of a page")
		}
	}
	for (key in shown)
		if (!(key in danish)) {
			print shown[key] ": no phrase " key
			failed = 1
		}
	for (page in translated)
		if (page in spoken)
			bad_at(page, spoken[page], "words of its own: " \
			    said_there[page])
	exit failed
}
