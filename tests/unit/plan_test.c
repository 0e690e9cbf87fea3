/* Every statement of a life with us is looked up by an index: none reads a
 * table that grows from end to end. */
#include "task_form.h"
#include "weekly.h"

#include <stdio.h>
#include <string.h>

#include "base/store_parts.h"

#include "attention.h"
#include "dialogue.h"
#include "erase.h"
#include "followup.h"
#include "health.h"
#include "honours.h"
#include "hours.h"
#include "leave.h"
#include "link.h"
#include "match_index.h"
#include "month.h"
#include "municipality.h"
#include "notifier.h"
#include "offer.h"
#include "person.h"
#include "retention.h"
#include "settings.h"
#include "signin.h"

/* What grows with people, firms, tasks, messages. */
static const char *const growing[] = { "person", "person_role", "citizen",
	"available", "need", "progression", "willing", "employer", "contact",
	"workplace", "honours", "task", "shift", "offer", "engagement", "hours",
	"course", "followup", "attention", "signin", "session", "link",
	"outbox", "attempt", "hook", "available_on", "tick", "excluded",
	"ceiling", "leave", "person_key", "consent", "audit", "signup", "draft",
	"shortage", "invitation", "passkey", "enrolment" };

static const struct {
	const char *sql, *why;
} excused[] = {
	{ "SELECT person_id FROM person_role WHERE role",
	    "the demo's page of its few people" },
	{ "SELECT max(id)", "of a test" },
	{ "SELECT id, municipality_id, done_at, done_by, deed, path,"
	  " about_id, person_id, digest FROM audit ORDER BY id DESC LIMIT 1",
	    "the last row of all" },
	{ "INSERT INTO workplace",
	    "a foreign key's check that is skipped when it runs" },
};

/* ---- a life ---- */

static void hear(const char *text)
{
	assert_int_equal(dialogue_hear(&c, "4520000101", text), OK);
}

static void deliver_all(void)
{
	db_begin(&c);
	outbox_expire(&c);
	assert_int_equal(db_commit(&c), OK);
	const struct provider *null = provider_find(OUTBOX_SMS, "null");

	while (deliver_due(&c, OUTBOX_SMS, null, texts()->messages, 1) +
		deliver_due(&c, OUTBOX_MAIL, null, texts()->messages, 1) >
	    0)
		;
	outbox_next(&c);
	outbox_age(&c);
}

static void ask_and_answer(void)
{
	static const char *const said[] = { "ja", "ja", "afbud", "ring",
		"nej 2", "måske", "link", "PAUSE", "START", "STOP", "START",
		"010170-1234", "passer" };
	int64_t report;

	add_citizen("Ida");
	change(SQL("UPDATE rule SET value = 9 WHERE name = 'offers_week'"),
	    NO_BIND);
	post_on("2026-03-05", 1);
	post_on("2026-03-12", 2);
	deliver_all();
	for (size_t i = 0; i < COUNT(said); i++)
		hear(said[i]);
	assert_int_equal(dialogue_hear(&c, "4529999999", "hvem er I"), OK);
	deliver_all();
	report = one(SQL("SELECT max(id) FROM outbox"), NO_BIND);
	db_begin(&c);
	outbox_report(&c, report, "undelivered", "");
	outbox_resolve(&c, report);
	assert_int_equal(db_commit(&c), OK);
	assert_int_not_equal(outbox_begin_run(&c), 0);
	interpret_hooks(&c);
}

