#include "compose.h"

#include <string.h>
#include <unistd.h>

#include "attention.h"
#include "citizen.h"
#include "erase.h"
#include "followup.h"
#include "hook.h"
#include "hours.h"
#include "leave.h"
#include "link.h"
#include "match.h"
#include "municipality.h"
#include "person.h"
#include "settings.h"
#include "signin.h"

#define AMIR "4520000101"

static const char *ledger(void)
{
	return mem_printf(&c, "%s/erased", folder);
}

static int64_t of(struct sql sql, int64_t person)
{
	return one(sql, BIND(INT(person)));
}

/* Amir has worked, all his follow-ups are done, and nothing is open. */
static void finish(void)
{
	live_through();
	change(SQL("UPDATE course SET ended_at = $1"), BIND(INT(c.now)));
}

/* Everything a person may leave behind. */
static void leave_traces(int64_t id)
{
	static const struct hook_field fields[] = { { "from", AMIR },
		{ "text", "Hej" }, { 0 } };
	struct signin in = { .device = "Linux" };
	struct session s;
	const struct hook *h;
	int64_t away;
	size_t count;

	assert_int_equal(
	    hook_store(&c, "folder", HOOK_INBOUND, "1", fields), OK);
	h = hook_new(&c, 1, &count);
	app_code(id);
	db_begin(&c);
	hook_done(&c, h->id, id);
	session_open(&c, id, &in, false, &s);
	link_url(&c, LINK_OFFER, id, lived.offer, c.now + DAY);
	person_give_role(&c, id, world.municipality, ROLE_LEADER, c.now + 1);
	citizen_needs(&c, id, "ro", "must");
	citizen_willing(&c, id, "opvask");
	citizen_tick(&c, id, "nøgle", 0, world.consultant);
	citizen_exclude(&c, id, world.bakery.place, world.consultant);
	citizen_available_on(&c, id, clock_midnight(c.now), 0, 60, true);
	attention_add(&c, ATTENTION_WORDS, id, 0, "Hvem er I?");
	notice_tell(&c, "call", id, 0);
	db_run(&c,
	    SQL("INSERT INTO delivery (id, outbox_id, again_id, why, asked_by,"
		" asked_at) SELECT 1, min(id), max(id), 'x', $2, 0 FROM outbox"
		" WHERE person_id = $1"),
	    BIND(INT(id), INT(world.consultant)));
	assert_int_equal(
	    leave_add(&c,
		&(struct leave) {
		    .person = id, .from_on = c.now, .until_on = c.now + DAY },
		&away),
	    OK);
	assert_int_equal(db_commit(&c), OK);
	c.now += 2;
}

/* ---- what is gone ---- */

static void who_is_erased_has_no_name_and_is_not_found(void **state)
{
	struct person p;
	struct message m;

	(void)state;
	finish();
	assert_int_equal(erase_person(&c, world.amir), OK);
	assert_true(person_load(&c, world.amir, &p));
	assert_true(p.erased);
	assert_string_equal(p.given_name, "");
	assert_null(p.phone);
	assert_null(p.email);
	assert_string_equal(person_full_name(&c, &p), "Slettet person");
	assert_int_equal(person_by_phone(&c, AMIR), 0);
	assert_int_equal(
	    person_find(&c, world.municipality, "amir", 5).count, 0);
	assert_false(compose("call", OUTBOX_SMS, world.amir, 0, &m));
	assert_int_equal(erase_person(&c, world.amir), OK); /* twice is once */
}

struct trace {
	const char *what;
	struct sql count;
};

/* What the first of them is called that there is none of (or any); NULL. */
static const char *trace_of(
    const struct trace *all, size_t count, int64_t person, bool missing)
{
	for (size_t i = 0; i < count; i++)
		if ((of(all[i].count, person) == 0) == missing)
			return all[i].what;
	return NULL;
}

