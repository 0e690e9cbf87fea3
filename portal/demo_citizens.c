#include "base/phone.h"

#include "citizen.h"
#include "person.h"
#include "portal.h"

#define CITIZENS_MOST 30

/* Each with what they would type to get a code, which then is on the telephone
 * or in the mailbox that the page shows. */
void demo_put_citizens(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct ids ids = citizen_first(c, CITIZENS_MOST);
	struct view *list = view_list(c, v, "citizens");

	for (size_t i = 0; i < ids.count; i++) {
		struct person p;
		struct view *item;

		if (!person_load(c, ids.id[i], &p))
			continue;
		item = view_item(c, list);
		view_text(c, item, "name", person_full_name(c, &p));
		view_text(c, item, "contact",
		    p.phone != NULL ? phone_show(c, p.phone) : p.email);
	}
}
