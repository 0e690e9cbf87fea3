#include <string.h>

#include "base/html.h"
#include "base/log.h"

#include "message.h"
#include "offer.h"
#include "settings.h"

#define FRAME "frame.html"
#define HOLE  "<!-- words -->" /* where they go in the frame */

/* What stands in the view as a text. */
static const char *text_of(const struct view *v, const char *name)
{
	const struct view *found = view_get(v, name, strlen(name));

	return found != NULL ? found->text : "";
}

/* A file begins with lines that have a name; what follows the name, or NULL.
 * *text goes on after that line. */
static const char *head_line(struct ctx *c, const char **text, const char *name)
{
	size_t n = strlen(name), length = strcspn(*text, "\n");
	const char *line = *text;

	if (strncmp(line, name, n) != 0)
		return NULL;
	*text += length + (line[length] == '\n' ? 1 : 0);
	return text_trim(c, mem_dup_n(c, line + n, length - n));
}

/* Every value in the frame is escaped by its template, and no value can look
 * like the hole. */
static const char *framed(struct ctx *c, const struct tmpls *words,
    const struct view *v, const struct message *m)
{
	const char *body = html_of_text(c, m->body, settings.public_url);
	struct view *with = view_new(c);
	const char *frame, *hole;

	*with = *v; /* the same members, and one more in front of them */
	view_text(c, with, "subject", m->subject);
	frame = message_fill(c, words, FRAME, with);
	hole = frame != NULL ? strstr(frame, HOLE) : NULL;
	if (hole == NULL || body == NULL) {
		log_warnx("message.unframed");
		return NULL;
	}
	return mem_printf(c, "%.*s%s%s", (int)(hole - frame), frame, body,
	    hole + strlen(HOLE));
}

/* The entry is the engagement's for as long as there is one, so that a later
 * mail takes the place of an earlier one. What is told later is newer. */
static const struct ics *event_of(struct ctx *c, const struct tmpls *words,
    const char *name, const struct view *v, const struct engagement *e)
{
	const char *domain = strchr(settings.mail_from, '@');
	const char *text = message_fill(c, words, name, v);
	struct ics *event = mem_alloc(c, sizeof *event);

	if (text == NULL || domain == NULL)
		return NULL;
	*event = (struct ics) {
		.uid = mem_printf(c, "engagement-%" PRId64 "%s", e->id, domain),
		.version = c->now - e->agreed_at,
		.cancelled = strcmp(e->state, "agreed") != 0,
		.made_at = c->now,
		.starts_at = e->starts_at,
		.ends_at = e->ends_at,
		.from_name = text_of(v, "municipality"),
		.from = settings.mail_from,
		.summary = head_line(c, &text, "Summary: "),
		.place = head_line(c, &text, "Place: "),
		.words = text_trim(c, text),
	};
	return event->summary != NULL && event->place != NULL ? event : NULL;
}

/* A kind without a file of its own is mailed with the words of its SMS. */
static bool put_words(struct ctx *c, const struct tmpls *words,
    const char *kind, struct view *v, struct message *m)
{
	const char *name = mem_printf(c, "%s.mail", kind);
	const char *text;

	if (!tmpls_has(words, name)) {
		m->subject = "Svar om din opgave";
		m->body = message_sms(c, words, kind, v);
		return m->body != NULL;
	}
	text = message_fill(c, words, name, v);
	if (text == NULL)
		return false;
	m->subject = head_line(c, &text, "Subject: ");
	m->body = text_trim(c, text);
	return m->subject != NULL;
}

bool message_mail(struct ctx *c, const struct tmpls *words, const char *kind,
    struct view *v, const struct engagement *e, struct message *m)
{
	const char *event = mem_printf(c, "%s.event", kind);

	if (!put_words(c, words, kind, v, m))
		return false;
	m->from = text_of(v, "municipality");
	m->html = framed(c, words, v, m);
	if (e != NULL && tmpls_has(words, event))
		m->event = event_of(c, words, event, v, e);
	return true;
}