static const char *row_of(int64_t person, bool missing)
{
	const struct trace rows[] = {
		{ "key",
		    SQL("SELECT count(*) FROM person_key"
			" WHERE person_id = $1") },
		{ "session",
		    SQL("SELECT count(*) FROM session"
			" WHERE person_id = $1") },
		{ "factor",
		    SQL("SELECT count(*) FROM factor"
			" WHERE person_id = $1") },
		{ "link",
		    SQL("SELECT count(*) FROM link WHERE person_id = $1") },
		{ "role",
		    SQL("SELECT count(*) FROM person_role"
			" WHERE person_id = $1") },
		{ "need",
		    SQL("SELECT count(*) FROM need WHERE citizen_id = $1") },
		{ "willing",
		    SQL("SELECT count(*) FROM willing"
			" WHERE citizen_id = $1") },
		{ "hours they can",
		    SQL("SELECT count(*) FROM available"
			" WHERE citizen_id = $1") },
		{ "days they can",
		    SQL("SELECT count(*) FROM available_on"
			" WHERE citizen_id = $1") },
		{ "tick",
		    SQL("SELECT count(*) FROM tick WHERE citizen_id = $1") },
		{ "kept apart",
		    SQL("SELECT count(*) FROM excluded"
			" WHERE citizen_id = $1") },
	};

	return trace_of(rows, COUNT(rows), person, missing);
}

static const char *word_of(int64_t person, bool missing)
{
	const struct trace rows[] = {
		{ "SMS of theirs",
		    SQL("SELECT count(*) FROM hook"
			" WHERE person_id = $1"
			"   AND fields <> ''") },
		{ "words of theirs",
		    SQL("SELECT count(*) FROM attention"
			" WHERE person_id = $1"
			"   AND words <> ''") },
		{ "reason to send again",
		    SQL("SELECT count(*) FROM delivery d"
			" JOIN outbox o ON o.id = d.outbox_id"
			" WHERE o.person_id = $1 AND d.why <> ''") },
		{ "absence",
		    SQL("SELECT count(*) FROM leave WHERE person_id = $1") },
		{ "what waits for a person",
		    SQL("SELECT count(*) FROM attention"
			" WHERE person_id = $1 AND closed_at IS NULL") },
		{ "message",
		    SQL("SELECT count(*) FROM outbox"
			" WHERE person_id = $1"
			"   AND state = 'queued'") },
	};

	return trace_of(rows, COUNT(rows), person, missing);
}

static const char *trace(int64_t person, bool missing)
{
	const char *row = row_of(person, missing);

	return row != NULL ? row : word_of(person, missing);
}

static void what_tells_of_them_is_gone(void **state)
{
	const char *what;

	(void)state;
	finish();
	leave_traces(world.amir);
	what = trace(world.amir, true);
	if (what != NULL)
		fail_msg("no %s to begin with", what);
	assert_int_equal(erase_person(&c, world.amir), OK);
	what = trace(world.amir, false);
	if (what != NULL)
		fail_msg("%s is still there", what);
}

static void what_others_rest_on_stays_without_a_name(void **state)
{
	struct hours h;

	(void)state;
	finish();
	assert_int_equal(erase_person(&c, world.amir), OK);
	assert_true(hours_load(&c, lived.engagement, &h));
	assert_int_equal(h.minutes, 150);
	assert_string_equal(h.thanks, "");
	assert_int_equal(of(SQL("SELECT count(*) FROM offer"
				" WHERE citizen_id = $1"),
			     world.amir),
	    1);
	assert_int_equal(of(SQL("SELECT count(*) FROM progression"
				" WHERE citizen_id = $1"),
			     world.amir),
	    1);
}

static void what_they_were_asked_ends(void **state)
{
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(erase_person(&c, world.amir), OK);
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_int_not_equal(match_check(&c, task, world.amir), 0);
	assert_int_equal(of(SQL("SELECT count(*) FROM outbox"
				" WHERE person_id = $1 AND state = 'queued'"),
			     world.amir),
	    0);
}

/* ---- what stands in the way ---- */

static void who_is_to_come_is_not_erased(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	assert_int_equal(erase_blocked(&c, world.amir), ERASE_AGREEMENT);
	assert_int_equal(erase_person(&c, world.amir), ERR_CONFLICT);
	assert_int_equal(access(ledger(), F_OK), -1);
}

static void who_is_followed_is_not_erased(void **state)
{
	(void)state;
	live_through();
	assert_int_equal(erase_blocked(&c, world.amir), ERASE_COURSE);
	assert_int_equal(erase_person(&c, world.amir), ERR_CONFLICT);
	change(SQL("UPDATE course SET ended_at = $1"), BIND(INT(c.now)));
	assert_int_equal(erase_blocked(&c, world.amir), ERASE_FREE);
}

