#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "notifier.h"
#include "settings.h"

static struct outgoing to_jonas(const char *subject, const char *body)
{
	return (struct outgoing) {
		.claimed = { .id = 4711 },
		.words = { .email = "jonas@example.dk",
		    .name = "Jonas Friis",
		    .subject = subject,
		    .body = body },
	};
}

static const char *mail(const char *subject, const char *body)
{
	struct outgoing m = to_jonas(subject, body);
	size_t length;
	const char *text = mail_text(&c, &m, &length);

	assert_non_null(text);
	assert_int_equal(strlen(text), length);
	return text;
}

static const char *subject_of(const char *subject)
{
	const char *text = mail(subject, "x");
	const char *at = strstr(text, "\r\nSubject: ") + 11;

	return mem_dup_n(&c, at, (size_t)(strstr(at, "\r\nMessage-ID") - at));
}

static const char *body_of(const char *body)
{
	return strstr(mail("Emne", body), "\r\n\r\n") + 4;
}

/* ---- the whole ---- */

static void a_mail_is_as_it_goes_over_the_wire(void **state)
{
	(void)state;
	assert_string_equal(mail("Din kode", "Din kode er 123456\n\nHej"),
	    "Date: Mon, 2 Mar 2026 08:00:00 +0000\r\n"
	    "From: <opgaver@example.dk>\r\n"
	    "To: <jonas@example.dk>\r\n"
	    "Subject: Din kode\r\n"
	    "Message-ID: <4711@example.dk>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Language: da\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Din kode er 123456\r\n"
	    "\r\n"
	    "Hej\r\n");
}

static void a_second_try_is_the_same_message(void **state)
{
	const char *first = mail("Emne", "x");

	(void)state;
	c.now += HOUR;
	assert_non_null(strstr(first, "Message-ID: <4711@example.dk>\r\n"));
	assert_non_null(
	    strstr(mail("Emne", "x"), "Message-ID: <4711@example.dk>\r\n"));
}

/* ---- headers: RFC 2047 ---- */

static void a_plain_subject_stays_plain(void **state)
{
	(void)state;
	assert_string_equal(subject_of("I dag: 1 at = ?"), "I dag: 1 at = ?");
}

static void a_danish_subject_is_encoded(void **state)
{
	(void)state;
	assert_string_equal(subject_of("På å"), "=?UTF-8?Q?P=C3=A5=20=C3=A5?=");
}

/* What would be read as something else than it is, or is long, is encoded. */
static void a_subject_that_looks_encoded_is_encoded(void **state)
{
	(void)state;
	assert_string_equal(subject_of("=?UTF-8?Q?Bank?="),
	    "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3FBank=3F=3D?=");
	assert_string_equal(subject_of("=? b"), "=?UTF-8?Q?=3D=3F=20b?=");
	assert_string_equal(subject_of("a ?= b"), "=?UTF-8?Q?a=20=3F=3D=20b?=");
}

/* The bytes of encoded words, put together. No line is longer than 76, of which
 * `used` stand before the first; none tears a character apart. */
static const char *decoded(const char *at, size_t used)
{
	struct text heard = text_new(c.mem, 4000);

	while (*at != '\0') {
		const char *end = strstr(at + 10, "?=");
		size_t n = heard.n;

		assert_int_equal(strncmp(at, "=?UTF-8?Q?", 10), 0);
		assert_non_null(end);
		assert_in_range((size_t)(end + 2 - at) + used, 12, 76);
		for (at += 10; at < end; at++) {
			const char two[3] = { at[1], at[2], '\0' };
			char byte = (char)strtol(two, NULL, 16);

			text_add_n(&heard, *at == '=' ? &byte : at, 1);
			at += *at == '=' ? 2 : 0;
		}
		assert_true(utf8_valid(heard.s + n, heard.n - n));
		at = end + 2;
		used = 1;
		if (*at != '\0') {
			assert_int_equal(strncmp(at, "\r\n ", 3), 0);
			at += 3;
		}
	}
	return heard.s;
}

static void a_long_subject_is_encoded_in_whole_characters(void **state)
{
	static const char *const said[] = {
		"Opfølgning æøå ÆØÅ \xf0\x9f\x91\x8d Opfølgning æøå ÆØÅ "
		"\xf0\x9f\x91\x8d, og mere end det som ét ord kan være",
		"A subject in ASCII alone that nobody would read on one "
		"line, for it has more than seventy-six characters: fold it",
		"שלום עולם مرحبا بالعالم שלום עולם مرحبا بالعالم",
	};
	char much[201] = "";

	(void)state;
	for (size_t i = 0; i < COUNT(said); i++)
		assert_string_equal(decoded(subject_of(said[i]), 9), said[i]);
	memset(much, 'x', 200);
	assert_string_equal(decoded(subject_of(much), 9), much);
}

