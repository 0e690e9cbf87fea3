#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/db.h"
#include "base/phone.h"
#include "base/text.h"

#include "command.h"
#include "factor.h"
#include "municipality.h"
#include "form.h"
#include "portal.h"
#include "settings.h"
#include "staff.h"

/* portal staff-add: the first admin comes to be here, and whoever has lost
 * their telephone where no other admin can help. */

#define NAME_MOST 60 /* characters */

struct options {
	const char *municipality, *name, *email, *role, *phone;
};

/* The sum of "admin,consultant"; 0 when one of them is no role of staff. */
static unsigned read_roles(struct ctx *c, const char *list)
{
	unsigned sum = 0;
	const char *item;
	size_t n;

	while (text_item(&list, &item, &n)) {
		unsigned role = role_named(mem_dup_n(c, item, n));

		if ((role & ROLE_STAFF) == 0)
			return 0;
		sum |= role;
	}
	return sum;
}

static bool is_name(const char *s)
{
	return utf8_valid(s, strlen(s)) && utf8_length(s) <= NAME_MOST &&
	    strpbrk(s, "\r\n\t") == NULL && !text_has_cpr(s);
}

/* The last word is the surname. */
static void split_name(struct ctx *c, const char *name, struct staff_new *n)
{
	const char *last = strrchr(name, ' ');

	n->given_name = last != NULL
	    ? text_trim(c, mem_dup_n(c, name, (size_t)(last - name)))
	    : name;
	n->surname = last != NULL ? last + 1 : "";
}

/* 0, or how to exit. */
static int judge(struct ctx *c, const struct options *o, struct staff_new *n,
    struct municipality *m)
{
	const char *name = text_trim(c, o->name);

	n->roles = read_roles(c, o->role);
	n->email = text_trim(c, o->email);
	n->phone = o->phone != NULL ? phone_parse(c, o->phone) : NULL;
	split_name(c, name, n);
	if (!municipality_find(c, o->municipality, m))
		return command_refuse(EXIT_DATA,
		    "--municipality: there is none of "
		    "that name");
	n->municipality = m->id;
	if (*name == '\0' || !is_name(name))
		return command_refuse(EXIT_DATA,
		    "--name: a name of at most %d letters", NAME_MOST);
	if (!mail_looks_right(n->email))
		return command_refuse(EXIT_DATA, "--email: no address");
	if (n->roles == 0)
		return command_refuse(EXIT_DATA,
		    "--role: one or more of mentor, "
		    "consultant, leader, admin");
	if (o->phone != NULL && n->phone == NULL)
		return command_refuse(EXIT_DATA, "--phone: no number");
	return 0;
}

/* Somebody new; or one of theirs, who gets the roles and begins anew. */
static enum err keep(struct ctx *c, const struct staff_new *n, int64_t *person)
{
	int64_t known = person_by_email(c, n->email);
	enum err err;

	if (known == 0)
		return staff_add(c, n, 0, person);
	if (!staff_of(c, known, n->municipality))
		return ERR_CONFLICT;
	*person = known;
	err = staff_give(c, known, n);
	return err == OK ? staff_reset(c, known, 0) : err;
}

int staff_command(struct ctx *c, char **words)
{
	struct options o = { .municipality = NULL };
	const struct command_option options[] = {
		{ "--municipality", &o.municipality, true },
		{ "--name", &o.name, true },
		{ "--email", &o.email, true },
		{ "--role", &o.role, true },
		{ "--phone", &o.phone, false },
	};
	const char *wrong = command_read(options, COUNT(options), words);
	char code[ENROLMENT_CHARS + 1];
	struct municipality m;
	struct staff_new n = { 0 };
	int64_t person = 0;
	int status;

	if (wrong != NULL)
		return command_refuse(EXIT_USAGE, "staff-add: %s", wrong);
	status = judge(c, &o, &n, &m);
	if (status != 0)
		return status;
	switch (keep(c, &n, &person)) {
	case OK: break;
	case ERR_CONFLICT:
		return command_refuse(
		    EXIT_DATA, "--email: somebody else has it");
	case ERR_INVALID:
	case ERR_FORBIDDEN:
	case ERR_NOT_FOUND:
	case ERR_FAILED:
		return command_refuse(EXIT_STORE, "the database could not");
	}
	enrolment_code(enrolment_waiting(c, person), code);
	printf("%s: %s, %s\nSign in within %d hours at %s/log-ind. The code to "
	       "connect an app with is\n\n    %s\n\nIt is shown only now.\n",
	    m.name, o.name, o.role, ENROLMENT_HOURS, settings.public_url, code);
	return EXIT_SUCCESS;
}
