/* What a provider's reports say of a message, and who resolves what failed. */
#include "letters.h"

#include <stdlib.h>
#include <string.h>

#include "attention.h"
#include "notifier.h"

static void report(int64_t id, const char *state)
{
	db_begin(&c);
	assert_true(outbox_report(&c, id, state, "their words"));
	assert_int_equal(db_commit(&c), OK);
}

static int64_t sent(const char *state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	claims();
	change(SQL("UPDATE outbox SET state = $2 WHERE id = $1"),
	    BIND(INT(id), TEXT(state)));
	return id;
}

static void a_report_settles_what_was_uncertain(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	record(&m, OUTCOME_UNCERTAIN);
	report(id, "delivered");
	assert_string_equal(state_of(id), "delivered");
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 0);
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
}

static void what_did_not_arrive_is_for_a_person(void **state)
{
	static const char *const lost[] = { "undelivered", "lapsed" };

	(void)state;
	for (size_t i = 0; i < COUNT(lost); i++) {
		int64_t id = sent("accepted");

		report(id, lost[i]);
		assert_string_equal(state_of(id), lost[i]);
		assert_int_equal(waiting(ATTENTION_FAILED), (int64_t)i + 1);
		report(id, lost[i]);
		assert_int_equal(waiting(ATTENTION_FAILED), (int64_t)i + 1);
	}
}

static void a_report_may_come_before_the_answer(void **state)
{
	static const enum outcome answers[] = { OUTCOME_ACCEPTED, OUTCOME_SAFE,
		OUTCOME_UNCERTAIN };

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		int64_t id = leave("won", LANE_OFFER, world.amir);
		struct claimed m = claim_one();

		report(id, "delivered");
		record(&m, answers[i]);
		assert_string_equal(state_of(id), "delivered");
		c.now += HOUR;
		assert_int_equal(claims(), 0);
	}
}

static void nobody_is_asked_about_what_has_been_reported(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	report(id, "delivered");
	record(&m, OUTCOME_UNCERTAIN); /* the answer was lost on its way */
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 0);
}

static void a_report_of_what_never_went_changes_nothing(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	report(id, "delivered");
	assert_string_equal(state_of(id), "queued");
	db_begin(&c);
	assert_false(outbox_report(&c, 12345, "delivered", ""));
	assert_int_equal(db_commit(&c), OK);
}

/* Kannel's report of a type, as the notifier reads it. */
static void kannel_says(int64_t id, int type)
{
	const struct hook_field fields[] = {
		{ "ref", mem_printf(&c, "%" PRId64, id) },
		{ "type", mem_printf(&c, "%d", type) },
		{ NULL, NULL },
	};
	const struct hook h = { .provider = "kannel", .fields = fields };
	int64_t found;
	const char *state = kannel.report(&h, &found);

	assert_non_null(state);
	assert_int_equal(found, id);
	report(id, state);
}

static void shuffle(int *list, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)rand() % i;
		int kept = list[i - 1];

		list[i - 1] = list[k];
		list[k] = kept;
	}
}

/* All types but those left out, thrice, in an order of chance. */
static const char *after_reports(const char *from, unsigned without)
{
	static const int types[] = { 1, 2, 4, 8, 16 };
	int64_t id = sent(from);
	int list[15];
	size_t n = 0;

	for (size_t i = 0; i < 15; i++)
		if (((unsigned)types[i % 5] & without) == 0)
			list[n++] = types[i % 5];
	shuffle(list, n);
	for (size_t i = 0; i < n; i++)
		kannel_says(id, list[i]);
	return state_of(id);
}

/* I8: whatever the order, however often. */
static void reports_in_any_order_end_the_same(void **state)
{
	static const char *const from[] = { "sending", "uncertain",
		"accepted" };

	(void)state;
	srand(5);
	for (int i = 0; i < 60; i++) {
		const char *begin = from[i % 3];

		next();
		assert_string_equal(after_reports(begin, 0), "delivered");
		assert_string_equal(after_reports(begin, 1), "undelivered");
		assert_string_equal(after_reports(begin, 1 + 2), "undelivered");
		assert_string_equal(
		    after_reports(begin, 1 + 2 + 16), "enroute");
	}
}

/* The same for each of the 120 orders, one report of each type. */
static void each_order_of_reports_ends_the_same(void **state)
{
	static const int types[] = { 1, 2, 4, 8, 16 };

	(void)state;
	for (int order = 0; order < 120; order++) {
		int left_over[5], n = 5, rest = order;
		int64_t id;

		next();
		id = sent("accepted");
		memcpy(left_over, types, sizeof types);
		for (; n > 0; n--) {
			int k = rest % n;

			rest /= n;
			kannel_says(id, left_over[k]);
			left_over[k] = left_over[n - 1];
		}
		assert_string_equal(state_of(id), "delivered");
	}
}

/* I8 holds for the page of what waits for a person too. */
static void what_arrived_after_all_waits_for_nobody(void **state)
{
	int64_t early = sent("accepted"), late = sent("accepted");

	(void)state;
	kannel_says(early, 1);
	kannel_says(early, 2);
	kannel_says(late, 2);
	kannel_says(late, 1);
	assert_string_equal(state_of(early), "delivered");
	assert_string_equal(state_of(late), "delivered");
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
}

static void a_person_resolves_what_failed_and_it_stays_so(void **state)
{
	static const char *const failed[] = { "uncertain", "dead", "expired",
		"undelivered", "lapsed" };
	static const char *const others[] = { "queued", "sending", "accepted",
		"enroute", "delivered", "cancelled", "suppressed" };

	(void)state;
	for (size_t i = 0; i < COUNT(failed); i++) {
		int64_t id = sent(failed[i]);

		db_begin(&c);
		outbox_resolve(&c, id);
		assert_int_equal(db_commit(&c), OK);
		assert_string_equal(state_of(id), "resolved");
		report(id, "undelivered");
		assert_string_equal(state_of(id), "resolved");
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		int64_t id = sent(others[i]);

		db_begin(&c);
		outbox_resolve(&c, id);
		assert_int_equal(db_commit(&c), OK);
		assert_string_equal(state_of(id), others[i]);
		change(SQL("DELETE FROM attempt"), NO_BIND);
		change(SQL("DELETE FROM outbox"), NO_BIND);
	}
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, two_people, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_report_settles_what_was_uncertain),
		TEST(what_did_not_arrive_is_for_a_person),
		TEST(a_report_may_come_before_the_answer),
		TEST(nobody_is_asked_about_what_has_been_reported),
		TEST(a_report_of_what_never_went_changes_nothing),
		TEST(reports_in_any_order_end_the_same),
		TEST(each_order_of_reports_ends_the_same),
		TEST(what_arrived_after_all_waits_for_nobody),
		TEST(a_person_resolves_what_failed_and_it_stays_so),
	};

	return cmocka_run_group_tests_name("outbox_report", tests, NULL, NULL);
}
