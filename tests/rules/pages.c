/* usage: pages FOLDER   Parses every page as the portal does at its start:
 * tags only where escaping helps, sections that end where they begin, parts
 * that are there. What a page may hold beyond that: pages.awk. */
#include <stdio.h>
#include <stdlib.h>

#include "base/tmpl.h"

int main(int argc, char **argv)
{
	static const char *const endings[] = { ".html", NULL };
	struct tmpls *set = tmpls_new();
	char why[200] = "no folder is named";
	bool good = argc == 2 && tmpls_load(set, argv[1], "", endings, why) &&
	    tmpls_check(set, why);

	tmpls_free(set);
	if (good)
		return EXIT_SUCCESS;
	printf("%s\n", why);
	return EXIT_FAILURE;
}
