#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/db.h"

#include "employer.h"
#include "person.h"

#include "bench.h"

#define KNOWN 500 /* contacts, each asked for once, in turn with a stranger */

static void add_contacts(struct desk *d, const struct town *t)
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	for (int i = 0; i < KNOWN; i++) {
		const struct person p = { .given_name = "Anne",
			.surname = "Prøve",
			.email = mem_printf(c, "known%d@example.dk", i),
			.language = "da",
			.sms = "unknown" };
		int64_t id = person_add(c, &p);

		person_give_role(c, id, 0, ROLE_EMPLOYER, 0);
		contact_add(c, id, t->employer);
	}
	if (db_commit(c) != OK)
		give_up("no contacts");
}

/* Microseconds until a code for that address has been answered. */
static int64_t ask_code(struct desk *d, int fd, const char *whose, int n)
{
	static char answer[65536];
	struct ctx *c = desk_again(d);
	const char *request = http_post(c, "/log-ind", NULL,
	    mem_printf(c, "email=%s%d%%40example.dk", whose, n));
	int64_t began = now_us();

	if (http_ask(fd, request, answer, sizeof answer) != 303)
		give_up("no answer to who asks for a code");
	return now_us() - began;
}

struct sample {
	int64_t us[KNOWN];
	double mean, variance;
};

static void judge_sample(struct sample *s)
{
	double sum = 0, squares = 0;

	for (int i = 0; i < KNOWN; i++)
		sum += (double)s->us[i];
	s->mean = sum / KNOWN;
	for (int i = 0; i < KNOWN; i++)
		squares += ((double)s->us[i] - s->mean) *
		    ((double)s->us[i] - s->mean);
	s->variance = squares / (KNOWN - 1);
}

/* Welch's t; of so many, its distribution is the normal one. */
static double chance_of(const struct sample *a, const struct sample *b)
{
	double t = (a->mean - b->mean) /
	    sqrt(a->variance / KNOWN + b->variance / KNOWN);

	return erfc(fabs(t) / sqrt(2));
}

/* Whether the time tells who is known here. */
void bench_signin(void)
{
	static struct sample known, stranger;
	struct child portal;
	struct place place;
	struct desk desk;
	struct town town;
	char beside[120];
	int64_t middle_known, middle_stranger;
	double chance;
	int port, fd;

	place_make(&place, "[limit]\ncodes = 1000000\n");
	desk_open(&desk, place.url, STORE_TOOL);
	town_make(desk_again(&desk), &town);
	add_contacts(&desk, &town);
	portal_start(&place, &portal, &port);
	fd = http_connect(port);
	for (int i = 0; i < KNOWN; i++) {
		known.us[i] = ask_code(&desk, fd, "known", i);
		stranger.us[i] = ask_code(&desk, fd, "stranger", i);
	}
	close(fd);
	judge_sample(&known);
	judge_sample(&stranger);
	chance = chance_of(&known, &stranger);
	middle_known = percentile(known.us, KNOWN, 50);
	middle_stranger = percentile(stranger.us, KNOWN, 50);
	snprintf(beside, sizeof beside,
	    "yardstick=%" PRId64 "us ratio=%.3f welch_p=%.3f", middle_stranger,
	    (double)middle_known / (double)middle_stranger, chance);
	figure("signin_known_us", (double)middle_known, "us", beside,
	    "median until a code is answered for whom we know; against "
	    "strangers, in turn: a p below 0.01 would tell them apart");
	child_stop(&portal, SIGTERM);
	desk_close(&desk);
	place_remove(&place);
}
