#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "audit_request.h"
#include "citizen.h"
#include "match.h"
#include "notice.h"
#include "person.h"
#include "portal.h"
#include "task.h"
#include "workplace.h"

#define FIRST_MOST 10 /* whom the task suits, of our own people */
#define FOUND_MOST 20 /* people of a name */
#define LACKS_MOST 3  /* rules that keep most people from a task */

/* ---- the task ---- */

static void put_task(struct req *r, struct view *v, const struct task *t)
{
	struct ctx *c = r->ctx;
	struct workplace place = { .sms_name = "", .town = "" };
	struct task_answers a = task_answers(c, t->id);

	workplace_load(c, t->workplace_id, &place);
	view_text(c, v, "id", mem_printf(c, "%" PRId64, t->id));
	view_text(c, v, "verb", task_verb(c, t));
	view_text(c, v, "day", clock_day(c, t->starts_at));
	view_text(c, v, "time", clock_span(c, t->starts_at, t->ends_at));
	view_text(
	    c, v, "place", mem_printf(c, "%s, %s", place.sms_name, place.town));
	if ((r->user->roles & CONSULTANT) != 0)
		view_text(c, v, "place_of",
		    mem_printf(c, "%" PRId64, t->workplace_id));
	view_int(c, v, "places", t->places);
	view_int(c, v, "taken", t->taken);
	view_int(c, v, "asked", a.asked);
	view_int(c, v, "no", a.no);
	view_int(c, v, "waiting", a.waiting);
	view_bool(c, v, "nobody", a.waiting == 0);
}

/* GET /opgave: what people are asked for now, the next first. */
struct reply why_list_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	struct ids open = task_open_ids(c);

	view_text(c, v, "title", phrase("why.title"));
	list = view_list(c, v, "tasks");
	for (size_t i = 0; i < open.count; i++) {
		struct task t;

		if (task_load(c, open.id[i], &t))
			put_task(r, view_item(c, list), &t);
	}
	return reply_page(r, 200, "why_list.html", v);
}

/* ---- whom it suits ---- */

/* With a minus that is as wide as a figure. */
static const char *points(struct ctx *c, int64_t n)
{
	return n < 0 ? mem_printf(c, "\u2212%" PRId64, -n)
		     : mem_printf(c, "%" PRId64, n);
}

/* The sum, and the parts that have any points. */
static void put_cost(struct req *r, struct view *v, int64_t cost,
    const int64_t parts[MATCH_PARTS])
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "parts");

	view_text(c, v, "cost", points(c, cost));
	for (int i = 0; i < MATCH_PARTS; i++) {
		const char *name = match_part_name((enum match_part)i);
		struct view *item;

		if (parts[i] == 0)
			continue;
		item = view_item(c, list);
		view_text(c, item, "name", phrase_named(c, "why_part", name));
		view_text(c, item, "points", points(c, parts[i]));
	}
}

static bool put_person(struct req *r, struct view *v, int64_t id)
{
	struct person p;

	if (!person_load(r->ctx, id, &p))
		return false;
	shows_person(r, id);
	view_text(r->ctx, v, "citizen", mem_printf(r->ctx, "%" PRId64, id));
	view_text(r->ctx, v, "name", person_full_name(r->ctx, &p));
	return true;
}

static bool is_ours(const struct req *r, int64_t citizen)
{
	struct citizen z;

	return citizen_load(r->ctx, citizen, &z) &&
	    z.municipality_id == r->user->municipality;
}

/* Of those who come first anywhere, our own. */
static void put_first(struct req *r, struct view *v, int64_t task)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "first");
	size_t count, shown = 0;
	const struct match *all = match_find(c, task, MATCH_MOST, &count);

	for (size_t i = 0; i < count && shown < FIRST_MOST; i++) {
		int64_t parts[MATCH_PARTS] = { 0 };
		struct view *item;

		if (!is_ours(r, all[i].citizen))
			continue;
		item = view_item(c, list);
		put_person(r, item, all[i].citizen);
		match_parts_read(all[i].parts, parts);
		put_cost(r, item, all[i].cost, parts);
		shown++;
	}
	view_bool(c, v, "suits_others", shown == 0 && count > 0);
}

