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

part() {
	parts="$parts $1"
	sh tests/part.sh "$@"
}

part rules rules
part unit unit
part mutate mutate

# What only computes does so beside what waits for deadlines, and gives way to
# it; each has a build of its own. It is shown when all of it is done.
setsid nice -n 19 sh -c 'sh tests/part.sh unit-san SAN=1 unit
	sh tests/part.sh fuzz fuzz SECONDS=10' >build/check/beside.log 2>&1 &
beside=$!
trap 'kill -- "-$beside" 2>/dev/null || true' EXIT
part story story
part browser browser
part fault fault
part front front
wait "$beside" || true
trap - EXIT
cat build/check/beside.log
parts="$parts unit-san fuzz"

part story-san SAN=1 story
# What waits for deadlines, or does the same a hundred times, has done so once.
front=$(find tests/front -name '*_test.c' | sed 's|.*/||; s|[.]c$||' |
    grep -vE '^(code|slow|slowhttptest|stop|tls_session|watchdog)_test$' | sort | tr '\n' ' ')
part front-san SAN=1 FRONTS="$front" front

# shellcheck disable=SC2086
exec sh tests/sum.sh build/check $parts
