#include <signal.h>
#include <stdio.h>

#include "base/db.h"

#include "notice.h"

#include "fault/kannel.h"
#include "fault/letters.h"

#include "bench.h"

#define MESSAGES 1000 /* a round, to as many people */
#define ROUNDS   3
#define GONE_US  60000000

/* Looked at seldom, for the machine has other things to do. */
static int64_t waiting(struct desk *d)
{
	wait_ms(5);
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM outbox WHERE state = 'queued'"
		" AND channel = 'sms' AND lane = $1"),
	    BIND(INT(notice_find("call")->lane)), 0);
}

/* From the first batch on, so that starting up is no part of it. */
static double notifier_alone(const struct place *p, struct desk *d)
{
	int64_t before = waiting(d), first, began, now;
	struct child notifier;

	bench_messages(d, MESSAGES, 1);
	notifier_start(p, &notifier);
	while ((first = waiting(d) - before) == MESSAGES)
		;
	began = now_us();
	while ((now = waiting(d) - before) > 0)
		if (now_us() > began + GONE_US)
			give_up("%" PRId64 " of %d still wait for Kannel after "
				"a minute",
			    now, MESSAGES);
	began = now_us() - began;
	child_stop(&notifier, SIGTERM);
	return (double)first * 1e6 / (double)began;
}

/* Both ask for reports, which a gateway of ours takes. */
void bench_kannel(void)
{
	double ours[ROUNDS], plain[ROUNDS];
	char beside[120], settings[100];
	int reports = gateway_start(), port;
	struct kannel k;
	struct place p, kannel_place;
	struct town t;
	struct desk d;

	place_prepare(&kannel_place, "");
	kannel_start(&k, &kannel_place);
	port = k.sendsms;
	snprintf(settings, sizeof settings,
	    "[hook]\nurl = http://127.0.0.1:%d\n", reports);
	letters_place(&p, port, settings);
	desk_open(&d, p.url, STORE_PORTAL);
	bench_town(&d, &t);
	for (int i = 0; i < ROUNDS; i++) {
		plain[i] = curl_ceiling(port, reports, MESSAGES);
		ours[i] = notifier_alone(&p, &d);
	}
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s ratio=%.3f", middle(ours),
	    middle(plain), middle(ours) / middle(plain));
	figure("kannel_ratio", middle(ours) / middle(plain), "x", beside,
	    "1,000 queued SMS, with reports, into a real Kannel; against what "
	    "libcurl alone gets from it, 16 connections each");
	desk_close(&d);
	place_remove(&p);
	kannel_stop(&k);
	place_remove(&kannel_place);
}
