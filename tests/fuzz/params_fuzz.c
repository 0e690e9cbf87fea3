/* Whatever is sent as a form, a query or a cookie: no crash; what is taken is
 * text, and stays the same when it is sent again. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "portal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void must_be_text(const char *s)
{
	must(utf8_valid(s, strlen(s)));
	for (; *s != '\0'; s++)
		must((unsigned char)*s >= 0x20 || *s == '\n' || *s == '\t');
}

static void add_encoded(struct text *t, const char *s)
{
	for (; *s != '\0'; s++)
		text_printf(t, "%%%02x", (unsigned char)*s);
}

/* Sent again, each byte encoded. */
static void send_again(struct ctx *c, const struct params *p, size_t size)
{
	struct text t = text_new(c->mem, 6 * size + 100);
	struct params again;

	for (size_t i = 0; i < p->count; i++) {
		text_add(&t, i > 0 ? "&" : "");
		add_encoded(&t, p->list[i].name);
		text_add(&t, "=");
		add_encoded(&t, p->list[i].value);
	}
	must(params_parse(c, t.s, t.n, &again));
	must(again.count == p->count);
	for (size_t i = 0; i < p->count; i++) {
		must(!strcmp(again.list[i].name, p->list[i].name));
		must(!strcmp(again.list[i].value, p->list[i].value));
		must(!again.list[i].bad);
	}
}

static void form(struct ctx *c, const char *s, size_t n)
{
	struct params p;

	if (!params_parse(c, s, n, &p))
		return;
	must(p.count <= PARAMS_MOST);
	for (size_t i = 0; i < p.count; i++) {
		const struct param *first = param_find(&p, p.list[i].name);
		const char *const *all = param_values(c, &p, p.list[i].name);

		must(p.list[i].name[0] != '\0');
		must_be_text(p.list[i].name);
		must_be_text(p.list[i].value);
		must(first != NULL && first <= &p.list[i]);
		must(!strcmp(param_value(&p, first->name),
		    first->twice ? "" : first->value));
		must(all[0] == first->value);
	}
	send_again(c, &p, n);
}

static void cookie(struct ctx *c, const char *header)
{
	const char *found = cookie_find(c, header, "sid");
	const char *at;

	if (found == NULL)
		return;
	must(strlen(found) == 26);
	must(strspn(found, "0123456789abcdefghijklmnopqrstuvwxyz") == 26);
	at = strstr(header, mem_printf(c, "sid=%s", found));
	must(at != NULL);
	/* The same once more, and it is none. */
	must(cookie_find(
		 c, mem_printf(c, "%s; sid=%s", header, found), "sid") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	const char *s = mem_dup_n(&c, (const char *)data, size);

	form(&c, s, size);
	cookie(&c, s);
	arena_free(c.mem);
	return 0;
}
