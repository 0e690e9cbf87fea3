#!/bin/sh
# usage: run.sh BUILD KIND TEST...   Runs tests of a kind (fault, front) one
# after the other (they measure, so never side by side) and adds up what they
# say of themselves.
set -u
build=$1 kind=$2
shift 2
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/sf.XXXXXX") || exit 1
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 1' HUP INT TERM

passed=0 failed=0
for test in "$@"; do
	echo "-- $test"
	timeout -k 5 120 "$build/tests/$kind/$test" "$build" \
		>"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	sed '$!b; /passed, [0-9]* failed$/d' "$TMPDIR/out"
	set -- $(tail -n 1 "$TMPDIR/out" |
		sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
	if [ $# -ne 2 ] || { [ $status -ne 0 ] && [ "${2:-0}" = 0 ]; }; then
		echo "FAILED  $test ended with status $status"
		set -- "${1:-0}" $((${2:-0} + 1))
	fi
	passed=$((passed + $1)) failed=$((failed + $2))
	[ "$2" = 0 ] || tail -n 20 "$TMPDIR/err"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
