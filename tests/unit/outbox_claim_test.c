/* What may go now, and in which order. */
#include "letters.h"

static void a_try_is_on_disk_before_it_is_made(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	assert_int_equal(m.id, id);
	assert_int_equal(m.person, world.amir);
	assert_int_equal(m.about, 9);
	assert_int_equal(m.tries, 1);
	assert_string_equal(m.kind, "won");
	assert_int_equal(m.expires_at, c.now + 2 * DAY);
	assert_string_equal(state_of(id), "sending");
	assert_int_equal(one(SQL("SELECT count(*) FROM attempt"
				 " WHERE id = $1 AND outbox_id = $2"
				 "   AND epoch = 7 AND ended_at IS NULL"),
			     BIND(INT(m.attempt), INT(id))),
	    1);
	assert_string_equal(
	    one_text(SQL("SELECT provider FROM outbox"), NO_BIND), "kannel");
}

static void what_is_on_its_way_is_not_claimed_again(void **state)
{
	(void)state;
	leave("won", LANE_OFFER, world.amir);
	assert_int_equal(claims(), 1);
	assert_int_equal(claims(), 0);
}

static void a_person_gets_one_at_a_time_in_order(void **state)
{
	int64_t first = leave("won", LANE_OFFER, world.amir);
	int64_t second = leave("won", LANE_OFFER, world.amir);
	int64_t third = leave("won", LANE_OFFER, world.amir);
	const int64_t order[] = { first, second, third };

	(void)state;
	for (size_t i = 0; i < COUNT(order); i++) {
		struct claimed m;

		assert_int_equal(claims(), 1);
		assert_string_equal(state_of(order[i]), "sending");
		m.id = order[i];
		m.attempt = one(SQL("SELECT max(id) FROM attempt"), NO_BIND);
		record(&m, OUTCOME_ACCEPTED);
	}
	assert_int_equal(claims(), 0);
}

static void others_do_not_wait_for_that_person(void **state)
{
	(void)state;
	leave("won", LANE_OFFER, world.amir);
	leave("won", LANE_OFFER, world.amir);
	leave("won", LANE_OFFER, ida);
	assert_int_equal(claims(), 2);
}

static void an_older_one_that_is_due_goes_first_whatever_its_lane(void **state)
{
	int64_t older = leave("followup_due", LANE_DIGEST, world.amir);

	(void)state;
	leave("won", LANE_OFFER, world.amir);
	assert_int_equal(claim_one().id, older);
	assert_int_equal(claims(), 0);
}

static void an_older_one_that_is_not_due_holds_nothing_back(void **state)
{
	int64_t tomorrow = leave("hours_ask", LANE_REMINDER, world.amir);
	int64_t today = leave("place_lost", LANE_OFFER, world.amir);

	(void)state;
	change(SQL("UPDATE outbox SET next_at = $2 WHERE id = $1"),
	    BIND(INT(tomorrow), INT(c.now + 1)));
	assert_int_equal(claim_one().id, today);
}

static void codes_pass_whatever_waits(void **state)
{
	int64_t code;

	(void)state;
	leave("won", LANE_OFFER, world.amir);
	code = leave("code", LANE_CODE, world.amir);
	assert_int_equal(claim_one().id, code);
}

static void lanes_go_in_their_order(void **state)
{
	int64_t bent = add_citizen("Bent"), nour = add_citizen("Nour");
	int64_t digest = leave("followup_due", LANE_DIGEST, world.amir);
	int64_t reminder = leave("hours_ask", LANE_REMINDER, ida);
	int64_t offer = leave("won", LANE_OFFER, bent);
	int64_t code = leave("code", LANE_CODE, nour);
	const struct claimed *all;
	size_t count;

	(void)state;
	all = claim(3, &count);
	assert_int_equal(count, 3);
	assert_int_equal(all[0].id, code);
	assert_int_equal(all[1].id, offer);
	assert_int_equal(all[2].id, reminder);
	assert_string_equal(state_of(digest), "queued");
}

/* So many in each lane, each for somebody of their own. */
static void leave_many(const int many[LANES])
{
	int number = 0;

	for (int lane = 0; lane < LANES; lane++)
		for (int i = 0; i < many[lane]; i++)
			leave("won", (enum lane)lane,
			    add_person("Bo",
				mem_printf(&c, "4521%06d", number++), NULL,
				"start"));
}

static int64_t claimed_of(enum lane lane)
{
	return one(SQL("SELECT count(*) FROM outbox"
		       " WHERE state = 'sending' AND lane = $1"),
	    BIND(INT(lane)));
}

/* I10: of 64, 8:4:2:1. */
static void a_long_lane_leaves_the_others_their_share(void **state)
{
	static const int many[LANES] = { 70, 70, 70, 70 };
	static const int64_t share[LANES] = { 34, 17, 8, 4 };

	(void)state;
	leave_many(many);
	assert_int_equal(claims(), OUTBOX_BATCH_MOST);
	for (int lane = 0; lane < LANES; lane++)
		assert_in_range(
		    claimed_of((enum lane)lane), share[lane], share[lane] + 2);
}

static void what_others_do_not_need_is_a_lanes_own(void **state)
{
	static const int lanes[][LANES] = { { 70, 0, 0, 0 }, { 0, 70, 0, 0 },
		{ 0, 0, 70, 0 }, { 0, 0, 0, 70 }, { 1, 0, 0, 70 },
		{ 5, 70, 5, 5 } };

	(void)state;
	for (size_t i = 0; i < COUNT(lanes); i++) {
		leave_many(lanes[i]);
		assert_int_equal(claims(), OUTBOX_BATCH_MOST);
		for (int lane = 0; lane < LANES; lane++)
			if (lanes[i][lane] < 70)
				assert_int_equal(claimed_of((enum lane)lane),
				    lanes[i][lane]);
		change(SQL("DELETE FROM attempt"), NO_BIND);
		change(SQL("DELETE FROM outbox"), NO_BIND);
	}
}

