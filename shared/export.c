#include <string.h>

#include "base/clock.h"
#include "base/json.h"

#include "draft.h"
#include "export.h"
#include "hook.h"
#include "person.h"
#include "seal.h"

/* ---- reading ---- */

/* What person.c alone can open. */
static const char *of_person(const struct person *p, const char *what)
{
	if (strcmp(what, "given_name") == 0)
		return p->given_name;
	if (strcmp(what, "surname") == 0)
		return p->surname;
	return strcmp(what, "phone") == 0 ? p->phone : p->email;
}

static const char *called(struct ctx *c, int64_t id)
{
	struct person p;

	return person_load(c, id, &p) ? person_first_name(&p) : NULL;
}

static struct export_value read_value(struct ctx *c, struct rows *r,
    const struct export_column *column, const struct person *p, int64_t id)
{
	switch (column->kind) {
	case EXPORT_PERSON:
		return (
		    struct export_value) { .text = of_person(p, column->of) };
	case EXPORT_CALLED:
		return (struct export_value) { .text = called(c, row_int(r)) };
	case EXPORT_TEXT:
	case EXPORT_WORD: return (struct export_value) { .text = row_text(r) };
	case EXPORT_SEALED:
		return (struct export_value) {
			.text = seal_open(c, p->id, column->of, id, row_text(r))
		};
	case EXPORT_SMS:
		return (struct export_value) { .text = hook_words(
						   c, id, p->id, row_text(r)) };
	case EXPORT_DRAFT:
		return (struct export_value) { .text = draft_words(
						   c, id, p->id, row_text(r)) };
	case EXPORT_NUMBER:
	case EXPORT_YES:
	case EXPORT_WHEN:
	case EXPORT_DAY:
	case EXPORT_WEEKDAY:
	case EXPORT_CLOCK:
	case EXPORT_MINUTES:
	case EXPORT_METRES:
	case EXPORT_MONEY:
	case EXPORT_END: break;
	}
	return (struct export_value) { .number = row_int(r) };
}

/* One more than is asked for is read, to know whether there is. */
struct export_rows export_read(struct ctx *c, const struct export_part *part,
    int64_t person, int64_t before, size_t most)
{
	struct rows r = db_query(c, part->sql,
	    BIND(INT(person), INT(before != 0 ? before : INT64_MAX),
		INT(most + 1)));
	struct export_row *all = mem_alloc(c, (r.count + 1) * sizeof *all);
	struct export_rows rows = { .row = all };
	int64_t id = 0;
	struct person p;

	if (!person_load(c, person, &p))
		return rows;
	while (rows.count < most && row_next(&r)) {
		id = row_int(&r);
		for (size_t i = 0; part->column[i].kind != EXPORT_END; i++)
			all[rows.count].value[i] = read_value(
			    c, &r, &part->column[i], &p, id);
		rows.count++;
	}
	rows.last = r.count > most ? id : 0;
	return rows;
}

bool export_is_none(
    const struct export_column *column, const struct export_value *v)
{
	switch (column->kind) {
	case EXPORT_TEXT:
	case EXPORT_WORD:
	case EXPORT_SEALED:
	case EXPORT_SMS:
	case EXPORT_DRAFT:
	case EXPORT_CALLED:
	case EXPORT_PERSON: return v->text == NULL || *v->text == '\0';
	case EXPORT_WHEN:
	case EXPORT_DAY: return v->number == 0;
	case EXPORT_NUMBER:
	case EXPORT_YES:
	case EXPORT_WEEKDAY:
	case EXPORT_CLOCK:
	case EXPORT_MINUTES:
	case EXPORT_METRES:
	case EXPORT_MONEY:
	case EXPORT_END: break;
	}
	return false;
}

/* ---- as a file ---- */

static void add_text(struct text *to, const char *s)
{
	text_add(to, "\"");
	json_add(to, s);
	text_add(to, "\"");
}

static void add_value(struct ctx *c, struct text *to,
    const struct export_column *column, const struct export_value *v)
{
	if (export_is_none(column, v))
		text_add(to, "null");
	else if (v->text != NULL)
		add_text(to, v->text);
	else if (column->kind == EXPORT_YES)
		text_add(to, v->number != 0 ? "true" : "false");
	else if (column->kind == EXPORT_DAY)
		text_printf(to, "\"%s\"", clock_iso_date(c, v->number));
	else if (column->kind == EXPORT_WHEN)
		text_printf(to, "\"%s %s\"", clock_iso_date(c, v->number),
		    clock_iso_time(c, v->number));
	else
		text_printf(to, "%" PRId64, v->number);
}

static void add_row(struct ctx *c, struct text *to,
    const struct export_part *part, const struct export_row *row)
{
	text_add(to, "{");
	for (size_t i = 0; part->column[i].kind != EXPORT_END; i++) {
		text_printf(
		    to, "%s\"%s\": ", i > 0 ? ", " : "", part->column[i].name);
		add_value(c, to, &part->column[i], &row->value[i]);
	}
	text_add(to, "}");
}

/* What each step reads is given back before the next. */
struct writer {
	struct ctx scratch;
	struct text *to;
};

static void add_part(
    struct writer *w, const struct export_part *part, int64_t person)
{
	size_t count = 0;
	int64_t before = 0;

	text_printf(w->to, ",\n\"%s\": [", part->name);
	do {
		struct export_rows rows = export_read(
		    &w->scratch, part, person, before, EXPORT_STEP);

		for (size_t i = 0; i < rows.count; i++) {
			text_add(w->to, count++ > 0 ? ",\n  " : "\n  ");
			add_row(&w->scratch, w->to, part, &rows.row[i]);
		}
		before = rows.last;
		arena_reset(w->scratch.mem);
	} while (before != 0 && count < EXPORT_MOST);
	text_add(w->to, "]");
	if (before != 0)
		text_printf(
		    w->to, ",\n\"%s_newest\": %d", part->name, EXPORT_MOST);
}

bool export_json(struct ctx *c, int64_t person, struct text *to)
{
	struct writer w = { .scratch = *c, .to = to };

	w.scratch.mem = arena_new();
	text_printf(to, "{\"made_at\": \"%s %s\"", clock_iso_date(c, c->now),
	    clock_iso_time(c, c->now));
	for (const struct export_part *part = export_parts; part->name != NULL;
	     part++)
		add_part(&w, part, person);
	text_add(to, "}\n");
	arena_free(w.scratch.mem);
	return !to->full && !db_failed(c);
}
