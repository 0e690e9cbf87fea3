#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/text.h"

#include "answer.h"
#include "attention.h"
#include "choice.h"
#include "citizen.h"
#include "day.h"
#include "dialogue.h"
#include "employer.h"
#include "hours.h"
#include "notice.h"
#include "offer.h"
#include "outbox.h"
#include "payday.h"
#include "person.h"

struct heard {
	int64_t person;
	const char *text;
	struct answer answer;
};

/* A person reads it; what was said of an illness is not kept (P7). */
static void to_a_person(struct ctx *c, const struct heard *h)
{
	attention_add(
	    c, ATTENTION_WORDS, h->person, 0, text_mask_cpr(c, h->text));
}

/* Help at most once a day: two machines must never talk to each other. */
static void help(
    struct ctx *c, const struct heard *h, const char *kind, int64_t about)
{
	const struct notice_to to = { .kind = kind,
		.person = h->person,
		.about = about,
		.key = mem_printf(c, "%" PRId64 ":%s", h->person,
		    clock_iso_date(c, c->now)) };

	notice_leave(c, &to);
}

static void not_understood(struct ctx *c, const struct heard *h)
{
	size_t count;
	const struct offer *open = offer_open(c, h->person, &count);

	to_a_person(c, h);
	if (count == 1)
		help(c, h, "unclear", open[0].id);
	else
		help(c, h, count > 1 ? "unclear_which" : "unclear_none", 0);
}

/* The offer that a yes, a no or a call is about; 0 when it cannot be told. */
static int64_t meant(struct ctx *c, const struct heard *h)
{
	size_t count;
	const struct offer *open = offer_open(c, h->person, &count);
	struct offer o;

	if (h->answer.number > 0)
		return offer_by_number(c, h->person, h->answer.number, &o)
		    ? o.id
		    : 0;
	if (count == 1)
		return open[0].id;
	if (count == 0 && offer_latest(c, h->person, &o) &&
	    o.asked_at > c->now - 14 * DAY)
		return o.id;
	return 0;
}

/* "Passer det? Svar PASSER": a JA is as clear when nothing else is asked. */
static bool hear_hours(struct ctx *c, const struct heard *h, enum offer_say say)
{
	int64_t hours = hours_to_answer(c, h->person);
	size_t open;

	offer_open(c, h->person, &open);
	if (say != SAY_YES || h->answer.number > 0 || open > 0 || hours == 0)
		return false;
	return hours_agree(c, hours) == OK;
}

/* "Har du fået løn?": a JA or a NEJ is as clear when nothing else is asked. */
static bool hear_pay(struct ctx *c, const struct heard *h, enum offer_say say)
{
	size_t open;

	offer_open(c, h->person, &open);
	if (h->answer.number > 0 || open > 0 || !payday_is_asked(c, h->person))
		return false;
	payday_answer(c, payday_to_answer(c, h->person), say == SAY_YES);
	return true;
}

static void hear_answer(
    struct ctx *c, const struct heard *h, enum offer_say say)
{
	int64_t offer = meant(c, h);
	enum offer_result result;

	if (hear_pay(c, h, say) || hear_hours(c, h, say))
		return;
	if (offer == 0 || offer_answer(c, offer, say, &result) != OK)
		not_understood(c, h);
}

static void hear_call(struct ctx *c, const struct heard *h)
{
	size_t open;
	int64_t hours = hours_to_answer(c, h->person);

	if (hear_pay(c, h, SAY_CALL))
		return;
	offer_open(c, h->person, &open);
	if (open == 0 && strcmp(outbox_latest(c, h->person), "ceiling") == 0) {
		attention_add(c, ATTENTION_CEILING, h->person, 0, "");
		notice_answer(c, "call", h->person, 0);
	} else if (open > 0 || hours == 0 || hours_dispute(c, hours) != OK) {
		int64_t offer = meant(c, h);
		enum offer_result result;

		if (offer != 0 &&
		    offer_answer(c, offer, SAY_CALL, &result) == OK)
			return;
		choice_call(c, h->person);
	}
}

static void hear_fits(struct ctx *c, const struct heard *h)
{
	int64_t hours = hours_to_answer(c, h->person);
	int64_t pay = payday_to_answer(c, h->person);

	if (pay != 0 && (hours == 0 || payday_is_asked(c, h->person)))
		payday_answer(c, pay, true);
	else if (hours == 0)
		not_understood(c, h);
	else if (hours_agree(c, hours) == ERR_CONFLICT)
		notice_tell(c, "hours_agreed", h->person, hours);
}

static void hear_day(struct ctx *c, const struct heard *h)
{
	if (!day_answer(c, h->person, h->answer.number))
		not_understood(c, h);
}

