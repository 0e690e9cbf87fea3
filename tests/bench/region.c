#include "region.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/grow.h"

#define PLACE_ID ((int64_t)1000)
#define ID_STEP  7 /* ids are not numbers of places in an array */
#define ID_FIRST ((int64_t)1 << 40)

void region_begin(struct region *k, int64_t citizens)
{
	*k = (struct region) { .citizens = citizens, .ix = match_index_new() };
	k->now = 1772438400; /* 2 March 2026, 9 o'clock */
	k->places = invent_places(citizens);
	invent_begin(&k->v, 20260302, citizens, REGION_FUNCTIONS, REGION_NEEDS);
	for (int i = 0; i < REGION_FUNCTIONS; i++) {
		char word[20];

		snprintf(word, sizeof word, "function-%d", i);
		match_index_name(k->ix, NAMES_FUNCTION, word, true);
	}
	match_index_name(k->ix, NAMES_GROUP, "1:a", true);
	match_index_name(k->ix, NAMES_GROUP, "1:b", true);
}

/* ---- what few have ---- */

static uint64_t lot(struct region *k)
{
	k->lots += 0x9e3779b97f4a7c15u;
	return mix64(k->lots) >> 33;
}

static int64_t some_day(struct region *k, int from, int days)
{
	return k->now + (from + (int64_t)(lot(k) % (uint64_t)days)) * DAY;
}

static struct match_note *note(
    struct region *k, struct match_person *p, enum match_note_kind kind)
{
	struct match_note *n = &k->note[k->notes++];

	*n = (struct match_note) { .next = p->notes, .kind = kind };
	n->number = (int)(lot(k) % REGION_FUNCTIONS);
	n->id = PLACE_ID + (int64_t)(lot(k) % (uint64_t)k->places);
	p->notes = n;
	return n;
}

/* One in seven has worked somewhere, one in five was asked lately, one in
 * twenty will come somewhere: more than a tenth of a municipality's people in
 * small jobs. */
static void add_past(struct region *k, struct match_person *p)
{
	struct match_note *n;

	if (lot(k) % 7 == 0) {
		p->paid_at = some_day(k, -200, 199);
		n = note(k, p, NOTE_EMPLOYER);
		if (lot(k) % 2 == 0) {
			struct match_note *job = note(k, p, NOTE_JOB);

			job->id = n->id;
			if (p->skills != NULL)
				job->number = p->skills->function;
			job->to = p->paid_at;
		}
		if (lot(k) % 4 == 0)
			note(k, p, NOTE_EMPLOYER);
	}
	if (lot(k) % 5 == 0) {
		n = note(k, p, NOTE_OFFER);
		p->asked_at = n->asked_at = some_day(k, -9, 9);
		n->from = some_day(k, 1, 9);
		n->to = n->from + 3 * HOUR;
		n->open = n->counts = lot(k) % 3 == 0;
	}
	if (lot(k) % 20 == 0) {
		n = note(k, p, NOTE_ENGAGED);
		n->number = 1;
		n->from = some_day(k, 1, 9);
		n->to = n->from + 3 * HOUR;
		n->east_m = p->east_m + 3000;
		n->north_m = p->north_m;
	}
	if (lot(k) % 50 == 0) {
		n = note(k, p, NOTE_EXCEPTION);
		n->id = clock_midnight(some_day(k, 1, 14));
		n->to = 1440;
		n->number = 0;
	}
}

void region_person(struct region *k, int64_t number, struct match_person *p)
{
	struct invented_citizen z;

	invent_citizen(&k->v, number, &z);
	k->lots = mix64((uint64_t)number + k->past);
	k->notes = 0;
	*p = (struct match_person) { .id = region_id(number),
		.released = z.released,
		.consents = z.says_start,
		.way = (enum match_way)z.way,
		.group = z.group,
		.ceiling_minutes = z.ceiling_minutes,
		.east_m = z.east_m,
		.north_m = z.north_m,
		.travel_m = z.travel_m,
		.must = z.must,
		.wish = z.wish };
	for (int i = 0; i < z.hours; i++)
		match_grid_add(
		    &p->week, z.hour[i].weekday, z.hour[i].from, z.hour[i].to);
	match_grid_end(&p->week);
	for (int i = 0; i < z.skills; i++) {
		k->skill[i] = (struct match_skill) { .next = p->skills,
			.function = z.skill[i].function,
			.score = z.skill[i].score,
			.best = z.skill[i].score };
		p->skills = &k->skill[i];
	}
	if (z.paused_days > 0)
		note(k, p, NOTE_PAUSED)->to = k->now + z.paused_days * DAY;
	add_past(k, p);
}

int64_t region_id(int64_t number)
{
	return ID_FIRST + number * ID_STEP;
}

void region_fill(struct region *k)
{
	struct match_person p;

	match_index_reserve(k->ix, (size_t)k->citizens);
	for (int64_t i = 0; i < k->citizens; i++) {
		region_person(k, i, &p);
		match_index_put(k->ix, &p);
	}
	match_index_trim(k->ix);
}

/* ---- tasks ---- */

void region_task(const struct region *k, int64_t number, struct match_query *q)
{
	static const int64_t least[] = { 0, 0, 4, 7 };
	struct invented_task t;
	struct invented_place place;

	invent_task(&k->v, number, k->places, &t);
	invent_place(&k->v, t.place, &place);
	*q = (struct match_query) { .now = k->now,
		.function = t.function,
		.honours = place.honours,
		.free_no = { true, true } };
	q->t = (struct match_task) { .id = -number - 1,
		.employer_id = PLACE_ID + t.place,
		.workplace_id = PLACE_ID + t.place,
		.starts_at = clock_midnight(
				 clock_add_days(k->now, t.days_off)) +
		    t.from * MINUTE,
		.series = !t.one_off,
		.least_score = least[t.level],
		.wage_score = 7,
		.offers_open = 2,
		.offers_week = 3,
		.east_m = place.east_m,
		.north_m = place.north_m };
	q->t.ends_at = q->t.starts_at + t.minutes * MINUTE;
	if (!match_task_times(&q->t))
		abort();
}
