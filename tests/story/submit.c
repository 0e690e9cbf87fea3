#include "story.h"

#include <ctype.h>
#include <string.h>

void form_add(struct text *to, const char *name, const char *value)
{
	const char *part[] = { to->n ? "&" : "", name, "=", value };
	const char *p;
	size_t i;

	for (i = 0; i < COUNT(part); i++)
		for (p = part[i]; *p; p++) {
			if (i % 2 == 0 || isalnum((unsigned char)*p) ||
			    strchr("-._~", *p))
				text_add_n(to, p, 1);
			else if (*p == ' ')
				text_add(to, "+");
			else
				text_printf(to, "%%%02X", (unsigned char)*p);
		}
}

static bool is_button(struct story *s, const struct tag *t, const char *text)
{
	const char *type = tag_attr(s->c, t, "type");
	const char *spoken = tag_attr(s->c, t, "aria-label");
	struct tag close;
	const char *says;

	if (t->closes || tag_attr(s->c, t, "disabled"))
		return false;
	if (tag_is(t, "input") && type && strcmp(type, "submit") == 0)
		says = tag_attr(s->c, t, "value");
	else if (tag_is(t, "button") && (!type || strcmp(type, "submit") == 0))
		says = html_text(s->c, t->end, tag_content_end(t, &close));
	else
		return false;
	return (says && strcmp(words_collapse(s->c, says), text) == 0) ||
	    (spoken && strcmp(spoken, text) == 0);
}

/* The place in the page's source after which to look; NULL if not there. */
static const char *place(struct story *s, const char *after)
{
	const char *at = s->browser->body.s;

	return after ? strstr(at, after) : at;
}

static bool find_button(
    struct story *s, const char *text, const char *after, struct tag *button)
{
	struct tag t = { .end = place(s, after) };
	int found = 0;

	if (!t.end)
		return fail(s, mem_printf(s->c, "\"%s\" in the page", after),
		    "not there");
	while (tag_next(t.end, &t))
		if (is_button(s, &t, text) && (!found++ || !after)) {
			*button = t;
			if (after)
				return true;
		}
	if (found == 1)
		return true;
	return fail(s, mem_printf(s->c, "one button \"%s\"", text),
	    found ? "%d of them: say after \"TEXT\"" : "%d of them", found);
}

static bool send(
    struct story *s, const struct form *f, const struct tag *button)
{
	const char *name = tag_attr(s->c, button, "name");
	const char *value = tag_attr(s->c, button, "value");
	const char *action = tag_attr(s->c, button, "formaction");
	const char *method = tag_attr(s->c, button, "formmethod");
	struct text t = text_new(s->c->mem, 1u << 20);
	const struct control *k;

	for (k = f->first; k; k = k->next)
		if (k->on)
			form_add(&t, k->name, k->value);
	if (name && *name)
		form_add(&t, name, value ? value : "");
	action = action ? action : tag_attr(s->c, &f->open, "action");
	method = method ? method : tag_attr(s->c, &f->open, "method");
	if (!action || !*action)
		action = "#";
	action = browser_path(s, action);
	action = mem_dup_n(s->c, action, strcspn(action, "#"));
	if (method && strcasecmp(method, "post") == 0)
		return browser_fetch(s, "POST", action, t.s);
	action = mem_dup_n(s->c, action, strcspn(action, "?"));
	return browser_fetch(
	    s, "GET", mem_printf(s->c, "%s?%s", action, t.s), NULL);
}

/* What stands in the words after the first: after "TEXT", or nothing. */
static const char *take_after(struct ctx *c, struct words *w, size_t *next)
{
	const char *word = w->n > 1 ? w->word[1] : "";
	size_t n;

	*next = 1;
	if (strncmp(word, "after ", 6) != 0)
		return NULL;
	*next = 2;
	word += 6 + (word[6] == '"');
	n = strlen(word);
	return mem_dup_n(c, word, n - (n && word[n - 1] == '"'));
}

