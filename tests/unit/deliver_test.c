#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attention.h"
#include "message.h"
#include "notice.h"
#include "notifier.h"
#include "offer.h"
#include "settings.h"

static struct tmpls *words;
static char sms_dir[240], mail_dir[240];

static int words_open(void **state)
{
	char why[200];

	if (world_open(state) != 0)
		return -1;
	snprintf(sms_dir, sizeof sms_dir, "%s/sms", folder);
	snprintf(mail_dir, sizeof mail_dir, "%s/mail", folder);
	settings.sms_folder = sms_dir;
	settings.mail_folder = mail_dir;
	words = messages_load("www", why);
	return words != NULL ? 0 : -1;
}

static int words_close(void **state)
{
	tmpls_free(words);
	return world_close(state);
}

/* ---- a provider that does as it is told ---- */

static enum outcome told;
static bool stopped;
static size_t batches, sent;
static char heard[4000]; /* of the last batch, a line each */

static void pretend(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)via;
	size_t n = 0;

	(void)with;
	batches++;
	sent += count;
	heard[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		n += (size_t)snprintf(heard + n, sizeof heard - n, "%s %s\n",
		    batch[i].claimed.kind,
		    batch[i].words.phone ? batch[i].words.phone : "-");
		batch[i].outcome = told;
		batch[i].why = "told so";
		batch[i].stopped = stopped;
		/* What is being sent is on disk as being sent. */
		if (strcmp(one_text(SQL("SELECT state FROM outbox"
					" WHERE id = $1"),
			       BIND(INT(batch[i].claimed.id))),
			"sending") != 0)
			abort();
	}
}

static const struct provider pretended = { .name = "pretended",
	.send = pretend };

static size_t deliver(const char *channel, const struct provider *via)
{
	size_t n;

	batches = sent = 0;
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

/* ---- a pass ---- */

static void nothing_due_is_nothing_done(void **state)
{
	(void)state;
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 0);
	assert_int_equal(batches, 0);
}

static void what_is_due_is_composed_sent_and_written_down(void **state)
{
	(void)state;
	post_on("2026-03-05", 1);
	told = OUTCOME_ACCEPTED;
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 2);
	assert_int_equal(batches, 1);
	assert_non_null(strstr(heard, "offer 4520000101\n"));
	assert_non_null(strstr(heard, "task_open 4520000901\n"));
	assert_string_equal(state_of("offer"), "accepted");
	assert_string_equal(one_text(SQL("SELECT why FROM outbox"
					 " WHERE kind = 'offer'"),
				NO_BIND),
	    "told so");
	assert_string_equal(one_text(SQL("SELECT provider FROM outbox"
					 " WHERE kind = 'offer'"),
				NO_BIND),
	    "pretended");
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 0);
}

static void what_has_no_words_is_never_sent(void **state)
{
	(void)state;
	tell("won", world.amir, 12345); /* an engagement that is none */
	tell("call", world.bakery.contact, 0);
	told = OUTCOME_ACCEPTED;
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 2);
	assert_int_equal(sent, 1);
	assert_string_equal(heard, "call 4520000901\n");
	assert_string_equal(state_of("won"), "dead");
	assert_string_equal(state_of("call"), "accepted");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void each_ends_as_it_was_told(void **state)
{
	static const struct {
		enum outcome outcome;
		const char *state;
	} cases[] = { { OUTCOME_SAFE, "queued" }, { OUTCOME_REFUSED, "queued" },
		{ OUTCOME_DOWN, "queued" }, { OUTCOME_PERMANENT, "dead" },
		{ OUTCOME_UNCERTAIN, "uncertain" } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		change(SQL("DELETE FROM breaker"), NO_BIND);
		change(SQL("DELETE FROM attempt"), NO_BIND);
		change(SQL("DELETE FROM outbox"), NO_BIND);
		tell("call", world.amir, 0);
		told = cases[i].outcome;
		assert_int_equal(deliver(OUTBOX_SMS, &pretended), 1);
		assert_string_equal(state_of("call"), cases[i].state);
	}
}

