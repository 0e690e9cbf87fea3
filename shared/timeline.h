/* Timelines: what has happened to a task, as its firm was told of it: when it
 * was posted and opened, who said yes, what was said of the hours, and that it
 * was called off. Never who was asked or said no. */
#ifndef TIMELINE_H
#define TIMELINE_H

#include "base/base.h"

#define TIMELINE_MOST 100 /* of a task; later ones are not in it */

struct timeline {
	int64_t at;
	const char *what; /* posted opened agreed hours cancelled */
	int64_t citizen;  /* of agreed and hours; else 0 */
	int64_t minutes;  /* of hours; 0: that they did not come */
};

/* The first thing first. */
const struct timeline *timeline_of(struct ctx *c, int64_t task, size_t *count);

#endif
