/* What is left in the outbox and taken back, and when to look again. */
#include "letters.h"

#include "attention.h"
#include "person.h"

/* ---- leaving ---- */

static void the_same_notice_is_left_once(void **state)
{
	struct outbox_new n = { .kind = "won",
		.channel = OUTBOX_SMS,
		.lane = LANE_OFFER,
		.person = world.amir,
		.key = "1",
		.not_before = c.now,
		.expires_at = c.now + DAY };

	(void)state;
	db_begin(&c);
	assert_true(outbox_add(&c, &n));
	assert_false(outbox_add(&c, &n));
	n.person = ida; /* the key says what is the same, nothing else */
	assert_false(outbox_add(&c, &n));
	n.channel = OUTBOX_MAIL;
	assert_true(outbox_add(&c, &n));
	n.kind = "taken";
	assert_true(outbox_add(&c, &n));
	n.key = "2";
	assert_true(outbox_add(&c, &n));
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 4);
}

static void a_notice_is_left_with_the_deed_or_not_at_all(void **state)
{
	const struct outbox_new n = { .kind = "won",
		.channel = OUTBOX_SMS,
		.person = world.amir,
		.key = "1",
		.expires_at = c.now + DAY };

	(void)state;
	db_begin(&c);
	assert_true(outbox_add(&c, &n));
	assert_int_equal(db_undo(&c, ERR_CONFLICT), ERR_CONFLICT);
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
}

static void cancelling_takes_back_what_has_not_gone(void **state)
{
	int64_t gone = leave("won", LANE_OFFER, world.amir);
	int64_t queued = leave("won", LANE_OFFER, ida);
	int64_t other = leave("accepted", LANE_OFFER, ida);
	struct claimed m = claim_one();

	(void)state;
	record(&m, OUTCOME_ACCEPTED);
	db_begin(&c);
	outbox_cancel(&c, "won", 9);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(gone), "accepted");
	assert_string_equal(state_of(queued), "cancelled");
	assert_string_equal(state_of(other), "queued");
}

/* I4: no try begins after the commit that cancelled it. */
static void what_is_cancelled_on_its_way_is_not_tried_again(void **state)
{
	struct claimed m;

	(void)state;
	leave("won", LANE_OFFER, world.amir);
	m = claim_one();
	db_begin(&c);
	outbox_cancel(&c, "won", 9);
	assert_int_equal(db_commit(&c), OK);
	record(&m, OUTCOME_SAFE); /* the gateway was not there */
	c.now += HOUR;
	assert_int_equal(claims(), 0);
}

static void what_is_on_its_way_at_a_stop_is_not_tried_again(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	db_begin(&c);
	outbox_suppress(&c, world.amir);
	person_set_sms(&c, world.amir, "stop", CONSENT_SMS);
	assert_int_equal(db_commit(&c), OK);
	record(&m, OUTCOME_REFUSED);
	assert_string_equal(state_of(id), "cancelled");
	/* Not even when they said START again. */
	change(SQL("UPDATE person SET sms = 'start'"), NO_BIND);
	c.now += HOUR;
	assert_int_equal(claims(), 0);
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
}

static void stop_closes_what_waits_but_not_codes_and_mail(void **state)
{
	int64_t offer = leave("offer", LANE_OFFER, world.amir);
	int64_t code = leave("code", LANE_CODE, world.amir);
	int64_t mail = leave("won", LANE_OFFER, world.amir);
	int64_t other = leave("won", LANE_OFFER, ida);

	(void)state;
	change(SQL("UPDATE outbox SET channel = 'mail' WHERE id = $1"),
	    BIND(INT(mail)));
	db_begin(&c);
	outbox_suppress(&c, world.amir);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(offer), "suppressed");
	assert_string_equal(state_of(code), "queued");
	assert_string_equal(state_of(mail), "queued");
	assert_string_equal(state_of(other), "queued");
}

/* ---- when to look again ---- */

static void the_next_instant_is_the_earliest_that_waits(void **state)
{
	int64_t id;

	(void)state;
	assert_int_equal(outbox_next(&c), 0);
	assert_int_equal(outbox_age(&c), 0);
	id = leave("won", LANE_OFFER, world.amir);
	leave("won", LANE_OFFER, ida);
	change(SQL("UPDATE outbox SET next_at = $2 WHERE id = $1"),
	    BIND(INT(id), INT(c.now - 40)));
	assert_int_equal(outbox_next(&c), c.now - 40);
	assert_int_equal(outbox_age(&c), 40);
	change(SQL("UPDATE outbox SET next_at = $1"), BIND(INT(c.now + 40)));
	assert_int_equal(outbox_next(&c), c.now + 40);
	assert_int_equal(outbox_age(&c), 0);
	change(SQL("UPDATE outbox SET state = 'accepted'"), NO_BIND);
	assert_int_equal(outbox_next(&c), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, two_people, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_notice_is_left_once),
		TEST(a_notice_is_left_with_the_deed_or_not_at_all),
		TEST(cancelling_takes_back_what_has_not_gone),
		TEST(what_is_cancelled_on_its_way_is_not_tried_again),
		TEST(what_is_on_its_way_at_a_stop_is_not_tried_again),
		TEST(stop_closes_what_waits_but_not_codes_and_mail),
		TEST(the_next_instant_is_the_earliest_that_waits),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
