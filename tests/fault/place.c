#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "fault.h"

#define ONCE_MS 40000 /* of notifier once: some peers are slow */

#define FILE_MOST ((size_t)8 << 20)

void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");
	bool ok = f != NULL && fputs(text, f) >= 0;

	if (f == NULL || fclose(f) != 0 || !ok)
		give_up("%s cannot be written: %s", path, strerror(errno));
}

char *read_file(struct arena *mem, const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	struct stat st;
	size_t n;

	if (f == NULL)
		return NULL;
	if (fstat(fileno(f), &st) == 0 && (size_t)st.st_size < FILE_MOST) {
		text = arena_alloc(mem, (size_t)st.st_size + 1);
		n = fread(text, 1, (size_t)st.st_size, f);
		text[n] = '\0';
	}
	fclose(f);
	return text;
}

void place_file(const struct place *p, const char *name, char path[PATH_ROOM])
{
	snprintf(path, PATH_ROOM, "%s/%s", p->dir, name);
}

void place_configure(
    const struct place *p, const char *listen, const char *settings)
{
	char conf[2000], tree[200];

	if (getcwd(tree, sizeof tree) == NULL)
		give_up("no working directory: %s", strerror(errno));
	snprintf(conf, sizeof conf,
	    "[data]\ndir = %s\n[www]\ndir = %s/www\n"
	    "[assets]\ndir = %s/build/assets\n"
	    "[http]\nlisten = %s\npublic_url = http://127.0.0.1:1\n"
	    "%s",
	    p->dir, tree, tree, listen, settings);
	write_file(p->conf, conf);
}

void place_prepare(struct place *p, const char *settings)
{
	const char *tmp = getenv("TMPDIR");
	int n;

	*p = (struct place) { 0 };
	n = snprintf(p->dir, sizeof p->dir, "%s/fault.XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	if (n >= (int)sizeof p->dir || mkdtemp(p->dir) == NULL)
		give_up("no folder under %s (its path must be short)",
		    tmp != NULL ? tmp : "/tmp");
	place_file(p, "smaajob.conf", p->conf);
	snprintf(p->url, sizeof p->url, "sqlite:%s/smaajob.db", p->dir);
	place_configure(p, "127.0.0.1:0", settings);
}

void place_make(struct place *p, const char *settings)
{
	char program[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { program, "--config", p->conf, "init",
		NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct child init;

	place_prepare(p, settings);
	snprintf(program, sizeof program, "%s/portal", fault_build);
	place_file(p, "init.log", log);
	child_start(&init, &l);
	if (!child_ended(&init, 20000) || !child_exited(&init, 0)) {
		child_blame(&init);
		give_up("portal init failed");
	}
}

void place_certify(const struct place *p)
{
	char key[PATH_ROOM], pem[PATH_ROOM], both[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { "openssl", "req", "-x509", "-newkey", "ec",
		"-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
		key, "-out", pem, "-days", "30", "-subj", "/CN=localhost",
		"-addext", "subjectAltName=DNS:localhost", NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem };
	struct child ch;

	place_file(p, "host.key", key);
	place_file(p, "host.pem", pem);
	place_file(p, "host.both", both);
	place_file(p, "openssl.log", log);
	child_start(&ch, &l);
	if (!child_ended(&ch, 10000) || !child_exited(&ch, 0))
		give_up("openssl makes no certificate");
	write_file(both,
	    mem_printf(&c, "%s%s", read_file(mem, pem), read_file(mem, key)));
	arena_free(mem);
}

static int remove_one(
    const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void place_remove(struct place *p)
{
	nftw(p->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

void place_messages(
    const struct place *p, void (*take)(const char *to, const char *text))
{
	struct arena *mem = arena_new();
	char dir[PATH_ROOM], path[PATH_ROOM + 300];
	DIR *folder;

	place_file(p, "sms", dir);
	folder = opendir(dir);
	for (struct dirent *e; folder != NULL && (e = readdir(folder));) {
		char to[40] = "";
		const char *text;

		if (strstr(e->d_name, ".sms") == NULL)
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		text = read_file(mem, path);
		if (text != NULL && sscanf(text, "To: %39s", to) == 1)
			take(to, text);
		arena_reset(mem);
	}
	if (folder != NULL)
		closedir(folder);
	arena_free(mem);
}

static void launch(const struct place *p, struct child *ch, const char *name,
    const char *verb, const char *preload, const char *const *more)
{
	char program[PATH_ROOM], log[PATH_ROOM], file[40];
	const char *const argv[] = { program, "--config", p->conf, verb, NULL };
	const struct launch l = { .argv = argv,
		.log = log,
		.preload = preload,
		.more = more,
		.out = -1 };

	snprintf(program, sizeof program, "%s/%s", fault_build, name);
	snprintf(file, sizeof file, "%s.log", name);
	place_file(p, file, log);
	child_start(ch, &l);
}

void portal_start(const struct place *p, struct child *ch, int *port)
{
	struct arena *mem = arena_new();
	static const char ready[] = "portal.ready listen=127.0.0.1:";
	const char *at;

	launch(p, ch, "portal", "serve", NULL, NULL);
	if (!child_says(ch, ready, 20000)) {
		child_blame(ch);
		give_up("the portal does not come");
	}
	at = strstr(read_file(mem, ch->log), ready);
	*port = at != NULL ? atoi(at + sizeof ready - 1) : 0;
	arena_free(mem);
}

void notifier_launch(const struct place *p, struct child *ch)
{
	launch(p, ch, "notifier", "run", NULL, NULL);
}

void notifier_launch_with(const struct place *p, struct child *ch,
    const char *preload, const char *const *more)
{
	launch(p, ch, "notifier", "run", preload, more);
}

void notifier_start(const struct place *p, struct child *ch)
{
	notifier_launch(p, ch);
	notifier_wait(ch);
}

void notifier_wait(struct child *ch)
{
	if (!child_says(ch, "notifier.ready", 20000)) {
		child_blame(ch);
		give_up("the notifier does not come");
	}
}

void notifier_wake(const struct place *p)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(to.sun_path, sizeof to.sun_path, "%s/notifier.sock", p->dir);
	if (sendto(fd, "", 1, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to) <
	    0)
		give_up("the notifier has no socket");
	close(fd);
}

void notifier_once(const struct place *p)
{
	struct child ch;

	launch(p, &ch, "notifier", "once", NULL, NULL);
	if (!child_ended(&ch, ONCE_MS) || !child_exited(&ch, 0)) {
		child_blame(&ch);
		child_stop(&ch, SIGKILL);
		give_up("notifier once did not end well");
	}
}
