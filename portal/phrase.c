#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "base/text.h"

#include "portal.h"

#define PHRASES_MOST 400
#define FILE_MOST    ((size_t)64 << 10)

static struct {
	const char *key, *text;
} phrases[PHRASES_MOST];
static size_t count;

static int by_key(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* The file has the form of a configuration: sections, keys and values. */
static bool take(void *arg, const char *name, const char *value, char why[200])
{
	(void)arg;
	if (count == PHRASES_MOST) {
		snprintf(why, 200, "more than %d phrases", PHRASES_MOST);
		return false;
	}
	phrases[count].key = strdup(name);
	phrases[count].text = strdup(value);
	if (phrases[count].key == NULL || phrases[count].text == NULL)
		log_bug("phrase.no_memory");
	count++;
	return true;
}

void phrases_load(const char *www_dir)
{
	char path[200], why[200], *text = malloc(FILE_MOST);
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "%s/phrases/da.txt", www_dir);
	f = fopen(path, "re");
	if (f == NULL || text == NULL)
		log_refuse("cannot read %s", path);
	n = fread(text, 1, FILE_MOST, f);
	fclose(f);
	if (n == FILE_MOST || !utf8_valid(text, n))
		log_refuse("%s is too large, or no UTF-8", path);
	if (!config_parse(text, n, take, NULL, why))
		log_refuse("%s: %s", path, why);
	free(text);
	qsort(phrases, count, sizeof phrases[0], by_key);
}

const char *phrase_or(const char *key, const char *otherwise)
{
	const void *found = bsearch(
	    &key, phrases, count, sizeof phrases[0], by_key);
	const char *const *pair = found;

	return pair != NULL ? pair[1] : otherwise;
}

const char *phrase(const char *key)
{
	const char *text = phrase_or(key, NULL);

	if (text == NULL)
		log_bug("phrase.missing key=%s", key);
	return text;
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
