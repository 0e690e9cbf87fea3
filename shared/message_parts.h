/* What a text can name is put into its view: by message.c, and by
 * message_digest.c what is about more than one engagement. */
#ifndef MESSAGE_PARTS_H
#define MESSAGE_PARTS_H

#include "base/view.h"

#include "message.h"

struct composing {
	struct ctx *c;
	struct view *v;
	const char *kind;
	int64_t person;
	bool sms;
	struct engagement *engagement; /* NULL: it is about none */
};

/* A value that a text can name. */
static inline void put(struct composing *w, const char *name, const char *text)
{
	view_text(w->c, w->v, name, text);
}

/* A task with its place and contact (message.c); an engagement with its task
 * (message_engagement.c). False when it is not there any more. */
bool message_put_task(struct composing *w, int64_t id);
bool message_put_engagement(struct composing *w, int64_t id);

/* A mentor's day, or what somebody stands in for by that leave; what a leader's
 * team has let wait; a contact's hours of a month. */
void message_put_duties(struct composing *w, int64_t leave);
void message_put_team(struct composing *w);
bool message_put_month(struct composing *w, int64_t month);

#endif
