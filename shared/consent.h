/* Consent: that somebody said yes or no to SMS, how, and by which words. Rows
 * are only added: the newest is what person.sms says, and they go with the
 * person alone. Who writes them? person_set_sms(), nobody else. */
#ifndef CONSENT_H
#define CONSENT_H

#include "base/base.h"

/* How it was said. */
enum consent_way {
	CONSENT_SMS,     /* START, STOP, "forkert nummer" */
	CONSENT_PAGE,    /* a button of their own page */
	CONSENT_STAFF,   /* to a member of staff, who wrote it down */
	CONSENT_NUMBER,  /* nobody said it: their number is nobody's */
	CONSENT_ENTERED, /* it stood so when they were entered here */
};

/* Which words they had before them. One more whenever start.sms, stop.sms or
 * what Min side says of SMS changes in meaning; consent_test holds it to them.
 */
#define CONSENT_WORDING 1

struct consent {
	bool given;
	const char *way; /* sms, page, staff, number, entered */
	int64_t at;
};

/* What they said last of SMS; false when they have said nothing. */
bool consent_last(struct ctx *c, int64_t person, struct consent *said);

/* Adds a row, now and by c->who. In the caller's transaction. */
void consent_note(
    struct ctx *c, int64_t person, bool given, enum consent_way way);

#endif
