/* Whatever is typed: no crash, and what is taken is a number that stays the
 * same when it is shown and typed again. */
#include <stdlib.h>
#include <string.h>

#include "base/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	char *typed = mem_dup_n(&c, (const char *)data, size);
	char *stored = phone_parse(&c, typed);

	if (stored) {
		must(strspn(stored, "0123456789") == strlen(stored));
		must(strlen(stored) >= 8 && strlen(stored) <= 15);
		must(stored[0] != '0');
		must(!strcmp(phone_parse(&c, phone_show(&c, stored)), stored));
		phone_may_be_mobile(stored);
	}
	phone_show(&c, typed);
	phone_may_be_mobile(typed);
	arena_free(c.mem);
	return 0;
}
