/* Who is asked in a month of an invented municipality: a thousand tasks are put
 * one after another to whom they suit best, until one of two says yes. Beside
 * it the same month with the nearest person asked first, which is what a match
 * without a memory does. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/grow.h"

#include "fairness.h"
#include "match_index.h"

#include "bench.h"
#include "region.h"

#define PEOPLE     10000
#define TASKS      1000
#define ASKED_MOST 5 /* a task */
#define MONTH      (30 * DAY)

/* A question of this month. next: the person's one before, or -1. */
struct question {
	int64_t task, employer, asked_at, from, to, east_m, north_m;
	bool yes;
	int next;
};

static struct {
	struct region k;
	struct match_query q[TASKS];
	struct question question[TASKS * ASKED_MOST];
	int questions, last[PEOPLE], asked[PEOPLE];
	struct match_note note[8 + 3 * TASKS];
} month;

struct outcome {
	int64_t questions, gini_permille, unasked;
	int64_t least;  /* the Gini if nobody had been asked twice */
	double look_ms; /* what counting the last took */
};

static int number_of(int64_t citizen)
{
	return (int)((citizen - region_id(0)) / (region_id(1) - region_id(0)));
}

/* ---- what somebody has been asked ---- */

static void note(struct match_person *p, const struct match_note *n, int *notes)
{
	struct match_note *at = &month.note[(*notes)++];

	*at = *n;
	at->next = p->notes;
	p->notes = at;
}

static void note_question(
    struct match_person *p, const struct question *q, int *notes)
{
	struct match_note n = { .kind = NOTE_OFFER,
		.id = q->task,
		.from = q->from,
		.to = q->to,
		.asked_at = q->asked_at,
		.counts = q->yes };

	note(p, &n, notes);
	if (q->asked_at > p->asked_at)
		p->asked_at = q->asked_at;
	if (!q->yes)
		return;
	n.kind = NOTE_ENGAGED;
	n.number = 1;
	n.east_m = q->east_m;
	n.north_m = q->north_m;
	note(p, &n, notes);
	n.kind = NOTE_EMPLOYER;
	n.id = q->employer;
	note(p, &n, notes);
}

/* Puts the person in again, with all they were asked; their past is from before
 * the month. */
static void put_again(int number, int64_t began)
{
	int64_t now = month.k.now;
	struct match_person p;
	int notes = 0;

	month.k.now = began;
	region_person(&month.k, number, &p);
	month.k.now = now;
	for (int i = month.last[number]; i >= 0; i = month.question[i].next)
		note_question(&p, &month.question[i], &notes);
	match_index_put(month.k.ix, &p);
}

static bool ask(int64_t citizen, const struct match_query *q, int64_t began)
{
	int number = number_of(citizen), i = month.questions++;

	month.question[i] = (struct question) { .task = q->t.id,
		.employer = q->t.employer_id,
		.asked_at = q->now,
		.from = q->t.starts_at,
		.to = q->t.ends_at,
		.east_m = q->t.east_m,
		.north_m = q->t.north_m,
		.yes = mix64((uint64_t)i) % 2 == 0,
		.next = month.last[number] };
	month.last[number] = i;
	month.asked[number]++;
	put_again(number, began);
	return month.question[i].yes;
}

/* ---- a month ---- */

static int64_t distance(const struct match_query *q, int64_t citizen)
{
	struct match_citizen z = { 0 };

	match_index_citizen(month.k.ix, q, citizen, &z);
	return z.distance_m;
}

static void nearest_first(
    const struct match_query *q, struct match_hit *hits, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hits[i].cost = distance(q, hits[i].citizen);
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k > 0 && hits[k].cost < hits[k - 1].cost;
		     k--) {
			struct match_hit hit = hits[k];

			hits[k] = hits[k - 1];
			hits[k - 1] = hit;
		}
}

static void run(bool nearest, int64_t began)
{
	struct match_hit hits[MATCH_MOST];

	for (int i = 0; i < TASKS; i++) {
		size_t count;

		month.k.now = began + i * MONTH / TASKS;
		region_task(&month.k, i, &month.q[i]);
		count = match_index_find(
		    month.k.ix, &month.q[i], MATCH_MOST, hits);
		if (nearest)
			nearest_first(&month.q[i], hits, count);
		for (size_t n = 0; n < count && n < ASKED_MOST; n++)
			if (ask(hits[n].citizen, &month.q[i], began))
				break;
	}
}

static int64_t count_unasked(void)
{
	static struct fairness_watch watch[PEOPLE];
	size_t count = 0;

	for (int i = 0; i < PEOPLE; i++)
		if (month.asked[i] == 0)
			watch[count++] = (struct fairness_watch) {
				.citizen = region_id(i)
			};
	for (int i = 0; i < TASKS; i++)
		fairness_count(month.k.ix, &month.q[i], watch, count);
	return fairness_easy(watch, count);
}

static struct outcome measure(bool nearest)
{
	struct fairness_spread s = { { 0 } };
	struct outcome o;
	int64_t began;

	memset(&month, 0, sizeof month);
	memset(month.last, -1, sizeof month.last);
	region_begin(&month.k, PEOPLE);
	region_fill(&month.k);
	run(nearest, month.k.now);
	for (int i = 0; i < PEOPLE; i++) {
		struct invented_citizen z;

		invent_citizen(&month.k.v, i, &z);
		if (z.released)
			s.people[month.asked[i] < FAIRNESS_OFTEN
				? month.asked[i]
				: FAIRNESS_OFTEN]++;
	}
	o.questions = fairness_questions(&s);
	o.gini_permille = fairness_gini(&s);
	o.least = 1000 - 1000 * o.questions / fairness_people(&s);
	began = clock_mono_ms();
	o.unasked = count_unasked();
	o.look_ms = (double)(clock_mono_ms() - began);
	match_index_free(month.k.ix);
	return o;
}

void bench_fairness(void)
{
	struct outcome ours = measure(false), nearest = measure(true);
	char beside[120];

	printf("# %d tasks, %d people: %" PRId64
	       " questions, nearest first %" PRId64 "\n",
	    TASKS, PEOPLE, ours.questions, nearest.questions);
	snprintf(beside, sizeof beside,
	    "yardstick=%" PRId64 " (nobody twice) nearest first=%" PRId64
	    " ratio=%.2f",
	    ours.least, nearest.gini_permille,
	    (double)ours.gini_permille / (double)ours.least);
	figure("gini_permille", (double)ours.gini_permille, "permille", beside,
	    "how unevenly a month's questions fall on those who were released; "
	    "0 is alike, 1000 one person has all");
	snprintf(beside, sizeof beside,
	    "yardstick=%" PRId64 " (nearest first) ratio=%.2f", nearest.unasked,
	    (double)ours.unasked / (double)nearest.unasked);
	figure("eligible_unasked", (double)ours.unasked, "people", beside,
	    "who suit more than 5 of the thousand tasks and were never asked");
	snprintf(beside, sizeof beside, "yardstick=2000ms ratio=%.2f",
	    ours.look_ms / 2000);
	figure("fairness_look_ms", ours.look_ms, "ms", beside,
	    "counting them, as the month's page does; against what we allow");
}
