#include "base/tmpl_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

struct section {
	size_t step;
	struct html html; /* where it began */
};

struct parser {
	struct tmpl *t;
	const char *at;
	int line;
	size_t room; /* for steps */
	struct html html;
	struct section open[TMPL_NESTED_MOST];
	size_t depth; /* of open */
	char *why;
};

/* {{kind name}}, from the first brace to behind the last. */
struct tag {
	const char *from, *end;
	char kind; /* # ^ / > ! t or, of a value, 0 */
	const char *name;
	size_t n;
};

static bool wrong(struct parser *p, const char *why)
{
	return tmpl_fail(p->why, p->t->name, p->line, "%s", why);
}

static bool wrong_tag(struct parser *p, const struct tag *g, const char *why)
{
	return tmpl_fail(p->why, p->t->name, p->line, "{{%.1s%.*s}} %s",
	    g->kind ? &g->kind : "", (int)(g->n > 60 ? 60 : g->n), g->name,
	    why);
}

static void go_to(struct parser *p, const char *to)
{
	for (; p->at < to; p->at++)
		p->line += *p->at == '\n';
}

static struct step *add_step(
    struct parser *p, enum step_kind kind, const char *s, size_t n)
{
	struct tmpl *t = p->t;
	struct step *step;

	if (t->count == p->room) {
		p->room = p->room ? 2 * p->room : 16;
		t->steps = realloc(t->steps, p->room * sizeof *t->steps);
		if (!t->steps)
			log_bug("memory.out steps=%zu", p->room);
	}
	step = &t->steps[t->count++];
	*step = (struct step) { .kind = kind, .line = p->line, .s = s, .n = n };
	return step;
}

/* The text up to there, which is behind no other tag. */
static bool add_text(struct parser *p, const char *to)
{
	const char *s = p->at;
	const char *why;

	if (to > s)
		add_step(p, STEP_TEXT, s, (size_t)(to - s));
	if (!p->t->html)
		go_to(p, to);
	while (p->at < to) {
		why = html_byte(&p->html, *p->at);
		if (why)
			return wrong(p, why);
		go_to(p, p->at + 1);
	}
	return true;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* Takes apart the tag at s. */
static bool read_tag(struct parser *p, const char *s, struct tag *g)
{
	const char *close = strstr(s + 2, "}}");

	*g = (struct tag) { .from = s, .name = s + 2 };
	if (!close) {
		go_to(p, s);
		return wrong(p, "a tag without its }}");
	}
	g->end = close + 2;
	if (strchr("#^/>!", *g->name))
		g->kind = *g->name++;
	else if (strncmp(g->name, "t:", 2) == 0) {
		g->kind = 't';
		g->name += 2;
	}
	while (g->name < close && is_blank(*g->name))
		g->name++;
	while (close > g->name && is_blank(close[-1]))
		close--;
	g->n = (size_t)(close - g->name);
	return true;
}

/* A tag that shows nothing by itself takes its line with it when nothing else
 * stands there. */
static void widen(struct parser *p, struct tag *g)
{
	const char *from = g->from;
	const char *end = g->end;

	if (!g->kind || g->kind == 't')
		return;
	while (from > p->at && is_blank(from[-1]))
		from--;
	if (from > p->t->text && from[-1] != '\n')
		return;
	while (is_blank(*end))
		end++;
	if (*end && *end != '\n')
		return;
	g->from = from;
	g->end = *end ? end + 1 : end;
}

static bool is_of_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	    (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
	    (unsigned char)byte >= 0x80;
}

/* Words with a dot between; in the name of a part also a slash. */
static bool is_name(const struct tag *g)
{
	const char *between = g->kind == '>' ? "./" : ".";
	bool word = false;
	size_t i;

	for (i = 0; i < g->n; i++) {
		if (is_of_word(g->name[i]))
			word = true;
		else if (word && strchr(between, g->name[i]))
			word = false;
		else
			return false;
	}
	return word;
}

static bool add_tag(struct parser *p, const struct tag *g, enum step_kind kind)
{
	const char *why = NULL;
	const char *dot = memchr(g->name, '.', g->n);
	struct step *step;

	if (p->t->html)
		why = html_allows(&p->html, kind);
	if (why)
		return wrong_tag(p, g, why);
	step = add_step(p, kind, g->name, g->n);
	step->head = dot ? (size_t)(dot - g->name) : g->n;
	step->hash = view_hash(g->name, step->head);
	return true;
}

static bool open_section(struct parser *p, const struct tag *g)
{
	if (p->depth == TMPL_NESTED_MOST)
		return wrong_tag(p, g, "is nested too deep");
	if (!add_tag(p, g, g->kind == '#' ? STEP_EACH : STEP_UNLESS))
		return false;
	p->open[p->depth].step = p->t->count - 1;
	p->open[p->depth].html = p->html;
	p->depth++;
	return true;
}

static bool close_section(struct parser *p, const struct tag *g)
{
	const struct section *open;
	const char *why = NULL;
	struct step *step;

	if (p->depth == 0)
		return wrong_tag(p, g, "ends nothing");
	open = &p->open[p->depth - 1];
	step = &p->t->steps[open->step];
	if (step->n != g->n || memcmp(step->s, g->name, g->n) != 0)
		return wrong_tag(p, g, "ends another section than was begun");
	if (p->t->html)
		why = html_section(&open->html, &p->html);
	if (why)
		return wrong_tag(p, g, why);
	step->after = p->t->count;
	p->depth--;
	return true;
}

static bool one_tag(struct parser *p, const struct tag *g)
{
	if (g->kind == '!')
		return true;
	if (*g->name == '{' || *g->name == '&')
		return wrong(p, "there is no raw form");
	if (!is_name(g))
		return wrong_tag(p, g, "is no name");
	switch (g->kind) {
	case '#':
	case '^': return open_section(p, g);
	case '/': return close_section(p, g);
	case '>': return add_tag(p, g, STEP_PART);
	case 't': return add_tag(p, g, STEP_PHRASE);
	default: return add_tag(p, g, STEP_VALUE);
	}
}

/* What has no end at the end of the text. */
static bool finish(struct parser *p)
{
	const struct step *open;

	if (p->depth) {
		open = &p->t->steps[p->open[p->depth - 1].step];
		p->line = open->line;
		return tmpl_fail(p->why, p->t->name, p->line,
		    "the section %.*s has no end",
		    (int)(open->n > 60 ? 60 : open->n), open->s);
	}
	if (p->t->html && p->html.place != IN_TEXT)
		return wrong(
		    p, "the text ends within a tag, comment or script");
	return true;
}

bool tmpl_parse(struct tmpl *t, char why[WHY])
{
	struct parser p = { .t = t, .at = t->text, .line = 1, .why = why };
	const char *next;
	struct tag tag;

	while ((next = strstr(p.at, "{{"))) {
		if (!read_tag(&p, next, &tag))
			return false;
		widen(&p, &tag);
		if (!add_text(&p, tag.from))
			return false;
		if (!one_tag(&p, &tag))
			return false;
		go_to(&p, tag.end);
	}
	if (!add_text(&p, p.at + strlen(p.at)))
		return false;
	return finish(&p);
}
