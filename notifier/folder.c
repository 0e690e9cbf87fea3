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

void sms_folder_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)via;
	for (size_t i = 0; i < count; i++)
		put_sms(c, &batch[i]);
}

void mail_folder_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)via;
	for (size_t i = 0; i < count; i++) {
		struct outgoing *m = &batch[i];
		size_t n;
		const char *text = mail_text(c, m, &n);
		bool ok;

		if (text == NULL)
			continue;
		ok = put_file(
		    c, settings.mail_folder, m->claimed.id, "eml", text, n);
		m->outcome = ok ? OUTCOME_ACCEPTED : OUTCOME_SAFE;
		m->why = ok ? "written" : "the folder cannot be written";
	}
}
