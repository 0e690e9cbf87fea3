#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/text.h"

#include "audit_request.h"
#include "breaker.h"
#include "delivery.h"
#include "health.h"
#include "person.h"
#include "portal.h"
#include "settings.h"

#define WHY_LEAST 3
#define WHY_MOST  300

/* ---- the banner ---- */

/* Providers that are in use and do not work now; at most `most` of them. */
static size_t broken(struct ctx *c, const struct breaker *found[], size_t most)
{
	size_t count, n = 0;
	const struct breaker *all = breaker_all(c, &count);

	for (size_t i = 0; i < count && n < most; i++)
		if (all[i].open_until > 0 &&
		    (settings_use(all[i].provider) ||
			strcmp(settings.mail_provider, all[i].provider) == 0))
			found[n++] = &all[i];
	return n;
}

void put_trouble(struct req *r, struct view *v)
{
	const struct breaker *found[1];
	struct view *trouble;

	if (r->user == NULL || (r->user->roles & STAFF) == 0 ||
	    db_failed(r->ctx))
		return;
	if (broken(r->ctx, found, 1) == 0 && outbox_age(r->ctx) <= HEALTH_AGE)
		return;
	trouble = view_map(r->ctx, v, "trouble");
	view_bool(r->ctx, trouble, "can_look",
	    (r->user->roles & (CONSULTANT | LEADER | ADMIN)) != 0);
}

/* ---- the providers ---- */

static void put_provider(struct req *r, struct view *list, const char *name,
    const char *job, const char *behind)
{
	struct ctx *c = r->ctx;
	struct view *v = view_item(c, list);
	const struct breaker *found[BREAKERS_MOST];
	size_t n = broken(c, found, COUNT(found));

	view_text(c, v, "name",
	    phrase_or(mem_printf(c, "delivery.provider.%s", name), name));
	view_text(c, v, "job", phrase(mem_printf(c, "delivery.job.%s", job)));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(found[i]->provider, name) != 0)
			continue;
		view_text(
		    c, v, "since", clock_deadline(c, found[i]->opened_at));
		view_text(c, v, "next",
		    found[i]->open_until > c->now
			? clock_iso_time(c, found[i]->open_until)
			: NULL);
		if (behind != NULL)
			view_text(c, v, "behind",
			    phrase_or(
				mem_printf(c, "delivery.provider.%s", behind),
				behind));
	}
}

static void put_providers(struct req *r, struct view *v)
{
	struct view *list = view_list(r->ctx, v, "providers");
	bool alone = strcmp(settings.sms_fallback, "none") == 0 ||
	    strcmp(settings.sms_fallback, settings.sms_provider) == 0;

	put_provider(r, list, settings.sms_provider, "sms",
	    alone ? NULL : settings.sms_fallback);
	if (!alone)
		put_provider(r, list, settings.sms_fallback, "behind", NULL);
	put_provider(r, list, settings.mail_provider, "mail", NULL);
}

/* ---- the queue ---- */

static void put_queue(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "queues");
	size_t count;
	const struct delivery_queue *all = delivery_queues(c, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "what",
		    mem_printf(c, "%s (%s)",
			phrase(mem_printf(
			    c, "delivery.lane.%d", (int)all[i].lane)),
			strcmp(all[i].channel, OUTBOX_SMS) == 0 ? "SMS"
								: "mail"));
		view_int(c, item, "count", all[i].count);
		view_text(c, item, "late",
		    all[i].late < MINUTE
			? phrase("delivery.in_time")
			: phrase_n(c, "delivery.late", all[i].late / MINUTE));
	}
}

/* ---- a message ---- */

/* Why, in words, by how it ended and what was written down of it. */
static const struct {
	const char *state, *begins, *key;
} reasons[] = {
	{ "uncertain", "", "uncertain" },
	{ "expired", "", "expired" },
	{ "lapsed", "", "lapsed" },
	{ "undelivered", "", "undelivered" },
	{ "dead", "not a number", "number" },
	{ "dead", "nothing to say", "nothing" },
	{ "dead", "no words", "nothing" },
	{ "dead", "an address", "address" },
	{ "dead", "its time", "expired" },
	{ "dead", "", "refused" },
};

static const char *reason(struct ctx *c, const struct delivery *d)
{
	if (strcmp(d->state, "dead") == 0 && d->tries >= OUTBOX_TRIES_MOST)
		return phrase_n(c, "delivery.why.tries", d->tries);
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (strcmp(d->state, reasons[i].state) == 0 &&
		    strncmp(d->why, reasons[i].begins,
			strlen(reasons[i].begins)) == 0)
			return phrase(
			    mem_printf(c, "delivery.why.%s", reasons[i].key));
	return phrase("delivery.why.uncertain");
}