static void put_lacks(struct req *r, struct view *v, int64_t task)
{
	struct ctx *c = r->ctx;
	struct match_lack lacks[LACKS_MOST];
	size_t count = match_lacks(c, task, lacks, LACKS_MOST);
	struct view *list = view_list(c, v, "lacks");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_int(c, item, "people", lacks[i].people);
		view_bool(c, item, "one", lacks[i].people == 1);
		view_text(
		    c, item, "rule", phrase_named(c, "why_not", lacks[i].rule));
	}
}

/* Who was found: "1,2,3", as why_find() put it in the address. */
static void put_found(struct req *r, struct view *v, const char *ids)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "found");
	int count = 0;
	char *end;

	for (; *ids != '\0' && count < FOUND_MOST; ids = end) {
		int64_t id = strtoll(ids, &end, 10);

		if (end == ids)
			break;
		end += strspn(end, ",");
		if (is_ours(r, id))
			put_person(r, view_item(c, list), id);
		count++;
	}
	view_bool(c, v, "more", count == FOUND_MOST);
}

/* GET /opgave/:id/hvem */
struct reply why_task(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct task t;

	if (!task_load(c, r->id, &t))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase("why.task"));
	put_task(r, v, &t);
	put_first(r, v, t.id);
	put_lacks(r, v, t.id);
	view_bool(c, v, "looked", param_find(&r->query, "borgere") != NULL);
	put_found(r, v, param_value(&r->query, "borgere"));
	return reply_page(r, 200, "why_task.html", v);
}

/* POST /opgave/:id/hvem: looks for a name, and changes nothing. A name does not
 * belong in an address, which others log; ids may stand there, and are looked
 * at again. */
struct reply why_find(struct req *r)
{
	struct ctx *c = r->ctx;
	struct ids found = person_find(c, r->user->municipality,
	    param_value(&r->form, "navn"), FOUND_MOST);
	const char *ids = "";

	if (found.count == 1)
		return reply_see(r, "/opgave/%" PRId64 "/hvorfor/%" PRId64,
		    r->id, found.id[0]);
	for (size_t i = 0; i < found.count; i++)
		ids = mem_printf(
		    c, "%s%s%" PRId64, ids, i > 0 ? "," : "", found.id[i]);
	return reply_see(
	    r, "/opgave/%" PRId64 "/hvem?borgere=%s#fundet", r->id, ids);
}

/* ---- why, and why not ---- */

/* Not a rule of the match: whose week of messages is full is asked later. */
static void put_room(struct req *r, struct view *v)
{
	int64_t room = notice_room(r->ctx, r->citizen);

	if (room > r->ctx->now && room != NOTICE_NO_ROOM)
		view_text(r->ctx, v, "room_from", clock_day(r->ctx, room));
}

/* GET /opgave/:id/hvorfor/:citizen: each rule, those that do not hold first. */
struct reply why_citizen(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *broken, *held;
	struct match_verdict verdict[MATCH_RULES];
	int64_t parts[MATCH_PARTS], cost, count = 0;
	struct task t;

	if (!task_load(c, r->id, &t) || !put_person(r, v, r->citizen))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase("why.citizen"));
	view_bool(c, v, "may_export", (r->user->roles & CONSULTANT) != 0);
	put_task(r, v, &t);
	broken = view_list(c, v, "broken");
	held = view_list(c, v, "held");
	if (!match_why(c, t.id, r->citizen, verdict) ||
	    !match_weigh(c, t.id, r->citizen, parts, &cost))
		return reply_page(r, 200, "why_citizen.html", v);
	for (int i = 0; i < MATCH_RULES; i++) {
		bool holds = verdict[i].holds;

		view_text(c, view_item(c, holds ? held : broken), "rule",
		    phrase_named(
			c, holds ? "why_rule" : "why_not", verdict[i].rule));
		count += holds ? 0 : 1;
	}
	view_bool(c, v, "is_known", true);
	view_int(c, v, "broken_count", count);
	put_room(r, v);
	put_cost(r, v, cost, parts);
	put_allowance(r, v, r->citizen, t.id);
	return reply_page(r, 200, "why_citizen.html", v);
}
