#include "base/db.h"

#include "audit.h"
#include "audit_request.h"
#include "citizen.h"
#include "portal.h"

/* What staff do is noted unless the table says that it shows nobody, and what
 * an employer does about people who come to them. What a link in a message
 * does is nobody's but the one's who got it. */
bool audit_notes(const struct req *r, const struct route *route)
{
	unsigned as;

	if (r->user == NULL || (route->who & NOBODY) != 0)
		return false;
	as = route->who & r->user->roles & (STAFF | EMPLOYER);
	/* What both may do is about oneself, or about whom it leads to. */
	if ((route->who & EMPLOYER) != 0)
		return as != 0 && r->about.count > 0;
	return as != 0;
}

static void note_one(struct req *r, const char *deed, int64_t person)
{
	struct audit a = { .municipality = r->user->municipality,
		.deed = deed,
		.path = r->route->path,
		.about = r->id,
		.person = person };
	struct citizen z;

	/* Of an employer's: whose citizen it is. */
	if (a.municipality == 0 && citizen_load(r->ctx, person, &z))
		a.municipality = z.municipality_id;
	audit_note(r->ctx, &a);
}

static void note(struct req *r, const char *deed)
{
	for (size_t i = 0; i < r->about.count; i++)
		note_one(r, deed, r->about.id[i]);
	if (r->about.count == 0)
		note_one(r, deed, 0);
}

void audit_did(struct req *r)
{
	note(r, AUDIT_DID);
}

/* Nothing is shown of anybody before it is on disk that it was. */
struct reply audit_looked(struct req *r)
{
	db_begin(r->ctx);
	note(r, AUDIT_SAW);
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	return (struct reply) { 0 };
}

void shows_person(struct req *r, int64_t person)
{
	if (person == 0 || r->shown_count == SHOWN_MOST)
		return;
	if (r->shown == NULL)
		r->shown = mem_alloc(r->ctx, SHOWN_MOST * sizeof *r->shown);
	for (size_t i = 0; i < r->about.count; i++)
		if (r->about.id[i] == person)
			return;
	for (size_t i = 0; i < r->shown_count; i++)
		if (r->shown[i] == person)
			return;
	r->shown[r->shown_count++] = person;
}

/* Those on the page who are new to its reader today. */
static size_t keep_unseen(struct req *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->shown_count; i++)
		if (!audit_seen_today(r->ctx, r->route->path, r->shown[i]))
			r->shown[n++] = r->shown[i];
	return n;
}

/* The page is made, and has yet to be sent. */
struct reply audit_shown(struct req *r, struct reply reply)
{
	size_t n = r->user != NULL ? keep_unseen(r) : 0;

	if (n == 0)
		return reply;
	db_begin(r->ctx);
	for (size_t i = 0; i < n; i++)
		note_one(r, AUDIT_SAW, r->shown[i]);
	return db_commit(r->ctx) == OK ? reply : reply_error(r, ERR_FAILED);
}
