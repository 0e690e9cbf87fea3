/* Whether a task suits Amir, by the rows: he has nothing against it, nor it
 * against him, until a test changes something. */
#ifndef SUITS_H
#define SUITS_H

#include "fixture.h"

#define TUESDAY "2026-03-03"

/* A task that waits for its firm to be rung: nobody is asked for it, and it
 * suits Amir. */
struct task waiting_draft(void);
int64_t waiting_task(void);

/* Amir breaks that rule and no other, and is not found any more. */
void assert_breaks(int64_t task, unsigned rule);
void assert_suits(int64_t task);

/* Three hours for Amir that day, and what has become of the question. */
void ask_amir(const char *day, const char *state);

/* Amir has agreed to come somewhere else then. */
void engage_amir(const char *from, const char *to);

#endif
