/* Whoever adds a column that names somebody is asked here what it means for
 * them: is it shown to them, and is it forgotten with them? */
#include "compose.h"

#include <string.h>

#include "citizen.h"
#include "erase.h"
#include "export.h"
#include "followup.h"
#include "hook.h"
#include "link.h"
#include "person.h"
#include "signin.h"
#include "trace.h"

static const struct trace *find(const char *column)
{
	for (const struct trace *t = traces; t->column != NULL; t++)
		if (strcmp(t->column, column) == 0)
			return t;
	return NULL;
}

/* What refers to a person, or to a row that is about one; and what says who,
 * without the database knowing. */
static struct rows columns(void)
{
	return db_query(&c,
	    SQL("SELECT m.name || '.' || f.\"from\" FROM sqlite_master m"
		" JOIN pragma_foreign_key_list(m.name) f"
		" WHERE m.type = 'table' AND f.\"table\" IN ('person',"
		"  'citizen', 'offer', 'engagement', 'course', 'outbox',"
		"  'attention', 'hook')"
		" UNION SELECT m.name || '.' || i.name FROM sqlite_master m"
		" JOIN pragma_table_info(m.name) i WHERE m.type = 'table'"
		"  AND (i.name IN ('person_id', 'citizen_id')"
		"   OR substr(i.name, -3) = '_by')"
		"  AND i.name <> 'answer_by'"),
	    NO_BIND);
}

static void every_column_that_names_somebody_is_known(void **state)
{
	struct rows r = columns();

	(void)state;
	assert_true(r.count > 40);
	while (row_next(&r)) {
		const char *column = row_text(&r);

		if (find(column) == NULL)
			fail_msg("%s: does export show it, does erase take it?",
			    column);
	}
}

static void no_trace_is_of_a_column_that_is_gone(void **state)
{
	(void)state;
	for (const struct trace *t = traces; t->column != NULL; t++) {
		struct rows r = columns();
		bool there = false;

		while (row_next(&r))
			there = strcmp(row_text(&r), t->column) == 0 || there;
		if (!there)
			fail_msg("%s is not in the schema", t->column);
	}
}

static bool is_part(const char *name)
{
	for (const struct export_part *p = export_parts; p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return true;
	return false;
}

static void what_is_not_shown_or_not_erased_has_a_reason(void **state)
{
	(void)state;
	for (const struct trace *t = traces; t->column != NULL; t++) {
		if (t->part != NULL && !is_part(t->part))
			fail_msg("%s: no part %s", t->column, t->part);
		if ((t->part == NULL || !t->erased) && t->why == NULL)
			fail_msg("%s has no reason", t->column);
	}
}

/* ---- what erasing takes ---- */

/* What SQL() cannot: a statement of a table of our own. */
static int64_t rows_with(const struct trace *t, int64_t person)
{
	const char *dot = strchr(t->column, '.');
	const struct sql count = { mem_printf(&c,
	    "SELECT count(*) FROM %.*s WHERE %s = $1", (int)(dot - t->column),
	    t->column, dot + 1) };

	return one(count, BIND(INT(person)));
}

/* As a citizen, a contact and one of staff would leave them, all at once. */
static void leave_rows(int64_t id)
{
	struct signin in = { .device = "Linux" };
	struct session s;

	app_code(id);
	db_begin(&c);
	session_open(&c, id, &in, false, &s);
	link_url(&c, LINK_OFFER, id, lived.offer, c.now + DAY);
	person_give_role(&c, id, world.municipality, ROLE_LEADER, c.now + 1);
	citizen_needs(&c, id, "ro", "must");
	citizen_willing(&c, id, "opvask");
	citizen_tick(&c, id, "nøgle", 0, world.consultant);
	citizen_exclude(&c, id, world.bakery.place, world.consultant);
	citizen_available_on(&c, id, clock_midnight(c.now), 0, 60, true);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(
	    signin_ask(&c, "4520000101", "cccccccccccccccccccccccccc"), OK);
	change(SQL("INSERT INTO signin (id, person_id, browser, made_at,"
		   " expires_at) VALUES (1, $1, 'x', 1, 2)"),
	    BIND(INT(id)));
	change(SQL("INSERT INTO passkey (id, person_id, credential, public_key,"
		   " sign_count, strong, name, made_at)"
		   " VALUES (1, $1, 'x', 'x', 0, 0, 'x', 1)"),
	    BIND(INT(id)));
	change(SQL("INSERT INTO enrolment (id, person_id, digest, made_at,"
		   " expires_at) VALUES (1, $1, 'x', 1, 2)"),
	    BIND(INT(id)));
	change(SQL("INSERT INTO once (person_id, path, key, location, made_at)"
		   " VALUES ($1, '/', 'x', '/', 1)"),
	    BIND(INT(id)));
	change(SQL("INSERT INTO contact (person_id, employer_id)"
		   " VALUES ($1, $2)"),
	    BIND(INT(id), INT(world.bakery.employer)));
	change(SQL("INSERT INTO invitation (id, employer_id, person_id, name,"
		   " invited_by, made_at, expires_at)"
		   " VALUES (1, $2, $1, 'x', $3, 1, 2)"),
	    BIND(INT(id), INT(world.bakery.employer),
		INT(world.bakery.contact)));
	change(SQL("INSERT INTO draft (id, employer_id, written_by, form, step,"
		   " made_at, changed_at) VALUES (1, $2, $1, 'x', 0, 1, 1)"),
	    BIND(INT(id), INT(world.bakery.employer)));
	change(SQL("INSERT INTO signup (id, browser, house, form, state,"
		   " person_id, made_at, expires_at)"
		   " VALUES (1, 'x', 'x', '', 'used', $1, 1, 2)"),
	    BIND(INT(id)));
	change(SQL("INSERT INTO terms (id, citizen_id, employer_id, given_at,"
		   " given_by) VALUES (1, $1, $2, 1, $3)"),
	    BIND(INT(id), INT(world.bakery.employer),
		INT(world.bakery.contact)));
	change(SQL("INSERT INTO leave (id, person_id, stand_in_id, from_on,"
		   " until_on, made_at) VALUES (1, $1, $2, 1, 2, 1),"
		   " (2, $2, $1, 1, 2, 1)"),
	    BIND(INT(id), INT(world.mentor)));
	c.now += 2;
}

static void what_goes_with_them_is_gone(void **state)
{
	(void)state;
	live_through();
	change(SQL("UPDATE course SET ended_at = $1"), BIND(INT(c.now)));
	leave_rows(world.amir);
	for (const struct trace *t = traces; t->column != NULL; t++)
		if (t->erased && rows_with(t, world.amir) == 0)
			fail_msg("no %s to begin with", t->column);
	assert_int_equal(erase_person(&c, world.amir), OK);
	for (const struct trace *t = traces; t->column != NULL; t++)
		if (t->erased && rows_with(t, world.amir) != 0)
			fail_msg("%s is still there", t->column);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_column_that_names_somebody_is_known),
		TEST(no_trace_is_of_a_column_that_is_gone),
		TEST(what_is_not_shown_or_not_erased_has_a_reason),
		TEST(what_goes_with_them_is_gone),
	};

	return cmocka_run_group_tests_name("trace", tests, NULL, NULL);
}
