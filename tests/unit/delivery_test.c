/* What did not arrive, and the one more time that a person decides on. */
#include "letters.h"

#include <string.h>

#include "attention.h"
#include "delivery.h"
#include "notice.h"
#include "person.h"
#include "seal.h"

#define WHY "Hun ringede og fik den ikke"

/* A message to Amir that ended so, and its item. */
static int64_t ends(const char *kind, enum lane lane, enum outcome outcome)
{
	struct claimed m;

	leave(kind, lane, world.amir);
	m = claim_one();
	record(&m, outcome);
	next();
	return one(SQL("SELECT max(id) FROM attention"), NO_BIND);
}

static int64_t failed(void)
{
	return ends("won", LANE_OFFER, OUTCOME_PERMANENT);
}

static enum delivery_bar bar_of(int64_t item)
{
	struct delivery d;

	next();
	assert_true(delivery_load(&c, item, &d));
	return delivery_bar(&c, &d);
}

static enum err again(int64_t item)
{
	enum err err = delivery_again(&c, item, world.consultant, WHY);

	next();
	return err;
}

static int64_t rows(void)
{
	return one(SQL("SELECT count(*) FROM outbox"), NO_BIND);
}

/* ---- the queue ---- */

static void the_queue_is_counted_by_lane(void **state)
{
	size_t count;
	const struct delivery_queue *all;

	(void)state;
	leave("won", LANE_OFFER, world.amir);
	leave("won", LANE_OFFER, world.mentor);
	leave("code", LANE_CODE, world.amir);
	c.now += 90;
	all = delivery_queues(&c, &count);
	assert_int_equal(count, 2);
	assert_string_equal(all[0].channel, OUTBOX_SMS);
	assert_int_equal(all[0].lane, LANE_CODE);
	assert_int_equal(all[1].count, 2);
	assert_int_equal(all[1].late, 90);
}

/* ---- the list ---- */

static void the_list_is_the_newest_first_and_a_page_at_a_time(void **state)
{
	int64_t first = failed(), second = failed();
	const struct delivery *all;
	size_t count;

	(void)state;
	all = delivery_list(&c, world.municipality, 0, 10, &count);
	assert_int_equal(count, 2);
	assert_int_equal(all[0].attention, second);
	assert_int_equal(all[1].attention, first);
	all = delivery_list(&c, world.municipality, second, 10, &count);
	assert_int_equal(count, 1);
	assert_int_equal(all[0].attention, first);
	delivery_list(&c, world.municipality, 0, 1, &count);
	assert_int_equal(count, 1);
	delivery_list(&c, world.municipality + 1, 0, 10, &count);
	assert_int_equal(count, 0);
}

static void what_waits_for_another_reason_is_not_on_it(void **state)
{
	struct delivery d;
	size_t count;

	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_CALL, world.amir, 0, "");
	assert_int_equal(db_commit(&c), OK);
	delivery_list(&c, world.municipality, 0, 10, &count);
	assert_int_equal(count, 0);
	assert_false(delivery_load(
	    &c, one(SQL("SELECT id FROM attention"), NO_BIND), &d));
}

/* ---- once more ---- */

/* Whose message it was can be erased, and the words with them. */
static const char *why_written(void)
{
	const char *sealed = one_text(SQL("SELECT why FROM delivery"), NO_BIND);

	assert_null(strstr(sealed, "ringede"));
	return seal_open(&c, world.amir, DELIVERY_SEALED,
	    one(SQL("SELECT id FROM delivery"), NO_BIND), sealed);
}

static void a_person_has_it_sent_again_as_a_new_message(void **state)
{
	int64_t item = failed(), old, new;

	(void)state;
	assert_int_equal(bar_of(item), DELIVERY_FREE);
	old = one(SQL("SELECT id FROM outbox"), NO_BIND);
	assert_int_equal(again(item), OK);
	new = one(SQL("SELECT again_id FROM delivery WHERE outbox_id = $1"
		      " AND asked_by = $2"),
	    BIND(INT(old), INT(world.consultant)));
	assert_string_equal(why_written(), WHY);
	assert_true(new > old);
	assert_string_equal(state_of(old), "resolved");
	assert_string_equal(state_of(new), "queued");
	assert_int_equal(one(SQL("SELECT a.expires_at - b.expires_at"
				 " FROM outbox a, outbox b"
				 " WHERE a.id = $1 AND b.id = $2"),
			     BIND(INT(old), INT(new))),
	    0);
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
	assert_int_equal(claims(), 1);
}

