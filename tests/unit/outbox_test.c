#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "attention.h"
#include "notifier.h"
#include "offer.h"
#include "outbox.h"
#include "person.h"

#define EPOCH 7

static int64_t ida;

static int two_people(void **state)
{
	if (world_open(state) != 0)
		return -1;
	ida = add_citizen("Ida");
	return 0;
}

/* A notice for the person, two days long; its id. */
static int64_t leave(const char *kind, enum lane lane, int64_t person)
{
	const struct outbox_new n = { .kind = kind,
		.channel = OUTBOX_SMS,
		.lane = lane,
		.person = person,
		.about = 9,
		.key = mem_printf(&c, "%" PRId64, db_new_id(&c)),
		.not_before = c.now,
		.expires_at = c.now + 2 * DAY };

	db_begin(&c);
	assert_true(outbox_add(&c, &n));
	assert_int_equal(db_commit(&c), OK);
	return one(SQL("SELECT max(id) FROM outbox"), NO_BIND);
}

/* One pass of the SMS channel: what it takes. */
static const struct claimed *claim(size_t most, size_t *count)
{
	return outbox_claim(&c, OUTBOX_SMS, "kannel", EPOCH, most, count);
}

static size_t claims(void)
{
	size_t count;

	claim(OUTBOX_BATCH_MOST, &count);
	return count;
}

static struct claimed claim_one(void)
{
	size_t count;
	const struct claimed *all = claim(1, &count);

	assert_int_equal(count, 1);
	return all[0];
}

static void record(const struct claimed *m, enum outcome outcome)
{
	db_begin(&c);
	outbox_record(&c, m, outcome, NULL, "why", 0);
	assert_int_equal(db_commit(&c), OK);
}

static const char *state_of(int64_t id)
{
	return one_text(
	    SQL("SELECT state FROM outbox WHERE id = $1"), BIND(INT(id)));
}

static int64_t next_of(int64_t id)
{
	return one(
	    SQL("SELECT next_at FROM outbox WHERE id = $1"), BIND(INT(id)));
}

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
	person_set_sms(&c, world.amir, "stop");
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

/* ---- claiming ---- */

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

/* ---- how it went ---- */

static void what_is_accepted_is_never_sent_again(void **state)
{
	struct claimed m;
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	m = claim_one();
	db_begin(&c);
	outbox_record(&c, &m, OUTCOME_ACCEPTED, "their-1", "accepted", 0);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "accepted");
	assert_string_equal(
	    one_text(SQL("SELECT provider_ref FROM outbox"), NO_BIND),
	    "their-1");
	assert_string_equal(one_text(SQL("SELECT outcome FROM attempt"
					 " WHERE ended_at = $1"),
				BIND(INT(c.now))),
	    "accepted");
	c.now += DAY;
	assert_int_equal(claims(), 0);
}

static void what_did_not_go_is_tried_again_after_a_while(void **state)
{
	static const enum outcome again[] = { OUTCOME_SAFE, OUTCOME_REFUSED };

	(void)state;
	for (size_t i = 0; i < COUNT(again); i++) {
		int64_t id = leave("won", LANE_OFFER, world.amir);
		struct claimed m = claim_one();

		record(&m, again[i]);
		assert_string_equal(state_of(id), "queued");
		assert_in_range(next_of(id), c.now + 1, c.now + 5);
		assert_int_equal(claims(), 0);
		c.now += 5;
		m = claim_one();
		assert_int_equal(m.id, id);
		assert_int_equal(m.tries, 2);
		record(&m, OUTCOME_ACCEPTED);
	}
}

static void a_provider_that_says_when_is_believed(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	db_begin(&c);
	outbox_record(&c, &m, OUTCOME_REFUSED, NULL, "http 429", 3607);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(next_of(id), c.now + 3607);
}