/* name=value, as two strings. A value of @name is what was captured. */
static bool field(
    struct story *s, const char *word, const char **name, const char **value)
{
	const char *equals = strchr(word, '=');

	*name = *value = "";
	if (!equals || equals == word)
		return fail(s, "field=value", "%s", word);
	*name = mem_dup_n(s->c, word, (size_t)(equals - word));
	*value = equals + 1;
	if (**value == '@' && words_captured(s, *value + 1))
		*value = words_captured(s, *value + 1);
	return true;
}

bool cmd_submit(struct story *s, struct words *w)
{
	const char *after, *name, *value;
	struct tag button = { 0 };
	struct form f = { 0 };
	size_t i;

	after = take_after(s->c, w, &i);
	if (!browser_follow(s) || !find_button(s, w->word[0], after, &button))
		return false;
	if (!form_find(s, tag_attr(s->c, &button, "form"), button.at, &f))
		return fail(s,
		    mem_printf(s->c, "a form around \"%s\"", w->word[0]),
		    "none");
	form_read(s, &f);
	for (; i < w->n; i++)
		if (!field(s, w->word[i], &name, &value) ||
		    !form_set(s, &f, name, value))
			return false;
	return send(s, &f, &button);
}

bool cmd_click(struct story *s, struct words *w)
{
	struct tag t = { 0 }, close;
	size_t i;

	if (!browser_follow(s))
		return false;
	t.end = place(s, take_after(s->c, w, &i));
	while (t.end && tag_next(t.end, &t)) {
		const char *to = tag_is(&t, "a") && !t.closes
		    ? tag_attr(s->c, &t, "href")
		    : NULL;
		const char *text;

		if (!to)
			continue;
		text = html_text(s->c, t.end, tag_content_end(&t, &close));
		if (strcmp(text, w->word[0]) == 0)
			return browser_fetch(
			    s, "GET", browser_path(s, to), NULL);
	}
	return fail(s, mem_printf(s->c, "a link \"%s\"", w->word[0]), "none");
}

/* field NAME  VALUE: somewhere in the page a field shows that value. */
bool cmd_field(struct story *s, struct words *w)
{
	struct form whole = { .open.at = s->browser->body.s };
	struct text t = text_new(s->c->mem, 1000);
	const struct control *k;

	if (!browser_follow(s))
		return false;
	whole.open.at = whole.open.end = whole.open.name = s->browser->body.s;
	whole.end = whole.open.at + s->browser->body.n;
	form_read(s, &whole);
	for (k = whole.first; k; k = k->next) {
		if (!k->on || strcmp(k->name, w->word[0]) != 0)
			continue;
		if (words_match(
			s, w->n > 1 ? w->word[1] : "", k->value, true) ||
		    (w->n > 1 && strcmp(w->word[1], k->label) == 0))
			return true;
		text_printf(&t, " \"%s\"", k->value);
	}
	return fail(s,
	    mem_printf(s->c, "%s: %s", w->word[0], w->n > 1 ? w->word[1] : ""),
	    "%s", t.n ? t.s : "no such field");
}

const char *form_csrf(struct story *s)
{
	struct tag t = { .end = s->browser->body.s };
	const char *name;

	while (tag_next(t.end, &t)) {
		name = tag_is(&t, "input") ? tag_attr(s->c, &t, "name") : NULL;
		if (name && strcmp(name, "csrf") == 0)
			return tag_attr(s->c, &t, "value");
	}
	return NULL;
}

/* Sends just what the line says, and the last page's csrf. */
bool cmd_post(struct story *s, struct words *w)
{
	struct text t = text_new(s->c->mem, 1u << 20);
	const char *csrf = form_csrf(s);
	const char *name, *value;
	size_t i;

	for (i = 1; i < w->n; i++) {
		if (!field(s, w->word[i], &name, &value))
			return false;
		if (strcmp(name, "csrf") == 0)
			csrf = NULL;
		form_add(&t, name, value);
	}
	if (csrf)
		form_add(&t, "csrf", csrf);
	return browser_fetch(s, "POST", w->word[0], t.s);
}
