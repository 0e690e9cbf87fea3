#include "base/clock.h"
#include "base/phone.h"
#include "base/text.h"

#include "audit_request.h"
#include "citizen.h"
#include "followup.h"
#include "hours.h"
#include "message.h"
#include "person.h"
#include "form.h"
#include "portal.h"
#include "workplace.h"

#define NOTE_MOST  300
#define DAYS_AHEAD 14

struct draft {
	const char *note;
};

static const struct field fields[] = {
	{ "note", FIELD_TEXT, offsetof(struct draft, note), 0, NOTE_MOST,
	    false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

/* The note of the row that was sent, as it was typed, with what is wrong. */
static void put_note(
    struct req *r, struct view *item, int64_t id, const struct form *form)
{
	const struct view *typed = NULL;

	if (form != NULL && id == r->id)
		typed = view_get(form->view, "note", 4);
	/* The error summary leads to it by the field's own name. */
	view_text(r->ctx, item, "field",
	    typed != NULL ? "note" : mem_printf(r->ctx, "note-%" PRId64, id));
	view_text(r->ctx, item, "note",
	    typed != NULL ? view_get(typed, "value", 5)->text : "");
	view_text(r->ctx, item, "error",
	    typed != NULL ? view_get(typed, "error", 5)->text : "");
}

/* Only to whom it is to agree on another one. */
static void put_ceiling(struct req *r, struct view *item, int64_t citizen)
{
	struct ctx *c = r->ctx;
	struct citizen z;

	if (!citizen_load(c, citizen, &z) || z.mentor_id != r->user->id)
		return;
	view_text(c, item, "citizen", mem_printf(c, "%" PRId64, citizen));
	view_text(c, item, "ceiling", message_hours(c, z.ceiling_minutes));
}

/* How it went there the last time, as the workplace says it (P12). */
static void put_went(struct req *r, struct view *item, const struct followup *f)
{
	struct ctx *c = r->ctx;
	int64_t at;
	const char *went = hours_went_last(c, f->citizen, f->workplace, &at);

	if (*went == '\0')
		return;
	view_text(c, item, "went", phrase(mem_printf(c, "went.%s", went)));
	view_text(c, item, "went_day", clock_day(c, at));
}

static struct reply show(struct req *r, int status, struct form *form)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *list;
	size_t count;
	const struct followup *all = followup_list(
	    c, r->user->id, DAYS_AHEAD, &count);
	struct duties d = followup_duties(c, r->user->id);

	view_text(c, v, "title", phrase("followups.title"));
	view_int(c, v, "today", d.today);
	view_int(c, v, "before", d.before);
	if (form != NULL)
		form_put(r, form, v);
	list = view_list(c, v, "followups");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		struct workplace place = { .sms_name = "", .town = "" };
		struct person p = { .given_name = "", .surname = "" };

		person_load(c, all[i].citizen, &p);
		shows_person(r, all[i].citizen);
		workplace_load(c, all[i].workplace, &place);
		view_text(c, item, "id", mem_printf(c, "%" PRId64, all[i].id));
		view_text(c, item, "who", person_full_name(c, &p));
		if (p.phone != NULL) {
			view_text(c, item, "phone", phone_show(c, p.phone));
			view_text(
			    c, item, "tel", mem_printf(c, "+%s", p.phone));
		}
		view_text(c, item, "place",
		    mem_printf(c, "%s, %s", place.sms_name, place.town));
		put_ceiling(r, item, all[i].citizen);
		put_went(r, item, &all[i]);
		put_note(r, item, all[i].id, form);
		view_text(c, item, "step", all[i].step);
		view_text(c, item, "due", clock_day(c, all[i].due_on));
		view_bool(c, item, "overdue", all[i].overdue);
		view_bool(c, item, "now", all[i].due_on <= c->now);
	}
	return reply_page(r, status, "followup_list.html", v);
}

/* GET /opfoelgning: the mentor's own, what has waited longest first. */
struct reply followup_list_page(struct req *r)
{
	return show(r, 200, NULL);
}

/* POST /opfoelgning/:id: "talt med". Said twice it is done all the same. */
struct reply followup_mark(struct req *r)
{
	struct form form = { .name = "followup", .fields = fields };
	struct draft d;
	enum err err;

	form_read(r, &form, &d);
	if (!form.ok)
		return show(r, 422, &form);
	err = followup_done(r->ctx, r->id, r->user->id, d.note);
	if (err != OK && err != ERR_CONFLICT)
		return reply_error(r, err);
	return reply_see(r, "/opfoelgning");
}
