#include <stdlib.h>

#include "base/clock.h"

#include "audit.h"
#include "audit_request.h"
#include "citizen.h"
#include "person.h"
#include "portal.h"

/* Hvem har set hvad: an admin's or leader's own municipality. The rows hold ids
 * alone; names are today's. */

#define ROWS_MOST  50
#define FOUND_MOST 20 /* people of a name */

static int64_t number(const char *s)
{
	int64_t n = strtoll(s, NULL, 10);

	return n > 0 ? n : 0;
}

static const char *name_of(struct ctx *c, int64_t person, const char *nobody)
{
	struct person p;

	if (person == 0)
		return phrase(nobody);
	return person_load(c, person, &p) ? person_full_name(c, &p)
					  : phrase("audit.gone");
}

static const char *what(struct ctx *c, const struct audit *a)
{
	const char *deed = phrase_or(mem_printf(c, "audit.deed.%s", a->deed),
	    phrase("audit.deed.other"));

	if (*a->path == '\0')
		return deed;
	return mem_printf(c, "%s: %s", deed,
	    phrase_or(mem_printf(c, "audit_page.%s", a->path), a->path));
}

static void put_row(struct req *r, struct view *v, const struct audit *a)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "at",
	    mem_printf(c, "%s %s", clock_iso_date(c, a->at),
		clock_iso_time(c, a->at)));
	view_text(c, v, "by", name_of(c, a->by, "audit.program"));
	view_text(c, v, "what", what(c, a));
	view_text(c, v, "whom", name_of(c, a->person, "audit.nobody"));
	view_text(c, v, "person",
	    a->person != 0 ? mem_printf(c, "%" PRId64, a->person) : NULL);
}

static void put_rows(
    struct req *r, struct view *v, int64_t person, int64_t before)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "rows");
	size_t count;
	const struct audit *all = audit_list(
	    c, r->user->municipality, person, before, ROWS_MOST + 1, &count);

	for (size_t i = 0; i < count && i < ROWS_MOST; i++)
		put_row(r, view_item(c, list), &all[i]);
	view_text(c, v, "older",
	    count > ROWS_MOST ? mem_printf(c, "%" PRId64, all[ROWS_MOST - 1].id)
			      : NULL);
	view_bool(c, v, "newest", before == 0);
}

/* Who was found: "1,2,3", as audit_find() put it in the address. */
static void put_found(struct req *r, struct view *v, const char *ids)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "found");
	struct citizen z;
	char *end;

	for (int i = 0; i < FOUND_MOST && *ids != '\0'; i++, ids = end) {
		int64_t id = strtoll(ids, &end, 10);
		struct view *item;

		if (end == ids)
			break;
		end += *end == ',' ? 1 : 0;
		if (!citizen_load(c, id, &z) ||
		    z.municipality_id != r->user->municipality)
			continue;
		item = view_item(c, list);
		view_text(c, item, "person", mem_printf(c, "%" PRId64, id));
		view_text(c, item, "name", name_of(c, id, "audit.gone"));
	}
}

/* GET /log: who saw and did what, the newest first. */
struct reply audit_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	int64_t person = number(param_value(&r->query, "borger"));
	size_t count = 0;

	view_text(c, v, "title", phrase("audit.title"));
	if (person != 0)
		audit_list(c, r->user->municipality, person, 0, 1, &count);
	view_text(c, v, "only",
	    person != 0 ? mem_printf(c, "%" PRId64, person) : NULL);
	if (count > 0)
		shows_person(r, person);
	view_text(c, v, "only_name",
	    count > 0 ? name_of(c, person, "audit.nobody") : NULL);
	view_bool(
	    c, v, "may_export", count > 0 && (r->user->roles & ADMIN) != 0);
	put_rows(r, v, person, number(param_value(&r->query, "foer")));
	view_bool(c, v, "looked", param_find(&r->query, "borgere") != NULL);
	put_found(r, v, param_value(&r->query, "borgere"));
	return reply_page(r, 200, "audit.html", v);
}

/* POST /log: looks for a name, which does not belong in an address. */
struct reply audit_find(struct req *r)
{
	struct ctx *c = r->ctx;
	struct ids found = person_find(c, r->user->municipality,
	    param_value(&r->form, "navn"), FOUND_MOST);
	const char *ids = "";

	if (found.count == 1)
		return reply_see(r, "/log?borger=%" PRId64, found.id[0]);
	for (size_t i = 0; i < found.count; i++)
		ids = mem_printf(
		    c, "%s%s%" PRId64, ids, i > 0 ? "," : "", found.id[i]);
	return reply_see(r, "/log?borgere=%s#fundet", ids);
}
