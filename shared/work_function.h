/* Work functions: what one can be good at; and considerations: what one can
 * need and a place can honour. Small catalogues that texts are made from. */
#ifndef WORK_FUNCTION_H
#define WORK_FUNCTION_H

#include "base/base.h"

struct work_function {
	const char *key;
	const char *name;  /* Pakning i hånden */
	const char *verb;  /* pakke varer */
	const char *field; /* the group in pickers */
	const char *isco;
};

struct consideration {
	const char *key;
	const char *place; /* as a workplace says it */
	const char *need;  /* as a person says it */
};

/* The whole catalogue in the order of the pickers; *count of them. */
const struct work_function *work_functions(struct ctx *c, size_t *count);

/* The one with that key; false when there is none. */
bool work_function_load(
    struct ctx *c, const char *key, struct work_function *w);

void work_function_add(struct ctx *c, const struct work_function *w);

/* From that day a citizen needs the tick for this function, by what the source
 * says (P20). */
void work_function_demand(struct ctx *c, const char *key, const char *tick,
    int64_t valid_from, const char *source);

const struct consideration *considerations(struct ctx *c, size_t *count);
void consideration_add(struct ctx *c, const struct consideration *k);

#endif
