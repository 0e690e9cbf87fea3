#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "form.h"
#include "portal.h"
#include "signup.h"
#include "work_function.h"

/* "Opret en opgave" for a firm that nobody is signed in for: fill in first,
 * prove who you are last (P21). */

static const struct field code_fields[] = {
	{ "kode", FIELD_TEXT, 0, 6, 12, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* ---- filling in ---- */

static struct reply show_form(
    struct req *r, int status, struct form *form, const struct signup_draft *d)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "signup.title"));
	view_bool(r->ctx, v, "lost", param_find(&r->query, "mistet") != NULL);
	form_put(r, form, v);
	task_draft_put_functions(r, v, d->draft.task.work_function);
	return reply_page(r, status, "signup_new.html", v);
}

/* Where they are sent who have no draft to go on from: to what it led to, or
 * to begin. */
static bool has_draft(struct req *r, struct signup *s, struct reply *elsewhere)
{
	if (r->browser == NULL || !signup_find(r->ctx, r->browser, s)) {
		*elsewhere = reply_see(r, "/opret?mistet=1");
		return false;
	}
	if (s->state == SIGNUP_DRAFT)
		return true;
	*elsewhere = s->task != 0 ? reply_see(r, "/opgaver/%" PRId64, s->task)
				  : reply_see(r, "/opret/tak");
	return false;
}

/* GET /opret: empty, or as this browser left it. */
struct reply signup_new(struct req *r)
{
	struct form form;
	struct signup_draft d;
	struct signup s;
	bool ok;

	if (r->user != NULL)
		return (r->user->roles & EMPLOYER) != 0
		    ? reply_see(r, "/opgaver/ny")
		    : reply_see(r, "/");
	if (r->browser != NULL && signup_find(r->ctx, r->browser, &s) &&
	    s.state == SIGNUP_DRAFT) {
		ok = signup_draft_load(r, &s, &form, &d);
		return show_form(r, ok ? 200 : 422, &form, &d);
	}
	signup_draft_begin(r, &form, &d);
	return show_form(r, 200, &form, &d);
}

/* POST /opret */
struct reply signup_save(struct req *r)
{
	const char *browser = signin_browser(r);
	struct signup_draft d;
	struct form form;
	struct reply reply;

	if (!signup_draft_read(r, &form, &d))
		return show_form(r, 422, &form, &d);
	switch (signup_keep(
	    r->ctx, browser, limit_house(r), signup_draft_written(r))) {
	case OK: break;
	case ERR_CONFLICT: return reply_busy(r);
	case ERR_INVALID:
	case ERR_FORBIDDEN:
	case ERR_NOT_FOUND:
	case ERR_FAILED: return reply_error(r, ERR_FAILED);
	}
	reply = reply_see(r, "/opret/tjek");
	reply_cookie(r, &reply, COOKIE_BROWSER, browser, KNOWN_DAYS * DAY);
	return reply;
}

/* GET /opret/tjek: the task as it will be, and who they say they are. */
struct reply signup_check(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct signup_draft d;
	struct reply elsewhere;
	struct signup s;
	struct form form;

	if (!has_draft(r, &s, &elsewhere))
		return elsewhere;
	if (!signup_draft_load(r, &s, &form, &d))
		return show_form(r, 422, &form, &d);
	view_text(c, v, "title", phrase_in(r->ctx, "task.check.title"));
	task_draft_put(r, v, &d.draft);
	view_text(c, v, "contact", d.contact);
	view_text(c, v, "contact_phone", phone_show(c, d.phone));
	view_text(c, v, "firm", d.firm);
	view_text(c, v, "cvr", d.cvr);
	view_text(c, v, "email", d.email);
	view_text(c, v, "code_to",
	    *d.email != '\0' ? d.email : phone_show(c, d.phone));
	return reply_page(r, 200, "signup_check.html", v);
}

/* ---- proving ---- */

