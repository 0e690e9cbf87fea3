# usage: awk -f lex.awk -f words.awk FILE...   with .c and .h of portal,
# notifier, shared and tests, and the schema's .sql.
#
# What must not be called or written, where, and why. Whatever else a rule
# should allow is said once, with its reason, in the list of exceptions.

BEGIN {
	OURS = "^(portal|notifier|shared)/"
	ALL = "^(portal|notifier|shared|tests)/"
	DOMAIN = "^(portal|notifier|shared)/[^/]*$"

	call("unbounded", ALL, "strcpy|strcat|strncpy|sprintf|vsprintf|gets", \
	    "has no bound: mem_printf(), text_add(), snprintf()")
	call("strtok", ALL, "strtok", "keeps a state that threads share")
	call("static time", ALL, "gmtime|localtime|ctime|asctime", \
	    "answers in memory that threads share: base/clock.h, or its _r")
	call("clock", OURS, "time|clock_gettime|gettimeofday|clock", \
	    "time is read in shared/base/clock.c alone: c->now")
	call("waiting", OURS, "sleep|usleep|nanosleep|clock_nanosleep|" \
	    "pthread_cond_wait|pthread_cond_timedwait", \
	    "spins or fails under a turned clock: pthread_cond_clockwait()" \
	    " with CLOCK_MONOTONIC, or poll()")
	call("shell", OURS, "system|popen|v?fork|exec[lv]p?e?|posix_spawnp?", \
	    "runs another program")
	call("alloca", ALL, "alloca", "cannot fail well")
	call("locale", OURS, "setlocale", "changes how numbers are written")
	call("weak random", OURS, "rand|srand|random|srandom|drand48", \
	    "can be guessed: base/secret.h")
	code_rule("cipher", OURS, \
	    "MBEDTLS_(MD_(MD[245]|RIPEMD160)|CIPHER_[A-Z0-9_]*(ECB|DES|ARC4|" \
	    "NULL)|MODE_ECB)|mbedtls_(md[245]|des3?|arc4|blowfish|xtea)_|" \
	    "mbedtls_aes_crypt_ecb", "is broken: AES-GCM, SHA-256")
	call("library's parser", OURS, \
	    "mg_handle_form_request|mg_get_var|mg_get_var2|mg_get_cookie", \
	    "takes what we refuse: portal/params.c")
	call("allocation", DOMAIN, \
	    "malloc|calloc|realloc|reallocarray|free|strdup|strndup", \
	    "memory is the request's: mem_alloc(), mem_dup()")
	code_rule("goto", DOMAIN, "[^a-z_]goto[ \t]", "no cleanup by hand here")
	code_rule("switched off", ALL, "^[ \t]*#[ \t]*if[ \t]+0", \
	    "version control remembers")

	says("SELECT *", OURS, "SELECT[ \t]+([a-z]+[.])?[*]", \
	    "columns are named, for rows are read in their order")
	says("one database's", OURS, \
	    "json_each|randomblob|INSERT OR |REPLACE INTO|strftime[(]|julianday", \
	    "is not SQL that both databases know")

	comment("later", "(^|[^A-Za-z])(TODO|FIXME|XXX|HACK)([^A-Za-z]|$)", \
	    "do it, or open an issue")

	# Variables and keys that hold what a log must never tell.
	PERSONAL = "(phone|email|given_name|surname|full_name|address|body|" \
	    "words|text|subject|thanks|note|cpr|code|token|csrf|password|" \
	    "secret)"
	PERSONAL_KEY = "(phone|email|address|body|text|subject|cpr|" \
	    "token|password|secret)="

	allow("clock", "shared/base/clock.c", "it is that place")
	allow("clock", "shared/base/store_wait.c", \
	    "waits by the monotonic clock, in its own struct")
	allow("allocation", "portal/assets.c", "lives as long as the program")
	allow("allocation", "portal/phrase.c", "lives as long as the program")
	allow("allocation", "portal/catalogue.c", "lives until texts are read anew")
	allow("allocation", "portal/texts.c", "lives until texts are read anew")
	allow("allocation", "portal/tls.c", \
	    "lives as long as a connection or a certificate")
	allow("allocation", "portal/demo_pages.c", "frees what scandir() made")
	allow("SQL", "shared/base/db.h", "defines it")
	allow("personal", "shared/base/db.c", \
	    "sql.text is our own literal, without its values")
}

