#include "request.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"

#include "consent.h"
#include "dialogue.h"
#include "erase.h"
#include "person.h"

#define AMIR "4520000101"

static int64_t rows_of(int64_t person)
{
	return one(SQL("SELECT count(*) FROM consent WHERE person_id = $1"),
	    BIND(INT(person)));
}

static void assert_last(int64_t person, bool given, const char *way, int64_t at)
{
	struct consent said;

	assert_true(consent_last(&c, person, &said));
	assert_int_equal(said.given, given);
	assert_string_equal(said.way, way);
	assert_int_equal(said.at, at);
}

static void hear(const char *text)
{
	c.now += 60;
	assert_int_equal(dialogue_hear(&c, AMIR, text), OK);
}

static void what_stood_when_they_were_entered_is_a_row(void **state)
{
	struct consent said;

	(void)state;
	assert_last(world.amir, true, "entered", c.now);
	assert_int_equal(rows_of(world.amir), 1);
	assert_false(consent_last(&c, world.bakery.contact, &said));
	assert_int_equal(
	    one(SQL("SELECT wording FROM consent WHERE person_id = $1"),
		BIND(INT(world.amir))),
	    0);
}

static void each_yes_and_no_by_sms_is_a_row_of_its_own(void **state)
{
	(void)state;
	hear("STOP");
	assert_last(world.amir, false, "sms", c.now);
	hear("START");
	assert_last(world.amir, true, "sms", c.now);
	hear("forkert nummer");
	assert_last(world.amir, false, "sms", c.now);
	assert_int_equal(rows_of(world.amir), 4);
	assert_int_equal(one(SQL("SELECT count(*) FROM consent"
				 " WHERE said_by IS NOT NULL"),
			     NO_BIND),
	    0);
}

static void a_dead_number_is_nobodys_no(void **state)
{
	(void)state;
	db_begin(&c);
	dialogue_number_wrong(&c, world.amir);
	assert_int_equal(db_commit(&c), OK);
	assert_last(world.amir, false, "number", c.now);
}

static void what_is_pressed_says_who_pressed_and_what_they_had_read(
    void **state)
{
	(void)state;
	as_citizen(world.amir);
	submit("/min-side/valg", "valg=stop");
	assert_last(world.amir, false, "page", c.now);
	assert_int_equal(one(SQL("SELECT count(*) FROM consent"
				 " WHERE said_by = $1 AND wording = $2"),
			     BIND(INT(world.amir), INT(CONSENT_WORDING))),
	    1);
	assert_page(get("/min-side"), 200, "nej til SMS den 2/3 2026");
}

static void their_page_says_when_and_how_they_said_yes(void **state)
{
	(void)state;
	at("2026-03-03T09:00");
	hear("STOP");
	hear("START");
	as_citizen(world.amir);
	assert_page(get("/min-side"), 200,
	    "Du sagde ja til SMS den 3/3 2026, da du svarede START.");
	assert_page(get("/min-side?lang=en"), 200, "when you answered START");
	hear("forkert nummer");
	assert_lacks(get("/min-side"), "til SMS den");
}

/* The database itself says no. */
static void a_row_is_never_changed(void **state)
{
	(void)state;
	db_begin(&c);
	db_run(&c, SQL("UPDATE consent SET given = 0"), NO_BIND);
	assert_int_equal(db_commit(&c), ERR_FAILED);
}

static void it_goes_with_the_person(void **state)
{
	(void)state;
	assert_int_equal(erase_person(&c, world.amir), OK);
	assert_int_equal(rows_of(world.amir), 0);
}

/* ---- the words ---- */

static const char *file(const char *name)
{
	static char text[1000];
	FILE *f = fopen(name, "r");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = '\0';
	return mem_dup(&c, text);
}

/* Changed words are another version: what people have said yes to is known by
 * its number. When the meaning is the same, the digest alone is put right. */
static void the_words_are_those_of_their_version(void **state)
{
	static const char *const digests[] = {
		[CONSENT_WORDING] = "61f8dbf0c806faefe08ab8f3"
				    "f5f4476ffe5964fc450fba00"
				    "2f1c63db46274bda"
	};
	const char *words = mem_printf(&c, "%s%s%s%s%s",
	    file("www/messages/da/start.sms"), file("www/messages/da/stop.sms"),
	    phrase("own.start"), phrase("own.stop"), phrase("own.sms.free"));

	(void)state;
	assert_string_equal(secret_digest(&c, words), digests[CONSENT_WORDING]);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_stood_when_they_were_entered_is_a_row),
		TEST(each_yes_and_no_by_sms_is_a_row_of_its_own),
		TEST(a_dead_number_is_nobodys_no),
		TEST(what_is_pressed_says_who_pressed_and_what_they_had_read),
		TEST(their_page_says_when_and_how_they_said_yes),
		TEST(a_row_is_never_changed),
		TEST(it_goes_with_the_person),
		TEST(the_words_are_those_of_their_version),
	};

	return cmocka_run_group_tests_name("consent", tests, NULL, NULL);
}