/* As Twilio says with 21610. */
static void who_told_the_provider_stop_is_not_asked_again(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	told = OUTCOME_PERMANENT;
	stopped = true;
	deliver(OUTBOX_SMS, &pretended);
	stopped = false;
	assert_string_equal(one_text(SQL("SELECT sms FROM person"
					 " WHERE id = $1"),
				BIND(INT(world.amir))),
	    "stop");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_string_equal(state_of("offer"), "dead");
	assert_int_equal(left("stop", world.amir), 0);
}

static void a_batch_has_its_measure(void **state)
{
	(void)state;
	for (int i = 0; i < OUTBOX_BATCH_MOST + 6; i++)
		tell("call",
		    add_person(
			"Bo", mem_printf(&c, "4521%06d", i), NULL, "start"),
		    0);
	told = OUTCOME_ACCEPTED;
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), OUTBOX_BATCH_MOST);
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 6);
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 0);
}

static void what_is_not_on_disk_is_not_sent(void **state)
{
	(void)state;
	tell("call", world.amir, 0);
	change(SQL("ALTER TABLE attempt RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 0);
	assert_int_equal(batches, 0);
	change(SQL("ALTER TABLE elsewhere RENAME TO attempt"), NO_BIND);
	assert_string_equal(state_of("call"), "queued");
	told = OUTCOME_ACCEPTED;
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 1);
}

static void a_thread_of_two_takes_its_share(void **state)
{
	(void)state;
	tell("call", world.amir, 0);
	tell("call", world.bakery.contact, 0);
	told = OUTCOME_ACCEPTED;
	assert_int_equal(
	    deliver_at_most(&c, OUTBOX_SMS, &pretended, words, 1, 1), 1);
	assert_int_equal(deliver(OUTBOX_SMS, &pretended), 1);
}

/* ---- what cannot be written down afterwards ---- */

static void break_the_books(struct ctx *with, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)via;
	(void)batch;
	(void)count;
	db_begin(with);
	db_run(with, SQL("ALTER TABLE attempt RENAME TO elsewhere"), NO_BIND);
	if (db_commit(with) != OK)
		abort();
}

static void deliver_breaking(void)
{
	static const struct provider breaking = { .name = "breaking",
		.send = break_the_books };

	deliver_due(&c, OUTBOX_SMS, &breaking, words, 1);
}

/* Ending is how the next run comes to call it uncertain. */
static void what_cannot_be_written_down_ends_the_notifier(void **state)
{
	const char *said;

	(void)state;
	tell("call", world.amir, 0);
	next();
	assert_int_equal(run_apart(deliver_breaking, &said), EXIT_FAILURE);
	assert_non_null(strstr(said, "deliver.unrecorded count=1"));
	change(SQL("ALTER TABLE elsewhere RENAME TO attempt"), NO_BIND);
	assert_string_equal(state_of("call"), "sending");
	assert_int_equal(outbox_begin_run(&c), 1);
	change(SQL("UPDATE attempt SET epoch = 0"), NO_BIND);
	assert_int_equal(outbox_begin_run(&c), 2);
	assert_string_equal(state_of("call"), "uncertain");
}

/* ---- folders ---- */

static char *read_only_file(const char *dir, const char *ending)
{
	char *text = mem_alloc(&c, 8192);
	DIR *d = opendir(dir);
	struct dirent *entry;
	FILE *f = NULL;

	assert_non_null(d);
	while ((entry = readdir(d)) != NULL)
		if (strstr(entry->d_name, ending) != NULL) {
			assert_null(f);
			f = fopen(
			    mem_printf(&c, "%s/%s", dir, entry->d_name), "r");
		}
	closedir(d);
	assert_non_null(f);
	assert_true(fread(text, 1, 8191, f) > 0);
	fclose(f);
	return text;
}

static void an_sms_is_put_in_its_folder(void **state)
{
	(void)state;
	tell("call", world.amir, 0);
	assert_int_equal(
	    deliver(OUTBOX_SMS, provider_find(OUTBOX_SMS, "folder")), 1);
	assert_string_equal(state_of("call"), "accepted");
	assert_string_equal(read_only_file(settings.sms_folder, ".sms"),
	    mem_printf(&c,
		"To: 4520000101\nAt: %" PRId64 "\n\n"
		"Tak, fordi du siger det. Vi ringer fra 20 00 00 00 i dag"
		" eller næste hverdag mellem kl 9 og 15. Du kan også selv"
		" ringe til os.\n",
		c.now));
}

