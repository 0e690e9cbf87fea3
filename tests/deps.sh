#!/bin/sh
# usage: deps.sh STAMP PACKAGE...   Installs what is missing of Debian's
# packages, through sudo only when we are not root, and remembers that it did.
set -eu
stamp=$1
shift
mkdir -p "$(dirname "$stamp")"
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$*" ]; then
	touch "$stamp"
	exit 0
fi

missing=
for package in "$@"; do
	case $package in
	# A newer one from elsewhere is as good as Debian's own.
	nodejs) command -v node >/dev/null && continue ;;
	npm) command -v npm >/dev/null && continue ;;
	esac
	dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
	    grep -q '^install ok installed$' || missing="$missing $package"
done
if [ -n "$missing" ]; then
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	echo "deps: installing$missing"
	export DEBIAN_FRONTEND=noninteractive
	# In runlevel 1 the packages do not start services of their own.
	$sudo apt-get -qq update
	# shellcheck disable=SC2086
	$sudo env RUNLEVEL=1 apt-get -qq install -y \
	    --no-install-recommends $missing >/dev/null
fi
echo "$*" >"$stamp"
