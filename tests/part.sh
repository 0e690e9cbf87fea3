#!/bin/sh
# usage: part.sh NAME MAKE-ARGUMENT...   One part of a check, from the top of the
# tree: what it said, its exit status and its seconds are in build/check/. What
# is compiled is not told.
set -eu
name=$1
shift
echo "---- $name"
began=$(date +%s)
{
	status=0
	make -s -j 2 "$@" 2>&1 || status=$?
	echo "$status $(($(date +%s) - began))" >"build/check/$name.end"
} | tee "build/check/$name.log" | grep --line-buffered -vE '^(cc|link) ' || true
