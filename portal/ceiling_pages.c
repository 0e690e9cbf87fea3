#include "base/clock.h"

#include "ceiling.h"
#include "citizen.h"
#include "message.h"
#include "person.h"
#include "form.h"
#include "portal.h"

struct draft {
	int64_t hours, day, way;
	int64_t before; /* minutes: what the page showed */
	const char *why;
};

static const struct field fields[] = {
	{ "timer", FIELD_NUMBER, offsetof(struct draft, hours), 1, 37, false },
	{ "dag", FIELD_DATE, offsetof(struct draft, day), 0, 0, false },
	{ "maade", FIELD_NUMBER, offsetof(struct draft, way), CEILING_MET,
	    CEILING_WORK, false },
	{ "grund", FIELD_TEXT, offsetof(struct draft, why), 0, CEILING_WHY_MOST,
	    true },
	{ "foer", FIELD_NUMBER, offsetof(struct draft, before), 0,
	    CEILING_MINUTES, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* ---- the page ---- */

static void put_ways(struct req *r, struct view *v, int64_t chosen)
{
	struct view *list = view_list(r->ctx, v, "ways");

	for (int i = CEILING_MET; i < CEILING_WAYS; i++) {
		struct view *item = view_item(r->ctx, list);

		view_int(r->ctx, item, "value", i);
		view_text(r->ctx, item, "label",
		    phrase(mem_printf(r->ctx, "ceiling.way.%s",
			ceiling_way((enum ceiling_way)i))));
		view_bool(r->ctx, item, "chosen", chosen == i);
	}
}

static void put_history(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "history");
	size_t count;
	const struct ceiling *all = ceiling_list(c, r->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		struct person p = { .given_name = "", .surname = "" };

		person_load(c, all[i].proposed_by, &p);
		view_text(c, item, "day", clock_iso_date(c, all[i].agreed_on));
		view_text(
		    c, item, "before", message_hours(c, all[i].before_minutes));
		view_text(c, item, "hours", message_hours(c, all[i].minutes));
		view_text(c, item, "way",
		    phrase(mem_printf(c, "ceiling.way.%s", all[i].way)));
		view_text(c, item, "why", all[i].why);
		view_text(c, item, "by", person_full_name(c, &p));
	}
	view_bool(c, v, "any", count > 0);
}

static struct reply show(struct req *r, int status, struct form *form,
    const struct citizen *z, int64_t next, int64_t way)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct person p;

	if (!person_load(c, r->id, &p))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase("ceiling.title"));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, r->id));
	view_text(c, v, "who", person_full_name(c, &p));
	view_text(c, v, "now", message_hours(c, z->ceiling_minutes));
	view_text(c, v, "next", next > 0 ? message_hours(c, next) : NULL);
	view_int(c, v, "before", z->ceiling_minutes);
	form_put(r, form, v);
	put_ways(r, v, way);
	put_history(r, v);
	return reply_page(r, status, "ceiling.html", v);
}

static int64_t next_step(struct ctx *c, const struct citizen *z)
{
	struct ceiling_steps s;

	return ceiling_steps_load(c, z->municipality_id, &s)
	    ? ceiling_next(&s, z->ceiling_minutes)
	    : 0;
}

/* GET /timer-om-ugen/:id: the citizen's ceiling, the step above it, and how it
 * came there. */
struct reply ceiling_show(struct req *r)
{
	struct form form = { .name = "ceiling", .fields = fields };
	struct draft d = { .day = clock_midnight(r->ctx->now), .why = "" };
	struct citizen z;
	int64_t next;

	if (!citizen_load(r->ctx, r->id, &z))
		return reply_error(r, ERR_NOT_FOUND);
	next = next_step(r->ctx, &z);
	d.hours = (next > 0 ? next : z.ceiling_minutes) / 60;
	form_show(r, &form, &d);
	return show(r, 200, &form, &z, next, 0);
}

/* ---- an agreement ---- */

static void check_day(struct req *r, struct form *form, int64_t day)
{
	int64_t now = r->ctx->now;

	if (form->ok && (day > now || day < now - CEILING_DAYS * DAY))
		form_wrong(r, form, "dag", phrase("ceiling.dag.far"));
}

static enum err agree(struct req *r, const struct draft *d)
{
	const struct ceiling agreed = { .citizen_id = r->id,
		.before_minutes = d->before,
		.minutes = d->hours * 60,
		.agreed_on = d->day,
		.way = ceiling_way((enum ceiling_way)d->way),
		.why = d->why };

	return ceiling_agree(r->ctx, &agreed, r->user->id);
}

static void refuse(
    struct req *r, struct form *form, const struct draft *d, int64_t next)
{
	if (next == 0 || *d->why != '\0')
		form_wrong(r, form, "timer", phrase("ceiling.timer.top"));
	else
		form_wrong(r, form, "grund", phrase("ceiling.grund.missing"));
}

/* POST /timer-om-ugen/:id: what the two agreed. */
struct reply ceiling_change(struct req *r)
{
	struct form form = { .name = "ceiling", .fields = fields };
	struct draft d;
	struct citizen z;
	enum err err = OK;
	int64_t next;

	if (!citizen_load(r->ctx, r->id, &z))
		return reply_error(r, ERR_NOT_FOUND);
	next = next_step(r->ctx, &z);
	form_read(r, &form, &d);
	check_day(r, &form, d.day);
	if (form.ok)
		err = agree(r, &d);
	if (err == ERR_FORBIDDEN)
		refuse(r, &form, &d, next);
	else if (err == ERR_INVALID)
		form_wrong(r, &form, "timer", phrase("ceiling.timer.same"));
	else if (err != OK)
		return reply_error(r, err);
	if (!form.ok)
		return show(r, 422, &form, &z, next, d.way);
	wake_notifier();
	return reply_see(r, "/timer-om-ugen/%" PRId64, r->id);
}
