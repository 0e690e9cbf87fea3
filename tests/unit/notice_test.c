#include "fixture.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "notice.h"

static int64_t by(const char *channel, int64_t person)
{
	return one(SQL("SELECT count(*) FROM outbox WHERE channel = $1"
		       " AND person_id = $2"),
	    BIND(TEXT(channel), INT(person)));
}

static bool leave(const struct notice_to *to)
{
	bool left_any;

	db_begin(&c);
	left_any = notice_leave(&c, to);
	assert_int_equal(db_commit(&c), OK);
	return left_any;
}

static bool tell(const char *kind, int64_t person)
{
	const struct notice_to to = {
		.kind = kind, .person = person, .about = 9
	};

	return leave(&to);
}

/* When the only message there is may go. */
static int64_t goes_at(void)
{
	return one(SQL("SELECT not_before FROM outbox"), NO_BIND);
}

static int64_t ends_at(void)
{
	return one(SQL("SELECT expires_at FROM outbox"), NO_BIND);
}

/* ---- how ---- */

static void an_sms_is_for_who_has_a_phone_a_mail_for_who_has_none(void **state)
{
	int64_t phone = add_person("Bo", "4520000301", "bo@x.dk", "start");
	int64_t none = add_person("Per", NULL, "per@x.dk", "unknown");

	(void)state;
	assert_true(tell("won", phone));
	assert_int_equal(by(OUTBOX_SMS, phone), 1);
	assert_int_equal(by(OUTBOX_MAIL, phone), 0);
	assert_true(tell("won", none));
	assert_int_equal(by(OUTBOX_SMS, none), 0);
	assert_int_equal(by(OUTBOX_MAIL, none), 1);
}

static void both_means_as_far_as_we_have_them(void **state)
{
	int64_t phone = add_person("Bo", "4520000301", NULL, "start");
	int64_t mail = add_person("Per", NULL, "per@x.dk", "unknown");

	(void)state;
	assert_true(tell("accepted", world.bakery.contact));
	assert_int_equal(by(OUTBOX_SMS, world.bakery.contact), 1);
	assert_int_equal(by(OUTBOX_MAIL, world.bakery.contact), 1);
	assert_true(tell("task_open", phone));
	assert_int_equal(by(OUTBOX_SMS, phone), 1);
	assert_true(tell("task_open", mail));
	assert_int_equal(by(OUTBOX_MAIL, mail), 1);
}

static void a_code_goes_by_mail_or_by_sms_to_who_has_none(void **state)
{
	int64_t phone = add_person("Bo", "4520000301", NULL, "start");

	(void)state;
	assert_true(tell("code", world.mentor));
	assert_int_equal(by(OUTBOX_MAIL, world.mentor), 1);
	assert_int_equal(by(OUTBOX_SMS, world.mentor), 0);
	assert_true(tell("code", phone));
	assert_int_equal(by(OUTBOX_SMS, phone), 1);
}

static void who_cannot_be_reached_is_not_written_to(void **state)
{
	int64_t nothing = add_person("Bo", NULL, NULL, "unknown");

	(void)state;
	assert_false(tell("won", nothing));
	assert_false(tell("accepted", nothing));
	assert_false(tell("won", 12345));
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
}

static void who_said_stop_gets_no_sms_but_codes_and_receipts(void **state)
{
	static const char *const said[] = { "stop", "wrong" };

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++) {
		int64_t sms = add_person(
		    "Bo", mem_printf(&c, "452000030%zu", i), NULL, said[i]);
		int64_t both = add_person("Per",
		    mem_printf(&c, "452000031%zu", i), "p@x.dk", said[i]);

		assert_false(tell("offer", sms));
		assert_false(tell("won", sms));
		assert_false(tell("followup_due", sms));
		assert_true(tell("stop", sms));
		assert_true(tell("wrong_number", sms));
		assert_true(tell("code", sms));
		assert_int_equal(by(OUTBOX_SMS, sms), 3);
		assert_true(tell("task_open", both));
		assert_int_equal(by(OUTBOX_SMS, both), 0);
		assert_int_equal(by(OUTBOX_MAIL, both), 1);
	}
}

