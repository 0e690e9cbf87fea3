#include "crowd.h"

#include "citizen.h"
#include "fairness.h"
#include "match.h"

/* ---- figures ---- */

static int64_t gini(int64_t none, int64_t once, int64_t twice, int64_t often)
{
	const struct fairness_spread s = { .people = { none, once,
					       twice, [10] = often } };

	return fairness_gini(&s);
}

static void who_are_asked_alike_have_a_gini_of_nothing(void **state)
{
	(void)state;
	assert_int_equal(gini(0, 0, 0, 0), 0);
	assert_int_equal(gini(7, 0, 0, 0), 0);
	assert_int_equal(gini(0, 7, 0, 0), 0);
	assert_int_equal(gini(0, 0, 0, 1), 0);
}

static void a_gini_is_the_textbooks(void **state)
{
	const struct fairness_spread one_to_five = { .people = {
							 0, 1, 1, 1, 1, 1 } };

	(void)state;
	assert_int_equal(gini(1, 1, 0, 0), 500);
	assert_int_equal(gini(0, 1, 1, 0), 167);
	assert_int_equal(gini(3, 1, 0, 0), 750);
	assert_int_equal(gini(99, 0, 0, 1), 990);
	assert_int_equal(fairness_gini(&one_to_five), 267);
	/* It is the shares that count, not how many there are of each. */
	assert_int_equal(gini(3000000, 1000000, 0, 0), 750);
}

static void people_and_questions_are_summed(void **state)
{
	const struct fairness_spread s = { .people = { 4, 3, 0, 1 } };

	(void)state;
	assert_int_equal(fairness_people(&s), 8);
	assert_int_equal(fairness_questions(&s), 6);
}

/* ---- what is not told ---- */

static void a_cell_of_few_is_not_told_nor_to_be_counted(void **state)
{
	struct fairness_cell cells[] = { { 4, 9 }, { 30, 3 }, { 5, 1 },
		{ 0, 0 } };

	(void)state;
	fairness_hide(cells, COUNT(cells));
	assert_int_equal(cells[0].people, FAIRNESS_UNTOLD);
	assert_int_equal(cells[0].questions, FAIRNESS_UNTOLD);
	assert_int_equal(cells[1].people, 30);
	assert_int_equal(cells[2].people, FAIRNESS_UNTOLD);
	assert_int_equal(cells[3].people, 0);
}

static void two_who_stand_alone_are_hidden_among_more(void **state)
{
	struct fairness_cell cells[] = { { 1, 1 }, { 50, 9 }, { 1, 0 },
		{ 20, 2 }, { 0, 0 } };

	(void)state;
	fairness_hide(cells, COUNT(cells));
	assert_int_equal(cells[0].people, FAIRNESS_UNTOLD);
	assert_int_equal(cells[2].people, FAIRNESS_UNTOLD);
	assert_int_equal(cells[3].people, FAIRNESS_UNTOLD);
	assert_int_equal(cells[1].people, 50);
	assert_int_equal(cells[4].people, 0);
}

static void large_cells_and_two_small_ones_stand(void **state)
{
	struct fairness_cell large[] = { { 5, 1 }, { 6, 0 } };
	struct fairness_cell small[] = { { 1, 1 }, { 4, 0 }, { 50, 9 } };

	(void)state;
	fairness_hide(large, COUNT(large));
	assert_int_equal(large[0].people, 5);
	assert_int_equal(large[1].questions, 0);
	fairness_hide(small, COUNT(small));
	assert_int_equal(small[0].people, FAIRNESS_UNTOLD);
	assert_int_equal(small[1].people, FAIRNESS_UNTOLD);
	assert_int_equal(small[2].people, 50);
}

/* ---- a month ---- */

static struct fairness march(void)
{
	struct fairness f;

	next();
	fairness_load(&c, world.municipality, instant("2026-03-31T23:59"), &f);
	assert_false(db_failed(&c));
	return f;
}

