# usage: awk -f lex.awk -f budgets.awk FILE...   with C, SQL, awk and shell.
#
# What fits in a head: a file has at most 400 lines, a function 60, a line of C
# 80 columns. clang-format puts a function's braces first on a line of their
# own, and nothing else's, so no parser is needed.

BEGIN {
	FILE_MOST = 400
	FUNCTION_MOST = 60
	COLUMNS_MOST = 80

	allow("file", "shared/schema/[0-9a-z_]+.sql", \
	    "every table and column is explained above itself")
}

function file_ends() {
	if (lines > FILE_MOST && !excused("file", file))
		bad_at(file, lines, lines " lines; at most " FILE_MOST)
}

function width(line,    out, i, n) {
	while (i = index(line, "\t")) {
		out = substr(line, 1, i - 1)
		n = columns(out)
		line = out substr("        ", 1, 8 - n % 8) substr(line, i + 1)
	}
	return columns(line)
}

# Characters: UTF-8's further bytes take no room.
function columns(text) {
	gsub(/[\200-\277]/, "", text)
	return length(text)
}

FNR == 1 {
	file_ends()
	file = FILENAME
	is_c = file ~ /[.][ch]$/
	laid_out_by_hand = inside = 0
	head = 0
}

{ lines = FNR }

!is_c { next }

/clang-format off/ { laid_out_by_hand = 1 }
/clang-format on/ { laid_out_by_hand = 0 }

!laid_out_by_hand && width($0) > COLUMNS_MOST {
	if (!excused("columns", file))
		bad("wider than " COLUMNS_MOST " columns")
}

# A function begins where its head does: at the margin, after what ended.
!inside && /^$|^[}#]|;$|\*\/$/ { head = 0 }
!inside && !head && /^[A-Za-z]/ { head = FNR; name = "" }
!inside && head && !name && match($0, /[a-z_0-9]+[(]/) {
	name = substr($0, RSTART, RLENGTH - 1)
}

/^{$/ { inside = 1 }

/^}$/ && inside {
	size = FNR - head + 1
	inside = 0
	if (file !~ /^tests\//) {
		of_size[size]++
		functions++
		if (size > largest)
			largest = size
	}
	if (size > FUNCTION_MOST && !excused("function", file ":" name))
		bad_at(file, head, name "() has " size " lines; at most " \
		    FUNCTION_MOST)
	head = 0
}

# The size that so many hundredths of all functions do not pass.
function percentile(hundredths,    size, sum) {
	for (size = 1; size <= largest; size++) {
		sum += of_size[size]
		if (sum * 100 >= functions * hundredths)
			return size
	}
}

END {
	file_ends()
	printf "info: %d functions; half have at most %d lines, 90 %% at most" \
	    " %d, the longest %d\n", functions, percentile(50), \
	    percentile(90), largest
	finish()
}
