/* Words that must not stand in what we send: what reveals that somebody gets a
 * benefit, sees an office or has a need (to anyone), and what sounds like an
 * authority (to a citizen). Templates are held to it by make check, titles and
 * places when they are typed. */
#ifndef WORDING_H
#define WORDING_H

#include "base/base.h"

/* The word that text must not hold, or NULL. A word is found where one begins
 * with it, whatever its ending: ledig also in "ledige". */
const char *wording_leaks(struct ctx *c, const char *text);

/* The same for what only citizens must not be told. */
const char *wording_commands(struct ctx *c, const char *text);

/* Readability: words a sentence, and per cent of words longer than six
 * letters. Citizens' texts stay at 30 or less. */
int wording_lix(const char *text);

#endif
