#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/phone.h"

static struct ctx c;

static int open_arena(void **state)
{
	(void)state;
	c.mem = arena_new();
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	arena_free(c.mem);
	return 0;
}

static void phone_parse_takes_every_way_to_write_a_number(void **state)
{
	static const char *const typed[] = { "20123456", "20 12 34 56",
		"+45 20123456", "+4520123456", "0045 20 12 34 56", "4520123456",
		"20-12-34-56", "20.12.34.56", "(+45) 20/123456", " 20123456\n",
		"20\u00a012\u00a034\u00a056", "\u202a+45 20 12 34 56\u202c",
		"+45 (0)20123456" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(typed); i++)
		assert_string_equal(phone_parse(&c, typed[i]), "4520123456");
}

static void phone_parse_keeps_eight_digits_that_begin_with_45(void **state)
{
	(void)state;
	assert_string_equal(phone_parse(&c, "45 66 77 88"), "4545667788");
	assert_string_equal(phone_parse(&c, "+45 45 66 77 88"), "4545667788");
}

static void phone_parse_keeps_a_foreign_country(void **state)
{
	(void)state;
	assert_string_equal(phone_parse(&c, "+46 70 123 45 67"), "46701234567");
	assert_string_equal(
	    phone_parse(&c, "+46 (0)70-123 45 67"), "46701234567");
	assert_string_equal(phone_parse(&c, "0048 501 234 567"), "48501234567");
	assert_string_equal(
	    phone_parse(&c, "+380 50 123 4567"), "380501234567");
	assert_string_equal(phone_parse(&c, "+298 212345"), "298212345");
}

static void phone_parse_refuses_what_no_sms_reaches(void **state)
{
	static const char *const typed[] = { "", "+", "112", "1813", "2012345",
		"201234567", "10123456", "01234567", "70101010", "80123456",
		"90123456", "+45 70101010", "+45 2012345", "+45 201234567",
		"+45 37 1234567890", "0012345", "+0120123456",
		"+4670123456789012", "20 12 34 56 lok. 3", "20+123456",
		"++4520123456", "anne", "4512345678", "20123456;21123456",
		"20123456\xff" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(typed); i++)
		assert_null(phone_parse(&c, typed[i]));
	assert_null(phone_parse(&c, mem_printf(&c, "20123456%60s", "")));
}

static void phone_parse_knows_its_own_answer(void **state)
{
	static const char *const typed[] = { "20123456", "45667788" };
	char *stored;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(typed); i++) {
		stored = phone_parse(&c, typed[i]);
		assert_string_equal(phone_parse(&c, stored), stored);
		assert_string_equal(
		    phone_parse(&c, phone_show(&c, stored)), stored);
	}
}

static void phone_show_groups_what_is_danish(void **state)
{
	(void)state;
	assert_string_equal(phone_show(&c, "4520123456"), "20 12 34 56");
	assert_string_equal(phone_show(&c, "46701234567"), "+46 701234567");
	assert_string_equal(phone_show(&c, "12025550123"), "+1 2025550123");
	assert_string_equal(phone_show(&c, "380501234567"), "+380 501234567");
	assert_string_equal(phone_show(&c, "298212345"), "+298 212345");
	assert_string_equal(phone_show(&c, ""), "");
	assert_string_equal(phone_show(&c, "4"), "4");
}

/* The plan, word for word. */
static const char *const plan[] = { "2", "30", "31", "40", "41", "42", "50",
	"51", "52", "53", "60", "61", "71", "81", "91", "92", "93", "342",
	"344", "345", "346", "347", "348", "349", "356", "357", "359", "362",
	"365", "366", "389", "398", "431", "441", "462", "466", "468", "472",
	"474", "476", "478", "485", "486", "488", "489", "493", "494", "495",
	"496", "498", "499", "542", "543", "545", "551", "552", "556", "571",
	"572", "573", "574", "577", "579", "584", "586", "587", "589", "597",
	"598", "627", "629", "641", "649", "658", "662", "663", "664", "665",
	"667", "692", "693", "694", "697", "771", "772", "782", "783", "785",
	"786", "788", "789", "826", "827", "829" };

static void phone_may_be_mobile_follows_the_plan_for_every_prefix(void **state)
{
	char stored[16] = "4500000000";
	bool mobile;
	int prefix;
	size_t i;

	(void)state;
	for (prefix = 200; prefix <= 999; prefix++) {
		stored[2] = (char)('0' + prefix / 100);
		stored[3] = (char)('0' + prefix / 10 % 10);
		stored[4] = (char)('0' + prefix % 10);
		mobile = false;
		for (i = 0; i < COUNT(plan); i++)
			mobile |= !strncmp(
			    stored + 2, plan[i], strlen(plan[i]));
		assert_int_equal(phone_may_be_mobile(stored), mobile);
	}
}

static void phone_may_be_mobile_does_not_judge_foreign_numbers(void **state)
{
	(void)state;
	assert_true(phone_may_be_mobile("46701234567"));
	assert_true(phone_may_be_mobile("298212345"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phone_parse_takes_every_way_to_write_a_number),
		cmocka_unit_test(
		    phone_parse_keeps_eight_digits_that_begin_with_45),
		cmocka_unit_test(phone_parse_keeps_a_foreign_country),
		cmocka_unit_test(phone_parse_refuses_what_no_sms_reaches),
		cmocka_unit_test(phone_parse_knows_its_own_answer),
		cmocka_unit_test(phone_show_groups_what_is_danish),
		cmocka_unit_test(
		    phone_may_be_mobile_follows_the_plan_for_every_prefix),
		cmocka_unit_test(
		    phone_may_be_mobile_does_not_judge_foreign_numbers),
	};

	return cmocka_run_group_tests_name(
	    "phone", tests, open_arena, close_arena);
}