/* Whatever the breaker lets through. */
static void so_many_as_are_asked_for_are_claimed(void **state)
{
	static const int many[LANES] = { 0, 30, 30, 30 };
	size_t count, sum = 0;

	(void)state;
	leave_many(many);
	for (size_t most = 1; most <= 12; most++) {
		claim(most, &count);
		assert_int_equal(count, most);
		sum += count;
	}
	assert_int_equal(sum, 78);
	assert_int_equal(claims(), 90 - 78);
}

static void nothing_goes_before_its_time(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	change(SQL("UPDATE outbox SET next_at = $2 WHERE id = $1"),
	    BIND(INT(id), INT(c.now + 1)));
	assert_int_equal(claims(), 0);
	c.now++;
	assert_int_equal(claims(), 1);
}

static void nothing_goes_after_its_time(void **state)
{
	(void)state;
	leave("won", LANE_OFFER, world.amir);
	c.now += 2 * DAY;
	assert_int_equal(claims(), 0);
	c.now--;
	assert_int_equal(claims(), 1);
}

static void a_channel_takes_only_its_own(void **state)
{
	size_t count;

	(void)state;
	leave("won", LANE_OFFER, world.amir);
	outbox_claim(&c, OUTBOX_MAIL, "smtp", EPOCH, 64, &count);
	assert_int_equal(count, 0);
	change(SQL("UPDATE outbox SET channel = 'mail'"), NO_BIND);
	assert_int_equal(claims(), 0);
	outbox_claim(&c, OUTBOX_MAIL, "smtp", EPOCH, 64, &count);
	assert_int_equal(count, 1);
}

static void who_said_stop_gets_only_codes_and_mail(void **state)
{
	static const char *const said[] = { "stop", "wrong" };
	int64_t id = leave("won", LANE_OFFER, world.amir);
	size_t count;

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		change(SQL("UPDATE person SET sms = $1 WHERE id = $2"),
		    BIND(TEXT(said[i]), INT(world.amir)));
		assert_int_equal(claims(), 0);
	}
	change(SQL("UPDATE outbox SET channel = 'mail' WHERE id = $1"),
	    BIND(INT(id)));
	outbox_claim(&c, OUTBOX_MAIL, "smtp", EPOCH, 64, &count);
	assert_int_equal(count, 1);
	leave("code", LANE_CODE, world.amir);
	assert_int_equal(claims(), 1);
}

/* A question about a task that Amir has been asked. */
static int64_t question(void)
{
	int64_t task = post_on("2026-03-05", 1);

	change(SQL("DELETE FROM outbox WHERE person_id <> $1"),
	    BIND(INT(world.amir)));
	return offer_to(task, world.amir);
}

static void a_question_goes_only_while_it_is_open(void **state)
{
	static const char *const closed[] = { "held", "won", "no", "taken",
		"expired", "given_up", "withdrawn" };
	int64_t offer = question();

	(void)state;
	for (size_t i = 0; i < COUNT(closed); i++) {
		change(SQL("UPDATE offer SET state = $1 WHERE id = $2"),
		    BIND(TEXT(closed[i]), INT(offer)));
		assert_int_equal(claims(), 0);
	}
	change(SQL("UPDATE offer SET state = 'asked'"), NO_BIND);
	assert_int_equal(claims(), 1);
}

static void a_question_goes_only_while_a_no_is_signed_as_free(void **state)
{
	(void)state;
	question();
	change(SQL("UPDATE rule SET valid_to = $1"
		   " WHERE name LIKE 'answer_is_free%'"),
	    BIND(INT(c.now)));
	assert_int_equal(claims(), 0);
	change(SQL("UPDATE rule SET valid_to = NULL, value = 0"
		   " WHERE name LIKE 'answer_is_free%'"),
	    NO_BIND);
	assert_int_equal(claims(), 0);
	change(SQL("UPDATE rule SET value = 1"
		   " WHERE name LIKE 'answer_is_free%'"),
	    NO_BIND);
	assert_int_equal(claims(), 1);
}

static void what_cannot_be_written_down_is_not_claimed(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	change(SQL("ALTER TABLE attempt RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(claims(), 0);
	next();
	assert_string_equal(state_of(id), "queued");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, two_people, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_try_is_on_disk_before_it_is_made),
		TEST(what_is_on_its_way_is_not_claimed_again),
		TEST(a_person_gets_one_at_a_time_in_order),
		TEST(others_do_not_wait_for_that_person),
		TEST(an_older_one_that_is_due_goes_first_whatever_its_lane),
		TEST(an_older_one_that_is_not_due_holds_nothing_back),
		TEST(codes_pass_whatever_waits),
		TEST(lanes_go_in_their_order),
		TEST(a_long_lane_leaves_the_others_their_share),
		TEST(what_others_do_not_need_is_a_lanes_own),
		TEST(so_many_as_are_asked_for_are_claimed),
		TEST(nothing_goes_before_its_time),
		TEST(nothing_goes_after_its_time),
		TEST(a_channel_takes_only_its_own),
		TEST(who_said_stop_gets_only_codes_and_mail),
		TEST(a_question_goes_only_while_it_is_open),
		TEST(a_question_goes_only_while_a_no_is_signed_as_free),
		TEST(what_cannot_be_written_down_is_not_claimed),
	};

	return cmocka_run_group_tests_name("outbox_claim", tests, NULL, NULL);
}
