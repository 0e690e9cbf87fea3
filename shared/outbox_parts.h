/* What the files of outbox share: outbox_claim.c takes what may go, outbox.c
 * does the rest. */
#ifndef OUTBOX_PARTS_H
#define OUTBOX_PARTS_H

#include "outbox.h"

/* What people sign in with. */
#define SIGNIN_KINDS "('code', 'code_own', 'factor')"

#endif
