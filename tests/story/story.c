/* The story runner: plays what people do, and checks what they receive,
 * against the real programs, a real gateway and a real mail host.
 *
 *     story --build build [--san] [--keep] [--jobs N] FILE.story ...
 *
 * Each story has its own folder under $TMPDIR, its own servers and ports and
 * its own clock, and leaves nothing. A line a story, at last "N passed, N
 * failed". One command a line; two spaces, or quotes, part its words; {name}
 * captures, and later stands for what it captured. README.md has examples.
 *
 *   now DATE TIME        turn +2h       set KEY  VALUE      load demo
 *   start [folder|null]  tick [killed]
 *   as NAME              get PATH       head PATH           options PATH
 *   post PATH  F=V ..    send HEADER  VALUE                 follow
 *   submit "BUTTON" [after "TEXT"]  F=V ..
 *   click "LINK" [after "TEXT"]
 *   see "TEXT"           see STATUS [LOCATION or "TEXT"]    header NAME  VALUE
 *   no "TEXT"            nowhere "TEXT" field NAME  VALUE
 *   sms NUMBER  ~ TEXT   sms NUMBER  = TEXT                 nosms [NUMBER]
 *   parts N              link NUMBER {name}                 reply NUMBER  TEXT
 *   mail ADDRESS  TEXT   mailbody TEXT  maillink {name} [PREFIX]
 *   nomail [ADDRESS]     db "SELECT"  = VALUE
 *   log TEXT             nolog TEXT
 *   notifier run|stop|kill|killed       portal start|stop|kill
 *   kannel start|kill    phones on|off  smtp start|stop
 *   shim connect|firstbyte|reply [mail]
 */
#include "story.h"

#include <curl/curl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define DIR_MOST 60 /* bytes: a socket's name must fit behind it */

/* Which peers it takes: `load` may come before `start`, so we look ahead. */
static const char *provider(struct ctx *c, const char *text)
{
	const char *line = text;
	const char *which;

	for (; line; line = strchr(line, '\n'), line += line ? 1 : 0) {
		line += strspn(line, " \t");
		if (strncmp(line, "start", 5) != 0 ||
		    strcspn(line, " \t\r\n") != 5)
			continue;
		which = line + 5 + strspn(line + 5, " \t");
		which = mem_dup_n(c, which, strcspn(which, " \t\r\n#"));
		return *which ? which : "kannel";
	}
	return "kannel";
}

static bool open_story(struct story *s)
{
	const char *temp = getenv("TMPDIR");
	char *dir = mem_printf(s->keep, "%s/story.XXXXXX",
	    temp && *temp && strlen(temp) < DIR_MOST ? temp : "/tmp");

	s->inbox_end = &s->inbox;
	s->mails_end = &s->mails;
	s->dir = mkdtemp(dir);
	browser_choose(s, "somebody");
	return s->dir || fail(s, "a folder under $TMPDIR", "%s", dir);
}

/* A portal that has died is told of at the line where it did. */
static bool step(struct story *s, const char *line)
{
	bool good;

	line += strspn(line, " \t");
	if (!*line || *line == '#')
		return true;
	good = command_run(s, line);
	if (!s->portal.name || !child_ended(&s->portal))
		return good;
	return fail(s, good ? "the portal alive" : s->want,
	    "%s; the portal: %s", good ? "it has died" : s->got,
	    child_fate(s->c, s->portal.status));
}

static bool play(struct story *s, char *text, unsigned *line_no)
{
	char *line, *end;

	for (line = text; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		++*line_no;
		line[strcspn(line, "\r")] = '\0';
		if (!step(s, line))
			return false;
		arena_reset(s->c->mem);
		if (wait_interrupted())
			return fail(s, "an end of its own", "interrupted");
	}
	return servers_end(s);
}

static void tell(struct story *s, bool good, unsigned line)
{
	size_t lines = s->o->san ? 60 : 20; /* a sanitizer has much to say */

	if (good) {
		printf("ok %s\n", s->path);
		return;
	}
	printf(
	    "FAILED %s:%u: want %s got %s\n", s->path, line, s->want, s->got);
	if (!s->dir)
		return;
	log_tail(story_file(s, "portal.log"), lines, NULL);
	log_tail(story_file(s, "notifier.log"), lines, NULL);
	log_tail(story_file(s, "smtp.log"), 10, NULL);
	log_tail(story_file(s, "bearerbox.log"), 5, "ERROR");
	log_tail(story_file(s, "bearerbox.log"), 5, "PANIC");
	log_tail(story_file(s, "smsbox.log"), 5, "ERROR");
}