static void hear_afbud(struct ctx *c, const struct heard *h)
{
	size_t coming, open;
	const struct engagement *e = engagement_coming(c, h->person, &coming);
	const struct offer *o = offer_open(c, h->person, &open);
	enum offer_result result;

	/* Of a series it is the next date. */
	if (coming == 1 || engagement_are_series(c, e, coming)) {
		if (engagement_give_up(c, e[0].id) == OK)
			return;
	} else if (coming == 0 && open == 1) {
		if (offer_answer(c, o[0].id, SAY_NO, &result) == OK)
			return;
	}
	/* Which one? That is asked by voice, today. */
	attention_add(c, ATTENTION_CALL, h->person, 0, "AFBUD");
	notice_answer(c, "call", h->person, 0);
}

static void hear_stop(
    struct ctx *c, const struct heard *h, const char *sms, const char *receipt)
{
	choice_stop(c, h->person, sms, receipt, CONSENT_SMS);
}

void dialogue_stopped(struct ctx *c, int64_t person)
{
	choice_stop(c, person, "stop", NULL, CONSENT_SMS);
}

void dialogue_number_wrong(struct ctx *c, int64_t person)
{
	choice_stop(c, person, "wrong", NULL, CONSENT_NUMBER);
	attention_add(c, ATTENTION_NUMBER, person, 0, "");
}

/* Somebody else has the number of who was wrong: they are not that person, and
 * a START from them is for a person to sort out. */
static void hear_start(struct ctx *c, const struct heard *h)
{
	if (!choice_start(c, h->person, CONSENT_SMS))
		to_a_person(c, h);
}

static void hear_pause(struct ctx *c, const struct heard *h)
{
	if (!choice_pause(c, h->person))
		not_understood(c, h);
}

static void hear_remind(struct ctx *c, const struct heard *h, bool wanted)
{
	citizen_remind(c, h->person, wanted);
	notice_answer(c, wanted ? "remind" : "remind_not", h->person, 0);
}

static void hear_link(struct ctx *c, const struct heard *h)
{
	int64_t offer = meant(c, h);

	if (offer == 0)
		not_understood(c, h);
	else
		notice_answer(c, "link", h->person, offer);
}

static void hear_citizen(struct ctx *c, const struct heard *h)
{
	switch (h->answer.kind) {
	case ANSWER_YES: hear_answer(c, h, SAY_YES); break;
	case ANSWER_NO: hear_answer(c, h, SAY_NO); break;
	case ANSWER_CALL: hear_call(c, h); break;
	case ANSWER_AFBUD: hear_afbud(c, h); break;
	case ANSWER_FITS: hear_fits(c, h); break;
	case ANSWER_DAY: hear_day(c, h); break;
	case ANSWER_PAUSE: hear_pause(c, h); break;
	case ANSWER_START: hear_start(c, h); break;
	case ANSWER_LINK: hear_link(c, h); break;
	case ANSWER_REMIND: hear_remind(c, h, true); break;
	case ANSWER_REMIND_NOT: hear_remind(c, h, false); break;
	case ANSWER_STOP: hear_stop(c, h, "stop", "stop"); break;
	case ANSWER_WRONG:
		to_a_person(c, h);
		hear_stop(c, h, "wrong", "wrong_number");
		break;
	case ANSWER_CPR:
		to_a_person(c, h);
		notice_answer(c, "cpr", h->person, 0);
		break;
	case ANSWER_UNCLEAR: not_understood(c, h); break;
	}
}

/* JA confirms the planned hours, when it is clear which. */
static void hear_contact(struct ctx *c, const struct heard *h)
{
	struct ids missing = hours_missing(c, h->person);
	struct hours planned;

	if (h->answer.kind == ANSWER_YES && missing.count == 1 &&
	    hours_load(c, missing.id[0], &planned) &&
	    hours_propose(c, missing.id[0], planned.planned, "", h->person) ==
		OK)
		return;
	if (missing.count > 0) {
		notice_answer(c, "hours_unclear", h->person, missing.id[0]);
	} else {
		to_a_person(c, h);
		help(c, h, "contact_heard", 0);
	}
}

enum err dialogue_hear(struct ctx *c, const char *from, const char *text)
{
	struct heard h = { .text = text, .answer = answer_parse(c, text) };
	struct citizen z;

	db_begin(c);
	h.person = person_by_phone(c, from);
	if (h.person == 0) {
		h.person = person_stranger(c, from);
		to_a_person(c, &h);
		help(c, &h, "stranger", 0);
	} else if (citizen_load(c, h.person, &z)) {
		hear_citizen(c, &h);
	} else if (h.answer.kind == ANSWER_STOP) {
		hear_stop(c, &h, "stop", "stop");
	} else if (h.answer.kind == ANSWER_START) {
		hear_start(c, &h);
	} else if (contact_employer(c, h.person) != 0) {
		hear_contact(c, &h);
	} else {
		to_a_person(c, &h);
		help(c, &h, "stranger", 0);
	}
	log_info("dialogue.heard person=%" PRId64 " kind=%d", h.person,
	    h.answer.kind);
	return db_commit(c);
}
