#!/bin/sh
# usage: run.sh DIR   Breaks each guard of mutants.txt, one at a time, in a copy
# of the tree in DIR, and sees the test fail that it names. A guard that can be
# broken without a test is none.
set -eu
export MAKEFLAGS=
mutants=$(pwd)/tests/mutate/mutants.txt
mutate=$(pwd)/tests/mutate/mutate.awk
dir=$1
passed=0
failed=0

# What was compiled comes along with its times: a mutant is one file more.
rm -rf "$dir"
mkdir -p "$dir/build/tests"
cp -a Makefile portal notifier shared www tests "$dir"
cp -a build/.deps* build/o build/civetweb build/schema.c build/assets \
    "$dir/build"
cd "$dir"

# Builds a test and runs it; 125 when it cannot be built.
try() {
	make -s -j2 "build/tests/unit/$1" >build/said 2>&1 || return 125
	timeout 120 "build/tests/unit/$1" >build/said 2>&1
}

# What was found, and whether it is as it should be.
tell() {
	if [ "$2" = yes ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "== $1"
		tail -n 5 build/said
	fi
}

sed -n 's/^== //p' "$mutants" >build/guards
while read -r line; do
	guard=${line%: *}
	test=${line##*: }
	file=$(awk -v head="== $line" '$0 == head { getline; print }' "$mutants")
	cp -p "$file" build/whole
	if ! awk -f "$mutate" -v guard="$guard" "$mutants" build/whole \
	    >"$file" 2>build/said; then
		tell "$guard: its lines do not stand once in $file" no
		cp -p build/whole "$file"
		continue
	fi
	status=0
	try "$test" || status=$?
	case $status in
	0) tell "$guard: broken, and $test passes" no ;;
	125) tell "$guard: broken, it cannot be compiled" no ;;
	*)
		echo "$guard: $test fails"
		tell "$guard" yes
		;;
	esac
	cp -p build/whole "$file"
	rm -f "build/o/${file%.c}.o"
done <build/guards
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
