#include "request.h"

#include <string.h>

#include "base/text.h"

#include "draft.h"
#include "link.h"
#include "person.h"
#include "settings.h"
#include "signin.h"

/* A path of the route, with something that is not there in its parts. */
static const char *path_of(const struct route *route)
{
	struct text t = text_new(c.mem, 200);
	const char *at = route->path;

	while (*at != '\0') {
		size_t n = strcspn(at, ":");

		text_add_n(&t, at, n);
		at += n;
		if (*at == ':')
			text_add(&t, "7");
		at += strcspn(at, "/");
	}
	return t.s;
}

static struct reply ask_as(const struct route *route)
{
	return route->method == GET ? get(path_of(route))
				    : submit(path_of(route), "");
}

/* ---- who may ---- */

static void nobody_gets_only_what_is_for_anyone(void **state)
{
	int closed = 0;

	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		struct reply reply;

		if (r->who == ANYONE)
			continue;
		closed++;
		reply = ask_as(r);
		if (r->method == GET)
			assert_see(reply,
			    r->who == CITIZEN ? "/min-side/log-ind"
					      : "/log-ind");
		else
			assert_int_equal(reply.status, 403);
		next();
	}
	assert_true(closed >= 10);
}

static int64_t add_staff(enum role role)
{
	int64_t id = add_person("Ny", NULL,
	    mem_printf(&c, "%s@example.dk", role_name(role)), "unknown");

	db_begin(&c);
	person_give_role(&c, id, world.municipality, role, 0);
	assert_int_equal(db_commit(&c), OK);
	return id;
}

/* What a change asks that could take something from somebody for good. */
static void what_is_sensitive_asks_who_they_are(void **state)
{
	int64_t admin = add_staff(ROLE_ADMIN);
	int fresh = 0;

	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		const char *path;

		if ((r->who & FRESH) == 0)
			continue;
		assert_int_equal(r->method, POST);
		as((r->who & ADMIN) != 0 ? admin : world.bakery.contact);
		change(SQL("UPDATE session SET proved_at = proved_at - 300"),
		    NO_BIND);
		next();
		path = path_of(r);
		/* Of what is another's nothing is asked. */
		if (r->own == own_staff)
			path = mem_printf(
			    &c, "/personer/%" PRId64, world.mentor);
		if (r->own != NULL && r->own != own_staff)
			continue;
		assert_page(submit(path, ""), 401, phrase("proof.title"));
		fresh++;
	}
	assert_true(fresh >= 3);
}

static void enter(int64_t person)
{
	if (person == world.amir)
		as_citizen(person);
	else
		as(person);
}

/* The names of the handlers are not told apart by their answers, so what a
 * role may not is asked for, and answered as if it were not there. */
static void a_role_gets_nothing_of_another_role(void **state)
{
	const struct {
		int64_t person;
		enum who role;
	} users[] = { { world.bakery.contact, EMPLOYER },
		{ world.mentor, MENTOR }, { world.consultant, CONSULTANT },
		{ add_staff(ROLE_LEADER), LEADER },
		{ add_staff(ROLE_ADMIN), ADMIN }, { world.amir, CITIZEN } };

	(void)state;
	for (size_t i = 0; i < COUNT(users); i++) {
		enter(users[i].person);
		for (const struct route *r = routes; r->path != NULL; r++) {
			if (r->who == ANYONE || (r->who & users[i].role) != 0)
				continue;
			assert_page(ask_as(r), 404, phrase("error.404"));
			next();
		}
	}
}

static void a_role_gets_its_own_pages(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_page(get("/opgaver"), 200, phrase("tasks.title"));
	assert_page(get("/opgaver/ny"), 200, phrase("task.title"));
	assert_page(get("/opgaver/find"), 200, phrase("carving.title"));
	assert_page(get("/firma"), 200, phrase("contacts.title"));
	assert_page(get("/firma/steder"), 200, phrase("place.list"));
	as(world.mentor);
	assert_page(get("/opfoelgning"), 200, phrase("followups.title"));
	assert_page(get("/venter"), 200, phrase("attention.title"));
	assert_page(get("/opgave"), 200, phrase("why.title"));
	as(world.consultant);
	assert_page(get("/venter"), 200, phrase("attention.title"));
	assert_page(get("/beskeder"), 200, phrase("delivery.title"));
	assert_page(get("/steder"), 200, phrase("honours.title"));
	assert_page(get("/opgave/ny"), 200, phrase("task_staff.title"));
	as(add_staff(ROLE_ADMIN));
	assert_page(get("/personer"), 200, phrase("staff.title"));
	assert_page(get("/log"), 200, phrase("audit.title"));
	assert_page(get("/pligter"), 200, phrase("duty.title"));
	as_citizen(world.amir);
	assert_page(get("/min-side"), 200, phrase("own.title"));
	assert_page(get("/min-side/timer"), 200, phrase("own_hours.title"));
}

/* Every page that is somebody's, and whole, lets them sign out. */
static void each_page_of_theirs_has_a_way_out(void **state)
{
	const int64_t people[] = { world.bakery.contact, world.mentor,
		world.consultant, add_staff(ROLE_LEADER), add_staff(ROLE_ADMIN),
		world.amir };
	int pages = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++) {
		enter(people[i]);
		for (const struct route *r = routes; r->path != NULL; r++) {
			struct reply reply;

			if (r->method != GET || r->who == ANYONE)
				continue;
			reply = ask_as(r);
			if (reply.status != 303 &&
			    strstr(reply.body, "<html") != NULL) {
				assert_page(reply, reply.status,
				    "<form method=\"post\" action=\"/log-af\"");
				pages += reply.status == 200;
			}
			next();
		}
	}
	assert_true(pages >= 20);
}

