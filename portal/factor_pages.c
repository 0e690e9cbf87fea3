#include <string.h>

#include "base/db.h"
#include "base/text.h"

#include "factor.h"
#include "form.h"
#include "portal.h"
#include "signin.h"

/* The second step of staff, after the mailed code: their app's code. Until an
 * app is connected the same page shows what it has to be told. */

struct app_draft {
	const char *code, *enrolment;
};

static const struct field app_fields[] = {
	{ "kode", FIELD_TEXT, offsetof(struct app_draft, code), 6, 12, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct field connect_fields[] = {
	{ "tilmelding", FIELD_TEXT, offsetof(struct app_draft, enrolment), 12,
	    20, false },
	{ "kode", FIELD_TEXT, offsetof(struct app_draft, code), 6, 12, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* "GEZD GNBV ...": people type it in groups of four. */
static const char *grouped(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, 80);

	for (size_t i = 0; s[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			text_add(&t, " ");
		text_add_n(&t, s + i, 1);
	}
	return t.s;
}

/* What the app is told: as text, as a link for a telephone, as a picture. */
static bool put_secret(struct req *r, struct view *v, int64_t person)
{
	struct ctx *c = r->ctx;
	unsigned char secret[TOTP_BYTES];
	const char *text, *rest;
	struct person p;

	if (!factor_secret(c, person, secret) || !person_load(c, person, &p))
		return false;
	text = totp_text(c, secret);
	rest = mem_printf(c, "Sm%%C3%%A5job:%s?secret=%s&issuer=Sm%%C3%%A5job",
	    param_escape(c, p.email != NULL ? p.email : ""), text);
	view_text(c, v, "secret", grouped(c, text));
	view_text(c, v, "otpauth", rest);
	put_qr(c, v, mem_printf(c, "otpauth://totp/%s", rest));
	explicit_bzero(secret, sizeof secret);
	return true;
}

static struct reply show(
    struct req *r, int status, struct form *form, int64_t person)
{
	bool connected = form->fields == app_fields;
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title",
	    connected ? phrase_in(r->ctx, "factor.title")
		      : phrase_in(r->ctx, "factor.new.title"));
	form_put(r, form, v);
	if (connected)
		return reply_page(r, status, "factor.html", v);
	/* It may have been reset since they began. */
	if (!put_secret(r, v, person))
		return reply_see(r, "/log-ind");
	return reply_page(r, status, "factor_new.html", v);
}

/* Whoever has shown their mailed code in this browser, and the form for them;
 * 0: nobody. */
static int64_t begin(struct req *r, struct form *form)
{
	int64_t person = r->browser != NULL ? signin_halfway(r->ctx, r->browser)
					    : 0;

	*form = (struct form) { .name = "factor",
		.fields = person != 0 && !factor_confirmed(r->ctx, person)
		    ? connect_fields
		    : app_fields };
	return person;
}

/* GET /log-ind/app */
struct reply factor_page(struct req *r)
{
	struct app_draft draft = { "", "" };
	struct form form;
	int64_t person = begin(r, &form);

	if (person == 0)
		return reply_see(r, "/log-ind");
	form_show(r, &form, &draft);
	return show(r, 200, &form, person);
}

static struct reply refused(struct req *r, struct form *form, int64_t person)
{
	/* After five wrong ones they begin from the first step. */
	if (signin_halfway(r->ctx, r->browser) != person)
		return reply_see(r, "/log-ind");
	if (form->fields == connect_fields)
		form_wrong(r, form, "tilmelding",
		    phrase_in(r->ctx, "factor.tilmelding.refused"));
	else
		form_wrong(
		    r, form, "kode", phrase_in(r->ctx, "factor.kode.refused"));
	return show(r, 422, form, person);
}

/* POST /log-ind/app */
struct reply factor_check(struct req *r)
{
	struct app_draft draft = { "", "" };
	struct signin in = { .browser = r->browser };
	struct session s;
	struct form form;
	int64_t person = begin(r, &form);
	enum err err;

	if (person == 0)
		return reply_see(r, "/log-ind");
	form_read(r, &form, &draft);
	if (!form.ok)
		return show(r, 422, &form, person);
	in.code = signin_digits(r->ctx, draft.code);
	in.device = signin_device(r);
	if (form.fields == connect_fields)
		in.enrolment = draft.enrolment;
	err = signin_app(r->ctx, &in, &s);
	if (err == ERR_FAILED)
		return reply_error(r, err);
	return err == OK ? signin_in(r, &s) : refused(r, &form, person);
}
