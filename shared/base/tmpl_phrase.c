#include "base/tmpl_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

/* A phrase is a template of its own beside the others, under a name that no
 * file and no {{>part}} can have. */
#define NAMED     "t:%d:%.*s"
#define NAME_MOST 100

static void name_of(char name[NAME_MOST], enum language language,
    const char *key, size_t length)
{
	snprintf(name, NAME_MOST, NAMED, (int)language, (int)length, key);
}

static void put(char **to, const char *s)
{
	size_t n = strlen(s);

	memcpy(*to, s, n);
	*to += n;
}

/* A phrase holds words, so that what is a letter of HTML is one of theirs; its
 * tags stay. A byte becomes six at most. */
static char *escaped(const char *text)
{
	char *copy = calloc(strlen(text) * 6 + 1, 1), *to = copy;
	bool tag = false;

	if (!copy)
		log_bug("memory.out phrase");
	for (; *text; text++) {
		if (!strncmp(text, "{{", 2) || !strncmp(text, "}}", 2))
			tag = *text == '{';
		if (!tag && *text == '&')
			put(&to, "&amp;");
		else if (!tag && *text == '<')
			put(&to, "&lt;");
		else if (!tag && *text == '>')
			put(&to, "&gt;");
		else if (!tag && *text == '"')
			put(&to, "&quot;");
		else
			*to++ = *text;
	}
	return copy;
}

static bool only_shows(const struct tmpl *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->steps[i].kind != STEP_TEXT &&
		    t->steps[i].kind != STEP_VALUE)
			return false;
	return true;
}

bool tmpls_phrase(struct tmpls *set, enum language language, const char *key,
    const char *text, char why[WHY])
{
	char name[NAME_MOST];
	struct tmpl *t;

	name_of(name, language, key, strlen(key));
	if (tmpls_has(set, name))
		return tmpl_fail(why, name, 1, "there is one of that name");
	t = calloc(1, sizeof *t);
	if (!t)
		log_bug("memory.out phrase");
	t->name = strdup(name);
	if (!t->name)
		log_bug("memory.out phrase");
	t->text = escaped(text);
	t->html = true;
	if (!tmpl_keep(set, t, why))
		return false;
	return only_shows(t) ||
	    tmpl_fail(why, name, 1, "a phrase shows values and nothing else");
}

bool tmpl_tie_phrase(const struct tmpls *set, const struct tmpl *t,
    struct step *step, char why[WHY])
{
	char name[NAME_MOST];

	if (!t->html)
		return tmpl_fail(
		    why, t->name, step->line, "phrases are of pages");
	for (int i = 0; i < LANGUAGES; i++) {
		name_of(name, (enum language)i, step->s, step->n);
		step->said[i] = tmpl_find(set, name, strlen(name));
		if (!step->said[i])
			step->said[i] = step->said[DANISH];
	}
	if (step->said[DANISH])
		return true;
	return tmpl_fail(why, t->name, step->line, "no phrase %.*s",
	    (int)(step->n > 60 ? 60 : step->n), step->s);
}
