/* Telephone numbers, in and out. Stored as digits with country code and no
 * plus: 4520123456. Which prefixes are mobile is only "fortrinsvis" so
 * (SDFI, who keep the plan): we warn, and let a START from the phone prove it.
 */
#ifndef BASE_PHONE_H
#define BASE_PHONE_H

#include "base/arena.h"

/* The stored form of what somebody typed: spaces, dots, dashes, slashes and
 * brackets are skipped; +.. or 00.. keeps its country; exactly eight digits
 * starting 2-9 are Danish, also when they start with 45; ten starting 45 are
 * the stored form. NULL when it is no number we could send to (short, shared,
 * premium and free-phone numbers included). */
char *phone_parse(struct ctx *c, const char *typed);

/* "20 12 34 56" for a Danish number, "+46 70123456" for another. */
char *phone_show(struct ctx *c, const char *stored);

/* False when the Danish numbering plan says that the number is not mobile. */
bool phone_may_be_mobile(const char *stored);

#endif
