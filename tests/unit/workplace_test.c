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

/* ---- where somebody was told to come ---- */

static enum err moved(const struct workplace *to)
{
	return workplace_change(&c, to);
}

static struct workplace bakery(void)
{
	struct workplace w;

	assert_true(workplace_load(&c, world.bakery.place, &w));
	return w;
}

static void a_place_is_put_right_while_nobody_was_told_of_it(void **state)
{
	struct workplace w = bakery();

	(void)state;
	change(SQL("UPDATE workplace SET east_m = 1, north_m = 2"), NO_BIND);
	w.sms_name = "Bageren";
	assert_int_equal(moved(&w), OK);
	assert_int_equal(one(SQL("SELECT east_m + north_m FROM workplace"
				 " WHERE sms_name = 'Bageren'"),
			     NO_BIND),
	    3);
	w.address = "Nørregade 6";
	w.postcode = "7600";
	w.p_number = "1234567890";
	assert_int_equal(moved(&w), OK);
	w = bakery();
	assert_string_equal(w.address, "Nørregade 6");
	assert_string_equal(w.p_number, "1234567890");
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM workplace WHERE east_m IS NULL"
		    " AND north_m IS NULL"),
		NO_BIND),
	    1);
	w.id = 12345;
	assert_int_equal(moved(&w), ERR_NOT_FOUND);
}

static void a_place_that_people_were_told_of_stays_where_it_is(void **state)
{
	struct workplace w = bakery();
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_true(workplace_bound(&c, w.id)); /* asked */
	answers(task, world.amir, SAY_YES);
	w.town = "Struer";
	assert_int_equal(moved(&w), ERR_CONFLICT);
	assert_false(workplace_keep_bound(&c, &w));
	assert_int_equal(keep(&w), w.id); /* as somebody else spells it */
	w.postcode = "7600";
	assert_true(workplace_keep_bound(&c, &w));
	assert_int_equal(keep(&w), 0);
	assert_string_equal(bakery().town, "Holstebro");
	assert_string_equal(bakery().postcode, "7500");
	w = bakery();
	w.p_number = "1234567890";
	assert_int_equal(moved(&w), OK);
	assert_int_equal(keep(&w), w.id);
}

static void who_is_done_or_said_no_binds_no_place(void **state)
{
	int64_t task = post_on("2026-03-05", 1);
	struct workplace w = bakery();

	(void)state;
	answers(task, world.amir, SAY_NO);
	assert_false(workplace_bound(&c, w.id));
	amir_comes("2026-03-06");
	assert_true(workplace_bound(&c, w.id));
	at("2026-03-06T12:00");
	assert_false(workplace_bound(&c, world.bakery.place));
	w = bakery();
	w.address = "Nørregade 8";
	assert_int_equal(moved(&w), OK);
}

static void two_places_of_a_firm_are_never_one(void **state)
{
	struct workplace w = filial();
	int64_t id = 0, other = 0;

	(void)state;
	w.p_number = "";
	assert_int_equal(workplace_add(&c, &w, &id), OK);
	assert_int_equal(workplace_add(&c, &w, &other), ERR_INVALID);
	w = bakery();
	w.sms_name = "Filialen";
	w.address = "Havnen 1";
	assert_int_equal(moved(&w), ERR_INVALID);
	assert_string_equal(bakery().sms_name, "Bager Bech");
}

static void there_is_room_for_so_many_places(void **state)
{
	struct workplace w = filial();
	int64_t id = 0;
	size_t count;

	(void)state;
	w.p_number = "";
	for (int i = 1; i < PLACES_OF_MOST; i++) {
		w.address = mem_printf(&c, "Havnen %d", i);
		assert_int_equal(workplace_add(&c, &w, &id), OK);
	}
	w.address = "Havnen 0";
	assert_int_equal(workplace_add(&c, &w, &id), ERR_CONFLICT);
	workplace_list(&c, world.bakery.employer, &count);
	assert_int_equal(count, PLACES_OF_MOST);
}

static void a_p_number_is_ten_digits_and_has_no_sum(void **state)
{
	(void)state;
	assert_true(p_number_valid("1000000001"));
	assert_true(p_number_valid("1234567890"));
	assert_false(p_number_valid(""));
	assert_false(p_number_valid("123456789"));
	assert_false(p_number_valid("12345678901"));
	assert_false(p_number_valid("123456789x"));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_place_is_kept_once),
		TEST(the_place_of_last_time_is_the_one_posted_for),
		TEST(a_place_is_put_right_while_nobody_was_told_of_it),
		TEST(a_place_that_people_were_told_of_stays_where_it_is),
		TEST(who_is_done_or_said_no_binds_no_place),
		TEST(two_places_of_a_firm_are_never_one),
		TEST(there_is_room_for_so_many_places),
		TEST(a_p_number_is_ten_digits_and_has_no_sum),
	};

	return cmocka_run_group_tests_name("workplace", tests, NULL, NULL);
}
