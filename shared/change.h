/* Changes: which people's facts have changed since somebody last looked. Each
 * change gives the person a new number, larger than every one before, in the
 * order of commits; an index in memory reads those beyond the last it saw. */
#ifndef CHANGE_H
#define CHANGE_H

#include "base/base.h"

/* In the transaction that changes what the match asks about a citizen: hours,
 * scores, needs, offers, engagements, consent. Nothing for who is none. Who is
 * to be erased has left first (left_at), for a row that is gone has no
 * number. */
void change_note(struct ctx *c, int64_t citizen);

/* The last number that was given. */
int64_t change_last(struct ctx *c);

/* Who changed after number `after`, in order, at most `most`; *last is the
 * number of the last of them. */
struct ids change_since(
    struct ctx *c, int64_t after, size_t most, int64_t *last);

#endif
