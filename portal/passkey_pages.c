#include "base/clock.h"
#include "base/text.h"

#include "passkey.h"
#include "form.h"
#include "portal.h"
#include "signin.h"

/* Passkeys: adding and removing one's own, and signing in with one. A page
 * holds the question and portal.js the talk with the browser; what it answers
 * comes as a form. */

struct key_draft {
	const char *name;
};

static const struct field key_fields[] = {
	{ "navn", FIELD_TEXT, offsetof(struct key_draft, name), 1,
	    PASSKEY_NAME_MOST, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* A key that is added is for this session alone to add. */
static const char *bound_to(const struct req *r)
{
	return mem_printf(r->ctx, "session:%" PRId64, r->user->session);
}

static void put_question(struct req *r, struct view *v, const char *bound)
{
	struct view *k = view_map(r->ctx, v, "passkey");

	view_text(r->ctx, k, "site", passkey_site(r->ctx));
	view_text(r->ctx, k, "challenge", passkey_challenge(r->ctx, bound));
}

/* ---- one's own ---- */

static void put_keys(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "passkeys");
	struct text known = text_new(c->mem, (size_t)32 << 10);
	size_t count;
	const struct passkey *all = passkey_list(c, r->user->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "id", mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "name", all[i].name);
		view_text(c, item, "made", clock_day(c, all[i].made_at));
		view_text(c, item, "used",
		    all[i].used_at > 0 ? clock_day(c, all[i].used_at) : "");
		text_printf(&known, "%s ", all[i].credential);
	}
	view_text(c, v, "known", known.s);
	view_bool(c, v, "room", count < PASSKEYS_MOST);
}

void put_passkeys(struct req *r, struct view *v, struct form *form)
{
	struct form empty = { .name = "passkey", .fields = key_fields };
	struct key_draft draft = { "" };

	if (passkey_site(r->ctx) == NULL)
		return;
	if (form == NULL) {
		form_show(r, &empty, &draft);
		form = &empty;
	}
	put_question(r, v, bound_to(r));
	put_keys(r, v);
	view_text(r->ctx, v, "handle", passkey_handle(r->ctx, r->user->id));
	form_put(r, form, v);
}

/* POST /mine-log-ind/noegle */
struct reply passkey_create(struct req *r)
{
	struct form form = { .name = "passkey", .fields = key_fields };
	struct key_draft draft = { "" };
	struct passkey_new n = { .person = r->user->id,
		.strong = r->user->strong,
		.bound = bound_to(r),
		.client = param_value(&r->form, "klient"),
		.attestation = param_value(&r->form, "attest") };
	enum err err;

	form_read(r, &form, &draft);
	if (!form.ok)
		return session_page(r, 422, &form);
	n.name = draft.name;
	err = passkey_add(r->ctx, &n);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	if (err == OK) {
		wake_notifier();
		return reply_see(r, "/mine-log-ind");
	}
	form_wrong(r, &form, "navn",
	    err == ERR_CONFLICT ? phrase_in(r->ctx, "passkey.navn.taken")
				: phrase_in(r->ctx, "passkey.navn.refused"));
	return session_page(r, 422, &form);
}

/* POST /mine-log-ind/noegle/:id */
struct reply passkey_delete(struct req *r)
{
	enum err err = passkey_remove(r->ctx, r->user->id, r->id);

	if (err != OK)
		return reply_error(r, err);
	wake_notifier();
	return reply_see(r, "/mine-log-ind");
}

/* ---- signing in ---- */

bool put_passkey_question(struct req *r, struct view *v, const char *browser)
{
	if (passkey_site(r->ctx) == NULL)
		return false;
	put_question(r, v, browser);
	return true;
}

/* POST /log-ind/noegle: whatever is wrong with it, the same is said. */
struct reply passkey_check(struct req *r)
{
	const struct params *form = &r->form;
	struct passkey_answer a = { .bound = r->browser,
		.credential = param_value(form, "noegle"),
		.client = param_value(form, "klient"),
		.data = param_value(form, "data"),
		.signature = param_value(form, "underskrift"),
		.handle = param_value(form, "hvem") };
	struct signin in = { .browser = r->browser,
		.device = signin_device(r) };
	struct session s;
	enum err err = passkey_enter(r->ctx, &a, &in, &s);

	if (err == OK)
		return signin_in(r, &s);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	wake_notifier();
	return signin_page(r, 422, phrase_in(r->ctx, "passkey.refused"));
}
