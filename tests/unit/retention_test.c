/* What is forgotten, when, and what rests on it. */
#include "fixture.h"

#include <string.h>

#include "attention.h"
#include "citizen.h"
#include "factor.h"
#include "hook.h"
#include "hours.h"
#include "link.h"
#include "municipality.h"
#include "person.h"
#include "retention.h"

static const struct {
	const char *name;
	int64_t value;
} keep[] = { { RULE_KEEP_OFFERS, 90 }, { RULE_KEEP_MESSAGES, 730 },
	{ RULE_KEEP_HOOKS, 180 }, { RULE_KEEP_WORDS, 180 },
	{ RULE_KEEP_SIGNINS, 30 }, { RULE_KEEP_HOURS, 5 },
	{ RULE_KEEP_FOLLOWUPS, 5 }, { RULE_KEEP_DRAFTS, 60 } };

static int ruled_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	db_begin(&c);
	for (size_t i = 0; i < COUNT(keep); i++)
		rule_add(&c, world.municipality, keep[i].name, c.now - DAY,
		    keep[i].value, "en underskrift");
	return db_commit(&c) == OK ? 0 : -1;
}

static int64_t rows_of(const char *class)
{
	size_t count;
	const struct retention *all = retention_report(&c, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, class) == 0)
			return all[i].rows;
	fail_msg("there is no class %s", class);
	return -1;
}

static int64_t erase_all(void)
{
	int64_t rows, total = 0;

	while ((rows = retention_erase(&c)) > 0) {
		assert_true(rows <= RETENTION_BATCH);
		total += rows;
	}
	return total;
}

static int64_t stranger(const char *phone)
{
	int64_t id;

	db_begin(&c);
	id = person_stranger(&c, phone);
	assert_int_equal(db_commit(&c), OK);
	return id;
}

static bool is_forgotten(int64_t id)
{
	struct person p;

	next();
	assert_true(person_load(&c, id, &p));
	return p.erased;
}

/* Whoever wrote to us once, and is nobody here: nothing keeps the number. */
static void a_stranger_is_forgotten_when_their_words_are(void **state)
{
	int64_t one_of_old = stranger("4520777701");
	int64_t waits = stranger("4520777702");

	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_WORDS, waits, 0, "Hvem er I?");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(rows_of("strangers"), 0);
	c.now += 179 * DAY;
	erase_all();
	assert_false(is_forgotten(one_of_old));
	c.now += 3 * DAY;
	stranger("4520777703");
	erase_all();
	assert_true(is_forgotten(one_of_old));
	assert_int_equal(person_by_phone(&c, "4520777701"), 0);
	assert_int_not_equal(person_by_phone(&c, "4520777703"), 0);
	assert_false(is_forgotten(waits));
	assert_false(is_forgotten(world.amir));
	assert_false(is_forgotten(world.mentor));
	assert_false(is_forgotten(world.bakery.contact));
}

static void an_enrolment_that_nobody_used_goes(void **state)
{
	(void)state;
	db_begin(&c);
	enrolment_open(&c, world.mentor, 0);
	assert_int_equal(db_commit(&c), OK);
	c.now += 30 * DAY;
	erase_all();
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM enrolment"), NO_BIND), 1);
	c.now += 2 * DAY;
	assert_int_equal(rows_of("enrolments"), 1);
	erase_all();
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM enrolment"), NO_BIND), 0);
}

static int64_t count(struct sql sql)
{
	return one(sql, NO_BIND);
}

/* ---- offers ---- */

static void a_no_is_forgotten_after_ninety_days(void **state)
{
	int64_t no = post_on("2026-03-05", 1), open, changed;

	(void)state;
	assert_int_equal(answers(no, world.amir, SAY_NO), OFFER_DECLINED);
	open = post_on("2026-03-06", 1);
	assert_string_equal(offer_state(open, world.amir), "asked");
	at("2026-05-31T08:59");
	assert_int_equal(rows_of("offers"), 0);
	at("2026-05-31T09:01");
	assert_int_equal(rows_of("offers"), 1);
	changed = one(SQL("SELECT change_seq FROM citizen"), NO_BIND);
	assert_int_equal(erase_all(), 1);
	assert_string_equal(offer_state(no, world.amir), "-");
	assert_string_equal(offer_state(open, world.amir), "asked");
	assert_true(
	    one(SQL("SELECT change_seq FROM citizen"), NO_BIND) > changed);
}

