#include "fixture.h"

#include <string.h>

#include "base/text.h"

#include "notifier.h"

/* What a mail is made of (RFC 2046): its words twice, and the calendar entry
 * beside them. */

static struct ics entry;

static struct outgoing whole(void)
{
	entry = (struct ics) {
		.uid = "engagement-7@example.dk",
		.made_at = c.now,
		.starts_at = instant("2026-03-05T09:00"),
		.ends_at = instant("2026-03-05T12:00"),
		.from_name = "Holstebro Kommune",
		.from = "opgaver@example.dk",
		.summary = "Amir kommer",
		.place = "Nørregade 4",
		.words = "",
	};
	return (struct outgoing) {
		.claimed = { .id = 4711 },
		.words = { .email = "anne@example.dk",
		    .name = "Anne Bech",
		    .subject = "Amir kommer",
		    .from = "Holstebro Kommune",
		    .body = "Godt nyt: Amir kommer på torsdag.",
		    .html = "<p>Godt nyt: Amir kommer p\xc3\xa5 torsdag.</p>\n",
		    .event = &entry },
	};
}

static const char *sent(struct outgoing *m)
{
	size_t length;
	const char *text = mail_text(&c, m, &length);

	assert_non_null(text);
	assert_int_equal(strlen(text), length);
	return text;
}

static void a_mail_with_a_time_is_as_it_goes_over_the_wire(void **state)
{
	struct outgoing m = whole();

	(void)state;
	assert_string_equal(sent(&m),
	    "Date: Mon, 2 Mar 2026 08:00:00 +0000\r\n"
	    "From: \"Holstebro Kommune\"\r\n"
	    " <opgaver@example.dk>\r\n"
	    "To: <anne@example.dk>\r\n"
	    "Subject: Amir kommer\r\n"
	    "Message-ID: <4711@example.dk>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Language: da\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "Content-Type: multipart/mixed;\r\n"
	    " boundary=\"=_all_4711\"\r\n"
	    "\r\n"
	    "--=_all_4711\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"=_words_4711\"\r\n"
	    "\r\n"
	    "--=_words_4711\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Godt nyt: Amir kommer p=C3=A5 torsdag.\r\n"
	    "--=_words_4711\r\n"
	    "Content-Type: text/html; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "<p>Godt nyt: Amir kommer p=C3=A5 torsdag.</p>\r\n"
	    "\r\n"
	    "--=_words_4711--\r\n"
	    "--=_all_4711\r\n"
	    "Content-Disposition: attachment; filename=\"vagt.ics\"\r\n"
	    "Content-Type: text/calendar; method=PUBLISH; name=\"vagt.ics\";"
	    " charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "BEGIN:VCALENDAR\r\n"
	    "VERSION:2.0\r\n"
	    "PRODID:-//Smaajob//Smaajob//DA\r\n"
	    "METHOD:PUBLISH\r\n"
	    "BEGIN:VEVENT\r\n"
	    "UID:engagement-7@example.dk\r\n"
	    "SEQUENCE:0\r\n"
	    "DTSTAMP:20260302T080000Z\r\n"
	    "DTSTART:20260305T080000Z\r\n"
	    "DTEND:20260305T110000Z\r\n"
	    "ORGANIZER;CN=3D\"Holstebro Kommune\":mailto:opgaver@example.dk\r\n"
	    "SUMMARY:Amir kommer\r\n"
	    "LOCATION:N=C3=B8rregade 4\r\n"
	    "STATUS:CONFIRMED\r\n"
	    "END:VEVENT\r\n"
	    "END:VCALENDAR\r\n"
	    "\r\n"
	    "--=_all_4711--\r\n");
}

static void a_mail_without_a_time_is_its_words_twice(void **state)
{
	struct outgoing m = whole();
	const char *text;

	(void)state;
	m.words.event = NULL;
	text = sent(&m);
	assert_null(strstr(text, "mixed"));
	assert_null(strstr(text, "calendar"));
	assert_non_null(strstr(text,
	    "\r\nContent-Type: multipart/alternative;\r\n"
	    " boundary=\"=_words_4711\"\r\n\r\n--=_words_4711\r\n"));
	assert_string_equal(
	    strstr(text, "--=_words_4711--"), "--=_words_4711--\r\n");
}

static void what_is_called_off_says_so_in_its_type_too(void **state)
{
	struct outgoing m = whole();

	(void)state;
	entry.cancelled = true;
	assert_non_null(strstr(sent(&m), "text/calendar; method=CANCEL;"));
	assert_non_null(strstr(sent(&m), "\r\nMETHOD:CANCEL\r\n"));
}

static int count_of(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* Whatever the words are, the parts are those that we made. */
static void no_words_can_end_a_part(void **state)
{
	static const char forged[] =
	    "x\r\n--=_words_4711--\r\n--=_all_4711\r\nContent-Type: text/html"
	    "\r\n\r\n<b>\n--=_all_4711--\n.\n";
	struct outgoing m = whole();
	const char *text;

	(void)state;
	m.words.body = m.words.html = forged;
	entry.summary = entry.place = entry.words = forged;
	text = sent(&m);
	assert_int_equal(count_of(text, "\r\n--=_words_4711\r\n"), 2);
	assert_int_equal(count_of(text, "\r\n--=_words_4711--\r\n"), 1);
	assert_int_equal(count_of(text, "\r\n--=_all_4711\r\n"), 2);
	assert_int_equal(count_of(text, "\r\n--=_all_4711--\r\n"), 1);
}

/* 200 characters of names that are not ours to choose. */
static void every_line_can_be_carried(void **state)
{
	static const char *const letters[] = { "æ", "\xf0\x9f\x91\x8d", "ש",
		"x", "=", "\"", "\\", "." };

	(void)state;
	for (size_t i = 0; i < COUNT(letters); i++) {
		struct text much = text_new(c.mem, 4000);
		struct outgoing m = whole();
		const char *at, *end;

		for (int k = 0; k < 200; k++)
			text_add(&much, letters[i]);
		m.words.name = m.words.subject = m.words.from = much.s;
		m.words.body = m.words.html = entry.summary = much.s;
		entry.from_name = entry.place = much.s;
		for (at = sent(&m); *at != '\0'; at = end + 2) {
			end = strstr(at, "\r\n");
			assert_non_null(end);
			assert_in_range(end - at, 0, 100);
			for (; at < end; at++)
				assert_in_range(*at, 0x20, 0x7E);
		}
	}
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mail_with_a_time_is_as_it_goes_over_the_wire),
		TEST(a_mail_without_a_time_is_its_words_twice),
		TEST(what_is_called_off_says_so_in_its_type_too),
		TEST(no_words_can_end_a_part),
		TEST(every_line_can_be_carried),
	};

	return cmocka_run_group_tests_name("mail_parts", tests, NULL, NULL);
}
