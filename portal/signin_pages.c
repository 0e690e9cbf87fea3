#include <string.h>

#include "base/clock.h"
#include "base/secret.h"

#include "form.h"
#include "portal.h"
#include "signin.h"

struct address_draft {
	const char *address;
};

struct code_draft {
	const char *code;
	int64_t keep;
};

static const struct field address_fields[] = {
	{ "email", FIELD_MAIL, offsetof(struct address_draft, address), 3,
	    MAIL_OR_PHONE, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct field code_fields[] = {
	{ "kode", FIELD_TEXT, offsetof(struct code_draft, code), 6, 12, false },
	{ "husk", FIELD_TICK, offsetof(struct code_draft, keep), 0, 0, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* The browser's cookie, made where it has none. */
const char *signin_browser(struct req *r)
{
	char browser[TOKEN_CHARS + 1];

	if (r->browser != NULL)
		return r->browser;
	secret_random_token(browser);
	return mem_dup(r->ctx, browser);
}

/* The question for a passkey is this browser's to answer, so it gets its
 * cookie here. */
struct reply signin_page(struct req *r, int status, const char *wrong)
{
	struct form form = { .name = "signin", .fields = address_fields };
	struct address_draft draft = { "" };
	struct view *v = view_new(r->ctx);
	const char *browser = signin_browser(r);
	struct reply reply;
	bool asked;

	form_show(r, &form, &draft);
	view_text(r->ctx, v, "title", phrase_in(r->ctx, "signin.title"));
	view_text(r->ctx, v, "passkey_wrong", wrong);
	asked = put_passkey_question(r, v, browser);
	form_put(r, &form, v);
	reply = reply_page(r, status, "signin_new.html", v);
	if (asked && r->browser == NULL)
		reply_cookie(
		    r, &reply, COOKIE_BROWSER, browser, KNOWN_DAYS * DAY);
	return reply;
}

/* GET /log-ind */
struct reply signin_new(struct req *r)
{
	return signin_page(r, 200, NULL);
}

/* POST /log-ind: the same answer whether we know the address or not. */
struct reply signin_send(struct req *r)
{
	struct form form = { .name = "signin", .fields = address_fields };
	struct address_draft draft = { "" };
	const char *browser = signin_browser(r);
	struct reply reply;

	form_read(r, &form, &draft);
	if (!form.ok)
		return form_page(r, 422, "signin_new.html", &form);
	if (signin_ask(r->ctx, draft.address, browser) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	reply = reply_see(r, "/log-ind/kode");
	reply_cookie(r, &reply, COOKIE_BROWSER, browser, KNOWN_DAYS * DAY);
	return reply;
}

/* GET /log-ind/kode */
struct reply signin_code_new(struct req *r)
{
	struct form form = { .name = "code", .fields = code_fields };
	struct code_draft draft = { "", 0 };

	form_show(r, &form, &draft);
	return form_page(r, 200, "signin_code.html", &form);
}

/* Spaces and dashes are how people read six digits. */
const char *signin_digits(struct ctx *c, const char *typed)
{
	char *out = mem_alloc(c, strlen(typed) + 1);
	size_t n = 0;

	for (; *typed != '\0'; typed++)
		if (*typed != ' ' && *typed != '-')
			out[n++] = *typed;
	return out;
}

/* What the browser calls itself, in words by which people know it again. */
const char *signin_device(const struct req *r)
{
	static const struct {
		const char *word, *name;
	} list[] = { { "iPhone", "iPhone" }, { "iPad", "iPad" },
		{ "Android", "Android-telefon" }, { "Windows", "Windows" },
		{ "Mac OS X", "Mac" }, { "CrOS", "Chromebook" },
		{ "Linux", "Linux" } };

	const char *agent = r->header(r, "User-Agent");

	for (size_t i = 0; i < COUNT(list); i++)
		if (strstr(agent, list[i].word) != NULL)
			return list[i].name;
	return "en browser";
}

/* Who was signed in here before is so no more. */
struct reply signin_in(struct req *r, const struct session *s)
{
	struct reply reply = reply_see(r, "/");

	if (r->user != NULL &&
	    session_end(r->ctx, r->user->id, r->user->session) == ERR_FAILED)
		return reply_error(r, ERR_FAILED);
	reply_cookie(
	    r, &reply, COOKIE_SESSION, s->token, s->expires_at - r->ctx->now);
	return reply;
}

/* POST /log-ind/kode */
struct reply signin_code_check(struct req *r)
{
	struct form form = { .name = "code", .fields = code_fields };
	struct code_draft draft = { "", 0 };
	struct session s;
	enum err err = ERR_INVALID;

	form_read(r, &form, &draft);
	if (!form.ok)
		return form_page(r, 422, "signin_code.html", &form);
	if (r->browser != NULL)
		err = signin_enter(r->ctx,
		    &(struct signin) {
			.code = signin_digits(r->ctx, draft.code),
			.browser = r->browser,
			.device = signin_device(r),
			.keep = draft.keep != 0 },
		    &s);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	if (err != OK) {
		form_wrong(
		    r, &form, "kode", phrase_in(r->ctx, "code.kode.refused"));
		return form_page(r, 422, "signin_code.html", &form);
	}
	if (s.token == NULL)
		return reply_see(r, "/log-ind/app");
	return signin_in(r, &s);
}

/* POST /log-af */
struct reply signout(struct req *r)
{
	struct reply reply = reply_see(
	    r, r->user->roles == CITIZEN ? "/min-side/log-ind" : "/");

	if (session_end(r->ctx, r->user->id, r->user->session) == ERR_FAILED)
		return reply_error(r, ERR_FAILED);
	reply_cookie(r, &reply, COOKIE_SESSION, NULL, 0);
	reply.forget = true;
	return reply;
}
