#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/sms_text.h"

#include "firm.h"
#include "form.h"
#include "honours.h"
#include "message.h"
#include "portal.h"
#include "series.h"
#include "postcode.h"
#include "task.h"
#include "work_function.h"
#include "workplace.h"

/* Jeres steder: the places of one's own firm (own_workplace in relations.c),
 * and "Sådan er der hos os" with how they do it. Those words stand on the
 * firm's own pages and the consultant's, and nowhere else: who comes is told by
 * people, and what nobody has seen is promised to nobody. */

#define HOW_FIELDS 40 /* considerations that have room for words */

struct place_draft {
	struct workplace place;
	const char *how[HOW_FIELDS];
};

#define AT(member) offsetof(struct place_draft, member)

static const struct field place_fields[] = {
	{ "sted", FIELD_TEXT, AT(place.sms_name), 2, SMS_NAME_MOST, true },
	{ "adresse", FIELD_TEXT, AT(place.address), 3, ADDRESS_MOST, true },
	{ "postnr", FIELD_TEXT, AT(place.postcode), 4, 4, false },
	{ "by", FIELD_TEXT, AT(place.town), 2, TOWN_MOST, true },
	{ "p_nummer", FIELD_TEXT, AT(place.p_number), 0, 20, false },
};

/* The place's fields, and one for the words of each consideration there is. */
static struct form place_form(struct req *r)
{
	struct ctx *c = r->ctx;
	size_t count, n = COUNT(place_fields);
	const struct consideration *all = considerations(c, &count);
	struct field *fields = mem_alloc(c, (n + count + 1) * sizeof *fields);

	memcpy(fields, place_fields, sizeof place_fields);
	for (size_t i = 0; i < count && i < HOW_FIELDS; i++)
		fields[n++] = (struct field) {
			mem_printf(c, "saadan_%s", all[i].key), FIELD_TEXT,
			AT(how) + i * sizeof(const char *), 0, HOW_MOST, true
		};
	fields[n] = (struct field) { .kind = FIELD_END };
	return (
	    struct form) { .name = "place", .also = "task", .fields = fields };
}

/* ---- showing ---- */

const char *workplace_line(struct ctx *c, const struct workplace *w)
{
	return mem_printf(c, "%s, %s %s", w->address, w->postcode, w->town);
}

void put_honours(struct req *r, struct view *v, const struct honours *h)
{
	struct ctx *c = r->ctx;
	int64_t seen = h->checked_at != 0 ? h->checked_at : h->denied_at;

	view_text(c, v, "key", h->key);
	view_text(c, v, "place", h->place);
	view_bool(c, v, "is_waiting", seen == 0);
	view_bool(c, v, "is_checked", h->checked_at != 0);
	view_bool(c, v, "is_denied", h->denied_at != 0);
	view_text(c, v, "seen_on", seen != 0 ? clock_date(c, seen) : "");
}

/* GET /firma/steder */
struct reply workplace_list_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct workplace *all = workplace_list(
	    c, r->user->employer, &count);

	view_text(c, v, "title", phrase_in(c, "place.list"));
	view_bool(c, v, "room", count < PLACES_OF_MOST);
	list = view_list(c, v, "places");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "id", mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "name", all[i].sms_name);
		view_text(c, item, "line", workplace_line(c, &all[i]));
		view_text(c, item, "p_number", all[i].p_number);
		view_bool(c, item, "waits", honours_waits(c, all[i].id));
	}
	return reply_page(r, 200, "workplace_list.html", v);
}

static const struct honours *find_honours(
    const struct honours *all, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].key, key) == 0)
			return &all[i];
	return NULL;
}

static const char *field_value(
    const struct form *form, const char *field, const char *name)
{
	for (const struct view *f = form->view->first; f != NULL; f = f->next)
		for (const struct view *v = f->first;
		     strcmp(f->name, field) == 0 && v != NULL; v = v->next)
			if (strcmp(v->name, name) == 0)
				return v->text;
	return "";
}

static bool is_sent(struct req *r, const char *key)
{
	const char *const *sent = param_values(r->ctx, &r->form, "hos_os");

	for (; *sent != NULL; sent++)
		if (strcmp(*sent, key) == 0)
			return true;
	return false;
}

/* A tick, a line, and what was seen of it; as sent, or as it stands. */
static void put_answers(
    struct req *r, struct view *v, const struct form *form, int64_t place)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "answers");
	size_t count, said;
	const struct consideration *all = considerations(c, &count);
	const struct honours *before = honours_list(c, place, &said);

	for (size_t i = 0; i < count && i < HOW_FIELDS; i++) {
		struct view *item = view_item(c, list);
		const struct honours *h = find_honours(
		    before, said, all[i].key);
		const char *field = mem_printf(c, "saadan_%s", all[i].key);

		if (h != NULL)
			put_honours(r, item, h);
		view_text(c, item, "key", all[i].key);
		view_text(c, item, "place", all[i].place);
		view_bool(c, item, "said",
		    r->method == GET ? h != NULL : is_sent(r, all[i].key));
		view_text(c, item, "how", field_value(form, field, "value"));
		view_text(c, item, "error", field_value(form, field, "error"));
		view_int(c, item, "most", HOW_MOST);
	}
}

