/* Calendar entries: a time that a mail carries, so that it can be put into a
 * calendar with one press (RFC 5545, RFC 5546). They are published, not
 * invited to: nobody has to answer, and no program sends an answer to us. */
#ifndef BASE_ICS_H
#define BASE_ICS_H

#include "base/text.h"

struct ics {
	const char *uid; /* the same for every version of the entry */
	int64_t version; /* seconds; only ever grows */
	bool cancelled;  /* it is taken out again */
	int64_t made_at; /* this version: unix seconds, as the others */
	int64_t starts_at, ends_at;
	const char *from_name, *from; /* who publishes it, and their address */
	const char *summary;          /* one line */
	const char *place, *words;    /* may be "" */
};

/* What to do with it, as the mail that carries it must repeat: PUBLISH or
 * CANCEL. */
const char *ics_method(const struct ics *e);

/* The file: UTF-8 whatever it is given, lines of at most 75 bytes that end with
 * CRLF, times in UTC so that no zone need be explained. What stands in a name
 * or in words cannot end its line. In the context's arena. */
const char *ics_text(struct ctx *c, const struct ics *e);

#endif
