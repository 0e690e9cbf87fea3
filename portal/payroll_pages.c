#include "base/clock.h"
#include "base/csv.h"

#include "message.h"
#include "payroll.h"
#include "person.h"
#include "portal.h"

#define FILE_MOST ((size_t)1 << 20)

struct wages {
	struct month month;
	const struct payroll *list;
	size_t count;
};

static struct wages wages_asked(struct req *r)
{
	struct wages w = { .month = month_asked(r) };

	w.list = payroll_list(
	    r->ctx, r->user->employer, w.month.from, w.month.to, &w.count);
	return w;
}

static const char *first_name(struct ctx *c, int64_t citizen)
{
	struct person p;

	return person_load(c, citizen, &p) ? p.given_name : "";
}

static const char *state_word(struct ctx *c, enum payroll_state state)
{
	return phrase_in(c, mem_printf(c, "payroll.%d", (int)state));
}

/* ---- as a page ---- */

static void put_shift(struct req *r, struct view *v, const struct payroll *p)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "day", clock_day(c, p->starts_at));
	view_text(c, v, "time", clock_span(c, p->starts_at, p->ends_at));
	view_text(c, v, "work", p->work);
	view_text(c, v, "hours", message_hours(c, p->minutes));
	view_text(c, v, "pay", message_money(c, p->pay_ore));
	view_text(c, v, "amount", message_money(c, p->amount_ore));
	view_text(c, v, "pay_on", clock_date(c, p->pay_on));
	view_text(c, v, "state", state_word(c, p->state));
	view_bool(c, v, "missing", p->state == PAYROLL_MISSING);
	view_int(c, v, "engagement", p->engagement);
}

/* All of one person, from there on; how many. */
static size_t put_person(struct req *r, struct view *v, const struct wages *w,
    size_t from, bool *unready)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "shifts");
	int64_t citizen = w->list[from].citizen, minutes = 0, ore = 0;
	size_t i = from;

	for (; i < w->count && w->list[i].citizen == citizen; i++) {
		put_shift(r, view_item(c, list), &w->list[i]);
		if (payroll_counts(&w->list[i])) {
			minutes += w->list[i].minutes;
			ore += w->list[i].amount_ore;
		}
		*unready = *unready || w->list[i].state != PAYROLL_READY;
	}
	view_int(c, v, "id", citizen);
	view_text(c, v, "name", first_name(c, citizen));
	view_bool(c, v, "sum", minutes > 0);
	view_text(c, v, "hours", message_hours(c, minutes));
	view_text(c, v, "amount", message_money(c, ore));
	return i - from;
}

/* GET /timer */
struct reply payroll_show(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct wages w = wages_asked(r);
	struct view *people = view_list(c, v, "people");
	bool unready = false;

	for (size_t i = 0; i < w.count;)
		i += put_person(r, view_item(c, people), &w, i, &unready);
	view_text(c, v, "title", phrase_in(c, "payroll.title"));
	put_month(r, v, &w.month);
	view_bool(c, v, "any", w.count > 0);
	view_bool(c, v, "unready", unready);
	view_bool(c, v, "full", w.count == PAYROLL_MOST);
	view_int(c, v, "most", PAYROLL_MOST);
	return reply_page(r, 200, "payroll.html", v);
}

/* ---- as a file ---- */

static void put_titles(struct ctx *c, struct csv *to)
{
	static const char *const titles[] = { "name", "work", "day", "from",
		"to", "hours", "pay", "amount", "pay_on", "state" };

	for (size_t i = 0; i < COUNT(titles); i++)
		csv_field(
		    to, phrase_in(c, mem_printf(c, "payroll.%s", titles[i])));
	csv_row_end(to);
}

static void put_row(struct ctx *c, struct csv *to, const struct payroll *p)
{
	csv_field(to, first_name(c, p->citizen));
	csv_field(to, p->work);
	csv_field(to, clock_iso_date(c, p->starts_at));
	csv_field(to, clock_iso_time(c, p->starts_at));
	csv_field(to, clock_iso_time(c, p->ends_at));
	csv_decimal(to, (p->minutes * 100 + 30) / 60);
	csv_decimal(to, p->pay_ore);
	csv_decimal(to, p->amount_ore);
	csv_field(to, clock_iso_date(c, p->pay_on));
	csv_field(to, state_word(c, p->state));
	csv_row_end(to);
}

/* GET /timer/fil */
struct reply payroll_export(struct req *r)
{
	struct ctx *c = r->ctx;
	struct wages w = wages_asked(r);
	struct csv file = csv_new(c->mem, FILE_MOST);

	put_titles(c, &file);
	for (size_t i = 0; i < w.count; i++)
		put_row(c, &file, &w.list[i]);
	if (file.text.full)
		return reply_error(r, ERR_FAILED);
	return (struct reply) { .status = 200,
		.type = "text/csv; charset=utf-8",
		.body = file.text.s,
		.length = file.text.n,
		.disposition = mem_printf(c,
		    "attachment; filename=\"%s-%.7s.csv\"",
		    phrase_in(c, "payroll.file.name"),
		    clock_iso_date(c, w.month.from)) };
}