/* wrong: what was typed for this one did not do, and is shown again. */
static void put_delivery(struct req *r, struct view *list,
    const struct delivery *d, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_item(c, list);
	enum delivery_bar bar = delivery_bar(c, d);
	struct person p = { .given_name = "", .surname = "" };

	shows_person(r, d->person);
	person_load(c, d->person, &p);
	view_text(c, v, "id", mem_printf(c, "%" PRId64, d->attention));
	view_text(c, v, "what",
	    phrase(d->uncertain ? "attention.uncertain" : "attention.failed"));
	view_text(c, v, "who", person_full_name(c, &p));
	view_text(c, v, "kind",
	    mem_printf(c, "%s (%s)",
		phrase_or(mem_printf(c, "notice.%s", d->kind), d->kind),
		strcmp(d->channel, OUTBOX_SMS) == 0 ? "SMS" : "mail"));
	view_text(c, v, "why", reason(c, d));
	view_text(c, v, "since", clock_deadline(c, d->made_at));
	view_bool(c, v, "can_again", bar == DELIVERY_FREE);
	if (bar != DELIVERY_FREE)
		view_text(c, v, "bar",
		    phrase(mem_printf(c, "delivery.bar.%d", (int)bar)));
	view_bool(c, v, "unsure", d->uncertain);
	view_text(c, v, "wrong", wrong);
	view_text(c, v, "typed",
	    wrong != NULL ? param_value(&r->form, "hvorfor") : NULL);
}

/* As form_put() does it, for a page of many small forms. */
static void put_error(struct req *r, struct view *v, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *errors = view_map(c, v, "errors"), *item;

	view_text(c, errors, "heading", phrase("form.mend_one"));
	item = view_item(c, view_list(c, errors, "items"));
	view_text(c, item, "field", mem_printf(c, "hvorfor-%" PRId64, r->id));
	view_text(c, item, "text", wrong);
}

static struct reply show(
    struct req *r, int status, int64_t before, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct delivery *all = delivery_list(
	    c, r->user->municipality, before, DELIVERY_PAGE + 1, &count);
	bool more = count > DELIVERY_PAGE;

	view_text(c, v, "title", phrase("delivery.title"));
	if (wrong != NULL)
		put_error(r, v, wrong);
	put_providers(r, v);
	put_queue(r, v);
	list = view_list(c, v, "rows");
	for (size_t i = 0; i < count && i < DELIVERY_PAGE; i++)
		put_delivery(
		    r, list, &all[i], all[i].attention == r->id ? wrong : NULL);
	view_bool(c, v, "paged", more || before != 0);
	view_bool(c, v, "later", before != 0);
	if (more)
		view_text(c, v, "older",
		    mem_printf(
			c, "%" PRId64, all[DELIVERY_PAGE - 1].attention));
	return reply_page(r, status, "delivery_list.html", v);
}

/* GET /beskeder: how messages fare, and what of them needs a person. */
struct reply delivery_list_page(struct req *r)
{
	const char *before = param_value(&r->query, "foer");
	bool number = strspn(before, "0123456789") == strlen(before) &&
	    strlen(before) < 19;

	return show(r, 200, number ? strtoll(before, NULL, 10) : 0, NULL);
}

/* POST /beskeder/:id: sent once more, for a reason, or seen to. What somebody
 * else has seen to meanwhile is gone from the list, and that is all there is to
 * say about it. */
struct reply delivery_act(struct req *r)
{
	struct ctx *c = r->ctx;
	bool again = strcmp(param_value(&r->form, "handling"), "igen") == 0;
	const char *why = text_trim(c, param_value(&r->form, "hvorfor"));
	struct delivery d;
	enum err err;

	if (!delivery_load(c, r->id, &d))
		return reply_see(r, "/beskeder");
	/* What stands just before it, so that it is on the page again. */
	if (again &&
	    (utf8_length(why) < WHY_LEAST || utf8_length(why) > WHY_MOST))
		return show(
		    r, 422, r->id + 1, phrase_n(c, "delivery.wrong", WHY_MOST));
	err = again ? delivery_again(c, r->id, r->user->id, why)
		    : delivery_done(c, r->id, r->user->id);
	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/beskeder");
}
