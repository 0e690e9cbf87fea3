#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "command.h"
#include "postcode.h"

#define FILE_MOST ((size_t)4 << 20) /* the country's are 90 kB */

int postcode_command(struct ctx *c, char **words)
{
	FILE *f;
	char *text, why[200] = "it is larger than 4 MB";
	size_t n, count = 0;
	enum err err = ERR_INVALID;

	if (words[0] == NULL || words[1] != NULL)
		return command_refuse(
		    EXIT_USAGE, "import-postcodes: name one file");
	f = fopen(words[0], "re");
	if (f == NULL)
		return command_refuse(
		    EXIT_DATA, "%s: %s", words[0], strerror(errno));
	text = mem_alloc(c, FILE_MOST);
	n = fread(text, 1, FILE_MOST, f);
	if (ferror(f) != 0)
		snprintf(why, sizeof why, "%s", strerror(errno));
	else if (n < FILE_MOST)
		err = postcode_import(c, text, n, &count, why);
	fclose(f);
	if (err == ERR_FAILED)
		return command_refuse(
		    EXIT_STORE, "the database cannot be written");
	if (err != OK)
		return command_refuse(EXIT_DATA, "%s: %s", words[0], why);
	printf("%zu postcodes; start the programs again\n", count);
	return EXIT_SUCCESS;
}
