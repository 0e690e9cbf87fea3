#!/bin/sh
# usage: run.sh BUILD [PART...]   Runs the benches, or those parts alone, and
# leaves nothing behind, however they end.
set -u
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/sb.XXXXXX") || exit 1
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 1' HUP INT TERM
timeout -k 5 600 "$1/tests/bench/bench" "$@" 2>"$TMPDIR/err"
status=$?
[ $status = 0 ] || tail -n 20 "$TMPDIR/err" >&2
exit $status
