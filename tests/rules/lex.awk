# C, line by line, for the rules that read it: -f lex.awk -f RULE.awk. After
# lex() the line's code is in `code` with its strings emptied ("", ''), what
# the strings held in `texts`, and what its comments said in `said`, ended with
# \n where a comment ends. A line of a block comment begins with its own star.

function lex(line,    i, n, two, byte) {
	code = texts = said = ""
	if (FNR == 1)
		commented = 0
	n = length(line)
	for (i = 1; i <= n; i++) {
		two = substr(line, i, 2)
		byte = substr(line, i, 1)
		if (commented) {
			if (two == "*/") {
				commented = 0
				said = said "\n"
				i++
			} else
				said = said byte
		} else if (two == "/*") {
			commented = 1
			code = code " "
			i++
		} else if (two == "//") {
			said = said substr(line, i) "\n"
			break
		} else if (byte == "\"" || byte == "'")
			i = string(line, i, n, byte)
		else
			code = code byte
	}
}

# From the quote at i to the one that ends it; where that stands.
function string(line, i, n, quote,    byte) {
	code = code quote quote
	for (i++; i <= n; i++) {
		byte = substr(line, i, 1)
		if (byte == quote)
			break
		if (byte == "\\") {
			texts = texts byte
			byte = substr(line, ++i, 1)
		}
		texts = texts byte
	}
	texts = texts "\n"
	return i
}

# ---- what every rule says, and its exceptions ----

function bad(why) {
	bad_at(FILENAME, FNR, why)
}

function bad_at(file, line, why) {
	printf "%s:%d: %s\n", file, line, why
	failed = 1
}

# allow(RULE, FILE, REASON): FILE, or all that a pattern fits, need not keep
# to RULE. One that is not needed any more is itself an offence.
function allow(rule, file, reason) {
	allowed[++allowances] = rule
	allowed_in[allowances] = "^" file "$"
	reasons[allowances] = reason
}

function excused(rule, file,    i) {
	for (i = 1; i <= allowances; i++)
		if (allowed[i] == rule && file ~ allowed_in[i]) {
			needed[i]++
			return 1
		}
	return 0
}

function finish(    i) {
	for (i = 1; i <= allowances; i++)
		if (!needed[i]) {
			printf "an exception that nothing needs: %s in %s (%s)\n", \
			    allowed[i], allowed_in[i], reasons[i]
			failed = 1
		}
	exit failed
}