static void it_is_sent_again_once(void **state)
{
	int64_t item = failed(), old, before;

	(void)state;
	assert_int_equal(again(item), OK);
	before = rows();
	assert_int_equal(again(item), ERR_CONFLICT);
	/* Nor when the first one's item is there anew. */
	old = one(SQL("SELECT outbox_id FROM delivery"), NO_BIND);
	db_begin(&c);
	attention_add(&c, ATTENTION_FAILED, world.amir, old, "");
	assert_int_equal(db_commit(&c), OK);
	item = one(SQL("SELECT max(id) FROM attention"), NO_BIND);
	assert_int_equal(bar_of(item), DELIVERY_TWICE);
	assert_int_equal(again(item), ERR_CONFLICT);
	assert_int_equal(rows(), before);
}

static void what_is_unclear_may_be_sent_again_when_a_person_says_so(
    void **state)
{
	int64_t item = ends("won", LANE_OFFER, OUTCOME_UNCERTAIN);

	(void)state;
	assert_int_equal(bar_of(item), DELIVERY_FREE);
	assert_int_equal(again(item), OK);
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 0);
	assert_int_equal(claims(), 1);
}

static void what_came_too_late_stays_where_it_is(void **state)
{
	int64_t item = ends("ceiling", LANE_OFFER, OUTCOME_PERMANENT);
	int64_t before = rows();

	(void)state;
	change(SQL("UPDATE outbox SET expires_at = $1"), BIND(INT(c.now)));
	assert_int_equal(bar_of(item), DELIVERY_LATE);
	assert_int_equal(again(item), ERR_CONFLICT);
	assert_int_equal(rows(), before);
	/* Nor may it go by night, and in the morning it is over. */
	change(SQL("UPDATE outbox SET expires_at = $1"),
	    BIND(INT(instant("2026-03-03T06:30"))));
	c.now = instant("2026-03-02T22:00");
	assert_int_equal(again(item), ERR_CONFLICT);
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void who_said_stop_gets_nothing_again(void **state)
{
	static const struct {
		const char *sms;
		enum delivery_bar bar;
	} words[] = { { "stop", DELIVERY_STOP }, { "wrong", DELIVERY_WRONG },
		{ "start", DELIVERY_FREE } };
	int64_t item = failed();

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		change(SQL("UPDATE person SET sms = $2 WHERE id = $1"),
		    BIND(INT(world.amir), TEXT(words[i].sms)));
		assert_int_equal(bar_of(item), words[i].bar);
		assert_int_equal(again(item),
		    words[i].bar == DELIVERY_FREE ? OK : ERR_CONFLICT);
	}
}

static void a_question_that_is_closed_is_not_asked_again(void **state)
{
	int64_t task = post_on("2026-03-05", 1), item;
	struct claimed m = claim_one();

	(void)state;
	/* The task's contact has a message, too. */
	while (strcmp(m.kind, "offer") != 0) {
		record(&m, OUTCOME_ACCEPTED);
		m = claim_one();
	}
	record(&m, OUTCOME_PERMANENT);
	item = one(SQL("SELECT max(id) FROM attention"), NO_BIND);
	assert_int_equal(bar_of(item), DELIVERY_FREE);
	answers(task, world.amir, SAY_NO);
	assert_int_equal(bar_of(item), DELIVERY_CLOSED);
	assert_int_equal(again(item), ERR_CONFLICT);
	change(SQL("UPDATE offer SET state = 'asked', answer_by = $1"),
	    BIND(INT(c.now)));
	assert_int_equal(bar_of(item), DELIVERY_CLOSED);
}

static void a_personal_number_in_the_reason_is_masked(void **state)
{
	int64_t item = failed();

	(void)state;
	assert_int_equal(
	    delivery_again(&c, item, world.consultant, "010170-1234 ringede"),
	    OK);
	assert_string_equal(why_written(), "******-**** ringede");
}

static void what_is_seen_to_is_off_the_list(void **state)
{
	int64_t item = failed();

	(void)state;
	assert_int_equal(delivery_done(&c, item, world.consultant), OK);
	next();
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM outbox"), NO_BIND), "resolved");
	assert_int_equal(
	    delivery_done(&c, item, world.consultant), ERR_CONFLICT);
	next();
	assert_int_equal(again(item), ERR_CONFLICT);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_queue_is_counted_by_lane),
		TEST(the_list_is_the_newest_first_and_a_page_at_a_time),
		TEST(what_waits_for_another_reason_is_not_on_it),
		TEST(a_person_has_it_sent_again_as_a_new_message),
		TEST(it_is_sent_again_once),
		TEST(what_is_unclear_may_be_sent_again_when_a_person_says_so),
		TEST(what_came_too_late_stays_where_it_is),
		TEST(who_said_stop_gets_nothing_again),
		TEST(a_question_that_is_closed_is_not_asked_again),
		TEST(a_personal_number_in_the_reason_is_masked),
		TEST(what_is_seen_to_is_off_the_list),
	};

	return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
