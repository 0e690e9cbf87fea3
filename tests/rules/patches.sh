#!/bin/sh
# usage: patches.sh OBJECT   That our civetweb cannot be built from another
# source or without one of its patches, that each patch says what it must, and
# that what was built can start no program and list no folder.
set -u
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# What it shows, then the command that must succeed.
holds() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
	fi
}

# The words it must say, then the command that must fail.
refuses() {
	words=$1
	shift
	! "$@" >"$work/said" 2>&1 && grep -q "$words" "$work/said"
}

has_reasons() {
	for field in What: Why: Upstream: Test:; do
		grep -q "^$field" "$1" || return 1
	done
}

tests_exist() {
	grep -o 'tests/front/[a-z_]*\.c' "$1" | while read -r test; do
		[ -e "$test" ] || return 1
	done
}

calls_nothing_of() {
	! nm -u "$2" | grep -Ew "($1)"
}

cp -r build/civetweb/src "$work/src"
cp -r portal/civetweb "$work/ours"

holds "our patches fit the source" \
    sh portal/civetweb/patch.sh "$work/src" "$work/to"
for patch in portal/civetweb/*.patch; do
	holds "$patch says what, why, upstream and test" has_reasons "$patch"
	holds "the tests that $patch names exist" tests_exist "$patch"
	ours=$work/ours/${patch##*/}
	sed 's/^ \(.*[a-z]\)/ \1 and more/' "$patch" >"$ours"
	holds "$patch is not put on what it is not for" \
	    refuses "${patch##*/} does not fit" \
	    sh "$work/ours/patch.sh" "$work/src" "$work/to"
	cp "$patch" "$ours"
done
echo >>"$work/src/src/civetweb.c"
holds "a source of other bytes is refused" \
    refuses "not the one our patches are for" \
    sh portal/civetweb/patch.sh "$work/src" "$work/to"
holds "what was built starts no program and lists no folder" \
    calls_nothing_of "v?fork|exec[lv]p?e?|execle|posix_spawnp?|popen|system|\
pipe2?|f?opendir|scandir|readdir|mkdir|dlopen" "$1"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
