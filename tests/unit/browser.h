/* Two browsers that people sign in with: they ask for a code, and enter it. */
#ifndef BROWSER_H
#define BROWSER_H

#include "fixture.h"

#include "signin.h"

#define MINE   "aaaaaaaaaaaaaaaaaaaaaaaaaa" /* their cookies */
#define THEIRS "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define JONAS  "jonas@example.dk"

/* Asks for a code, and reads the newest one made. */
const char *ask(const char *address, const char *browser);

/* Enters it, and then, if they are staff, their app's. */
enum err open_session(
    const char *code, const char *browser, bool keep, struct session *s);
enum err enter(const char *code, const char *browser); /* and not kept */

int64_t sessions(void); /* how many there are */

#endif
