/* Whatever template is written: it is refused, or its values stand where
 * escaping helps, whichever of its sections are shown and how often.
 *
 * The input is the template; x, y are texts, s, t are sections, and p.html is
 * a part of it. Control bytes stand for whole words of a template, so that the
 * fuzzer need not find out how they are spelt. */
#include <stdlib.h>
#include <string.h>

#include "base/tmpl_parts.h"

/* No template that the fuzzer finds holds this by chance. */
#define MARK "\x7fvalue<\"'&>\x7f"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static char *template_of(struct ctx *c, const uint8_t *data, size_t size)
{
	static const char *const words[32] = { "", "{{x}}", "{{y}}", "{{#s}}",
		"{{/s}}", "{{^s}}", "{{#t}}", "{{/t}}", "{{>p.html}}", "\t",
		"\n", "<script>", "</script>", "\r", "<style ", "<!--", "-->",
		"<a ", "\">", " href=\"/", " on", "click=\"", "=\"", "='",
		" src=\"#", "{{! }}", "<!", "</", "style=\"", "{{", "}}",
		" b" };
	struct text t = text_new(c->mem, 8 * size + 8);
	const char *s;
	size_t i;

	for (i = 0; i < size; i++) {
		s = (const char *)data + i;
		if (data[i] < COUNT(words))
			text_add(&t, words[data[i]]);
		else if (data[i] != 0x7f) /* would be taken for a value */
			text_add_n(&t, s, 1);
	}
	return t.s;
}

/* Sections shown as the bits of `shown` say: s as a condition, t as a list. */
static struct view *view_of(struct ctx *c, unsigned shown)
{
	struct view *v = view_new(c);
	struct view *list;
	unsigned i;

	view_text(c, v, "x", MARK);
	view_int(c, v, "y", 7);
	view_bool(c, v, "s", shown & 1);
	list = view_list(c, v, "t");
	for (i = 0; i < shown >> 1; i++)
		view_text(c, view_item(c, list), "x", MARK);
	return v;
}

/* Reads what was filled as HTML, and looks at where each value came. */
static void read_html(const char *s)
{
	struct html h = { 0 };

	for (; *s; s++) {
		if (*s == '\x7f')
			must(!html_allows(&h, STEP_VALUE));
		must(!html_byte(&h, *s));
	}
	must(h.place == IN_TEXT);
}

static void fill(struct ctx *c, const struct tmpls *set, const char *name)
{
	char why[200] = "";
	struct text out;
	unsigned shown;

	for (shown = 0; shown < 6; shown++) {
		out = text_new(c->mem, 100000);
		if (tmpls_fill(set, name, view_of(c, shown), &out, why))
			read_html(out.s);
		else
			must(out.n == 0 && strlen(why) < sizeof why && *why);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	struct tmpls *set = tmpls_new();
	char *text = template_of(&c, data, size);
	char why[200] = "";

	must(tmpls_add(set, "p.html", "<b>{{x}}</b>", why));
	if (!tmpls_add(set, "a.html", text, why))
		must(*why && !tmpls_has(set, "a.html"));
	else if (tmpls_check(set, why))
		fill(&c, set, "a.html");
	else
		must(*why);
	tmpls_add(set, "a.sms", text, why);
	tmpls_free(set);
	arena_free(c.mem);
	return 0;
}
