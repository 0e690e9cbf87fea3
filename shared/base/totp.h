/* The six digits that an app on a telephone shows: TOTP of RFC 6238, with
 * SHA-1 and steps of 30 seconds, which is what all apps know. Pure functions;
 * whose secret it is, and which steps are used up, is factor.h's. */
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include "base/arena.h"

#define TOTP_BYTES  20 /* of a secret */
#define TOTP_STEP   30 /* seconds a code is shown */
#define TOTP_WINDOW 1  /* steps that the app's clock may be off */

/* The step of that moment. */
int64_t totp_step(int64_t at);

/* The code of a step. */
void totp_code(
    const unsigned char secret[TOTP_BYTES], int64_t step, char code[7]);

/* The step within the window whose code that is; 0: none. Takes the same time
 * whatever was typed. */
int64_t totp_find(
    const unsigned char secret[TOTP_BYTES], int64_t at, const char *code);

/* The secret in base 32 of RFC 4648, as apps take it. */
char *totp_text(struct ctx *c, const unsigned char secret[TOTP_BYTES]);

#endif
