/* Offers by their numbers and in lists, and what always holds of places. */
#include "four.h"

#include <stdlib.h>
#include <string.h>

static void short_numbers_go_round_from_2_to_99(void **state)
{
	int64_t expected = OFFER_NUMBER_LEAST;

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct offer o;
		int64_t task = post_on("2026-03-19", 1);

		assert_true(offer_load(&c, offer_to(task, world.amir), &o));
		assert_int_equal(o.number, expected);
		expected = expected == OFFER_NUMBER_MOST ? OFFER_NUMBER_LEAST
							 : expected + 1;
		/* Out of the way of the next one. */
		change(SQL("DELETE FROM outbox"), NO_BIND);
		change(SQL("UPDATE offer SET state = 'no', asked_at = $1"),
		    BIND(INT(c.now - 30 * DAY)));
		next();
	}
}

static void a_number_means_the_newest_for_fourteen_days(void **state)
{
	int64_t first = post_on(THURSDAY, 1), second;
	struct offer o;

	(void)state;
	second = post_on("2026-03-12", 4);
	change(SQL("UPDATE offer SET number = 7"), NO_BIND);
	assert_true(offer_by_number(&c, world.amir, 7, &o));
	assert_int_equal(o.id, offer_to(second, world.amir));
	assert_false(offer_by_number(&c, world.amir, 8, &o));
	assert_false(offer_by_number(&c, world.mentor, 7, &o));
	change(SQL("UPDATE offer SET asked_at = $1 WHERE task_id = $2"),
	    BIND(INT(c.now - 14 * DAY), INT(second)));
	assert_true(offer_by_number(&c, world.amir, 7, &o));
	assert_int_equal(o.id, offer_to(first, world.amir));
	change(
	    SQL("UPDATE offer SET asked_at = $1"), BIND(INT(c.now - 14 * DAY)));
	assert_false(offer_by_number(&c, world.amir, 7, &o));
}

static void open_offers_are_the_asked_and_held_newest_first(void **state)
{
	int64_t first = post_on(THURSDAY, 4), second = post_on("2026-03-12", 4);
	const struct offer *open;
	size_t count;

	(void)state;
	answer(first, world.amir, SAY_CALL);
	open = offer_open(&c, world.amir, &count);
	assert_int_equal(count, 2);
	assert_int_equal(open[0].id, offer_to(second, world.amir));
	assert_int_equal(open[1].id, offer_to(first, world.amir));
	answer(first, world.amir, SAY_NO);
	offer_open(&c, world.amir, &count);
	assert_int_equal(count, 1);
}

/* Property: whatever everybody says in whatever order, taken is the number of
 * who comes, never more than there are places, and full says whether any is
 * left. */
static void places_are_never_given_twice(void **state)
{
	const int64_t who[] = { world.amir, ida, bent, nour };

	(void)state;
	srand(11);
	for (int round = 0; round < 12; round++) {
		int64_t places = 1 + rand() % 2;
		int64_t task = post_on("2026-03-19", places);

		for (int step = 0; step < 25; step++) {
			int64_t offer = offer_to(task, who[rand() % 4]);
			enum offer_result result;
			int64_t agreed;

			if (rand() % 8 == 0) {
				c.now += 7 * HOUR;
				offer_expire(&c);
			} else if (offer != 0) {
				assert_int_equal(
				    offer_answer(&c, offer,
					(enum offer_say)(rand() % 3), &result),
				    OK);
			}
			agreed = one(SQL("SELECT count(*) FROM engagement"
					 " WHERE task_id = $1"
					 "   AND state = 'agreed'"),
			    BIND(INT(task)));
			assert_int_equal(taken(task), agreed);
			assert_in_range(agreed, 0, places);
			assert_int_equal(strcmp(task_state(task), "full") == 0,
			    agreed == places);
		}
		change(
		    SQL("UPDATE engagement SET state = 'given_up'"), NO_BIND);
		change(SQL("UPDATE offer SET state = 'no', asked_at = 0"),
		    NO_BIND);
		at("2026-03-02T09:00");
	}
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, four_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(short_numbers_go_round_from_2_to_99),
		TEST(a_number_means_the_newest_for_fourteen_days),
		TEST(open_offers_are_the_asked_and_held_newest_first),
		TEST(places_are_never_given_twice),
	};

	return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}
