#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "base/text.h"

#include "portal.h"

#define PHRASES_MOST 2000 /* of a language */
#define FILE_MOST    ((size_t)128 << 10)

const char *language_name(enum language language)
{
	static const char *const names[LANGUAGES] = { "da", "en" };

	return names[language];
}

struct pair {
	char *key, *text;
};

struct catalogue {
	struct pair list[PHRASES_MOST];
	size_t count;
};

struct phrases {
	struct catalogue in[LANGUAGES];
};

static int by_key(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* The file has the form of a configuration: sections, keys and values. */
static bool take(void *arg, const char *name, const char *value, char why[200])
{
	struct catalogue *p = arg;
	struct pair *to = &p->list[p->count];

	if (p->count == PHRASES_MOST) {
		snprintf(why, 200, "more than %d phrases", PHRASES_MOST);
		return false;
	}
	to->key = strdup(name);
	to->text = strdup(value);
	if (to->key == NULL || to->text == NULL)
		log_bug("phrase.no_memory");
	p->count++;
	return true;
}

bool words_read(const char *path,
    bool (*take_one)(
	void *arg, const char *name, const char *value, char why[200]),
    void *arg, char why[200])
{
	char *text = malloc(FILE_MOST);
	FILE *f = fopen(path, "re");
	bool ok = false;
	size_t n;

	if (f == NULL || text == NULL) {
		snprintf(why, 200, "cannot read %.150s", path);
	} else {
		n = fread(text, 1, FILE_MOST, f);
		ok = n < FILE_MOST && utf8_valid(text, n);
		if (!ok)
			snprintf(
			    why, 200, "%.150s is too large, or no UTF-8", path);
		ok = ok && config_parse(text, n, take_one, arg, why);
	}
	if (f != NULL)
		fclose(f);
	free(text);
	return ok;
}

struct phrases *phrases_load(const char *www_dir, char why[200])
{
	struct phrases *p = calloc(1, sizeof *p);
	char path[200];

	if (p == NULL)
		log_bug("phrase.no_memory");
	for (int i = 0; i < LANGUAGES; i++) {
		struct catalogue *in = &p->in[i];

		snprintf(path, sizeof path, "%s/phrases/%s.txt", www_dir,
		    language_name((enum language)i));
		if (!words_read(path, take, in, why)) {
			phrases_free(p);
			return NULL;
		}
		qsort(in->list, in->count, sizeof in->list[0], by_key);
	}
	return p;
}

bool phrases_put(const struct phrases *p, struct tmpls *pages, char why[200])
{
	for (int i = 0; i < LANGUAGES; i++)
		for (size_t k = 0; k < p->in[i].count; k++)
			if (!tmpls_phrase(pages, (enum language)i,
				p->in[i].list[k].key, p->in[i].list[k].text,
				why))
				return false;
	return true;
}

static void catalogue_free(struct catalogue *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->list[i].key);
		free(p->list[i].text);
	}
}

void phrases_free(struct phrases *p)
{
	for (int i = 0; i < LANGUAGES; i++)
		catalogue_free(&p->in[i]);
	free(p);
}

static const char *look(
    enum language language, const char *key, const char *otherwise)
{
	const struct catalogue *p = &texts()->phrases->in[language];
	struct pair wanted = { .key = (char *)(uintptr_t)key };
	const struct pair *found = bsearch(
	    &wanted, p->list, p->count, sizeof p->list[0], by_key);

	return found != NULL ? found->text : otherwise;
}

const char *phrase_or(const char *key, const char *otherwise)
{
	return look(DANISH, key, otherwise);
}

const char *phrase(const char *key)
{
	const char *text = phrase_or(key, NULL);

	if (text == NULL)
		log_bug("phrase.missing key=%s", key);
	return text;
}

const char *phrase_in_or(struct ctx *c, const char *key, const char *otherwise)
{
	const char *text = look(c->language, key, NULL);

	return text != NULL ? text : phrase_or(key, otherwise);
}

const char *phrase_in(struct ctx *c, const char *key)
{
	const char *text = look(c->language, key, NULL);

	return text != NULL ? text : phrase(key);
}

const char *phrase_named(struct ctx *c, const char *group, const char *name)
{
	char *key = mem_join(c, group, ".", name);

	for (char *at = key; *at != '\0'; at++)
		if (*at == ' ')
			*at = '_';
	return phrase_in(c, key);
}

static const char *put_in(
    struct ctx *c, const char *text, const char *mark, const char *value)
{
	struct text t = text_new(c->mem, 2000);
	const char *at = strstr(text, mark);

	if (at == NULL)
		return text;
	text_add_n(&t, text, (size_t)(at - text));
	text_add(&t, value);
	text_add(&t, at + strlen(mark));
	return t.s;
}

const char *phrase_n(struct ctx *c, const char *key, int64_t n)
{
	return put_in(
	    c, phrase_in(c, key), "{n}", mem_printf(c, "%" PRId64, n));
}

const char *phrase_x(struct ctx *c, const char *key, const char *x)
{
	return put_in(c, phrase_in(c, key), "{x}", x);
}
