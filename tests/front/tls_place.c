#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tls_parts.h"

#define SOON_MS 5000
#define TOOL_MS 40000

void tls_place_make(struct place *p, const char *settings)
{
	place_make(p, "");
	place_configure(p, TLS_LISTEN, settings);
}

void tls_start(struct front *f)
{
	int64_t until = now_us() + (int64_t)SOON_MS * 1000;

	portal_start(&f->place, &f->portal, &f->plain);
	do {
		f->tls = front_port(&f->portal, 1);
		wait_ms(1);
	} while (f->tls == 0 && now_us() < until);
	if (f->tls == 0) {
		child_blame(&f->portal);
		give_up("the portal has no TLS port");
	}
}

bool tls_refuses(const struct place *p, const char *says)
{
	struct arena *mem = arena_new();
	char program[PATH_ROOM], log[PATH_ROOM];
	const char *const argv[] = { program, "--config", p->conf, "serve",
		NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	const char *text, *end;
	struct child ch;
	bool good;

	snprintf(program, sizeof program, "%s/portal", fault_build);
	place_file(p, "refusal.log", log);
	child_start(&ch, &l);
	good = child_ended(&ch, SOON_MS) && child_exited(&ch, 78);
	child_stop(&ch, SIGKILL);
	text = read_file(mem, log);
	end = text != NULL ? strchr(text, '\n') : NULL;
	good = good && end != NULL && end[1] == '\0' &&
	    strstr(text, says) != NULL;
	if (!good)
		tell("it said: %s", text != NULL ? text : "nothing");
	arena_free(mem);
	return good;
}

int tls_log_lines(const struct child *ch, const char *text)
{
	struct arena *mem = arena_new();
	const char *log = read_file(mem, ch->log);
	int n = 0;

	while (log != NULL && (log = strstr(log, text)) != NULL) {
		n++;
		log = strchr(log, '\n');
	}
	arena_free(mem);
	return n;
}

int tls_handles_within(const struct child *ch, int most, int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;

	while (child_handles(ch) > most && now_us() < until)
		wait_ms(20);
	return child_handles(ch);
}

const char *tls_tool(struct arena *mem, const struct place *p,
    const char *const *argv, bool *good)
{
	char log[PATH_ROOM];
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	const char *said;
	struct child ch;

	place_file(p, "tool.log", log);
	child_start(&ch, &l);
	*good = child_ended(&ch, TOOL_MS) && child_exited(&ch, 0);
	child_stop(&ch, SIGKILL);
	said = read_file(mem, log);
	return said != NULL ? said : "";
}

int tls_count(const char *in, const char *text)
{
	int n = 0;

	while ((in = strstr(in, text)) != NULL) {
		n++;
		in += strlen(text);
	}
	return n;
}
