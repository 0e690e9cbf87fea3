#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/text.h"

#include "form.h"
#include "portal.h"
#include "wording.h"

struct entry {
	struct req *r;
	struct form *form;
	const struct field *field;
	struct view *view;
	const char *typed; /* as it is shown again */
	const char *wrong; /* what to mend, or NULL */
};

static const char *phrase_of(const struct entry *e, const char *form,
    const char *ending, const char *otherwise)
{
	return phrase_in_or(e->r->ctx,
	    mem_join(e->r->ctx, form, ".", e->field->name, ending), otherwise);
}

static const char *own_phrase(
    const struct entry *e, const char *ending, const char *otherwise)
{
	if (e->form->also != NULL)
		otherwise = phrase_of(e, e->form->also, ending, otherwise);
	return phrase_of(e, e->form->name, ending, otherwise);
}

/* What browsers can fill in by themselves: of whoever sits there, not of
 * others. */
static const char *autocomplete(const struct entry *e)
{
	static const struct {
		const char *form, *field, *purpose;
	} list[] = { { "signin", "email", "username" },
		{ "signup", "adresse", "address-line1" },
		{ "signup", "postnr", "postal-code" },
		{ "signup", "firma", "organization" },
		{ "signup", "kontakt", "given-name" },
		{ "signup", "mobil", "tel" }, { "signup", "email", "email" } };

	for (size_t i = 0; i < COUNT(list); i++)
		if (strcmp(list[i].form, e->form->name) == 0 &&
		    strcmp(list[i].field, e->field->name) == 0)
			return list[i].purpose;
	return "";
}

static void wrong(struct entry *e, const char *text)
{
	if (e->wrong == NULL)
		e->wrong = text;
}

/* ---- one kind each: what was typed becomes a value, or it is wrong ---- */

static void read_text(struct entry *e, const char **to)
{
	struct ctx *c = e->r->ctx;
	int64_t length = (int64_t)utf8_length(e->typed);
	const char *leak = wording_leaks(c, e->typed);

	*to = e->typed;
	if (strpbrk(e->typed, "\n\t") != NULL)
		wrong(e, phrase_in(e->r->ctx, "form.bytes"));
	if (length < e->field->least)
		wrong(e,
		    own_phrase(
			e, ".wrong", phrase_in(e->r->ctx, "form.missing")));
	if (length > e->field->most)
		wrong(e, phrase_n(c, "form.long", e->field->most));
	if (e->field->words && leak != NULL)
		wrong(e, phrase_in(e->r->ctx, "form.leak"));
}

bool mail_looks_right(const char *s)
{
	const char *at = strchr(s, '@');

	return at != NULL && at != s && strchr(at, '.') != NULL &&
	    strpbrk(s, " <>,;\"\\\r\n\t") == NULL && strlen(s) <= 200;
}

static void read_mail(struct entry *e, const char **to)
{
	const char *phone;

	*to = e->typed;
	if (*e->typed == '\0' && e->field->least == 0)
		return;
	if (e->field->most == MAIL_OR_PHONE && strchr(e->typed, '@') == NULL) {
		phone = phone_parse(e->r->ctx, e->typed);
		if (phone != NULL) {
			*to = phone;
			return;
		}
	}
	if (!mail_looks_right(e->typed))
		wrong(e,
		    own_phrase(e, ".wrong", phrase_in(e->r->ctx, "form.mail")));
}

/* An SMS to where anybody can sign up must not cost more than a Danish one. */
static void read_phone(struct entry *e, const char **to)
{
	const char *phone = phone_parse(e->r->ctx, e->typed);

	*to = phone != NULL ? phone : "";
	if (*e->typed == '\0' && e->field->least == 0)
		return;
	if (phone == NULL || strncmp(phone, "45", 2) != 0 ||
	    strlen(phone) != 10)
		wrong(e,
		    own_phrase(
			e, ".wrong", phrase_in(e->r->ctx, "form.phone")));
	else if (!phone_may_be_mobile(phone))
		wrong(e,
		    own_phrase(
			e, ".fixed", phrase_in(e->r->ctx, "form.phone")));
}

