/* What firms say of people they will lack: asked beside Find opgaver, and
 * shown on Venter på et menneske (shortage_pages.c). */
#ifndef SHORTAGE_ROW_H
#define SHORTAGE_ROW_H

#include "portal.h"

struct form;

/* The question, with what was typed (NULL: nothing yet), and what the firm has
 * said: "shortage" for part_shortage.html. */
void shortage_put(struct req *r, struct view *v, struct form *form);

/* "Tømrer: 2 fra marts 2027", each of the employer's; "" when there is none. */
const char *shortage_words(struct ctx *c, int64_t employer);

/* The page that asks it (carving_pages.c). */
struct reply carving_trades(struct req *r, int status, struct form *form);

#endif
