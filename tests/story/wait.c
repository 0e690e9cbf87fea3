#include "story.h"

#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#define PAUSE     10 /* ms between two looks at a file or a port */
#define SLOWER    4  /* times, when sanitized */
#define FILE_MOST ((size_t)8 << 20)

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
	interrupted = signal;
}

void wait_open(void)
{
	struct sigaction act = { .sa_handler = on_signal };

	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool wait_interrupted(void)
{
	return interrupted;
}

struct deadline wait_for(const struct story *s, int ms)
{
	return (struct deadline) {
		.at = clock_mono_ms() + (s->o->san ? SLOWER * ms : ms),
	};
}

/* One last look is allowed after the time is up: on a busy machine what we
 * wait for may have come while we were not let in. */
bool wait_more(struct deadline *d)
{
	if (interrupted || d->last)
		return false;
	if (clock_mono_ms() >= d->at)
		d->last = true;
	else
		poll(NULL, 0, PAUSE);
	return true;
}

char *file_read(struct ctx *c, const char *path)
{
	struct text t = text_new(c->mem, FILE_MOST);
	FILE *f = fopen(path, "re");
	char part[8192];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		text_add_n(&t, part, n);
	fclose(f);
	return t.s;
}

bool file_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");
	bool good = f && fputs(text, f) >= 0;

	if (f && fclose(f) != 0)
		good = false;
	return good;
}

char *file_program(struct ctx *c, const char *command)
{
	FILE *f = popen(command, "re");
	char line[1000];
	char *found;

	if (!f)
		return NULL;
	found = fgets(line, sizeof line, f);
	pclose(f);
	if (!found)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return mem_dup(c, line);
}

/* Where a package has put a file: Debian's own answer, so that no path of one
 * machine or one architecture stands here. */
char *file_of(struct ctx *c, const char *package, const char *end)
{
	return file_program(c,
	    mem_printf(c, "dpkg -L %s | grep '%s$' | head -n 1", package, end));
}

static int remove_one(
    const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	remove(path);
	return 0;
}

void file_remove_all(const char *dir)
{
	nftw(dir, remove_one, 20, FTW_DEPTH | FTW_PHYS);
}

size_t log_count(const char *path, const char *a, const char *b)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0, count = 0;

	while (f && getline(&line, &size, f) > 0)
		if (strstr(line, a) && strstr(line, b))
			count++;
	free(line);
	if (f)
		fclose(f);
	return count;
}

bool log_wait(struct story *s, const char *path, const char *text, size_t least,
    const struct child *writer)
{
	struct deadline d = wait_for(s, 10000);
	struct pollfd end = { .fd = writer->fd, .events = POLLIN };
	bool ended;

	do {
		ended = poll(&end, 1, 0) > 0; /* before the look, not after */
		if (log_count(path, text, "") >= least)
			return true;
	} while (!ended && wait_more(&d));
	return false;
}

/* The last lines of a log, or of those lines that hold `only`. */
void log_tail(const char *path, size_t lines, const char *only)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0, skip = 0;
	int pass;

	for (pass = 0; f && pass < 2; pass++) {
		size_t count = 0;

		rewind(f);
		while (getline(&line, &size, f) > 0) {
			if (only && !strstr(line, only))
				continue;
			if (pass && count >= skip)
				printf("    | %s", line);
			count++;
		}
		skip = count > lines ? count - lines : 0;
	}
	free(line);
	if (f)
		fclose(f);
}
