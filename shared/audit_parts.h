/* What the audit's files share: how a row becomes a digest. */
#ifndef AUDIT_PARTS_H
#define AUDIT_PARTS_H

#include "audit.h"

struct rows;

/* The digest of the row as it would be at that place, after that digest (""
 * for the first). */
const char *audit_digest(
    struct ctx *c, const struct audit *a, int64_t id, const char *before);

/* The next row of SELECT id, municipality_id, done_at, done_by, deed, path,
 * about_id, person_id, digest. */
bool audit_row(struct rows *r, struct audit *a);

#endif
