/* Shortages: what a firm says of people it will lack in three to twelve months
 * (P22). A person rings it in good time: ATTENTION_SHORTAGE. Once the month is
 * over it is forgotten. */
#ifndef SHORTAGE_H
#define SHORTAGE_H

#include "base/base.h"

#define SHORTAGES_MOST  20 /* of a firm, to come */
#define SHORTAGE_FROM   3  /* months ahead */
#define SHORTAGE_UNTIL  12
#define SHORTAGE_PEOPLE 99

struct shortage {
	int64_t id, employer_id;
	const char *trade; /* by the key of a catalogue */
	int64_t people;
	int64_t month; /* its first instant */
	int64_t said_by, said_at;
};

/* Keeps it, in place of what the firm said before of that trade and month, and
 * leaves it for a person to see to. ERR_INVALID for a number or a month that is
 * none of those, ERR_CONFLICT when the firm has said SHORTAGES_MOST. */
enum err shortage_say(struct ctx *c, const struct shortage *s);

bool shortage_load(struct ctx *c, int64_t id, struct shortage *s);

/* The firm's whose month is not over, the first of them first. */
const struct shortage *shortage_list(
    struct ctx *c, int64_t employer, size_t *count);

/* It is so no more; nobody needs to ring about it when it was the last. */
enum err shortage_drop(struct ctx *c, int64_t employer, int64_t id);

/* Forgets those whose month is over; at most 200 a pass. */
void shortage_forget(struct ctx *c);

#endif
