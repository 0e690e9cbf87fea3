#include <string.h>

#include "base/clock.h"

#include "attention.h"
#include "choice.h"
#include "citizen.h"
#include "municipality.h"
#include "notice.h"
#include "offer.h"
#include "outbox.h"
#include "person.h"

/* What is still asked is not asked any more, and goes to the next. */
static void withdraw_open(struct ctx *c, int64_t person)
{
	size_t count;
	const struct offer *open = offer_open(c, person, &count);

	for (size_t i = 0; i < count; i++)
		offer_withdraw(c, open[i].id);
}

void choice_stop(struct ctx *c, int64_t person, const char *sms,
    const char *receipt, enum consent_way way)
{
	size_t coming;

	person_set_sms(c, person, sms, way);
	outbox_suppress(c, person);
	withdraw_open(c, person);
	engagement_coming(c, person, &coming);
	if (coming > 0)
		attention_add(c, ATTENTION_CALL, person, 0, "STOP");
	if (receipt != NULL)
		notice_answer(c, receipt, person, 0);
}

bool choice_start(struct ctx *c, int64_t person, enum consent_way way)
{
	struct person p;

	if (!person_load(c, person, &p) || strcmp(p.sms, "wrong") == 0)
		return false;
	person_set_sms(c, person, "start", way);
	citizen_pause(c, person, 0);
	notice_answer(c, "start", person, 0);
	return true;
}

bool choice_pause(struct ctx *c, int64_t citizen)
{
	struct citizen z;
	int64_t days;

	if (!citizen_load(c, citizen, &z) ||
	    !rule_value(c, z.municipality_id, RULE_PAUSE_DAYS, c->now, &days))
		return false;
	citizen_pause(
	    c, citizen, clock_midnight(clock_add_days(c->now, (int)days)));
	withdraw_open(c, citizen);
	notice_answer(c, "pause", citizen, 0);
	return true;
}

void choice_resume(struct ctx *c, int64_t citizen)
{
	citizen_pause(c, citizen, 0);
}

void choice_call(struct ctx *c, int64_t person)
{
	attention_add(c, ATTENTION_CALL, person, 0, "");
	notice_answer(c, "call", person, 0);
}
