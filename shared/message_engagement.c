#include <string.h>

#include "base/clock.h"

#include "hours.h"
#include "link.h"
#include "message_parts.h"
#include "offer.h"
#include "person.h"
#include "series.h"
#include "settings.h"
#include "terms.h"

/* "6 gange fra torsdag 10/12": what came with the yes to a series; "og 5 til":
 * what was called off with a date of it. */
static void put_times_given(struct composing *w, const struct engagement *e)
{
	int64_t given = series_given(w->c, e->offer_id);
	int64_t rest = series_called_off(w->c, e->id);

	if (given > 1)
		put(w, "times", mem_printf(w->c, "%" PRId64, given));
	if (rest > 0)
		put(w, "rest", mem_printf(w->c, "%" PRId64, rest));
}

/* "(før kl 9-12)": what they agreed to, and until when they may say whether the
 * new time suits them. */
static void put_new_time(struct composing *w, const struct engagement *e)
{
	struct ctx *c = w->c;
	struct offer o;
	size_t open;

	if (!offer_load(c, e->offer_id, &o))
		return;
	offer_open(c, o.citizen_id, &open);
	put(w, "number", open > 1 ? mem_printf(c, " %" PRId64, o.number) : "");
	put(w, "deadline", clock_deadline(c, o.answer_by));
	put(w, "was_time", clock_span(c, e->was_from, e->was_to));
	if (clock_midnight(e->was_from) != clock_midnight(e->starts_at))
		put(w, "was_day", clock_day_short(c, e->was_from));
}

/* By when they are to be given, and where the draft is. */
static void put_terms(struct composing *w, int64_t engagement)
{
	struct terms t;

	if (!terms_load(w->c, engagement, &t))
		return;
	put(w, "terms_by", clock_day(w->c, t.due_on));
	put(w, "terms_url",
	    mem_printf(w->c, "%s/opgaver/plads/%" PRId64 "/vilkaar",
		settings.public_url, engagement));
}

bool message_put_engagement(struct composing *w, int64_t id)
{
	struct ctx *c = w->c;
	struct engagement e;
	struct person citizen;
	struct hours h;

	if (!engagement_load(c, id, &e) || !message_put_task(w, e.task_id) ||
	    !person_load(c, e.citizen_id, &citizen) || !hours_load(c, id, &h))
		return false;
	put(w, "who", person_first_name(&citizen));
	put_times_given(w, &e);
	if (strcmp(w->kind, "new_time") == 0)
		put_new_time(w, &e);
	put(w, "hours", message_hours(c, h.minutes));
	put(w, "amount", message_money(c, h.amount_ore));
	put(w, "thanks", h.thanks);
	put(w, "remembered",
	    h.remembered >= 0 ? message_hours(c, h.remembered) : "");
	w->engagement = mem_alloc(c, sizeof e);
	*w->engagement = e;
	if (!w->sms && w->person == e.citizen_id)
		put(w, "url",
		    link_url(
			c, LINK_OFFER, w->person, e.offer_id, e.starts_at));
	put(w, "month", clock_month_name(c, e.starts_at));
	put(w, "eve",
	    clock_midnight(e.starts_at) > c->now ? "I morgen" : "I dag");
	if (strcmp(w->kind, "terms_due") == 0)
		put_terms(w, id);
	if (strncmp(w->kind, "hours_", 6) == 0 && w->person != e.citizen_id)
		put(w, "url",
		    link_url(
			c, LINK_HOURS, w->person, id, e.ends_at + 60 * DAY));
	return true;
}
