/* Notices: every message there is, in one table: to whom, how, when, and how
 * long it stays worth sending. What it says is www/messages/da/<kind>.sms and
 * .mail; message.h puts the words in. */
#ifndef NOTICE_H
#define NOTICE_H

#include "base/base.h"
#include "base/clock.h"

#include "outbox.h"

/* What a notice is about, which decides what its words can name. */
enum about {
	ABOUT_PERSON,     /* only the person themselves; about is 0 */
	ABOUT_SIGNIN,     /* a code on its way */
	ABOUT_OFFER,      /* to a citizen */
	ABOUT_ENGAGEMENT, /* to a citizen, or to the workplace's contact */
	ABOUT_TASK,       /* to the workplace's contact */
	ABOUT_DUTIES,     /* a mentor's day; about is 0, or a leave */
	ABOUT_TEAM,       /* a leader's; about is 0 */
	ABOUT_MONTH,      /* a contact's hours; about is the month's midnight */
	ABOUT_EMPLOYER,   /* to somebody who posts for it, or would */
};

enum how {
	HOW_SMS,         /* by SMS, or by mail to who has no phone */
	HOW_BOTH,        /* by SMS and by mail, as far as we have them */
	HOW_MAIL_OR_SMS, /* by mail, or by SMS to who has none */
};

struct notice {
	const char *kind;
	enum about about;
	enum how how;
	enum lane lane;
	enum window window;
	int64_t keeps; /* seconds it may wait; 0: the caller says until when */
	bool to_citizen; /* the linter's stricter words */
};

/* What becomes of one too many, for the budget of messages (P16): so many that
 * count may go to a citizen in any seven days. */
enum budget {
	BUDGET_FREE,  /* does not count and always goes: codes, receipts of what
		       * they wrote, changes, cancellations */
	BUDGET_WAITS, /* waits until there is room, if that is in time */
	BUDGET_DROPS, /* is not left */
};
enum budget notice_budget(const char *kind);

/* From when on one more that counts may go to the citizen; NOTICE_NO_ROOM when
 * no dated rule says how many. */
#define NOTICE_NO_ROOM INT64_MAX
int64_t notice_room(struct ctx *c, int64_t citizen);

/* What is off, or changed, so soon is told at any hour: they may be about to
 * set out. */
#define NOTICE_URGENT (12 * (int64_t)3600) /* seconds before its deadline */

/* From when on, at `at` or later, an SMS of that kind may go: in its window, or
 * at once when it is urgent. */
int64_t notice_opens(const char *kind, int64_t at, int64_t expires_at);

/* The table; *count of them. */
const struct notice *notices(size_t *count);

/* The notice of that kind; ends the program for a kind that is not there. */
const struct notice *notice_find(const char *kind);

struct notice_to {
	const char *kind;
	int64_t person, about;
	const char *key;     /* what makes it another one; NULL: the about */
	int64_t not_before;  /* 0: now */
	int64_t expires_at;  /* 0: as the table says */
	int64_t guard;       /* an offer that must still be asked */
	const char *channel; /* by that alone; NULL: as the table says */
};

/* Leaves the notice by the ways that reach the person, each in its window and,
 * if it counts, within their budget. It is not left where that is too late, nor
 * by SMS to who said STOP. True when something was left. In the caller's
 * transaction. */
bool notice_leave(struct ctx *c, const struct notice_to *to);

/* The short form for most: about something, now. */
void notice_tell(
    struct ctx *c, const char *kind, int64_t person, int64_t about);

/* The same, as often as it happens: an answer to what somebody just wrote. */
void notice_answer(
    struct ctx *c, const char *kind, int64_t person, int64_t about);

#endif
