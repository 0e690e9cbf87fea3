#!/bin/sh
# usage: run.sh DIR SECONDS TARGET...   Replays each target's seeds and looks for
# more so many seconds long, two targets at a time, on copies in DIR: the tree
# stays clean. 0 seconds replay alone. What breaks one is left in DIR.
set -eu
dir=$1
seconds=$2
shift 2

# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P 2 -I '{}' sh -c '
	dir=$1 seconds=$2 target=$3
	name=$(basename "$target" _fuzz)
	mkdir -p "$dir/corpus/$name"
	[ ! -d "tests/fuzz/corpus/$name" ] ||
	    cp -n "tests/fuzz/corpus/$name"/* "$dir/corpus/$name"
	limit="-max_total_time=$seconds"
	[ "$seconds" != 0 ] || limit=-runs=0
	"$target" "$limit" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
	    -close_fd_mask=1 -print_final_stats=1 \
	    "-artifact_prefix=$dir/$name-" "$dir/corpus/$name" \
	    >"$dir/$name.out" 2>&1
	echo $? >"$dir/$name.status"
' run "$dir" "$seconds" '{}'

passed=0
failed=0
for target in "$@"; do
	name=$(basename "$target" _fuzz)
	tried=$(sed -n 's/^stat::number_of_executed_units: *//p' \
	    "$dir/$name.out")
	if [ "$(cat "$dir/$name.status")" = 0 ]; then
		passed=$((passed + 1))
		echo "ok $name, ${tried:-0} inputs"
	else
		failed=$((failed + 1))
		echo "== $name"
		grep -v '^#\|^INFO\|NEW_FUNC' "$dir/$name.out" | tail -n 40
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