static void a_mail_is_put_in_its_folder(void **state)
{
	(void)state;
	tell("code", world.mentor, 7);
	assert_int_equal(
	    deliver(OUTBOX_MAIL, provider_find(OUTBOX_MAIL, "folder")), 1);
	assert_non_null(strstr(read_only_file(settings.mail_folder, ".eml"),
	    "\r\nTo: <jonas@example.dk>\r\nSubject: Din kode\r\n"));
}

static void a_mail_that_cannot_be_put_in_words_is_given_up(void **state)
{
	(void)state;
	is_reached(world.amir, NULL, "x@y.dk>");
	tell("call", world.amir, 0);
	assert_int_equal(
	    deliver(OUTBOX_MAIL, provider_find(OUTBOX_MAIL, "folder")), 1);
	assert_string_equal(
	    one_text(SQL("SELECT state || ': ' || why FROM outbox"), NO_BIND),
	    "dead: the address is none that can be sent to");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

static void a_folder_that_cannot_be_written_is_tried_again(void **state)
{
	(void)state;
	settings.sms_folder = "/findes/ikke";
	tell("call", world.amir, 0);
	assert_int_equal(
	    deliver(OUTBOX_SMS, provider_find(OUTBOX_SMS, "folder")), 1);
	assert_string_equal(state_of("call"), "queued");
}

static void null_takes_everything_and_sends_nothing(void **state)
{
	(void)state;
	tell("call", world.amir, 0);
	assert_int_equal(
	    deliver(OUTBOX_SMS, provider_find(OUTBOX_SMS, "null")), 1);
	assert_string_equal(state_of("call"), "accepted");
	assert_null(opendir(settings.sms_folder));
}

/* ---- the calendar ---- */

static void the_calendar_leaves_what_is_due(void **state)
{
	int64_t engagement = amir_comes("2026-03-03"), task;

	(void)state;
	task = post_on("2026-03-05", 1);
	at("2026-03-04T09:00");
	schedule(&c);
	next();
	c.now = instant("2026-03-04T09:00");
	assert_string_equal(offer_state(task, world.amir), "expired");
	assert_int_equal(left("hours_ask", world.bakery.contact), 2);
	assert_int_equal(left("followup_due", world.mentor), 2);
	/* The same pass again finds it done. */
	schedule(&c);
	assert_int_equal(left("hours_ask", world.bakery.contact), 2);
	assert_int_equal(left("followup_due", world.mentor), 2);
	assert_int_equal(one(SQL("SELECT count(*) FROM engagement"
				 " WHERE id = $1 AND hours = 'asked'"),
			     BIND(INT(engagement))),
	    1);
	at("2026-03-05T09:00");
	schedule(&c);
	next();
	assert_string_equal(one_text(SQL("SELECT state FROM task"
					 " WHERE id = $1"),
				BIND(INT(task))),
	    "over");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_due_is_nothing_done),
		TEST(what_is_due_is_composed_sent_and_written_down),
		TEST(what_has_no_words_is_never_sent),
		TEST(each_ends_as_it_was_told),
		TEST(who_told_the_provider_stop_is_not_asked_again),
		TEST(a_batch_has_its_measure),
		TEST(what_is_not_on_disk_is_not_sent),
		TEST(a_thread_of_two_takes_its_share),
		TEST(what_cannot_be_written_down_ends_the_notifier),
		TEST(an_sms_is_put_in_its_folder),
		TEST(a_mail_is_put_in_its_folder),
		TEST(a_mail_that_cannot_be_put_in_words_is_given_up),
		TEST(a_folder_that_cannot_be_written_is_tried_again),
		TEST(null_takes_everything_and_sends_nothing),
		TEST(the_calendar_leaves_what_is_due),
	};

	return cmocka_run_group_tests_name("deliver", tests, NULL, NULL);
}
