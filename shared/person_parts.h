/* What the files of person share: person.c seals and opens, person_find.c looks
 * for people. */
#ifndef PERSON_PARTS_H
#define PERSON_PARTS_H

#include "base/db.h"

#include "person.h"

/* Fills in what is sealed from the next three cells: person.sealed, and version
 * and wrapped of person_key. p->id is set. */
void person_open(struct ctx *c, struct rows *r, struct person *p);

#endif
