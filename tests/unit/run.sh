#!/bin/sh
# usage: run.sh DIR PROGRAM...   Runs cmocka programs, two at a time, with what
# they say in DIR. Shows what failed alone, and ends with the sum. A program
# that dies counts one failure for each test it no longer came to.
set -eu
dir=$1
shift
mkdir -p "$dir"

# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P 2 -I '{}' sh -c '
	CMOCKA_MESSAGE_OUTPUT=tap timeout 300 "$1" >"$2/${1##*/}.out" 2>&1
	echo $? >"$2/${1##*/}.status"
' run '{}' "$dir"

passed=0
failed=0
for program in "$@"; do
	out=$dir/${program##*/}.out
	planned=$(sed -n 's/^1\.\.\([0-9][0-9]*\)$/\1/p' "$out" | head -n 1)
	good=$(grep -c '^ok ' "$out" || true)
	bad=$(grep -c '^not ok ' "$out" || true)
	missed=$((${planned:-1} - good - bad))
	[ "$missed" -gt 0 ] || missed=0
	status=$(cat "$dir/${program##*/}.status")
	# A leak that a sanitizer finds at the end fails no test by itself.
	[ "$status" = 0 ] || [ "$bad" -gt 0 ] || [ "$missed" -gt 0 ] || missed=1
	passed=$((passed + good))
	failed=$((failed + bad + missed))
	if [ "$bad" -gt 0 ] || [ "$missed" -gt 0 ]; then
		echo "== ${program##*/}, exit $status, $missed not run"
		grep '^not ok\|^# \|^ERROR:' "$out" || true
		# How it died is said last; before that is the log.
		[ "$missed" = 0 ] || tail -n 40 "$out"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