static void a_no_to_what_is_to_come_is_kept(void **state)
{
	int64_t task = post_on("2026-06-30", 1);

	(void)state;
	assert_int_equal(answers(task, world.amir, SAY_NO), OFFER_DECLINED);
	at("2026-06-15T09:00");
	assert_int_equal(erase_all(), 0);
	/* Else they would be asked the same again. */
	assert_string_equal(offer_state(task, world.amir), "no");
	at("2026-06-30T13:00");
	assert_int_equal(erase_all(), 1);
}

static void what_led_to_work_stays_five_years(void **state)
{
	int64_t engagement = amir_comes("2026-03-05");

	(void)state;
	at("2026-03-05T13:00");
	assert_int_equal(
	    hours_propose(&c, engagement, 180, "", world.bakery.contact), OK);
	at("2030-12-01T09:00");
	erase_all();
	assert_int_equal(count(SQL("SELECT count(*) FROM offer")), 1);
	assert_int_equal(count(SQL("SELECT count(*) FROM hours")), 1);
	at("2031-03-05T12:01");
	erase_all();
	assert_int_equal(count(SQL("SELECT count(*) FROM hours")), 0);
	assert_int_equal(count(SQL("SELECT count(*) FROM engagement")), 0);
	assert_int_equal(count(SQL("SELECT count(*) FROM offer")), 0);
	assert_int_equal(count(SQL("SELECT count(*) FROM shift")), 0);
	assert_int_equal(count(SQL("SELECT count(*) FROM task")), 0);
}

/* ---- the others ---- */

static void messages_go_with_their_tries_but_not_under_way(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	change(SQL("INSERT INTO attempt (id, outbox_id, epoch, began_at)"
		   " SELECT id + 1, id, 1, made_at FROM outbox"),
	    NO_BIND);
	change(SQL("UPDATE outbox SET state = 'delivered'"
		   " WHERE kind <> 'won'"),
	    NO_BIND);
	at("2028-02-28T09:00");
	assert_int_equal(rows_of("messages"), 0);
	at("2028-03-02T09:00");
	erase_all();
	assert_int_equal(count(SQL("SELECT count(*) FROM outbox")), 1);
	assert_int_equal(count(SQL("SELECT count(*) FROM attempt")), 1);
	assert_int_equal(left("won", world.amir), 1);
}

static void a_message_that_was_sent_again_goes_like_any_other(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	change(SQL("UPDATE outbox SET state = 'resolved'"), NO_BIND);
	change(SQL("INSERT INTO delivery (id, outbox_id, again_id, why,"
		   " asked_by, asked_at) SELECT 1, min(id), max(id), '', $1, 0"
		   " FROM outbox"),
	    BIND(INT(world.consultant)));
	at("2028-03-02T09:00");
	assert_true(erase_all() > 0);
	assert_false(db_failed(&c));
	assert_int_equal(count(SQL("SELECT count(*) FROM delivery")), 0);
	assert_int_equal(count(SQL("SELECT count(*) FROM outbox")), 0);
}

static void the_rest_goes_by_its_own_rule(void **state)
{
	(void)state;
	db_begin(&c);
	db_run(&c,
	    SQL("INSERT INTO hook (id, provider, kind, event_key, fields,"
		" came_at, done_at) VALUES (1, 'k', 'inbound', 'a', 'x', $1,"
		" $1), (2, 'k', 'inbound', 'b', 'x', $1, NULL)"),
	    BIND(INT(c.now)));
	attention_add(&c, ATTENTION_WORDS, world.amir, 0, "hej");
	attention_add(&c, ATTENTION_CALL, world.amir, 0, "");
	attention_settle(&c, ATTENTION_WORDS, 0);
	link_url(&c, LINK_OFFER, world.amir, 1, c.now + DAY);
	citizen_available_on(
	    &c, world.amir, clock_midnight(c.now), 0, 600, false);
	db_run(&c,
	    SQL("INSERT INTO excluded (id, citizen_id, workplace_id, seen_by,"
		" made_at, expires_at) VALUES (1, $1, $2, $3, $4, $4)"),
	    BIND(INT(world.amir), INT(world.bakery.place),
		INT(world.consultant), INT(c.now)));
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(erase_all(), 0);
	at("2026-04-05T09:00");
	assert_int_equal(erase_all(), 1); /* the link */
	at("2026-06-01T09:00");
	assert_int_equal(erase_all(), 2); /* the day, the list */
	at("2026-09-01T09:00");
	assert_int_equal(erase_all(), 2); /* the hook, the words */
	assert_int_equal(count(SQL("SELECT count(*) FROM hook")), 1);
	assert_int_equal(count(SQL("SELECT count(*) FROM attention")), 1);
}

