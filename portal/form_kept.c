#include <string.h>

#include "base/text.h"

#include "form.h"
#include "portal.h"

/* What was typed and is not done with yet: kept as it was sent, and read back
 * as if it had just been sent again. */

static bool is_list(const struct form *form, const char *name)
{
	const char *const *lists = form->lists;

	for (; lists != NULL && *lists != NULL; lists++)
		if (strcmp(*lists, name) == 0)
			return true;
	return false;
}

static bool is_field(const struct form *form, const char *name)
{
	for (const struct field *f = form->fields; f->kind != FIELD_END; f++)
		if (strcmp(f->name, name) == 0)
			return true;
	return false;
}

static bool belongs(const struct form *form, const char *name)
{
	return is_list(form, name) || is_field(form, name);
}

/* Of a field that came twice the first counts. */
const struct params *form_sent(struct req *r, const struct form *form)
{
	struct params *sent = mem_alloc(r->ctx, sizeof *sent);

	sent->count = 0;
	sent->unclean = false;
	for (size_t i = 0; i < r->form.count; i++) {
		const struct param *p = &r->form.list[i];
		struct param *to = &sent->list[sent->count];

		if (!belongs(form, p->name) ||
		    (!is_list(form, p->name) &&
			param_find(sent, p->name) != NULL))
			continue;
		*to = *p;
		sent->count++;
	}
	return sent;
}

const char *form_write(struct ctx *c, const struct params *sent)
{
	struct text t = text_new(c->mem, BODY_MOST);

	for (size_t i = 0; i < sent->count; i++)
		text_printf(&t, "%s%s=%s", i > 0 ? "&" : "", sent->list[i].name,
		    param_escape(c, text_mask_cpr(c, sent->list[i].value)));
	return t.s;
}

bool form_send_again(struct req *r, const char *written)
{
	r->form = (struct params) { .count = 0 };
	return params_parse(r->ctx, written, strlen(written), &r->form);
}

void form_take_up(struct req *r, const struct form *part, const char *written)
{
	const struct params *sent = form_sent(r, part);
	struct params *kept = mem_alloc(r->ctx, sizeof *kept);

	if (!params_parse(r->ctx, written, strlen(written), kept))
		return;
	r->form = *sent;
	for (size_t i = 0; i < kept->count; i++)
		if (!belongs(part, kept->list[i].name) &&
		    r->form.count < PARAMS_MOST)
			r->form.list[r->form.count++] = kept->list[i];
}

void form_put_sent(struct req *r, const struct form *form,
    const struct form *but, struct view *view)
{
	const struct params *sent = form_sent(r, form);
	struct view *list = view_list(r->ctx, view, "sent");

	for (size_t i = 0; i < sent->count; i++) {
		const struct param *p = &sent->list[i];
		struct view *item;

		if (but != NULL && belongs(but, p->name))
			continue;
		item = view_item(r->ctx, list);
		view_text(r->ctx, item, "name", p->name);
		view_text(
		    r->ctx, item, "value", text_mask_cpr(r->ctx, p->value));
	}
}
