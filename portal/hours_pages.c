#include <string.h>

#include "base/clock.h"
#include "base/db.h"

#include "hours.h"
#include "link.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "form.h"
#include "portal.h"
#include "settings.h"
#include "task.h"

struct draft {
	int64_t hours, minutes;
	const char *thanks;
};

static const struct field fields[] = {
	{ "timer", FIELD_NUMBER, offsetof(struct draft, hours), 0, 16, false },
	{ "minutter", FIELD_NUMBER, offsetof(struct draft, minutes), 0, 59,
	    false },
	{ "tak", FIELD_TEXT, offsetof(struct draft, thanks), 0, THANKS_MOST,
	    true },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

const char *hours_state(
    struct req *r, const struct engagement *e, const struct hours *h)
{
	if (h->minutes == 0 && strcmp(e->hours, "disputed") == 0)
		return phrase_in(r->ctx, "hours.absent");
	return phrase_in(r->ctx, mem_printf(r->ctx, "hours.%s", e->hours));
}

static struct reply show(
    struct req *r, const struct link *l, int status, struct form *form)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct engagement e;
	struct person p;
	struct hours h;
	struct task t;

	if (!engagement_load(c, l->about_id, &e) || !hours_load(c, e.id, &h) ||
	    !person_load(c, e.citizen_id, &p) || !task_load(c, e.task_id, &t))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase_in(r->ctx, "hours.title"));
	view_text(c, v, "who", person_first_name(&p));
	view_text(c, v, "verb", task_verb(c, &t));
	view_text(c, v, "day", clock_day(c, e.starts_at));
	view_text(c, v, "time", clock_span(c, e.starts_at, e.ends_at));
	view_text(c, v, "planned", message_hours(c, h.planned));
	view_text(c, v, "hours", message_hours(c, h.minutes));
	view_text(c, v, "amount", message_money(c, h.amount_ore));
	view_text(c, v, "pay_by", clock_date(c, t.pay_on));
	view_text(c, v, "state", hours_state(r, &e, &h));
	view_text(c, v, "token", r->token);
	view_bool(c, v, "open",
	    strcmp(e.hours, "asked") == 0 || strcmp(e.hours, "none") == 0);
	form_put(r, form, v);
	return reply_page(r, status, "hours.html", v);
}

static struct reply show_planned(struct req *r, const struct link *l)
{
	struct form form = { .name = "hours", .fields = fields };
	struct draft d = { .thanks = "" };
	struct hours h;

	if (hours_load(r->ctx, l->about_id, &h)) {
		d.hours = h.planned / 60;
		d.minutes = h.planned % 60;
	}
	form_show(r, &form, &d);
	return show(r, l, 200, &form);
}

static struct reply show_gone(struct req *r, enum err err)
{
	if (err == ERR_FAILED)
		return reply_error(r, err);
	return reply_status(r, err == ERR_CONFLICT ? 410 : 404);
}

/* GET /t/:token: the hours of one shift. */
struct reply hours_show(struct req *r)
{
	struct link l;
	enum err err = link_find(r->ctx, r->token, LINK_HOURS, &l);

	return err == OK ? show_planned(r, &l) : show_gone(r, err);
}

/* POST /timer/:id: from the task's own page to the hours of one who
 * came. */
struct reply hours_open(struct req *r)
{
	struct ctx *c = r->ctx;
	const char *url = NULL;
	struct engagement e;

	if (!engagement_load(c, r->id, &e))
		return reply_error(r, ERR_NOT_FOUND);
	db_begin(c);
	url = link_url(c, LINK_HOURS, r->user->id, e.id, e.ends_at + 60 * DAY);
	if (db_commit(c) != OK)
		return reply_error(r, ERR_FAILED);
	return reply_see(r, "%s", url + strlen(settings.public_url));
}

static struct reply done(struct req *r, enum err err)
{
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/t/%s", r->token);
}

/* POST /t/:token: as planned with one press, with another number, or that they
 * did not come. Pressed
 * twice it shows what stands. */
struct reply hours_confirm(struct req *r)
{
	struct ctx *c = r->ctx;
	struct form form = { .name = "hours", .fields = fields };
	const char *said = param_value(&r->form, "svar");
	struct draft d;
	struct hours h;
	struct link l;
	enum err err = link_find(c, r->token, LINK_HOURS, &l);

	if (err != OK)
		return show_gone(r, err);
	if (!hours_load(c, l.about_id, &h))
		return reply_error(r, ERR_NOT_FOUND);
	form_read(r, &form, &d);
	if (strcmp(said, "som_aftalt") == 0) {
		d.hours = h.planned / 60;
		d.minutes = h.planned % 60;
		d.thanks = form.ok ? d.thanks : "";
	} else if (strcmp(said, "kom_ikke") == 0) {
		d.hours = d.minutes = 0;
		d.thanks = "";
	} else if (!form.ok) {
		return show(r, &l, 422, &form);
	}
	err = hours_propose(
	    c, l.about_id, d.hours * 60 + d.minutes, d.thanks, l.person_id);
	return done(r, err == ERR_CONFLICT ? OK : err);
}
