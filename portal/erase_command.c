#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "erase.h"
#include "command.h"

/* portal erase PERSON: the console's way to forget somebody. */

static const char *const in_the_way[] = {
	[ERASE_FREE] = "changed meanwhile: try again",
	[ERASE_AGREEMENT] = "has agreed to come to a task; end the agreement, "
			    "or wait until it is over",
	[ERASE_COURSE] = "has a course that runs; its last follow-up must be "
			 "done first",
	[ERASE_TASK] = "is whom people ask for at a task; cancel it, or wait "
		       "until it is over",
	[ERASE_STAFF] = "works here; end the roles, and give the follow-ups "
			"to somebody else",
};

static int64_t read_id(const char *word)
{
	char *end = NULL;
	int64_t id;

	errno = 0;
	id = strtoll(word, &end, 10);
	return errno == 0 && end != word && *end == '\0' && id > 0 ? id : 0;
}

int erase_command(struct ctx *c, char **words)
{
	int64_t id = words[0] != NULL ? read_id(words[0]) : 0;
	enum erase_block block;

	if (id == 0) {
		fprintf(stderr, "portal: erase: a person's id, in digits\n");
		return EXIT_USAGE;
	}
	block = erase_blocked(c, id);
	switch (erase_person(c, id)) {
	case OK: return EXIT_SUCCESS;
	case ERR_NOT_FOUND:
		fprintf(stderr, "portal: erase: there is no such person\n");
		return EXIT_FAILURE;
	case ERR_CONFLICT:
		fprintf(stderr, "portal: erase: the person %s\n",
		    in_the_way[block]);
		return EXIT_FAILURE;
	case ERR_INVALID:
	case ERR_FORBIDDEN:
	case ERR_FAILED: break;
	}
	fprintf(stderr, "portal: erase: the database could not\n");
	return EXIT_STORE;
}
