/* A firm that signs up by itself, for the tests of what comes of it: Nina of
 * Nyt Bageri, who has not been here before. */
#ifndef NEWCOMER_H
#define NEWCOMER_H

#include "browser.h"

#include "signup.h"

#define NINA "ny@example.dk"
#define BO   "bo@example.dk"
#define CVR  "10000009"

/* What she fills in, with that CVR and address (NULL: her number alone). */
struct signup_firm firm(const char *cvr, const char *email);

/* The draft of that browser, as it stands now. */
struct signup kept(const char *browser);

/* It is filled in there; a code is asked for, and typed. */
void keep(const char *browser);
const char *code_for(const char *browser, const struct signup_firm *f);
enum err prove(const char *browser, const char *code, struct signup_firm *f,
    struct signup_end *end);

/* All of that, with the right code. */
enum err sign_up(
    const char *browser, struct signup_firm *f, struct signup_end *end);

int64_t employers(const char *cvr);

#endif
