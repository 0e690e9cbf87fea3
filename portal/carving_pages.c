#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#include "catalogue.h"
#include "draft.h"
#include "form.h"
#include "message.h"
#include "portal.h"
#include "task_pages.h"
#include "shortage_row.h"
#include "task.h"
#include "work_function.h"

/* Find opgaver (P22): which trade, what steals its time, which of these pieces
 * could another do. What is answered stands in the address until the last
 * press, which makes a draft of each piece. */

/* What a piece can take of a week; 0: it is not there. */
static const int64_t takes[] = { 0, 30, 60, 90, 120, 180, 240, 300, 360, 480,
	600, 900 };

struct carving {
	const char *trade; /* NULL: not asked yet */
	const struct piece *pieces;
	size_t count;
	int64_t *minutes; /* of each piece */
	bool said;        /* how long, of any */
};

static const char *take_name(struct ctx *c, size_t i)
{
	return mem_printf(c, "tid_%zu", i + 1);
}

static int64_t take_of(const char *said)
{
	int64_t minutes = strtoll(said, NULL, 10);

	for (size_t i = 0; i < COUNT(takes); i++)
		if (takes[i] == minutes)
			return minutes;
	return 0;
}

/* Those whose function can be chosen here. */
static const struct piece *known_pieces(
    struct ctx *c, const char *trade, size_t *count)
{
	size_t all;
	const struct piece *from = pieces_of(c, trade, &all);
	struct piece *to = mem_alloc(c, (all + 1) * sizeof *to);
	struct work_function f;

	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (work_function_load(c, from[i].function, &f))
			to[(*count)++] = from[i];
	return to;
}

static struct carving carving_of(struct req *r, const struct params *p)
{
	struct ctx *c = r->ctx;
	const char *trade = param_value(p, "fag");
	struct carving k = { 0 };

	k.pieces = known_pieces(c, trade, &k.count);
	k.trade = k.count > 0 ? trade : NULL;
	k.minutes = mem_alloc(c, (k.count + 1) * sizeof *k.minutes);
	for (size_t i = 0; i < k.count; i++) {
		const char *said = param_value(p, take_name(c, i));

		k.minutes[i] = take_of(said);
		k.said = k.said || *said != '\0';
	}
	return k;
}

static int64_t all_of(const struct carving *k)
{
	int64_t sum = 0;

	for (size_t i = 0; i < k->count; i++)
		sum += k->minutes[i];
	return sum;
}

/* ---- the pages ---- */

/* "flytte varer ind i bilen", as it will stand in the question. */
static const char *piece_verb(struct ctx *c, const struct piece *p)
{
	const struct task t = { .work_function = p->function,
		.title = p->title };

	return task_verb(c, &t);
}

static struct view *new_page(struct req *r, const struct carving *k)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title", phrase_in(r->ctx, "carving.title"));
	if (k->trade == NULL)
		return v;
	view_text(r->ctx, v, "trade", k->trade);
	view_text(
	    r->ctx, v, "trade_name", phrase_named(r->ctx, "trade", k->trade));
	return v;
}

/* What is to be mended, in the field of that id. */
static void put_wrong(
    struct req *r, struct view *v, const char *field, const char *key)
{
	static const struct field none[] = { { .kind = FIELD_END } };
	struct form form = { .name = "carving", .fields = none };

	form_show(r, &form, NULL);
	form_wrong(r, &form, field, phrase_in(r->ctx, key));
	form_put(r, &form, v);
	view_text(r->ctx, v, "wrong", phrase_in(r->ctx, key));
}

struct reply carving_trades(struct req *r, int status, struct form *form)
{
	struct ctx *c = r->ctx;
	struct view *v = new_page(r, &(struct carving) { 0 }), *list;
	const char *const *all = trades(c);

	list = view_list(c, v, "trades");
	for (size_t i = 0; all[i] != NULL; i++) {
		struct view *item;
		size_t count;

		known_pieces(c, all[i], &count);
		if (count == 0)
			continue;
		item = view_item(c, list);
		view_text(c, item, "key", all[i]);
		view_text(c, item, "name", phrase_named(c, "trade", all[i]));
	}
	view_bool(c, v, "thanks", param_find(&r->query, "tak") != NULL);
	shortage_put(r, v, form);
	return reply_page(r, status, "carving.html", v);
}

static void put_takes(struct ctx *c, struct view *v, int64_t chosen)
{
	struct view *list = view_list(c, v, "takes");

	for (size_t i = 0; i < COUNT(takes); i++) {
		struct view *item = view_item(c, list);

		view_int(c, item, "minutes", takes[i]);
		view_text(c, item, "hours",
		    takes[i] == 0 ? phrase_in(c, "carving.none")
				  : message_hours(c, takes[i]));
		view_bool(c, item, "chosen", takes[i] == chosen);
	}
}

