/* Messages: the words of a notice, put together when it is sent (or previewed)
 * from www/messages/<language>/<kind>.sms, .short.sms and .mail; what a mail
 * brings for a calendar is <kind>.event, and frame.html stands around its words
 * (message_mail.c). The short form is taken when the full one would be too
 * long, and the greeting dropped before a name may turn an SMS into one of 70
 * characters. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "base/ics.h"
#include "base/sms_text.h"
#include "base/tmpl.h"

#include "notice.h"
#include "task.h"

struct message {
	const char *phone; /* of an SMS: stored form */
	const char *email; /* of a mail */
	const char *name;  /* of who gets it */
	const char *body;

	/* Of a mail alone: */
	const char *subject;
	const char *from;        /* the municipality's name */
	const char *html;        /* the body again, in its frame; NULL: none */
	const struct ics *event; /* for a calendar; NULL: no time in it */
	bool may_stop;           /* one of a row that they may ask us to end */
};

/* Reads all messages of www/messages/da into a new set; NULL, with why, when
 * one cannot be parsed. They are read again by calling it anew. */
struct tmpls *messages_load(const char *www_dir, char why[200]);

/* Composes what is to be sent. Some texts hold a link, which is made here, so
 * the caller has a transaction open. False when there is nobody to send it to
 * or nothing left to say it about. */
bool message_compose(struct ctx *c, const struct tmpls *words, const char *kind,
    const char *channel, int64_t person, int64_t about, struct message *m);

/* The question that a task, or a weekly series, would be asked with now, to
 * somebody with an ordinary name, in the language of messages and not of who
 * looks; or at its longest: the longest name, a short number after each answer,
 * the longest deadline. */
#define MESSAGE_LONGEST_NAME "Alexandra-Maria"
const char *message_preview(struct ctx *c, const struct tmpls *words,
    const struct task *t, bool weekly, const struct workplace *place,
    bool longest);

/* The SMS of a kind with the values of a view. Exposed for the linter, which
 * fills it with the longest that may be. */
const char *message_sms(
    struct ctx *c, const struct tmpls *words, const char *kind, struct view *v);

/* Puts what only a mail has, of that kind, with the values of a view: subject,
 * body, the frame around it, and the entry for a calendar of e, who may be NULL
 * (it says that the time is called off when e is). False without words. */
struct engagement;
bool message_mail(struct ctx *c, const struct tmpls *words, const char *kind,
    struct view *v, const struct engagement *e, struct message *m);

/* The template filled; NULL, and a line in the log, when it cannot be. */
const char *message_fill(struct ctx *c, const struct tmpls *words,
    const char *name, const struct view *v);

/* "3 timer", "2 timer 30 min", "45 min"; "145 kr.", "145,50 kr."; "145 kr/t".
 * In the context's arena. */
const char *message_hours(struct ctx *c, int64_t minutes);
const char *message_money(struct ctx *c, int64_t ore);
const char *message_pay(struct ctx *c, int64_t ore);

#endif
