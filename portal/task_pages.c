#include <string.h>

#include "base/clock.h"
#include "base/sms_text.h"

#include "employer.h"
#include "message.h"
#include "form.h"
#include "portal.h"
#include "postcode.h"
#include "task.h"
#include "work_function.h"

/* What the form fills: the task, its place, and the day as it is typed. */
struct draft {
	struct task task;
	struct workplace place;
	struct shift_form when;
	int64_t more; /* it may be several times */
};

#define AT(member) offsetof(struct draft, member)

static const struct field fields[] = {
	/* in the page, kind, in the draft, least, most, read by people */
	{ "funktion", FIELD_TEXT, AT(task.work_function), 1, 40, false },
	{ "titel", FIELD_TEXT, AT(task.title), 0, TITLE_MOST, true },
	{ "niveau", FIELD_NUMBER, AT(task.level), LEVEL_NEW, LEVEL_SURE,
	    false },
	{ "dag", FIELD_DATE, AT(when.day), 0, 0, false },
	{ "fra", FIELD_TIME, AT(when.from), 0, 0, false },
	{ "til", FIELD_TIME, AT(when.to), 0, 0, false },
	{ "antal", FIELD_NUMBER, AT(task.places), 1, PLACES_MOST, false },
	{ "loen", FIELD_MONEY, AT(task.pay_ore), 1, 100000, false },
	{ "loendag", FIELD_DATE, AT(task.pay_on), 0, 0, false },
	{ "flere", FIELD_TICK, AT(more), 0, 1, false },
	{ "sted", FIELD_TEXT, AT(place.sms_name), 2, SMS_NAME_MOST, true },
	{ "adresse", FIELD_TEXT, AT(place.address), 3, ADDRESS_MOST, true },
	{ "postnr", FIELD_TEXT, AT(place.postcode), 4, 4, false },
	{ "by", FIELD_TEXT, AT(place.town), 2, TOWN_MOST, true },
	{ "moedested", FIELD_TEXT, AT(task.meeting), 3, MEETING_MOST, true },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* ---- the form ---- */

static void put_functions(struct req *r, struct view *v, const char *chosen)
{
	size_t count;
	const struct work_function *all = work_functions(r->ctx, &count);
	struct view *groups = view_list(r->ctx, v, "groups"), *list = NULL;
	const char *field = "";

	for (size_t i = 0; i < count; i++) {
		struct view *item;

		if (strcmp(field, all[i].field) != 0) {
			struct view *group = view_item(r->ctx, groups);

			field = all[i].field;
			view_text(r->ctx, group, "field", field);
			list = view_list(r->ctx, group, "functions");
		}
		item = view_item(r->ctx, list);
		view_text(r->ctx, item, "key", all[i].key);
		view_text(r->ctx, item, "name", all[i].name);
		view_text(r->ctx, item, "verb", all[i].verb);
		view_bool(r->ctx, item, "chosen",
		    chosen != NULL && strcmp(all[i].key, chosen) == 0);
	}
}

static bool is_in(const char *const *keys, const char *key)
{
	for (; *keys != NULL; keys++)
		if (strcmp(*keys, key) == 0)
			return true;
	return false;
}

/* "Sådan er der hos os": ticked as sent, or as the place said last. */
static void put_considerations(struct req *r, struct view *v, int64_t place)
{
	size_t count;
	const struct consideration *all = considerations(r->ctx, &count);
	const char *const *sent = param_values(r->ctx, &r->form, "hos_os");
	struct view *list = view_list(r->ctx, v, "considerations");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(r->ctx, list);

		view_text(r->ctx, item, "key", all[i].key);
		view_text(r->ctx, item, "place", all[i].place);
		view_bool(r->ctx, item, "said",
		    r->method == GET ? workplace_says(r->ctx, place, all[i].key)
				     : is_in(sent, all[i].key));
	}
}

static void put_levels(struct req *r, struct view *v, int64_t chosen)
{
	static const char *const keys[] = { "level.1", "level.2", "level.3" };
	struct view *list = view_list(r->ctx, v, "levels");

	for (int i = 0; i < 3; i++) {
		struct view *item = view_item(r->ctx, list);

		view_int(r->ctx, item, "value", i + 1);
		view_text(r->ctx, item, "label", phrase(keys[i]));
		view_bool(r->ctx, item, "chosen", chosen == i + 1);
	}
}

static struct reply show_form(
    struct req *r, int status, struct form *form, const struct draft *d)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase("task.title"));
	form_put(r, form, v);
	view_bool(r->ctx, v, "place_known", d->place.id != 0);
	put_functions(r, v, d->task.work_function);
	put_levels(r, v, d->task.level);
	put_considerations(r, v, d->place.id);
	return reply_page(r, status, "task_new.html", v);
}

/* The end of the month after the shift is when most people are paid. */
static int64_t usual_pay_day(int64_t now)
{
	struct wall w = clock_wall(now);

	w.month++;
	w.day = 0; /* the day before the first: the last of this month */
	w.hour = w.minute = w.second = 0;
	return clock_instant(w);
}

