#include "story.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { VARS_MOST = 40 };

struct vars {
	size_t n;
	const char *var[VARS_MOST];
};

static void add(struct vars *v, const char *var)
{
	if (v->n + 1 < VARS_MOST)
		v->var[v->n++] = var;
}

/* What a story's `set` lines ask of our programs, as variables. */
static void add_settings(struct story *s, struct vars *v)
{
	struct setting *set;

	for (set = s->settings; set; set = set->next)
		add(v, set->variable);
}

/* The clock file is read at every look at the clock, so that `now` and `turn`
 * reach programs that run. Waiting goes by the true monotonic clock. */
static void turn(struct story *s, const struct launch *l, struct vars *v)
{
	/* A shifted clock is for openssl, whose leaks are not ours to find. */
	const char *preload = l->shift ? s->o->faketime : s->o->preload;

	if (l->shim)
		add(v,
		    mem_printf(
			s->c, "LD_PRELOAD=%s:%s/shim.so", preload, s->o->here));
	else
		add(v, mem_printf(s->c, "LD_PRELOAD=%s", preload));
	if (l->shift)
		add(v,
		    mem_printf(
			s->c, "FAKETIME=%+" PRId64 "s", s->offset + l->shift));
	else
		add(v,
		    mem_printf(s->c, "FAKETIME_TIMESTAMP_FILE=%s",
			story_file(s, "clock")));
	add(v, "FAKETIME_NO_CACHE=1");
	add(v, "FAKETIME_DONT_FAKE_MONOTONIC=1");
	add(v, "NO_FAKE_STAT=1");
	add(v, "ASAN_OPTIONS=verify_asan_link_order=0:print_legend=0");
	add(v, "UBSAN_OPTIONS=print_stacktrace=1");
	if (l->shim) {
		add(v, mem_printf(s->c, "SHIM_AT=%s", l->shim));
		add(v, mem_printf(s->c, "SHIM_PORT=%d", l->shim_port));
	}
	add_settings(s, v);
}

/* Nothing of the developer's own environment reaches a story. */
static const char *const *environment(struct story *s, const struct launch *l)
{
	struct vars *v = mem_alloc(s->c, sizeof *v);
	const char *path = getenv("PATH");

	add(v,
	    mem_printf(s->c, "PATH=%s:/usr/sbin:/sbin", path ? path : "/bin"));
	add(v, mem_printf(s->c, "HOME=%s", s->dir));
	add(v, mem_printf(s->c, "TMPDIR=%s", s->dir));
	add(v, "LC_ALL=C.UTF-8");
	if (l->clock == CLOCK_TURNED)
		turn(s, l, v);
	return v->var;
}

/* Never returns. Only what is safe after fork() is called. */
static void NORETURN become(
    const struct launch *l, const char *const *env, int out, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(l->input >= 0 ? l->input : null, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
		_exit(127);
	/* execvpe() takes what it does not change as if it could. */
	execvpe(l->argv[0], (char *const *)(uintptr_t)l->argv,
	    (char *const *)(uintptr_t)env);
	_exit(127);
}

bool child_start(struct story *s, struct child *ch, const struct launch *l)
{
	const char *const *env = environment(s, l);
	int out = open(l->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	pid_t parent = getpid();

	*ch = (struct child) { .name = l->name, .pid = -1, .fd = -1 };
	fflush(NULL);
	if (out >= 0)
		ch->pid = fork();
	if (ch->pid == 0)
		become(l, env, out, parent);
	if (out >= 0)
		close(out);
	if (ch->pid > 0)
		ch->fd = pidfd_open(ch->pid, 0);
	if (ch->fd >= 0)
		return true;
	ch->name = NULL;
	return fail(s, l->name, "could not be started: %s", strerror(errno));
}

/* libfaketime leaves its shared memory behind when it is killed. */
static void sweep(pid_t pid)
{
	char path[80];

	snprintf(path, sizeof path, "/dev/shm/faketime_shm_%d", (int)pid);
	unlink(path);
	snprintf(path, sizeof path, "/dev/shm/sem.faketime_sem_%d", (int)pid);
	unlink(path);
}

bool child_ended(struct child *ch)
{
	if (!ch->name)
		return true;
	if (waitpid(ch->pid, &ch->status, WNOHANG) == 0)
		return false;
	sweep(ch->pid);
	close(ch->fd);
	ch->name = NULL;
	ch->fd = -1;
	return true;
}

bool child_wait(struct story *s, struct child *ch, int ms)
{
	struct deadline d = wait_for(s, ms);
	struct pollfd p = { .fd = ch->fd, .events = POLLIN };

	do {
		if (child_ended(ch))
			return true;
		poll(&p, 1, 20); /* ends at once when the child does */
	} while (wait_more(&d));
	return false;
}

void child_stop(struct story *s, struct child *ch, int signal, int ms)
{
	if (child_ended(ch))
		return;
	kill(ch->pid, signal);
	if (child_wait(s, ch, ms))
		return;
	kill(ch->pid, SIGKILL);
	waitpid(ch->pid, &ch->status, 0);
	sweep(ch->pid);
	close(ch->fd);
	ch->name = NULL;
	ch->fd = -1;
}

int child_run(struct story *s, const struct launch *l, int ms)
{
	struct child ch;

	if (!child_start(s, &ch, l))
		return -1;
	if (!child_wait(s, &ch, ms)) {
		child_stop(s, &ch, SIGKILL, 1000);
		return -1;
	}
	return WIFSIGNALED(ch.status) ? 128 + WTERMSIG(ch.status)
				      : WEXITSTATUS(ch.status);
}

const char *child_fate(struct ctx *c, int status)
{
	if (WIFSIGNALED(status))
		return mem_printf(c, "signal %d", WTERMSIG(status));
	return mem_printf(c, "exit %d", WEXITSTATUS(status));
}

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in) {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
}

/* Below the ports that the kernel gives to those who do not ask for one, so
 * that no connection takes it between here and the server's own bind(). */
bool port_free(struct story *s, int *port)
{
	static unsigned seed;
	int tries;

	if (!seed)
		seed = (unsigned)getpid() * 2654435761u;
	for (tries = 0; tries < 200; tries++) {
		struct sockaddr_in to;
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		int on = 1;
		bool good;

		seed = seed * 1664525u + 1013904223u;
		*port = 10000 + (int)((seed >> 8) % 20000);
		to = loopback(*port);
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
		good = bind(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
		    listen(fd, 1) == 0;
		close(fd);
		if (good)
			return true;
	}
	return fail(s, "a free port", "none");
}
