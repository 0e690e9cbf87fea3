#include "base/tmpl_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define FILE_MOST ((off_t)1 << 20) /* bytes of a template */
#define NAME_MOST 300              /* bytes of its name, prefix included */

/* A template's depth while it is measured: whoever meets it is inside it. */
#define MEASURING (-1)

static void *room(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		log_bug("memory.out bytes=%zu", size);
	return p;
}

bool tmpl_fail(char why[WHY], const char *name, int line, const char *fmt, ...)
{
	va_list ap;
	int n;

	n = snprintf(why, WHY, "%.90s:%d: ", name, line);
	va_start(ap, fmt);
	vsnprintf(why + n, WHY - (size_t)n, fmt, ap);
	va_end(ap);
	return false;
}

struct tmpls *tmpls_new(void)
{
	return room(sizeof(struct tmpls));
}

static void drop(struct tmpl *t)
{
	free(t->name);
	free(t->text);
	free(t->steps);
	free(t);
}

void tmpls_free(struct tmpls *set)
{
	struct tmpl *t, *next;
	size_t i;

	if (!set)
		return;
	for (i = 0; i < SLOTS; i++) {
		for (t = set->slot[i]; t; t = next) {
			next = t->next;
			drop(t);
		}
	}
	free(set);
}

static size_t slot_of(const char *name, size_t n)
{
	uint32_t hash = 2166136261U; /* FNV-1a */
	size_t i;

	for (i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619U;
	return (hash ^ hash >> 16) % SLOTS;
}

struct tmpl *tmpl_find(const struct tmpls *set, const char *name, size_t n)
{
	struct tmpl *t = set->slot[slot_of(name, n)];

	while (t && (strncmp(t->name, name, n) != 0 || t->name[n]))
		t = t->next;
	return t;
}

bool tmpls_has(const struct tmpls *set, const char *name)
{
	return tmpl_find(set, name, strlen(name)) != NULL;
}

static bool ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name);
	size_t m = strlen(ending);

	return n > m && !strcmp(name + n - m, ending);
}

/* A copy without what an editor on Windows puts in: the mark at the beginning
 * and the returns at the ends of lines. In an SMS they would cost. */
