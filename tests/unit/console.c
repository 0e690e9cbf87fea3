#include "console.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int console(int (*command)(struct ctx *, char **), const char *const *words,
    const char **said)
{
	const char *path = mem_printf(&c, "%s/said", folder);
	int out = dup(1), err = dup(2), status;
	int to = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *text = mem_alloc(&c, 2000);

	fflush(stdout);
	dup2(to, 1);
	dup2(to, 2);
	/* The words are only read. */
	status = command(&c, (char **)(uintptr_t)words);
	fflush(stdout);
	dup2(out, 1);
	dup2(err, 2);
	assert_true(pread(to, text, 1999, 0) >= 0);
	close(to);
	close(out);
	close(err);
	*said = text;
	return status;
}
