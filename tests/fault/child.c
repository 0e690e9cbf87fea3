#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"

/* Nothing of the developer's own environment reaches a child. */
struct environment {
	char path[1000], tmp[200], preload[2 * PATH_ROOM], flush[40];
	const char *list[16];
};

static void fill(struct environment *e, const struct launch *l)
{
	const char *path = getenv("PATH"), *tmp = getenv("TMPDIR");
	size_t n = 0;

	snprintf(e->path, sizeof e->path, "PATH=%s:/usr/sbin:/sbin",
	    path != NULL ? path : "/usr/bin:/bin");
	snprintf(
	    e->tmp, sizeof e->tmp, "TMPDIR=%s", tmp != NULL ? tmp : "/tmp");
	e->list[n++] = e->path;
	e->list[n++] = e->tmp;
	e->list[n++] = "LC_ALL=C.UTF-8";
	/* Where nobody answers for names, that is known soon. */
	e->list[n++] = "RES_OPTIONS=attempts:1 timeout:1";
	e->list[n++] = "ASAN_OPTIONS=verify_asan_link_order=0";
	if (l->preload != NULL) {
		snprintf(
		    e->preload, sizeof e->preload, "LD_PRELOAD=%s", l->preload);
		snprintf(e->flush, sizeof e->flush, "FLUSH_US=%d", l->flush_us);
		e->list[n++] = e->preload;
		e->list[n++] = e->flush;
	}
	for (size_t i = 0; l->more != NULL && l->more[i] != NULL; i++)
		if (n + 1 < COUNT(e->list))
			e->list[n++] = l->more[i];
	e->list[n] = NULL;
}

/* Only what is safe after fork(); never returns. */
static void NORETURN become(
    const struct launch *l, const struct environment *e, int log, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(null, STDIN_FILENO) < 0 ||
	    dup2(l->out >= 0 ? l->out : log, STDOUT_FILENO) < 0 ||
	    dup2(log, STDERR_FILENO) < 0)
		_exit(127);
	/* execvpe() takes what it does not change as if it could. */
	execvpe(l->argv[0], (char *const *)(uintptr_t)l->argv,
	    (char *const *)(uintptr_t)e->list);
	_exit(127);
}

void child_start(struct child *ch, const struct launch *l)
{
	struct environment e = { 0 };
	pid_t parent = getpid();
	int log = open(
	    l->log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);

	fill(&e, l);
	*ch = (struct child) { 0 };
	snprintf(ch->log, sizeof ch->log, "%s", l->log);
	fflush(NULL);
	ch->pid = log >= 0 ? fork() : -1;
	if (ch->pid == 0)
		become(l, &e, log, parent);
	if (ch->pid < 0)
		give_up(
		    "%s could not be started: %s", l->argv[0], strerror(errno));
	close(log);
}

bool child_ended(struct child *ch, int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;

	for (;;) {
		if (ch->pid == 0)
			return true;
		if (waitpid(ch->pid, &ch->status, WNOHANG) == ch->pid) {
			ch->pid = 0;
			return true;
		}
		if (now_us() >= until)
			return false;
		wait_ms(1);
	}
}

void child_stop(struct child *ch, int signal)
{
	if (child_ended(ch, 0))
		return;
	kill(ch->pid, signal);
	if (child_ended(ch, 10000))
		return;
	tell("process %d did not end on signal %d", (int)ch->pid, signal);
	kill(ch->pid, SIGKILL);
	child_ended(ch, 10000);
}

bool child_exited(const struct child *ch, int status)
{
	return ch->pid == 0 && WIFEXITED(ch->status) &&
	    WEXITSTATUS(ch->status) == status;
}

bool child_says(struct child *ch, const char *text, int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;
	struct arena *mem = arena_new();
	bool said = false, ended = false;

	while (!said && !ended && now_us() < until) {
		const char *log;

		ended = child_ended(ch, 1);
		log = read_file(mem, ch->log);
		said = log != NULL && strstr(log, text) != NULL;
		arena_reset(mem);
	}
	arena_free(mem);
	return said;
}

void child_blame(const struct child *ch)
{
	struct arena *mem = arena_new();
	const char *log = read_file(mem, ch->log), *at;
	int lines = 0;

	if (log != NULL) {
		at = log + strlen(log);
		while (at > log && (at[-1] != '\n' || lines++ < 6))
			at--;
		tell("%s says:\n%s", ch->log, at);
	}
	arena_free(mem);
}

int64_t child_status(const struct child *ch, const char *name)
{
	char path[40], line[200];
	int64_t value = -1;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)ch->pid);
	f = fopen(path, "re");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			value = strtoll(line + strlen(name) + 1, NULL, 10);
	if (f != NULL)
		fclose(f);
	return value;
}

int child_handles(const struct child *ch)
{
	char path[40];
	int n = 0;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)ch->pid);
	d = opendir(path);
	for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
		n += e->d_name[0] != '.';
	if (d != NULL)
		closedir(d);
	return n;
}