/* Whole digits, then perhaps a comma or a dot and up to two more. */
static bool parse_money(const char *s, int64_t *ore)
{
	int64_t kroner = 0, rest = 0;
	int digits = 0;

	if (!isdigit((unsigned char)*s))
		return false;
	for (; isdigit((unsigned char)*s); s++)
		if ((kroner = kroner * 10 + (*s - '0')) > 1000000)
			return false;
	if (*s == ',' || *s == '.')
		for (s++; isdigit((unsigned char)*s) && digits < 2; digits++)
			rest = rest * 10 + (*s++ - '0');
	if (digits == 1)
		rest *= 10;
	*ore = kroner * 100 + rest;
	return *s == '\0';
}

static void read_range(struct entry *e, bool parsed, int64_t value, int64_t *to)
{
	*to = value;
	if (!parsed || value < e->field->least || value > e->field->most)
		wrong(e,
		    own_phrase(
			e, ".wrong", phrase_in(e->r->ctx, "form.number")));
}

static void read_number(struct entry *e, int64_t *to)
{
	char *end;
	int64_t n = strtoll(e->typed, &end, 10);

	read_range(e, end != e->typed && *end == '\0', n, to);
}

static void read_date(struct entry *e, int64_t *to)
{
	struct wall w;

	if (*e->typed == '\0' && e->field->most == DATE_OR_NONE)
		*to = 0;
	else if (strlen(e->typed) == 10 && clock_parse_date(e->typed, &w))
		*to = clock_instant(w);
	else
		wrong(e,
		    own_phrase(e, ".wrong", phrase_in(e->r->ctx, "form.date")));
}

static void read_time(struct entry *e, int64_t *to)
{
	int hour, minute;

	if (clock_parse_time(e->typed, &hour, &minute))
		*to = hour * 60 + minute;
	else
		wrong(e,
		    own_phrase(e, ".wrong", phrase_in(e->r->ctx, "form.time")));
}

static void read_value(struct entry *e, char *draft)
{
	void *to = draft + e->field->at;
	int64_t ore = 0;
	bool parsed;

	switch (e->field->kind) {
	case FIELD_TEXT: read_text(e, to); break;
	case FIELD_MAIL: read_mail(e, to); break;
	case FIELD_PHONE: read_phone(e, to); break;
	case FIELD_MONEY:
		parsed = parse_money(e->typed, &ore);
		read_range(e, parsed, ore, to);
		break;
	case FIELD_NUMBER: read_number(e, to); break;
	case FIELD_DATE: read_date(e, to); break;
	case FIELD_TIME: read_time(e, to); break;
	case FIELD_TICK: *(int64_t *)to = e->typed[0] != '\0' ? 1 : 0; break;
	case FIELD_END: break;
	}
}

/* ---- what the page shows ---- */

static const char *shown(
    struct ctx *c, const struct field *f, const char *draft)
{
	const void *from = draft + f->at;
	int64_t n = 0;

	if (f->kind == FIELD_TEXT || f->kind == FIELD_MAIL) {
		const char *text = *(const char *const *)from;

		return text != NULL ? text : "";
	}
	if (f->kind == FIELD_PHONE)
		return phone_show(c, *(const char *const *)from);
	n = *(const int64_t *)from;
	if (n < 0 || (n == 0 && f->kind != FIELD_TIME && f->least != 0))
		return "";
	switch (f->kind) {
	case FIELD_MONEY:
		return n % 100 == 0
		    ? mem_printf(c, "%" PRId64, n / 100)
		    : mem_printf(c, "%" PRId64 ",%02" PRId64, n / 100, n % 100);
	case FIELD_DATE: return n == 0 ? "" : clock_iso_date(c, n);
	case FIELD_TIME:
		return mem_printf(
		    c, "%02" PRId64 ":%02" PRId64, n / 60, n % 60);
	case FIELD_TICK: return n != 0 ? "1" : "";
	case FIELD_NUMBER: return mem_printf(c, "%" PRId64, n);
	case FIELD_TEXT:
	case FIELD_MAIL:
	case FIELD_PHONE:
	case FIELD_END: break;
	}
	return "";
}

static void begin(struct req *r, struct form *form)
{
	form->view = view_new(r->ctx);
	form->errors = view_new(r->ctx);
	form->ok = true;
}