/* GET /opgaver/ny: the place is the one of last time. */
struct reply task_new(struct req *r)
{
	struct form form = { .name = "task", .fields = fields };
	struct draft d = { .when = { .from = -1, .to = -1 } };
	int64_t place = workplace_latest(r->ctx, r->user->employer);

	d.task.level = LEVEL_NEW;
	d.task.places = 1;
	d.task.pay_on = usual_pay_day(r->ctx->now);
	if (place != 0)
		workplace_load(r->ctx, place, &d.place);
	form_show(r, &form, &d);
	return show_form(r, 200, &form, &d);
}

/* ---- reading it ---- */

static void check_times(struct req *r, struct form *form, const struct draft *d)
{
	shift_form_check(r, form, d->task.starts_at, d->task.ends_at);
	if (d->task.pay_on < clock_midnight(d->task.starts_at))
		form_wrong(r, form, "loendag", phrase("task.loendag.early"));
}

static void check_catalogues(
    struct req *r, struct form *form, const struct draft *d)
{
	struct work_function f;
	struct postcode p;

	if (!work_function_load(r->ctx, d->task.work_function, &f))
		form_wrong(r, form, "funktion", phrase("task.funktion.wrong"));
	if (!postcode_load(r->ctx, d->place.postcode, &p))
		form_wrong(r, form, "postnr", phrase("task.postnr.unknown"));
}

/* What would not fit an SMS with the longest name is refused here, not when it
 * is sent. */
static void check_sms(struct req *r, struct form *form, const struct draft *d)
{
	const char *sms = message_preview(r->ctx, texts()->messages, &d->task,
	    d->place.sms_name, d->place.town, true);

	if (sms == NULL || !sms_fits(sms))
		form_wrong(r, form, "titel",
		    phrase(sms != NULL && !sms_size(sms).gsm
			    ? "task.titel.letters"
			    : "task.titel.room"));
}

/* Everything that can be wrong with what was sent; true when nothing is. */
static bool read_draft(struct req *r, struct form *form, struct draft *d)
{
	*form = (struct form) { .name = "task", .fields = fields };
	*d = (struct draft) { 0 };
	form_read(r, form, d);
	/* The page asks whether there may be more; we keep whether not. */
	d->task.one_off = d->more == 0;
	if (!form->ok)
		return false;
	shift_form_span(&d->when, &d->task.starts_at, &d->task.ends_at);
	check_times(r, form, d);
	check_catalogues(r, form, d);
	if (form->ok)
		check_sms(r, form, d);
	return form->ok;
}

static void put_hidden(struct req *r, struct view *v)
{
	struct view *list = view_list(r->ctx, v, "sent");

	for (size_t i = 0; i < r->form.count; i++) {
		struct view *item;

		if (strcmp(r->form.list[i].name, "csrf") == 0 ||
		    strcmp(r->form.list[i].name, "en_gang") == 0 ||
		    strcmp(r->form.list[i].name, "ret") == 0)
			continue;
		item = view_item(r->ctx, list);
		view_text(r->ctx, item, "name", r->form.list[i].name);
		view_text(r->ctx, item, "value", r->form.list[i].value);
	}
}

/* POST /opgaver/tjek: what was typed, the SMS it becomes, and its length. */
struct reply task_check(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct draft d;
	struct form form;
	const char *sms;
	bool ok = read_draft(r, &form, &d);

	if (!ok || param_find(&r->form, "ret") != NULL)
		return show_form(r, ok ? 200 : 422, &form, &d);
	sms = message_preview(c, texts()->messages, &d.task, d.place.sms_name,
	    d.place.town, false);
	view_text(c, v, "title", phrase("task.check.title"));
	view_text(c, v, "sms", sms);
	view_int(c, v, "units", (int64_t)sms_size(sms).units);
	view_text(c, v, "verb", task_verb(c, &d.task));
	view_text(c, v, "day", clock_day(c, d.task.starts_at));
	view_text(
	    c, v, "time", clock_span(c, d.task.starts_at, d.task.ends_at));
	view_bool(c, v, "overnight", d.when.to <= d.when.from);
	view_int(c, v, "places", d.task.places);
	view_text(c, v, "hourly", message_money(c, d.task.pay_ore));
	view_text(c, v, "pay_by", clock_date(c, d.task.pay_on));
	view_text(c, v, "place", d.place.sms_name);
	view_text(c, v, "address",
	    mem_printf(c, "%s, %s %s", d.place.address, d.place.postcode,
		d.place.town));
	view_text(c, v, "meeting", d.task.meeting);
	put_contact(r, v, r->user->id);
	preview_put(r, v, &d.task, &d.place);
	put_hidden(r, v);
	return reply_page(r, 200, "task_check.html", v);
}

/* POST /opgaver: an employer posts a task. */
struct reply task_create(struct req *r)
{
	struct ctx *c = r->ctx;
	struct draft d;
	struct form form;
	enum err err;
	int64_t id;

	if (!read_draft(r, &form, &d))
		return show_form(r, 422, &form, &d);
	d.place.employer_id = d.task.employer_id = r->user->employer;
	d.task.contact_id = r->user->id;
	err = task_place_and_post(c, &d.place,
	    param_values(c, &r->form, "hos_os"), &d.task, r->user->id, &id);
	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/opgaver/%" PRId64, id);
}
