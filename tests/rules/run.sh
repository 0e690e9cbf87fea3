#!/bin/sh
# usage: run.sh DIR   Runs every rule, from the top of the tree, with what each
# said in DIR. Shows the offences, and ends with the sum: a rule is one test, or
# as many as its own last line says. $STRICT is a build whose objects have been
# compiled with -Werror, if there is one: gcc need not judge them again.
set -eu
dir=$1
mkdir -p "$dir"
export LC_ALL=C MAKEFLAGS=
passed=0
failed=0

# Those of our files that end in one of the endings.
ours() {
	find portal notifier shared -type f | grep -E "$1" | sort
}
all() {
	find portal notifier shared tests -type f \
	    ! -path '*/corpus/*' ! -path '*/node_modules/*' |
	    grep -E "$1" | sort
}
read_by() {
	rule=$1
	shift
	awk -f tests/rules/lex.awk -f "tests/rules/$rule.awk" "$@"
}

layers() {
	# shellcheck disable=SC2046
	read_by layers shared/LAYERS $(ours '\.[ch]$')
}
words() {
	# shellcheck disable=SC2046
	read_by words $(all '\.([ch]|sql)$')
}
budgets() {
	# shellcheck disable=SC2046
	read_by budgets $(all '\.([ch]|sql|awk|sh|mk|py|mjs)$')
}
cpr() {
	# shellcheck disable=SC2046
	read_by cpr $(all . && find www docs -type f | sort)
}
pages() {
	"$dir/pages" www &&
	    read_by pages www/pages/*.html portal/*.c
}
phrases() {
	read_by phrases www/phrases/da.txt www/phrases/en.txt \
	    www/pages/*.html portal/*.c
}
texts() {
	# shellcheck disable=SC2046
	"$dir/texts" $(ours '\.c$') 2>/dev/null
}
layout() {
	# shellcheck disable=SC2046
	clang-format --dry-run -Werror $(all '\.[ch]$') 2>&1 |
	    sed -n 's/^\([^ :]*\):[0-9].* error: .*/\1: needs make format/p' |
	    sort -u | { ! grep .; }
}
cppchecked() {
	cppcheck --quiet -j 2 --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 --std=c11 -D_GNU_SOURCE \
	    -Ishared -Iportal -Inotifier portal notifier shared tests
}
# gcc warns of more where it optimizes; clang does not.
compiled() {
	case $1 in
	gcc) b=${STRICT:-build/strict/gcc} flags="-O2 -g" ;;
	*) b=build/strict/$1 flags=-O0 ;;
	esac
	make -s -k -j 2 "B=$b" "CC=$1" "CFLAGS=$flags" WERROR=-Werror objects
}
tidied() {
	make -s -k -j 2 tidy
}
asvs() {
	read_by asvs docs/asvs.csv
}
processing() {
	sh tests/rules/processing.sh .
}
patches() {
	sh tests/rules/patches.sh "${dir%/tests/rules}/civetweb/civetweb.o"
}
seen() {
	sh tests/rules/seen.sh "$dir"
}

# Its name, then what it runs.
rule() {
	name=$1
	out=$dir/$name.out
	shift
	began=$(date +%s)
	if "$@" >"$out" 2>&1; then status=0; else status=1; fi
	sum=$(sed -n '$s/^\([0-9]* passed, [0-9]* failed\)$/\1/p' "$out")
	case $sum in
	'') good=$((1 - status)) bad=$status ;;
	*)
		good=${sum%% passed*}
		bad=${sum#*, }
		bad=${bad% failed}
		;;
	esac
	[ $status = 0 ] || [ "$bad" -gt 0 ] || bad=1
	passed=$((passed + good))
	failed=$((failed + bad))
	if [ "$bad" = 0 ]; then
		echo "ok $name ($(($(date +%s) - began)) s)"
		grep '^info: ' "$out" || true
	else
		echo "== $name"
		grep -v '^[0-9]* passed, [0-9]* failed$' "$out" || true
	fi
}

rule layers layers
rule words words
rule budgets budgets
rule cpr cpr
rule pages pages
rule phrases phrases
rule texts texts
rule layout layout
rule processing processing
rule asvs asvs
rule patches patches
rule seen seen
rule cppcheck cppchecked
rule gcc compiled gcc
rule clang compiled clang
rule clang-tidy tidied
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
