#!/bin/sh
# usage: smtp_sink.sh FOLDER   Puts postfix' smtp-sink into FOLDER/smtp-sink:
# the system's when it has one. Else out of Debian's package, which is taken
# apart and not installed, for a mail system would want to be set up and run, and
# to be the only one. The libraries it needs are among DEBS_TEST.
set -eu
folder=$1
mkdir -p "$folder"
if [ ! -x /usr/sbin/smtp-sink ]; then
	echo "deps: fetching smtp-sink"
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	# As root apt reads as a user of its own, who may not write here.
	fetch() { (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download postfix); }
	fetch || { $sudo apt-get -qq update && fetch; }
	dpkg -x "$folder"/postfix_*.deb "$folder"
	rm -f "$folder"/postfix_*.deb
fi
cat >"$folder/smtp-sink" <<END
#!/bin/sh
if [ -x /usr/sbin/smtp-sink ]; then exec /usr/sbin/smtp-sink "\$@"; fi
here=\$(dirname "\$0")
LD_LIBRARY_PATH=\$here/usr/lib/postfix exec "\$here/usr/sbin/smtp-sink" "\$@"
END
chmod +x "$folder/smtp-sink"
