#include "compose.h"

#include <string.h>

#include "hours.h"
#include "leave.h"

struct lived lived;
struct tmpls *words;

int words_open(void **state)
{
	char why[200];

	if (world_open(state) != 0)
		return -1;
	words = messages_load("www", why);
	return words != NULL ? 0 : -1;
}

int words_close(void **state)
{
	tmpls_free(words);
	return world_close(state);
}

void live_through(void)
{
	struct leave away = { .person = world.consultant,
		.stand_in = world.mentor,
		.from_on = instant("2026-03-16"),
		.until_on = instant("2026-03-23") };

	assert_int_equal(leave_add(&c, &away, &lived.leave), OK);
	lived.month = instant("2026-03-01");
	lived.engagement = amir_comes(THURSDAY);
	lived.offer = one(SQL("SELECT offer_id FROM engagement"), NO_BIND);
	lived.task = one(SQL("SELECT task_id FROM engagement"), NO_BIND);
	at("2026-03-09T09:00");
	assert_int_equal(hours_propose(&c, lived.engagement, 150, "Tusind tak",
			     world.bakery.contact),
	    OK);
	change(SQL("UPDATE citizen SET paused_until = $1"),
	    BIND(INT(instant("2026-03-16"))));
}

static int64_t about(const struct notice *n)
{
	if (strcmp(n->kind, "stand_in") == 0)
		return lived.leave;
	switch (n->about) {
	case ABOUT_OFFER: return lived.offer;
	case ABOUT_ENGAGEMENT: return lived.engagement;
	case ABOUT_TASK: return lived.task;
	case ABOUT_SIGNIN: return 7;
	case ABOUT_EMPLOYER: return world.bakery.employer;
	case ABOUT_MONTH: return lived.month;
	case ABOUT_TEAM:
	case ABOUT_PERSON:
	case ABOUT_DUTIES: break;
	}
	return 0;
}

static int64_t reader(const struct notice *n)
{
	if (n->to_citizen)
		return world.amir;
	if (n->about == ABOUT_DUTIES || n->about == ABOUT_SIGNIN ||
	    n->about == ABOUT_TEAM)
		return world.mentor;
	return world.bakery.contact;
}

bool compose(const char *kind, const char *channel, int64_t person, int64_t id,
    struct message *m)
{
	bool ok;

	db_begin(&c);
	ok = message_compose(&c, words, kind, channel, person, id, m);
	assert_int_equal(db_commit(&c), OK);
	return ok;
}

const char *sms(const char *kind)
{
	const struct notice *n = notice_find(kind);
	struct message m;

	if (!compose(kind, OUTBOX_SMS, reader(n), about(n), &m))
		fail_msg("%s cannot be composed", kind);
	return m.body;
}

struct message mail(const char *kind)
{
	const struct notice *n = notice_find(kind);
	struct message m = { 0 };

	if (!compose(kind, OUTBOX_MAIL, reader(n), about(n), &m))
		fail_msg("%s cannot be mailed", kind);
	return m;
}

const char *sms_about(const char *kind, int64_t person, int64_t about)
{
	char why[200];
	struct tmpls *all = messages_load("www", why);
	struct message m = { .body = "-" };

	assert_non_null(all);
	db_begin(&c);
	message_compose(&c, all, kind, "sms", person, about, &m);
	assert_int_equal(db_commit(&c), OK);
	m.body = mem_dup(&c, m.body);
	tmpls_free(all);
	return m.body;
}
