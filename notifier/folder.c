#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"

#include "notifier.h"
#include "settings.h"

/* A file is whole or not there: written beside, then renamed. The name is the
 * message's id, so that a second try writes the same file. */
static bool put_file(struct ctx *c, const char *folder, int64_t id,
    const char *ending, const char *text, size_t n)
{
	char *name = mem_printf(c, "%s/%020" PRId64 ".%s", folder, id, ending);
	char *beside = mem_printf(c, "%s.part", name);
	FILE *f;
	bool ok;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return false;
	f = fopen(beside, "we");
	if (f == NULL)
		return false;
	ok = fwrite(text, 1, n, f) == n;
	ok = fclose(f) == 0 && ok;
	return ok && rename(beside, name) == 0;
}

static void put_sms(struct ctx *c, struct outgoing *m)
{
	const char *text = mem_printf(c, "To: %s\nAt: %" PRId64 "\n\n%s\n",
	    m->words.phone, c->now, m->words.body);
	bool ok = put_file(
	    c, settings.sms_folder, m->claimed.id, "sms", text, strlen(text));

	m->outcome = ok ? OUTCOME_ACCEPTED : OUTCOME_SAFE;
	m->why = ok ? "written" : "the folder cannot be written";
}

static void send_sms(struct ctx *c, struct outgoing *batch, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_sms(c, &batch[i]);
}

static void send_mail(struct ctx *c, struct outgoing *batch, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct outgoing *m = &batch[i];
		size_t n;
		const char *text = mail_text(c, m, &n);
		bool ok = text != NULL &&
		    put_file(
			c, settings.mail_folder, m->claimed.id, "eml", text, n);

		m->outcome = ok ? OUTCOME_ACCEPTED : OUTCOME_SAFE;
		m->why = ok ? "written" : "the folder cannot be written";
	}
}

/* Takes everything and sends nothing: what an interface is, at its shortest. */
static void send_nothing(struct ctx *c, struct outgoing *batch, size_t count)
{
	(void)c;
	for (size_t i = 0; i < count; i++) {
		batch[i].outcome = OUTCOME_ACCEPTED;
		batch[i].why = "null";
	}
}

const struct provider sms_folder = { "folder", send_sms };
const struct provider mail_folder = { "folder", send_mail };
const struct provider sms_null = { "null", send_nothing };
const struct provider mail_null = { "null", send_nothing };
