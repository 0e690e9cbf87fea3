#include "fixture.h"

#include "attention.h"
#include "hours.h"
#include "message.h"
#include "offer.h"

#define THURSDAY "2026-03-05" /* the shift is from 9 to 12 */
#define AFTER    THURSDAY "T13:00"

/* Amir was there on Thursday, and an hour has gone by since. */
static int64_t worked(void)
{
	int64_t engagement = amir_comes(THURSDAY);

	at(AFTER);
	return engagement;
}

static enum err propose(int64_t engagement, int64_t minutes)
{
	return hours_propose(&c, engagement, minutes, "", world.bakery.contact);
}

static const char *state_of(int64_t engagement)
{
	return one_text(SQL("SELECT hours FROM engagement WHERE id = $1"),
	    BIND(INT(engagement)));
}

static struct hours hours_of(int64_t engagement)
{
	struct hours h;

	assert_true(hours_load(&c, engagement, &h));
	return h;
}

static int64_t said(int64_t engagement)
{
	return one(SQL("SELECT count(*) FROM hours WHERE engagement_id = $1"),
	    BIND(INT(engagement)));
}

/* ---- amounts ---- */

static void before_anybody_says_otherwise_hours_are_as_planned(void **state)
{
	struct hours h = hours_of(amir_comes(THURSDAY));

	(void)state;
	assert_int_equal(h.minutes, 180);
	assert_int_equal(h.planned, 180);
	assert_int_equal(h.pay_ore, 14500);
	assert_int_equal(h.amount_ore, 43500);
	assert_string_equal(h.thanks, "");
	assert_false(hours_load(&c, 12345, &h));
}

static void a_half_ore_is_rounded_up(void **state)
{
	static const struct {
		int64_t minutes, pay, amount;
	} cases[] = { { 30, 14505, 7253 }, { 30, 14504, 7252 }, { 1, 30, 1 },
		{ 1, 29, 0 }, { 1, 89, 1 }, { 1, 90, 2 }, { 0, 14500, 0 },
		{ 960, 100000, 1600000 } };
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 60), OK);
	for (size_t i = 0; i < COUNT(cases); i++) {
		change(SQL("UPDATE hours SET minutes = $1, pay_ore = $2"),
		    BIND(INT(cases[i].minutes), INT(cases[i].pay)));
		assert_int_equal(
		    hours_of(engagement).amount_ore, cases[i].amount);
	}
}

static void later_pay_does_not_change_what_was_said(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 120), OK);
	change(SQL("UPDATE task SET pay_ore = 20000"), NO_BIND);
	assert_int_equal(hours_of(engagement).amount_ore, 29000);
	assert_int_equal(hours_of(engagement).planned, 180);
}

/* ---- asking ---- */

static void the_workplace_is_asked_an_hour_after_the_end(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	at(THURSDAY "T12:59");
	hours_ask(&c);
	assert_string_equal(state_of(engagement), "none");
	at(AFTER);
	hours_ask(&c);
	assert_string_equal(state_of(engagement), "asked");
	assert_int_equal(left("hours_ask", world.bakery.contact), 2);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM task"), NO_BIND), "over");
	hours_ask(&c);
	assert_int_equal(left("hours_ask", world.bakery.contact), 2);
}

static void nobody_is_asked_about_who_did_not_come(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	at(AFTER);
	hours_ask(&c);
	assert_int_equal(left("hours_ask", world.bakery.contact), 0);
}

static void nobody_is_asked_about_what_is_long_past(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	at("2026-06-04T13:00");
	hours_ask(&c);
	assert_string_equal(state_of(engagement), "none");
}

/* ---- the workplace says it ---- */

static void planned_hours_are_told_as_planned(void **state)
{
	int64_t engagement = worked();

	(void)state;
	hours_ask(&c);
	assert_int_equal(hours_propose(&c, engagement, 180, "Godt gået",
			     world.bakery.contact),
	    OK);
	assert_string_equal(state_of(engagement), "proposed");
	assert_string_equal(hours_of(engagement).thanks, "Godt gået");
	assert_int_equal(left("hours_planned", world.amir), 1);
	assert_int_equal(left("hours_differ", world.amir), 0);
	/* It is answered: the question has no more to do. */
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"
				 " WHERE kind = 'hours_ask'"
				 "   AND state = 'cancelled'"),
			     NO_BIND),
	    2);
}