/* ---- bodies: RFC 2045 ---- */

static void a_danish_body_is_quoted(void **state)
{
	(void)state;
	assert_string_equal(body_of("På = 1\t2"), "P=C3=A5 =3D 1=092\r\n");
}

static void a_blank_at_a_lines_end_is_kept(void **state)
{
	(void)state;
	assert_string_equal(
	    body_of("a \nb  \nc "), "a=20\r\nb =20\r\nc=20\r\n");
}

static void no_line_is_longer_than_76(void **state)
{
	struct text t = text_new(c.mem, 20000);
	const char *at, *end;

	(void)state;
	for (int i = 0; i < 300; i++)
		text_add(&t, i % 7 == 0 ? "æ" : i % 11 == 0 ? " " : "x");
	text_add(&t, "\n");
	for (int i = 0; i < 75; i++)
		text_add(&t, "y");
	text_add(&t, "å");
	for (at = body_of(t.s); *at != '\0'; at = end + 2) {
		end = strstr(at, "\r\n");
		assert_non_null(end);
		assert_in_range(end - at, 0, 76);
		/* No bare line end stands within. */
		assert_null(memchr(at, '\n', (size_t)(end - at)));
		assert_null(memchr(at, '\r', (size_t)(end - at)));
	}
}

static void a_carriage_return_is_no_line_end(void **state)
{
	(void)state;
	assert_string_equal(body_of("a\rb"), "a=0Db\r\n");
	/* Nor does a dot alone end the mail: libcurl doubles it. */
	assert_string_equal(body_of("a\n.\nb"), "a\r\n.\r\nb\r\n");
}

static void a_body_beyond_all_measure_is_refused(void **state)
{
	char *much = mem_alloc(&c, 140000);
	struct outgoing m;
	size_t length;

	(void)state;
	memset(much, 'x', 139999);
	m = to_jonas("Emne", much);
	assert_null(mail_text(&c, &m, &length));
	assert_string_equal(m.why, "it is too long");
}

/* ---- who it is from, and who reads answers ---- */

static const char *from_of(const char *name)
{
	struct outgoing m = to_jonas("Emne", "x");
	size_t length;
	const char *text, *at;

	m.words.from = name;
	text = mail_text(&c, &m, &length);
	assert_non_null(text);
	at = strstr(text, "\r\nFrom: ") + 8;
	return mem_dup_n(&c, at, (size_t)(strstr(at, "\r\nTo: ") - at));
}

static void it_is_from_the_municipality(void **state)
{
	static const char address[] = "\r\n <opgaver@example.dk>";
	const char *name = "Kommunen med det meget, meget, meget, meget lange "
			   "og \"fine\" navn ved Ringkøbing Fjord",
		   *from;
	size_t n;

	(void)state;
	assert_string_equal(from_of(NULL), "<opgaver@example.dk>");
	assert_string_equal(from_of("Lem, Kommune"),
	    "\"Lem, Kommune\"\r\n <opgaver@example.dk>");
	assert_string_equal(from_of("A \"B\" \\"),
	    "=?UTF-8?Q?A=20=22B=22=20=5C?=\r\n <opgaver@example.dk>");
	from = from_of(name);
	n = strlen(from) - strlen(address);
	assert_string_equal(from + n, address);
	assert_string_equal(decoded(mem_dup_n(&c, from, n), 6), name);
}

/* To be asked no more is an answer too, so it needs somebody who reads it. */
static void who_may_stop_can_say_so_where_answers_are_read(void **state)
{
	struct outgoing m = to_jonas("Emne", "x");
	size_t n;

	(void)state;
	m.words.may_stop = true;
	assert_null(strstr(mail_text(&c, &m, &n), "List-Unsubscribe"));
	assert_null(strstr(mail_text(&c, &m, &n), "Reply-To"));
	settings.mail_reply_to = "svar@example.dk";
	assert_non_null(strstr(mail_text(&c, &m, &n),
	    "\r\nReply-To: <svar@example.dk>\r\n"
	    "List-Unsubscribe: <mailto:svar@example.dk?subject=Stop>\r\n"));
	m.words.may_stop = false;
	assert_null(strstr(mail_text(&c, &m, &n), "List-Unsubscribe"));
	assert_non_null(strstr(mail_text(&c, &m, &n), "Reply-To"));
	settings.mail_reply_to = "svar@example.dk\r\nBcc: x@y.dk";
	assert_null(strstr(mail_text(&c, &m, &n), "Bcc"));
}

