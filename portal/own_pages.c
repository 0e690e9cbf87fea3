#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/phone.h"

#include "choice.h"
#include "citizen.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "own.h"
#include "portal.h"
#include "sheet.h"
#include "terms.h"

/* Min side: what a citizen is asked, has agreed, has worked and has chosen, and
 * nothing that others say of them. What is pressed here does what the same word
 * does by SMS. */

static void put_id(struct ctx *c, struct view *v, int64_t id)
{
	view_text(c, v, "id", mem_printf(c, "%" PRId64, id));
}

/* ---- what is asked, and what became of it ---- */

static void put_asked(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct offer *open = offer_open(c, r->user->id, &count);
	struct view *list;

	if (count == 0)
		return;
	list = view_list(c, view_map(c, v, "asked"), "offers");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		put_id(c, item, open[i].id);
		put_outcome(r, item, &open[i]);
		put_inquiry(r, item, &open[i]);
	}
}

/* The one that was answered just now stands first, with what is true of it. */
static void put_answered(struct req *r, struct view *v)
{
	int64_t id = strtoll(param_value(&r->query, "om"), NULL, 10);
	struct offer o;
	struct view *map;

	if (!offer_load(r->ctx, id, &o) || o.citizen_id != r->user->id ||
	    strcmp(o.state, "asked") == 0)
		return;
	map = view_map(r->ctx, v, "answered");
	put_id(r->ctx, map, id);
	put_outcome(r, map, &o);
	put_inquiry(r, map, &o);
}

/* ---- what is agreed, and what was worked ---- */

static void put_coming(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct engagement *all = engagement_coming(
	    c, r->user->id, &count);
	struct view *list = view_list(c, v, "coming");

	for (size_t i = 0; i < count; i++) {
		struct view *item;
		struct offer o;

		if (!offer_load(c, all[i].offer_id, &o))
			continue;
		item = view_item(c, list);
		put_id(c, item, all[i].id);
		put_inquiry(r, item, &o);
		put_contact_of(r, item, o.task_id);
	}
}

/* What still waits for their word, and the month's sum until now. */
static void put_hours(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	int64_t minutes = 0, ore = 0, month = clock_first(c->now, 0);
	struct view *list = view_list(c, v, "hours");
	size_t count;
	const struct sheet_row *all = sheet_rows(
	    c, r->user->id, c->now - 35 * DAY, c->now, &count);

	for (size_t i = 0; i < count; i++) {
		if (all[i].starts_at >= month && sheet_counts(&all[i])) {
			minutes += all[i].minutes;
			ore += all[i].amount_ore;
		}
		if (strcmp(all[i].hours, "proposed") == 0)
			put_sheet_row(r, view_item(c, list), &all[i]);
	}
	view_text(c, v, "minutes", message_hours(c, minutes));
	view_text(c, v, "earned", message_money(c, ore));
	view_text(c, v, "month", clock_month(c, c->now));
}

static void put_terms(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct terms_given *all = terms_of(c, r->user->id, &count);
	struct view *list = view_list(c, v, "terms");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "firm", all[i].firm);
		view_text(c, item, "given", clock_date(c, all[i].at));
	}
}

static void put_times(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct available *all = citizen_times(c, r->user->id, &count);
	struct view *list = view_list(c, v, "times");
	int64_t today = clock_midnight(c->now);

	for (size_t i = 0; i < count; i++) {
		const char *span = clock_span(c,
		    today + all[i].from_minute * MINUTE,
		    today + all[i].to_minute * MINUTE);

		view_text(c, view_item(c, list), "text",
		    mem_printf(c, "%s %s",
			clock_weekday(c, (int)all[i].weekday), span));
	}
}

/* ---- what they have chosen ---- */

/* When they last said yes or no to SMS, and how. Of a wrong number nobody knows
 * who said it. */
static void put_consent(struct req *r, struct view *v, const char *sms)
{
	struct ctx *c = r->ctx;
	struct consent said;

	if (strcmp(sms, "wrong") == 0 || !consent_last(c, r->user->id, &said))
		return;
	view_text(c, v, "consent",
	    phrase_x(c,
		mem_printf(c, "own_consent.%s_%s", said.given ? "yes" : "no",
		    said.way),
		mem_printf(c, "%s %d", clock_date(c, said.at),
		    clock_wall(said.at).year)));
}

