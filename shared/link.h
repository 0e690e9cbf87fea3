/* Links in messages: each can do one thing, for one person, until a time.
 * Opening one changes nothing and uses nothing up, for mail and SMS scanners
 * open everything; the deed is a press on the page behind it. */
#ifndef LINK_H
#define LINK_H

#include "base/base.h"

#define LINK_OFFER "offer" /* about an offer: answer it */
#define LINK_HOURS "hours" /* about an engagement: confirm its hours */

struct link {
	int64_t id, person_id, about_id, expires_at;
	const char *purpose;
};

/* The address behind which the person can do that; made once, prolonged when
 * asked for again. In the caller's transaction. */
const char *link_url(struct ctx *c, const char *purpose, int64_t person,
    int64_t about, int64_t expires_at);

/* ERR_NOT_FOUND for a token that is none of ours (a forged one never reaches
 * the database); ERR_CONFLICT, with *l filled in, for one that has expired. */
enum err link_find(
    struct ctx *c, const char *token, const char *purpose, struct link *l);

/* Those of the person for that expire now. In the caller's transaction. */
void link_end(struct ctx *c, const char *purpose, int64_t person);

#endif
