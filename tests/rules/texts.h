/* The text linter's two halves: what messages are filled with (texts_view.c),
 * and what is held against them then (texts.c). */
#ifndef TEXTS_H
#define TEXTS_H

#include "message.h"

#define FILLS 5

/* Each text is filled once with each. */
extern const struct fill {
	const char *title;
	const char *name; /* of who gets it, and of whom it tells */
	bool longest;
	bool series; /* asked, or given, for all of its dates */
} fills[FILLS];

/* Finds the longest values that the demo has. */
void values_open(struct ctx *c);

/* The name of a value that a text may use, or NULL after the last. */
const char *value_name(size_t i);

/* The view that message.c would make of the longest, or the least, that may
 * be. A name it would not put is missing here too. */
struct view *view_for(
    struct ctx *c, const struct notice *n, const struct fill *f, bool mail);

#endif
