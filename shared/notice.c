#include <string.h>

#include "base/db.h"
#include "base/log.h"

#include "municipality.h"
#include "notice.h"
#include "person.h"

/* clang-format off */
static const struct notice table[] = {
	/* kind, about, how, lane, window, keeps, to a citizen */
	{ "code",     ABOUT_SIGNIN, HOW_MAIL_OR_SMS, LANE_CODE, WINDOW_AT_ONCE, 10 * MINUTE, false },
	{ "code_own", ABOUT_SIGNIN, HOW_MAIL_OR_SMS, LANE_CODE, WINDOW_AT_ONCE, 10 * MINUTE, true },

	{ "factor",        ABOUT_PERSON, HOW_MAIL_OR_SMS, LANE_CODE, WINDOW_AT_ONCE, 2 * DAY, false },
	{ "passkey_twice", ABOUT_PERSON, HOW_MAIL_OR_SMS, LANE_CODE, WINDOW_AT_ONCE, 2 * DAY, false },

	{ "offer",         ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_ASKING,  0,       true },
	{ "again",         ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_ASKING,  0,       true },
	{ "won",           ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "taken",         ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "waiting",       ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "late",          ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "declined",      ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "held",          ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "already",       ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "clash",         ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "afbud",         ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "cancelled",     ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_DAYTIME, 0,      true },
	{ "cancelled_paid", ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_DAYTIME, 0,      true },
	{ "changed",       ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_DAYTIME, 0,       true },
	{ "new_time",      ABOUT_ENGAGEMENT, HOW_SMS, LANE_OFFER, WINDOW_DAYTIME, 0,       true },
	{ "link",          ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "unclear",       ABOUT_OFFER,      HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, DAY,     true },
	{ "unclear_which", ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, DAY,     true },
	{ "unclear_none",  ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, DAY,     true },
	{ "call",          ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "start",         ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "pause",         ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "ceiling",       ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_DAYTIME, 2 * DAY, true },
	{ "cpr",           ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, 2 * DAY, true },
	{ "stranger",      ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, DAY,     true },
	{ "contact_heard", ABOUT_PERSON,     HOW_SMS, LANE_OFFER, WINDOW_AT_ONCE, DAY,     false },
	{ "stop",          ABOUT_PERSON,     HOW_SMS, LANE_CODE,  WINDOW_AT_ONCE, 2 * DAY, true },
	{ "wrong_number",  ABOUT_PERSON,     HOW_SMS, LANE_CODE,  WINDOW_AT_ONCE, 2 * DAY, true },

	{ "expired",       ABOUT_OFFER,      HOW_SMS, LANE_REMINDER, WINDOW_ASKING,  2 * DAY, true },
	{ "tomorrow",      ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_DAYTIME, 0,       true },
	{ "paid",          ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_ASKING,  7 * DAY, true },
	{ "paid_thanks",   ABOUT_PERSON,     HOW_SMS, LANE_OFFER,    WINDOW_AT_ONCE, 2 * DAY, true },
	{ "remind",        ABOUT_PERSON,     HOW_SMS, LANE_OFFER,    WINDOW_AT_ONCE, 2 * DAY, true },
	{ "remind_not",    ABOUT_PERSON,     HOW_SMS, LANE_OFFER,    WINDOW_AT_ONCE, 2 * DAY, true },
	{ "day",           ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_ASKING, 0,       true },
	{ "hours_planned", ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_ASKING, 7 * DAY, true },
	{ "hours_differ",  ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_ASKING, 7 * DAY, true },
	{ "hours_agreed",  ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_ASKING, 7 * DAY, true },
	{ "hours_settled", ABOUT_ENGAGEMENT, HOW_SMS, LANE_REMINDER, WINDOW_ASKING, 7 * DAY, true },

	{ "task_received",   ABOUT_TASK,       HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "task_refused",    ABOUT_TASK,       HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "task_open",       ABOUT_TASK,       HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "task_nobody",     ABOUT_TASK,       HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "accepted",        ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "place_free",      ABOUT_ENGAGEMENT, HOW_BOTH, LANE_OFFER,    WINDOW_DAYTIME, DAY,     false },
	{ "place_cancelled", ABOUT_ENGAGEMENT, HOW_MAIL_OR_SMS, LANE_REMINDER, WINDOW_DAYTIME, DAY, false },
	{ "place_lost",      ABOUT_ENGAGEMENT, HOW_BOTH, LANE_OFFER,    WINDOW_AT_ONCE, DAY,     false },
	{ "hours_ask",       ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_ASKING,  7 * DAY, false },
	{ "coming",          ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 0,       false },
	{ "hours_missing",   ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_ASKING,  2 * DAY, false },
	{ "hours_last",      ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_ASKING,  2 * DAY, false },
	{ "terms_due",   ABOUT_ENGAGEMENT, HOW_MAIL_OR_SMS, LANE_REMINDER, WINDOW_WORKDAY, 0, false },
	{ "month",           ABOUT_MONTH, HOW_MAIL_OR_SMS, LANE_DIGEST, WINDOW_WORKDAY, 5 * DAY, false },
	{ "hours_unclear",   ABOUT_ENGAGEMENT, HOW_SMS,  LANE_REMINDER, WINDOW_AT_ONCE, DAY,     false },
	{ "hours_disputed",  ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 7 * DAY, false },
	{ "hours_same",      ABOUT_ENGAGEMENT, HOW_BOTH, LANE_REMINDER, WINDOW_DAYTIME, 7 * DAY, false },

	{ "invitation",  ABOUT_EMPLOYER, HOW_MAIL_OR_SMS, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "contact_yes", ABOUT_EMPLOYER, HOW_MAIL_OR_SMS, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },
	{ "contact_no",  ABOUT_EMPLOYER, HOW_MAIL_OR_SMS, LANE_REMINDER, WINDOW_DAYTIME, 2 * DAY, false },

	{ "followup_due",     ABOUT_DUTIES, HOW_BOTH, LANE_DIGEST, WINDOW_WORKDAY, 10 * HOUR, false },
	{ "followup_overdue", ABOUT_DUTIES, HOW_BOTH, LANE_DIGEST, WINDOW_WORKDAY, 10 * HOUR, false },
	{ "followup_team",    ABOUT_TEAM,   HOW_BOTH, LANE_DIGEST, WINDOW_WORKDAY, 10 * HOUR, false },
	{ "stand_in",         ABOUT_DUTIES, HOW_BOTH, LANE_DIGEST, WINDOW_WORKDAY, 5 * DAY,   false },
};

