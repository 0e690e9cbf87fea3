/* What the tests of the audit share. */
#ifndef CHAIN_H
#define CHAIN_H

#include "request.h"

#include "audit.h"

/* ---- a chain ---- */

/* The world, and ten rows of Jonas' in the audit: he sees Amir, does something
 * to the next, and so on. */
int chain_open(void **state);

/* One more row. */
void chain_note(const char *deed, int64_t person);

/* A walk from the first row on, with a head (NULL: none), to where it ends. */
struct audit_walk chain_walk(const char *head);

/* It ends well after so many rows; at that one, and what is said of it. */
void chain_whole(int64_t count);
void chain_wrong(const char *head, int64_t id, const char *what);

/* ---- what pages note ---- */

extern int64_t karen; /* an admin */
int open_admin(void **state);

/* How many rows say so; person 0: of nobody. */
int64_t noted(int64_t by, const char *deed, const char *path, int64_t person);

/* How many are of pages. */
int64_t noted_pages(void);

/* The page of Amir's hours a week. */
const char *ceiling_page(void);

#endif
