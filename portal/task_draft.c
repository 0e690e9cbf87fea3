#include <string.h>

#include "base/clock.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "catalogue.h"
#include "form.h"
#include "message.h"
#include "municipality.h"
#include "portal.h"
#include "postcode.h"
#include "work_function.h"

/* ---- what may be chosen ---- */

/* "til jul · i poser": how it can be put. */
static const char *words_for(struct ctx *c, const char *function)
{
	const char *const *all = wordings(c, function);
	struct text t = text_new(c->mem, 400);

	for (size_t i = 0; all[i] != NULL; i++)
		text_printf(&t, "%s%s", i > 0 ? " · " : "", all[i]);
	return t.s;
}

void task_draft_put_words(struct req *r, struct view *v, const char *function)
{
	view_bool(r->ctx, v, "finds", true);
	view_text(r->ctx, v, "words", words_for(r->ctx, function));
}

void task_draft_put_functions(struct req *r, struct view *v, const char *chosen)
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
		view_text(r->ctx, item, "words", words_for(r->ctx, all[i].key));
		view_bool(r->ctx, item, "chosen",
		    chosen != NULL && strcmp(all[i].key, chosen) == 0);
	}
}

struct task_draft task_draft_begin(struct req *r)
{
	struct task_draft d = { .when = { .from = -1, .to = -1 } };
	int64_t place = workplace_latest(r->ctx, r->user->employer);

	d.task.work_function = d.task.title = d.task.meeting = "";
	d.after = d.same = d.asks_for = "";
	d.task.level = LEVEL_NEW;
	d.task.places = 1;
	d.task.pay_on = task_draft_pay_day(r->ctx->now);
	if (place != 0)
		workplace_load(r->ctx, place, &d.place);
	return d;
}

void task_draft_put_levels(struct req *r, struct view *v, int64_t chosen)
{
	static const char *const keys[] = { "level.1", "level.2", "level.3" };
	struct view *list = view_list(r->ctx, v, "levels");

	for (int i = 0; i < 3; i++) {
		struct view *item = view_item(r->ctx, list);

		view_int(r->ctx, item, "value", i + 1);
		view_text(r->ctx, item, "label", phrase_in(r->ctx, keys[i]));
		view_bool(r->ctx, item, "chosen", chosen == i + 1);
	}
}

static bool is_in(const char *const *keys, const char *key)
{
	for (; *keys != NULL; keys++)
		if (strcmp(*keys, key) == 0)
			return true;
	return false;
}

/* As sent, with the field beside it, or as the place said last. */
void task_draft_put_here(struct req *r, struct view *v, int64_t place)
{
	size_t count;
	const struct consideration *all = considerations(r->ctx, &count);
	const char *const *sent = param_values(r->ctx, &r->form, "hos_os");
	bool asked = param_find(&r->form, "moedested") != NULL;
	struct view *list = view_list(r->ctx, v, "considerations");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(r->ctx, list);

		view_text(r->ctx, item, "key", all[i].key);
		view_text(r->ctx, item, "place", all[i].place);
		view_bool(r->ctx, item, "said",
		    asked ? is_in(sent, all[i].key)
			  : workplace_says(r->ctx, place, all[i].key));
	}
}

/* The end of the month after the shift is when most people are paid. */
int64_t task_draft_pay_day(int64_t at)
{
	struct wall w = clock_wall(at);

	w.month++;
	w.day = 0; /* the day before the first: the last of this month */
	w.hour = w.minute = w.second = 0;
	return clock_instant(w);
}

void task_draft_again(struct ctx *c, struct task_draft *d)
{
	struct task *t = &d->task;
	int64_t weeks = t->starts_at < c->now
	    ? (c->now - t->starts_at) / (7 * DAY) + 1
	    : 1;
	int days = (int)weeks * 7;

	d->when = shift_form_of(clock_add_days(t->starts_at, days),
	    clock_add_days(t->ends_at, days));
	t->pay_on = clock_add_days(t->pay_on, days);
	d->more = !t->one_off;
	d->after = mem_printf(c, "%" PRId64, t->id);
	d->same = "";
	d->asks_for = mem_printf(c, "%" PRId64, t->contact_id);
	t->first_id = t->series_id = 0;
	t->follows = false;
}

/* ---- what is right about it ---- */

static void check_times(
    struct req *r, struct form *form, const struct task_draft *d)
{
	shift_form_check(r, form, d->task.starts_at, d->task.ends_at);
}

static void check_pay_day(
    struct req *r, struct form *form, const struct task_draft *d)
{
	if (d->task.pay_on < clock_midnight(d->task.starts_at))
		form_wrong(r, form, "loendag",
		    phrase_in(r->ctx, "task.loendag.early"));
}

static void check_function(
    struct req *r, struct form *form, const struct task_draft *d)
{
	struct work_function f;