/* The kinds that take of a citizen's budget, and those of which nobody is told
 * when they did not arrive: who missed a code asks again, and what nobody need
 * answer is not worth a person's time. All others are free, and told. */
static const struct {
	const char *kind;
	enum budget budget;
	bool quiet;
} manners[] = {
	{ "code",          BUDGET_FREE,  true },
	{ "code_own",      BUDGET_FREE,  true },
	{ "offer",         BUDGET_DROPS, false },
	{ "tomorrow",      BUDGET_DROPS, false },
	{ "hours_planned", BUDGET_WAITS, false },
	{ "paid",          BUDGET_WAITS, false },
	{ "expired",       BUDGET_DROPS, true },
	{ "day",           BUDGET_DROPS, true },
	{ "paid_thanks",   BUDGET_FREE,  true },
	{ "pause",         BUDGET_FREE,  true },
};
/* clang-format on */

/* The kinds whose deadline is the shift that is off, or otherwise. */
static const char *const urgent[] = { "cancelled", "cancelled_paid",
	"changed" };

const struct notice *notices(size_t *count)
{
	*count = COUNT(table);
	return table;
}

const struct notice *notice_find(const char *kind)
{
	for (size_t i = 0; i < COUNT(table); i++)
		if (strcmp(table[i].kind, kind) == 0)
			return &table[i];
	log_bug("notice.unknown kind=%s", kind);
}

enum budget notice_budget(const char *kind)
{
	for (size_t i = 0; i < COUNT(manners); i++)
		if (strcmp(manners[i].kind, kind) == 0)
			return manners[i].budget;
	return BUDGET_FREE;
}

static bool is_quiet(const char *kind)
{
	for (size_t i = 0; i < COUNT(manners); i++)
		if (strcmp(manners[i].kind, kind) == 0)
			return manners[i].quiet;
	return false;
}

int64_t notice_opens(const char *kind, int64_t at, int64_t expires_at)
{
	for (size_t i = 0; i < COUNT(urgent); i++)
		if (strcmp(urgent[i], kind) == 0 &&
		    expires_at - at < NOTICE_URGENT)
			return at;
	return clock_in_window(notice_find(kind)->window, at);
}

