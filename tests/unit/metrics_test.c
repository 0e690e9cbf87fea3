/* What the notifier tells of itself: true, bounded, and nothing of a person. */
#include "fixture.h"

#include <string.h>

#include "base/figures.h"

#include "attention.h"
#include "breaker.h"
#include "notice.h"
#include "notifier.h"

static const char *told(void)
{
	struct text t;

	next();
	t = text_new(c.mem, FIGURES_MOST);
	metrics_put(&c, 7, &t);
	assert_false(t.full);
	return t.s;
}

static void assert_tells(const char *line)
{
	const char *all = told();

	if (strstr(all, mem_printf(&c, "\n%s\n", line)) == NULL)
		fail_msg("%s is not told in\n%s", line, all);
}

static void leave(const char *kind, int64_t person)
{
	db_begin(&c);
	notice_answer(&c, kind, person, 0);
	assert_int_equal(db_commit(&c), OK);
}

static void the_queue_is_told_by_channel_and_lane(void **state)
{
	(void)state;
	leave("call", world.amir);
	leave("call", world.bakery.contact);
	c.now += 100;
	assert_tells(
	    "smaajob_queue_messages{channel=\"sms\",lane=\"offer\"} 2");
	assert_tells(
	    "smaajob_queue_late_seconds{channel=\"sms\",lane=\"offer\"} 100");
	assert_tells(
	    "smaajob_queue_messages{channel=\"mail\",lane=\"digest\"} 0");
	assert_tells("smaajob_notifier_epoch 7");
}

static void how_messages_went_is_counted(void **state)
{
	struct outgoing batch[3] = { { .outcome = OUTCOME_ACCEPTED,
					 .took_ms = 30 },
		{ .outcome = OUTCOME_UNCERTAIN, .took_ms = 15001 },
		{ .outcome = OUTCOME_DOWN, .untried = true } };

	(void)state;
	metrics_open("sms", "kannel");
	metrics_open("sms", "kannel");
	metrics_tried("sms", "kannel", batch, 3);
	metrics_tried("sms", "nobody", batch, 3);
	assert_tells("smaajob_tried_total{channel=\"sms\",provider=\"kannel\","
		     "outcome=\"accepted\"} 1");
	assert_tells("smaajob_tried_total{channel=\"sms\",provider=\"kannel\","
		     "outcome=\"untried\"} 1");
	assert_tells("smaajob_tried_total{channel=\"sms\",provider=\"kannel\","
		     "outcome=\"down\"} 0");
	assert_tells("smaajob_send_seconds_bucket{channel=\"sms\","
		     "provider=\"kannel\",le=\"0.025\"} 0");
	assert_tells("smaajob_send_seconds_bucket{channel=\"sms\","
		     "provider=\"kannel\",le=\"15\"} 1");
	assert_tells("smaajob_send_seconds_count{channel=\"sms\","
		     "provider=\"kannel\"} 2");
	assert_tells("smaajob_batch_messages_bucket{le=\"4\"} 2");
	assert_null(strstr(told(), "nobody"));
}

static void a_provider_that_is_left_alone_is_told(void **state)
{
	(void)state;
	metrics_open("sms", "kannel");
	assert_tells("smaajob_breaker_state{channel=\"sms\","
		     "provider=\"kannel\"} 0");
	db_begin(&c);
	breaker_bad(&c, "kannel", OUTCOME_DOWN, "http 401", 0);
	assert_int_equal(db_commit(&c), OK);
	assert_tells("smaajob_breaker_state{channel=\"sms\","
		     "provider=\"kannel\"} 2");
	c.now += HOUR;
	assert_tells("smaajob_breaker_state{channel=\"sms\","
		     "provider=\"kannel\"} 1");
}

static void what_needs_a_person_is_counted(void **state)
{
	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_FAILED, world.amir, 1, "");
	attention_add(&c, ATTENTION_FAILED, world.amir, 2, "");
	attention_add(&c, ATTENTION_UNCERTAIN, world.amir, 3, "");
	attention_add(&c, ATTENTION_CALL, world.amir, 0, "hemmeligt");
	assert_int_equal(db_commit(&c), OK);
	assert_tells("smaajob_messages_failed 2");
	assert_tells("smaajob_messages_uncertain 1");
	assert_tells("smaajob_waiting_for_a_person 4");
}

/* A line is a comment, or a name of ours, labels of ours and a number. */
static void nothing_of_a_person_is_told(void **state)
{
	const char *all;

	(void)state;
	leave("call", world.amir);
	metrics_open("sms", "kannel");
	all = told();
	assert_null(strstr(all, "Amir"));
	assert_null(strstr(all, "20000101"));
	assert_null(strstr(all, "hemmeligt"));
	for (const char *at = all; *at != '\0'; at += strcspn(at, "\n") + 1)
		assert_true(*at == '#' || strncmp(at, "smaajob_", 8) == 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_queue_is_told_by_channel_and_lane),
		TEST(how_messages_went_is_counted),
		TEST(a_provider_that_is_left_alone_is_told),
		TEST(what_needs_a_person_is_counted),
		TEST(nothing_of_a_person_is_told),
	};

	return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
