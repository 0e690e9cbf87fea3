#include <string.h>

#include "base/db.h"
#include "base/text.h"

#include "hook.h"
#include "seal.h"

enum err hook_store(struct ctx *c, const char *provider, const char *kind,
    const char *event_key, const struct hook_field *fields)
{
	struct text t = text_new(c->mem, HOOK_BYTES_MOST);
	int64_t id;

	/* A line a field: values have no line ends left when they get here,
	 * but for the words of an SMS, which stand last. */
	for (; fields->name != NULL; fields++)
		text_printf(&t, "%s=%s\n", fields->name,
		    text_mask_cpr(c, fields->value));
	if (t.full)
		return ERR_INVALID;
	db_begin(c);
	id = db_new_id(c);
	db_run(c,
	    SQL("INSERT INTO hook (id, provider, kind, event_key, fields,"
		" came_at) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (provider, event_key) DO NOTHING"),
	    BIND(INT(id), TEXT(provider), TEXT(kind), TEXT(event_key),
		TEXT(seal_text(c, 0, HOOK_SEALED, id, t.s)), INT(c->now)));
	return db_commit(c);
}

static const struct hook_field *split(struct ctx *c, const char *stored)
{
	struct hook_field *fields = mem_alloc(c, 32 * sizeof *fields);
	char *at = mem_dup(c, stored);
	size_t n = 0;

	while (n < 31 && *at != '\0') {
		char *equals = strchr(at, '=');
		bool last = equals != NULL && strncmp(at, "text=", 5) == 0;
		char *end = last ? at + strlen(at) - 1 : strchr(at, '\n');

		if (equals == NULL || end == NULL)
			break;
		*equals = *end = '\0';
		fields[n++] = (struct hook_field) { at, equals + 1 };
		at = end + 1;
	}
	return fields;
}

static const struct hook *read_all(struct ctx *c, struct rows *r, size_t *count)
{
	struct hook *all = mem_alloc(c, (r->count + 1) * sizeof *all);

	for (*count = 0; row_next(r); (*count)++) {
		struct hook *h = &all[*count];
		int64_t person;

		h->id = row_int(r);
		h->came_at = row_int(r);
		h->provider = row_text(r);
		h->kind = row_text(r);
		person = row_int(r);
		h->fields = split(
		    c, seal_open(c, person, HOOK_SEALED, h->id, row_text(r)));
	}
	return all;
}

const struct hook *hook_new(struct ctx *c, size_t most, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, came_at, provider, kind, person_id, fields"
		" FROM hook"
		" WHERE done_at IS NULL ORDER BY id LIMIT $1"),
	    BIND(INT(most)));

	return read_all(c, &r, count);
}

const struct hook *hook_said(
    struct ctx *c, const char *provider, size_t most, size_t *count)
{
	struct rows r = db_query(c,
	    SQL("SELECT id, came_at, provider, kind, person_id, fields"
		" FROM hook"
		" WHERE provider = $1 AND kind = 'inbound'"
		" ORDER BY id DESC LIMIT $2"),
	    BIND(TEXT(provider), INT(most)));

	return read_all(c, &r, count);
}

void hook_done(struct ctx *c, int64_t id, int64_t person)
{
	const char *fields = db_text(
	    c, SQL("SELECT fields FROM hook WHERE id = $1"), BIND(INT(id)), "");

	if (person != 0)
		fields = seal_text(c, person, HOOK_SEALED, id,
		    seal_open(c, 0, HOOK_SEALED, id, fields));
	db_run(c,
	    SQL("UPDATE hook SET done_at = $2, person_id = $3, fields = $4"
		" WHERE id = $1"),
	    BIND(INT(id), INT(c->now), ID(person), TEXT(fields)));
}

const char *hook_words(
    struct ctx *c, int64_t id, int64_t person, const char *sealed)
{
	const struct hook h = {
		.fields = split(
		    c, seal_open(c, person, HOOK_SEALED, id, sealed))
	};

	return hook_field(&h, "text");
}

const char *hook_field(const struct hook *h, const char *name)
{
	for (const struct hook_field *f = h->fields; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f->value;
	return "";
}
