#!/bin/sh
# usage: check.sh   What a change must pass, from the top of the tree. Each part
# ends with "N passed, N failed"; what it said is in build/check/, and the sum
# of all is the last line.
set -eu
export MAKEFLAGS=
# Nothing is compiled twice: what the tests run is what the rules judge.
export WERROR=-Werror STRICT=build
mkdir -p build/check
rm -f build/check/*
parts=

# Its name, then what make is asked for.
part() {
	name=$1
	shift
	parts="$parts $name"
	echo "---- $name"
	began=$(date +%s)
	{
		status=0
		make -s -j 2 "$@" 2>&1 || status=$?
		echo "$status $(($(date +%s) - began))" >"build/check/$name.end"
	} | tee "build/check/$name.log" | grep --line-buffered -vE '^(cc|link) ' ||
	    true
}

part rules rules
part unit unit
part mutate mutate
part story story
part browser browser
part fault fault
part front front
part fuzz fuzz SECONDS=10
part unit-san SAN=1 unit
part story-san SAN=1 story
# What waits for deadlines, or does the same a hundred times, has done so once.
front=$(find tests/front -name '*_test.c' | sed 's|.*/||; s|[.]c$||' |
    grep -vE '^(code|slow|slowhttptest|stop|tls_session|watchdog)_test$' | sort | tr '\n' ' ')
part front-san SAN=1 FRONTS="$front" front

# shellcheck disable=SC2086
exec sh tests/sum.sh build/check $parts
