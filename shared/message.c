#include <stdio.h>
#include <string.h>

#include "base/db.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/secret.h"
#include "base/text.h"

#include "citizen.h"
#include "employer.h"
#include "hours.h"
#include "link.h"
#include "message_parts.h"
#include "municipality.h"
#include "offer.h"
#include "person.h"
#include "series.h"
#include "settings.h"
#include "task_staff.h"
#include "signin.h"
#include "terms.h"
#include "work_function.h"

#define BODY_MOST ((size_t)16 << 10)

struct tmpls *messages_load(const char *www_dir, char why[200])
{
	static const char *const endings[] = { ".sms", ".mail", ".event",
		".html", NULL };
	char folder[200];

	snprintf(folder, sizeof folder, "%s/messages/da", www_dir);
	return tmpls_read(folder, endings, why);
}

/* ---- what a text can name ---- */

static void put_home(struct composing *w, int64_t municipality)
{
	struct municipality m = { .name = "", .helper = "", .phone = "" };

	municipality_load(w->c, municipality, &m);
	put(w, "municipality", m.name);
	put(w, "helper", m.helper);
	put(w, "phone", phone_show(w->c, m.phone));
}

static void put_times(struct composing *w, int64_t starts_at, int64_t ends_at)
{
	struct ctx *c = w->c;

	put(w, "day", clock_day(c, starts_at));
	put(w, "day_short", clock_day_short(c, starts_at));
	put(w, "time", clock_span(c, starts_at, ends_at));
	put(w, "planned", message_hours(c, (ends_at - starts_at) / MINUTE));
	put(w, "latest", clock_deadline(c, starts_at - HOUR));
}

static void put_place(struct composing *w, const char *sms_name,
    const char *town, const char *address)
{
	put(w, "place", mem_printf(w->c, "%s, %s", sms_name, town));
	put(w, "firm", sms_name);
	put(w, "address", address);
}

/* "hver torsdag ... fra 10/12": asked for all of its weeks at once. */
static void put_weekly(struct composing *w, const struct task *t)
{
	struct ctx *c = w->c;

	put(w, "weekday", clock_weekday_of(c, t->starts_at));
	put(w, "weekday_short", clock_weekday_short(c, t->starts_at));
	put(w, "first_on", clock_date(c, t->starts_at));
}

/* Everything but who and where, from the task alone. */
static void put_task_words(struct composing *w, const struct task *t)
{
	struct work_function f = { .name = t->work_function };

	work_function_load(w->c, t->work_function, &f);
	put(w, "task", text_fold(w->c, f.name));
	put(w, "verb", task_verb(w->c, t));
	put(w, "pay", message_pay(w->c, t->pay_ore));
	put(w, "pay_by", clock_date(w->c, t->pay_on));
	put(w, "meeting", t->meeting);
	put(w, "call_by", clock_deadline(w->c, task_call_by(t)));
	put_times(w, t->starts_at, t->ends_at);
}

bool message_put_task(struct composing *w, int64_t id)
{
	struct workplace place;
	struct person contact, writer;
	struct task t;

	if (!task_load(w->c, id, &t) ||
	    !workplace_load(w->c, t.workplace_id, &place) ||
	    !person_load(w->c, t.contact_id, &contact))
		return false;
	put_task_words(w, &t);
	if (series_led(w->c, id) > 0)
		put_weekly(w, &t);
	put_place(w, place.sms_name, place.town, place.address);
	put(w, "contact", person_first_name(&contact));
	put(w, "contact_phone",
	    contact.phone != NULL ? phone_show(w->c, contact.phone) : "");
	if (task_staff_writer(w->c, id, &writer))
		put(w, "writer", person_first_name(&writer));
	put(w, "task_url",
	    mem_printf(w->c, "%s/opgaver/%" PRId64, settings.public_url, id));
	return true;
}

static bool put_offer(struct composing *w, int64_t id)
{
	struct ctx *c = w->c;
	struct offer o;
	size_t open;

	if (!offer_load(c, id, &o) || !message_put_task(w, o.task_id))
		return false;
	offer_open(c, o.citizen_id, &open);
	put(w, "number", open > 1 ? mem_printf(c, " %" PRId64, o.number) : "");
	view_int(c, w->v, "turn", offer_turn(c, &o));
	put(w, "deadline", clock_deadline(c, o.answer_by));
	put(w, "deadline_short", clock_deadline_short(c, o.answer_by));
	if (!w->sms || strcmp(w->kind, "link") == 0) {
		struct task t;

		/* A link stays good until the shift has begun, so that one who
		 * comes too late is told so and not met by an error. */
		if (!task_load(c, o.task_id, &t))
			return false;
		put(w, "url",
		    link_url(c, LINK_OFFER, w->person, id, t.starts_at));
	}
	return true;
}

static bool put_employer(struct composing *w, int64_t id)
{
	struct employer e;

	if (!employer_load(w->c, id, &e))
		return false;
	put(w, "employer", e.name);
	put(w, "signin_url",
	    mem_printf(w->c, "%s/log-ind", settings.public_url));
	return true;
}

static void put_open_questions(struct composing *w)
{
	size_t count;
	const struct offer *open = offer_open(w->c, w->person, &count);
	struct view *list = view_list(w->c, w->v, "questions");

	for (size_t i = 0; i < count && i < 2; i++) {
		struct composing one = *w;
		struct task t;

		if (!task_load(w->c, open[i].task_id, &t))
			continue;
		one.v = view_item(w->c, list);
		view_int(w->c, one.v, "number", open[i].number);
		put_task_words(&one, &t);
	}
}

