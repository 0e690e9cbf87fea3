#!/bin/sh
# Make our civetweb: patch.sh FROM TO checks the fetched source in FROM, copies
# what we build to TO, and puts our patches on it. Anything that does not fit
# ends it, for a patch that is left out opens what it closed.
set -eu
[ $# -eq 2 ] || { echo "usage: patch.sh FROM TO" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)

if ! wrong=$(cd "$1" && sha256sum --quiet -c "$here/SHA256" 2>&1); then
	echo "civetweb: the source is not the one our patches are for:" >&2
	echo "$wrong" >&2
	echo "civetweb: see portal/civetweb/SHA256" >&2
	exit 1
fi

rm -rf "$2" "$2.new"
mkdir -p "$2.new/src" "$2.new/include"
while read -r _ file; do
	cp "$1/$file" "$2.new/$file"
done <"$here/SHA256"
for patch in "$here"/[0-9]*.patch; do
	if ! said=$(patch -d "$2.new" -p1 --fuzz=0 --batch <"$patch" 2>&1); then
		echo "civetweb: ${patch##*/} does not fit:" >&2
		echo "$said" >&2
		exit 1
	fi
done
mv "$2.new" "$2"
