#include <string.h>

#include "base/secret.h"

#include "portal.h"
#include "signin.h"

#define COOKIE_DAYS ((int64_t)86400)

struct address_draft {
	const char *address;
};

struct code_draft {
	const char *code;
};

static const struct field address_fields[] = {
	{ "email", FIELD_MAIL, offsetof(struct address_draft, address), 3, 200,
	    false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct field code_fields[] = {
	{ "kode", FIELD_TEXT, offsetof(struct code_draft, code), 6, 12, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static struct reply show(
    struct req *r, int status, const char *page, struct form *form)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title",
	    phrase(mem_printf(r->ctx, "%s.title", form->name)));
	form_put(r, form, v);
	return reply_page(r, status, page, v);
}

/* GET /log-ind */
struct reply signin_new(struct req *r)
{
	struct form form = { .name = "signin", .fields = address_fields };
	struct address_draft draft = { "" };

	form_show(r, &form, &draft);
	return show(r, 200, "signin_new.html", &form);
}

/* POST /log-ind: the same answer whether we know the address or not. */
struct reply signin_send(struct req *r)
{
	struct form form = { .name = "signin", .fields = address_fields };
	struct address_draft draft = { "" };
	char browser[TOKEN_CHARS + 1];
	struct reply reply;

	form_read(r, &form, &draft);
	if (!form.ok)
		return show(r, 422, "signin_new.html", &form);
	secret_random_token(browser);
	if (r->browser != NULL)
		memcpy(browser, r->browser, sizeof browser);
	if (signin_ask(r->ctx, draft.address, browser) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	reply = reply_see(r, "/log-ind/kode");
	reply_cookie(r, &reply, "bid", mem_dup(r->ctx, browser), COOKIE_DAYS);
	return reply;
}

/* GET /log-ind/kode */
struct reply signin_code_new(struct req *r)
{
	struct form form = { .name = "code", .fields = code_fields };
	struct code_draft draft = { "" };

	form_show(r, &form, &draft);
	return show(r, 200, "signin_code.html", &form);
}

/* Spaces and dashes are how people read six digits. */
static const char *digits_of(struct ctx *c, const char *typed)
{
	char *out = mem_alloc(c, strlen(typed) + 1);
	size_t n = 0;

	for (; *typed != '\0'; typed++)
		if (*typed != ' ' && *typed != '-')
			out[n++] = *typed;
	return out;
}

/* POST /log-ind/kode */
struct reply signin_code_check(struct req *r)
{
	struct form form = { .name = "code", .fields = code_fields };
	struct code_draft draft = { "" };
	struct session s;
	struct reply reply;
	enum err err = ERR_INVALID;

	form_read(r, &form, &draft);
	if (!form.ok)
		return show(r, 422, "signin_code.html", &form);
	if (r->browser != NULL)
		err = signin_enter(
		    r->ctx, digits_of(r->ctx, draft.code), r->browser, &s);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	if (err != OK) {
		form_wrong(r, &form, "kode", phrase("code.kode.refused"));
		return show(r, 422, "signin_code.html", &form);
	}
	reply = reply_see(r, "/");
	reply_cookie(r, &reply, "sid", s.token, SESSION_DAYS * COOKIE_DAYS);
	return reply;
}

/* POST /log-af */
struct reply signout(struct req *r)
{
	struct reply reply = reply_see(r, "/");

	session_end(r->ctx, r->session);
	reply_cookie(r, &reply, "sid", NULL, 0);
	reply.forget = true;
	return reply;
}
