/* Verbs of the console: `portal staff-add --name NAME ...`. Each reads its
 * words by a table and says what is wrong in one line. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdlib.h>

#include "base/base.h"

/* Of sysexits.h: how it was called; what was given; what could not be done. */
enum { EXIT_USAGE = 64, EXIT_DATA = 65, EXIT_STORE = 75 };

struct command_option {
	const char *name, **to; /* --name, and where its word goes */
	bool must;
};

/* Reads them; what is missing or unknown, or NULL. */
const char *command_read(
    const struct command_option *list, size_t count, char **words);

/* A line on standard error; the status. */
int command_refuse(int status, const char *fmt, ...) PRINTF(2, 3);

/* portal staff-add WORDS: somebody who may sign in, and the code by which they
 * connect their app, on standard output. The exit status. */
int staff_command(struct ctx *c, char **words);

/* portal municipality-add WORDS: a municipality, with whom to ring. No rule is
 * made: a rule is signed by somebody. The exit status. */
int municipality_command(struct ctx *c, char **words);

/* portal import-postcodes FILE: the country's postcodes (postcode.h). */
int postcode_command(struct ctx *c, char **words);

/* portal erase PERSON: forgets them, or says what stands in the way. */
int erase_command(struct ctx *c, char **words);

/* portal retention [--dry-run]: prints what is too old, class by class, and
 * erases it unless told otherwise. */
int retention_command(struct ctx *c, char **words);

/* portal audit-verify [ID:DIGEST]: walks the whole chain, says how long it is
 * and its head, or the first row that is wrong. head may be NULL. */
struct store;
int audit_command(struct store *store, const char *head);

#endif