static void a_course_goes_with_its_notes(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	at("2031-04-01T09:00");
	assert_int_equal(rows_of("courses"), 0); /* it runs */
	change(SQL("UPDATE course SET ended_at = $1"),
	    BIND(INT(instant("2026-03-31"))));
	assert_int_equal(rows_of("courses"), 1);
	erase_all();
	assert_int_equal(count(SQL("SELECT count(*) FROM course")), 0);
	assert_int_equal(count(SQL("SELECT count(*) FROM followup")), 0);
}

static void without_a_row_nothing_is_forgotten(void **state)
{
	size_t n;
	const struct retention *all;

	(void)state;
	assert_int_equal(answers(post_on("2026-03-05", 1), world.amir, SAY_NO),
	    OFFER_DECLINED);
	change(SQL("DELETE FROM rule WHERE name LIKE 'keep_%'"), NO_BIND);
	at("2040-01-01T03:00");
	assert_int_equal(erase_all(), 0);
	assert_int_equal(retention_run(&c), 0);
	all = retention_report(&c, &n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(all[i].keep, -1);
		assert_int_equal(all[i].rows, 0);
	}
}

static void a_rule_of_no_days_keeps_all(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	change(
	    SQL("UPDATE rule SET value = 0 WHERE name LIKE 'keep_%'"), NO_BIND);
	at("2026-03-09T09:00");
	assert_int_equal(erase_all(), 0);
}

/* ---- when ---- */

static void fill_hooks(int64_t rows)
{
	db_begin(&c);
	for (int64_t i = 0; i < rows; i++)
		db_run(&c,
		    SQL("INSERT INTO hook (id, provider, kind, event_key,"
			" fields, came_at, done_at)"
			" VALUES ($1, 'k', 'report', $2, '', $3, $3)"),
		    BIND(INT(db_new_id(&c)),
			TEXT(mem_printf(&c, "%" PRId64, i)), INT(c.now)));
	assert_int_equal(db_commit(&c), OK);
}

static void it_goes_batch_by_batch_at_night_until_nothing_is_left(void **state)
{
	(void)state;
	fill_hooks(1201);
	at("2026-11-01T01:59");
	assert_int_equal(retention_run(&c), 0);
	at("2026-11-01T04:00");
	assert_int_equal(retention_run(&c), 0);
	at("2026-11-01T02:00");
	assert_int_equal(retention_run(&c), 500);
	assert_int_equal(retention_run(&c), 500);
	assert_int_equal(retention_run(&c), 201);
	assert_int_equal(retention_run(&c), 0);
	/* Done for tonight, also when the clock is set back an hour. */
	at("2026-05-01T09:00");
	fill_hooks(0);
	at("2026-11-01T03:59");
	assert_int_equal(retention_run(&c), 0);
	assert_int_equal(one(SQL("SELECT done_for FROM job"
				 " WHERE name = 'retention'"),
			     NO_BIND),
	    instant("2026-11-01"));
}

static void the_nights_of_23_and_25_hours_have_their_turn(void **state)
{
	int passes = 0;

	(void)state;
	fill_hooks(3);
	/* 2 o'clock comes twice. */
	for (int64_t t = instant("2026-10-25T00:00");
	     t < instant("2026-10-25T06:00"); t += 10 * MINUTE) {
		c.now = t;
		passes += retention_run(&c) > 0;
	}
	assert_int_equal(passes, 1);
	/* And here it is not there: 1:59 is followed by 3:00. */
	next();
	at("2026-10-26T09:00");
	change(SQL("DELETE FROM hook"), NO_BIND);
	c.now = instant("2026-03-02T09:00");
	fill_hooks(3);
	c.now = instant("2027-03-28T01:59") + MINUTE;
	assert_int_equal(clock_wall(c.now).hour, 3);
	assert_int_equal(retention_run(&c), 3);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, ruled_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stranger_is_forgotten_when_their_words_are),
		TEST(an_enrolment_that_nobody_used_goes),
		TEST(a_no_is_forgotten_after_ninety_days),
		TEST(a_no_to_what_is_to_come_is_kept),
		TEST(what_led_to_work_stays_five_years),
		TEST(messages_go_with_their_tries_but_not_under_way),
		TEST(a_message_that_was_sent_again_goes_like_any_other),
		TEST(the_rest_goes_by_its_own_rule),
		TEST(a_course_goes_with_its_notes),
		TEST(without_a_row_nothing_is_forgotten),
		TEST(a_rule_of_no_days_keeps_all),
		TEST(it_goes_batch_by_batch_at_night_until_nothing_is_left),
		TEST(the_nights_of_23_and_25_hours_have_their_turn),
	};

	return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
