#include "fixture.h"

#include <string.h>

#include "duty.h"
#include "health.h"
#include "municipality.h"
#include "settings.h"

/* Nothing is signed but the rule. */
static int open_unsigned(void **state)
{
	if (world_open(state) != 0)
		return -1;
	change(SQL("DROP TRIGGER duty_stays"), NO_BIND);
	change(SQL("DELETE FROM duty"), NO_BIND);
	settings.sms_provider = "kannel";
	settings.mail_provider = "smtp";
	next();
	return 0;
}

static enum err sign(const char *name, const char *region)
{
	const struct duty d = { name, "aftale 12", region, "Karen Vig, leder",
		c.now - DAY };
	enum err err = duty_sign(&c, world.municipality, &d, world.consultant);

	next();
	return err;
}

static const struct duty *listed(const char *name)
{
	size_t count;
	const struct duty *all = duty_list(&c, world.municipality, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

static int64_t missing(void)
{
	return duty_missing(&c, world.municipality);
}

static void all_is_asked_for_of_the_providers_in_use(void **state)
{
	(void)state;
	assert_int_equal(missing(), 6);
	assert_non_null(listed("processor:kannel"));
	assert_non_null(listed("processor:smtp"));
	assert_null(listed("processor:twilio"));
	settings.sms_fallback = "twilio";
	assert_non_null(listed("processor:twilio"));
	assert_int_equal(missing(), 7);
	settings.sms_provider = settings.mail_provider = "folder";
	settings.sms_fallback = "none";
	assert_int_equal(missing(), 4);
}

static void one_by_one_it_is_opened(void **state)
{
	int64_t left = 6;

	(void)state;
	for (size_t i = 0; duty_names[i] != NULL; i++) {
		if (listed(duty_names[i]) == NULL)
			continue;
		assert_true(duty_closed(&c, "kannel"));
		assert_int_equal(sign(duty_names[i], "EU"), OK);
		assert_int_equal(missing(), --left);
	}
	assert_int_equal(left, 0);
	assert_false(duty_closed(&c, "kannel"));
	assert_false(duty_any_closed(&c));
}

static void what_reaches_nobody_is_never_closed(void **state)
{
	(void)state;
	assert_false(duty_closed(&c, "folder"));
	assert_false(duty_closed(&c, "null"));
	assert_true(duty_closed(&c, "smtp"));
	settings.sms_provider = settings.mail_provider = "folder";
	assert_false(duty_any_closed(&c));
}

static void the_newest_row_counts_and_none_is_changed(void **state)
{
	const struct duty later = { "legal_basis", "en nyere lov", "",
		"Ida Holm", c.now };

	(void)state;
	assert_int_equal(sign("legal_basis", ""), OK);
	assert_int_equal(
	    duty_sign(&c, world.municipality, &later, world.mentor), OK);
	next();
	assert_string_equal(listed("legal_basis")->says, "en nyere lov");
	assert_int_equal(one(SQL("SELECT count(*) FROM duty"), NO_BIND), 2);
	db_begin(&c);
	db_run(&c, SQL("UPDATE duty SET says = 'x'"), NO_BIND);
	assert_int_equal(db_commit(&c), ERR_FAILED);
}

static void what_says_too_little_is_refused(void **state)
{
	const struct duty bad[] = {
		{ "legal_basis", "", "", "Ida", c.now },
		{ "legal_basis", "§ 1", "", "", c.now },
		{ "legal_basis", "§ 1", "", "Ida", 0 },
		{ "legal_basis", "§ 1", "", "Ida", c.now + DAY },
		{ "processor:kannel", "aftale", "", "Ida", c.now },
		{ "processor:other", "aftale", "EU", "Ida", c.now },
		{ "answer_is_free", "et brev", "", "Ida", c.now },
		{ "answer_is_free:", "et brev", "", "Ida", c.now },
		{ "noget", "x", "", "Ida", c.now },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(duty_sign(&c, world.municipality, &bad[i],
				     world.consultant),
		    ERR_INVALID);
	assert_int_equal(missing(), 6);
}

/* ---- that a no is free ---- */

static void a_group_is_signed_as_a_rule(void **state)
{
	int64_t value = 0;

	(void)state;
	change(SQL("DELETE FROM rule WHERE name = 'answer_is_free:gruppe-a'"),
	    NO_BIND);
	next();
	assert_int_equal(missing(), 7);
	assert_int_equal(listed("answer_is_free:gruppe-a")->signed_on, 0);
	assert_int_equal(sign("answer_is_free:gruppe-a", ""), OK);
	assert_int_equal(missing(), 6);
	assert_true(rule_value(
	    &c, world.municipality, "answer_is_free:gruppe-a", c.now, &value));
	assert_int_equal(value, 1);
	assert_string_equal(listed("answer_is_free:gruppe-a")->says,
	    "aftale 12 (Karen Vig, leder)");
	assert_int_equal(sign("answer_is_free:gruppe-a", ""), ERR_CONFLICT);
}

static void without_people_or_rules_a_group_is_asked_for(void **state)
{
	size_t count;

	(void)state;
	assert_null(listed(DUTY_FREE));
	change(SQL("DELETE FROM rule WHERE name LIKE 'answer_is_free:%'"),
	    NO_BIND);
	next();
	assert_non_null(listed("answer_is_free:gruppe-a"));
	assert_non_null(duty_list(&c, 7, &count));
	assert_string_equal(duty_list(&c, 7, &count)[0].name, DUTY_FREE);
}

static void a_group_that_is_not_signed_is_shown_and_closes_nothing(void **state)
{
	(void)state;
	change(SQL("UPDATE citizen SET target_group = 'gruppe-b'"), NO_BIND);
	next();
	assert_int_equal(listed("answer_is_free:gruppe-b")->signed_on, 0);
	assert_int_not_equal(listed("answer_is_free:gruppe-a")->signed_on, 0);
	assert_int_equal(missing(), 6);
}

/* ---- several municipalities ---- */

static void one_that_has_not_signed_closes_it_for_all(void **state)
{
	const struct municipality m = {
		.name = "Nabo Kommune", .helper = "Ida", .phone = "4520000090"
	};
	size_t i;

	(void)state;
	for (i = 0; duty_names[i] != NULL; i++)
		assert_int_equal(sign(duty_names[i], "EU"), OK);
	assert_false(duty_closed(&c, "kannel"));
	db_begin(&c);
	municipality_add(&c, &m);
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_int_equal(missing(), 0);
	assert_int_equal(duty_missing(&c, 0), 7);
	assert_true(duty_closed(&c, "kannel"));
}

/* What is held is not late, but a code is. */
static void what_is_held_is_not_late(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	c.now += HOUR;
	next();
	assert_int_equal(health_read(&c).oldest, 0);
	for (size_t i = 0; duty_names[i] != NULL; i++)
		assert_int_equal(sign(duty_names[i], "EU"), OK);
	assert_int_equal(health_read(&c).oldest, HOUR);
}

/* ---- rules that still hold ---- */

static void confirm(int days)
{
	change(SQL("UPDATE rule SET confirmed_until = $1"
		   " WHERE name = 'offers_open'"),
	    BIND(INT(clock_add_days(c.now, days))));
	next();
}

static void a_rule_is_due_sixty_days_before_and_after(void **state)
{
	(void)state;
	assert_int_equal(rule_due(&c, world.municipality), 0);
	confirm(61);
	assert_int_equal(rule_due(&c, world.municipality), 0);
	confirm(60);
	assert_int_equal(rule_due(&c, world.municipality), 1);
	confirm(-100);
	assert_int_equal(rule_due(&c, world.municipality), 1);
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_OFFERS_OPEN, c.now, 3, "ny");
	assert_int_equal(db_commit(&c), OK);
	next();
	assert_int_equal(rule_due(&c, world.municipality), 0);
}

static void a_rule_is_confirmed_until_a_day(void **state)
{
	int64_t id = one(
	    SQL("SELECT id FROM rule WHERE name = 'offers_open'"), NO_BIND);

	(void)state;
	confirm(10);
	assert_int_equal(
	    rule_confirm(&c, world.municipality, id, c.now), ERR_INVALID);
	assert_int_equal(
	    rule_confirm(&c, world.municipality + 1, id, c.now + 300 * DAY),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    rule_confirm(&c, world.municipality, id, c.now + 300 * DAY), OK);
	next();
	assert_int_equal(rule_due(&c, world.municipality), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_unsigned, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_is_asked_for_of_the_providers_in_use),
		TEST(one_by_one_it_is_opened),
		TEST(what_reaches_nobody_is_never_closed),
		TEST(the_newest_row_counts_and_none_is_changed),
		TEST(what_says_too_little_is_refused),
		TEST(a_group_is_signed_as_a_rule),
		TEST(without_people_or_rules_a_group_is_asked_for),
		TEST(a_group_that_is_not_signed_is_shown_and_closes_nothing),
		TEST(one_that_has_not_signed_closes_it_for_all),
		TEST(what_is_held_is_not_late),
		TEST(a_rule_is_due_sixty_days_before_and_after),
		TEST(a_rule_is_confirmed_until_a_day),
	};

	return cmocka_run_group_tests_name("duty", tests, NULL, NULL);
}