static void after_the_last_try_a_person_is_told(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	for (int i = 1; i <= OUTBOX_TRIES_MOST; i++) {
		struct claimed m = claim_one();

		assert_int_equal(waiting(ATTENTION_FAILED), 0);
		record(&m, OUTCOME_SAFE);
		c.now += 600;
	}
	assert_string_equal(state_of(id), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
	assert_int_equal(claims(), 0);
}

static void a_provider_that_refuses_us_is_asked_once_a_minute(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	record(&m, OUTCOME_DOWN);
	assert_string_equal(state_of(id), "queued");
	assert_int_equal(next_of(id), c.now + OUTBOX_DOWN_WAIT);
	c.now += OUTBOX_DOWN_WAIT;
	assert_int_equal(claim_one().tries, 1); /* it was no try of its own */
}

/* I12: ten minutes of 401, and no message is given up for it. */
static void a_provider_that_refuses_us_costs_no_message(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	for (int second = 0; second < 600; second++) {
		size_t count;
		const struct claimed *m = claim(1, &count);

		if (count == 1)
			record(&m[0], OUTCOME_DOWN);
		next();
		c.now++;
	}
	assert_string_equal(state_of(id), "queued");
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
}

static void what_would_come_too_late_is_given_up_now(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m;

	(void)state;
	c.now += 2 * DAY - 100;
	m = claim_one();
	db_begin(&c);
	outbox_record(&c, &m, OUTCOME_REFUSED, NULL, "http 503", 100);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void what_is_refused_for_good_is_for_a_person(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();
	struct outbox_row row;

	(void)state;
	record(&m, OUTCOME_PERMANENT);
	assert_string_equal(state_of(id), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
	assert_true(outbox_load(&c, id, &row));
	assert_string_equal(row.why, "why");
	assert_string_equal(row.channel, OUTBOX_SMS);
	assert_int_equal(row.person, world.amir);
	assert_int_equal(row.about, 9);
	assert_false(outbox_load(&c, 12345, &row));
}

static void what_is_uncertain_is_never_sent_again(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);
	struct claimed m = claim_one();

	(void)state;
	record(&m, OUTCOME_UNCERTAIN);
	assert_string_equal(state_of(id), "uncertain");
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 1);
	for (int i = 0; i < 50; i++, c.now += HOUR) {
		assert_int_equal(claims(), 0);
		db_begin(&c);
		outbox_expire(&c);
		assert_int_equal(db_commit(&c), OK);
	}
	assert_int_not_equal(outbox_begin_run(&c), 0);
	assert_int_equal(claims(), 0);
	assert_string_equal(state_of(id), "uncertain");
}

static void a_code_that_fails_is_asked_for_anew_by_whoever_missed_it(
    void **state)
{
	static const enum outcome ends[] = { OUTCOME_PERMANENT,
		OUTCOME_UNCERTAIN };

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct claimed m;

		leave("code", LANE_CODE, world.amir);
		m = claim_one();
		record(&m, ends[i]);
	}
	leave("code", LANE_CODE, world.amir);
	c.now += 2 * DAY;
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 0);
}

static void what_could_not_go_in_time_is_for_a_person(void **state)
{
	int64_t id = leave("won", LANE_OFFER, world.amir);

	(void)state;
	c.now += 2 * DAY - 1;
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "queued");
	c.now++;
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(id), "expired");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void the_wait_doubles_up_to_a_ceiling(void **state)
{
	static const struct {
		const char *channel;
		int64_t tries, most;
	} steps[] = { { OUTBOX_SMS, 1, 5 }, { OUTBOX_SMS, 2, 10 },
		{ OUTBOX_SMS, 3, 20 }, { OUTBOX_SMS, 7, 320 },
		{ OUTBOX_SMS, 8, 600 }, { OUTBOX_SMS, 9, 600 },
		{ OUTBOX_SMS, 1000, 600 }, { OUTBOX_MAIL, 1, 30 },
		{ OUTBOX_MAIL, 2, 60 }, { OUTBOX_MAIL, 7, 1920 },
		{ OUTBOX_MAIL, 8, 3600 }, { OUTBOX_MAIL, INT64_MAX, 3600 } };

	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		int64_t most = steps[i].most, seen = 0;

		/* Full jitter: every second of the step, and no other. */
		for (uint32_t r = 0; r < 8000; r++) {
			int64_t wait = outbox_delay(
			    steps[i].channel, steps[i].tries, r);

			assert_in_range(wait, 1, most);
			seen = wait > seen ? wait : seen;
		}
		assert_int_equal(seen, most);
		assert_in_range(
		    outbox_delay(steps[i].channel, steps[i].tries, UINT32_MAX),
		    1, most);
	}
}