/* ---- what could forge a header ---- */

static const char *const forged[] = { "jonas@example.dk\r\nBcc: x@y.dk",
	"jonas@example.dk\nBcc: x@y.dk", "jonas@example.dk\r",
	"jonas@example.dk>", "<jonas@example.dk", "jonas @example.dk",
	"jonas@example.dk,x@y.dk", "jonas@example.dk;x@y.dk",
	"jonas\t@example.dk", "jonas@example.dk\x7f", "j\"onas@example.dk",
	"jonas\\@example.dk", "jonas(x)@example.dk", "jonas@[127.0.0.1]",
	"søren@example.dk", "jonas", "", "@", "x:jonas@example.dk" };

static void an_address_that_could_forge_is_none(void **state)
{
	char much[250];

	(void)state;
	for (size_t i = 0; i < COUNT(forged); i++) {
		struct outgoing m = to_jonas("Emne", "x");
		size_t length;

		assert_false(mail_address_sound(forged[i]));
		m.words.email = forged[i];
		assert_null(mail_text(&c, &m, &length));
		assert_int_equal(m.outcome, OUTCOME_PERMANENT);
		assert_non_null(m.why);
	}
	memset(much, 'x', sizeof much);
	much[201] = '\0';
	much[5] = '@';
	assert_false(mail_address_sound(much));
	much[200] = '\0';
	assert_true(mail_address_sound(much));
	assert_true(mail_address_sound("o'neill+x.y-z_1@a-b.example.dk"));
}

static void a_subject_or_name_that_could_forge_is_refused(void **state)
{
	static const char *const bad[] = { "Emne\r\nBcc: x@y.dk",
		"Emne\nBcc: x", "Emne\r", "Em\tne", "Em\x7fne", "Em\x1bne",
		"På\r\nBcc: x" };
	size_t length;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct outgoing m = to_jonas(bad[i], "x");

		assert_null(mail_text(&c, &m, &length));
		m = to_jonas("Emne", "x");
		m.words.name = bad[i];
		assert_null(mail_text(&c, &m, &length));
		m = to_jonas("Emne", "x");
		m.words.from = bad[i];
		assert_null(mail_text(&c, &m, &length));
	}
}

/* Whoever sees to it must know which of the two it is. */
static void an_address_beyond_ascii_is_refused_clearly(void **state)
{
	struct message m = to_jonas("Emne", "x").words;

	(void)state;
	assert_null(mail_refusal(&m));
	m.email = "søren@example.dk";
	assert_string_equal(
	    mail_refusal(&m), "the address has letters beyond ASCII");
	m.email = "x@søren.dk";
	assert_string_equal(
	    mail_refusal(&m), "the address has letters beyond ASCII");
	m.email = "x y@example.dk";
	assert_string_equal(
	    mail_refusal(&m), "the address is none that can be sent to");
}

static void a_body_cannot_add_a_header(void **state)
{
	const char *text = mail("Emne", "Bcc: x@y.dk\r\n\r\nhej");
	const char *end = strstr(text, "\r\n\r\n");

	(void)state;
	assert_null(strstr(mem_dup_n(&c, text, (size_t)(end - text)), "Bcc"));
}

static void a_sender_without_a_domain_sends_nothing(void **state)
{
	struct outgoing m = to_jonas("Emne", "x");
	size_t length;

	(void)state;
	settings.mail_from = "opgaver";
	assert_null(mail_text(&c, &m, &length));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mail_is_as_it_goes_over_the_wire),
		TEST(a_second_try_is_the_same_message),
		TEST(a_plain_subject_stays_plain),
		TEST(a_danish_subject_is_encoded),
		TEST(a_subject_that_looks_encoded_is_encoded),
		TEST(a_long_subject_is_encoded_in_whole_characters),
		TEST(a_danish_body_is_quoted),
		TEST(a_blank_at_a_lines_end_is_kept),
		TEST(no_line_is_longer_than_76),
		TEST(a_carriage_return_is_no_line_end),
		TEST(a_body_beyond_all_measure_is_refused),
		TEST(it_is_from_the_municipality),
		TEST(who_may_stop_can_say_so_where_answers_are_read),
		TEST(an_address_beyond_ascii_is_refused_clearly),
		TEST(an_address_that_could_forge_is_none),
		TEST(a_subject_or_name_that_could_forge_is_refused),
		TEST(a_body_cannot_add_a_header),
		TEST(a_sender_without_a_domain_sends_nothing),
	};

	return cmocka_run_group_tests_name("mail_text", tests, NULL, NULL);
}