/* One story in a process of its own; true when all went as it says. */
static bool run_story(const struct options *o, const char *path)
{
	struct ctx keep = { .mem = arena_new() }, c = { .mem = arena_new() };
	struct story s = { .o = o, .path = path, .keep = &keep, .c = &c };
	char *text = file_read(&keep, path);
	unsigned line = 0;
	bool good;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (text) {
		s.provider = provider(&keep, text);
		good = open_story(&s) && play(&s, text, &line);
	} else {
		good = fail(&s, "a story", "no such file");
	}
	tell(&s, good, line);
	servers_kill(&s);
	if (s.dir && o->keep)
		printf("    kept: %s\n", s.dir);
	else if (s.dir)
		file_remove_all(s.dir);
	browser_end(&s);
	arena_free(c.mem);
	arena_free(keep.mem);
	curl_global_cleanup();
	return good;
}

static pid_t begin(const struct options *o, const char *path)
{
	pid_t parent = getpid();
	pid_t pid;
	bool good;

	fflush(NULL);
	pid = fork();
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* it cleans up, then ends */
	if (getppid() != parent)
		_exit(1);
	good = run_story(o, path);
	fflush(NULL);
	_exit(good ? 0 : 1);
}

/* A signal may have come to us alone; the stories end themselves. */
static void pass_on(const pid_t *pids, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (pids[i] > 0)
			kill(pids[i], SIGTERM);
}

/* Takes one that has ended out of the list; true when all went well. */
static bool ended(pid_t *pids, int n, pid_t pid, int status)
{
	int i;

	for (i = 0; i < n; i++)
		if (pids[i] == pid)
			pids[i] = 0;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Several at a time: each mostly waits. Their lines come as they end. */
static int run_all(
    struct ctx *c, const struct options *o, char **paths, int n, int jobs)
{
	pid_t *pids = mem_alloc(c, (size_t)n * sizeof *pids), pid;
	int next = 0, running = 0, passed = 0, status;

	while (next < n || running) {
		if (next < n && running < jobs && !wait_interrupted()) {
			pids[next] = begin(o, paths[next]);
			running += pids[next++] > 0;
			continue;
		}
		if (!running)
			break;
		if (wait_interrupted())
			pass_on(pids, next);
		pid = wait(&status);
		if (pid < 0)
			continue; /* by a signal */
		running--;
		passed += ended(pids, next, pid, status);
	}
	printf("%d passed, %d failed\n", passed, n - passed);
	return passed == n ? 0 : 1;
}

static const char *absolute(struct ctx *c, const char *path)
{
	char *real = realpath(path, NULL);
	char *copy = mem_dup(c, real ? real : path);

	free(real);
	return copy;
}

/* What the machine must have: found by asking Debian, and said at once. */
static bool find_tools(struct ctx *c, struct options *o)
{
	const char *faketime = file_of(c, "libfaketime", "/libfaketimeMT.so.1");
	const char *asan = o->san
	    ? file_program(c, "gcc -print-file-name=libasan.so")
	    : "";
	char self[PATH_MAX] = "";

	if (readlink("/proc/self/exe", self, sizeof self - 1) > 0)
		*strrchr(self, '/') = '\0';
	o->here = mem_dup(c, self);
	o->peers = mem_printf(c, "%s/tests/story/peers", o->repo);
	o->python = file_of(c, "python3-minimal", "/bin/python3");
	o->fakesmsc = file_of(c, "kannel-extras", "/fakesmsc");
	if (!faketime || !asan || !o->python || !o->fakesmsc) {
		fprintf(stderr, "story: missing: make deps brings it\n");
		return false;
	}
	o->faketime = faketime;
	/* gcc's sanitizer insists on being first. */
	o->preload = mem_printf(c, "%s%s%s", asan, *asan ? ":" : "", faketime);
	return true;
}

int main(int argc, char **argv)
{
	struct ctx c = { .mem = arena_new() };
	struct options o = { .build = "build" };
	long jobs = 2 * sysconf(_SC_NPROCESSORS_ONLN); /* they mostly wait */
	int i = 1, status = 2;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--san") == 0)
			o.san = true;
		else if (strcmp(argv[i], "--keep") == 0)
			o.keep = true;
		else if (strcmp(argv[i], "--build") == 0 && i + 1 < argc)
			o.build = argv[++i];
		else if (strcmp(argv[i], "--jobs") == 0 && i + 1 < argc)
			jobs = strtol(argv[++i], NULL, 10);
		else
			break;
	}
	setvbuf(stdout, NULL, _IOFBF, 1 << 16); /* a story's lines together */
	o.repo = absolute(&c, ".");
	o.build = absolute(&c, o.build);
	clock_open();
	wait_open();
	if (i < argc && strncmp(argv[i], "--", 2) == 0)
		fprintf(stderr, "story: what is %s?\n", argv[i]);
	else if (find_tools(&c, &o))
		status = run_all(&c, &o, argv + i, argc - i,
		    jobs < 1       ? 1
			: jobs > 8 ? 8
				   : (int)jobs);
	arena_free(c.mem);
	return status;
}
