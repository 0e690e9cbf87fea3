/* The task form, as the one with every kind of field, sent by the bakery. */
#ifndef TASK_FORM_H
#define TASK_FORM_H

#include "request.h"

int form_open(void **state); /* closed by world_close() */

/* What is right, with what is typed for one field in place of its own; NULL:
 * the field is not sent. */
const char *with(const char *name, const char *typed);
struct reply check(const char *name, const char *typed);

/* Refused, with what to mend, once in the summary and once at the field. */
void assert_mend(const char *name, const char *typed, const char *key);

#endif
