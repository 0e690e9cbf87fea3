#include "story.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One of Kannel's programs, in the background, until a log says the line that
 * means it is of use. */
static bool start(struct story *s, struct child *ch, const struct launch *l,
    const char *log, const char *ready)
{
	size_t before = log_count(story_file(s, log), ready, "");

	if (!child_start(s, ch, l))
		return false;
	if (log_wait(s, story_file(s, log), ready, before + 1, ch))
		return true;
	return fail(s, mem_printf(s->c, "%s: %s", l->name, ready), "%s",
	    child_ended(ch) ? child_fate(s->c, ch->status) : "silence");
}

/* fakesmsc reads what phones send from its input, which we hold open at both
 * ends: it would end with the first writer. Its output must go by the line,
 * and without -i it would let one message through a second. */
static bool phones_start(struct story *s)
{
	const char *fifo = story_file(s, "phones");
	const char *const argv[] = { "stdbuf", "-oL", s->o->fakesmsc, "-H",
		"127.0.0.1", "-r", mem_printf(s->c, "%d", s->port[PORT_SMSC]),
		"-i", "0.001", NULL };
	struct launch l = {
		.name = "fakesmsc",
		.argv = argv,
		.log = story_file(s, "fakesmsc.log"),
	};

	if (s->phones <= 0) {
		mkfifo(fifo, 0600);
		s->phones = open(fifo, O_RDWR | O_CLOEXEC);
	}
	l.input = s->phones;
	return start(
	    s, &s->fakesmsc, &l, "bearerbox.log", "Fakesmsc client connected");
}

bool kannel_start(struct story *s)
{
	const char *bearerbox[] = { "bearerbox", story_file(s, "kannel.conf"),
		NULL };
	const char *smsbox[] = { "smsbox", story_file(s, "kannel.conf"), NULL };
	struct launch l = {
		.name = bearerbox[0],
		.argv = bearerbox,
		.log = story_file(s, "bearerbox.log"),
		.input = -1,
	};

	if (s->bearerbox.name)
		return fail(s, "kannel kill before this", "it runs");
	mkdir(story_file(s, "spool"), 0700);
	mkdir(story_file(s, "dlr"), 0700);
	if (!servers_fill(s, "kannel.conf.in", "kannel.conf") ||
	    !start(
		s, &s->bearerbox, &l, "bearerbox.log", "MAIN: Start-up done"))
		return false;
	l.name = smsbox[0];
	l.argv = smsbox;
	l.log = story_file(s, "smsbox.log");
	return start(s, &s->smsbox, &l, "bearerbox.log", "got boxc_id <box>") &&
	    phones_start(s);
}

/* At once: asked politely, bearerbox waits for its queues. What it has taken
 * lies in its spool. The smsbox ends with it, but not always in time. */
void kannel_kill(struct story *s)
{
	child_stop(s, &s->bearerbox, SIGKILL, 1000);
	child_stop(s, &s->smsbox, SIGKILL, 1000);
	child_stop(s, &s->fakesmsc, SIGKILL, 1000);
	if (s->phones > 0)
		close(s->phones);
	s->phones = 0;
}

/* While the phones are off Kannel takes what it gets, and keeps it. */
bool cmd_phones(struct story *s, struct words *w)
{
	if (strcmp(w->word[0], "on") == 0)
		return phones_start(s);
	if (strcmp(w->word[0], "off") != 0)
		return fail(s, "phones on or off", "%s", w->word[0]);
	inbox_look(s);
	child_stop(s, &s->fakesmsc, SIGKILL, 1000);
	return true;
}

bool cmd_kannel(struct story *s, struct words *w)
{
	if (strcmp(w->word[0], "start") == 0)
		return kannel_start(s);
	if (strcmp(w->word[0], "kill") != 0)
		return fail(s, "kannel start or kill", "%s", w->word[0]);
	kannel_kill(s);
	return true;
}

/* fakesmsc looks for what Kannel sends once a second, or when it gets a line:
 * an empty one does nothing else. It also reads more than it looks at, so that
 * a line may lie in its buffer until the next one comes. */
static void nudge(const struct story *s)
{
	if (write(s->phones, "\n", 1) < 0)
		perror("fakesmsc");
}