static struct entry enter(
    struct req *r, struct form *form, const struct field *f)
{
	struct entry e = { .r = r, .form = form, .field = f };

	e.view = view_map(r->ctx, form->view, f->name);
	view_text(r->ctx, e.view, "name", f->name);
	view_text(r->ctx, e.view, "label", own_phrase(&e, "", f->name));
	view_text(r->ctx, e.view, "hint", own_phrase(&e, ".hint", ""));
	view_text(r->ctx, e.view, "suffix", own_phrase(&e, ".unit", ""));
	view_bool(r->ctx, e.view, "is_date", f->kind == FIELD_DATE);
	view_bool(r->ctx, e.view, "is_time", f->kind == FIELD_TIME);
	view_bool(r->ctx, e.view, "is_text", f->kind == FIELD_TEXT);
	view_bool(r->ctx, e.view, "is_mail",
	    f->kind == FIELD_MAIL && f->most != MAIL_OR_PHONE);
	view_bool(r->ctx, e.view, "is_either",
	    f->kind == FIELD_MAIL && f->most == MAIL_OR_PHONE);
	view_bool(r->ctx, e.view, "is_phone", f->kind == FIELD_PHONE);
	view_text(r->ctx, e.view, "auto", autocomplete(&e));
	view_bool(r->ctx, e.view, "is_decimal",
	    f->kind == FIELD_MONEY || f->kind == FIELD_NUMBER);
	if (f->kind == FIELD_TEXT)
		view_int(r->ctx, e.view, "most", f->most);
	return e;
}

static void leave(struct entry *e)
{
	struct ctx *c = e->r->ctx;

	view_text(c, e->view, "value", e->typed);
	view_text(c, e->view, "error", e->wrong);
	if (e->wrong == NULL)
		return;
	e->form->ok = false;
	form_wrong(e->r, e->form, e->field->name, e->wrong);
}

static void read_field(struct entry *e, void *draft)
{
	struct ctx *c = e->r->ctx;
	const struct param *p = param_find(&e->r->form, e->field->name);

	e->typed = p != NULL ? text_trim(c, p->value) : "";
	if (p != NULL && (p->bad || p->twice))
		wrong(e, phrase_in(c, "form.bytes"));
	if (text_has_cpr(e->typed)) {
		wrong(e, phrase_in(c, "form.cpr"));
		e->typed = text_mask_cpr(c, e->typed);
	}
	read_value(e, draft);
}

void form_read(struct req *r, struct form *form, void *draft)
{
	begin(r, form);
	for (const struct field *f = form->fields; f->kind != FIELD_END; f++) {
		struct entry e = enter(r, form, f);

		read_field(&e, draft);
		leave(&e);
	}
}

void form_recall(struct req *r, struct form *form, void *draft)
{
	begin(r, form);
	for (const struct field *f = form->fields; f->kind != FIELD_END; f++) {
		struct entry e = enter(r, form, f);

		if (param_find(&r->form, f->name) == NULL)
			e.typed = shown(r->ctx, f, draft);
		else
			read_field(&e, draft);
		e.wrong = NULL;
		leave(&e);
	}
}

void form_show(struct req *r, struct form *form, const void *draft)
{
	begin(r, form);
	for (const struct field *f = form->fields; f->kind != FIELD_END; f++) {
		struct entry e = enter(r, form, f);

		e.typed = shown(r->ctx, f, draft);
		leave(&e);
	}
}

static struct view *error_list(struct req *r, struct form *form)
{
	struct view *errors = form->errors;

	if (errors->first == NULL)
		return view_list(r->ctx, errors, "items");
	return errors->first;
}

/* A field that was read without fault may still be wrong beside another one:
 * then its own place shows it as well. */
void form_wrong(
    struct req *r, struct form *form, const char *field, const char *text)
{
	struct view *item = view_item(r->ctx, error_list(r, form));

	view_text(r->ctx, item, "field", field);
	view_text(r->ctx, item, "text", text);
	form->ok = false;
	for (struct view *f = form->view->first; f != NULL; f = f->next)
		for (struct view *v = f->first;
		     strcmp(f->name, field) == 0 && v != NULL; v = v->next)
			if (strcmp(v->name, "error") == 0 && v->text[0] == '\0')
				v->text = text;
}
