#include "compose.h"

#include <string.h>

#include "base/json.h"

#include "attention.h"
#include "audit.h"
#include "draft.h"
#include "export.h"
#include "followup.h"
#include "hook.h"
#include "hours.h"
#include "person.h"
#include "shortage.h"

#define CANARY "Kanarie"

static const char *file_of(int64_t person)
{
	struct text t = text_new(c.mem, EXPORT_BYTES);

	assert_true(export_json(&c, person, &t));
	return t.s;
}

static void assert_holds(const char *file, const char *text)
{
	if (strstr(file, text) == NULL)
		fail_msg("no %s in %.3000s", text, file);
}

static const char *pick(const char *file, const char *path)
{
	struct json_wish wish = { .path = path };

	assert_true(json_pick(&c, file, strlen(file), &wish, 1));
	return wish.value;
}

static void they_wrote(int64_t person, const char *text)
{
	const struct hook_field fields[] = { { "from", "4520000101" },
		{ "id", "hemmelig-7" }, { "text", text }, { 0 } };
	const struct hook *h;
	size_t count;

	assert_int_equal(
	    hook_store(&c, "folder", HOOK_INBOUND, text, fields), OK);
	h = hook_new(&c, 1, &count);
	db_begin(&c);
	hook_done(&c, h->id, person);
	attention_add(&c, ATTENTION_WORDS, person, 0, text);
	assert_int_equal(db_commit(&c), OK);
}

/* ---- what is in it ---- */

static void all_of_a_citizens_is_in_the_file(void **state)
{
	const char *file;

	(void)state;
	live_through();
	they_wrote(world.amir, "Hvem er \"I\"?");
	change(SQL("UPDATE outbox SET why = 'hemmelig-7', provider_ref = 'x7'"),
	    NO_BIND);
	file = file_of(world.amir);
	assert_string_equal(pick(file, "person.0.given_name"), "Amir");
	assert_string_equal(pick(file, "person.0.phone"), "4520000101");
	assert_string_equal(pick(file, "person.0.sms"), "start");
	assert_string_equal(pick(file, "consent.0.given"), "true");
	assert_string_equal(pick(file, "citizen.0.contact"), "Jonas");
	assert_string_equal(pick(file, "available.4.weekday"), "1");
	assert_string_equal(pick(file, "progression.0.score"), "5");
	assert_string_equal(pick(file, "offer.0.state"), "won");
	assert_string_equal(pick(file, "engagement.0.state"), "agreed");
	assert_string_equal(pick(file, "hours.0.worked"), "150");
	assert_string_equal(pick(file, "wrote.0.words"), "Hvem er \"I\"?");
	assert_string_equal(pick(file, "attention.0.words"), "Hvem er \"I\"?");
	assert_holds(file, "\"cost_parts\": \"");
	assert_holds(file, "\"kind\": \"offer\"");
	assert_holds(file, "\"due_on\": \"2026-03-");
}

static void a_note_and_a_thanks_stand_in_plain_words(void **state)
{
	const char *file;
	int64_t step;

	(void)state;
	live_through();
	step = one(SQL("SELECT min(id) FROM followup"), NO_BIND);
	assert_int_equal(
	    followup_done(&c, step, world.mentor, "Vi talte om bussen"), OK);
	file = file_of(world.amir);
	assert_holds(file, "\"note\": \"Vi talte om bussen\"");
	assert_string_equal(pick(file, "hours.0.thanks"), "Tusind tak");
}

static void who_looked_is_staff_and_no_name(void **state)
{
	const struct audit a = { .municipality = world.municipality,
		.deed = AUDIT_SAW,
		.path = "/timer-om-ugen/:id",
		.person = world.amir };
	const char *file;

	(void)state;
	db_begin(&c);
	audit_note_by(&c, world.mentor, &a);
	audit_note_by(&c, world.bakery.contact, &a);
	audit_note_by(&c, 0, &a);
	audit_note_by(&c, world.amir, &a);
	assert_int_equal(db_commit(&c), OK);
	file = file_of(world.amir);
	assert_string_equal(pick(file, "seen.0.by"), "self");
	assert_string_equal(pick(file, "seen.1.by"), "program");
	assert_string_equal(pick(file, "seen.2.by"), "firm");
	assert_string_equal(pick(file, "seen.3.by"), "staff");
	assert_string_equal(pick(file, "seen.3.page"), "/timer-om-ugen/:id");
	assert_string_equal(pick(file, "did.0.deed"), "saw");
}

