# usage: awk -f lex.awk -f layers.awk shared/LAYERS FILE...   with every .c and
# .h of portal, notifier, shared and shared/base.
#
# Who may include whom. The two programs know nothing of each other, shared
# nothing of them, shared/base nothing of the domain, and a domain module only
# those that stand above it in shared/LAYERS. A library has one door.

BEGIN {
	door("civetweb.h", "portal/(serve|exchange|request).c")
	door("curl/curl.h", "notifier/(sms_gateway|mail_smtp).c")
	door("jansson.h", "shared/base/json.c")
	door("qrencode.h", "portal/qr.c")
	door("sqlite3.h", "shared/base/((db|store)[a-z_]*.c|store_parts.h)")
	door("mbedtls/.*", "(shared/base/secret(_sign)?|portal/(tls|certificate)).c")

	# Files whose module has no header of their name.
	header["shared/base/db_sqlite.c"] = "base/store_parts.h"
	n = split("certificate door exchange head limit request serve tls wire", \
	    front, " ")
	for (i = 1; i <= n; i++)
		header["portal/" front[i] ".c"] = "front.h"
	n = split("audit erase municipality postcode retention staff", verb, " ")
	for (i = 1; i <= n; i++)
		header["portal/" verb[i] "_command.c"] = "command.h"
}

function door(library, files) {
	files_of[library] = files
	gsub(/\./, "[.]", files)
	doors[library] = "^" files "$"
}

# portal, notifier, shared or shared/base.
function folder_of(path) {
	sub(/\/[^\/]*$/, "", path)
	return path
}

function name_of(path) {
	sub(/^.*\//, "", path)
	sub(/[.][ch]$/, "", path)
	return path
}

# The longest name of `names` that `name` is, or begins with before a "_".
function module_of(name, names) {
	while (!(name in names))
		if (!sub(/_[^_]*$/, "", name))
			return ""
	return name
}

FILENAME ~ /LAYERS$/ {
	layers = FILENAME
	if (NF == 0)
		next
	if ($1 in rank)
		bad($1 " stands here twice")
	rank[$1] = FNR
	next
}

FNR == 1 {
	files[++count] = FILENAME
	folder = folder_of(FILENAME)
	name = name_of(FILENAME)
	if (FILENAME ~ /[.]h$/) {
		owner[name] = folder
		if (folder == "shared/base")
			base[name]
	}
}

{ lex($0) }

# The name of what is included is a string, and emptied in the code.
code ~ /^[ \t]*#[ \t]*include/ {
	split($0, part, /[<>"]/)
	if (code ~ /</) {
		library(part[2])
		next
	}
	n = ++includes[FILENAME]
	included[FILENAME, n] = part[2]
	included_at[FILENAME, n] = FNR
}

function library(what,    l) {
	for (l in doors)
		if (what ~ ("^" l "$")) {
			if (FILENAME ~ doors[l])
				opened[l]
			else
				bad("<" what "> has its door in " files_of[l])
		}
}

function judge(file, line, what,    folder, target, self, m) {
	folder = folder_of(file)
	if (what ~ /[.][.]|^(portal|notifier|shared)\//) {
		bad_at(file, line, "reaches sideways: " what)
		return
	}
	if (what ~ /^base\//) {
		if (!(name_of(what) in base))
			bad_at(file, line, "there is no " what)
		return
	}
	if (!(name_of(what) in owner)) {
		bad_at(file, line, "there is no " what)
		return
	}
	target = owner[name_of(what)]
	if (target == "shared/base")
		bad_at(file, line, "is written base/" what)
	else if (folder == "shared/base")
		bad_at(file, line, "base knows the domain: " what)
	else if (target == "portal" || target == "notifier") {
		if (target != folder)
			bad_at(file, line, folder " knows " target ": " what)
	} else if (folder == "shared") {
		self = module_of(name_of(file), rank)
		m = module_of(name_of(what), rank)
		if (self != m && rank[m] >= rank[self])
			bad_at(file, line, self " stands above " m \
			    " in LAYERS, so it cannot include it")
	}
}

# The header that file must include, unless it has one of its own name: its
# program's, or its module's.
function own_header(file,    folder, m) {
	folder = folder_of(file)
	if (file in header)
		return header[file]
	if (folder == "shared/base") {
		m = module_of(name_of(file), base)
		return m == "" ? "" : "base/" m ".h"
	}
	if (folder == "shared")
		return module_of(name_of(file), rank) ".h"
	return folder ".h"
}

function includes_own(file,    i, own, parts) {
	own = own_header(file)
	if (own == "") {
		bad_at(file, 1, "no header has the name of its module")
		return
	}
	parts = own
	sub(/[.]h$/, "_parts.h", parts)
	for (i = 1; i <= includes[file]; i++)
		if (included[file, i] == own || included[file, i] == parts ||
		    included[file, i] == name_of(file) ".h")
			return
	bad_at(file, 1, "does not include " own)
}

END {
	for (f = 1; f <= count; f++) {
		file = files[f]
		if (folder_of(file) == "shared") {
			m = module_of(name_of(file), rank)
			if (m == "")
				bad_at(file, 1, "is of no module in LAYERS")
			used[m]
		}
		for (i = 1; i <= includes[file]; i++)
			judge(file, included_at[file, i], included[file, i])
		if (file ~ /[.]c$/)
			includes_own(file)
	}
	for (m in rank)
		if (!(m in used))
			bad_at(layers, rank[m], m " has no file")
	for (l in doors)
		if (!(l in opened)) {
			printf "nobody uses the door of <%s>\n", l
			failed = 1
		}
	exit failed
}
