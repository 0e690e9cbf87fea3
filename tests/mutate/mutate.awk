# usage: mutate.awk -v guard=NAME mutants.txt SOURCE   Writes the source with
# that guard broken. Exit 1 when its lines do not stand there exactly once.
function bare(line) {
	sub(/^[ \t]+/, "", line)
	return line
}

FNR == NR {
	if (/^== /)
		reading = index($0, "== " guard ": ") == 1
	else if (reading && /^- /)
		from[++count] = substr($0, 3)
	else if (reading && /^[+] /)
		to = to substr($0, 3) "\n"
	next
}

{
	line[FNR] = $0
	last = FNR
}

function stands_at(at,    i) {
	for (i = 1; i <= count; i++)
		if (bare(line[at + i - 1]) != from[i])
			return 0
	return 1
}

END {
	for (at = 1; at <= last; at++) {
		if (count && stands_at(at)) {
			printf "%s", to
			at += count - 1
			found++
		} else
			print line[at]
	}
	exit found == 1 ? 0 : 1
}