/* ---- when ---- */

static void assert_goes(const char *kind, const char *now, const char *when)
{
	const struct notice_to to = {
		.kind = kind, .person = world.amir, .about = 9
	};

	change(SQL("DELETE FROM outbox"), NO_BIND);
	c.now = instant(now);
	assert_true(leave(&to));
	assert_int_equal(goes_at(), instant(when));
	assert_int_equal(ends_at(), instant(when) + notice_find(kind)->keeps);
}

static void each_kind_waits_for_its_window(void **state)
{
	(void)state;
	/* At once, also at night: they have just written. */
	assert_goes("won", "2026-03-02T03:00", "2026-03-02T03:00");
	/* Questions about hours: weekdays 8-20, Saturdays 10-18. */
	assert_goes("hours_differ", "2026-03-02T07:59", "2026-03-02T08:00");
	assert_goes("hours_differ", "2026-03-02T20:00", "2026-03-03T08:00");
	assert_goes("hours_differ", "2026-03-07T09:00", "2026-03-07T10:00");
	assert_goes("hours_differ", "2026-03-07T18:00", "2026-03-09T08:00");
	assert_goes("hours_differ", "2026-04-03T12:00", "2026-04-04T10:00");
	/* News for a firm: every day 7-21. */
	assert_goes("accepted", "2026-03-01T06:00", "2026-03-01T07:00");
	assert_goes("accepted", "2026-03-01T21:00", "2026-03-02T07:00");
	/* A mentor's list: working days 7:30-18. */
	assert_goes("followup_due", "2026-03-06T18:00", "2026-03-09T07:30");
}

static void nobody_is_woken_by_a_mail(void **state)
{
	int64_t mail = add_person("Per", NULL, "per@x.dk", "unknown");

	(void)state;
	at("2026-03-02T03:00");
	assert_true(tell("accepted", mail));
	assert_int_equal(goes_at(), c.now);
	assert_int_equal(ends_at(), c.now + 2 * DAY);
}

static void a_notice_for_later_waits_till_then(void **state)
{
	const struct notice_to to = { .kind = "hours_differ",
		.person = world.amir,
		.about = 9,
		.not_before = instant("2026-03-08T12:00") };

	(void)state;
	assert_true(leave(&to));
	assert_int_equal(goes_at(), instant("2026-03-09T08:00"));
}

static void what_would_come_too_late_is_not_left(void **state)
{
	struct notice_to to = { .kind = "offer",
		.person = world.amir,
		.about = 9,
		.expires_at = instant("2026-03-03T08:00") };

	(void)state;
	at("2026-03-02T20:00"); /* the window opens at 8 */
	assert_false(leave(&to));
	assert_int_equal(one(SQL("SELECT count(*) FROM outbox"), NO_BIND), 0);
	to.expires_at++;
	assert_true(leave(&to));
	assert_int_equal(ends_at(), instant("2026-03-03T08:00") + 1);
}

static void a_code_is_good_for_ten_minutes(void **state)
{
	(void)state;
	assert_true(tell("code", world.mentor));
	assert_int_equal(ends_at() - c.now, 600);
	assert_int_equal(
	    one(SQL("SELECT lane FROM outbox"), NO_BIND), LANE_CODE);
}

/* ---- how often ---- */

static void telling_the_same_twice_is_telling_it_once(void **state)
{
	(void)state;
	db_begin(&c);
	notice_tell(&c, "won", world.amir, 9);
	notice_tell(&c, "won", world.amir, 9);
	notice_tell(&c, "won", world.amir, 10);
	notice_tell(&c, "taken", world.amir, 9);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(left("won", world.amir), 2);
	assert_int_equal(left("taken", world.amir), 1);
}

