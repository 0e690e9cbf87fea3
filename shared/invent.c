#include "invent.h"

#include "base/clock.h"
#include "base/grow.h"

/* ---- lots ---- */

/* A stream of lots of its own for each thing of each kind. */
struct lots {
	uint64_t state;
};

enum kind { TOWN, CITIZEN, PLACE, TASK };

static struct lots lots_of(const struct invent *v, enum kind kind, int64_t n)
{
	return (struct lots) { mix64(
	    v->seed * 31 + (uint64_t)kind + mix64((uint64_t)n)) };
}

static int draw(struct lots *l, int below)
{
	l->state += 0x9e3779b97f4a7c15u;
	return (int)(((mix64(l->state) >> 32) * (uint64_t)below) >> 32);
}

static bool percent(struct lots *l, int of)
{
	return draw(l, 100) < of;
}

/* About normal: in two thirds of all cases within `spread`. */
static int64_t around(struct lots *l, int spread)
{
	int64_t sum = 0;

	for (int i = 0; i < 4; i++)
		sum += draw(l, 2 * spread) - spread;
	return sum * 7 / 8;
}

/* Low numbers come more often than high ones. */
static int skewed(struct lots *l, int below)
{
	int a = draw(l, below), b = draw(l, below);

	return a < b ? a : b;
}

/* ---- towns ---- */

#define SHARE 1000000

void invent_begin(struct invent *v, uint64_t seed, int64_t citizens,
    int functions, int considerations)
{
	int64_t sum = 0;

	*v = (struct invent) { .seed = seed,
		.functions = functions,
		.considerations = considerations,
		.towns = citizens <= 10000 ? 6
		    : citizens <= 100000   ? 40
					   : INVENT_TOWNS,
		.box_m = citizens <= 10000 ? 28000
		    : citizens <= 100000   ? 115000
					   : 208000 };
	for (int i = 0; i < v->towns; i++) {
		struct lots l = lots_of(v, TOWN, i);

		sum += SHARE / (i + 1);
		v->town[i].east_m = draw(&l, (int)v->box_m);
		v->town[i].north_m = draw(&l, (int)v->box_m);
		v->town[i].people = sum;
	}
}

static int town_of(const struct invent *v, struct lots *l)
{
	int64_t at = draw(l, (int)v->town[v->towns - 1].people);
	int i = 0;

	while (v->town[i].people <= at)
		i++;
	return i;
}

static int64_t within(const struct invent *v, int64_t m)
{
	return m < 0 ? 0 : m < v->box_m ? m : v->box_m - 1;
}

/* ---- people ---- */

static void invent_way(struct lots *l, struct invented_citizen *z)
{
	static const struct {
		int percent, least_km, more_km;
	} ways[] = { { 10, 2, 3 }, { 30, 5, 8 }, { 35, 10, 21 },
		{ 25, 15, 36 } };
	int at = draw(l, 100);

	while (at >= ways[z->way].percent)
		at -= ways[z->way++].percent;
	z->travel_m = 1000 *
	    (int64_t)(ways[z->way].least_km + draw(l, ways[z->way].more_km));
}

static void invent_skills(
    const struct invent *v, struct lots *l, struct invented_citizen *z)
{
	for (int n = 1 + skewed(l, INVENT_SKILLS); n > 0; n--) {
		int function = skewed(l, skewed(l, v->functions) + 1), k = 0;

		while (k < z->skills && z->skill[k].function != function)
			k++;
		if (k < z->skills)
			continue;
		z->skill[k].function = function;
		z->skill[k].score = percent(l, 15)
		    ? 0
		    : 1 + (draw(l, 10) + draw(l, 10)) / 2;
		z->skills++;
	}
}

static void add_hour(struct invented_citizen *z, int weekday, int from, int to)
{
	z->hour[z->hours].weekday = weekday;
	z->hour[z->hours].from = from;
	z->hour[z->hours].to = to < 1440 ? to : 1440;
	z->hours++;
}

/* Most have the same hours on all their days, and a weekend is rare. */
static void invent_hours(struct lots *l, struct invented_citizen *z)
{
	int days = percent(l, 40) ? 5 : 2 + draw(l, 3);
	int from = 7 * 60 + 30 * draw(l, 7), length = 180 + 30 * draw(l, 13);
	bool differ = percent(l, 15), twice = percent(l, 10);

	for (int day = 1; day <= 7; day++) {
		bool can = day > 5 ? percent(l, 8)
				   : days == 5 || draw(l, 5) < days;

		if (!can)
			continue;
		if (differ) {
			from = 7 * 60 + 30 * draw(l, 9);
			length = 120 + 30 * draw(l, 15);
		}
		add_hour(z, day, from, from + length);
		if (twice && from + length < 17 * 60)
			add_hour(z, day, 17 * 60, 21 * 60);
	}
}

static void invent_needs(
    const struct invent *v, struct lots *l, struct invented_citizen *z)
{
	static const int counts[] = { 0, 0, 0, 0, 0, 0, 0, 1, 1, 2 };

	for (int n = counts[draw(l, 10)]; n > 0; n--)
		z->must |= (uint32_t)1 << draw(l, v->considerations);
	for (int n = counts[draw(l, 10)]; n > 0; n--)
		z->wish |= (uint32_t)1 << draw(l, v->considerations);
	z->wish &= ~z->must;
}

void invent_citizen(
    const struct invent *v, int64_t number, struct invented_citizen *z)
{
	static const int ceilings[] = { 120, 240, 240, 360, 360, 480, 600,
		900 };
	struct lots l = lots_of(v, CITIZEN, number);

	*z = (struct invented_citizen) { .town = town_of(v, &l),
		.group = draw(&l, 2),
		.released = percent(&l, 92) };
	z->east_m = within(v, v->town[z->town].east_m + around(&l, 4000));
	z->north_m = within(v, v->town[z->town].north_m + around(&l, 4000));
	z->ceiling_minutes = ceilings[draw(&l, COUNT(ceilings))];
	z->says_start = percent(&l, 90);
	z->says_stop = !z->says_start && percent(&l, 40);
	z->paused_days = percent(&l, 4) ? 1 + draw(&l, 60) : 0;
	invent_way(&l, z);
	invent_skills(v, &l, z);
	invent_hours(&l, z);
	invent_needs(v, &l, z);
}

/* ---- places and tasks ---- */

int64_t invent_places(int64_t citizens)
{
	return citizens / 100 + 10;
}

void invent_place(
    const struct invent *v, int64_t number, struct invented_place *p)
{
	struct lots l = lots_of(v, PLACE, number);

	*p = (struct invented_place) { .town = town_of(v, &l) };
	p->east_m = within(v, v->town[p->town].east_m + around(&l, 4000));
	p->north_m = within(v, v->town[p->town].north_m + around(&l, 4000));
	for (int i = 0; i < v->considerations; i++)
		if (percent(&l, 60))
			p->honours |= (uint32_t)1 << i;
}

void invent_task(const struct invent *v, int64_t number, int64_t places,
    struct invented_task *t)
{
	struct lots l = lots_of(v, TASK, number);

	*t = (struct invented_task) { .place = draw(&l, (int)places),
		.function = skewed(&l, v->functions),
		.level = 1 + draw(&l, 3),
		.days_off = 1 + draw(&l, 14),
		.from = 7 * 60 + 30 * draw(&l, 18),
		.minutes = 60 + 30 * draw(&l, 9),
		.one_off = percent(&l, 50) };
}
