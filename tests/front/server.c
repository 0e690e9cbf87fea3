#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front.h"

#define READY      "portal.ready listen="
#define START_MOST 20000 /* ms */

int front_port(const struct child *portal, int nth)
{
	struct arena *mem = arena_new();
	const char *at = read_file(mem, portal->log);
	int port = 0;

	for (; at != NULL; nth--) {
		at = strstr(at, READY);
		if (at == NULL)
			break;
		at += sizeof READY - 1;
		if (nth > 0)
			continue;
		at += strcspn(at, " \n");
		while (at[-1] != ':')
			at--;
		port = atoi(at);
		break;
	}
	arena_free(mem);
	return port;
}

/* A machine may have no IPv6 at all. */
static bool has_six(void)
{
	const struct dial none = { .port = 9, .six = true, .at_once = true };
	int fd = dial(&none);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void front_start(struct front *f)
{
	char program[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { program, "--config", f->place.conf,
		"serve", NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	bool six = has_six();
	int64_t until = now_us() + (int64_t)START_MOST * 1000;

	snprintf(program, sizeof program, "%s/portal", fault_build);
	place_file(&f->place, "portal.log", log);
	child_start(&f->portal, &l);
	while (front_port(&f->portal, six ? 2 : 1) == 0)
		if (child_ended(&f->portal, 2) || now_us() > until) {
			child_blame(&f->portal);
			give_up("the portal does not come");
		}
	f->plain = front_port(&f->portal, 0);
	f->tls = front_port(&f->portal, 1);
	f->six = six ? front_port(&f->portal, 2) : 0;
}

void front_make(struct front *f, const char *settings)
{
	place_make(&f->place, settings);
	place_configure(&f->place,
	    has_six() ? "127.0.0.1:0,127.0.0.1:0s,[::1]:0"
		      : "127.0.0.1:0,127.0.0.1:0s",
	    settings);
	front_start(f);
}

bool front_end(struct front *f)
{
	child_stop(&f->portal, SIGTERM);
	place_remove(&f->place);
	return child_exited(&f->portal, 0);
}

const char *front_asset(const char *ending, char path[PATH_ROOM])
{
	DIR *d = opendir("build/assets");
	off_t largest = -1;
	struct stat st;

	for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
		size_t n = strlen(e->d_name), of = strlen(ending);

		if (n < of || strcmp(e->d_name + n - of, ending) != 0 ||
		    fstatat(dirfd(d), e->d_name, &st, 0) != 0 ||
		    st.st_size <= largest)
			continue;
		largest = st.st_size;
		snprintf(path, PATH_ROOM, "/assets/%.100s", e->d_name);
	}
	if (d != NULL)
		closedir(d);
	if (largest < 0)
		give_up("no asset ends in %s (make assets)", ending);
	return path;
}

/* In /proc/PID/stat, after the name in brackets: the 12th and 13th. */
int64_t child_cpu_us(const struct child *ch)
{
	char path[40], line[1000] = "";
	unsigned long user = 0, system = 0;
	const char *at;
	bool read;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)ch->pid);
	f = fopen(path, "re");
	if (f == NULL)
		return -1;
	read = fgets(line, sizeof line, f) != NULL;
	fclose(f);
	at = read ? strrchr(line, ')') : NULL;
	if (at == NULL ||
	    sscanf(at + 2,
		"%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		&system) != 2)
		return -1;
	return (int64_t)(user + system) * 1000000 / sysconf(_SC_CLK_TCK);
}
