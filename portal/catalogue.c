#include "catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

#include "portal.h"

#define LINES_MOST 400
#define ITEMS_MOST 8 /* of a line */

#define WORDING "wording" /* the section of it; all others are trades */

/* section.key = item | item, in the order of the file. */
struct line {
	char *name, *items;
};

struct catalogues {
	struct line list[LINES_MOST];
	size_t count;
};

static bool take(void *arg, const char *name, const char *value, char why[200])
{
	struct catalogues *k = arg;
	struct line *to = &k->list[k->count];

	if (k->count == LINES_MOST) {
		snprintf(why, 200, "more than %d lines", LINES_MOST);
		return false;
	}
	to->name = strdup(name);
	to->items = strdup(value);
	if (to->name == NULL || to->items == NULL)
		log_bug("catalogue.no_memory");
	k->count++;
	return true;
}

struct catalogues *catalogues_load(const char *www_dir, char why[200])
{
	static const char *const files[] = { "wording", "carving" };
	struct catalogues *k = calloc(1, sizeof *k);
	char path[200];

	if (k == NULL)
		log_bug("catalogue.no_memory");
	for (size_t i = 0; i < COUNT(files); i++) {
		snprintf(path, sizeof path, "%s/catalogue/%s.txt", www_dir,
		    files[i]);
		if (!words_read(path, take, k, why)) {
			catalogues_free(k);
			return NULL;
		}
	}
	return k;
}

void catalogues_free(struct catalogues *k)
{
	for (size_t i = 0; i < k->count; i++) {
		free(k->list[i].name);
		free(k->list[i].items);
	}
	free(k);
}

/* ---- what stands in them ---- */

/* "til jul | i poser", as a NULL-ended list. */
static const char *const *items_of(struct ctx *c, const char *items)
{
	const char **list = mem_alloc(c, (ITEMS_MOST + 1) * sizeof *list);
	size_t n = 0;

	while (n < ITEMS_MOST && *items != '\0') {
		size_t length = strcspn(items, "|");

		list[n++] = text_trim(c, mem_dup_n(c, items, length));
		items += length + (items[length] == '|');
	}
	list[n] = NULL;
	return list;
}

const char *const *wordings(struct ctx *c, const char *function)
{
	const struct catalogues *k = texts()->catalogues;
	const char *name = mem_printf(c, WORDING ".%s", function);

	for (size_t i = 0; i < k->count; i++)
		if (strcmp(k->list[i].name, name) == 0)
			return items_of(c, k->list[i].items);
	return items_of(c, "");
}

/* The section of a line, and whether it is the first of it. */
static const char *section_of(
    struct ctx *c, const struct catalogues *k, size_t i, bool *first)
{
	size_t n = strcspn(k->list[i].name, ".");

	*first = i == 0 ||
	    strncmp(k->list[i - 1].name, k->list[i].name, n + 1) != 0;
	return mem_dup_n(c, k->list[i].name, n);
}

const char *const *trades(struct ctx *c)
{
	const struct catalogues *k = texts()->catalogues;
	const char **list = mem_alloc(c, (k->count + 1) * sizeof *list);
	size_t n = 0;

	for (size_t i = 0; i < k->count; i++) {
		bool first;
		const char *section = section_of(c, k, i, &first);

		if (first && strcmp(section, WORDING) != 0)
			list[n++] = section;
	}
	list[n] = NULL;
	return list;
}

const struct piece *pieces_of(struct ctx *c, const char *trade, size_t *count)
{
	const struct catalogues *k = texts()->catalogues;
	struct piece *list = mem_alloc(c, (k->count + 1) * sizeof *list);

	*count = 0;
	for (size_t i = 0; i < k->count; i++) {
		bool first;
		const char *const *items;

		if (strcmp(section_of(c, k, i, &first), trade) != 0 ||
		    strcmp(trade, WORDING) == 0)
			continue;
		items = items_of(c, k->list[i].items);
		if (items[0] == NULL || items[1] == NULL || items[2] == NULL)
			continue;
		list[(*count)++] = (struct piece) { .function = items[0],
			.title = items[1],
			.minutes = strtoll(items[2], NULL, 10) };
	}
	return list;
}
