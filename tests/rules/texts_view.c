#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/db.h"
#include "base/log.h"
#include "base/store.h"

#include "portal.h"
#include "seal.h"
#include "texts.h"
#include "work_function.h"

#define SITE "https://opgaver.holstebro.dk"

enum group {
	ANY = 1, /* everybody's: message.c put_home() and the name */
	TASK = 2,
	OFFER = 4,
	ENGAGEMENT = 8,
	LINK = 16, /* where message.c makes one */
	SIGNIN = 32,
	DUTIES = 64,
	NUMBER = 128, /* of them */
	PERSON = 256,
	MONTH = 512,
	TEAM = 1024,
	EMPLOYER_OF = 2048,
	NEW_TIME = 8192,
	SERIES = 4096, /* of those, only when it is for all of its dates */
};

/* clang-format off */
static struct value {
	enum group group;
	const char *name, *longest, *least;
} values[] = {
	{ ANY, "municipality", "Ringkøbing-Skjern Kommune", "Lem Kommune" },
	{ ANY, "helper", "Anne-Margret", "Bo" },
	{ ANY, "phone", "20 00 00 11", "20 00 00 11" },
	/* A task is only taken when its question fits, so a question's time is
	 * an ordinary one, and of a series its pay too: these stand before the
	 * others and are found first. */
	{ SERIES | OFFER, "time", "kl 9-12", "kl 9-12" },
	{ SERIES | OFFER, "pay", "145 kr/t", "145 kr/t" },
	{ OFFER, "time", "kl 9.30-12.30", "kl 9-12" },
	{ TASK, "place", "Plejecenter Åglimt, Bækmarksbr", "Zoo, Lem" },
	{ TASK, "firm", "Plejecenter Åglimt", "Zoo" },
	{ TASK, "address", "Gammel Ringkøbingvej 124, 3 th", "Å 1" },
	{ TASK, "contact", "Anne-Margret", "Bo" },
	{ TASK, "contact_phone", "20 00 00 11", "" },
	{ TASK, "meeting", "Kom ind ad porten mod gården", "Ved døren" },
	{ TASK, "task", NULL, "bageri" }, /* the catalogue's longest */
	{ TASK, "verb", "hjælpe på kontoret", "feje" },
	{ TASK, "pay", "145,50 kr/t", "145 kr/t" },
	{ TASK, "pay_by", "31/12", "1/6" },
	{ TASK, "day", "torsdag 13/12", "onsdag 1/6" },
	{ TASK, "day_short", "tor 13/12", "ons 1/6" },
	{ TASK, "time", "kl 10.30-12.30", "kl 9-12" },
	{ SERIES | TASK, "weekday", "torsdag", "onsdag" },
	{ SERIES | TASK, "weekday_short", "tor", "ons" },
	{ SERIES | TASK, "first_on", "13/12", "1/6" },
	{ SERIES | ENGAGEMENT, "times", "26", "2" },
	{ SERIES | ENGAGEMENT, "rest", "25", "1" },
	{ TASK, "planned", "2 timer 45 min", "1 time" },
	{ TASK, "call_by", "torsdag kl 12", "onsdag kl 12" },
	{ TASK, "latest", "torsdag kl 16.30", "onsdag kl 9" },
	{ TASK, "writer", "Anne-Margret", "" },
	{ TASK, "task_url", SITE "/opgaver/123456789012345", SITE "/opgaver/1" },
	{ OFFER | NEW_TIME, "number", " 88", "" },
	{ OFFER, "turn", "2", "1" },
	{ OFFER | NEW_TIME, "deadline", "torsdag kl 16.30", "onsdag kl 9" },
	{ NEW_TIME, "was_day", "tor 13/12", "" },
	{ NEW_TIME, "was_time", "kl 10.30-12.30", "kl 9-12" },
	{ OFFER, "deadline_short", "tor kl 16.30", "ons kl 9" },
	{ ENGAGEMENT, "hours", "2 timer 45 min", "1 time" },
	{ ENGAGEMENT, "remembered", "2 timer 45 min", "" },
	{ ENGAGEMENT, "amount", "1234,50 kr.", "145 kr." },
	{ ENGAGEMENT | MONTH, "month", "september", "maj" },
	{ ENGAGEMENT, "eve", "I morgen", "I dag" },
	{ ENGAGEMENT, "thanks", "Det var en stor hjælp. Kom gerne igen :)", "" },
	{ ENGAGEMENT, "terms_by", "torsdag 13/12", "onsdag 1/6" },
	{ ENGAGEMENT, "terms_url", SITE "/opgaver/plads/123456789012345/vilkaar", SITE "/opgaver/plads/1/vilkaar" },
	{ LINK, "url", SITE "/t/0123456789abcdefghjkmnpqrs", SITE "/t/0" },
	{ SIGNIN, "code", "123456", "000000" },
	{ NUMBER, "today", "88", "0" },
	{ NUMBER, "before", "88", "0" },
	{ NUMBER, "overdue", "88", "1" },
	{ NUMBER, "waited", "188", "2" },
	{ DUTIES, "list_url", SITE "/opfoelgning", SITE "/opfoelgning" },
	{ DUTIES, "leave_from", "13/12", "1/6" },
	{ DUTIES, "leave_to", "24/12", "2/6" },
	{ TEAM, "late", "188", "1" },
	{ MONTH, "total", "122 timer 45 min", "1 time" },
	{ MONTH, "hours_url", SITE "/timer?maaned=2026-02", SITE "/timer?maaned=2026-02" },
	{ PERSON, "ceiling", "22 timer 45 min", "1 time" },
	{ EMPLOYER_OF, "employer", "Aarestrup og Sønners Tømrer- og Snedkerfo", "Zoo" },
	{ EMPLOYER_OF, "signin_url", SITE "/log-ind", SITE "/log-ind" },
	{ PERSON, "paused_until", "torsdag 13/12", "onsdag 1/6" },
};
/* clang-format on */

