/* The dialogue: what is done about an SMS somebody sent us. Every message gets
 * one true answer, or a person; what was sent twice is answered once, for
 * hooks are stored once. */
#ifndef DIALOGUE_H
#define DIALOGUE_H

#include "base/base.h"

/* Hears a message from a number (stored form) and leaves the answer, all in
 * one transaction. ERR_FAILED: nothing was done, hear it again. */
enum err dialogue_hear(struct ctx *c, const char *from, const char *text);

/* The person told the provider STOP, who lets nothing of ours through: as if
 * they had told us, but for the receipt. In the caller's transaction. */
void dialogue_stopped(struct ctx *c, int64_t person);

/* Their number is nobody's: nothing more goes there, and a person finds out how
 * they are reached. In the caller's transaction. */
void dialogue_number_wrong(struct ctx *c, int64_t person);

#endif
