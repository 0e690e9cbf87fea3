#include <stdlib.h>

#include "contact.h"
#include "employer.h"
#include "form.h"
#include "portal.h"

/* Whom the one who comes asks for: any of those who post for the firm. */

/* Who has been invited and has yet to come is nobody to ask for. */
void task_contacts_put(struct req *r, struct view *v, int64_t chosen)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "contacts");
	size_t count, here = 0;
	const struct contact *all = contact_list(c, r->user->employer, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item;

		if (all[i].expires_at != 0)
			continue;
		item = view_item(c, list);
		here++;
		view_text(c, item, "value",
		    mem_printf(c, "%" PRId64, all[i].person_id));
		view_text(c, item, "name", all[i].name);
		view_bool(c, item, "chosen", all[i].person_id == chosen);
	}
	view_bool(c, v, "several_contacts", here > 1);
}

int64_t task_contact(struct req *r, const struct task_draft *d)
{
	int64_t id;

	if (d->asks_for == NULL || *d->asks_for == '\0')
		return r->user->id;
	id = strtoll(d->asks_for, NULL, 10);
	return contact_employer(r->ctx, id) == r->user->employer ? id : 0;
}
