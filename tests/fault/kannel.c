#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

#include "kannel.h"

#define TEMPLATE "tests/story/peers/kannel.conf.in"
#define FAKESMSC "/usr/lib/kannel/test/fakesmsc"
#define COMES_MS 20000

/* Below those that the system gives out by itself; Kannel takes no port 0. */
static int free_port(void)
{
	static uint32_t next;

	if (next == 0)
		next = (uint32_t)getpid();
	for (int i = 0; i < 1000; i++) {
		int port = 10000 + (int)(next++ * 7919U % 20000);
		struct sockaddr_in at = { .sin_family = AF_INET,
			.sin_port = htons((uint16_t)port),
			.sin_addr = { htonl(INADDR_LOOPBACK) } };
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool ours = fd >= 0 &&
		    bind(fd, (const struct sockaddr *)&at, sizeof at) == 0;

		close(fd);
		if (ours)
			return port;
	}
	give_up("no port is free");
}

struct blank {
	const char *name, *value;
};

/* The value of the @NAME@ at `from`, or NULL; *end is behind it. */
static const char *value_at(
    const struct blank *blanks, const char *from, const char **end)
{
	for (const struct blank *b = blanks; b->name != NULL; b++) {
		size_t n = strlen(b->name);

		if (*from == '@' && strncmp(from + 1, b->name, n) == 0 &&
		    from[n + 1] == '@') {
			*end = from + n + 2;
			return b->value;
		}
	}
	return NULL;
}

static const char *number(struct arena *mem, int n)
{
	char *s = arena_alloc(mem, 12);

	snprintf(s, 12, "%d", n);
	return s;
}

static void configure(
    const struct place *p, const char *to, int smsc, int sendsms)
{
	struct arena *mem = arena_new();
	const struct blank blanks[] = { { "DIR", p->dir },
		{ "ADMIN_PORT", number(mem, free_port()) },
		{ "BOX_PORT", number(mem, free_port()) },
		{ "SMSC_PORT", number(mem, smsc) },
		{ "SENDSMS_PORT", number(mem, sendsms) },
		{ "PORTAL_PORT", "1" }, { "HOOK_SECRET", "none" }, { 0 } };
	const char *at = read_file(mem, TEMPLATE);
	struct text t = text_new(mem, 8000);

	if (at == NULL)
		give_up("no %s", TEMPLATE);
	while (*at != '\0') {
		const char *end = at + 1, *value = value_at(blanks, at, &end);

		if (value != NULL)
			text_add(&t, value);
		else
			text_add_n(&t, at, 1);
		at = end;
	}
	write_file(to, t.s);
	arena_free(mem);
}

static void start(const struct place *p, struct child *ch,
    const char *const *argv, const char *log, struct child *says,
    const char *ready)
{
	char path[PATH_ROOM];
	const struct launch l = { .argv = argv, .log = path, .out = -1 };

	place_file(p, log, path);
	child_start(ch, &l);
	if (!child_says(says, ready, COMES_MS)) {
		child_blame(ch);
		give_up("Kannel does not come: make deps brings it");
	}
}

/* fakesmsc reads from a pipe that we hold open at both ends, for it would end
 * with the first writer. It speaks by the line, and without -i it would let one
 * message through a second. */
static void phones_start(struct kannel *k, const struct place *p, int smsc)
{
	char fifo[PATH_ROOM], command[2 * PATH_ROOM];
	const char *const argv[] = { "sh", "-c", command, NULL };

	place_file(p, "phones", fifo);
	if (mkfifo(fifo, 0600) != 0)
		give_up("no pipe: %s", strerror(errno));
	k->fifo = open(fifo, O_RDWR | O_CLOEXEC);
	snprintf(command, sizeof command,
	    "exec stdbuf -oL " FAKESMSC " -H 127.0.0.1 -r %d -i 0.001 < %s",
	    smsc, fifo);
	start(p, &k->phones, argv, "phones.log", &k->bearerbox,
	    "Fakesmsc client connected");
}

void kannel_start(struct kannel *k, const struct place *p)
{
	char conf[PATH_ROOM], folder[PATH_ROOM];
	const char *bearerbox[] = { "bearerbox", conf, NULL };
	const char *smsbox[] = { "smsbox", conf, NULL };
	int smsc = free_port();

	*k = (struct kannel) { .sendsms = free_port() };
	place_file(p, "spool", folder);
	mkdir(folder, 0700);
	place_file(p, "dlr", folder);
	mkdir(folder, 0700);
	place_file(p, "kannel.conf", conf);
	configure(p, conf, smsc, k->sendsms);
	start(p, &k->bearerbox, bearerbox, "bearerbox.log", &k->bearerbox,
	    "MAIN: Start-up done");
	start(p, &k->smsbox, smsbox, "smsbox.log", &k->bearerbox,
	    "got boxc_id <box>");
	phones_start(k, p, smsc);
}

void kannel_stop(struct kannel *k)
{
	child_stop(&k->bearerbox, SIGKILL);
	child_stop(&k->smsbox, SIGKILL);
	child_stop(&k->phones, SIGKILL);
	close(k->fifo);
}

void kannel_nudge(struct kannel *k)
{
	if (write(k->fifo, "\n", 1) < 0)
		give_up("fakesmsc does not read");
}
