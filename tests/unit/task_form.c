#include "task_form.h"

#include <string.h>

#include "base/text.h"

int form_open(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.bakery.contact);
	return 0;
}

const char *with(const char *name, const char *typed)
{
	const struct {
		const char *name, *value;
	} right[] = { { "funktion", "pakning" }, { "titel", "til+jul" },
		{ "niveau", "2" }, { "dag", "2026-03-05" }, { "fra", "09:00" },
		{ "til", "12:00" }, { "antal", "1" }, { "loen", "145" },
		{ "loendag", "2026-03-31" }, { "sted", "Bager+Bech" },
		{ "adresse", "N%C3%B8rregade+4" }, { "postnr", "7500" },
		{ "by", "Holstebro" }, { "moedested", "Bagindgangen" } };
	struct text t = text_new(c.mem, 20000);

	for (size_t i = 0; i < COUNT(right); i++) {
		bool same = strcmp(right[i].name, name) == 0;

		if (!same)
			text_printf(
			    &t, "%s=%s&", right[i].name, right[i].value);
		else if (typed != NULL)
			text_printf(&t, "%s=%s&", name, typed);
	}
	return t.s;
}

struct reply check(const char *name, const char *typed)
{
	return submit("/opgaver/tjek", with(name, typed));
}

void assert_mend(const char *name, const char *typed, const char *key)
{
	struct reply r = check(name, typed);
	const char *first;

	assert_page(r, 422, phrase(key));
	assert_page(r, 422, mem_printf(&c, "href=\"#%s\"", name));
	first = strstr(r.body, phrase(key));
	assert_non_null(strstr(first + 1, phrase(key)));
	assert_int_equal(one(SQL("SELECT count(*) FROM task"), NO_BIND), 0);
}
