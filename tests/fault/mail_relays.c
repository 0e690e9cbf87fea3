#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mail.h"

#define PEERS       "tests/story/peers"
#define PYTHON      "/usr/bin/python3"
#define SMTP_SINK   "build/smtp-sink/smtp-sink"
#define COMES_MS    10000
#define NUMBERS     100 /* connections are numbered below it */
#define WAYS_MOST   40  /* bytes of "way=port" */
#define CONFIG_MOST 4000

const char *const relay_ways[RELAYS] = { "plain", "login", "smtps", "clear",
	"wrong", "busy", "mail421", "mail550", "hello421", "hello554", "once",
	"bored" };

const struct sink_case sinks[SINKS] = {
	{ "takes everything", NULL, NULL, "accepted", 1 },
	{ "leaves without a word at MAIL", "-q", "MAIL", "queued", 1 },
	{ "leaves without a word at RCPT", "-q", "RCPT", "queued", 1 },
	{ "leaves without a word at DATA", "-q", "DATA", "queued", 1 },
	{ "leaves without a word after the dot", "-q", ".", "uncertain", 1 },
	{ "leaves with 421 at MAIL", "-Q", "MAIL", "queued", 0 },
	{ "says later at DATA", "-r", "DATA", "queued", 1 },
	{ "says never at DATA", "-f", "DATA", "dead", 1 },
	{ "says later after the dot", "-r", ".", "queued", 1 },
	{ "says never after the dot", "-f", ".", "dead", 1 },
};

static int free_port(void)
{
	int port = 0, fd = http_listen(&port);

	if (fd < 0)
		give_up("no port is free");
	close(fd);
	return port;
}

static void wait_for(int port, const char *whose)
{
	int64_t until = now_us() + (int64_t)COMES_MS * 1000;
	int fd;

	while ((fd = http_connect(port)) < 0 && now_us() < until)
		wait_ms(5);
	if (fd < 0)
		give_up("%s does not come", whose);
	close(fd);
}

static void start_smtp(struct relays *r, const struct place *p)
{
	char key[PATH_ROOM], pem[PATH_ROOM], log[PATH_ROOM];
	char ways[RELAYS][WAYS_MOST];
	const char *argv[6 + RELAYS + 1] = { PYTHON, PEERS "/smtp.py", ways[0],
		pem, key, r->folder };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };

	place_file(p, "host.key", key);
	place_file(p, "host.pem", pem);
	place_file(p, "smtp.log", log);
	place_file(p, "mail", r->folder);
	mkdir(r->folder, 0700);
	for (int i = 0; i < RELAYS; i++) {
		r->port[i] = free_port();
		snprintf(ways[i], WAYS_MOST, "%s%s%d",
		    i > 0 ? relay_ways[i] : "", i > 0 ? "=" : "", r->port[i]);
		if (i > 0)
			argv[5 + i] = ways[i];
	}
	child_start(&r->smtp, &l);
	if (!child_says(&r->smtp, "smtp.ready", COMES_MS)) {
		child_blame(&r->smtp);
		give_up("smtp.py does not come");
	}
}

static void start_sink(struct relays *r, int i, const struct place *p)
{
	const struct sink_case *k = &sinks[i];
	char at[40], log[PATH_ROOM], name[20];
	const char *argv[10] = { SMTP_SINK };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	int n = 1;

	r->sink_port[i] = free_port();
	snprintf(at, sizeof at, "127.0.0.1:%d", r->sink_port[i]);
	snprintf(name, sizeof name, "sink%d.log", i);
	place_file(p, name, log);
	if (geteuid() == 0) {
		argv[n++] = "-u";
		argv[n++] = "nobody";
	}
	if (k->option != NULL) {
		argv[n++] = k->option;
		argv[n++] = k->command;
	}
	argv[n++] = at;
	argv[n++] = "16";
	argv[n] = NULL;
	child_start(&r->sink[i], &l);
}