static void other_hours_are_put_to_the_citizen(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 179), OK);
	assert_int_equal(left("hours_differ", world.amir), 1);
	assert_int_equal(left("hours_planned", world.amir), 0);
	assert_int_equal(hours_of(engagement).minutes, 179);
}

static void hours_are_said_once(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 120), OK);
	assert_int_equal(propose(engagement, 180), ERR_CONFLICT);
	assert_int_equal(hours_of(engagement).minutes, 120);
	assert_int_equal(said(engagement), 1);
}

static void hours_cannot_be_said_before_the_end(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	at(THURSDAY "T11:59");
	assert_int_equal(propose(engagement, 180), ERR_NOT_FOUND);
	assert_int_equal(propose(12345, 180), ERR_NOT_FOUND);
	at(THURSDAY "T12:00");
	assert_int_equal(propose(engagement, 180), OK);
}

static void hours_that_cannot_be_are_refused(void **state)
{
	static const int64_t wrong[] = { -1, HOURS_MOST + 1, INT64_MIN,
		INT64_MAX };
	int64_t engagement = worked();

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(propose(engagement, wrong[i]), ERR_INVALID);
	assert_string_equal(state_of(engagement), "none");
	assert_int_equal(propose(engagement, HOURS_MOST), OK);
}

static void who_did_not_come_has_no_hours(void **state)
{
	int64_t engagement = amir_comes(THURSDAY);

	(void)state;
	assert_int_equal(engagement_give_up(&c, engagement), OK);
	at(AFTER);
	assert_int_equal(propose(engagement, 180), ERR_CONFLICT);
	assert_int_equal(said(engagement), 0);
}

/* ---- the citizen agrees, or not ---- */

static void hours_are_locked_when_both_agree(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(hours_agree(&c, engagement), ERR_CONFLICT);
	assert_int_equal(propose(engagement, 120), OK);
	assert_int_equal(hours_agree(&c, engagement), OK);
	assert_string_equal(state_of(engagement), "agreed");
	assert_int_equal(left("hours_agreed", world.amir), 1);
	assert_int_equal(hours_agree(&c, engagement), ERR_CONFLICT);
	assert_int_equal(propose(engagement, 180), ERR_CONFLICT);
	assert_int_equal(
	    hours_settle(&c, engagement, 60, world.consultant), ERR_CONFLICT);
	assert_int_equal(hours_of(engagement).minutes, 120);
	assert_int_equal(hours_agree(&c, 12345), ERR_NOT_FOUND);
}

static void ring_makes_it_a_persons(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(hours_dispute(&c, engagement), ERR_CONFLICT);
	assert_int_equal(propose(engagement, 120), OK);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_string_equal(state_of(engagement), "disputed");
	assert_int_equal(waiting(ATTENTION_HOURS), 1);
	assert_int_equal(left("call", world.amir), 1);
	assert_int_equal(left("hours_disputed", world.bakery.contact), 2);
	assert_int_equal(hours_dispute(&c, engagement), ERR_CONFLICT);
	assert_int_equal(hours_agree(&c, engagement), ERR_CONFLICT);
	assert_int_equal(hours_dispute(&c, 12345), ERR_NOT_FOUND);
}

static void what_was_agreed_may_still_be_objected_to(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 180), OK);
	assert_int_equal(hours_agree(&c, engagement), OK);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_string_equal(state_of(engagement), "disputed");
}

/* ---- a person settles it ---- */

static void what_is_settled_is_the_same_number_for_both(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 120), OK);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_int_equal(
	    hours_settle(&c, engagement, 150, world.consultant), OK);
	assert_string_equal(state_of(engagement), "settled");
	assert_int_equal(hours_of(engagement).minutes, 150);
	assert_int_equal(hours_of(engagement).amount_ore, 36250);
	assert_int_equal(left("hours_settled", world.amir), 1);
	assert_int_equal(left("hours_same", world.bakery.contact), 2);
	assert_int_equal(waiting(ATTENTION_HOURS), 0);
	/* What the workplace said stays on the books. */
	assert_int_equal(said(engagement), 2);
	assert_int_equal(one(SQL("SELECT said_by FROM hours"
				 " WHERE minutes = 150"),
			     NO_BIND),
	    world.consultant);
	assert_int_equal(
	    hours_settle(&c, engagement, 60, world.consultant), ERR_CONFLICT);
	assert_int_equal(hours_dispute(&c, engagement), ERR_CONFLICT);
}

