#!/bin/sh
# usage: processing.sh TOP   The record of processing in docs/ is what the
# schema's comments say, and every column says something. TOP has the program
# that writes it.
set -eu
record() {
	awk -f "$1/shared/schema/processing.awk" shared/schema/*.sql
}
record "$1" >/dev/null
record "$1" | cmp -s - docs/PROCESSING.md || {
	echo "docs/PROCESSING.md: is not what shared/schema says: make processing"
	exit 1
}
