/* Memory that outlives requests, for what a program keeps of the database:
 * arrays that grow, and tables that find a place in one. Running out ends the
 * program with a line in the log. What a request needs is an arena's. */
#ifndef BASE_GROW_H
#define BASE_GROW_H

#include "base/base.h"

/* The array with room for `count` of that size, moved perhaps; what is new is
 * zeros. A quarter more than asked for, so that adding one by one is cheap. */
void *grow(void *at, size_t *room, size_t count, size_t size);

/* The same with room for exactly `count`, which is not less than is in it. */
void *grow_exact(void *at, size_t *room, size_t count, size_t size);

char *grow_text(const char *s); /* a copy */
void grow_free(void *at);

/* ---- tables ---- */

/* Finds the numbers of things that somebody else keeps: the owner's hash() of a
 * number says where it stands. Open addressing, half a dozen bytes a thing. */
struct table {
	uint32_t *at; /* a number and one; 0 is nobody */
	size_t room, used;
	uint64_t (*hash)(const void *owner, uint32_t number);
};

#define TABLE_NONE UINT32_MAX

uint64_t mix64(uint64_t x);

/* Room for exactly so many, and all that are in it found again where the
 * owner has them now. */
void table_fit(struct table *t, const void *owner, uint32_t count);

void table_add(struct table *t, const void *owner, uint32_t number);
void table_drop(struct table *t, const void *owner, uint32_t number);

/* for (at = table_first(t, hash); (n = table_get(t, at)) != TABLE_NONE;
 *      at = table_next(t, at)) gives all that may have that hash. */
size_t table_first(const struct table *t, uint64_t hash);
size_t table_next(const struct table *t, size_t at);
uint32_t table_get(const struct table *t, size_t at);

#endif