static void work_and_follow_up(void)
{
	int64_t first, second;
	const struct attention *all;
	const char *ceiling;
	size_t count;

	/* Whoever is to be rung first has been. */
	all = attention_open(&c, world.municipality, &count);
	db_begin(&c);
	for (size_t i = 0; i < count; i++)
		attention_close(&c, all[i].id, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	first = amir_comes("2026-03-19");
	second = amir_comes("2026-03-20");
	at("2026-03-20T13:00");
	schedule(&c);
	health_beat(&c);
	assert_int_equal(dialogue_hear(&c, "4520000901", "ja, begge"), OK);
	assert_int_equal(
	    hours_propose(&c, first, 120, "Tak", world.bakery.contact), OK);
	assert_int_equal(
	    hours_propose(&c, second, 180, "", world.bakery.contact), OK);
	hear("passer");
	hear("passer ikke");
	assert_int_equal(hours_settle(&c, first, 170, world.consultant), OK);
	at("2026-03-24T09:00");
	schedule(&c);
	assert_int_equal(followup_done(&c,
			     one(SQL("SELECT id FROM followup_waiting"
				     " LIMIT 1"),
				 NO_BIND),
			     world.mentor, "ok"),
	    OK);
	as(world.mentor);
	ceiling = mem_printf(&c, "/timer-om-ugen/%" PRId64, world.amir);
	assert_see(submit(ceiling, "timer=9&dag=2026-03-24&maade=1&foer=480"),
	    ceiling);
	get(ceiling);
	deliver_all();
}

static void read_in_memory(void)
{
	struct match_index *ix = match_index_new();
	struct match_query q;

	next();
	assert_true(match_index_build(ix, store, c.now));
	assert_int_equal(match_index_follow(ix, store, c.now), 0);
	assert_true(match_query_load(
	    &c, ix, one(SQL("SELECT max(id) FROM task"), NO_BIND), &q));
	match_index_free(ix);
}

/* On leave, over the end of a month, and until it is all forgotten. */
static void grow_old(void)
{
	static const char *const keep[] = { RULE_KEEP_OFFERS,
		RULE_KEEP_MESSAGES, RULE_KEEP_HOOKS, RULE_KEEP_WORDS,
		RULE_KEEP_SIGNINS, RULE_KEEP_DRAFTS, RULE_KEEP_HOURS,
		RULE_KEEP_FOLLOWUPS };
	struct leave away = { .person = world.mentor,
		.stand_in = world.consultant,
		.from_on = c.now,
		.until_on = c.now + DAY };
	size_t count;

	assert_int_equal(leave_add(&c, &away, &away.id), OK);
	at("2026-04-01T09:00");
	schedule(&c);
	month_list(&c, world.bakery.contact, instant("2026-03-01"), &count);
	at("2040-01-02T03:00");
	db_begin(&c);
	for (size_t i = 0; i < COUNT(keep); i++)
		rule_add(&c, world.municipality, keep[i], 0, 1, "-");
	assert_int_equal(db_commit(&c), OK);
	retention_report(&c, &count);
	while (retention_erase(&c) > 0)
		;
}

/* What a firm says of its place, and what a consultant finds there. */
static void say_and_look(void)
{
	static const char *const says[] = { "makker", "ro", NULL };
	static const char *const nothing[] = { NULL };
	const char *page = mem_printf(
	    &c, "/firma/steder/%" PRId64, world.bakery.place);

	db_begin(&c);
	honours_say(&c, world.bakery.place, says, world.bakery.contact);
	honours_how(
	    &c, world.bakery.place, "ro", "Stille rum", world.bakery.contact);
	assert_int_equal(
	    honours_check(&c, world.bakery.place, "ro", world.consultant), OK);
	assert_int_equal(
	    honours_deny(&c, world.bakery.place, "ro", world.consultant), OK);
	honours_check(&c, world.bakery.place, "makker", world.consultant);
	honours_say(&c, world.bakery.place, nothing, world.bakery.contact);
	assert_int_equal(db_commit(&c), OK);
	as(world.bakery.contact);
	get(page);
	submit(page, "sted=Bager&adresse=Havnen+1&postnr=7600&by=Struer");
	submit("/firma/steder",
	    "sted=Filial&adresse=Havnen+1&postnr=7600&by=Struer&hos_os=ro");
	submit("/firma/ja", "siger_ja=1");
}

/* A firm rings, and then one that nobody knows. */
static void post_for_them(void)
{
	as(world.consultant);
	get("/steder");
	submit("/opgave/ny", "virksomhed=bager");
	get(mem_printf(
	    &c, "/opgave/ny?firmaer=%" PRId64, world.bakery.employer));
	get(mem_printf(&c, "/opgave/ny/%" PRId64, world.bakery.contact));
	assert_int_equal(
	    submit("/opgave/ny/firma",
		mem_printf(&c,
		    "%sfirma=Nyt&cvr=13748136&kontakt=Nina&mobil=20304050"
		    "&email=nina%%40example.dk&siger_ja=1",
		    with("dag", "2026-03-26")))
		.status,
	    303);
}

static void look_around(void)
{
	struct firm f = add_firm("Ny Firma", false);
	struct task t = draft("2026-03-30");
	char path[100];

	t.employer_id = f.employer;
	t.workplace_id = f.place;
	t.contact_id = f.contact;
	post(&t);
	as(world.bakery.contact);
	submit("/opgaver/tjek", "titel=x&en_gang=aaaaaaaaaaaaaaaaaaaaaaaaaa");
	submit("/opgaver/find/mangler",
	    mem_printf(&c, "mangler=kok&antal=2&maaned=%.7s",
		clock_iso_date(&c, clock_first(c.now, 4))));
	for (int i = 0; i < 4; i++) {
		as(i == 0        ? world.bakery.contact
			: i == 1 ? world.mentor
				 : world.consultant);
		if (i == 3)
			as_citizen(world.amir);
		for (const struct route *r = routes; r->path != NULL; r++)
			if (r->method == GET && !r->hook)
				get(r->path);
		snprintf(path, sizeof path, "/opgaver/%" PRId64,
		    one(SQL("SELECT max(id) FROM task"), NO_BIND) - 1);
		get(path);
	}
	header("X-Kannel-From", "4520000101");
	send_body("/hook/kannel/abc123/inbound?id=1", "JA", 2);
	get("/hook/kannel/abc123/report?ref=1&type=1");
	interpret_hooks(&c);
	read_in_memory();
	submit("/log-af", "");
	signin_forget(&c);
	get("/s/aaaaaaaaaaaaaaaaaaaaaaaaaa");
	c.now += 90 * DAY;
	signin_forget(&c);
	schedule(&c);
	change(SQL("UPDATE course SET ended_at = $1 WHERE citizen_id = $2"),
	    BIND(INT(c.now), INT(world.amir)));
	assert_int_equal(erase_person(&c, world.amir), OK);
	grow_old();
}

/* ---- its statements ---- */

/* The table an alias stands for in the statement; "" when it does not grow. */
static const char *table_of(const char *sql, const char *alias)
{
	for (size_t i = 0; i < COUNT(growing); i++) {
		const char *named = mem_printf(&c, "%s %s", growing[i], alias);
		const char *at = strstr(sql, named);

		if (strcmp(growing[i], alias) == 0)
			return growing[i];
		if (at != NULL && at > sql && at[-1] == ' ' &&
		    strchr(" ,)\n", at[strlen(named)]) != NULL)
			return growing[i];
	}
	return "";
}

/* An index of what is under way, and no more: what is agreed stays so. */
static bool index_is_short(struct connection *conn, const char *name)
{
	sqlite3_stmt *lite;
	bool partial = false;

	assert_int_equal(sqlite3_prepare_v2(conn->lite,
			     "SELECT 1 FROM sqlite_schema WHERE name = ?"
			     " AND sql LIKE '%WHERE%'"
			     " AND sql NOT LIKE '%agreed%'",
			     -1, &lite, NULL),
	    SQLITE_OK);
	sqlite3_bind_text(lite, 1, name, -1, SQLITE_STATIC);
	partial = sqlite3_step(lite) == SQLITE_ROW;
	sqlite3_finalize(lite);
	return partial;
}

/* One line of a plan: SCAN o, or SCAN o USING COVERING INDEX outbox_ready. */
static bool reads_all(
    struct connection *conn, const char *sql, const char *detail)
{
	char alias[64], index[64] = "";
	const char *named = strstr(detail, "INDEX ");

	if (sscanf(detail, "SCAN %63s", alias) != 1 || alias[0] == '(' ||
	    *table_of(sql, alias) == '\0')
		return false;
	for (size_t i = 0; i < COUNT(excused); i++)
		if (strncmp(sql, excused[i].sql, strlen(excused[i].sql)) == 0)
			return false;
	if (named != NULL && sscanf(named, "INDEX %63s", index) == 1)
		return !index_is_short(conn, index);
	return true;
}

static int look_at(struct connection *conn, int *seen)
{
	int offences = 0;

	for (size_t i = 0; i < STATEMENTS_MOST; i++) {
		const char *sql;
		sqlite3_stmt *plan;

		if (conn->cache[i].lite == NULL)
			continue;
		sql = sqlite3_sql(conn->cache[i].lite);
		(*seen)++;
		if (sqlite3_prepare_v2(conn->lite,
			mem_printf(&c, "EXPLAIN QUERY PLAN %s", sql), -1, &plan,
			NULL) != SQLITE_OK)
			continue; /* a PRAGMA */
		while (sqlite3_step(plan) == SQLITE_ROW) {
			const char *detail = (const char *)sqlite3_column_text(
			    plan, 3);

			if (!reads_all(conn, sql, detail))
				continue;
			print_error("ERROR: %s: %.200s\n", detail, sql);
			offences++;
		}
		sqlite3_finalize(plan);
	}
	return offences;
}

static void nothing_that_grows_is_read_from_end_to_end(void **state)
{
	int offences = 0, seen = 0;

	(void)state;
	ask_and_answer();
	work_and_follow_up();
	say_and_look();
	post_for_them();
	look_around();
	next();
	ask_weekly();
	next();
	offences += look_at(store->writer, &seen);
	for (struct connection *r = store->idle; r != NULL; r = r->next)
		offences += look_at(r, &seen);
	assert_true(seen > 100); /* else the life was too short */
	assert_int_equal(offences, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    nothing_that_grows_is_read_from_end_to_end, site_open,
		    world_close),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
