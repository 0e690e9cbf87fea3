/* Whatever somebody writes to us: it is one of the answers there are, and what
 * changes nothing for a reader changes nothing for us. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void same(struct answer a, struct answer b)
{
	must(a.kind == b.kind && a.number == b.number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = { .mem = arena_new() };
	char *s = mem_dup_n(&c, (const char *)data, size);
	struct answer a;

	if (utf8_valid(s, strlen(s))) {
		a = answer_parse(&c, s);
		must(a.kind >= ANSWER_UNCLEAR && a.kind <= ANSWER_CPR);
		must(a.number >= 0 && a.number <= 99);
		must(a.number != 1 || a.kind == ANSWER_DAY);
		must(a.kind != ANSWER_DAY || (a.number >= 1 && a.number <= 3));
		if (text_has_cpr(s))
			must(a.kind == ANSWER_CPR);
		same(a, answer_parse(&c, text_fold(&c, s)));
		same(a, answer_parse(&c, mem_printf(&c, "\n %s .", s)));
		/* Masked it is still a personal number. */
		if (a.kind == ANSWER_CPR)
			same(a, answer_parse(&c, text_mask_cpr(&c, s)));
	}
	arena_free(c.mem);
	return 0;
}
