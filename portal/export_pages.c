#include <string.h>

#include "base/clock.h"
#include "base/phone.h"

#include "export.h"
#include "message.h"
#include "person.h"
#include "portal.h"
#include "rights.h"

/* Everything about a person, as they read it and as a file: the citizen on
 * their own page, whoever signs in otherwise beside their sessions, and staff
 * for a citizen of theirs. */

#define ROWS_MOST 10 /* of a part on the page; the file has them all */

/* Who reads it. */
enum reader {
	READER_CITIZEN, /* of themselves, on their own page */
	READER_OTHER,   /* of themselves, beside their sessions */
	READER_STAFF,   /* of a citizen */
};

/* ---- a value as people read it ---- */

static const char *word(
    struct ctx *c, const struct export_column *column, const char *text)
{
	const char *key = column->of == NULL
	    ? mem_printf(c, "export_word.%s", text)
	    : mem_printf(c, "%s.%s", column->of, text);

	return phrase_in_or(c, key, text);
}

static const char *date(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%s %d", clock_date(c, at), clock_wall(at).year);
}

static const char *number(
    struct ctx *c, const struct export_column *column, int64_t n)
{
	switch (column->kind) {
	case EXPORT_YES:
		return phrase_in(c, n != 0 ? "export.yes" : "export.no");
	case EXPORT_WHEN:
		return mem_printf(
		    c, "%s, %s", date(c, n), clock_iso_time(c, n));
	case EXPORT_DAY: return date(c, n);
	case EXPORT_WEEKDAY: return clock_weekday(c, (int)n);
	case EXPORT_CLOCK:
		return mem_printf(c, "%02d:%02d", (int)n / 60, (int)n % 60);
	case EXPORT_MINUTES: return message_hours(c, n);
	case EXPORT_METRES: return mem_printf(c, "%" PRId64 " m", n);
	case EXPORT_MONEY: return message_money(c, n);
	case EXPORT_NUMBER:
	case EXPORT_TEXT:
	case EXPORT_WORD:
	case EXPORT_SEALED:
	case EXPORT_SMS:
	case EXPORT_DRAFT:
	case EXPORT_CALLED:
	case EXPORT_PERSON:
	case EXPORT_END: break;
	}
	return mem_printf(c, "%" PRId64, n);
}

static const char *value(struct ctx *c, const struct export_column *column,
    const struct export_value *v)
{
	if (v->text == NULL)
		return number(c, column, v->number);
	if (column->kind == EXPORT_PERSON && strcmp(column->of, "phone") == 0)
		return phone_show(c, v->text);
	return column->kind == EXPORT_WORD ? word(c, column, v->text) : v->text;
}

/* ---- the page ---- */

static void put_row(struct ctx *c, struct view *v,
    const struct export_part *part, const struct export_row *row)
{
	struct view *list = view_list(c, v, "fields");

	for (size_t i = 0; part->column[i].kind != EXPORT_END; i++) {
		struct view *item;

		if (export_is_none(&part->column[i], &row->value[i]))
			continue;
		item = view_item(c, list);
		view_text(c, item, "label",
		    phrase_in(c,
			mem_printf(
			    c, "export_field.%s", part->column[i].name)));
		view_text(c, item, "value",
		    value(c, &part->column[i], &row->value[i]));
	}
}

static void put_parts(struct ctx *c, struct view *v, int64_t person)
{
	struct view *list = view_list(c, v, "parts");

	for (const struct export_part *part = export_parts; part->name != NULL;
	     part++) {
		struct export_rows all = export_read(
		    c, part, person, 0, ROWS_MOST);
		struct view *item, *rows;

		if (all.count == 0)
			continue;
		item = view_item(c, list);
		view_text(c, item, "name", part->name);
		view_text(c, item, "heading",
		    phrase_in(c, mem_printf(c, "export_part.%s", part->name)));
		view_bool(c, item, "more", all.last != 0);
		rows = view_list(c, item, "rows");
		for (size_t i = 0; i < all.count; i++)
			put_row(c, view_item(c, rows), part, &all.row[i]);
	}
}

static struct reply show(struct req *r, int64_t person, enum reader reader)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct person p;

	if (!person_load(c, person, &p))
		return reply_error(r, ERR_NOT_FOUND);
	view_text(c, v, "title", phrase_in(c, "export.title"));
	view_text(c, v, "id", mem_printf(c, "%" PRId64, person));
	view_text(c, v, "name", person_full_name(c, &p));
	view_bool(c, v, "citizen", reader == READER_CITIZEN);
	view_bool(c, v, "own", reader != READER_STAFF);
	view_bool(c, v, "staff", reader == READER_STAFF);
	view_bool(c, v, "may_erase",
	    reader == READER_STAFF && (r->user->roles & ADMIN) != 0);
	put_parts(c, v, person);
	return reply_page(r, 200, "export.html", v);
}

/* ---- the file ---- */

static struct reply file(struct req *r, int64_t person)
{
	struct text json = text_new(r->ctx->mem, EXPORT_BYTES);

	if (!export_json(r->ctx, person, &json))
		return reply_error(r, ERR_FAILED);
	return (struct reply) { .status = 200,
		.type = "application/json; charset=utf-8",
		.body = json.s,
		.length = json.n,
		.disposition = "attachment; filename=\"alt.json\"" };
}

/* GET /min-side/alt */
struct reply own_export_show(struct req *r)
{
	return show(r, r->user->id, READER_CITIZEN);
}

/* GET /mine-log-ind/alt: a contact's, or one of staff's. */
struct reply session_export_show(struct req *r)
{
	return show(r, r->user->id, READER_OTHER);
}

/* GET /min-side/alt/fil and /mine-log-ind/alt/fil */
struct reply export_file(struct req *r)
{
	return file(r, r->user->id);
}

/* GET /borger/:id/alt */
struct reply citizen_export_show(struct req *r)
{
	return show(r, r->id, READER_STAFF);
}

/* POST /borger/:id/alt/fil: a POST, for whoever takes it shows who they are. */
struct reply citizen_export_file(struct req *r)
{
	return file(r, r->id);
}
