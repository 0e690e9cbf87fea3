#include "chain.h"

#include "person.h"

int64_t karen;

void chain_note(const char *deed, int64_t person)
{
	const struct audit a = { .municipality = world.municipality,
		.deed = deed,
		.path = "/timer-om-ugen/:id",
		.about = person,
		.person = person };

	db_begin(&c);
	c.who = world.mentor;
	audit_note(&c, &a);
	assert_int_equal(db_commit(&c), OK);
}

int chain_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	for (int i = 0; i < 10; i++)
		chain_note(i % 2 == 0 ? AUDIT_SAW : AUDIT_DID, world.amir + i);
	next();
	return 0;
}

struct audit_walk chain_walk(const char *head)
{
	struct audit_walk w = { 0 };

	if (head != NULL)
		assert_true(audit_head_parse(head, &w));
	next();
	while (audit_walk_step(&c, &w))
		next();
	assert_false(db_failed(&c));
	return w;
}

void chain_whole(int64_t count)
{
	struct audit_walk w = chain_walk(NULL);

	assert_int_equal(w.wrong, 0);
	assert_int_equal(w.count, count);
}

void chain_wrong(const char *head, int64_t id, const char *what)
{
	struct audit_walk w = chain_walk(head);

	assert_int_equal(w.wrong, id);
	assert_non_null(w.what);
	assert_string_equal(w.what, what);
}

/* ---- what pages note ---- */

int open_admin(void **state)
{
	if (site_open(state) != 0)
		return -1;
	karen = add_person("Karen", NULL, "karen@example.dk", "unknown");
	db_begin(&c);
	person_give_role(&c, karen, world.municipality, ROLE_ADMIN, 0);
	return db_commit(&c) == OK ? 0 : -1;
}

int64_t noted(int64_t by, const char *deed, const char *path, int64_t person)
{
	return one(SQL("SELECT count(*) FROM audit WHERE done_by = $1"
		       " AND deed = $2 AND path = $3"
		       " AND coalesce(person_id, 0) = $4"),
	    BIND(INT(by), TEXT(deed), TEXT(path), INT(person)));
}

int64_t noted_pages(void)
{
	return one(SQL("SELECT count(*) FROM audit"
		       " WHERE deed IN ('saw', 'did')"),
	    NO_BIND);
}

const char *ceiling_page(void)
{
	return mem_printf(&c, "/timer-om-ugen/%" PRId64, world.amir);
}
