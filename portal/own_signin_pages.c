#include <string.h>

#include "base/clock.h"
#include "base/phone.h"

#include "form.h"
#include "own.h"
#include "portal.h"
#include "signin.h"

/* How a citizen comes to their own page: their number or address, and the code
 * that is sent there. A link in a message never opens it. */

struct contact_draft {
	const char *contact;
};

struct code_draft {
	const char *code;
};

static const struct field contact_fields[] = {
	{ "kontakt", FIELD_TEXT, offsetof(struct contact_draft, contact), 3,
	    200, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct field code_fields[] = {
	{ "kode", FIELD_TEXT, offsetof(struct code_draft, code), 6, 12, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* GET /min-side/log-ind */
struct reply own_signin_new(struct req *r)
{
	struct form form = { .name = "own_signin", .fields = contact_fields };
	struct contact_draft draft = { "" };

	form_show(r, &form, &draft);
	return form_page(r, 200, "own_signin.html", &form);
}

/* A number in its stored form, or an address; NULL: neither. */
static const char *contact_of(struct ctx *c, const char *typed)
{
	if (strchr(typed, '@') != NULL)
		return mail_looks_right(typed) ? typed : NULL;
	return phone_parse(c, typed);
}

/* POST /min-side/log-ind: the same answer whether we know them or not. */
struct reply own_signin_send(struct req *r)
{
	struct form form = { .name = "own_signin", .fields = contact_fields };
	struct contact_draft draft = { "" };
	const char *browser = signin_browser(r), *contact;
	struct reply reply;

	form_read(r, &form, &draft);
	contact = contact_of(r->ctx, draft.contact);
	if (form.ok && contact == NULL)
		form_wrong(r, &form, "kontakt",
		    phrase_in(r->ctx, "own_signin.kontakt.wrong"));
	if (!form.ok)
		return form_page(r, 422, "own_signin.html", &form);
	if (signin_ask_own(r->ctx, contact, browser) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	reply = reply_see(r, "/min-side/kode");
	reply_cookie(r, &reply, COOKIE_BROWSER, browser, KNOWN_DAYS * DAY);
	return reply;
}

/* GET /min-side/kode */
struct reply own_code_new(struct req *r)
{
	struct form form = { .name = "own_code", .fields = code_fields };
	struct code_draft draft = { "" };

	form_show(r, &form, &draft);
	return form_page(r, 200, "own_code.html", &form);
}

/* POST /min-side/kode */
struct reply own_code_check(struct req *r)
{
	struct form form = { .name = "own_code", .fields = code_fields };
	struct code_draft draft = { "" };
	struct session s;
	enum err err = ERR_INVALID;

	form_read(r, &form, &draft);
	if (!form.ok)
		return form_page(r, 422, "own_code.html", &form);
	if (r->browser != NULL)
		err = signin_enter(r->ctx,
		    &(struct signin) {
			.code = signin_digits(r->ctx, draft.code),
			.browser = r->browser,
			.device = signin_device(r),
			.own = true },
		    &s);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	if (err == OK)
		return signin_in(r, &s);
	form_wrong(
	    r, &form, "kode", phrase_in(r->ctx, "own_code.kode.refused"));
	return form_page(r, 422, "own_code.html", &form);
}
