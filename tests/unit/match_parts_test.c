#include "fixture.h"

#include "match.h"

static void what_was_stored_is_read_again(void **state)
{
	int64_t parts[MATCH_PARTS], read[MATCH_PARTS] = { 0 };

	(void)state;
	for (int i = 0; i < MATCH_PARTS; i++)
		parts[i] = 7 * i - 20;
	assert_int_equal(match_parts_read(match_parts(&c, parts), read),
	    (1 << MATCH_PARTS) - 1);
	assert_memory_equal(parts, read, sizeof parts);
}

static void a_part_that_is_not_to_be_read_says_nothing(void **state)
{
	static const struct {
		const char *stored;
		unsigned there;
	} tries[] = { { "", 0 }, { "   ", 0 }, { "distance", 0 },
		{ "distance=", 0 }, { "distance=x", 0 }, { "distance=3x", 0 },
		{ "=3", 0 }, { "dist=3", 0 }, { "distances=3", 0 },
		{ "Distance=3", 0 }, { "distance=3 distance=3", 0 },
		{ "distance=3 distance=4 distance=5", 0 },
		{ "charm=9 distance=3", 1 << MATCH_COST_DISTANCE },
		{ " distance=3  same=-150 ",
		    1 << MATCH_COST_DISTANCE | 1 << MATCH_COST_SAME },
		{ "same=-150 distance=99999999999999999999x",
		    1 << MATCH_COST_SAME } };
	int64_t parts[MATCH_PARTS];

	(void)state;
	for (size_t i = 0; i < COUNT(tries); i++) {
		unsigned there = match_parts_read(tries[i].stored, parts);

		if (there != tries[i].there)
			fail_msg("\"%s\" has %x", tries[i].stored, there);
		if ((there & 1 << MATCH_COST_DISTANCE) != 0)
			assert_int_equal(parts[MATCH_COST_DISTANCE], 3);
	}
}

#define PURE(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PURE(what_was_stored_is_read_again),
		PURE(a_part_that_is_not_to_be_read_says_nothing),
	};

	return cmocka_run_group_tests_name("match_parts", tests, NULL, NULL);
}