static void only_what_is_disputed_is_settled(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(
	    hours_settle(&c, engagement, 60, world.consultant), ERR_CONFLICT);
	assert_int_equal(propose(engagement, 120), OK);
	assert_int_equal(
	    hours_settle(&c, engagement, 60, world.consultant), ERR_CONFLICT);
	assert_int_equal(hours_dispute(&c, engagement), OK);
	assert_int_equal(
	    hours_settle(&c, engagement, -1, world.consultant), ERR_INVALID);
	assert_int_equal(
	    hours_settle(&c, engagement, HOURS_MOST + 1, world.consultant),
	    ERR_INVALID);
	assert_int_equal(
	    hours_settle(&c, 12345, 60, world.consultant), ERR_NOT_FOUND);
	assert_int_equal(said(engagement), 1);
}

/* ---- which ---- */

static void what_waits_for_an_answer_comes_before_what_is_agreed(void **state)
{
	int64_t first = amir_comes("2026-03-03");
	int64_t second = amir_comes("2026-03-04");

	(void)state;
	at(AFTER);
	assert_int_equal(hours_to_answer(&c, world.amir), 0);
	assert_int_equal(propose(first, 120), OK);
	assert_int_equal(hours_to_answer(&c, world.amir), first);
	assert_int_equal(propose(second, 120), OK);
	assert_int_equal(hours_to_answer(&c, world.amir), second);
	assert_int_equal(hours_agree(&c, second), OK);
	assert_int_equal(hours_to_answer(&c, world.amir), first);
	assert_int_equal(hours_agree(&c, first), OK);
	assert_int_equal(hours_to_answer(&c, world.amir), second);
	assert_int_equal(hours_to_answer(&c, world.mentor), 0);
}

static void hours_may_be_answered_for_thirty_days(void **state)
{
	int64_t engagement = worked();

	(void)state;
	assert_int_equal(propose(engagement, 120), OK);
	c.now += 30 * DAY - 1;
	assert_int_equal(hours_to_answer(&c, world.amir), engagement);
	c.now++;
	assert_int_equal(hours_to_answer(&c, world.amir), 0);
}

static void a_contact_has_been_asked_for_these(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t first = amir_comes("2026-03-03");
	int64_t second = amir_comes("2026-03-04");
	struct ids missing;

	(void)state;
	at(AFTER);
	assert_int_equal(hours_missing(&c, world.bakery.contact).count, 0);
	hours_ask(&c);
	missing = hours_missing(&c, world.bakery.contact);
	assert_int_equal(missing.count, 2);
	assert_int_equal(missing.id[0], first);
	assert_int_equal(missing.id[1], second);
	assert_int_equal(hours_missing(&c, other.contact).count, 0);
	assert_int_equal(propose(first, 180), OK);
	missing = hours_missing(&c, world.bakery.contact);
	assert_int_equal(missing.count, 1);
	assert_int_equal(missing.id[0], second);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_anybody_says_otherwise_hours_are_as_planned),
		TEST(a_half_ore_is_rounded_up),
		TEST(later_pay_does_not_change_what_was_said),
		TEST(the_workplace_is_asked_an_hour_after_the_end),
		TEST(nobody_is_asked_about_who_did_not_come),
		TEST(nobody_is_asked_about_what_is_long_past),
		TEST(planned_hours_are_told_as_planned),
		TEST(other_hours_are_put_to_the_citizen),
		TEST(hours_are_said_once),
		TEST(hours_cannot_be_said_before_the_end),
		TEST(hours_that_cannot_be_are_refused),
		TEST(who_did_not_come_has_no_hours),
		TEST(hours_are_locked_when_both_agree),
		TEST(ring_makes_it_a_persons),
		TEST(what_was_agreed_may_still_be_objected_to),
		TEST(what_is_settled_is_the_same_number_for_both),
		TEST(only_what_is_disputed_is_settled),
		TEST(what_waits_for_an_answer_comes_before_what_is_agreed),
		TEST(hours_may_be_answered_for_thirty_days),
		TEST(a_contact_has_been_asked_for_these),
	};

	return cmocka_run_group_tests_name("hours", tests, NULL, NULL);
}
