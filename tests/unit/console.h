/* Verbs of the console, run as main() runs them, for the tests of each. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "request.h"

#include "command.h"

/* Runs it with these words, a NULL-ended list; its status, and all it says, on
 * either output. */
int console(int (*command)(struct ctx *, char **), const char *const *words,
    const char **said);

#endif