/* id 0: a new one. */
static struct reply show_form(
    struct req *r, int status, struct form *form, int64_t id)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);

	view_text(
	    c, v, "title", phrase_in(c, id != 0 ? "place.title" : "place.new"));
	view_text(c, v, "id", id != 0 ? mem_printf(c, "%" PRId64, id) : "");
	view_bool(c, v, "bound", id != 0 && workplace_bound(c, id));
	view_bool(c, v, "saved", param_find(&r->query, "gemt") != NULL);
	form_put(r, form, v);
	put_answers(r, v, form, id);
	return reply_page(r, status, "workplace_form.html", v);
}

/* GET /firma/steder/ny */
struct reply workplace_new(struct req *r)
{
	struct form form = place_form(r);
	struct place_draft d = { .place.p_number = "" };

	form_show(r, &form, &d);
	return show_form(r, 200, &form, 0);
}

/* GET /firma/steder/:id */
struct reply workplace_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct form form = place_form(r);
	struct place_draft d = { .place.p_number = "" };
	size_t count, said;
	const struct consideration *all = considerations(c, &count);
	const struct honours *before = honours_list(c, r->id, &said);

	if (!workplace_load(c, r->id, &d.place))
		return reply_error(r, ERR_NOT_FOUND);
	for (size_t i = 0; i < count && i < HOW_FIELDS; i++) {
		const struct honours *h = find_honours(
		    before, said, all[i].key);

		d.how[i] = h != NULL ? h->how : "";
	}
	form_show(r, &form, &d);
	return show_form(r, 200, &form, r->id);
}

/* ---- saving ---- */

/* What has been asked with the place's name, or is about to be, must still fit
 * an SMS. */
static bool still_fits(struct req *r, const struct workplace *w)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct task *all = task_list(c, w->employer_id, &count);

	for (size_t i = 0; i < count; i++) {
		const char *sms;

		if (all[i].workplace_id != w->id || all[i].ends_at <= c->now ||
		    strcmp(all[i].state, "cancelled") == 0)
			continue;
		sms = message_preview(c, texts()->messages, &all[i],
		    series_led(c, all[i].id) > 0, w, true);
		if (sms == NULL || !sms_fits(sms))
			return false;
	}
	return true;
}

static void check_place(
    struct req *r, struct form *form, const struct workplace *w)
{
	struct ctx *c = r->ctx;
	struct postcode p;

	if (!postcode_load(c, w->postcode, &p))
		form_wrong(
		    r, form, "postnr", phrase_in(c, "task.postnr.unknown"));
	if (*w->p_number != '\0' && !p_number_valid(w->p_number))
		form_wrong(
		    r, form, "p_nummer", phrase_in(c, "place.p_nummer.wrong"));
	if (!sms_size(mem_printf(c, "%s%s", w->sms_name, w->town)).gsm)
		form_wrong(r, form, "sted", phrase_in(c, "place.sted.letters"));
	else if (form->ok && w->id != 0 && !still_fits(r, w))
		form_wrong(r, form, "sted", phrase_in(c, "place.sted.room"));
}

static bool read_draft(struct req *r, struct form *form, struct place_draft *d)
{
	form_read(r, form, d);
	d->place.id = r->id;
	d->place.employer_id = r->user->employer;
	if (!form->ok)
		return false;
	d->place.p_number = signin_digits(r->ctx, d->place.p_number);
	check_place(r, form, &d->place);
	return form->ok;
}

/* Words to what has no tick say nothing. */
static void say_all(struct req *r, int64_t place, const struct place_draft *d)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct consideration *all = considerations(c, &count);

	honours_say(c, place, param_values(c, &r->form, "hos_os"), r->user->id);
	for (size_t i = 0; i < count && i < HOW_FIELDS; i++)
		honours_how(c, place, all[i].key, d->how[i], r->user->id);
}

/* Why it was not saved, at the field that can mend it. */
static struct reply refused(struct req *r, struct form *form, enum err err)
{
	struct ctx *c = r->ctx;

	if (err != ERR_CONFLICT && err != ERR_INVALID)
		return reply_error(r, err);
	if (err == ERR_INVALID)
		form_wrong(r, form, "sted", phrase_in(c, "place.twin"));
	else
		form_wrong(r, form, "sted",
		    phrase_in(c, r->id != 0 ? "place.bound" : "place.full"));
	return show_form(r, 422, form, r->id);
}

/* POST /firma/steder */
struct reply workplace_create(struct req *r)
{
	struct form form = place_form(r);
	struct place_draft d = { .place.p_number = "" };
	int64_t id = 0;
	enum err err;

	if (!read_draft(r, &form, &d))
		return show_form(r, 422, &form, 0);
	db_begin(r->ctx);
	err = workplace_add(r->ctx, &d.place, &id);
	if (err == OK)
		say_all(r, id, &d);
	err = err == OK ? db_commit(r->ctx) : db_undo(r->ctx, err);
	return err == OK ? reply_see(r, "/firma/steder")
			 : refused(r, &form, err);
}

/* POST /firma/steder/:id */
struct reply workplace_save(struct req *r)
{
	struct form form = place_form(r);
	struct place_draft d = { .place.p_number = "" };
	enum err err;

	if (!read_draft(r, &form, &d))
		return show_form(r, 422, &form, r->id);
	db_begin(r->ctx);
	err = workplace_change(r->ctx, &d.place);
	if (err == OK)
		say_all(r, r->id, &d);
	err = err == OK ? db_commit(r->ctx) : db_undo(r->ctx, err);
	if (err != OK)
		return refused(r, &form, err);
	wake_notifier();
	return reply_see(r, "/firma/steder/%" PRId64 "?gemt=1", r->id);
}