static void a_contact_sees_their_firm_and_tasks(void **state)
{
	const char *file;

	struct draft d = { .employer_id = world.bakery.employer,
		.written_by = world.bakery.contact,
		.form = "titel=til%20p%C3%A5ske" };
	struct shortage s = { .employer_id = world.bakery.employer,
		.trade = "kok",
		.people = 2,
		.said_by = world.bakery.contact };

	(void)state;
	live_through();
	s.month = clock_first(c.now, SHORTAGE_FROM);
	assert_int_equal(draft_keep(&c, &d, ""), OK);
	assert_int_equal(shortage_say(&c, &s), OK);
	file = file_of(world.bakery.contact);
	assert_string_equal(pick(file, "draft.0.words"), "titel: til påske");
	assert_string_equal(pick(file, "shortage.0.trade"), "kok");
	assert_string_equal(pick(file, "firm.0.cvr"),
	    one_text(SQL("SELECT cvr FROM employer"), NO_BIND));
	assert_string_equal(pick(file, "task.0.title"), "til påske");
	assert_null(strstr(file, "Amir"));
	assert_null(strstr(file, "4520000101"));
}

/* ---- what is not ---- */

/* Everybody else is called by one word, and has said it. */
static void nothing_of_others_is_in_it(void **state)
{
	const char *file;
	int64_t ida;

	(void)state;
	live_through();
	ida = add_citizen(CANARY "ida");
	they_wrote(ida, CANARY "ord");
	is_called(world.bakery.contact, CANARY "anne", CANARY);
	is_called(world.consultant, CANARY "eva", CANARY);
	is_called(world.mentor, "Jonas", CANARY);
	file = file_of(world.amir);
	assert_null(strstr(file, CANARY));
	assert_string_equal(pick(file, "citizen.0.contact"), "Jonas");
	assert_holds(file_of(ida), CANARY "ord");
	assert_null(strstr(file_of(ida), "Amir"));
}

static void what_providers_call_it_is_not_in_it(void **state)
{
	(void)state;
	live_through();
	they_wrote(world.amir, "Hej");
	change(SQL("UPDATE outbox SET why = 'hemmelig-7',"
		   " provider_ref = 'hemmelig-7', provider = 'hemmelig-7'"),
	    NO_BIND);
	assert_null(strstr(file_of(world.amir), "hemmelig-7"));
}

static void nobody_is_an_empty_file(void **state)
{
	(void)state;
	assert_string_equal(pick(file_of(12345), "person.0.given_name"), "");
	assert_holds(file_of(12345), "\"offer\": []");
}

/* ---- how much ---- */

static const struct export_part *part(const char *name)
{
	const struct export_part *p = export_parts;

	while (strcmp(p->name, name) != 0)
		p++;
	return p;
}

static void add_ticks(int count)
{
	db_begin(&c);
	for (int i = 1; i <= count; i++)
		db_run(&c,
		    SQL("INSERT INTO tick (id, citizen_id, tick, valid_from,"
			" seen_by) VALUES ($1, $2, $3, 1, $4)"),
		    BIND(INT(i), INT(world.amir),
			TEXT(mem_printf(&c, "nr%d", i)),
			INT(world.consultant)));
	assert_int_equal(db_commit(&c), OK);
}

static void many_rows_are_read_in_steps_the_newest_first(void **state)
{
	struct export_rows rows;

	(void)state;
	add_ticks(15);
	rows = export_read(&c, part("tick"), world.amir, 0, 10);
	assert_int_equal(rows.count, 10);
	assert_string_equal(rows.row[0].value[0].text, "nr15");
	assert_string_equal(rows.row[9].value[0].text, "nr6");
	rows = export_read(&c, part("tick"), world.amir, rows.last, 5);
	assert_int_equal(rows.count, 5);
	assert_string_equal(rows.row[4].value[0].text, "nr1");
	assert_int_equal(rows.last, 0);
}

static void more_than_the_most_is_said(void **state)
{
	const char *file;

	(void)state;
	add_ticks(EXPORT_MOST + 1);
	file = file_of(world.amir);
	assert_string_equal(pick(file, "tick.999.tick"), "nr2");
	assert_string_equal(pick(file, "tick.1000.tick"), "");
	assert_string_equal(pick(file, "tick_newest"), "1000");
}

static void what_is_too_large_is_not_sent(void **state)
{
	struct text t = text_new(c.mem, 300);

	(void)state;
	assert_false(export_json(&c, world.amir, &t));
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_of_a_citizens_is_in_the_file),
		TEST(a_note_and_a_thanks_stand_in_plain_words),
		TEST(who_looked_is_staff_and_no_name),
		TEST(a_contact_sees_their_firm_and_tasks),
		TEST(nothing_of_others_is_in_it),
		TEST(what_providers_call_it_is_not_in_it),
		TEST(nobody_is_an_empty_file),
		TEST(many_rows_are_read_in_steps_the_newest_first),
		TEST(more_than_the_most_is_said),
		TEST(what_is_too_large_is_not_sent),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
