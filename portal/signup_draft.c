#include <string.h>

#include "base/clock.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "form.h"
#include "portal.h"
#include "postcode.h"
#include "signup.h"
#include "work_function.h"

/* What a firm fills in that nobody is signed in for. What is not asked is what
 * most would answer: the page that shows it all says so, and whoever rings the
 * firm asks the rest. */

#define AT(member) offsetof(struct signup_draft, member)

/* Twelve, and no more (P21). */
static const struct field fields[] = {
	{ "funktion", FIELD_TEXT, AT(draft.task.work_function), 1, 40, false },
	{ "dag", FIELD_DATE, AT(draft.when.day), 0, 0, false },
	{ "fra", FIELD_TIME, AT(draft.when.from), 0, 0, false },
	{ "til", FIELD_TIME, AT(draft.when.to), 0, 0, false },
	{ "loen", FIELD_MONEY, AT(draft.task.pay_ore), 1, 100000, false },
	{ "adresse", FIELD_TEXT, AT(draft.place.address), 3, ADDRESS_MOST,
	    true },
	{ "postnr", FIELD_TEXT, AT(draft.place.postcode), 4, 4, false },
	{ "firma", FIELD_TEXT, AT(firm), 2, FIRM_MOST, true },
	{ "cvr", FIELD_TEXT, AT(cvr), 8, 14, false },
	{ "kontakt", FIELD_TEXT, AT(contact), 2, CONTACT_MOST, true },
	{ "mobil", FIELD_PHONE, AT(phone), 1, 0, false },
	{ "email", FIELD_MAIL, AT(email), 0, 0, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const struct form empty = {
	.name = "signup", .also = "task", .fields = fields
};

/* ---- what nobody was asked ---- */

/* The first n characters, to the last whole word of them; with a dot where a
 * word had to be cut. */
static const char *shorten(struct ctx *c, const char *s, size_t n)
{
	size_t bytes = 0, space = 0, count = 0;

	if (utf8_length(s) <= n)
		return s;
	for (; count < n; count++) {
		if (s[bytes] == ' ' && count > 2)
			space = bytes;
		do
			bytes++;
		while (((unsigned char)s[bytes] & 0xC0) == 0x80);
	}
	if (s[bytes] == ' ')
		space = bytes;
	if (space > 3 && strncmp(s + space - 3, " og", 3) == 0)
		space -= 3;
	if (space > 0)
		return mem_dup_n(c, s, space);
	do
		bytes--;
	while (((unsigned char)s[bytes] & 0xC0) == 0x80);
	return mem_printf(c, "%.*s.", (int)bytes, s);
}

/* As people say it: Bager Bech, and not Bager Bech ApS. */
static const char *spoken_name(struct ctx *c, const char *firm)
{
	static const char *const forms[] = { " A/S", " ApS", " I/S", " P/S",
		" K/S", " IVS" };
	size_t n = strlen(firm);

	for (size_t i = 0; i < COUNT(forms); i++) {
		size_t k = strlen(forms[i]);

		if (n > k + 1 && strcasecmp(firm + n - k, forms[i]) == 0)
			return shorten(
			    c, mem_dup_n(c, firm, n - k), SMS_NAME_MOST);
	}
	return shorten(c, firm, SMS_NAME_MOST);
}

static void fill_in(struct req *r, struct signup_draft *d)
{
	struct ctx *c = r->ctx;
	struct task *t = &d->draft.task;
	struct postcode p = { .name = "" };
	struct ctx danish = *c; /* as all that citizens are told is stored */

	danish.language = DANISH;
	shift_form_span(&d->draft.when, &t->starts_at, &t->ends_at);
	postcode_load(c, d->draft.place.postcode, &p);
	t->title = "";
	t->level = LEVEL_NEW;
	t->places = 1;
	t->one_off = true;
	t->pay_on = task_draft_pay_day(clock_add_days(t->starts_at, 10));
	t->meeting = phrase_x(&danish, "signup.meeting", d->contact);
	d->draft.place.sms_name = spoken_name(c, d->firm);
	d->draft.place.town = shorten(c, p.name, TOWN_MOST);
}

/* ---- what is right about it ---- */

/* As people write it: 12 34 56 78, or DK12345678. */
static const char *cvr_of(struct ctx *c, const char *typed)
{
	const char *digits;

	if (strncasecmp(typed, "DK", 2) == 0)
		typed += 2;
	digits = signin_digits(c, typed);
	return digits;
}

/* What is sent by SMS later, and is nobody's name: a piece of a page, say. */
static void check_letters(
    struct req *r, struct form *form, const char *field, const char *text)
{
	if (!sms_size(text).gsm || strpbrk(text, "<>{}[]\\^~|") != NULL)
		form_wrong(r, form, field, phrase_in(r->ctx, "signup.letters"));
}

static void check_firm(
    struct req *r, struct form *form, const struct signup_draft *d)
{
	if (!cvr_valid(d->cvr))
		form_wrong(
		    r, form, "cvr", phrase_in(r->ctx, "signup.cvr.wrong"));
	check_letters(r, form, "adresse", d->draft.place.address);
	check_letters(r, form, "firma", d->firm);
	check_letters(r, form, "kontakt", d->contact);
}

void signup_draft_begin(
    struct req *r, struct form *form, struct signup_draft *d)
{
	*form = empty;
	*d = (struct signup_draft) { .draft.when = { .from = -1, .to = -1 },
		.phone = "" };
	form_show(r, form, d);
}

bool signup_draft_read(struct req *r, struct form *form, struct signup_draft *d)
{
	*form = empty;
	*d = (struct signup_draft) { .cvr = "" };
	form_read(r, form, d);
	d->cvr = cvr_of(r->ctx, d->cvr);
	if (!form->ok)
		return false;
	check_firm(r, form, d);
	if (!form->ok)
		return false;
	fill_in(r, d);
	task_draft_check(r, form, &d->draft, "firma");
	return form->ok;
}

/* ---- the draft ---- */

const char *signup_draft_written(struct req *r)
{
	return form_write(r->ctx, form_sent(r, &empty));
}

bool signup_draft_load(struct req *r, const struct signup *s, struct form *form,
    struct signup_draft *d)
{
	const struct params sent = r->form;
	bool ok;

	ok = form_send_again(r, s->form);
	ok = signup_draft_read(r, form, d) && ok;
	r->form = sent;
	return ok;
}

struct signup_firm signup_draft_firm(const struct signup_draft *d)
{
	return (struct signup_firm) { .cvr = d->cvr,
		.name = d->firm,
		.contact = d->contact,
		.phone = d->phone,
		.email = *d->email != '\0' ? d->email : NULL,
		.place = d->draft.place,
		.task = d->draft.task };
}

bool signup_firm_read(
    struct req *r, const struct signup *s, struct signup_firm *firm)
{
	struct signup_draft d;
	struct form form;
	bool ok = signup_draft_load(r, s, &form, &d);

	if (d.draft.place.sms_name == NULL)
		fill_in(r, &d);
	*firm = signup_draft_firm(&d);
	return ok;
}