/* Amir had hours so many days before March; nine others never. */
static void ten_people(int days)
{
	int64_t engagement;

	engagement = amir_comes("2026-03-05");
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $1 + 3600"),
	    BIND(INT(
		clock_add_days(instant("2026-03-01T00:00"), -days) - HOUR)));
	change(SQL("UPDATE engagement SET hours = 'agreed' WHERE id = $1"),
	    BIND(INT(engagement)));
	for (int i = 0; i < 9; i++)
		add_citizen("Prøve");
}

static void people_stand_where_their_last_paid_hours_were(void **state)
{
	static const struct {
		int days;
		enum fairness_since group;
	} when[] = { { 366, FAIRNESS_OVER_YEAR }, { 364, FAIRNESS_YEAR },
		{ 91, FAIRNESS_YEAR }, { 89, FAIRNESS_QUARTER },
		{ 31, FAIRNESS_QUARTER }, { 29, FAIRNESS_MONTH },
		{ 0, FAIRNESS_MONTH } };

	(void)state;
	ten_people(1);
	for (size_t i = 0; i < COUNT(when); i++) {
		int64_t end = clock_add_days(
		    instant("2026-03-01T00:00"), -when[i].days);
		struct fairness f;

		change(SQL("UPDATE shift SET starts_at = $1 - 3600,"
			   " ends_at = $1"),
		    BIND(INT(end)));
		f = march();
		assert_int_equal(f.all.people, 10);
		/* Alone in a group, and never is the only other. */
		assert_int_equal(
		    f.group[when[i].group].people, FAIRNESS_UNTOLD);
		assert_int_equal(
		    f.group[FAIRNESS_NEVER].people, FAIRNESS_UNTOLD);
	}
	change(SQL("UPDATE engagement SET hours = 'none'"), NO_BIND);
	assert_int_equal(march().group[FAIRNESS_NEVER].people, 10);
}

static void a_question_counts_in_its_own_month(void **state)
{
	struct fairness f;

	(void)state;
	ten_people(1);
	f = march();
	assert_int_equal(f.from, instant("2026-03-01T00:00"));
	assert_int_equal(f.to, instant("2026-04-01T00:00"));
	assert_int_equal(f.all.questions, 1);
	assert_int_equal(f.gini_permille, 900);
	change(SQL("UPDATE offer SET asked_at = $1"), BIND(INT(f.to)));
	assert_int_equal(march().all.questions, 0);
	change(SQL("UPDATE offer SET asked_at = $1"), BIND(INT(f.from)));
	assert_int_equal(march().all.questions, 1);
	change(SQL("UPDATE offer SET asked_at = $1"), BIND(INT(f.from - 1)));
	assert_int_equal(march().all.questions, 0);
}

static void only_who_was_released_and_with_us_counts(void **state)
{
	(void)state;
	ten_people(1);
	change(SQL("UPDATE citizen SET released_at = NULL"
		   " WHERE person_id = $1"),
	    BIND(INT(world.amir)));
	assert_int_equal(march().all.people, 9);
	change(SQL("UPDATE citizen SET left_at = $1"),
	    BIND(INT(instant("2026-03-01T00:00"))));
	assert_int_equal(march().all.people, 0);
	assert_int_equal(march().gini_permille, FAIRNESS_UNTOLD);
	change(SQL("UPDATE citizen SET left_at = $1"),
	    BIND(INT(instant("2026-03-01T00:01"))));
	assert_int_equal(march().all.people, 9);
}

static void a_municipality_of_four_is_not_told_of(void **state)
{
	struct fairness f;

	(void)state;
	for (int i = 0; i < 3; i++)
		add_citizen("Prøve");
	post_on("2026-03-05", 1);
	f = march();
	assert_int_equal(f.all.people, FAIRNESS_UNTOLD);
	assert_int_equal(f.all.questions, FAIRNESS_UNTOLD);
	assert_int_equal(f.gini_permille, FAIRNESS_UNTOLD);
	assert_int_equal(f.group[FAIRNESS_NEVER].people, FAIRNESS_UNTOLD);
	assert_false(f.looked);
}

