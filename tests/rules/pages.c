/* usage: pages FOLDER   Parses every page as the portal does at its start:
 * tags only where escaping helps, sections that end where they begin, parts
 * and phrases that are there. FOLDER is www. What a page may hold beyond that:
 * pages.awk. */
#include <stdio.h>
#include <stdlib.h>

#include "portal.h"

int main(int argc, char **argv)
{
	char why[200] = "no folder is named";
	struct phrases *phrases = argc == 2 ? phrases_load(argv[1], why) : NULL;
	struct tmpls *set = phrases != NULL ? pages_load(argv[1], phrases, why)
					    : NULL;

	if (set == NULL) {
		printf("%s\n", why);
		return EXIT_FAILURE;
	}
	tmpls_free(set);
	phrases_free(phrases);
	return EXIT_SUCCESS;
}