static void put_person(struct composing *w)
{
	struct citizen z = { 0 };

	if (citizen_load(w->c, w->person, &z)) {
		put(w, "ceiling", message_hours(w->c, z.ceiling_minutes));
		if (z.paused_until > 0)
			put(w, "paused_until", clock_day(w->c, z.paused_until));
	}
	put_open_questions(w);
}

static bool put_about(struct composing *w, enum about about, int64_t id)
{
	char code[7];

	switch (about) {
	case ABOUT_PERSON: put_person(w); return true;
	case ABOUT_SIGNIN:
		signin_code(id, code);
		put(w, "code", mem_dup(w->c, code));
		return true;
	case ABOUT_OFFER: return put_offer(w, id);
	case ABOUT_ENGAGEMENT: return message_put_engagement(w, id);
	case ABOUT_TASK: return message_put_task(w, id);
	case ABOUT_DUTIES: message_put_duties(w, id); return true;
	case ABOUT_TEAM: message_put_team(w); return true;
	case ABOUT_MONTH: return message_put_month(w, id);
	case ABOUT_EMPLOYER: return put_employer(w, id);
	}
	return false;
}

/* ---- the words ---- */

const char *message_fill(struct ctx *c, const struct tmpls *words,
    const char *name, const struct view *v)
{
	struct text out = text_new(c->mem, BODY_MOST);
	char why[200];

	if (!tmpls_fill(words, name, v, &out, why)) {
		log_warnx("message.fill why=%s", why);
		return NULL;
	}
	return out.s;
}

static const char *sms_of(struct ctx *c, const struct tmpls *words,
    const char *name, struct view *v, bool greet)
{
	struct view *with = view_new(c);
	const char *text;

	*with = *v; /* the same members, and one more in front of them */
	view_bool(c, with, "greet", greet);
	text = message_fill(c, words, name, with);
	return text != NULL ? sms_plain(c, text_trim(c, text)) : NULL;
}

const char *message_sms(
    struct ctx *c, const struct tmpls *words, const char *kind, struct view *v)
{
	const char *full = mem_printf(c, "%s.sms", kind);
	const char *brief = mem_printf(c, "%s.short.sms", kind);
	const char *text = sms_of(c, words, full, v, true);
	const char *form = full;

	if (text == NULL || sms_fits(text))
		return text;
	if (!sms_size(text).gsm) {
		text = sms_of(c, words, full, v, false);
		if (text == NULL || sms_fits(text))
			return text;
	}
	if (tmpls_has(words, brief)) {
		form = brief;
		text = sms_of(c, words, brief, v, true);
		if (text == NULL || sms_fits(text))
			return text;
	}
	return sms_of(c, words, form, v, false);
}

bool message_compose(struct ctx *c, const struct tmpls *words, const char *kind,
    const char *channel, int64_t person, int64_t about, struct message *m)
{
	const struct notice *notice = notice_find(kind);
	struct composing w = { .c = c,
		.v = view_new(c),
		.kind = kind,
		.person = person,
		.sms = strcmp(channel, OUTBOX_SMS) == 0 };
	struct citizen z = { 0 };
	struct person p;

	if (!person_load(c, person, &p))
		return false;
	citizen_load(c, person, &z);
	put(&w, "name", p.given_name);
	put_home(&w, z.municipality_id);
	if (!put_about(&w, notice->about, about))
		return false;
	*m = (struct message) { .phone = p.phone,
		.email = p.email,
		.name = person_full_name(c, &p),
		.may_stop = notice->lane == LANE_DIGEST ||
		    (notice->about == ABOUT_OFFER &&
			notice->window == WINDOW_ASKING) };
	if (!w.sms) {
		view_bool(c, w.v, "greet", true);
		return m->email != NULL &&
		    message_mail(c, words, kind, w.v, w.engagement, m);
	}
	m->body = message_sms(c, words, kind, w.v);
	return m->phone != NULL && m->body != NULL;
}

static void put_longest(struct composing *w)
{
	put(w, "name", MESSAGE_LONGEST_NAME);
	put(w, "number", " 88");
	put(w, "deadline", "onsdag kl 16.30");
	put(w, "deadline_short", "ons kl 16.30");
}

static void put_ordinary(struct composing *w, int64_t starts_at)
{
	int64_t by = offer_answer_by(w->c, starts_at);

	put(w, "name", "Amir");
	put(w, "number", "");
	put(w, "deadline", clock_deadline(w->c, by));
	put(w, "deadline_short", clock_deadline_short(w->c, by));
}

const char *message_preview(struct ctx *c, const struct tmpls *words,
    const struct task *t, bool weekly, const struct workplace *place,
    bool longest)
{
	struct ctx danish = *c; /* whoever looks at it */
	struct composing w = {
		.c = &danish, .v = view_new(c), .kind = "offer", .sms = true
	};

	danish.language = DANISH;
	if (longest)
		put_longest(&w);
	else
		put_ordinary(&w, t->starts_at);
	put_task_words(&w, t);
	if (weekly)
		put_weekly(&w, t);
	put_place(&w, place->sms_name, place->town, "");
	return message_sms(&danish, words, "offer", w.v);
}
