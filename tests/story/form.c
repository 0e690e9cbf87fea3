#include "story.h"

#include <string.h>

static struct control *add(
    struct story *s, struct form *f, const char *name, const char *value)
{
	struct control *k = mem_alloc(s->c, sizeof *k);

	k->name = name;
	k->value = value ? value : "";
	k->label = "";
	k->on = true;
	*f->last = k;
	f->last = &k->next;
	return k;
}

/* The words beside a box or a dot: of <label for=...>, or of the label that it
 * stands in. */
static const char *label(struct story *s, const struct tag *input)
{
	const char *id = tag_attr(s->c, input, "id");
	struct tag t = { .end = s->browser->body.s }, close;

	while (id && tag_next(t.end, &t)) {
		const char *of = tag_is(&t, "label") && !t.closes
		    ? tag_attr(s->c, &t, "for")
		    : NULL;

		if (of && strcmp(of, id) == 0)
			return html_text(
			    s->c, t.end, tag_content_end(&t, &close));
	}
	t = *input;
	while (tag_next(t.end, &t) && !tag_is(&t, "input"))
		if (tag_is(&t, "label"))
			return t.closes ? html_text(s->c, input->end, t.at)
					: "";
	return "";
}

static void read_input(
    struct story *s, struct form *f, const struct tag *t, const char *name)
{
	static const char unsent[] = " submit button reset image file ";
	const char *type = tag_attr(s->c, t, "type");
	const char *value = tag_attr(s->c, t, "value");
	struct control *k;
	bool tick, radio;

	type = type ? type : "text";
	if (strstr(unsent, mem_printf(s->c, " %s ", type)))
		return;
	tick = strcmp(type, "checkbox") == 0;
	radio = strcmp(type, "radio") == 0;
	if (!tick && !radio) {
		add(s, f, name, value);
		return;
	}
	k = add(s, f, name, value ? value : "on");
	k->kind = tick ? TICK : RADIO;
	k->on = tag_attr(s->c, t, "checked") != NULL;
	k->label = label(s, t);
}

/* Of a list where one is chosen, and none says that it is, it is the first. */
static const char *read_select(
    struct story *s, struct form *f, const struct tag *t, const char *name)
{
	bool several = tag_attr(s->c, t, "multiple") != NULL, chosen = several;
	struct control *first = NULL, *k;
	struct tag option = *t, next, close;
	const char *end = tag_content_end(t, &close);

	while (tag_next(option.end, &option) && option.at < end) {
		const char *value;

		if (!tag_is(&option, "option") || option.closes)
			continue;
		value = tag_attr(s->c, &option, "value");
		next = option;
		while (tag_next(next.end, &next) && !tag_is(&next, "option") &&
		    next.at < end)
			continue;
		k = add(s, f, name, value);
		k->label = html_text(s->c, option.end, next.at);
		if (!value)
			k->value = k->label;
		k->kind = several ? TICK : OPTION;
		k->on = tag_attr(s->c, &option, "selected") != NULL;
		chosen |= k->on;
		first = first ? first : k;
	}
	if (first && !chosen)
		first->on = true;
	return end;
}

/* A control belongs to the form it stands in, or to the one it names. */
static void read_control(struct story *s, struct form *f, struct tag *t)
{
	const char *name = tag_attr(s->c, t, "name");
	const char *own = tag_attr(s->c, t, "form");
	const char *id = tag_attr(s->c, &f->open, "id");
	struct tag close;
	const char *text;

	if (t->closes || !name || !*name || tag_attr(s->c, t, "disabled"))
		return;
	if (f->open.name_n &&
	    (own ? !id || strcmp(own, id) != 0
		 : t->at < f->open.at || t->at > f->end))
		return;
	if (tag_is(t, "input")) {
		read_input(s, f, t, name);
	} else if (tag_is(t, "select")) {
		t->end = read_select(s, f, t, name);
	} else if (tag_is(t, "textarea")) {
		text = t->end + (*t->end == '\n');
		t->end = tag_content_end(t, &close);
		add(s, f, name, html_decode(s->c, text, t->end));
	}
}

void form_read(struct story *s, struct form *f)
{
	struct tag t = { .end = s->browser->body.s };

	f->first = NULL;
	f->last = &f->first;
	while (tag_next(t.end, &t))
		read_control(s, f, &t);
}

/* The form with that id, or the one that the place is in. */
bool form_find(struct story *s, const char *id, const char *at, struct form *f)
{
	struct tag t = { .end = s->browser->body.s }, close;

	while (tag_next(t.end, &t)) {
		const char *own;

		if (!tag_is(&t, "form") || t.closes)
			continue;
		f->open = t;
		f->end = tag_content_end(&t, &close);
		own = tag_attr(s->c, &t, "id");
		if (id ? own && strcmp(own, id) == 0 : at > t.at && at < f->end)
			return true;
	}
	return false;
}

static const char *names(struct story *s, const struct form *f)
{
	struct text t = text_new(s->c->mem, 1000);
	const struct control *k;

	for (k = f->first; k; k = k->next)
		if (!strstr(t.s, k->name))
			text_printf(&t, " %s", k->name);
	return t.s;
}

/* Sets one field as a person would: what cannot be chosen is not chosen. An
 * empty value takes every tick off. */
bool form_set(
    struct story *s, struct form *f, const char *name, const char *value)
{
	struct control *k, *hit = NULL;
	bool known = false;

	for (k = f->first; k; k = k->next) {
		if (strcmp(k->name, name) != 0)
			continue;
		known = true;
		if (k->kind == PLAIN || strcmp(k->value, value) == 0 ||
		    strcmp(k->label, value) == 0)
			hit = hit ? hit : k;
		if (k->kind == TICK && !*value)
			k->on = false;
	}
	if (!hit)
		return (known && !*value) ||
		    fail(s, mem_printf(s->c, "%s=%s in the form", name, value),
			known ? "no such choice in%s" : "it has%s",
			names(s, f));
	for (k = f->first; k; k = k->next)
		if (k->kind == hit->kind && k->kind != PLAIN &&
		    k->kind != TICK && strcmp(k->name, name) == 0)
			k->on = false;
	if (hit->kind == PLAIN)
		hit->value = value;
	hit->on = true;
	return true;
}
