#include "base/clock.h"
#include "base/db.h"

#include "followup.h"
#include "leave.h"
#include "message_parts.h"
#include "month.h"
#include "person.h"
#include "settings.h"

static void put_leave(struct composing *w, int64_t id)
{
	struct leave l;

	if (id == 0 || !leave_load(w->c, id, &l))
		return;
	put(w, "leave_from", clock_date(w->c, l.from_on));
	put(w, "leave_to", clock_date(w->c, clock_add_days(l.until_on, -1)));
}

void message_put_duties(struct composing *w, int64_t leave)
{
	struct duties d = followup_duties(w->c, w->person);

	view_int(w->c, w->v, "today", d.today);
	view_int(w->c, w->v, "before", d.before);
	view_int(w->c, w->v, "overdue", d.overdue);
	view_int(w->c, w->v, "waited", d.waited);
	view_bool(w->c, w->v, "overdue_one", d.overdue == 1);
	view_bool(w->c, w->v, "before_one", d.before == 1);
	put(w, "list_url",
	    mem_printf(w->c, "%s/opfoelgning", settings.public_url));
	put_leave(w, leave);
}

void message_put_team(struct composing *w)
{
	int64_t late = followup_late(
	    w->c, person_municipality(w->c, w->person));

	view_int(w->c, w->v, "late", late);
	view_bool(w->c, w->v, "late_one", late == 1);
}

bool message_put_month(struct composing *w, int64_t month)
{
	struct ctx *c = w->c;
	struct view *list = view_list(c, w->v, "people");
	int64_t total = 0;
	size_t count;
	const struct month_row *all = month_list(c, w->person, month, &count);

	for (size_t i = 0; i < count; i++) {
		struct composing one = *w;
		struct person p;

		if (!person_load(c, all[i].citizen, &p))
			continue;
		one.v = view_item(c, list);
		put(&one, "who", p.given_name);
		put(&one, "hours", message_hours(c, all[i].minutes));
		view_int(c, one.v, "shifts", all[i].shifts);
		view_bool(c, one.v, "shift_one", all[i].shifts == 1);
		total += all[i].minutes;
	}
	put(w, "month", clock_month_name(c, month));
	put(w, "total", message_hours(c, total));
	put(w, "hours_url",
	    mem_printf(c, "%s/timer?maaned=%.7s", settings.public_url,
		clock_iso_date(c, month)));
	return count > 0;
}
