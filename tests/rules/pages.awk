# usage: awk -f lex.awk -f pages.awk FILE...   with the pages, and the portal's
# sources that show them.
#
# What a page must hold for everybody to use it, and must not for it to be
# safe: no script or style of its own, nothing from elsewhere; pictures that are
# described or hidden, fields with labels, buttons that say what they do. Each
# page is shown by somebody, each part is in a page.

FNR == 1 {
	page_ends()
	file = FILENAME
	sub(/^.*\//, "", file)
	path = FILENAME
	is_page = file ~ /[.]html$/
	if (is_page)
		pages[file] = path
}

!is_page {
	rest = $0
	while (match(rest, /"[a-z_0-9]+[.]html"/)) {
		shown[substr(rest, RSTART + 1, RLENGTH - 2)]
		rest = substr(rest, RSTART + RLENGTH)
	}
	next
}

# The whole page, with a mark at each line's end and template tags out of the
# way: values become ~name~, so that an id and what points at it are alike.
{
	line = $0
	while (match(line, /[{][{]>[^}]*[}][}]/)) {
		shown[trim(substr(line, RSTART + 3, RLENGTH - 5))]
		line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
	}
	gsub(/[{][{][#^\/!][^}]*[}][}]/, "", line)
	gsub(/[{][{][ ]*/, "~", line)
	gsub(/[ ]*[}][}]/, "~", line)
	html = html line "\n"
}

function trim(text) {
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

function wrong(why) {
	bad_at(path, at, why)
}

# The attribute's value in the tag; "" when it is not there.
function value(tag, name,    text) {
	if (!match(tag, "[ \t\n]" name "=\"[^\"]*\""))
		return ""
	text = substr(tag, RSTART, RLENGTH - 1)
	sub(/^[^"]*"/, "", text)
	return text
}

function has(tag, name) {
	return match(tag, "[ \t\n]" name "([ \t\n=>/]|$)") > 0
}

function page_ends(    line, before, tag) {
	at = 1
	while (match(html, /<[a-zA-Z][^>]*>/)) {
		before = substr(html, 1, RSTART)
		tag = substr(html, RSTART, RLENGTH)
		html = substr(html, RSTART + RLENGTH)
		at += gsub(/\n/, "", before)
		judge(tag)
		at += gsub(/\n/, " ", tag)
	}
	for (id in labelled)
		if (!(id in ids)) {
			at = labelled[id]
			wrong("a label for " id ", which is not there")
		}
	for (id in fields)
		if (!(id in labelled)) {
			at = fields[id]
			wrong("the field " id " has no label")
		}
	html = ""
	split("", ids)
	split("", labelled)
	split("", fields)
}

function judge(tag,    name, id) {
	name = tag
	sub(/^</, "", name)
	sub(/[ \t\n>\/].*$/, "", name)
	if (name == "script" && !has(tag, "src"))
		wrong("a script of its own: www/look/portal.js")
	if (name == "style" || has(tag, "style"))
		wrong("a style of its own: www/look/portal.scss")
	if (tag ~ /[ \t\n]on[a-z]+=/)
		wrong("an on... attribute: www/look/portal.js")
	if (tag ~ /http:\/\//)
		wrong("an address without https")
	if (name ~ /^(script|link|img|use|source|iframe|form|object)$/ &&
	    tag ~ /(src|href|action|data)="([a-z]+:|\/\/)/)
		wrong("something from elsewhere")
	if (name == "img" && !has(tag, "alt"))
		wrong("a picture without alt")
	if (name == "svg" && value(tag, "aria-hidden") != "true" &&
	    !has(tag, "aria-label") && !has(tag, "aria-labelledby"))
		wrong("a drawing that is neither labelled nor aria-hidden")
	if (name == "button" && !has(tag, "type"))
		wrong("a button without type")
	if (name == "form" && !has(tag, "method"))
		wrong("a form without method")

	id = value(tag, "id")
	if (id != "")
		ids[id]
	if (name == "label") {
		if (has(tag, "for"))
			labelled[value(tag, "for")] = at
		else
			wrong("a label for nothing")
	}
	if (name ~ /^(input|select|textarea)$/ &&
	    value(tag, "type") !~ /^(hidden|submit)$/ &&
	    !has(tag, "aria-label") && !has(tag, "aria-labelledby")) {
		if (id == "")
			wrong("a field without id, so without label")
		else
			fields[id] = at
	}
}

END {
	page_ends()
	for (page in pages)
		if (!(page in shown))
			bad_at(pages[page], 1, "nobody shows it")
	exit failed
}
