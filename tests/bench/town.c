#include <stdio.h>

#include "base/clock.h"
#include "base/db.h"

#include "workplace.h"
#include "followup.h"
#include "notice.h"

#include "bench.h"

#define CHUNK     200 /* citizens in one transaction: an arena is bounded */
#define TASKS     20
#define FUNCTIONS 20

static int64_t citizens[BENCH_CITIZENS];

int64_t bench_citizen(int n)
{
	return citizens[n];
}

static void add_chunk(
    struct desk *d, const struct town *t, int from, const int64_t place[2])
{
	struct ctx *c = desk_again(d);

	db_begin(c);
	for (int i = from; i < from + CHUNK; i++) {
		const char *function = mem_printf(
		    c, "function-%d", i % FUNCTIONS);

		citizens[i] = town_citizen(c, t, 100000 + i, function);
		for (int k = 0; k < 2; k++)
			followup_join(
			    c, citizens[i], place[k], t->mentor, c->now, false);
	}
	if (db_commit(c) != OK)
		give_up("no citizens");
}

void bench_town(struct desk *d, struct town *t)
{
	struct workplace other = { .sms_name = "Storå Lager",
		.town = "Holstebro",
		.address = "Lægårdvej 90",
		.postcode = "7500" };
	struct ctx *c = desk_again(d);
	int64_t place[2];

	town_make(c, t);
	db_begin(c);
	for (int i = 0; i < FUNCTIONS; i++)
		town_function(c, mem_printf(c, "function-%d", i));
	town_function(c, "nobody");
	other.employer_id = t->employer;
	place[0] = t->workplace;
	place[1] = workplace_keep(c, &other);
	if (db_commit(c) != OK)
		give_up("no town");
	for (int i = 0; i < BENCH_CITIZENS; i += CHUNK)
		add_chunk(d, t, i, place);
	for (int i = 0; i < TASKS; i++)
		town_task(desk_again(d), t, "nobody", 1);
}

void bench_messages(struct desk *d, int count, int each)
{
	for (int k = 0; k < each; k++)
		for (int i = 0; i < count; i += CHUNK) {
			struct ctx *c = desk_again(d);

			db_begin(c);
			for (int n = i; n < i + CHUNK && n < count; n++)
				notice_answer(c, "call", citizens[n], 0);
			if (db_commit(c) != OK)
				give_up("no messages");
		}
}
