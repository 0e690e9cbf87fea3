# usage: awk -f lex.awk -f cpr.awk FILE...   of any kind.
#
# What looks like a CPR number stands nowhere: ten digits that begin with a
# date, perhaps with a dash or a blank after it. Tests of how they are found may
# write them, and then they end in 123., so that nobody doubts they are made up.

BEGIN {
	allow("cpr", "tests/unit/text_test.c", "dates of every century's numbers")
	allow("cpr", "tests/rules/bad.txt", "what this rule must see")
	allow("cpr", "tests/unit/clock_test.c", "an instant in seconds")
}

{
	rest = $0
	while (match(rest, /[0-9][0-9][0-9][0-9][0-9][0-9][- ]?[0-9][0-9][0-9][0-9]+/)) {
		number = substr(rest, RSTART, RLENGTH)
		before = substr(rest, RSTART - 1, 1)
		rest = substr(rest, RSTART + 1)
		day = substr(number, 1, 2) + 0
		month = substr(number, 3, 2) + 0
		digits = number
		gsub(/[- ]/, "", digits)
		if (length(digits) == 10 && before !~ /[0-9]/ &&
		    day >= 1 && day <= 31 && month >= 1 && month <= 12 &&
		    !(FILENAME ~ /^tests\// && digits ~ /123[0-9]$/) &&
		    !excused("cpr", FILENAME))
			bad("looks like a CPR number")
	}
}

END { finish() }
