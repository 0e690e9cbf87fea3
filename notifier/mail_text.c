#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

#define MAIL_MOST   ((size_t)128 << 10)
#define LINE_MOST   72 /* characters of an encoded line */
#define HEADER_MOST 76 /* of a header's */
#define PLAIN_MOST  60 /* of what is not folded */
#define WORD_BEGIN  "=?UTF-8?Q?"
#define WORD_END    "?="

/* No quoted line holds "=_", so what is between can hold no boundary. */
#define ALL   "=_all_"
#define WORDS "=_words_"

bool mail_address_sound(const char *address)
{
	size_t n = strlen(address);

	if (n < 3 || n > 200 || strchr(address, '@') == NULL)
		return false;
	for (; *address != '\0'; address++)
		if ((unsigned char)*address <= 0x20 ||
		    (unsigned char)*address >= 0x7F ||
		    strchr("<>,;:\\\"()[]", *address) != NULL)
			return false;
	return true;
}

static bool printable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return false;
	return true;
}

static bool ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* Bytes that stand for themselves in an encoded word, wherever it stands. */
static bool bare_in_word(char b)
{
	return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') ||
	    (b >= 'a' && b <= 'z') || (b != '\0' && strchr("!*+-/", b) != NULL);
}

/* RFC 2047: encoded words of whole characters, on lines of at most 76, of which
 * `used` are the header's name. */
static void add_encoded(struct text *t, const char *s, size_t used)
{
	const char *end = s + strlen(s);
	size_t column = used + strlen(WORD_BEGIN);

	text_add(t, WORD_BEGIN);
	while (s < end) {
		size_t size, room;

		if (utf8_next(s, end, &size) < 0)
			size = 1;
		room = bare_in_word(*s) ? 1 : size * 3;
		if (column + room + 2 > HEADER_MOST) {
			text_add(t, WORD_END "\r\n " WORD_BEGIN);
			column = 1 + strlen(WORD_BEGIN);
		}
		if (room == 1)
			text_add_n(t, s, 1);
		else
			for (size_t i = 0; i < size; i++)
				text_printf(t, "=%02X", (unsigned char)s[i]);
		column += room;
		s += size;
	}
	text_add(t, WORD_END);
}

/* True for what a reader takes as it is: it is short, and nothing in it looks
 * like an encoded word. */
static bool plain(const char *s)
{
	return ascii(s) && strlen(s) <= PLAIN_MOST && strstr(s, "=?") == NULL &&
	    strstr(s, "?=") == NULL;
}

static void add_subject(struct text *t, const char *s)
{
	text_add(t, "Subject: ");
	if (plain(s))
		text_add(t, s);
	else
		add_encoded(t, s, strlen("Subject: "));
	text_add(t, "\r\n");
}

/* Name and address; a name with a quote in it is encoded instead. */
static void add_from(struct text *t, const char *name)
{
	text_add(t, "From: ");
	if (name == NULL || *name == '\0')
		text_printf(t, "<%s>\r\n", settings.mail_from);
	else if (plain(name) && strpbrk(name, "\"\\") == NULL)
		text_printf(t, "\"%s\"\r\n <%s>\r\n", name, settings.mail_from);
	else {
		add_encoded(t, name, strlen("From: "));
		text_printf(t, "\r\n <%s>\r\n", settings.mail_from);
	}
}

static const char *date_of(struct ctx *c, int64_t at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)at;
	struct tm utc;

	gmtime_r(&seconds, &utc);
	return mem_printf(c, "%s, %d %s %d %02d:%02d:%02d +0000",
	    days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon],
	    utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

/* Quoted-printable (RFC 2045): the body as lines that any relay carries. */
static void add_body(struct text *t, const char *s)
{
	int column = 0;

	for (; *s != '\0'; s++) {
		unsigned char b = (unsigned char)*s;
		bool ends = s[0] == '\n' || (s[0] == '\r' && s[1] == '\n');
		bool last = s[1] == '\n' || s[1] == '\0' ||
		    (s[1] == '\r' && s[2] == '\n');
		bool bare = (b > 0x20 && b < 0x7F && b != '=') ||
		    (b == ' ' && !last);

		if (ends) {
			text_add(t, "\r\n");
			column = 0;
			s += b == '\r' ? 1 : 0;
			continue;
		}
		if (column + (bare ? 1 : 3) > LINE_MOST) {
			text_add(t, "=\r\n");
			column = 0;
		}
		if (bare)
			text_add_n(t, s, 1);
		else
			text_printf(t, "=%02X", b);
		column += bare ? 1 : 3;
	}
	text_add(t, "\r\n");
}