static void whom_people_ask_for_is_not_erased(void **state)
{
	int64_t anne = world.bakery.contact;

	(void)state;
	post_on("2026-03-05", 1);
	assert_int_equal(erase_blocked(&c, anne), ERASE_TASK);
	assert_int_equal(erase_person(&c, anne), ERR_CONFLICT);
	at("2026-03-06T09:00");
	assert_int_equal(erase_person(&c, anne), OK);
}

static void who_works_here_is_not_erased(void **state)
{
	(void)state;
	live_through();
	assert_int_equal(erase_blocked(&c, world.mentor), ERASE_STAFF);
	db_begin(&c);
	person_end_role(&c, world.mentor, ROLE_MENTOR);
	assert_int_equal(db_commit(&c), OK);
	/* A course always has an owner. */
	assert_int_equal(erase_person(&c, world.mentor), ERR_CONFLICT);
	change(SQL("UPDATE course SET ended_at = $1"), BIND(INT(c.now)));
	assert_int_equal(erase_blocked(&c, world.mentor), ERASE_STAFF);
	change(SQL("UPDATE citizen SET mentor_id = $1"),
	    BIND(INT(world.consultant)));
	assert_int_equal(erase_person(&c, world.mentor), OK);
}

static void nobody_is_not_erased(void **state)
{
	(void)state;
	assert_int_equal(erase_person(&c, 12345), ERR_NOT_FOUND);
	assert_int_equal(access(ledger(), F_OK), -1);
}

/* ---- the ledger ---- */

static void without_a_ledger_nothing_is_done(void **state)
{
	struct person p;

	(void)state;
	settings.data_dir = "/findes/ikke";
	assert_int_equal(erase_person(&c, world.amir), ERR_FAILED);
	assert_true(person_load(&c, world.amir, &p));
	assert_string_equal(p.given_name, "Amir");
}

static void assert_amir(bool erased)
{
	struct person p;

	next();
	erase_again(store);
	assert_true(person_load(&c, world.amir, &p));
	assert_int_equal(p.erased, erased);
}

/* The backup is from before, when he was to come: the firm hears of it. */
static void who_comes_back_with_a_backup_is_erased_again(void **state)
{
	int64_t agreed = amir_comes("2026-03-05");
	struct engagement e;

	(void)state;
	assert_amir(false); /* there is no ledger */
	put_file("erased",
	    mem_printf(&c, "\n17 erased\n\n%" PRId64 " erased\n", world.amir));
	c.now = clock_now(); /* as erase_again() has it */
	change(SQL("UPDATE shift SET starts_at = $1, ends_at = $1 + 3600"),
	    BIND(INT(c.now + 3 * DAY)));
	assert_amir(true);
	assert_true(engagement_load(&c, agreed, &e));
	assert_string_equal(e.state, "given_up");
	assert_int_not_equal(left("place_free", world.bakery.contact), 0);
	assert_int_equal(of(SQL("SELECT count(*) FROM outbox"
				" WHERE person_id = $1 AND state = 'queued'"),
			     world.amir),
	    0);
	assert_int_equal(one(SQL("SELECT count(*) FROM course"
				 " WHERE ended_at IS NULL"),
			     NO_BIND),
	    0);
}

static void a_line_that_was_never_finished_says_nothing(void **state)
{
	(void)state;
	put_file("erased", mem_printf(&c, "\n%" PRId64 " era", world.amir));
	assert_amir(false);
	put_file("erased", mem_printf(&c, "\n%" PRId64, world.amir));
	assert_amir(false);
	/* What is added to it later is a line of its own. */
	assert_int_equal(erase_person(&c, world.bakery.contact), OK);
	assert_amir(false);
	put_file("erased", mem_printf(&c, "%" PRId64 " erased", world.amir));
	assert_amir(true);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_is_erased_has_no_name_and_is_not_found),
		TEST(what_tells_of_them_is_gone),
		TEST(what_others_rest_on_stays_without_a_name),
		TEST(what_they_were_asked_ends),
		TEST(who_is_to_come_is_not_erased),
		TEST(who_is_followed_is_not_erased),
		TEST(whom_people_ask_for_is_not_erased),
		TEST(who_works_here_is_not_erased),
		TEST(nobody_is_not_erased),
		TEST(without_a_ledger_nothing_is_done),
		TEST(who_comes_back_with_a_backup_is_erased_again),
		TEST(a_line_that_was_never_finished_says_nothing),
	};

	return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
