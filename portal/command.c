#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "portal.h"

int command_refuse(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("portal: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return status;
}

const char *command_read(
    const struct command_option *list, size_t count, char **words)
{
	for (; *words != NULL; words += 2) {
		size_t i = 0;

		while (i < count && strcmp(*words, list[i].name) != 0)
			i++;
		if (i == count || words[1] == NULL || *list[i].to != NULL)
			return *words;
		*list[i].to = words[1];
	}
	for (size_t i = 0; i < count; i++)
		if (list[i].must && *list[i].to == NULL)
			return list[i].name;
	return NULL;
}
