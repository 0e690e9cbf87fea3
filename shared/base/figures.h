/* Figures: what /metrics tells, as Prometheus reads it (text format 0.0.4).
 * Counters and histograms live as long as the program, and any thread adds to
 * them. Labels are words of ours, few and known beforehand: never what came
 * from outside, and nothing of a person. */
#ifndef BASE_FIGURES_H
#define BASE_FIGURES_H

#include <stdatomic.h>

#include "base/text.h"

#define FIGURES_MOST ((size_t)64 << 10) /* bytes of an answer */
#define STEPS_MOST   12
#define FIGURES_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* The upper ends of a histogram's steps, rising; divided by `unit` they are
 * what is shown: milliseconds and 1000 are seconds. */
struct steps {
	int64_t end[STEPS_MOST];
	size_t count;
	int64_t unit;
};
extern const struct steps steps_ms; /* 1 ms to 15 s */

struct histogram {
	const struct steps *steps;
	atomic_int_fast64_t in[STEPS_MOST + 1]; /* the last: beyond all */
	atomic_int_fast64_t sum;
};

void histogram_add(struct histogram *h, int64_t value);

/* What a figure is, before its values: type is counter, gauge or histogram. */
void figure_is(
    struct text *t, const char *name, const char *type, const char *what);

/* A value; labels as in `channel="sms"`, or "" for none. */
void figure_put(
    struct text *t, const char *name, const char *labels, int64_t value);
void histogram_put(struct text *t, const char *name, const char *labels,
    const struct histogram *h);

#endif