/* What takes the time? */
static struct reply ask_time(struct req *r, const struct carving *k)
{
	struct ctx *c = r->ctx;
	struct view *v = new_page(r, k), *list;
	bool wrong = k->said && all_of(k) == 0;

	if (wrong)
		put_wrong(r, v, "tid_1", "carving.time.wrong");
	list = view_list(c, v, "pieces");
	for (size_t i = 0; i < k->count; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "name", take_name(c, i));
		view_text(c, item, "verb", piece_verb(c, &k->pieces[i]));
		view_text(
		    c, item, "often", message_hours(c, k->pieces[i].minutes));
		view_bool(c, item, "is_wrong", wrong && i == 0);
		put_takes(c, item, k->minutes[i]);
	}
	return reply_page(r, wrong ? 422 : 200, "carving_time.html", v);
}

/* Which of them could another do? */
static struct reply ask_other(
    struct req *r, const struct carving *k, bool wrong)
{
	struct ctx *c = r->ctx;
	struct view *v = new_page(r, k), *list;
	struct text back = text_new(c->mem, 400);

	if (wrong)
		put_wrong(r, v, "stykker", "carving.other.wrong");
	text_printf(&back, "fag=%s", k->trade);
	list = view_list(c, v, "pieces");
	for (size_t i = 0; i < k->count; i++) {
		struct view *item;

		text_printf(
		    &back, "&%s=%" PRId64, take_name(c, i), k->minutes[i]);
		if (k->minutes[i] == 0)
			continue;
		item = view_item(c, list);
		view_int(c, item, "n", (int64_t)i + 1);
		view_text(c, item, "name", take_name(c, i));
		view_int(c, item, "minutes", k->minutes[i]);
		view_text(c, item, "hours", message_hours(c, k->minutes[i]));
		view_text(c, item, "verb", piece_verb(c, &k->pieces[i]));
	}
	view_text(c, v, "back", back.s);
	return reply_page(r, wrong ? 422 : 200, "carving_other.html", v);
}

/* Whole hours, for it is about. */
static const char *about_hours(struct ctx *c, int64_t minutes)
{
	int64_t hours = (minutes + 30) / 60;

	return message_hours(c, (hours > 0 ? hours : 1) * 60);
}

static struct reply tell_freed(
    struct req *r, const struct carving *k, int64_t minutes)
{
	struct ctx *c = r->ctx;
	struct view *v = new_page(r, k);

	view_text(c, v, "hours", about_hours(c, minutes));
	view_text(c, v, "work",
	    phrase_in(c, mem_printf(c, "trade_work.%s", k->trade)));
	put_drafts(r, v);
	return reply_page(r, 200, "carving_done.html", v);
}

/* GET /opgaver/find: the question that is next. */
struct reply carving_show(struct req *r)
{
	const struct carving k = carving_of(r, &r->query);
	int64_t freed = strtoll(param_value(&r->query, "fri"), NULL, 10);

	if (k.trade == NULL)
		return carving_trades(r, 200, NULL);
	if (freed > 0 && freed <= 7 * DAY / MINUTE)
		return tell_freed(r, &k, freed);
	if (all_of(&k) == 0 || param_find(&r->query, "ret") != NULL)
		return ask_time(r, &k);
	return ask_other(r, &k, false);
}

/* ---- what comes of it ---- */

/* They come every week, so there may be more. */
static enum err keep_piece(struct req *r, const struct piece *p)
{
	struct ctx *c = r->ctx;
	struct draft d = { .employer_id = r->user->employer,
		.written_by = r->user->id,
		.step = task_any(c, r->user->employer) ? TASK_ALL : 1 };

	d.form = mem_printf(c, "funktion=%s&titel=%s&flere=1", p->function,
	    param_escape(c, p->title));
	return draft_keep(c, &d, "");
}

/* POST /opgaver/find: each piece that another could do becomes a draft. */
struct reply carving_make(struct req *r)
{
	const struct carving k = carving_of(r, &r->form);
	const char *const *chosen = param_values(r->ctx, &r->form, "stykke");
	int64_t freed = 0;

	if (k.trade == NULL || all_of(&k) == 0)
		return reply_see(r, "/opgaver/find");
	db_begin(r->ctx);
	for (; *chosen != NULL; chosen++) {
		size_t i = (size_t)strtoull(*chosen, NULL, 10) - 1;

		if (i >= k.count || k.minutes[i] == 0)
			continue;
		if (keep_piece(r, &k.pieces[i]) != OK)
			return reply_error(r, db_undo(r->ctx, ERR_FAILED));
		freed += k.minutes[i];
		k.minutes[i] = 0; /* once, however often it is sent */
	}
	if (db_commit(r->ctx) != OK)
		return reply_error(r, ERR_FAILED);
	if (freed == 0)
		return ask_other(r, &k, true);
	return reply_see(
	    r, "/opgaver/find?fag=%s&fri=%" PRId64, k.trade, freed);
}