static void who_lost_their_role_is_nobody(void **state)
{
	(void)state;
	as(world.mentor);
	assert_int_equal(get("/opfoelgning").status, 200);
	change(SQL("UPDATE person_role SET valid_to = $1"), BIND(INT(c.now)));
	assert_see(get("/opfoelgning"), "/log-ind");
}

static void a_session_that_is_none_is_nobody(void **state)
{
	static const char *const cookies[] = { "",
		"sid=", "sid=aaaaaaaaaaaaaaaaaaaaaaaaaa", "sid=x; bid=y" };

	(void)state;
	for (size_t i = 0; i < COUNT(cookies); i++) {
		header("Cookie", cookies[i]);
		assert_see(get("/opgaver"), "/log-ind");
	}
	as(world.bakery.contact);
	c.now += SESSION_MOST;
	assert_see(get("/opgaver"), "/log-ind");
}

static void another_firms_task_is_not_there(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t task = post_on("2026-03-05", 1);

	(void)state;
	as(world.bakery.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, task)), 200,
	    "pakke varer til påske");
	as(other.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, task)), 404,
	    phrase("error.404"));
}

/* ---- looking ---- */

/* How many rows were changed, but for those that say who looked. */
static int64_t changes(void)
{
	int64_t n;

	db_begin(&c);
	n = one(SQL("SELECT total_changes()"
		    " - (SELECT count(*) FROM audit)"),
	    NO_BIND);
	assert_int_equal(db_commit(&c), OK);
	return n;
}

/* GET changes nothing, whoever asks, and for whatever there is. */
static void looking_changes_nothing(void **state)
{
	const int64_t users[] = { 0, world.bakery.contact, world.mentor,
		world.consultant, add_staff(ROLE_ADMIN), world.amir };
	int64_t engagement = amir_comes("2026-03-05"), before, step;
	const char *offer_url, *hours_url;
	struct draft begun = { .employer_id = world.bakery.employer,
		.written_by = world.bakery.contact,
		.form = "titel=x" };

	(void)state;
	at("2026-03-09T09:00");
	db_begin(&c);
	offer_url = link_url(&c, LINK_OFFER, world.amir,
	    one(SQL("SELECT offer_id FROM engagement"), NO_BIND), c.now + DAY);
	hours_url = link_url(
	    &c, LINK_HOURS, world.bakery.contact, engagement, c.now + DAY);
	assert_int_equal(db_commit(&c), OK);
	step = one(SQL("SELECT min(id) FROM followup"), NO_BIND);
	assert_int_equal(draft_keep(&c, &begun, ""), OK);
	for (size_t i = 0; i < COUNT(users); i++) {
		enter(users[i]);
		before = changes();
		for (const struct route *r = routes; r->path != NULL; r++)
			if (r->method == GET && !r->hook)
				ask_as(r);
		get(strstr(offer_url, "/s/"));
		get(strstr(hours_url, "/t/"));
		get(mem_printf(&c, "/opgaver/%" PRId64,
		    one(SQL("SELECT id FROM task"), NO_BIND)));
		get(mem_printf(&c, "/opgaver/%" PRId64 "/aflys",
		    one(SQL("SELECT id FROM task"), NO_BIND)));
		get(mem_printf(&c, "/opgaver/%" PRId64 "/igen",
		    one(SQL("SELECT id FROM task"), NO_BIND)));
		get(mem_printf(&c, "/opgaver/plads/%" PRId64, engagement));
		get(mem_printf(&c, "/opgaver/kladde/%" PRId64, begun.id));
		get("/opgaver/find?fag=kok&tid_1=60");
		get(mem_printf(&c, "/opfoelgning/%" PRId64, step));
		assert_int_equal(changes(), before);
	}
}

/* Machines are told apart by what they know, not by who they are. */
static void a_hook_is_not_there_without_its_word(void **state)
{
	int hooks = 0;

	(void)state;
	settings.sms_provider = "gatewayapi";
	settings.sms_fallback = "twilio";
	for (const struct route *r = routes; r->path != NULL; r++) {
		if (!r->hook)
			continue;
		hooks++;
		assert_int_equal(ask_as(r).status, 404);
		next();
	}
	assert_int_equal(hooks, 10);
	assert_int_equal(one(SQL("SELECT count(*) FROM hook"), NO_BIND), 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_gets_only_what_is_for_anyone),
		TEST(a_role_gets_nothing_of_another_role),
		TEST(what_is_sensitive_asks_who_they_are),
		TEST(a_role_gets_its_own_pages),
		TEST(each_page_of_theirs_has_a_way_out),
		TEST(who_lost_their_role_is_nobody),
		TEST(a_session_that_is_none_is_nobody),
		TEST(another_firms_task_is_not_there),
		TEST(looking_changes_nothing),
		TEST(a_hook_is_not_there_without_its_word),
	};

	return cmocka_run_group_tests_name("routes", tests, NULL, NULL);
}