	if (!work_function_load(r->ctx, d->task.work_function, &f))
		form_wrong(r, form, "funktion",
		    phrase_in(r->ctx, "task.funktion.wrong"));
}

static void check_postcode(
    struct req *r, struct form *form, const struct task_draft *d)
{
	struct postcode p;

	if (!postcode_load(r->ctx, d->place.postcode, &p))
		form_wrong(r, form, "postnr",
		    phrase_in(r->ctx, "task.postnr.unknown"));
}

/* Each with the field that it is the fault of. */
static const struct {
	const char *field;
	void (*check)(
	    struct req *r, struct form *form, const struct task_draft *d);
} checks[] = { { "dag", check_times }, { "loendag", check_pay_day },
	{ "funktion", check_function }, { "postnr", check_postcode } };

static bool has_field(const struct form *form, const char *name)
{
	for (const struct field *f = form->fields; f->kind != FIELD_END; f++)
		if (strcmp(f->name, name) == 0)
			return true;
	return false;
}

/* What would not fit an SMS with the longest name is refused here, not when it
 * is sent. */
static void check_sms(struct req *r, struct form *form,
    const struct task_draft *d, const char *blame)
{
	const char *sms = message_preview(r->ctx, texts()->messages, &d->task,
	    d->days.weekly, &d->place, true);
	bool letters = sms != NULL && !sms_size(sms).gsm;

	if (sms == NULL || !sms_fits(sms))
		form_wrong(r, form, blame,
		    phrase_in(r->ctx,
			mem_printf(r->ctx, "%s.%s.%s", form->name, blame,
			    letters ? "letters" : "room")));
}

/* Whoever was told of the place must find it where it was. */
static void check_place(
    struct req *r, struct form *form, const struct task_draft *d)
{
	struct workplace at = d->place;

	if (at.employer_id == 0 && r->user != NULL)
		at.employer_id = r->user->employer;
	if (at.employer_id != 0 && workplace_keep_bound(r->ctx, &at))
		form_wrong(
		    r, form, "postnr", phrase_in(r->ctx, "task.postnr.bound"));
}

void task_draft_check(
    struct req *r, struct form *form, struct task_draft *d, const char *blame)
{
	shift_form_span(&d->when, &d->task.starts_at, &d->task.ends_at);
	for (size_t i = 0; i < COUNT(checks); i++)
		checks[i].check(r, form, d);
	task_days_check(r, form, d);
	if (form->ok)
		check_sms(r, form, d, blame);
	if (form->ok)
		check_place(r, form, d);
}

void task_draft_check_part(
    struct req *r, struct form *form, struct task_draft *d)
{
	shift_form_span(&d->when, &d->task.starts_at, &d->task.ends_at);
	for (size_t i = 0; i < COUNT(checks); i++)
		if (has_field(form, checks[i].field))
			checks[i].check(r, form, d);
	if (has_field(form, "til_og_med"))
		task_days_check(r, form, d);
}

/* ---- as it will be ---- */

/* Low pay is told of and not refused: what is low is the municipality's to
 * say. */
static void put_low_pay(struct req *r, struct view *v, const struct task *t)
{
	struct municipality m;
	const char *source;
	struct view *low;
	int64_t floor;

	if (!municipality_load(r->ctx, 0, &m) ||
	    !rule_told(
		r->ctx, m.id, RULE_PAY_FLOOR, t->starts_at, &floor, &source) ||
	    t->pay_ore >= floor)
		return;
	low = view_map(r->ctx, v, "low_pay");
	view_text(r->ctx, low, "floor", message_money(r->ctx, floor));
	view_text(r->ctx, low, "source", source);
}

void task_draft_put(struct req *r, struct view *v, const struct task_draft *d)
{
	struct ctx *c = r->ctx;
	const struct task *t = &d->task;
	const struct workplace *at = &d->place;
	const char *sms = message_preview(
	    c, texts()->messages, t, d->days.weekly, at, false);

	view_text(c, v, "sms", sms);
	view_int(c, v, "units", (int64_t)sms_size(sms).units);
	view_text(c, v, "verb", task_verb(c, t));
	view_text(c, v, "day", clock_day(c, t->starts_at));
	view_text(c, v, "time", clock_span(c, t->starts_at, t->ends_at));
	view_bool(c, v, "overnight", d->when.to <= d->when.from);
	task_days_put(r, v, d);
	view_text(c, v, "hours",
	    message_hours(c, (t->ends_at - t->starts_at) / MINUTE));
	view_int(c, v, "places", t->places);
	view_text(c, v, "hourly", message_money(c, t->pay_ore));
	view_text(c, v, "pay_by", clock_date(c, t->pay_on));
	view_text(c, v, "place", at->sms_name);
	view_text(c, v, "address",
	    mem_printf(c, "%s, %s %s", at->address, at->postcode, at->town));
	view_text(c, v, "meeting", t->meeting);
	put_low_pay(r, v, t);
}
