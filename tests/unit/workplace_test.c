#include "fixture.h"

#include "workplace.h"

/* ---- places ---- */

static struct workplace filial(void)
{
	return (struct workplace) { .employer_id = world.bakery.employer,
		.sms_name = "Filialen",
		.town = "Struer",
		.address = "Havnen 1",
		.postcode = "7600" };
}

static int64_t keep(const struct workplace *w)
{
	int64_t id;

	db_begin(&c);
	id = workplace_keep(&c, w);
	assert_int_equal(db_commit(&c), OK);
	return id;
}

static void a_place_is_kept_once(void **state)
{
	struct workplace w = filial(), kept;
	int64_t first = keep(&w);

	(void)state;
	w.town = "Holstebro";
	w.postcode = "7500";
	assert_int_equal(keep(&w), first);
	assert_true(workplace_load(&c, first, &kept));
	assert_string_equal(kept.town, "Holstebro");
	assert_string_equal(kept.postcode, "7500");
	w.address = "Havnen 2";
	assert_int_not_equal(keep(&w), first);
	assert_false(workplace_load(&c, 12345, &kept));
}

static void the_place_of_last_time_is_the_one_posted_for(void **state)
{
	struct workplace w = filial();
	int64_t newest = keep(&w);

	(void)state;
	assert_int_equal(workplace_latest(&c, world.bakery.employer), newest);
	post_on("2026-03-05", 1);
	assert_int_equal(
	    workplace_latest(&c, world.bakery.employer), world.bakery.place);
	assert_int_equal(workplace_latest(&c, 12345), 0);
}

static void say(const char *const *keys)
{
	db_begin(&c);
	workplace_say(&c, world.bakery.place, keys);
	assert_int_equal(db_commit(&c), OK);
}

static int64_t checked(const char *key)
{
	return one(SQL("SELECT coalesce(checked_at, 0) FROM honours"
		       " WHERE workplace_id = $1 AND consideration = $2"),
	    BIND(INT(world.bakery.place), TEXT(key)));
}

static void a_place_says_exactly_what_is_listed(void **state)
{
	static const char *const both[] = { "makker", "ro", "findes ikke",
		NULL };
	static const char *const one_of[] = { "ro", NULL };
	static const char *const none[] = { NULL };

	(void)state;
	say(both);
	assert_true(workplace_says(&c, world.bakery.place, "makker"));
	assert_true(workplace_says(&c, world.bakery.place, "ro"));
	assert_false(workplace_says(&c, world.bakery.place, "findes ikke"));
	say(one_of);
	assert_false(workplace_says(&c, world.bakery.place, "makker"));
	assert_true(workplace_says(&c, world.bakery.place, "ro"));
	say(none);
	assert_false(workplace_says(&c, world.bakery.place, "ro"));
}

static void what_was_checked_stays_so_as_long_as_it_is_said(void **state)
{
	static const char *const both[] = { "makker", "ro", NULL };
	static const char *const one_of[] = { "ro", NULL };

	(void)state;
	say(both);
	assert_int_equal(checked("makker"), 0);
	db_begin(&c);
	workplace_check(&c, world.bakery.place, "makker", world.consultant);
	assert_int_equal(db_commit(&c), OK);
	say(both);
	assert_int_equal(checked("makker"), c.now);
	assert_int_equal(checked("ro"), 0);
	say(one_of);
	say(both); /* said anew: somebody looks anew */
	assert_int_equal(checked("makker"), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_place_is_kept_once),
		TEST(the_place_of_last_time_is_the_one_posted_for),
		TEST(a_place_says_exactly_what_is_listed),
		TEST(what_was_checked_stays_so_as_long_as_it_is_said),
	};

	return cmocka_run_group_tests_name("workplace", tests, NULL, NULL);
}
