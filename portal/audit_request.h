/* Who saw and did what, as a request tells it (shared/audit.h): the dispatcher
 * asks here for each that passed its role and relation. */
#ifndef AUDIT_REQUEST_H
#define AUDIT_REQUEST_H

#include "portal.h"

/* Whether anything is noted of the request, which may be answered. */
bool audit_notes(const struct req *r, const struct route *route);

/* A look, in a transaction of its own: status 0, or why nothing may be shown.
 * A change, in the caller's. */
struct reply audit_looked(struct req *r);
void audit_did(struct req *r);

/* The reply, once those it shows are noted; or why it may not be sent. */
struct reply audit_shown(struct req *r, struct reply reply);

/* A page of staff's shows that person's name, though it is about nobody, or
 * somebody else: they are noted before the page is sent. */
#define SHOWN_MOST 450 /* two for each of the longest list, and some */
void shows_person(struct req *r, int64_t person);

#endif
