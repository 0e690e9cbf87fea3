#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "base/text.h"

#include "portal.h"

#define PHRASES_MOST 800
#define FILE_MOST    ((size_t)64 << 10)

struct pair {
	char *key, *text;
};

struct phrases {
	struct pair list[PHRASES_MOST];
	size_t count;
};

static int by_key(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* The file has the form of a configuration: sections, keys and values. */
static bool take(void *arg, const char *name, const char *value, char why[200])
{
	struct phrases *p = arg;
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

static bool read_file(const char *path, struct phrases *p, char why[200])
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
		ok = ok && config_parse(text, n, take, p, why);
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
	snprintf(path, sizeof path, "%s/phrases/da.txt", www_dir);
	if (!read_file(path, p, why)) {
		phrases_free(p);
		return NULL;
	}
	qsort(p->list, p->count, sizeof p->list[0], by_key);
	return p;
}

void phrases_free(struct phrases *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->list[i].key);
		free(p->list[i].text);
	}
	free(p);
}

const char *phrase_or(const char *key, const char *otherwise)
{
	const struct phrases *p = texts()->phrases;
	struct pair wanted = { .key = (char *)(uintptr_t)key };
	const struct pair *found = bsearch(
	    &wanted, p->list, p->count, sizeof p->list[0], by_key);

	return found != NULL ? found->text : otherwise;
}

const char *phrase(const char *key)
{
	const char *text = phrase_or(key, NULL);

	if (text == NULL)
		log_bug("phrase.missing key=%s", key);
	return text;
}

const char *phrase_named(struct ctx *c, const char *group, const char *name)
{
	char *key = mem_printf(c, "%s.%s", group, name);

	for (char *at = key; *at != '\0'; at++)
		if (*at == ' ')
			*at = '_';
	return phrase(key);
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
	return put_in(c, phrase(key), "{n}", mem_printf(c, "%" PRId64, n));
}

const char *phrase_x(struct ctx *c, const char *key, const char *x)
{
	return put_in(c, phrase(key), "{x}", x);
}
