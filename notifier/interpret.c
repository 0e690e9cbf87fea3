#include <string.h>

#include "base/db.h"
#include "base/log.h"
#include "base/phone.h"

#include "dialogue.h"
#include "notifier.h"
#include "person.h"

#define HOOKS_MOST 50 /* in a pass; the rest is the next one's */

/* What it says of the person. The same report once more says nothing. */
static void hear_of_person(struct ctx *c, const struct gateway *g,
    const struct outbox_row *before, const struct hook *h)
{
	const char *answer = hook_field(h, "answer");
	struct outbox_row now;

	if (!outbox_load(c, before->id, &now) ||
	    strcmp(now.state, before->state) == 0)
		return;
	if (strcmp(now.state, "delivered") == 0)
		person_number_works(c, now.person);
	if (strcmp(now.state, "undelivered") != 0)
		return;
	if (report_is(answer, g->stopped))
		dialogue_stopped(c, now.person);
	else if (report_is(answer, g->dead) &&
	    person_number_dead(c, now.person))
		dialogue_number_wrong(c, now.person);
}

/* Whom the message was to that it reports of; 0: none of ours. */
static int64_t interpret_report(struct ctx *c, const struct hook *h)
{
	const struct provider *p = provider_find(OUTBOX_SMS, h->provider);
	struct outbox_row before = { 0 };
	const char *state = NULL;
	int64_t id = 0;

	if (p != NULL && p->gateway != NULL)
		state = p->gateway->report(h, &id);
	if (state == NULL)
		log_warnx("hook.unread hook=%" PRId64, h->id);
	else if (!outbox_load(c, id, &before) ||
	    !outbox_report(c, id, state, hook_field(h, "answer")))
		log_warnx("hook.unknown hook=%" PRId64, h->id);
	else
		hear_of_person(c, p->gateway, &before, h);
	return before.person;
}

/* Gateways write a number with a plus, with 00, or bare: always with its
 * country. */
static const char *sender_of(struct ctx *c, const struct hook *h)
{
	const char *from = hook_field(h, "from");

	if (*from == '+' || strncmp(from, "00", 2) == 0)
		return phone_parse(c, from);
	return phone_parse(c, mem_printf(c, "+%s", from));
}

/* Who wrote; 0: nobody who can be answered. */
static int64_t interpret_inbound(struct ctx *c, const struct hook *h)
{
	const char *from = sender_of(c, h);

	if (from == NULL) {
		log_warnx("hook.no_number hook=%" PRId64, h->id);
		return 0;
	}
	return dialogue_hear(c, from, hook_field(h, "text")) == OK
	    ? person_by_phone(c, from)
	    : 0;
}

/* The deed and the hook's end are one transaction: heard once, or again. */
static bool interpret(struct ctx *c, const struct hook *h)
{
	bool inbound = strcmp(h->kind, HOOK_INBOUND) == 0;

	db_begin(c);
	hook_done(c, h->id,
	    inbound ? interpret_inbound(c, h) : interpret_report(c, h));
	return db_commit(c) == OK;
}

size_t interpret_hooks(struct ctx *c)
{
	size_t count;
	const struct hook *hooks = hook_new(c, HOOKS_MOST, &count);

	for (size_t i = 0; i < count; i++)
		if (!interpret(c, &hooks[i]))
			return i;
	return count;
}
