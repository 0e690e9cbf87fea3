#include <string.h>

#include "base/clock.h"

#include "link.h"
#include "message.h"
#include "offer.h"
#include "person.h"
#include "own.h"
#include "portal.h"
#include "task.h"

/* What a link page shows is what an SMS could show: no name beyond the first,
 * no need, no score (P19). */
bool put_job(struct req *r, struct view *v, const struct task *t)
{
	struct ctx *c = r->ctx;
	struct workplace place;
	struct person contact;

	if (!workplace_load(c, t->workplace_id, &place) ||
	    !person_load(c, t->contact_id, &contact))
		return false;
	view_text(c, v, "verb", task_verb(c, t));
	view_text(
	    c, v, "place", mem_printf(c, "%s, %s", place.sms_name, place.town));
	view_text(c, v, "address", place.address);
	view_text(c, v, "meeting", t->meeting);
	view_text(c, v, "day", clock_day(c, t->starts_at));
	view_text(c, v, "time", clock_span(c, t->starts_at, t->ends_at));
	view_text(c, v, "hourly", message_money(c, t->pay_ore));
	view_text(c, v, "pay_by", clock_date(c, t->pay_on));
	view_text(c, v, "contact", person_first_name(&contact));
	return true;
}

bool put_inquiry(struct req *r, struct view *v, const struct offer *o)
{
	struct ctx *c = r->ctx;
	struct person p;
	struct task t;

	if (!task_load(c, o->task_id, &t) ||
	    !person_load(c, o->citizen_id, &p) || !put_job(r, v, &t))
		return false;
	view_text(c, v, "name", person_first_name(&p));
	view_text(c, v, "deadline", clock_deadline(c, o->answer_by));
	reason_put(r, v, o->id, t.work_function);
	return true;
}

/* The time they agreed to, when it is another by now and they have yet to say
 * whether that suits them too. */
static bool put_was(struct req *r, struct view *v, const struct offer *o)
{
	struct ctx *c = r->ctx;
	struct engagement e;

	if (!engagement_of_offer(c, o->id, &e) || strcmp(e.fits, "yes") == 0 ||
	    e.starts_at <= c->now)
		return false;
	view_text(c, v, "was",
	    mem_printf(c, "%s %s", clock_day(c, e.was_from),
		clock_span(c, e.was_from, e.was_to)));
	return true;
}

/* What a press came to is in the offer's state, but for a yes that was too late
 * and a call to talk of something else: those the address tells. */
#define SAID_LATE "lukket"
#define SAID_CALL "ring"

void put_outcome(struct req *r, struct view *v, const struct offer *o)
{
	const char *said = param_value(&r->query, "svar");
	bool held = strcmp(o->state, "held") == 0;
	bool left = strcmp(o->state, "no") == 0 ||
	    strcmp(o->state, "expired") == 0 ||
	    strcmp(o->state, "given_up") == 0;
	bool late = left && strcmp(said, SAID_LATE) == 0;
	bool will_call = !held && strcmp(said, SAID_CALL) == 0;
	bool closed = strcmp(o->state, "taken") == 0 ||
	    strcmp(o->state, "withdrawn") == 0 || late;
	const char *state = mem_printf(
	    r->ctx, "offer.%s", late ? "late" : o->state);

	bool new_time = strcmp(o->state, "won") == 0 && put_was(r, v, o);

	view_bool(r->ctx, v, "open", strcmp(o->state, "asked") == 0);
	view_bool(r->ctx, v, "new_time", new_time);
	view_bool(r->ctx, v, "won", strcmp(o->state, "won") == 0 && !new_time);
	view_bool(r->ctx, v, "held", held);
	view_bool(r->ctx, v, "again", left && !late);
	view_text(r->ctx, v, "outcome", phrase_in_or(r->ctx, state, ""));
	view_text(r->ctx, v, "outcome_what",
	    phrase_in_or(r->ctx, mem_printf(r->ctx, "%s.what", state), ""));
	view_bool(r->ctx, v, "can_say", !(closed && will_call));
	if (will_call)
		view_text(r->ctx, v, "will_call",
		    phrase_in(r->ctx, "offer.will_call"));
}

/* The page as the offer stands: a question, or what became of it. */
static struct reply show(struct req *r, const struct link *l, int status)
{
	struct view *v = view_new(r->ctx);
	struct offer o;

	if (!offer_load(r->ctx, l->about_id, &o) || !put_inquiry(r, v, &o))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(r->ctx, v, "token", r->token);
	view_text(r->ctx, v, "title", phrase("offer.title"));
	put_outcome(r, v, &o);
	return reply_page(r, status, "offer.html", v);
}

/* A link that is none, or whose time is over, in words for whoever holds it. */
static struct reply show_gone(struct req *r, enum err err)
{
	struct view *v = view_new(r->ctx);

	if (err == ERR_FAILED)
		return reply_error(r, err);
	view_text(r->ctx, v, "title", phrase("link.gone"));
	view_text(r->ctx, v, "what", phrase("link.gone.what"));
	return reply_page(r, err == ERR_CONFLICT ? 410 : 404, "error.html", v);
}

/* GET /s/:token: looks, and changes nothing, however often. */
struct reply offer_show(struct req *r)
{
	struct link l;
	enum err err = link_find(r->ctx, r->token, LINK_OFFER, &l);

	return err == OK ? show(r, &l, 200) : show_gone(r, err);
}

enum err offer_press(struct req *r, int64_t offer, const char **came_to)
{
	static const struct {
		const char *word;
		enum offer_say say;
	} words[] = { { "ja", SAY_YES }, { "nej", SAY_NO },
		{ "ring", SAY_CALL } };
	const char *said = param_value(&r->form, "svar");
	enum offer_result result;

	*came_to = "";
	for (size_t i = 0; i < COUNT(words); i++) {
		enum err err;

		if (strcmp(words[i].word, said) != 0)
			continue;
		err = offer_answer(r->ctx, offer, words[i].say, &result);
		if (err != OK)
			return err;
		wake_notifier();
		if (result == OFFER_LATE)
			*came_to = SAID_LATE;
		else if (words[i].say == SAY_CALL)
			*came_to = SAID_CALL;
		return OK;
	}
	return ERR_INVALID;
}

/* POST /s/:token: one of three buttons. */
struct reply offer_say(struct req *r)
{
	const char *came_to;
	struct link l;
	enum err err = link_find(r->ctx, r->token, LINK_OFFER, &l);

	if (err != OK)
		return show_gone(r, err);
	err = offer_press(r, l.about_id, &came_to);
	if (err == ERR_INVALID)
		return show(r, &l, 422);
	if (err != OK)
		return reply_error(r, err);
	return *came_to != '\0'
	    ? reply_see(r, "/s/%s?svar=%s", r->token, came_to)
	    : reply_see(r, "/s/%s", r->token);
}
