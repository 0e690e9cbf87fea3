#include "form.h"
#include "portal.h"

void form_put(struct req *r, struct form *form, struct view *view)
{
	struct view *f = view_map(r->ctx, view, "f");
	struct view *errors;
	int64_t n = 0;

	view_share(f, form->view);
	if (form->ok)
		return;
	errors = view_map(r->ctx, view, "errors");
	for (struct view *i = form->errors->first->first; i != NULL;
	     i = i->next)
		n++;
	view_text(r->ctx, errors, "heading",
	    n == 1 ? phrase_in(r->ctx, "form.mend_one")
		   : phrase_n(r->ctx, "form.mend", n));
	view_share(errors, form->errors);
}

void form_put_one(
    struct req *r, struct view *view, const char *field, const char *text)
{
	struct view *errors = view_map(r->ctx, view, "errors"), *item;

	view_text(
	    r->ctx, errors, "heading", phrase_in(r->ctx, "form.mend_one"));
	item = view_item(r->ctx, view_list(r->ctx, errors, "items"));
	view_text(r->ctx, item, "field", field);
	view_text(r->ctx, item, "text", text);
}

struct reply form_page(
    struct req *r, int status, const char *page, struct form *form)
{
	struct view *v = view_new(r->ctx);

	view_text(r->ctx, v, "title",
	    phrase_in(r->ctx, mem_printf(r->ctx, "%s.title", form->name)));
	form_put(r, form, v);
	return reply_page(r, status, page, v);
}