static void put_choices(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct citizen z = { 0 };
	struct person p = { .sms = "", .phone = NULL };

	person_load(c, r->user->id, &p);
	citizen_load(c, r->user->id, &z);
	view_text(c, v, "name", p.given_name);
	view_bool(c, v, mem_printf(c, "sms_%s", p.sms), true);
	put_consent(r, v, p.sms);
	view_bool(c, v, "can_start",
	    strcmp(p.sms, "stop") == 0 || strcmp(p.sms, "unknown") == 0);
	view_text(
	    c, v, "phone", p.phone != NULL ? phone_show(c, p.phone) : NULL);
	view_bool(c, v, "shares_phone", z.shares_phone);
	if (z.paused_until > c->now)
		view_text(c, v, "paused", clock_day(c, z.paused_until));
}

/* What was done, said once more: a word of the address with a phrase. */
static void put_done(struct req *r, struct view *v)
{
	const char *done = param_value(&r->query, "gjort");

	if (*done != '\0')
		view_text(r->ctx, v, "done",
		    phrase_in_or(r->ctx,
			mem_printf(r->ctx, "own_done.%.20s", done), NULL));
}

/* GET /min-side */
struct reply own_show(struct req *r)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "own.title"));
	put_done(r, v);
	put_answered(r, v);
	put_asked(r, v);
	put_coming(r, v);
	put_hours(r, v);
	put_terms(r, v);
	put_times(r, v);
	put_choices(r, v);
	return reply_page(r, 200, "own_show.html", v);
}

/* ---- what they press ---- */

/* POST /min-side/spoergsmaal/:id: JA, NEJ or RING. */
struct reply own_answer(struct req *r)
{
	const char *came_to;
	enum err err = offer_press(r, r->id, &came_to);

	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/min-side?om=%" PRId64 "&svar=%s", r->id, came_to);
}

/* POST /min-side/aftale/:id: AFBUD. Pressed again it leads to the same. */
struct reply own_give_up(struct req *r)
{
	struct engagement e;
	enum err err = engagement_give_up(r->ctx, r->id);

	if (!engagement_load(r->ctx, r->id, &e))
		return reply_error(r, ERR_NOT_FOUND);
	if (err != OK && strcmp(e.state, "given_up") != 0)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/min-side?om=%" PRId64, e.offer_id);
}

static bool share(struct req *r)
{
	citizen_share_phone(
	    r->ctx, r->user->id, *param_value(&r->form, "del") != '\0');
	return true;
}

static bool pause_now(struct req *r)
{
	return choice_pause(r->ctx, r->user->id);
}

static bool resume(struct req *r)
{
	choice_resume(r->ctx, r->user->id);
	return true;
}

static bool start(struct req *r)
{
	return choice_start(r->ctx, r->user->id, CONSENT_PAGE);
}

static bool stop(struct req *r)
{
	choice_stop(r->ctx, r->user->id, "stop", "stop", CONSENT_PAGE);
	return true;
}

/* POST /min-side/valg */
struct reply own_choose(struct req *r)
{
	static const struct {
		const char *word;
		bool (*choose)(struct req *r);
	} choices[] = { { "pause", pause_now }, { "fortsaet", resume },
		{ "start", start }, { "stop", stop }, { "nummer", share } };
	const char *word = param_value(&r->form, "valg");
	size_t i = 0;
	bool done;

	while (i < COUNT(choices) && strcmp(choices[i].word, word) != 0)
		i++;
	if (i == COUNT(choices))
		return reply_error(r, ERR_INVALID);
	db_begin(r->ctx);
	done = choices[i].choose(r);
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	return reply_see(
	    r, "/min-side?gjort=%s", done ? choices[i].word : "ikke");
}

/* POST /min-side/ring: from every page of theirs. */
struct reply own_call(struct req *r)
{
	db_begin(r->ctx);
	choice_call(r->ctx, r->user->id);
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	return reply_see(r, "/min-side?gjort=ring");
}
