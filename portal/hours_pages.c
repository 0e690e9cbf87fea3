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

#define PAUSE_MOST 480 /* minutes */

/* What happened, not what it comes to: that is for us to count. */
struct draft {
	int64_t from, to, pause; /* minutes: of the day, of the pause */
	const char *thanks;
};

static const struct field fields[] = {
	{ "fra", FIELD_TIME, offsetof(struct draft, from), 0, 0, false },
	{ "til", FIELD_TIME, offsetof(struct draft, to), 0, 0, false },
	{ "pause", FIELD_NUMBER, offsetof(struct draft, pause), 0, PAUSE_MOST,
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

void put_differs(struct req *r, struct view *v, const struct engagement *e,
    const struct hours *h)
{
	struct ctx *c = r->ctx;

	if (strcmp(e->hours, "disputed") != 0 || h->minutes == 0)
		return;
	view_bool(c, v, "differs", true);
	view_text(c, v, "remembered",
	    h->remembered >= 0 ? message_hours(c, h->remembered) : NULL);
}

/* Three buttons, until one is pressed. */
static void put_went(struct req *r, struct view *v, const struct hours *h)
{
	struct ctx *c = r->ctx;
	struct view *list;

	if (h->said_at == 0 || h->minutes == 0 || *h->went != '\0')
		return;
	list = view_list(c, view_map(c, v, "ask_went"), "words");
	for (size_t i = 0; hours_went_words[i] != NULL; i++) {
		struct view *item = view_item(c, list);
		const char *word = hours_went_words[i];

		view_text(c, item, "value", word);
		view_text(c, item, "label",
		    phrase_in(c, mem_printf(c, "went.%s", word)));
	}
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
	put_differs(r, v, &e, &h);
	put_went(r, v, &h);
	if (*h.went != '\0')
		view_text(c, v, "went",
		    phrase_in(c, mem_printf(c, "went.%s", h.went)));
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
	struct engagement e;

	if (engagement_load(r->ctx, l->about_id, &e)) {
		struct shift_form s = shift_form_of(e.starts_at, e.ends_at);

		d.from = s.from;
		d.to = s.to;
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

/* On the day that puts the beginning nearest to the planned one: who came late
 * to an evening's shift may have come after midnight. */
static void span_of(const struct engagement *e, const struct draft *d,
    int64_t *from, int64_t *to)
{
	struct shift_form s = { .day = clock_midnight(e->starts_at),
		.from = d->from,
		.to = d->to };

	shift_form_span(&s, from, to);
	if (*from < e->starts_at - 12 * HOUR)
		s.day = clock_add_days(s.day, 1);
	else if (*from > e->starts_at + 12 * HOUR)
		s.day = clock_add_days(s.day, -1);
	shift_form_span(&s, from, to);
}

/* What it comes to, with what cannot have been. */
static int64_t minutes_of(struct req *r, struct form *form,
    const struct engagement *e, const struct draft *d)
{
	int64_t from, to, minutes;

	span_of(e, d, &from, &to);
	minutes = (to - from) / MINUTE;
	if (to > r->ctx->now)
		form_wrong(
		    r, form, "til", phrase_in(r->ctx, "hours.til.future"));
	else if (minutes > HOURS_MOST)
		form_wrong(
		    r, form, "til", phrase_in(r->ctx, "hours.til.length"));
	else if (d->pause >= minutes)
		form_wrong(
		    r, form, "pause", phrase_in(r->ctx, "hours.pause.long"));
	return minutes - d->pause;
}

/* As planned with one press, with other times, or that they did not come. */
static struct reply say(struct req *r, const struct link *l, const char *said)
{
	struct ctx *c = r->ctx;
	struct form form = { .name = "hours", .fields = fields };
	struct engagement e;
	struct draft d;
	struct hours h;
	int64_t minutes = 0;
	enum err err;

	if (!engagement_load(c, l->about_id, &e) || !hours_load(c, e.id, &h))
		return reply_error(r, ERR_NOT_FOUND);
	form_read(r, &form, &d);
	if (strcmp(said, "som_aftalt") == 0) {
		minutes = h.planned;
		d.thanks = form.ok ? d.thanks : "";
	} else if (strcmp(said, "kom_ikke") == 0) {
		d.thanks = "";
	} else if (form.ok) {
		minutes = minutes_of(r, &form, &e, &d);
		if (!form.ok)
			return show(r, l, 422, &form);
	} else {
		return show(r, l, 422, &form);
	}
	err = hours_propose(c, e.id, minutes, d.thanks, l->person_id);
	return done(r, err == ERR_CONFLICT ? OK : err);
}

/* POST /t/:token: the hours, and afterwards how it went. Pressed twice it shows
 * what stands. */
struct reply hours_confirm(struct req *r)
{
	const char *said = param_value(&r->form, "svar");
	const char *went = param_value(&r->form, "gik");
	struct link l;
	enum err err = link_find(r->ctx, r->token, LINK_HOURS, &l);

	if (err != OK)
		return show_gone(r, err);
	if (*went == '\0')
		return say(r, &l, said);
	err = hours_went(r->ctx, l.about_id, went);
	return done(r, err == ERR_CONFLICT ? OK : err);
}