/* ---- a new run ---- */

static void a_new_run_calls_open_tries_uncertain(void **state)
{
	int64_t open = leave("won", LANE_OFFER, world.amir), ended;
	int64_t epoch = outbox_begin_run(&c);
	struct claimed m;
	size_t count;

	(void)state;
	assert_int_equal(epoch, 1);
	outbox_claim(&c, OUTBOX_SMS, "kannel", epoch, 64, &count);
	assert_int_equal(count, 1);
	ended = leave("won", LANE_OFFER, ida);
	m = outbox_claim(&c, OUTBOX_SMS, "kannel", epoch, 64, &count)[0];
	record(&m, OUTCOME_ACCEPTED);

	assert_int_equal(outbox_begin_run(&c), 2);
	assert_string_equal(state_of(open), "uncertain");
	assert_string_equal(state_of(ended), "accepted");
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 1);
	assert_int_equal(one(SQL("SELECT count(*) FROM attempt"
				 " WHERE ended_at IS NULL"),
			     NO_BIND),
	    0);
	assert_int_equal(outbox_begin_run(&c), 3);
	assert_int_equal(waiting(ATTENTION_UNCERTAIN), 1);
	assert_int_equal(claims(), 0);
}

/* ---- reports ---- */

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
		TEST(a_try_is_on_disk_before_it_is_made),
		TEST(what_is_on_its_way_is_not_claimed_again),
		TEST(a_person_gets_one_at_a_time_in_order),
		TEST(others_do_not_wait_for_that_person),
		TEST(an_older_one_that_is_due_goes_first_whatever_its_lane),
		TEST(an_older_one_that_is_not_due_holds_nothing_back),
		TEST(codes_pass_whatever_waits),
		TEST(lanes_go_in_their_order),
		TEST(nothing_goes_before_its_time),
		TEST(nothing_goes_after_its_time),
		TEST(a_channel_takes_only_its_own),
		TEST(who_said_stop_gets_only_codes_and_mail),
		TEST(a_question_goes_only_while_it_is_open),
		TEST(a_question_goes_only_while_a_no_is_signed_as_free),
		TEST(what_cannot_be_written_down_is_not_claimed),
		TEST(what_is_accepted_is_never_sent_again),
		TEST(what_did_not_go_is_tried_again_after_a_while),
		TEST(a_provider_that_says_when_is_believed),
		TEST(after_the_last_try_a_person_is_told),
		TEST(a_provider_that_refuses_us_is_asked_once_a_minute),
		TEST(a_provider_that_refuses_us_costs_no_message),
		TEST(what_would_come_too_late_is_given_up_now),
		TEST(what_is_refused_for_good_is_for_a_person),
		TEST(what_is_uncertain_is_never_sent_again),
		TEST(a_code_that_fails_is_asked_for_anew_by_whoever_missed_it),
		TEST(what_could_not_go_in_time_is_for_a_person),
		TEST(the_wait_doubles_up_to_a_ceiling),
		TEST(a_new_run_calls_open_tries_uncertain),
		TEST(a_report_settles_what_was_uncertain),
		TEST(what_did_not_arrive_is_for_a_person),
		TEST(a_report_may_come_before_the_answer),
		TEST(nobody_is_asked_about_what_has_been_reported),
		TEST(a_report_of_what_never_went_changes_nothing),
		TEST(reports_in_any_order_end_the_same),
		TEST(each_order_of_reports_ends_the_same),
		TEST(what_arrived_after_all_waits_for_nobody),
		TEST(a_person_resolves_what_failed_and_it_stays_so),
		TEST(the_next_instant_is_the_earliest_that_waits),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