static void start_haproxy(struct relays *r, const struct place *p)
{
	char conf[PATH_ROOM], log[PATH_ROOM], text[CONFIG_MOST];
	const char *const argv[] = { "haproxy", "-db", "-f", conf, NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	size_t n;

	place_file(p, "haproxy.conf", conf);
	place_file(p, "haproxy.log", log);
	n = (size_t)snprintf(text, sizeof text,
	    "defaults\n mode tcp\n timeout connect 5s\n timeout client 30s\n"
	    " timeout server 30s\n");
	for (int i = 0; i < SINKS; i++) {
		r->tls_port[i] = free_port();
		n += (size_t)snprintf(text + n, sizeof text - n,
		    "listen sink%d\n bind 127.0.0.1:%d ssl crt %s/host.both\n"
		    " server sink 127.0.0.1:%d\n",
		    i, r->tls_port[i], p->dir, r->sink_port[i]);
	}
	write_file(conf, text);
	child_start(&r->haproxy, &l);
}

void relays_start(struct relays *r, const struct place *p)
{
	place_certify(p);
	for (int i = 0; i < SINKS; i++)
		start_sink(r, i, p);
	start_haproxy(r, p);
	start_smtp(r, p);
	for (int i = 0; i < SINKS; i++) {
		wait_for(r->sink_port[i], "smtp-sink");
		wait_for(r->tls_port[i], "haproxy");
	}
}

void relays_stop(struct relays *r)
{
	child_stop(&r->smtp, SIGTERM);
	child_stop(&r->haproxy, SIGKILL);
	for (int i = 0; i < SINKS; i++)
		child_stop(&r->sink[i], SIGTERM);
}

/* ---- what was taken ---- */

/* Calls take() with the path of each mail in the folder. */
static void each_mail(const struct relays *r,
    void (*take)(const char *path, void *arg), void *arg)
{
	char path[PATH_ROOM + 300];
	DIR *folder = opendir(r->folder);

	for (struct dirent *e; folder != NULL && (e = readdir(folder));) {
		if (strstr(e->d_name, ".eml") == NULL)
			continue;
		snprintf(path, sizeof path, "%s/%s", r->folder, e->d_name);
		take(path, arg);
	}
	if (folder != NULL)
		closedir(folder);
}

struct counting {
	const char *address;
	int copies;
	bool connection[NUMBERS];
};

static void count_one(const char *path, void *arg)
{
	struct counting *k = arg;
	struct arena *mem = arena_new();
	const char *text = read_file(mem, path);
	char to[80] = "";
	int number = 0;

	sscanf(text != NULL ? text : "", "X-Envelope-To: %79s X-Connection: %d",
	    to, &number);
	if (strcmp(to, k->address) == 0) {
		k->copies++;
		if (number > 0 && number < NUMBERS)
			k->connection[number] = true;
	}
	arena_free(mem);
}

int relays_copies(const struct relays *r, const char *address, int *connections)
{
	struct counting k = { .address = address };

	each_mail(r, count_one, &k);
	*connections = 0;
	for (int i = 0; i < NUMBERS; i++)
		*connections += k.connection[i];
	return k.copies;
}

static void forget_one(const char *path, void *arg)
{
	(void)arg;
	unlink(path);
}

void relays_forget(const struct relays *r)
{
	each_mail(r, forget_one, NULL);
}

struct judging {
	const struct place *place;
	bool sound;
};

static void judge_one(const char *path, void *arg)
{
	struct judging *k = arg;
	char out[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { PYTHON, PEERS "/mail.py", path, out,
		NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct child ch;

	place_file(k->place, "mail.txt", out);
	place_file(k->place, "mail.log", log);
	child_start(&ch, &l);
	if (child_ended(&ch, COMES_MS) && child_exited(&ch, 0))
		return;
	child_blame(&ch);
	k->sound = false;
}

bool relays_sound(const struct relays *r, const struct place *p)
{
	struct judging k = { p, true };

	each_mail(r, judge_one, &k);
	return k.sound;
}
