/* Hooks: what providers tell us, stored raw at once and made sense of by the
 * notifier, so that a provider never waits for us to think. */
#ifndef HOOK_H
#define HOOK_H

#include "base/base.h"

#define HOOK_REPORT     "report"  /* what became of a message of ours */
#define HOOK_INBOUND    "inbound" /* an SMS somebody sent us */
#define HOOK_BYTES_MOST 4096      /* of fields */

struct hook_field {
	const char *name,
	    *value; /* value: UTF-8 without control bytes but LF */
};

#define HOOK_SEALED "hook|fields" /* where they lie (seal.h) */

/* Stores an event, once for its key. fields is a NULL-ended list; CPR numbers
 * in it are masked before it is sealed. In its own transaction. */
enum err hook_store(struct ctx *c, const char *provider, const char *kind,
    const char *event_key, const struct hook_field *fields);

struct hook {
	int64_t id, came_at;
	const char *provider, *kind;
	const struct hook_field *fields;
};

/* The oldest that nobody has made sense of; at most `most`. */
const struct hook *hook_new(struct ctx *c, size_t most, size_t *count);

/* What people wrote to us through that provider, dealt with or not, the newest
 * first; at most `most`. */
const struct hook *hook_said(
    struct ctx *c, const char *provider, size_t most, size_t *count);

/* It has been dealt with, and turned out to be about that person (0: nobody we
 * know): from now on it is sealed as theirs. In the caller's transaction. */
void hook_done(struct ctx *c, int64_t id, int64_t person);

/* What they wrote, of a row's fields as they lie sealed for that person. */
const char *hook_words(
    struct ctx *c, int64_t id, int64_t person, const char *sealed);

/* The field's value; "" when it is not there. */
const char *hook_field(const struct hook *h, const char *name);

#endif
