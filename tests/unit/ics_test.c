#include "fixture.h"

#include <string.h>

#include "base/ics.h"

static struct ics amir(void)
{
	return (struct ics) {
		.uid = "engagement-7@example.dk",
		.version = 3,
		.made_at = instant("2026-03-02T09:00"),
		.starts_at = instant("2026-03-05T09:00"),
		.ends_at = instant("2026-03-05T12:30"),
		.from_name = "Holstebro Kommune",
		.from = "opgaver@example.dk",
		.summary = "Amir kommer: pakning",
		.place = "Nørregade 4",
		.words = "Spørg efter Anne.\nVed døren.",
	};
}

static const char *summary_of(const char *summary)
{
	struct ics e = amir();
	const char *text, *at;

	e.summary = summary;
	text = ics_text(&c, &e);
	at = strstr(text, "SUMMARY:") + 8;
	return mem_dup_n(&c, at, (size_t)(strstr(at, "\r\nLOCATION") - at));
}

static void an_entry_is_published_in_utc(void **state)
{
	struct ics e = amir();

	(void)state;
	assert_string_equal(ics_text(&c, &e),
	    "BEGIN:VCALENDAR\r\n"
	    "VERSION:2.0\r\n"
	    "PRODID:-//Smaajob//Smaajob//DA\r\n"
	    "METHOD:PUBLISH\r\n"
	    "BEGIN:VEVENT\r\n"
	    "UID:engagement-7@example.dk\r\n"
	    "SEQUENCE:3\r\n"
	    "DTSTAMP:20260302T080000Z\r\n"
	    "DTSTART:20260305T080000Z\r\n"
	    "DTEND:20260305T113000Z\r\n"
	    "ORGANIZER;CN=\"Holstebro Kommune\":mailto:opgaver@example.dk\r\n"
	    "SUMMARY:Amir kommer: pakning\r\n"
	    "LOCATION:Nørregade 4\r\n"
	    "DESCRIPTION:Spørg efter Anne.\\nVed døren.\r\n"
	    "STATUS:CONFIRMED\r\n"
	    "END:VEVENT\r\n"
	    "END:VCALENDAR\r\n");
}

static void what_is_called_off_takes_the_same_entry_out(void **state)
{
	struct ics e = amir();
	const char *text;

	(void)state;
	e.cancelled = true;
	text = ics_text(&c, &e);
	assert_string_equal(ics_method(&e), "CANCEL");
	assert_non_null(strstr(text, "\r\nMETHOD:CANCEL\r\n"));
	assert_non_null(strstr(text, "\r\nSTATUS:CANCELLED\r\n"));
	assert_non_null(strstr(text, "\r\nUID:engagement-7@example.dk\r\n"));
}

static void a_summer_time_is_two_hours_off(void **state)
{
	struct ics e = amir();

	(void)state;
	e.starts_at = instant("2026-07-01T09:00");
	assert_non_null(
	    strstr(ics_text(&c, &e), "\r\nDTSTART:20260701T070000Z\r\n"));
}

static void what_is_empty_has_no_line(void **state)
{
	struct ics e = amir();

	(void)state;
	e.place = e.words = "";
	assert_null(strstr(ics_text(&c, &e), "LOCATION"));
	assert_null(strstr(ics_text(&c, &e), "DESCRIPTION"));
}

static void what_means_something_there_is_escaped(void **state)
{
	(void)state;
	assert_string_equal(
	    summary_of("a, b; c\\d\ne: \"f\""), "a\\, b\\; c\\\\d\\ne: \"f\"");
}

/* Neither by a line end nor by a quote does anybody add a line of their own. */
static void nothing_can_end_its_line(void **state)
{
	struct ics e = amir();

	(void)state;
	assert_string_equal(
	    summary_of("x\r\nATTACH:http://y\x01\x7f"), "x\\nATTACH:http://y");
	e.from_name = "A\"\r\nX:1\n;B:\"";
	assert_non_null(
	    strstr(ics_text(&c, &e), "\r\nORGANIZER;CN=\"A'X:1;B:'\":mailto:"));
}

/* What is folded is unfolded by taking each CRLF and blank away. */
static void long_lines_are_folded_between_characters(void **state)
{
	const char *said = "æøå ÆØÅ \xf0\x9f\x91\x8d \xd7\xa9\xd7\x9c"
			   "\xd7\x95\xd7\x9d, og videre og videre og videre, "
			   "for et navn kan være længere end en linje er, "
			   "og så længere endnu, helt til det ikke kan "
			   "være på to linjer \xf0\x9f\x91\x8d";
	struct text heard = text_new(c.mem, 1000);
	const char *at = summary_of(said);
	size_t column = strlen("SUMMARY:");
	int folds = 0;

	(void)state;
	while (*at != '\0') {
		size_t n = strcspn(at, "\r");

		assert_in_range(column + n, 1, 75);
		assert_true(utf8_valid(at, n));
		text_add_n(&heard, at, n);
		at += n;
		column = 1;
		if (*at != '\0') {
			assert_int_equal(strncmp(at, "\r\n ", 3), 0);
			at += 3;
			folds++;
		}
	}
	assert_true(folds >= 2);
	assert_int_equal(heard.n, strlen(said) + 4); /* its four commas */
}

static void bytes_that_are_no_text_become_marks(void **state)
{
	(void)state;
	assert_string_equal(summary_of("a\xffz\xc3"), "a?z?");
}

static void a_version_has_the_measure_of_calendars(void **state)
{
	struct ics e = amir();

	(void)state;
	e.version = -5;
	assert_non_null(strstr(ics_text(&c, &e), "\r\nSEQUENCE:0\r\n"));
	e.version = INT64_MAX;
	assert_non_null(
	    strstr(ics_text(&c, &e), "\r\nSEQUENCE:2147483647\r\n"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_entry_is_published_in_utc),
		TEST(what_is_called_off_takes_the_same_entry_out),
		TEST(a_summer_time_is_two_hours_off),
		TEST(what_is_empty_has_no_line),
		TEST(what_means_something_there_is_escaped),
		TEST(nothing_can_end_its_line),
		TEST(long_lines_are_folded_between_characters),
		TEST(bytes_that_are_no_text_become_marks),
		TEST(a_version_has_the_measure_of_calendars),
	};

	return cmocka_run_group_tests_name("ics", tests, NULL, NULL);
}
