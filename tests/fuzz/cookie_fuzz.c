/* Whatever stands in the header Cookie: a cookie is found exactly when the
 * header says it once and by its name, and it looks like a token of ours. This
 * is told here once more, in another way. Other cookies beside it change
 * nothing, and none of its relatives is taken for it. */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

#include "portal.h"

#define TOKEN "0123456789abcdefghjkmnpqrs"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static bool is_ours(const char *s)
{
	return strlen(s) == TOKEN_CHARS &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789") == TOKEN_CHARS;
}

/* From the last to the first, each cut off where it begins. */
static const char *expected(struct ctx *c, const char *header, const char *name)
{
	char *all = mem_dup(c, header), *at;
	const char *found = NULL;
	size_t n = strlen(name);
	int times = 0;

	for (bool more = true; more;) {
		at = strrchr(all, ';');
		more = at != NULL;
		at = more ? at + 1 : all;
		at += strspn(at, " ");
		if (strncmp(at, name, n) == 0 && at[n] == '=') {
			found = mem_dup(c, at + n + 1);
			times++;
		}
		if (more)
			*strrchr(all, ';') = '\0';
	}
	return times == 1 && is_ours(found) ? found : NULL;
}

static bool same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void must_be_alone(struct ctx *c, const char *header, const char *name)
{
	const char *found = cookie_find(c, header, name);
	const char *end = strpbrk(header, ";");

	must(same(found, expected(c, header, name)));
	/* Neighbours. */
	must(same(found,
	    cookie_find(
		c, mem_printf(c, "other=%s; %s", TOKEN, header), name)));
	must(same(found,
	    cookie_find(
		c, mem_printf(c, "%s;x%s=%s", header, name, TOKEN), name)));
	/* Twice is none, however the second is. */
	if (found != NULL) {
		must(cookie_find(c, mem_printf(c, "%s; %s=", header, name),
			 name) == NULL);
		must(cookie_find(c,
			 mem_printf(c, "%s=%s;%s", name, TOKEN, header),
			 name) == NULL);
	}
	/* One that is there, whatever follows. */
	if (end == NULL && strstr(header, name) == NULL)
		must(same(
		    cookie_find(c,
			mem_printf(c, "%s=%s;%s", name, TOKEN, header), name),
		    TOKEN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "sid", "bid", "__Host-sid", "a" };
	struct ctx c = { .mem = arena_new() };
	/* A header holds no NUL: the parser of heads has seen to that. */
	const char *header = mem_dup_n(&c, (const char *)data, size);

	for (size_t i = 0; i < COUNT(names); i++)
		must_be_alone(&c, header, names[i]);
	arena_free(c.mem);
	return 0;
}