# ---- kinds of rules ----

function rule(name, where, what, pattern, why) {
	names[++rules] = name
	scopes[rules] = where
	kinds[rules] = what
	patterns[rules] = pattern
	whys[rules] = why
}

function call(name, where, functions, why) {
	rule(name, where, "code", \
	    "[^A-Za-z0-9_](" functions ")[ \t]*[(]", why)
}

function code_rule(name, where, pattern, why) {
	rule(name, where, "code", pattern, why)
}

function says(name, where, pattern, why) {
	rule(name, where, "text", pattern, why)
}

function comment(name, pattern, why) {
	rule(name, ALL, "comment", pattern, why)
}

function against(name, file, why) {
	if (!excused(name, file))
		bad(why)
}

function look(    i, where, found) {
	for (i = 1; i <= rules; i++) {
		if (FILENAME !~ scopes[i])
			continue
		where = kinds[i] == "code" ? " " code : \
		    kinds[i] == "text" ? texts : said
		if (!match(where, patterns[i]))
			continue
		found = substr(where, RSTART, RLENGTH)
		gsub(/^[^A-Za-z#]+|[^A-Za-z0-9*]+$/, "", found)
		against(names[i], FILENAME, found ": " whys[i])
	}
}

# ---- what a pattern cannot say ----

# A call's arguments, over as many lines as it has: begin(), then more() for
# the same line and those that follow, until it is true.
function begin(from) {
	depth = 0
	args = told = ""
	rest = substr(code, from)
}

function more(    i, byte) {
	told = told texts
	for (i = 1; i <= length(rest); i++) {
		byte = substr(rest, i, 1)
		depth += byte == "(" ? 1 : byte == ")" ? -1 : 0
		if (depth == 0)
			return 1
		args = args byte
	}
	args = args " "
	return 0
}

function sql_call(    left) {
	if (!sql_open) {
		if (!match(" " code, /[^A-Za-z0-9_]SQL\(/))
			return
		if (FILENAME !~ /^(shared|tests)\//)
			bad("SQL: the domain asks the database, in shared")
		begin(RSTART + RLENGTH - 2)
	} else
		rest = code
	sql_open = !more()
	if (sql_open)
		return
	# A macro's name is a literal too, or it does not compile.
	left = args
	gsub(/""|[A-Z][A-Z0-9_]*|[ \t(]/, "", left)
	if (left != "" || args !~ /""/)
		against("SQL", FILENAME, "SQL() of something else than a literal")
}

function log_call() {
	if (!log_open) {
		if (!match(" " code, /[^A-Za-z0-9_]log_(info|warn|warnx|bug)\(/))
			return
		begin(RSTART + RLENGTH - 2)
	} else
		rest = code
	log_open = !more()
	if (log_open)
		return
	if (match(args, "(user->|words[.])name|" \
	    "(->|[.]|[^A-Za-z0-9_>.])(person_)?" PERSONAL "([^A-Za-z0-9_]|$)"))
		against("personal", FILENAME, "a log never tells " \
		    substr(args, RSTART, RLENGTH))
	if (match(told, "(^|[^a-z_])" PERSONAL_KEY))
		against("personal", FILENAME, "a log never tells " \
		    substr(told, RSTART, RLENGTH))
}

# Prose ends in a full stop; what ends a statement was one.
function old_code() {
	if (said ~ /[^ \t];[ \t]*\n/ || said ~ /[)}];[ \t]*$/)
		against("old code", FILENAME, "code in a comment: remove it")
}

FILENAME ~ /[.]sql$/ {
	code = said = ""
	texts = $0
	sub(/--.*$/, "", texts)
	look()
	next
}

{
	lex($0)
	look()
	if (said ~ /^\/\//)
		against("comment", FILENAME, "a comment is /* */")
	if (FILENAME ~ OURS || FILENAME ~ /^tests\//) {
		sql_call()
		old_code()
	}
	if (FILENAME ~ OURS)
		log_call()
}

END { finish() }
