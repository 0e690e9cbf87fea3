#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "notice.h"

#include "fault/letters.h"

#include "bench.h"

#define SAMPLES  200
#define IDLE_MS  15 /* between two of them */
#define MESSAGES BENCH_CITIZENS
#define FORMER   10 /* to each person, when the queue is long */

static bool wait_for_count(size_t count, int64_t ms)
{
	int64_t until = now_us() + ms * 1000;

	while (gateway_count() < count && now_us() < until)
		wait_ms(1);
	return gateway_count() >= count;
}

static void first_byte(const struct place *p, struct desk *d)
{
	static int64_t us[SAMPLES];
	struct arena *mem = arena_new();
	char beside[120];

	for (int i = 0; i < SAMPLES; i++) {
		size_t before = gateway_count(), count;
		struct ctx *c = desk_again(d);
		int64_t began = now_us();

		db_begin(c);
		notice_answer(c, "call", bench_citizen(i), 0);
		if (db_commit(c) != OK)
			give_up("no message");
		notifier_wake(p);
		if (!wait_for_count(before + 1, 5000))
			give_up("a message did not go out");
		us[i] = gateway_taken(mem, &count)[before].first_byte_us -
		    began;
		arena_reset(mem);
		wait_ms(IDLE_MS);
	}
	arena_free(mem);
	snprintf(beside, sizeof beside, "p50=%.2fms yardstick=20ms ratio=%.3f",
	    (double)percentile(us, SAMPLES, 50) / 1000,
	    (double)percentile(us, SAMPLES, 99) / 20000);
	figure("first_byte_p99_ms", (double)percentile(us, SAMPLES, 99) / 1000,
	    "ms", beside,
	    "from before the transaction that leaves a message to its first "
	    "byte at the gateway, nothing else going on, woken by the "
	    "datagram; against what we promise");
}

/* The notifier's whole way, against what libcurl alone sends. */
static void end_to_end(const struct place *p, struct desk *d, int port)
{
	struct arena *mem = arena_new();
	double ceiling = curl_ceiling(port, 1, MESSAGES), ours;
	size_t before = gateway_count(), count;
	struct child notifier;
	struct taken *all;
	char beside[120];
	int64_t kib;

	bench_messages(d, MESSAGES, 1);
	notifier_start(p, &notifier);
	if (!wait_for_count(before + MESSAGES, 60000))
		printf("# only %zu of %d went out in a minute\n",
		    gateway_count() - before, MESSAGES);
	all = gateway_taken(mem, &count);
	ours = (double)(count - before) * 1e6 /
	    (double)(all[count - 1].first_byte_us - all[before].first_byte_us);
	kib = child_status(&notifier, "VmRSS");
	child_stop(&notifier, SIGTERM);
	arena_free(mem);
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s ratio=%.3f", ours, ceiling,
	    ours / ceiling);
	figure("sms_ratio", ours / ceiling, "x", beside,
	    "10,000 queued SMS to 10,000 people, through a loopback gateway; "
	    "against libcurl alone, 16 connections each");
	snprintf(beside, sizeof beside, "yardstick=32MiB ratio=%.3f",
	    (double)kib / 1024 / 32);
	figure("rss_notifier_mib", (double)kib / 1024, "MiB", beside,
	    "memory of the notifier after that; against what we allow it");
}

static void restart(const struct place *p, struct desk *d)
{
	struct arena *mem = arena_new();
	size_t before = gateway_count(), count;
	struct child notifier;
	char beside[120];
	int64_t began;
	double ms;

	bench_messages(d, MESSAGES, FORMER);
	began = now_us();
	notifier_launch(p, &notifier);
	if (!wait_for_count(before + 1, 30000))
		give_up("nothing went out after the restart");
	ms = (double)(gateway_taken(mem, &count)[before].first_byte_us -
		 began) /
	    1000;
	child_stop(&notifier, SIGKILL);
	arena_free(mem);
	snprintf(
	    beside, sizeof beside, "yardstick=1000ms ratio=%.3f", ms / 1000);
	figure("restart_100k_ms", ms, "ms", beside,
	    "from the start of the notifier to the first byte at the gateway, "
	    "100,000 messages waiting; against what we promise");
}

void bench_sending(void)
{
	struct child notifier;
	int port = gateway_start();
	struct place p;
	struct town t;
	struct desk d;

	letters_place(&p, port, "");
	desk_open(&d, p.url, STORE_PORTAL);
	bench_town(&d, &t);
	notifier_start(&p, &notifier);
	wait_ms(1000);
	first_byte(&p, &d);
	child_stop(&notifier, SIGTERM);
	end_to_end(&p, &d, port);
	restart(&p, &d);
	desk_close(&d);
	place_remove(&p);
}