/* ---- whom tasks suit, and nobody asked ---- */

static void easy_is_more_than_so_many(void **state)
{
	const struct fairness_watch watch[] = { { 1, FAIRNESS_EASY },
		{ 2, FAIRNESS_EASY + 1 }, { 3, 0 } };

	(void)state;
	assert_int_equal(fairness_easy(watch, COUNT(watch)), 1);
}

static int live_open(void **state)
{
	return crowd_live_open(state, 20260304, 250);
}

/* The same by the rows, one person and one task at a time. */
static int64_t easy_by_rows(const struct fairness *f)
{
	int64_t easy = 0;

	for (size_t i = 0; i < crowd.citizens; i++) {
		int64_t suits = 0;
		bool out = one(SQL("SELECT count(*) FROM citizen z"
				   " WHERE z.person_id = $1"
				   "  AND z.released_at < $3"
				   "  AND (z.left_at IS NULL OR z.left_at > $2)"
				   "  AND NOT EXISTS (SELECT 1 FROM offer o"
				   "   WHERE o.citizen_id = $1"
				   "    AND o.asked_at >= $2"
				   "    AND o.asked_at < $3)"),
			       BIND(INT(crowd.citizen[i]), INT(f->from),
				   INT(f->to))) == 0;

		for (int k = 0; k < 40 && !out; k++)
			suits += (match_check(
				      &c, crowd.task[k], crowd.citizen[i]) &
				     ~(unsigned)(MATCH_OFFERS | MATCH_WEEK |
					 MATCH_CALL)) == 0;
		easy += suits > FAIRNESS_EASY;
		next();
	}
	return easy;
}

static void who_is_easy_to_ask_and_never_was_is_counted(void **state)
{
	struct fairness f;
	int64_t easy;

	(void)state;
	for (int k = 0; k < 40; k++)
		change(SQL("UPDATE task SET opened_at = $2 WHERE id = $1"),
		    BIND(INT(crowd.task[k]), INT(c.now)));
	next();
	fairness_load(&c, world.municipality, c.now, &f);
	assert_true(f.looked);
	assert_int_equal(f.tasks, 40);
	easy = easy_by_rows(&f);
	assert_true(easy >= FAIRNESS_LEAST);
	assert_int_equal(f.unasked, easy);
	/* How many questions may be open today is another day's matter. */
	change(SQL("UPDATE rule SET value = 0"
		   " WHERE name IN ('offers_open', 'offers_week')"),
	    NO_BIND);
	next();
	fairness_load(&c, world.municipality, c.now, &f);
	assert_int_equal(f.unasked, easy);
	/* Of a month without tasks there is nothing to say. */
	fairness_load(&c, world.municipality, clock_add_days(c.now, -800), &f);
	assert_int_equal(f.tasks, 0);
	assert_int_equal(f.unasked, 0);
}

#define WORLD(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_are_asked_alike_have_a_gini_of_nothing),
		cmocka_unit_test(a_gini_is_the_textbooks),
		cmocka_unit_test(people_and_questions_are_summed),
		cmocka_unit_test(a_cell_of_few_is_not_told_nor_to_be_counted),
		cmocka_unit_test(two_who_stand_alone_are_hidden_among_more),
		cmocka_unit_test(large_cells_and_two_small_ones_stand),
		cmocka_unit_test(easy_is_more_than_so_many),
		WORLD(people_stand_where_their_last_paid_hours_were),
		WORLD(a_question_counts_in_its_own_month),
		WORLD(only_who_was_released_and_with_us_counts),
		WORLD(a_municipality_of_four_is_not_told_of),
		cmocka_unit_test_setup_teardown(
		    who_is_easy_to_ask_and_never_was_is_counted, live_open,
		    crowd_live_close),
	};

	return cmocka_run_group_tests_name("fairness", tests, NULL, NULL);
}
