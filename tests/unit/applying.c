#include "applying.h"

#include <string.h>

#include "signin.h"

int applying_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	change(SQL("UPDATE employer SET cvr = '10000017' WHERE id = $1"),
	    BIND(INT(world.bakery.employer)));
	next();
	return 0;
}

const char *cookie_of(struct reply r)
{
	assert_non_null(r.cookie[0]);
	return mem_dup_n(&c, r.cookie[0], strcspn(r.cookie[0], ";"));
}

void fill_in(const char *form)
{
	struct reply r = submit("/opret", form);

	assert_see(r, "/opret/tjek");
	header("Cookie", cookie_of(r));
}

const char *code_asked(void)
{
	char code[7];

	assert_see(submit("/opret/tjek", ""), "/opret/kode");
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	return mem_printf(&c, "kode=%.3s+%s", code, code + 3);
}

const char *task_page(void)
{
	return mem_printf(&c, "/opgaver/%" PRId64,
	    one(SQL("SELECT max(id) FROM task"), NO_BIND));
}

struct reply proves(const char *code)
{
	struct reply r = submit("/opret/kode", code);

	assert_see(r, task_page());
	return r;
}
