#!/bin/sh
# usage: sum.sh DIR PART...   Adds up the parts of a check: DIR/PART.log holds
# what each said, DIR/PART.end its exit status and its seconds. A part that
# failed, or ended without its sum, and blames no test is one failure itself.
set -eu
dir=$1
shift
passed=0
failed=0

echo
for part in "$@"; do
	status=1 seconds=0
	[ ! -e "$dir/$part.end" ] || read -r status seconds <"$dir/$part.end"
	sum=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$dir/$part.log" |
	    tail -n 1)
	: "${sum:=0 passed, 1 failed}"
	good=${sum%% *}
	bad=${sum#*, }
	bad=${bad% failed}
	[ "$status" = 0 ] || [ "$bad" -gt 0 ] || bad=1
	printf '%-10s %5d passed %4d failed %5d s\n' \
	    "$part" "$good" "$bad" "$seconds"
	passed=$((passed + good))
	failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
