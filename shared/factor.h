/* The second thing by which staff show who they are: the code of an app on
 * their telephone (base/totp.h). Its secret lies sealed. Connecting an app
 * takes an enrolment code that they were given by somebody, not by mail: else
 * whoever reads their mail could connect their own. Who has lost the telephone
 * is helped by another admin (staff.h). The first thing? signin.h. */
#ifndef FACTOR_H
#define FACTOR_H

#include "base/base.h"
#include "base/totp.h"

#define FACTOR_WRONG_HOUR 20 /* wrong codes of one person in an hour */
#define ENROLMENT_HOURS   24
#define ENROLMENT_CHARS   14 /* abcd-efgh-jkmn */

/* Whether an app is connected. */
bool factor_confirmed(struct ctx *c, int64_t person);

/* Makes the secret of an app that is to be connected, unless there is one. In
 * the caller's transaction. */
void factor_begin(struct ctx *c, int64_t person);

/* What the app is told; false when there is none, or it was sealed elsewhere.
 */
bool factor_secret(
    struct ctx *c, int64_t person, unsigned char secret[TOTP_BYTES]);

/* The code is the app's, and neither it nor a later one was used before: of
 * two who come with the same one, one is refused. ERR_INVALID also after too
 * many wrong ones in an hour. In the caller's transaction, which must be
 * committed either way, for the wrong ones count. */
enum err factor_use(struct ctx *c, int64_t person, const char *code);

/* The same for an app that is to be connected, with the enrolment code. */
enum err factor_connect(
    struct ctx *c, int64_t person, const char *code, const char *enrolment);

/* A right code that may be used now, for the demo alone; false: none. */
bool factor_demo(struct ctx *c, int64_t person, char code[7]);

/* What the app of an invented person knows: everybody may work it out. */
void factor_invented(const char *email, unsigned char secret[TOTP_BYTES]);

/* Connects an app with that secret, for the demo and tests. In the caller's
 * transaction. */
void factor_set(
    struct ctx *c, int64_t person, const unsigned char secret[TOTP_BYTES]);

/* Forgets the app, if there is one. In the caller's transaction. */
void factor_drop(struct ctx *c, int64_t person);

/* Opens an enrolment for a day and ends those before it; its id. by 0: the
 * console. In the caller's transaction. */
int64_t enrolment_open(struct ctx *c, int64_t person, int64_t by);

/* The one that may be used now; 0: none. */
int64_t enrolment_waiting(struct ctx *c, int64_t person);

/* The code itself, for whoever passes it on. */
void enrolment_code(int64_t id, char code[ENROLMENT_CHARS + 1]);

#endif