static struct reply show_code(
    struct req *r, int status, struct form *form, const struct signup_draft *d)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);

	view_text(c, v, "title", phrase_in(r->ctx, "code.title"));
	view_text(c, v, "code_to",
	    *d->email != '\0' ? d->email : phone_show(c, d->phone));
	form_put(r, form, v);
	return reply_page(r, status, "signup_code.html", v);
}

/* POST /opret/tjek: the same answer whether we know the address or not. */
struct reply signup_send(struct req *r)
{
	struct signup_draft d;
	struct signup_firm firm;
	struct reply elsewhere;
	struct signup s;
	struct form form;

	if (!has_draft(r, &s, &elsewhere))
		return elsewhere;
	if (!signup_draft_load(r, &s, &form, &d))
		return show_form(r, 422, &form, &d);
	firm = signup_draft_firm(&d);
	if (signup_ask(r->ctx, &s, r->browser, &firm) == ERR_FAILED)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	return reply_see(r, "/opret/kode");
}

/* GET /opret/kode */
struct reply signup_code_new(struct req *r)
{
	struct form form = { .name = "signup", .fields = code_fields };
	struct form read;
	struct signup_draft d;
	struct reply elsewhere;
	const char *code = "";
	struct signup s;

	if (!has_draft(r, &s, &elsewhere))
		return elsewhere;
	if (s.code == 0)
		return reply_see(r, "/opret/tjek");
	if (!signup_draft_load(r, &s, &read, &d))
		return show_form(r, 422, &read, &d);
	form_show(r, &form, &code);
	return show_code(r, 200, &form, &d);
}

static struct reply refused(struct req *r, struct form *form, enum err err,
    const struct signup_draft *d)
{
	if (err == ERR_FAILED || err == ERR_NOT_FOUND)
		return reply_error(r, ERR_FAILED);
	form_wrong(r, form, "kode",
	    phrase_in(r->ctx,
		err == ERR_FORBIDDEN      ? "signup.kode.staff"
		    : err == ERR_CONFLICT ? "signup.kode.other"
					  : "code.kode.refused"));
	return show_code(r, 422, form, d);
}

static struct reply led_to(struct req *r, const struct signup_end *end)
{
	struct reply reply;

	wake_notifier();
	if (end->task == 0)
		return reply_see(r, "/opret/tak");
	reply = reply_see(r, "/opgaver/%" PRId64, end->task);
	reply_cookie(r, &reply, COOKIE_SESSION, end->session.token,
	    end->session.expires_at - r->ctx->now);
	return reply;
}

/* POST /opret/kode: the right one makes all of it. */
struct reply signup_code_check(struct req *r)
{
	struct form form = { .name = "signup", .fields = code_fields };
	struct form read;
	struct signup_draft d;
	struct signup_firm firm;
	struct signup_end end;
	struct reply elsewhere;
	const char *code = "";
	struct signup s;
	enum err err;

	form_read(r, &form, &code);
	if (!has_draft(r, &s, &elsewhere))
		return elsewhere;
	if (!signup_draft_load(r, &s, &read, &d))
		return show_form(r, 422, &read, &d);
	if (!form.ok)
		return show_code(r, 422, &form, &d);
	firm = signup_draft_firm(&d);
	err = signup_prove(r->ctx, &s,
	    &(struct signin) { .code = signin_digits(r->ctx, code),
		.browser = r->browser,
		.device = signin_device(r) },
	    &firm, &end);
	return err == OK ? led_to(r, &end) : refused(r, &form, err, &d);
}

enum err signup_answer(struct req *r, int64_t id, bool yes)
{
	struct signup_firm firm;
	struct signup s;

	if (!yes)
		return signup_refuse(r->ctx, id);
	if (!signup_load(r->ctx, id, &s) || s.state != SIGNUP_WAITS)
		return ERR_CONFLICT;
	signup_firm_read(r, &s, &firm);
	return signup_accept(r->ctx, id, &firm);
}

/* GET /opret/tak: their firm is here already, so a person says yes first. */
struct reply signup_thanks(struct req *r)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "signup.thanks"));
	return reply_page(r, 200, "signup_thanks.html", v);
}
