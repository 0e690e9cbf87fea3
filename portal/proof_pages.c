#include <string.h>

#include "portal.h"
#include "proof.h"

#define FIELD "bevis" /* the code, beside what the form itself holds */

/* All that was sent, so that nothing that was typed is lost. */
static void put_fields(struct req *r, struct view *v)
{
	struct view *list = view_list(r->ctx, v, "fields");

	for (size_t i = 0; i < r->form.count; i++) {
		const struct param *p = &r->form.list[i];
		struct view *item;

		if (strcmp(p->name, FIELD) == 0)
			continue;
		item = view_item(r->ctx, list);
		view_text(r->ctx, item, "name", p->name);
		view_text(r->ctx, item, "value", p->value);
	}
}

/* The form has no action: it goes where this page is, with all of it. */
static struct reply ask(struct req *r, const struct proof *p, const char *wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);

	language_take(r);
	if (proof_ask(c, p) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	view_text(c, v, "title", phrase_in(r->ctx, "proof.title"));
	view_text(c, v, "label",
	    p->app ? phrase_in(r->ctx, "proof.bevis.app")
		   : phrase_in(r->ctx, "proof.bevis.mail"));
	view_bool(c, v, "app", p->app);
	view_text(c, v, "wrong", wrong);
	put_fields(r, v);
	return reply_page(r, 401, "proof.html", v);
}

struct reply proof_judge(struct req *r)
{
	int64_t age = r->ctx->now - r->user->proved_at;
	struct proof p = { .person = r->user->id,
		.session = r->user->session,
		.app = (r->user->roles & STAFF) != 0,
		.browser = r->browser };

	if (age >= 0 && age < PROOF_LASTS)
		return (struct reply) { 0 };
	p.code = signin_digits(r->ctx, param_value(&r->form, FIELD));
	if (*p.code == '\0')
		return ask(r, &p, NULL);
	switch (proof_check(r->ctx, &p)) {
	case OK: return (struct reply) { 0 };
	case ERR_INVALID:
		return ask(r, &p, phrase_in(r->ctx, "proof.bevis.refused"));
	case ERR_FORBIDDEN:
	case ERR_NOT_FOUND:
	case ERR_CONFLICT:
	case ERR_FAILED: break;
	}
	return reply_error(r, ERR_FAILED);
}
