#!/bin/sh
# usage: demo.sh   Serves the demo from build/run: a fresh database the first
# time, messages to folders, both programs until Ctrl-C. Their clock can be
# turned on /demo: otherwise a task of Thursday is paid on Thursday, and nobody
# is asked anything on a Sunday.
set -eu
here=$(pwd)
run=build/run
conf=$run/smaajob.conf
mkdir -p "$run"

library=$(dpkg -L libfaketime | grep 'libfaketimeMT\.so' | head -n 1)
turned() {
	exec env LD_PRELOAD="$library" NO_FAKE_STAT=1 FAKETIME_NO_CACHE=1 \
	    FAKETIME_DONT_FAKE_MONOTONIC=1 \
	    FAKETIME_TIMESTAMP_FILE="$here/$run/clock" "$@"
}

if [ ! -e "$run/data/smaajob.db" ]; then
	cat >"$conf" <<-END
		[data]
		dir = $here/$run/data
		[www]
		dir = $here/www
		[assets]
		dir = $here/build/assets
		[http]
		listen = 127.0.0.1:8080
		public_url = http://127.0.0.1:8080
		[demo]
		clock_file = $here/$run/clock
	END
	# It begins in office hours, when people may be asked.
	begin=now
	case $(TZ=Europe/Copenhagen date +%u-%H) in
	[1-5]-0[89] | [1-5]-1[0-4]) ;;
	5-1[5-9] | 5-2? | [67]-*) begin='next monday 09:00' ;;
	?-0[0-7]) begin='today 09:00' ;;
	*) begin='tomorrow 09:00' ;;
	esac
	begin=$(TZ=Europe/Copenhagen date -d "$begin" +%s)
	echo "+$((begin - $(date +%s)))s" >"$run/clock"
	build/portal --config "$conf" init 2>/dev/null
	(turned build/portal --config "$conf" demo)
fi

portal= notifier=
trap 'kill $portal $notifier 2>/dev/null || :; wait; exit 0' INT TERM
turned build/portal --config "$conf" serve 2>"$run/portal.log" &
portal=$!
turned build/notifier --config "$conf" run 2>"$run/notifier.log" &
notifier=$!

# Both say ready, or why not.
tries=0
until grep -q portal.ready "$run/portal.log" &&
    grep -q notifier.ready "$run/notifier.log"; do
	tries=$((tries + 1))
	if [ $tries -gt 100 ] || ! kill -0 $portal $notifier 2>/dev/null; then
		grep -h refuse "$run"/*.log >&2 || :
		kill $portal $notifier 2>/dev/null || :
		exit 1
	fi
	sleep 0.1
done
cat <<'END'

Småjob runs. Everybody in it is invented.

  http://127.0.0.1:8080        the front page
  http://127.0.0.1:8080/demo   their phones and mailboxes: start here

Sign in as anne@bagerbech.example and find the code on /demo.
Ctrl-C ends it; build/run holds its database, messages and logs.
END
wait