static void an_answer_comes_as_often_as_it_was_asked_for(void **state)
{
	(void)state;
	db_begin(&c);
	notice_answer(&c, "call", world.amir, 0);
	notice_answer(&c, "call", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(left("call", world.amir), 2);
}

static void a_key_says_what_is_the_same(void **state)
{
	struct notice_to to = {
		.kind = "followup_due", .person = world.mentor, .key = "i dag"
	};

	(void)state;
	assert_true(leave(&to));
	assert_false(leave(&to));
	to.key = "i morgen";
	assert_true(leave(&to));
}

static void a_question_carries_its_guard(void **state)
{
	const struct notice_to to = { .kind = "offer",
		.person = world.amir,
		.about = 9,
		.expires_at = c.now + DAY,
		.guard = 9 };

	(void)state;
	assert_true(leave(&to));
	assert_int_equal(one(SQL("SELECT guard_id FROM outbox"), NO_BIND), 9);
}

static void what_is_off_within_hours_goes_at_any_hour(void **state)
{
	int64_t night = instant("2026-03-04T22:00");
	int64_t morning = instant("2026-03-05T07:00");

	(void)state;
	assert_int_equal(
	    notice_opens("cancelled", night, night + 12 * HOUR - 1), night);
	assert_int_equal(
	    notice_opens("cancelled", night, night + 12 * HOUR), morning);
	assert_int_equal(
	    notice_opens("cancelled_paid", night, night + HOUR), night);
	assert_int_equal(notice_opens("coming", night, night + HOUR), morning);
	assert_int_equal(notice_opens("coming", morning, 0), morning);
}

/* ---- the table ---- */

static void each_kind_is_there_once_and_has_its_words(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	assert_true(count > 30);
	for (size_t i = 0; i < count; i++) {
		const char *sms = mem_printf(
		    &c, "www/messages/da/%s.sms", all[i].kind);

		assert_int_equal(access(sms, R_OK), 0);
		assert_ptr_equal(notice_find(all[i].kind), &all[i]);
		/* Only who asks knows until when the question is good. */
		assert_int_equal(all[i].keeps == 0,
		    strcmp(all[i].kind, "offer") == 0 ||
			strcmp(all[i].kind, "again") == 0 ||
			strcmp(all[i].kind, "tomorrow") == 0 ||
			strcmp(all[i].kind, "coming") == 0 ||
			strcmp(all[i].kind, "changed") == 0 ||
			strcmp(all[i].kind, "new_time") == 0 ||
			strcmp(all[i].kind, "cancelled") == 0 ||
			strcmp(all[i].kind, "cancelled_paid") == 0 ||
			strcmp(all[i].kind, "terms_due") == 0 ||
			strcmp(all[i].kind, "day") == 0);
		/* What goes at night goes to who has just written. */
		if (all[i].window == WINDOW_AT_ONCE)
			assert_true(all[i].lane <= LANE_OFFER ||
			    strcmp(all[i].kind, "hours_unclear") == 0);
	}
}

static void find_what_is_not_there(void)
{
	notice_find("findes_ikke");
}

static void an_unknown_kind_ends_the_program(void **state)
{
	const char *said;

	(void)state;
	assert_int_equal(run_apart(find_what_is_not_there, &said), -SIGABRT);
	assert_non_null(strstr(said, "notice.unknown kind=findes_ikke"));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_sms_is_for_who_has_a_phone_a_mail_for_who_has_none),
		TEST(both_means_as_far_as_we_have_them),
		TEST(a_code_goes_by_mail_or_by_sms_to_who_has_none),
		TEST(who_cannot_be_reached_is_not_written_to),
		TEST(who_said_stop_gets_no_sms_but_codes_and_receipts),
		TEST(each_kind_waits_for_its_window),
		TEST(nobody_is_woken_by_a_mail),
		TEST(a_notice_for_later_waits_till_then),
		TEST(what_would_come_too_late_is_not_left),
		TEST(a_code_is_good_for_ten_minutes),
		TEST(telling_the_same_twice_is_telling_it_once),
		TEST(an_answer_comes_as_often_as_it_was_asked_for),
		TEST(a_key_says_what_is_the_same),
		TEST(a_question_carries_its_guard),
		TEST(what_is_off_within_hours_goes_at_any_hour),
		TEST(each_kind_is_there_once_and_has_its_words),
		TEST(an_unknown_kind_ends_the_program),
	};

	return cmocka_run_group_tests_name("notice", tests, NULL, NULL);
}