/* For every candidate of a wave, so it is one look-up of the rule. */
int64_t notice_room(struct ctx *c, int64_t citizen)
{
	int64_t most = db_int(c,
	    SQL("SELECT u.value FROM citizen z"
		" JOIN rule u ON u.municipality_id = z.municipality_id"
		" WHERE z.person_id = $1 AND u.name = $2"
		"   AND u.valid_from <= $3"
		"   AND (u.valid_to IS NULL OR u.valid_to > $3)"
		" ORDER BY u.valid_from DESC LIMIT 1"),
	    BIND(INT(citizen), TEXT(RULE_MESSAGES_WEEK), INT(c->now)), 0);

	if (most > 0)
		return outbox_room(c, citizen, most);
	log_warnx("notice.no_budget rule=%s", RULE_MESSAGES_WEEK);
	return NOTICE_NO_ROOM;
}

/* From when on the budget lets it go; NOTICE_NO_ROOM: not at all. */
static int64_t let_go(struct ctx *c, const struct notice_to *to, int64_t from)
{
	enum budget budget = notice_budget(to->kind);
	int64_t room;

	if (budget == BUDGET_FREE)
		return from;
	room = notice_room(c, to->person);
	if (room <= from)
		return from;
	log_info(
	    "notice.over_budget kind=%s about=%" PRId64, to->kind, to->about);
	return budget == BUDGET_WAITS ? room : NOTICE_NO_ROOM;
}

static bool leave_by(struct ctx *c, const char *channel,
    const struct notice *notice, const struct notice_to *to)
{
	int64_t from = to->not_before > c->now ? to->not_before : c->now;
	struct outbox_new n = { .kind = to->kind,
		.channel = channel,
		.lane = notice->lane,
		.person = to->person,
		.about = to->about,
		.key = to->key,
		.guard = to->guard,
		.counts = notice_budget(to->kind) != BUDGET_FREE,
		.quiet = is_quiet(to->kind) };

	from = let_go(c, to, from);
	if (from == NOTICE_NO_ROOM)
		return false;
	/* Nobody is woken by a mail. */
	n.not_before = strcmp(channel, OUTBOX_SMS) == 0
	    ? notice_opens(to->kind, from, to->expires_at)
	    : from;
	n.expires_at = to->expires_at > 0 ? to->expires_at
					  : n.not_before + notice->keeps;
	if (n.key == NULL)
		n.key = mem_printf(
		    c, "%" PRId64 ":%" PRId64, to->person, to->about);
	if (n.not_before >= n.expires_at) {
		log_info("notice.too_late kind=%s about=%" PRId64, to->kind,
		    to->about);
		return false;
	}
	return outbox_add(c, &n);
}

static bool may_go(const struct notice_to *to, const char *channel)
{
	return to->channel == NULL || strcmp(to->channel, channel) == 0;
}

bool notice_leave(struct ctx *c, const struct notice_to *to)
{
	const struct notice *notice = notice_find(to->kind);
	struct person p;
	bool sms, mail, left = false;

	if (!person_load(c, to->person, &p))
		return false;
	mail = p.email != NULL && may_go(to, OUTBOX_MAIL);
	sms = p.phone != NULL && may_go(to, OUTBOX_SMS) &&
	    (notice->lane == LANE_CODE ||
		(strcmp(p.sms, "stop") != 0 && strcmp(p.sms, "wrong") != 0));
	if (notice->how == HOW_SMS)
		mail = mail && p.phone == NULL;
	if (notice->how == HOW_MAIL_OR_SMS && to->channel == NULL)
		sms = sms && !mail;
	if (to->channel != NULL) {
		mail = mail && strcmp(to->channel, OUTBOX_MAIL) == 0;
		sms = sms && strcmp(to->channel, OUTBOX_SMS) == 0;
	}
	if (sms)
		left = leave_by(c, OUTBOX_SMS, notice, to);
	if (mail)
		left = leave_by(c, OUTBOX_MAIL, notice, to) || left;
	return left;
}

void notice_tell(struct ctx *c, const char *kind, int64_t person, int64_t about)
{
	const struct notice_to to = {
		.kind = kind, .person = person, .about = about
	};

	notice_leave(c, &to);
}

void notice_answer(
    struct ctx *c, const char *kind, int64_t person, int64_t about)
{
	const struct notice_to to = { .kind = kind,
		.person = person,
		.about = about,
		.key = mem_printf(c, "%" PRId64, db_new_id(c)) };

	notice_leave(c, &to);
}
