#include "attention.h"
#include "ceiling.h"
#include "export.h"
#include "followup.h"
#include "hours.h"

/* What is told of a person, in the order in which they read it. A row of a
 * table without an id of its own has theirs. */
/* clang-format off */
const struct export_part export_parts[] = {
	/* ---- who they are ---- */

	{ "person", SQL_IN_TABLE("SELECT id, language, sms, sms_at, made_at"
	    " FROM person WHERE id = $1 AND id < $2 LIMIT $3"),
	  { { "given_name", EXPORT_PERSON, "given_name" },
	    { "surname", EXPORT_PERSON, "surname" },
	    { "phone", EXPORT_PERSON, "phone" },
	    { "email", EXPORT_PERSON, "email" },
	    { "language", EXPORT_WORD, NULL },
	    { "sms", EXPORT_WORD, NULL },
	    { "sms_at", EXPORT_WHEN, NULL },
	    { "made_at", EXPORT_WHEN, NULL } } },
	{ "consent", SQL_IN_TABLE("SELECT id, said_at, given, way, wording"
	    " FROM consent WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "said_at", EXPORT_WHEN, NULL },
	    { "given", EXPORT_YES, NULL },
	    { "way", EXPORT_WORD, NULL },
	    { "wording", EXPORT_NUMBER, NULL } } },
	{ "role", SQL_IN_TABLE("SELECT id, role, valid_from, valid_to"
	    " FROM person_role WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "role", EXPORT_WORD, "role" },
	    { "valid_from", EXPORT_WHEN, NULL },
	    { "valid_to", EXPORT_WHEN, NULL } } },

	/* ---- what a citizen can, and needs ---- */

	{ "citizen", SQL_IN_TABLE("SELECT person_id, mentor_id, target_group,"
	    " released_at, ceiling_minutes, travel_m, travel_way, postcode,"
	    " shares_phone, reminded, paused_until, left_at"
	    " FROM citizen WHERE person_id = $1 AND person_id < $2 LIMIT $3"),
	  { { "contact", EXPORT_CALLED, NULL },
	    { "target_group", EXPORT_TEXT, NULL },
	    { "released_at", EXPORT_WHEN, NULL },
	    { "ceiling", EXPORT_MINUTES, NULL },
	    { "travel", EXPORT_METRES, NULL },
	    { "travel_way", EXPORT_WORD, NULL },
	    { "postcode", EXPORT_TEXT, NULL },
	    { "shares_phone", EXPORT_YES, NULL },
	    { "reminded", EXPORT_YES, NULL },
	    { "paused_until", EXPORT_WHEN, NULL },
	    { "left_at", EXPORT_WHEN, NULL } } },
	{ "address", SQL_IN_TABLE("SELECT person_id, east_m, north_m"
	    " FROM citizen WHERE person_id = $1 AND person_id < $2"
	    "   AND east_m IS NOT NULL LIMIT $3"),
	  { { "east", EXPORT_METRES, NULL },
	    { "north", EXPORT_METRES, NULL } } },
	{ "available", SQL_IN_TABLE("SELECT id, weekday, from_minute, to_minute"
	    " FROM available WHERE citizen_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "weekday", EXPORT_WEEKDAY, NULL },
	    { "from", EXPORT_CLOCK, NULL },
	    { "to", EXPORT_CLOCK, NULL } } },
	{ "available_on", SQL_IN_TABLE("SELECT id, on_day, from_minute,"
	    " to_minute, can FROM available_on"
	    " WHERE citizen_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
	  { { "day", EXPORT_DAY, NULL },
	    { "from", EXPORT_CLOCK, NULL },
	    { "to", EXPORT_CLOCK, NULL },
	    { "can", EXPORT_YES, NULL } } },
	{ "need", SQL_IN_TABLE("SELECT n.citizen_id, k.need, n.strength"
	    " FROM need n JOIN consideration k ON k.key = n.consideration"
	    " WHERE n.citizen_id = $1 AND n.citizen_id < $2"
	    " ORDER BY k.key LIMIT $3"),
	  { { "need", EXPORT_TEXT, NULL },
	    { "strength", EXPORT_WORD, NULL } } },
	{ "willing", SQL_IN_TABLE("SELECT w.citizen_id, f.name FROM willing w"
	    " JOIN work_function f ON f.key = w.work_function"
	    " WHERE w.citizen_id = $1 AND w.citizen_id < $2"
	    " ORDER BY f.key LIMIT $3"),
	  { { "work", EXPORT_TEXT, NULL } } },
	{ "progression", SQL_IN_TABLE("SELECT p.id, f.name, p.score, p.set_at"
	    " FROM progression p JOIN work_function f ON f.key = p.work_function"
	    " WHERE p.citizen_id = $1 AND p.id < $2"
	    " ORDER BY p.id DESC LIMIT $3"),
	  { { "work", EXPORT_TEXT, NULL },
	    { "score", EXPORT_NUMBER, NULL },
	    { "set_at", EXPORT_WHEN, NULL } } },
	{ "tick", SQL_IN_TABLE("SELECT id, tick, valid_from, valid_to FROM tick"
	    " WHERE citizen_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
	  { { "tick", EXPORT_TEXT, NULL },
	    { "valid_from", EXPORT_WHEN, NULL },
	    { "valid_to", EXPORT_WHEN, NULL } } },
	{ "excluded", SQL_IN_TABLE("SELECT x.id, w.sms_name, x.made_at,"
	    " x.expires_at FROM excluded x"
	    " JOIN workplace w ON w.id = x.workplace_id"
	    " WHERE x.citizen_id = $1 AND x.id < $2"
	    " ORDER BY x.id DESC LIMIT $3"),
	  { { "place", EXPORT_TEXT, NULL },
	    { "made_at", EXPORT_WHEN, NULL },
	    { "expires_at", EXPORT_WHEN, NULL } } },
	{ "ceiling", SQL_IN_TABLE("SELECT id, agreed_on, before_minutes,"
	    " minutes, way, why, ended_at FROM ceiling"
	    " WHERE citizen_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
	  { { "agreed_on", EXPORT_DAY, NULL },
	    { "before", EXPORT_MINUTES, NULL },
	    { "ceiling", EXPORT_MINUTES, NULL },
	    { "way", EXPORT_WORD, NULL },
	    { "why", EXPORT_SEALED, CEILING_SEALED },
	    { "ended_at", EXPORT_WHEN, NULL } } },

	/* ---- what they were asked, and what came of it ---- */

	{ "offer", SQL_IN_TABLE("SELECT o.id, o.asked_at, f.name, w.sms_name,"
	    " s.starts_at, o.state, o.answered_at, o.cost, o.cost_parts,"
	    " o.rule_version FROM offer o JOIN task t ON t.id = o.task_id"
	    " JOIN shift s ON s.id = o.shift_id"
	    " JOIN workplace w ON w.id = t.workplace_id"
	    " JOIN work_function f ON f.key = t.work_function"
	    " WHERE o.citizen_id = $1 AND o.id < $2"
	    " ORDER BY o.id DESC LIMIT $3"),
	  { { "asked_at", EXPORT_WHEN, NULL },
	    { "work", EXPORT_TEXT, NULL },
	    { "place", EXPORT_TEXT, NULL },
	    { "starts_at", EXPORT_WHEN, NULL },
	    { "state", EXPORT_WORD, NULL },
	    { "answered_at", EXPORT_WHEN, NULL },
	    { "cost", EXPORT_NUMBER, NULL },
	    { "cost_parts", EXPORT_TEXT, NULL },
	    { "rule_version", EXPORT_NUMBER, NULL } } },
	{ "engagement", SQL_IN_TABLE("SELECT e.id, s.starts_at, s.ends_at,"
	    " w.sms_name, e.state, e.agreed_at, e.ended_at, e.hours, e.paid"
	    " FROM offer o JOIN engagement e ON e.offer_id = o.id"
	    " JOIN shift s ON s.id = e.shift_id JOIN task t ON t.id = e.task_id"
	    " JOIN workplace w ON w.id = t.workplace_id"
	    " WHERE o.citizen_id = $1 AND e.id < $2"
	    " ORDER BY e.id DESC LIMIT $3"),
	  { { "starts_at", EXPORT_WHEN, NULL },
	    { "ends_at", EXPORT_WHEN, NULL },
	    { "place", EXPORT_TEXT, NULL },
	    { "state", EXPORT_WORD, NULL },
	    { "agreed_at", EXPORT_WHEN, NULL },
	    { "ended_at", EXPORT_WHEN, NULL },
	    { "hours", EXPORT_WORD, NULL },
	    { "paid", EXPORT_WORD, NULL } } },
	{ "hours", SQL_IN_TABLE("SELECT h.id, h.said_at, w.sms_name, h.minutes,"
	    " h.pay_ore, h.thanks, h.went,"
	    " CAST(h.remembered AS TEXT) FROM offer o"
	    " JOIN engagement e ON e.offer_id = o.id"
	    " JOIN hours h ON h.engagement_id = e.id"
	    " JOIN task t ON t.id = e.task_id"
	    " JOIN workplace w ON w.id = t.workplace_id"
	    " WHERE o.citizen_id = $1 AND h.id < $2"
	    " ORDER BY h.id DESC LIMIT $3"),
	  { { "said_at", EXPORT_WHEN, NULL },
	    { "place", EXPORT_TEXT, NULL },
	    { "worked", EXPORT_MINUTES, NULL },
	    { "pay", EXPORT_MONEY, NULL },
	    { "thanks", EXPORT_SEALED, HOURS_THANKS },
	    { "went", EXPORT_WORD, NULL },
	    { "remembered", EXPORT_TEXT, NULL } } },
	{ "terms", SQL_IN_TABLE("SELECT m.id, e.name, m.given_at FROM terms m"
	    " JOIN employer e ON e.id = m.employer_id"
	    " WHERE m.citizen_id = $1 AND m.id < $2"
	    " ORDER BY m.id DESC LIMIT $3"),
	  { { "firm", EXPORT_TEXT, NULL },
	    { "given_at", EXPORT_WHEN, NULL } } },
	{ "course", SQL_IN_TABLE("SELECT k.id, w.sms_name, k.began_on,"
	    " k.ended_at FROM course k JOIN workplace w ON w.id = k.workplace_id"
	    " WHERE k.citizen_id = $1 AND k.id < $2"
	    " ORDER BY k.id DESC LIMIT $3"),
	  { { "place", EXPORT_TEXT, NULL },
	    { "began_on", EXPORT_DAY, NULL },
	    { "ended_at", EXPORT_WHEN, NULL } } },
	{ "followup", SQL_IN_TABLE("SELECT f.id, w.sms_name, f.step, f.due_on,"
	    " f.done_at, f.note FROM course k"
	    " JOIN followup f ON f.course_id = k.id"
	    " JOIN workplace w ON w.id = k.workplace_id"
	    " WHERE k.citizen_id = $1 AND f.id < $2"
	    " ORDER BY f.id DESC LIMIT $3"),
	  { { "place", EXPORT_TEXT, NULL },
	    { "step", EXPORT_TEXT, NULL },
	    { "due_on", EXPORT_DAY, NULL },
	    { "done_at", EXPORT_WHEN, NULL },
	    { "note", EXPORT_SEALED, FOLLOWUP_NOTE } } },

	/* ---- what was written ---- */

	{ "attention", SQL_IN_TABLE("SELECT id, made_at, kind, words, closed_at"
	    " FROM attention WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "kind", EXPORT_WORD, "attention" },
	    { "words", EXPORT_SEALED, ATTENTION_SEALED },
	    { "closed_at", EXPORT_WHEN, NULL } } },
	{ "message", SQL_IN_TABLE("SELECT id, made_at, kind, channel, state,"
	    " changed_at FROM outbox WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "kind", EXPORT_WORD, "notice" },
	    { "channel", EXPORT_WORD, NULL },
	    { "state", EXPORT_WORD, NULL },
	    { "changed_at", EXPORT_WHEN, NULL } } },
	{ "wrote", SQL_IN_TABLE("SELECT id, came_at, fields FROM hook"
	    " WHERE person_id = $1 AND kind = 'inbound' AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "came_at", EXPORT_WHEN, NULL },
	    { "words", EXPORT_SMS, NULL } } },

	/* ---- signing in ---- */

	{ "signin", SQL_IN_TABLE("SELECT id, made_at, purpose, used_at"
	    " FROM signin WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "purpose", EXPORT_WORD, NULL },
	    { "used_at", EXPORT_WHEN, NULL } } },
	{ "session", SQL_IN_TABLE("SELECT id, made_at, device, seen_at,"
	    " expires_at FROM session WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "device", EXPORT_TEXT, NULL },
	    { "seen_at", EXPORT_WHEN, NULL },
	    { "expires_at", EXPORT_WHEN, NULL } } },
	{ "passkey", SQL_IN_TABLE("SELECT id, name, made_at, used_at"
	    " FROM passkey WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "name", EXPORT_TEXT, NULL },
	    { "made_at", EXPORT_WHEN, NULL },
	    { "used_at", EXPORT_WHEN, NULL } } },
	{ "factor", SQL_IN_TABLE("SELECT person_id, made_at, confirmed_at"
	    " FROM factor WHERE person_id = $1 AND person_id < $2 LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "confirmed_at", EXPORT_WHEN, NULL } } },
	{ "enrolment", SQL_IN_TABLE("SELECT id, made_at, expires_at, used_at"
	    " FROM enrolment WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "expires_at", EXPORT_WHEN, NULL },
	    { "used_at", EXPORT_WHEN, NULL } } },
	{ "link", SQL_IN_TABLE("SELECT id, purpose, made_at, expires_at"
	    " FROM link WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "purpose", EXPORT_WORD, NULL },
	    { "made_at", EXPORT_WHEN, NULL },
	    { "expires_at", EXPORT_WHEN, NULL } } },

	/* ---- of an employer's, and of staff ---- */

	{ "firm", SQL_IN_TABLE("SELECT k.person_id, e.name, e.cvr"
	    " FROM contact k JOIN employer e ON e.id = k.employer_id"
	    " WHERE k.person_id = $1 AND k.person_id < $2 LIMIT $3"),
	  { { "name", EXPORT_TEXT, NULL },
	    { "cvr", EXPORT_TEXT, NULL } } },
	{ "expected", SQL_IN_TABLE("SELECT id, name, expected_at,"
	    " expected_version FROM employer"
	    " WHERE expected_by = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "firm", EXPORT_TEXT, NULL },
	    { "said_at", EXPORT_WHEN, NULL },
	    { "wording", EXPORT_NUMBER, NULL } } },
	{ "task", SQL_IN_TABLE("SELECT t.id, t.posted_at, f.name, t.title,"
	    " w.sms_name, t.meeting, t.state FROM task t"
	    " JOIN workplace w ON w.id = t.workplace_id"
	    " JOIN work_function f ON f.key = t.work_function"
	    " WHERE t.contact_id = $1 AND t.id < $2"
	    " ORDER BY t.id DESC LIMIT $3"),
	  { { "posted_at", EXPORT_WHEN, NULL },
	    { "work", EXPORT_TEXT, NULL },
	    { "title", EXPORT_TEXT, NULL },
	    { "place", EXPORT_TEXT, NULL },
	    { "meeting", EXPORT_TEXT, NULL },
	    { "state", EXPORT_WORD, NULL } } },
	{ "draft", SQL_IN_TABLE("SELECT id, made_at, changed_at, form"
	    " FROM draft WHERE written_by = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "changed_at", EXPORT_WHEN, NULL },
	    { "words", EXPORT_DRAFT, NULL } } },
	{ "shortage", SQL_IN_TABLE("SELECT id, said_at, trade, people, month"
	    " FROM shortage WHERE said_by = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "said_at", EXPORT_WHEN, NULL },
	    { "trade", EXPORT_WORD, "trade" },
	    { "people", EXPORT_NUMBER, NULL },
	    { "month", EXPORT_DAY, NULL } } },
	{ "invitation", SQL_IN_TABLE("SELECT i.id, e.name, i.name, i.made_at,"
	    " i.expires_at, i.used_at FROM invitation i"
	    " JOIN employer e ON e.id = i.employer_id"
	    " WHERE i.person_id = $1 AND i.id < $2"
	    " ORDER BY i.id DESC LIMIT $3"),
	  { { "firm", EXPORT_TEXT, NULL },
	    { "name", EXPORT_TEXT, NULL },
	    { "made_at", EXPORT_WHEN, NULL },
	    { "expires_at", EXPORT_WHEN, NULL },
	    { "used_at", EXPORT_WHEN, NULL } } },
	{ "signup", SQL_IN_TABLE("SELECT id, made_at, state, expires_at"
	    " FROM signup WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "state", EXPORT_WORD, NULL },
	    { "expires_at", EXPORT_WHEN, NULL } } },
	{ "leave", SQL_IN_TABLE("SELECT id, made_at, from_on, until_on"
	    " FROM leave WHERE person_id = $1 AND id < $2"
	    " ORDER BY id DESC LIMIT $3"),
	  { { "made_at", EXPORT_WHEN, NULL },
	    { "from_on", EXPORT_DAY, NULL },
	    { "until_on", EXPORT_DAY, NULL } } },

	/* ---- who looked, and where they looked themselves ---- */

	{ "seen", SQL_IN_TABLE("SELECT a.id, a.done_at,"
	    " CASE WHEN a.done_by IS NULL THEN 'program'"
	    "  WHEN a.done_by = $1 THEN 'self'"
	    "  WHEN EXISTS (SELECT 1 FROM person_role r"
	    "   WHERE r.person_id = a.done_by AND r.role <> 'employer')"
	    "  THEN 'staff' ELSE 'firm' END, a.deed, a.path FROM audit a"
	    " WHERE a.person_id = $1 AND a.id < $2"
	    " ORDER BY a.id DESC LIMIT $3"),
	  { { "done_at", EXPORT_WHEN, NULL },
	    { "by", EXPORT_WORD, NULL },
	    { "deed", EXPORT_WORD, NULL },
	    { "page", EXPORT_WORD, "audit_page" } } },
	{ "did", SQL_IN_TABLE("SELECT id, done_at, deed, path FROM audit"
	    " WHERE done_by = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
	  { { "done_at", EXPORT_WHEN, NULL },
	    { "deed", EXPORT_WORD, NULL },
	    { "page", EXPORT_WORD, "audit_page" } } },
	{ NULL, SQL_IN_TABLE(""), { { NULL, EXPORT_END, NULL } } }
};
/* clang-format on */
