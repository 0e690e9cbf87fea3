#include "fixture.h"

#include "employer.h"

/* ---- cvr ---- */

static void a_cvr_number_has_a_sum_that_eleven_divides(void **state)
{
	static const char *const good[] = { "13748136", "11883729",
		"10000009" };
	static const char *const bad[] = { "13748137", "12345678", "35254119",
		"00000000", "03748136" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(cvr_valid(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(cvr_valid(bad[i]));
}

static void a_cvr_number_is_eight_digits(void **state)
{
	static const char *const bad[] = { "", "1374813", "137481360",
		"1374813x", "13 748136", "DK13748136", "-3748136",
		"1374813\xd9\xa6" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(cvr_valid(bad[i]));
}

/* Every slip of one digit, and every swap of two neighbours that differ, is
 * found; that is what the sum is for. */
static void a_slip_in_a_cvr_number_is_found(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		for (char digit = '0'; digit <= '9'; digit++) {
			char cvr[] = "13748136";
			bool same = cvr[i] == digit;

			cvr[i] = digit;
			assert_int_equal(cvr_valid(cvr), same);
		}
}

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

/* ---- firms ---- */

static void a_firm_is_approved_once(void **state)
{
	struct firm f = add_firm("Ny Firma", false);
	struct employer e;

	(void)state;
	assert_true(employer_load(&c, f.employer, &e));
	assert_int_equal(e.approved_at, 0);
	assert_string_equal(e.name, "Ny Firma");
	db_begin(&c);
	assert_int_equal(
	    employer_approve(&c, f.employer, world.consultant), OK);
	assert_int_equal(
	    employer_approve(&c, f.employer, world.mentor), ERR_CONFLICT);
	assert_int_equal(
	    employer_approve(&c, 12345, world.consultant), ERR_CONFLICT);
	assert_int_equal(db_commit(&c), OK);
	assert_true(employer_load(&c, f.employer, &e));
	assert_int_equal(e.approved_at, c.now);
	assert_false(employer_load(&c, 12345, &e));
}

static void a_contact_posts_for_one_firm(void **state)
{
	(void)state;
	assert_int_equal(
	    contact_employer(&c, world.bakery.contact), world.bakery.employer);
	assert_int_equal(contact_employer(&c, world.amir), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cvr_number_has_a_sum_that_eleven_divides),
		cmocka_unit_test(a_cvr_number_is_eight_digits),
		cmocka_unit_test(a_slip_in_a_cvr_number_is_found),
		TEST(a_place_is_kept_once),
		TEST(the_place_of_last_time_is_the_one_posted_for),
		TEST(a_place_says_exactly_what_is_listed),
		TEST(what_was_checked_stays_so_as_long_as_it_is_said),
		TEST(a_firm_is_approved_once),
		TEST(a_contact_posts_for_one_firm),
	};

	return cmocka_run_group_tests_name("employer", tests, NULL, NULL);
}
