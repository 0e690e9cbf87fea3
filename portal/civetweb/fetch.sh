#!/bin/sh
# Fetch civetweb as Debian's source package: fetch.sh DIR leaves it in DIR/src.
#
# Debian's binary package has no mbedTLS and carries a file server, CGI and
# websockets that we do not want. Most machines name no source packages to
# apt, so a private copy of Debian's own entries does, and apt verifies what
# it brings as it always does. Everything stays below DIR; the system's
# sources, lists and caches are only read. Runs as root or as anyone.

set -eu

VERSION=1.15+dfsg-4
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

[ $# -eq 1 ] || { echo "usage: fetch.sh DIR" >&2; exit 64; }

say()
{
	echo "civetweb: $*" >&2
}

stamp=$1/src/.fetched
if [ "$(cat "$stamp" 2>/dev/null)" = "$VERSION" ]; then
	touch "$stamp"
	exit 0
fi

for tool in apt-get dpkg-source; do
	if ! command -v $tool >/dev/null; then
		say "$tool is missing (Debian: apt, dpkg-dev)"
		exit 1
	fi
done
if [ ! -r $KEYRING ]; then
	say "$KEYRING is missing (Debian: debian-archive-keyring)"
	exit 1
fi

mkdir -p "$1"
dir=$(cd "$1" && pwd)
work=$(mktemp -d "$dir/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/sources" "$work/lists/partial" "$work/cache/archives/partial"

# Debian's own: signed by its archive keyring, or without a key but named and
# divided as Debian is. A third party's entry would break the update. Ours ask
# for the keyring either way, so a wrong guess cannot bring foreign code.
debian_entries()
{
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -r "$f" ] && cat "$f" && echo
	done | awk -v keyring=$KEYRING '
	$1 != "deb" && $1 != "deb-src" { next }
	{
		sub(/#.*/, "")
		key = ""
		line = $0
		sub(/^[ \t]*deb(-src)?[ \t]+/, "", line)
		if (match(line, /^\[[^]]*\]/)) {
			key = substr(line, 1, RLENGTH)
			line = substr(line, RLENGTH + 1)
			if (!match(key, /signed-by=/))
				key = ""
		}
		n = split(line, word, /[ \t]+/)
		first = word[1] == "" ? 2 : 1
		main = 0
		for (i = first + 2; i <= n; i++)
			main += word[i] == "main"
		if (!main || word[first] ~ /^cdrom:/)
			next
		if (key ? key !~ /debian-archive-/ : \
		    word[first] !~ /\/debian(-security)?(\.list)?\/?$/)
			next
		printf "Types: deb-src\nURIs: %s\nSuites: %s\n", \
		    word[first], word[first + 1]
		printf "Components: main\nSigned-By: %s\n\n", keyring
	}'

	for f in /etc/apt/sources.list.d/*.sources; do
		[ -r "$f" ] && cat "$f" && echo
	done | awk -v keyring=$KEYRING '
	function flush_entry() {
		if (f["types"] ~ /(^| )deb(-src)?( |$)/ &&
		    f["components"] ~ /(^| )main( |$)/ &&
		    tolower(f["enabled"]) !~ /^(no|false|off|0)$/ &&
		    (f["signed-by"] ? f["signed-by"] ~ /debian-archive-/ : \
		     f["uris"] ~ /\/debian(-security)?(\.list)?\/?( |$)/)) {
			printf "Types: deb-src\nURIs: %s\nSuites: %s\n", \
			    f["uris"], f["suites"]
			printf "Components: main\nSigned-By: %s\n\n", keyring
		}
		split("", f)
	}
	/^#/ { next }
	/^[ \t]*$/ { flush_entry(); next }
	/^[ \t]/ { sub(/^[ \t]+/, ""); f[name] = f[name] " " $0; next }
	{
		name = tolower($0)
		sub(/[ \t]*:.*/, "", name)
		sub(/^[^:]*:[ \t]*/, "")
		sub(/[ \t]+$/, "")
		f[name] = $0
	}
	END { flush_entry() }'
}

debian_entries >"$work/sources/debian.sources"
if [ ! -s "$work/sources/debian.sources" ]; then
	say "no entry of Debian's own in /etc/apt/sources.list(.d)"
	exit 1
fi

# Read last of all configuration: the system's hooks would touch its caches.
cat >"$work/apt.conf" <<END
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/sources";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
Dir::Cache::archives "$work/cache/archives";
Acquire::Languages "none";
APT::Sandbox::User "root";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
END

apt()
{
	LC_ALL=C apt-get -q -c "$work/apt.conf" "$@" >>"$work/log" 2>&1
}

# One unreachable entry need not matter: whether the package came decides.
apt update || true
if ! (cd "$work" && apt source --download-only "civetweb=$VERSION"); then
	say "Debian's source package civetweb $VERSION could not be fetched:"
	tail -n 5 "$work/log" >&2
	exit 1
fi
# --no-check: apt has held every file to the signed index by now.
dpkg-source --no-check -x "$work/civetweb_$VERSION.dsc" "$work/src" \
	>>"$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; exit 1; }
echo "$VERSION" >"$work/src/.fetched"
rm -rf "$dir/src"
mv "$work/src" "$dir/src"
