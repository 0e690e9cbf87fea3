/* What may change between the moment in which a message was left, or claimed,
 * and the one in which it is to begin: its time runs out (I3), it is taken back
 * (I4), its hours end (I11). */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "attention.h"
#include "breaker.h"
#include "message.h"
#include "notice.h"
#include "notifier.h"

static struct tmpls *words;
static size_t sent;

static int words_open(void **state)
{
	char why[200];

	words = messages_load("www", why);
	return words != NULL ? world_open(state) : -1;
}

static int words_close(void **state)
{
	tmpls_free(words);
	return world_close(state);
}

static void pretend(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)with;
	(void)via;
	sent += count;
	for (size_t i = 0; i < count; i++)
		batch[i].outcome = OUTCOME_ACCEPTED;
}

static const struct provider pretended = { .name = "pretended",
	.send = pretend };

static size_t deliver(const char *channel, const struct provider *via)
{
	size_t n;

	sent = 0;
	n = deliver_due(&c, channel, via, words, 1);
	next();
	return n;
}

static const char *state_of(const char *kind)
{
	return one_text(SQL("SELECT state FROM outbox WHERE kind = $1"
			    " AND channel = 'sms'"),
	    BIND(TEXT(kind)));
}

static void tell(const char *kind, int64_t person, int64_t about)
{
	db_begin(&c);
	notice_tell(&c, kind, person, about);
	assert_int_equal(db_commit(&c), OK);
}

static int64_t of_the(const char *what)
{
	if (strcmp(what, "next_at") == 0)
		return one(SQL("SELECT next_at FROM outbox"), NO_BIND);
	return one(SQL("SELECT tries FROM outbox"), NO_BIND);
}

/* I11: as after an evening on which the gateway was away. */
static void what_waited_past_its_hours_goes_when_they_begin_anew(void **state)
{
	(void)state;
	at("2026-03-02T19:59");
	db_begin(&c);
	notice_answer(&c, "hours_agreed", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	at("2026-03-02T20:00");
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 1);
	assert_int_equal(sent, 0);
	assert_string_equal(state_of("hours_agreed"), "queued");
	assert_int_equal(of_the("next_at"), instant("2026-03-03T08:00"));
	assert_int_equal(of_the("tries"), 0);
	assert_int_equal(breaker_room(&c, "pretended", 64), 64);
	c.now = instant("2026-03-03T07:59");
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 0);
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
}

static void what_would_then_be_too_late_is_for_a_person(void **state)
{
	(void)state;
	at("2026-03-02T19:59");
	tell("followup_due", world.mentor, 0); /* for the next morning */
	change(SQL("UPDATE outbox SET next_at = $1, expires_at = $2"),
	    BIND(INT(c.now), INT(c.now + HOUR)));
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 1);
	assert_int_equal(sent, 0);
	assert_string_equal(state_of("followup_due"), "dead");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
	/* Nobody is woken by a mail. */
	assert_int_equal(deliver(OUTBOX_MAIL, &pretended), 1);
	assert_int_equal(sent, 1);
}

/* A gateway that is so slow that the world changes meanwhile. */
static bool (*meanwhile)(struct ctx *with, const struct outgoing *m);
static bool may_begin;
static const char *by = OUTBOX_SMS;

static void take_its_time(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)via;
	for (size_t i = 0; i < count; i++) {
		if (!meanwhile(with, &batch[i]))
			abort();
		may_begin = deliver_may_begin(with, by, &batch[i]);
		if (may_begin)
			batch[i].outcome = OUTCOME_ACCEPTED;
	}
}

static const struct provider slow = { .name = "slow", .send = take_its_time };

static bool nothing_happens(struct ctx *with, const struct outgoing *m)
{
	(void)with;
	(void)m;
	return true;
}

static bool they_say_stop(struct ctx *with, const struct outgoing *m)
{
	db_begin(with);
	outbox_suppress(with, m->claimed.person);
	return db_commit(with) == OK;
}

static bool it_is_taken_back(struct ctx *with, const struct outgoing *m)
{
	db_begin(with);
	outbox_cancel(with, m->claimed.kind, m->claimed.about);
	return db_commit(with) == OK;
}

static bool its_time_runs_out(struct ctx *with, const struct outgoing *m)
{
	with->now = m->claimed.expires_at;
	return true;
}

static bool night_comes(struct ctx *with, const struct outgoing *m)
{
	(void)m;
	with->now = instant("2026-03-02T21:00");
	return true;
}

/* I3, I4, I11. */
static void what_changed_meanwhile_counts_when_it_is_to_begin(void **state)
{
	static const struct {
		bool (*what)(struct ctx *with, const struct outgoing *m);
		const char *state;
		int64_t people; /* who have to see to it */
	} changes[] = { { nothing_happens, "accepted", 0 },
		{ they_say_stop, "cancelled", 0 },
		{ it_is_taken_back, "cancelled", 0 },
		{ its_time_runs_out, "dead", 1 },
		{ night_comes, "queued", 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		change(SQL("DELETE FROM attention"), NO_BIND);
		change(SQL("DELETE FROM attempt"), NO_BIND);
		change(SQL("DELETE FROM outbox"), NO_BIND);
		at("2026-03-02T19:00");
		tell("ceiling", world.amir, 0);
		change(SQL("UPDATE outbox SET about_id = 9"), NO_BIND);
		if (changes[i].what == its_time_runs_out)
			change(SQL("UPDATE outbox SET expires_at = $1"),
			    BIND(INT(c.now + 30)));
		meanwhile = changes[i].what;
		assert_int_equal(deliver(OUTBOX_SMS, &slow), 1);
		assert_int_equal(may_begin, i == 0);
		assert_string_equal(state_of("ceiling"), changes[i].state);
		assert_int_equal(waiting(ATTENTION_FAILED), changes[i].people);
	}
}

/* A mail wakes nobody, and is taken back as an SMS is. */
static void a_mail_may_begin_at_night_but_not_when_taken_back(void **state)
{
	(void)state;
	at("2026-03-02T19:00");
	tell("ceiling", world.amir, 0);
	change(
	    SQL("UPDATE outbox SET about_id = 9, channel = 'mail'"), NO_BIND);
	is_reached(world.amir, "4520000101", "amir@x.dk");
	may_begin = true;
	by = OUTBOX_MAIL;
	meanwhile = it_is_taken_back;
	assert_int_equal(deliver(OUTBOX_MAIL, &slow), 1);
	assert_false(may_begin);
	change(
	    SQL("UPDATE outbox SET state = 'queued', recalled = 0"), NO_BIND);
	meanwhile = night_comes;
	assert_int_equal(deliver(OUTBOX_MAIL, &slow), 1);
	assert_true(may_begin);
	by = OUTBOX_SMS;
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_waited_past_its_hours_goes_when_they_begin_anew),
		TEST(what_would_then_be_too_late_is_for_a_person),
		TEST(what_changed_meanwhile_counts_when_it_is_to_begin),
		TEST(a_mail_may_begin_at_night_but_not_when_taken_back),
	};

	return cmocka_run_group_tests_name("deliver_begin", tests, NULL, NULL);
}
