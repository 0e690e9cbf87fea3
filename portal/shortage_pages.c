#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#include "catalogue.h"
#include "form.h"
#include "portal.h"
#include "task_pages.h"
#include "shortage.h"
#include "shortage_row.h"

struct said {
	const char *trade, *month;
	int64_t people;
};

static const struct field fields[] = {
	{ "mangler", FIELD_TEXT, offsetof(struct said, trade), 1, 40, false },
	{ "antal", FIELD_NUMBER, offsetof(struct said, people), 1,
	    SHORTAGE_PEOPLE, false },
	{ "maaned", FIELD_TEXT, offsetof(struct said, month), 1, 7, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct form empty = { .name = "shortage", .fields = fields };

/* ---- the question ---- */

static void put_trades(struct ctx *c, struct view *v, const char *chosen)
{
	struct view *list = view_list(c, v, "choices");
	const char *const *all = trades(c);

	for (size_t i = 0; all[i] != NULL; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "key", all[i]);
		view_text(c, item, "label", phrase_named(c, "trade", all[i]));
		view_bool(c, item, "chosen", strcmp(all[i], chosen) == 0);
	}
}

static const char *month_word(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%.7s", clock_iso_date(c, at));
}

static void put_months(struct ctx *c, struct view *v, const char *chosen)
{
	struct view *list = view_list(c, v, "months");

	for (int i = SHORTAGE_FROM; i <= SHORTAGE_UNTIL; i++) {
		int64_t at = clock_first(c->now, i);
		struct view *item = view_item(c, list);

		view_text(c, item, "key", month_word(c, at));
		view_text(c, item, "label", clock_month(c, at));
		view_bool(
		    c, item, "chosen", strcmp(month_word(c, at), chosen) == 0);
	}
}

static void put_said(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "said");
	size_t count;
	const struct shortage *all = shortage_list(
	    c, r->user->employer, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "id", mem_printf(c, "%" PRId64, all[i].id));
		view_text(
		    c, item, "trade", phrase_named(c, "trade", all[i].trade));
		view_int(c, item, "people", all[i].people);
		view_text(c, item, "month", clock_month(c, all[i].month));
	}
}

void shortage_put(struct req *r, struct view *v, struct form *form)
{
	struct said none = { .trade = "", .month = "" };
	struct form fresh = empty;

	if (form == NULL) {
		form = &fresh;
		form_show(r, form, &none);
	}
	form_put(r, form, v);
	put_trades(r->ctx, v, param_value(&r->form, "mangler"));
	put_months(r->ctx, v, param_value(&r->form, "maaned"));
	put_said(r, v);
}

const char *shortage_words(struct ctx *c, int64_t employer)
{
	struct text t = text_new(c->mem, 1000);
	size_t count;
	const struct shortage *all = shortage_list(c, employer, &count);

	for (size_t i = 0; i < count; i++)
		text_printf(&t, "%s%s: %" PRId64 ", %s", i > 0 ? "; " : "",
		    phrase_named(c, "trade", all[i].trade), all[i].people,
		    clock_month(c, all[i].month));
	return t.s;
}

/* ---- the answer ---- */

static bool is_trade(struct ctx *c, const char *key)
{
	size_t count;

	pieces_of(c, key, &count);
	return count > 0;
}

/* POST /opgaver/find/mangler */
struct reply shortage_save(struct req *r)
{
	struct ctx *c = r->ctx;
	struct form form = empty;
	struct said d = { .trade = "", .month = "" };
	struct shortage s = { .employer_id = r->user->employer,
		.said_by = r->user->id };
	struct wall w;
	enum err err = ERR_INVALID;

	form_read(r, &form, &d);
	if (form.ok && !is_trade(c, d.trade))
		form_wrong(r, &form, "mangler",
		    phrase_in(c, "shortage.mangler.wrong"));
	s.trade = d.trade;
	s.people = d.people;
	if (form.ok && clock_parse_date(mem_printf(c, "%s-01", d.month), &w)) {
		s.month = clock_instant(w);
		err = shortage_say(c, &s);
	}
	if (form.ok && err == ERR_INVALID)
		form_wrong(
		    r, &form, "maaned", phrase_in(c, "shortage.maaned.wrong"));
	if (form.ok && err == ERR_CONFLICT)
		form_wrong(r, &form, "mangler", phrase_in(c, "shortage.full"));
	if (!form.ok)
		return carving_trades(r, 422, &form);
	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/opgaver/find?tak=1#mangler-folk");
}

/* POST /opgaver/find/mangler/:id: it is so no more. */
struct reply shortage_end_one(struct req *r)
{
	enum err err = shortage_drop(r->ctx, r->user->employer, r->id);

	return err == OK ? reply_see(r, "/opgaver/find#mangler-folk")
			 : reply_error(r, err);
}
