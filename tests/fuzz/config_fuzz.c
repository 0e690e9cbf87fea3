/* Whatever stands in a configuration: it is read to its end, or stops with one
 * line that says where and why. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

struct taken {
	int count, stop_at;
};

static bool take(void *arg, const char *name, const char *value, char why[200])
{
	struct taken *t = arg;
	size_t n = strlen(value);

	must(strchr(name, '.') != NULL);
	must(strpbrk(name, "\n") == NULL && strpbrk(value, "\n") == NULL);
	must(n == 0 || strchr(" \t\r", value[0]) == NULL || *value == '\r');
	must(n == 0 || strchr(" \t\r", value[n - 1]) == NULL);
	if (t->count++ != t->stop_at)
		return true;
	snprintf(why, 200, "not this one: %.80s", name);
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct taken t = { .stop_at = -1 };
	char why[200] = "";
	int line = 0;

	if (!config_parse(text, size, take, &t, why)) {
		must(sscanf(why, "line %d: ", &line) == 1 && line > 0);
		must(strlen(why) < sizeof why);
	} else if (t.count > 0) {
		/* Read again, and stopped in the middle. */
		t.stop_at = t.count / 2;
		t.count = 0;
		must(!config_parse(text, size, take, &t, why));
		must(t.count == t.stop_at + 1);
		must(strstr(why, ": not this one: ") != NULL);
	}
	return 0;
}