static char *tidy(const char *text)
{
	char *copy = room(strlen(text) + 1);
	char *to = copy;

	if (!strncmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	for (; *text; text++)
		if (text[0] != '\r' || text[1] != '\n')
			*to++ = *text;
	return copy;
}

bool tmpl_keep(struct tmpls *set, struct tmpl *t, char why[WHY])
{
	struct tmpl **slot = &set->slot[slot_of(t->name, strlen(t->name))];

	if (!tmpl_parse(t, why)) {
		drop(t);
		return false;
	}
	t->next = *slot;
	*slot = t;
	set->checked = false;
	return true;
}

bool tmpls_add(
    struct tmpls *set, const char *name, const char *text, char why[WHY])
{
	size_t n = strlen(name);
	struct tmpl *t;

	if (tmpls_has(set, name))
		return tmpl_fail(why, name, 1, "there is one of that name");
	if (!utf8_valid(text, strlen(text)))
		return tmpl_fail(why, name, 1, "is not UTF-8");
	t = room(sizeof *t);
	t->name = memcpy(room(n + 1), name, n);
	t->text = tidy(text);
	t->html = ends_in(name, ".html");
	return tmpl_keep(set, t, why);
}

/* The whole file as a text, to be freed, or NULL with errno. */
static char *read_whole(int fd, off_t size)
{
	char *text;
	ssize_t got;

	if (size > FILE_MOST) {
		errno = EFBIG;
		return NULL;
	}
	text = room((size_t)size + 1);
	got = read(fd, text, (size_t)size);
	if (got == size && strlen(text) == (size_t)size)
		return text;
	free(text);
	if (got >= 0)
		errno = EILSEQ; /* a NUL in it, or it was changed meanwhile */
	return NULL;
}

static bool add_file(struct tmpls *set, int fd, const char *name, char why[WHY])
{
	struct stat about;
	char *text;
	bool good;

	if (fstat(fd, &about))
		return tmpl_fail(why, name, 0, "%s", strerrordesc_np(errno));
	if (!S_ISREG(about.st_mode))
		return true;
	text = read_whole(fd, about.st_size);
	if (!text)
		return tmpl_fail(why, name, 0, "%s", strerrordesc_np(errno));
	good = tmpls_add(set, name, text, why);
	free(text);
	return good;
}

static bool load_file(struct tmpls *set, int folder, const char *file,
    const char *name, char why[WHY])
{
	int fd = openat(folder, file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good;

	if (fd < 0)
		return tmpl_fail(why, name, 0, "%s", strerrordesc_np(errno));
	good = add_file(set, fd, name, why);
	close(fd);
	return good;
}

static bool is_wanted(const char *file, const char *const *endings)
{
	if (file[0] == '.')
		return false;
	for (; *endings; endings++)
		if (ends_in(file, *endings))
			return true;
	return false;
}

static bool load_named(struct tmpls *set, DIR *dir, const char *prefix,
    const char *file, char why[WHY])
{
	char name[NAME_MOST];
	int n = snprintf(name, sizeof name, "%s%s", prefix, file);

	if (n < 0 || (size_t)n >= sizeof name)
		return tmpl_fail(why, name, 0, "too long a name");
	return load_file(set, dirfd(dir), file, name, why);
}

bool tmpls_load(struct tmpls *set, const char *folder, const char *prefix,
    const char *const *endings, char why[WHY])
{
	DIR *dir = opendir(folder);
	const struct dirent *file;
	bool good = true;

	if (!dir)
		return tmpl_fail(why, folder, 0, "%s", strerrordesc_np(errno));
	while (good && (file = readdir(dir)))
		if (is_wanted(file->d_name, endings))
			good = load_named(set, dir, prefix, file->d_name, why);
	closedir(dir);
	return good;
}

/* Ties the template to its parts. A part of another kind would not have been
 * escaped, nor its own text looked at. */
static bool tie(const struct tmpls *set, struct tmpl *t, char why[WHY])
{
	struct step *step;
	size_t i;

	t->depth = 0;
	for (i = 0; i < t->count; i++) {
		step = &t->steps[i];
		if (step->kind == STEP_PHRASE &&
		    !tmpl_tie_phrase(set, t, step, why))
			return false;
		if (step->kind != STEP_PART)
			continue;
		step->part = tmpl_find(set, step->s, step->n);
		if (!step->part)
			return tmpl_fail(why, t->name, step->line,
			    "no part %.*s", (int)step->n, step->s);
		if (t->html && !step->part->html)
			return tmpl_fail(why, t->name, step->line,
			    "the part %.*s is no .html", (int)step->n, step->s);
	}
	return true;
}

/* NOLINTNEXTLINE(misc-no-recursion): what is MEASURING is not entered again */
static bool measure(struct tmpl *t, char why[WHY])
{
	const struct step *step;
	int deepest = 0;
	size_t i;

	if (t->depth > 0)
		return true;
	t->depth = MEASURING;
	for (i = 0; i < t->count; i++) {
		step = &t->steps[i];
		if (step->kind != STEP_PART)
			continue;
		if (step->part->depth == MEASURING)
			return tmpl_fail(why, t->name, step->line,
			    "the part %s includes itself", step->part->name);
		if (!measure(step->part, why))
			return false;
		if (step->part->depth > deepest)
			deepest = step->part->depth;
	}
	t->depth = deepest + 1;
	if (deepest > TMPL_NESTED_MOST)
		return tmpl_fail(why, t->name, 1, "parts nested too deep");
	return true;
}

bool tmpls_check(struct tmpls *set, char why[WHY])
{
	struct tmpl *t;
	size_t i;

	for (i = 0; i < SLOTS; i++)
		for (t = set->slot[i]; t; t = t->next)
			if (!tie(set, t, why))
				return false;
	for (i = 0; i < SLOTS; i++)
		for (t = set->slot[i]; t; t = t->next)
			if (!measure(t, why))
				return false;
	set->checked = true;
	return true;
}

struct tmpls *tmpls_read(
    const char *folder, const char *const *endings, char why[WHY])
{
	struct tmpls *set = tmpls_new();

	if (tmpls_load(set, folder, "", endings, why) && tmpls_check(set, why))
		return set;
	tmpls_free(set);
	return NULL;
}