/* Until the log has more lines of that kind than before. */
static bool nudge_until(struct story *s, const char *log, const char *a,
    const char *b, size_t before)
{
	struct deadline d = wait_for(s, 10000);

	do {
		if (log_count(log, a, b) > before)
			return true;
		nudge(s);
	} while (wait_more(&d));
	return false;
}

/* Kannel hands on in the order in which it takes: when a message of our own
 * has arrived, everything before it has. */
bool kannel_barrier(struct story *s)
{
	const char *const headers[] = { "X-Kannel-Username: portal",
		"X-Kannel-Password: secret", "X-Kannel-From: 1204",
		"X-Kannel-To: " BARRIER_PHONE,
		"Content-Type: text/plain; charset=UTF-8", NULL };
	const char *url = mem_printf(
	    s->c, "http://127.0.0.1:%d/cgi-bin/sendsms", s->port[PORT_SENDSMS]);
	const char *text = mem_printf(s->c, "%u", ++s->barriers);
	const char *got = mem_printf(s->c, " " BARRIER_PHONE " text %s>", text);
	int status;

	if (!s->fakesmsc.name)
		return true; /* nothing comes through */
	status = http_send(url, headers, text);
	if (status != 202)
		return fail(s, "Kannel to take an SMS", "status %d", status);
	if (!nudge_until(s, story_file(s, "fakesmsc.log"), got, "", 0))
		return fail(s, "Kannel to deliver an SMS", "it did not");
	return true;
}

/* Every answer and report that bearerbox has received, smsbox tells the portal
 * in a request of its own. A report the portal would not have is not waited
 * for twice. */
void kannel_settle(struct story *s)
{
	const char *access = story_file(s, "bearerbox.access");
	const char *log = story_file(s, "smsbox.log");
	struct deadline d = wait_for(s, 5000);
	size_t told, heard;

	if (!s->bearerbox.name || !s->portal.name || !kannel_barrier(s))
		return;
	do {
		told = log_count(access, " Receive SMS ", "") +
		    log_count(access, " Receive DLR ", "");
		heard = log_count(log, "Status line: <HTTP/1.1 2", "");
		if (heard + s->reports_lost >= told)
			return;
	} while (wait_more(&d));
	s->reports_lost = told - heard;
}

/* What one phone writes, as fakesmsc takes it: characters outside the phone's
 * own alphabet make the whole text UCS-2, as on a phone. */
static const char *written(struct story *s, const char *text)
{
	struct text t = text_new(s->c->mem, 4000);
	const char *end = text + strlen(text);
	const char *p = text;
	bool ucs2 = false;
	size_t size;
	int32_t ch;

	for (; p < end; p += size) {
		ch = utf8_next(p, end, &size);
		if (ch > 0xff && ch != 0x20ac)
			ucs2 = true;
		if (ch >= 0x10000) {
			ch -= 0x10000;
			text_printf(&t, "%%%02x%%%02x", 0xd8 | ch >> 18,
			    ch >> 10 & 0xff);
			ch = 0xdc00 | (ch & 0x3ff);
		}
		text_printf(&t, "%%%02x%%%02x", (unsigned)ch >> 8 & 0xff,
		    (unsigned)ch & 0xff);
	}
	return mem_printf(
	    s->c, "%s %s", ucs2 ? "ucs2" : "text", ucs2 ? t.s : text);
}

/* Waits until the portal has said that it has the answer. */
bool cmd_reply(struct story *s, struct words *w)
{
	const char *phone = w->word[0], *text = w->n > 1 ? w->word[1] : "";
	const char *access = story_file(s, "smsbox.access");
	const char *from = mem_printf(s->c, " sender:%s ", phone);
	size_t before = log_count(access, from, " reply: 2");
	const char *line = mem_printf(
	    s->c, "%s 1204 %s\n", phone, written(s, text));

	if (!s->fakesmsc.name || strchr(text, '\n'))
		return fail(s, "Kannel, and a reply of one line", "not so");
	if (write(s->phones, line, strlen(line)) < 0)
		return fail(s, "a reply on its way", "fakesmsc does not read");
	if (nudge_until(s, access, from, " reply: 2", before))
		return true;
	return fail(s, "the portal to take the reply",
	    "no 2xx from /hook/kannel/.../inbound within 10 s");
}