/* A part, or with boundary NULL the mail itself: its type and its text. */
static void add_part(struct text *t, const char *boundary, int64_t id,
    const char *type, const char *s)
{
	if (boundary != NULL)
		text_printf(t, "--%s%" PRId64 "\r\n", boundary, id);
	text_printf(t,
	    "Content-Type: %s; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    type);
	add_body(t, s);
}

static void begin_parts(
    struct text *t, const char *type, const char *boundary, int64_t id)
{
	text_printf(t,
	    "Content-Type: multipart/%s;\r\n boundary=\"%s%" PRId64
	    "\"\r\n\r\n",
	    type, boundary, id);
}

static void end_parts(struct text *t, const char *boundary, int64_t id)
{
	text_printf(t, "--%s%" PRId64 "--\r\n", boundary, id);
}

/* The same words twice: programs show the last that they can. */
static void add_words(struct text *t, const struct outgoing *m)
{
	int64_t id = m->claimed.id;

	if (m->words.html == NULL) {
		add_part(t, NULL, id, "text/plain", m->words.body);
		return;
	}
	begin_parts(t, "alternative", WORDS, id);
	add_part(t, WORDS, id, "text/plain", m->words.body);
	add_part(t, WORDS, id, "text/html", m->words.html);
	end_parts(t, WORDS, id);
}

/* It stands beside the words and not among them, or some programs would show
 * it in their stead. */
static bool add_parts(struct ctx *c, struct text *t, const struct outgoing *m)
{
	const struct ics *e = m->words.event;
	int64_t id = m->claimed.id;
	const char *entry;

	if (e == NULL) {
		add_words(t, m);
		return true;
	}
	entry = ics_text(c, e);
	if (entry == NULL)
		return false;
	begin_parts(t, "mixed", ALL, id);
	text_printf(t, "--" ALL "%" PRId64 "\r\n", id);
	add_words(t, m);
	text_printf(t,
	    "--" ALL "%" PRId64 "\r\n"
	    "Content-Disposition: attachment; filename=\"vagt.ics\"\r\n",
	    id);
	add_part(t, NULL, id,
	    mem_printf(c, "text/calendar; method=%s; name=\"vagt.ics\"",
		ics_method(e)),
	    entry);
	end_parts(t, ALL, id);
	return true;
}

/* Where answers go, when somebody reads them: to be asked no more is an answer,
 * and only there does it reach a person. */
static void add_answers(struct text *t, const struct message *m)
{
	const char *to = settings.mail_reply_to;

	if (!mail_address_sound(to))
		return;
	text_printf(t, "Reply-To: <%s>\r\n", to);
	if (m->may_stop)
		text_printf(
		    t, "List-Unsubscribe: <mailto:%s?subject=Stop>\r\n", to);
}

const char *mail_refusal(const struct message *m)
{
	if (!ascii(m->email))
		return "the address has letters beyond ASCII";
	if (!mail_address_sound(m->email))
		return "the address is none that can be sent to";
	if (!mail_address_sound(settings.mail_from))
		return "mail.from is no address";
	if (!printable(m->subject) || !printable(m->name) ||
	    (m->from != NULL && !printable(m->from)))
		return "a name or subject could forge a header";
	return NULL;
}

/* It is never sent, now or ever. */
static const char *refuse(struct outgoing *m, const char *why)
{
	m->outcome = OUTCOME_PERMANENT;
	m->untried = true;
	m->why = why;
	return NULL;
}

const char *mail_text(struct ctx *c, struct outgoing *m, size_t *length)
{
	struct text t = text_new(c->mem, MAIL_MOST);
	const char *why = mail_refusal(&m->words);

	if (why != NULL)
		return refuse(m, why);
	text_printf(&t, "Date: %s\r\n", date_of(c, c->now));
	add_from(&t, m->words.from);
	text_printf(&t, "To: <%s>\r\n", m->words.email);
	add_subject(&t, m->words.subject);
	/* The same at every try, so that a second copy can be told. */
	text_printf(&t, "Message-ID: <%" PRId64 "%s>\r\n", m->claimed.id,
	    strchr(settings.mail_from, '@'));
	add_answers(&t, &m->words);
	text_add(&t,
	    "MIME-Version: 1.0\r\n"
	    "Content-Language: da\r\n"
	    "Auto-Submitted: auto-generated\r\n");
	if (!add_parts(c, &t, m) || t.full)
		return refuse(m, "it is too long");
	*length = t.n;
	return t.s;
}
