#!/bin/sh
# usage: seen.sh DIR   Sees every rule fail, for one that cannot holds nothing.
# bad.txt says what each is fed, in a tree of its own, and what it must say then:
#
#   == RULE: what it must say
#   ++ FILE
#   what is in it
#
# DIR holds the rules that are compiled; the trees come below it.
set -eu
top=$(pwd)
programs=$top/$1
rules=$top/tests/rules
trees=$programs/seen
passed=0
failed=0

rm -rf "$trees"
mkdir -p "$trees"
awk -v trees="$trees" '
/^== / {
	end()
	tree = sprintf("%s/%03d", trees, ++n)
	system("mkdir -p " tree "/tree")
	print substr($0, 4) >(tree "/case")
	next
}
/^[+][+] / {
	end()
	file = tree "/tree/" $2
	folder = file
	sub(/\/[^\/]*$/, "", folder)
	system("mkdir -p " folder)
	next
}
{
	print >file
	lines++
}
END { end() }

# awk does not see an empty file.
function end() {
	if (file != "" && !lines)
		print "" >file
	close(file)
	file = ""
	lines = 0
}
' "$rules/bad.txt"

run() {
	files=$(find . -type f ! -name LAYERS | sed 's|^\./||' | sort)
	case $1 in
	texts | parse) cp -rn "$top/www" "$top/shared" "$top/portal" . ;;
	layers) files="shared/LAYERS $files" ;;
	esac
	# shellcheck disable=SC2086
	case $1 in
	texts) "$programs/texts" shared/*.c portal/*.c ;;
	parse) "$programs/pages" www ;;
	processing) sh "$rules/processing.sh" "$top" ;;
	layout) clang-format --dry-run -Werror $files ;;
	cppcheck) cppcheck --quiet --enable=warning --error-exitcode=1 . ;;
	clang-tidy) clang-tidy --quiet $files -- ;;
	*) awk -f "$rules/lex.awk" -f "$rules/$1.awk" $files ;;
	esac
}

for tree in "$trees"/*; do
	read -r what <"$tree/case"
	rule=${what%%: *}
	says=${what#*: }
	cd "$tree/tree"
	if run "$rule" >../said 2>&1; then status=0; else status=1; fi
	cd "$top"
	if [ $status = 1 ] && grep -qF -- "$says" "$tree/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$rule does not say: $says"
		sed 's/^/    /' "$tree/said"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
