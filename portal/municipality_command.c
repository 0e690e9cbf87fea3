#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/db.h"
#include "base/phone.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "command.h"
#include "municipality.h"
#include "portal.h"

/* portal municipality-add: where a new database begins. */

#define NAME_MOST   25 /* characters, as the texts are measured with */
#define HELPER_MOST 12

/* Both stand in every SMS. */
static bool fits(const char *s, size_t most)
{
	return *s != '\0' && utf8_valid(s, strlen(s)) &&
	    utf8_length(s) <= most && strpbrk(s, "\r\n\t") == NULL &&
	    sms_size(s).gsm;
}

/* 0, or how to exit. */
static int judge(struct ctx *c, struct municipality *m)
{
	struct municipality other;

	m->name = text_trim(c, m->name);
	m->helper = text_trim(c, m->helper);
	m->phone = phone_parse(c, m->phone);
	if (!fits(m->name, NAME_MOST))
		return command_refuse(EXIT_DATA,
		    "--name: at most %d letters that an SMS can hold",
		    NAME_MOST);
	if (!fits(m->helper, HELPER_MOST))
		return command_refuse(EXIT_DATA,
		    "--helper: a first name of at most %d letters that an "
		    "SMS can hold",
		    HELPER_MOST);
	if (m->phone == NULL)
		return command_refuse(EXIT_DATA, "--phone: no number");
	if (strspn(m->name, "0123456789") == strlen(m->name))
		return command_refuse(EXIT_DATA, "--name: no number");
	if (municipality_find(c, m->name, &other))
		return command_refuse(
		    EXIT_DATA, "--name: there is one of that name");
	return 0;
}

int municipality_command(struct ctx *c, char **words)
{
	struct municipality m = { .name = NULL };
	const struct command_option options[] = {
		{ "--name", &m.name, true },
		{ "--helper", &m.helper, true },
		{ "--phone", &m.phone, true },
	};
	const char *wrong = command_read(options, COUNT(options), words);
	int status;

	if (wrong != NULL)
		return command_refuse(
		    EXIT_USAGE, "municipality-add: %s", wrong);
	status = judge(c, &m);
	if (status != 0)
		return status;
	db_begin(c);
	m.id = municipality_add(c, &m);
	if (db_commit(c) != OK)
		return command_refuse(EXIT_STORE, "the database could not");
	printf("%s: %" PRId64 ". Ring to %s on %s.\nIt has no rules yet, so "
	       "nobody is asked. Now add an administrator: portal staff-add.\n",
	    m.name, m.id, m.helper, phone_show(c, m.phone));
	return EXIT_SUCCESS;
}