const struct fill fills[FILLS] = {
	{ "the longest", MESSAGE_LONGEST_NAME, true, false },
	{ "the longest of a series", MESSAGE_LONGEST_NAME, true, true },
	{ "a name beyond GSM", "Łukasz", true, false },
	{ "the least", "Bo", false, false },
	{ "the least of a series", "Bo", false, true },
};

/* As message.c does: a citizen's mail holds a link to what they were asked, and
 * its SMS only when one asked for it; the workplace's contact has one to the
 * hours. */
static bool has_link(const struct notice *n, bool mail)
{
	if (n->about == ABOUT_OFFER)
		return mail || strcmp(n->kind, "link") == 0;
	if (n->about == ABOUT_ENGAGEMENT && n->to_citizen)
		return mail;
	return strncmp(n->kind, "hours_", 6) == 0 && !n->to_citizen;
}

static unsigned groups_of(const struct notice *n, bool mail)
{
	unsigned link = has_link(n, mail) ? LINK : 0;

	if (strcmp(n->kind, "new_time") == 0)
		link |= NEW_TIME;
	switch (n->about) {
	case ABOUT_PERSON: return ANY | PERSON;
	case ABOUT_SIGNIN: return ANY | SIGNIN;
	case ABOUT_OFFER: return ANY | TASK | OFFER | link;
	case ABOUT_ENGAGEMENT: return ANY | TASK | ENGAGEMENT | link;
	case ABOUT_TASK: return ANY | TASK;
	case ABOUT_DUTIES: return ANY | DUTIES | NUMBER;
	case ABOUT_TEAM: return ANY | TEAM;
	case ABOUT_MONTH: return ANY | MONTH;
	case ABOUT_EMPLOYER: return ANY | EMPLOYER_OF;
	}
	return ANY;
}

static void put_groups(
    struct ctx *c, struct view *v, unsigned groups, const struct fill *f)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		const struct value *value = &values[i];
		const char *text = f->longest ? value->longest : value->least;

		if ((value->group & groups) == 0 ||
		    ((value->group & SERIES) != 0 && !f->series))
			continue;
		if (value->group == NUMBER || value->group == TEAM)
			view_int(c, v, value->name, strtoll(text, NULL, 10));
		else
			view_text(c, v, value->name, text);
	}
}

static void put_people(struct ctx *c, struct view *v, const struct fill *f)
{
	struct view *list = view_list(c, v, "people");

	for (int i = 0; i < 2; i++) {
		struct view *item = view_item(c, list);

		view_text(c, item, "who", f->name);
		view_text(c, item, "hours", "22 timer 45 min");
		view_int(c, item, "shifts", f->longest ? 20 : 1);
		view_bool(c, item, "shift_one", !f->longest);
	}
}

struct view *view_for(
    struct ctx *c, const struct notice *n, const struct fill *f, bool mail)
{
	struct view *v = view_new(c), *list, *item;

	view_text(c, v, "name", f->name);
	if (n->about == ABOUT_ENGAGEMENT)
		view_text(c, v, "who", f->name);
	put_groups(c, v, groups_of(n, mail), f);
	if (n->about == ABOUT_DUTIES) {
		view_bool(c, v, "overdue_one", !f->longest);
		view_bool(c, v, "before_one", !f->longest);
	}
	if (n->about == ABOUT_TEAM)
		view_bool(c, v, "late_one", !f->longest);
	if (n->about == ABOUT_MONTH)
		put_people(c, v, f);
	if (n->about != ABOUT_PERSON)
		return v;
	list = view_list(c, v, "questions");
	for (int i = 88; i <= 89; i++) {
		item = view_item(c, list);
		view_int(c, item, "number", i);
		put_groups(c, item, TASK, f);
	}
	return v;
}

/* The longest name in the catalogue of the demo, as an SMS says it. */
static const char *longest_task(struct ctx *c)
{
	static const char *const endings[] = { "", ".lock", "-wal", "-shm" };
	char folder[] = "/tmp/smaajob-texts-XXXXXX", why[200];
	const struct work_function *all;
	const char *longest = "", *path;
	struct store *store;
	size_t count;

	if (mkdtemp(folder) == NULL)
		log_bug("texts.folder");
	path = mem_printf(c, "%s/demo.db", folder);
	store = store_open(
	    mem_printf(c, "sqlite:%s", path), STORE_TOOL, true, why);
	if (store == NULL || !store_migrate(store, why))
		log_bug("texts.store why=%s", why);
	c->db = db_join(store, c->mem);
	db_begin(c);
	seal_make(c);
	if (db_commit(c) != OK || seal_begin(c) != SEAL_READY)
		log_bug("texts.keys");
	if (demo_fill(c) != OK)
		log_bug("texts.demo");
	all = work_functions(c, &count);
	for (size_t i = 0; i < count; i++)
		if (utf8_length(all[i].name) > utf8_length(longest))
			longest = text_fold(c, all[i].name);
	db_leave(c->db);
	store_close(store);
	for (size_t i = 0; i < COUNT(endings); i++)
		unlink(mem_printf(c, "%s%s", path, endings[i]));
	rmdir(folder);
	return longest;
}

void values_open(struct ctx *c)
{
	for (size_t i = 0; i < COUNT(values); i++)
		if (values[i].longest == NULL)
			values[i].longest = longest_task(c);
}

const char *value_name(size_t i)
{
	return i < COUNT(values) ? values[i].name : NULL;
}
