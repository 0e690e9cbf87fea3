#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/db.h"

#include "command.h"
#include "retention.h"

static void print_class(struct ctx *c, const struct retention *class)
{
	if (class->keep < 0)
		printf("%-10s no rule %s: kept\n", class->name, class->rule);
	else
		printf("%-10s %s = %" PRId64 ": %" PRId64 " rows%s%s\n",
		    class->name, class->rule, class->keep, class->rows,
		    class->rows > 0 ? ", the oldest of " : "",
		    class->rows > 0 ? clock_iso_date(c, class->oldest) : "");
}

int retention_command(struct ctx *c, char **words)
{
	bool dry = *words != NULL && strcmp(*words, "--dry-run") == 0;
	const struct retention *all;
	int64_t rows, total = 0;
	size_t count;

	if (*words != NULL && (!dry || words[1] != NULL)) {
		fprintf(stderr, "portal: retention takes --dry-run alone\n");
		return EXIT_USAGE;
	}
	all = retention_report(c, &count);
	for (size_t i = 0; i < count; i++)
		print_class(c, &all[i]);
	if (dry || db_failed(c))
		return db_failed(c) ? EXIT_FAILURE : EXIT_SUCCESS;
	while ((rows = retention_erase(c)) > 0)
		total += rows;
	printf("erased %" PRId64 " rows\n", total);
	return db_failed(c) ? EXIT_FAILURE : EXIT_SUCCESS;
}
