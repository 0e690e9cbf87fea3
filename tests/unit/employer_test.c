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
		TEST(a_firm_is_approved_once),
		TEST(a_contact_posts_for_one_firm),
	};

	return cmocka_run_group_tests_name("employer", tests, NULL, NULL);
}
