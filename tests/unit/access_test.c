/* Who may see and do what: every route, asked by everybody, about what is
 * theirs and what is another's (neighbours.h). */
#include "neighbours.h"

#include <string.h>

#include "attention.h"
#include "firm.h"
#include "followup.h"
#include "honours.h"
#include "municipality.h"
#include "offer.h"
#include "person.h"
#include "task.h"

/* ---- asking ---- */

static const char *put_id(const char *path, const char *name, int64_t id)
{
	const char *at = strstr(path, name);

	return at == NULL ? path
			  : mem_printf(&c, "%.*s%" PRId64 "%s",
				(int)(at - path), path, id, at + strlen(name));
}

/* A path that names two things names a task of ours beside what is theirs. */
static const char *path_with(const struct route *route, int64_t id)
{
	const char *path = put_id(route->path, ":citizen", id);

	return put_id(path, ":id", path == route->path ? id : ours.task);
}

/* Staff of any municipality may look at a task and a firm, for employers are
 * shared; what they then see of people is their own all the same. */
static bool is_shared(
    const struct route *route, int64_t id, const struct reply *reply)
{
	if (route->own == any_workplace && id == other.firm.place)
		return reply->status == 200 || reply->status == 409;
	if (route->own == any_contact && id == other.firm.contact)
		return reply->status == 200 || reply->status == 422;
	return route->own == any_task && id == other.task &&
	    (reply->status == 200 ||
		(reply->status == 303 &&
		    strstr(reply->location, "/hvem?borgere=") != NULL));
}

static struct reply ask_about(const struct route *route, const char *path)
{
	return route->method == GET ? get(path) : submit(path, "x=1");
}

static void assert_silent(
    struct reply reply, const char *path, const char *canary)
{
	const char *said[] = { reply.body, reply.location, reply.cookie[0],
		reply.cookie[1], reply.etag };

	for (size_t i = 0; i < COUNT(said); i++)
		if (said[i] != NULL && strstr(said[i], canary) != NULL)
			fail_msg("%s tells of others: %.300s", path,
			    strstr(said[i], canary));
}

static const int64_t *everything_of_others(size_t *count)
{
	static int64_t ids[16];

	memcpy(ids,
	    (const int64_t[]) { other.task, other.engagement, other.followup,
		other.attention, other.passkey, other.citizen, other.mentor,
		other.admin, other.firm.contact, other.firm.employer,
		other.firm.place, other.municipality, other.offer, other.draft,
		other.series, other.shortage },
	    sizeof ids);
	*count = COUNT(ids);
	return ids;
}

/* A list of what all staff see of firms. */
static bool is_of_all(const struct route *route)
{
	return route->run == why_list_page || route->run == honours_list_page;
}

static void ask_everything_about_others(int64_t person)
{
	size_t count;
	const int64_t *ids = everything_of_others(&count);

	if (person == world.amir)
		as_citizen(person);
	else
		as(person);
	for (const struct route *r = routes; r->path != NULL; r++) {
		if (r->hook || strncmp(r->path, "/demo", 5) == 0)
			continue;
		if (strstr(r->path, ":id") == NULL) {
			if (r->method == GET)
				assert_silent(get(r->path), r->path,
				    is_of_all(r) ? PERSON : CANARY);
			continue;
		}
		for (size_t i = 0; i < count; i++) {
			const char *path = path_with(r, ids[i]);
			struct reply reply = ask_about(r, path);
			bool shared = is_shared(r, ids[i], &reply);

			assert_silent(reply, path, shared ? PERSON : CANARY);
			if (!shared && reply.status != 404 &&
			    reply.status != 403 && reply.status != 303)
				fail_msg("%s answers %d", path, reply.status);
			if (!shared && reply.status == 303)
				assert_string_equal(reply.location,
				    r->who == CITIZEN ? "/min-side/log-ind"
						      : "/log-ind");
			next();
		}
	}
}

/* How many rows the tables hold that a change could have touched. */
static int64_t state_of_others(void)
{
	return one(SQL("SELECT (SELECT count(*) FROM attention"
		       "   WHERE closed_at IS NULL) * 1000"
		       " + (SELECT count(*) FROM followup"
		       "   WHERE done_at IS NULL) * 10"
		       " + (SELECT count(*) FROM session"
		       "   WHERE person_id = $1)"
		       " + 1000000000 * (SELECT count(*) FROM draft)"
		       " + 10000000000 * (SELECT count(*) FROM shortage)"
		       " + 100000 * (SELECT count(*) FROM person_role"
		       "   WHERE valid_to IS NULL)"
		       " + 100000000 * (SELECT count(*) FROM passkey)"
		       " + 10000000 * (SELECT count(*) FROM factor"
		       "   WHERE person_id = $1)"),
	    BIND(INT(other.mentor)));
}

static void nobody_hears_of_what_is_not_theirs(void **state)
{
	const int64_t people[] = { 0, world.bakery.contact, world.mentor,
		world.consultant, ours.admin, world.amir };
	int64_t before = state_of_others();

	(void)state;
	for (size_t i = 0; i < COUNT(people); i++)
		ask_everything_about_others(people[i]);
	assert_int_equal(state_of_others(), before);
}

/* The canaries can sing: whose they are hears them. */
static void a_firm_hears_of_what_is_its_own(void **state)
{
	(void)state;
	as(other.firm.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, other.task)), 200,
	    CANARY "dør");
	assert_page(get("/opgaver"), 200, "6/3");
	assert_page(
	    get(mem_printf(&c, "/opgaver/serie/%" PRId64, other.series)), 200,
	    CANARY "ting");
	assert_page(
	    get(mem_printf(&c, "/opgaver/kladde/%" PRId64, other.draft)), 200,
	    CANARY);
	assert_page(get(mem_printf(&c, "/opgaver/plads/%" PRId64 "/vilkaar",
			other.engagement)),
	    200, CANARY "firma");
	assert_page(get("/opgaver/find"), 200, "Landbrug: 2 fra");
	assert_page(get("/firma"), 200, CANARY "firma");
	assert_page(get("/firma/steder"), 200, CANARY "firma");
	as(world.bakery.contact);
	assert_page(get(mem_printf(&c, "/opgaver/%" PRId64, ours.task)), 200,
	    "Bagindgangen");
}

static void everybody_hears_of_what_is_theirs(void **state)
{
	const char *path, *found;

	(void)state;
	as(other.mentor);
	assert_page(get("/opfoelgning"), 200, PERSON "borger");
	assert_page(get("/mine-log-ind"), 200, PERSON " nøgle");
	assert_page(get("/venter"), 200, PERSON " ord");
	path = mem_printf(&c, "/opgave/%" PRId64 "/hvorfor/%" PRId64, ours.task,
	    other.citizen);
	assert_page(get(path), 200, PERSON "borger");
	found = mem_printf(&c, "/opgave/%" PRId64 "/hvem?borgere=%" PRId64,
	    ours.task, other.citizen);
	assert_page(get(found), 200, PERSON "borger");
	assert_page(
	    get(mem_printf(&c, "/timer-om-ugen/%" PRId64, other.citizen)), 200,
	    PERSON "borger");
	as(other.consultant);
	assert_page(
	    get(mem_printf(&c, "/borger/%" PRId64 "/timer", other.citizen)),
	    200, PERSON "borger");
	as(other.leader);
	assert_page(get("/venter"), 200, PERSON " ord");
	assert_page(get("/beskeder"), 200, PERSON "borger");
	assert_lacks(get("/beskeder"), "Amir");
	as(other.admin);
	assert_page(get("/personer"), 200, PERSON "mentor");
	assert_page(get(mem_printf(&c, "/personer/%" PRId64, other.mentor)),
	    200, PERSON "mentor");
	assert_page(get("/log"), 200, PERSON "borger");
	as(ours.admin);
	path = mem_printf(&c, "/log?borger=%" PRId64, other.citizen);
	assert_lacks(get(path), PERSON);
	assert_lacks(
	    get(mem_printf(&c, "/log?borgere=%" PRId64, other.citizen)),
	    PERSON);
	as_citizen(other.citizen);
	assert_page(get("/min-side"), 200, PERSON "borger");
	assert_page(get("/min-side"), 200, CANARY "dør");
	as(world.mentor);
	assert_lacks(get(found), PERSON "borger");
	assert_page(get("/opfoelgning"), 200, "Amir");
	assert_page(get("/venter"), 200, "Amir");
}

/* What a firm says of its place is for staff of all municipalities to see. */
static void a_place_is_seen_by_all_consultants(void **state)
{
	static const char *const says[] = { "ro", NULL };

	(void)state;
	db_begin(&c);
	honours_say(&c, other.firm.place, says, other.firm.contact);
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	assert_page(get("/steder"), 200, CANARY "firma");
	assert_lacks(get("/steder"), PERSON);
	as(other.consultant);
	assert_page(get("/steder"), 200, CANARY "firma");
	as(world.bakery.contact);
	assert_int_equal(get("/steder").status, 404);
}

/* The shifts of both firms are over: each file has its own people in it. */
static void a_file_of_hours_holds_who_worked_there_alone(void **state)
{
	const char *path = "/timer/fil?maaned=2026-03";

	(void)state;
	at("2026-03-07T13:00");
	as(other.firm.contact);
	assert_page(get(path), 200, PERSON "borger");
	assert_lacks(get(path), "Amir");
	as(world.bakery.contact);
	assert_page(get(path), 200, "Amir");
	assert_lacks(get(path), CANARY);
}

/* Rights are of the same people: their own, and staff who are theirs. */
static void all_about_somebody_is_heard_by_them_and_their_staff(void **state)
{
	const char *page = mem_printf(
	    &c, "/borger/%" PRId64 "/alt", other.citizen);

	(void)state;
	as(other.admin);
	assert_page(get(page), 200, PERSON " ord");
	assert_page(
	    submit(mem_printf(&c, "%s/fil", page), ""), 200, PERSON " ord");
	assert_page(
	    get(mem_printf(&c, "/borger/%" PRId64 "/slet", other.citizen)), 200,
	    PERSON "borger");
	as_citizen(other.citizen);
	assert_page(get("/min-side/alt"), 200, PERSON " ord");
	assert_page(get("/min-side/alt/fil"), 200, PERSON " ord");
}

/* ---- which relation stands for which route ---- */

static void a_path_with_an_id_says_whose_it_is(void **state)
{
	int related = 0;

	(void)state;
	for (const struct route *r = routes; r->path != NULL; r++) {
		bool has_id = strstr(r->path, ":id") != NULL;

		if (!has_id)
			assert_null(r->own);
		else
			assert_non_null(r->own);
		related += r->own != NULL;
	}
	assert_true(related >= 4);
}

static void a_change_by_its_owner_is_done(void **state)
{
	(void)state;
	as(other.mentor);
	assert_see(
	    submit(mem_printf(&c, "/opfoelgning/%" PRId64, other.followup),
		"note=Talt+med"),
	    "/opfoelgning");
	assert_see(submit(mem_printf(&c, "/venter/%" PRId64, other.attention),
		       "handling=luk"),
	    "/venter");
	as(other.firm.contact);
	assert_int_equal(
	    submit(mem_printf(&c, "/timer/%" PRId64, other.engagement), "")
		.status,
	    303);
}

/* ---- roles ---- */

static void a_leader_sees_what_waits_and_marks_nothing_of_mentors(void **state)
{
	(void)state;
	as(other.leader);
	assert_int_equal(get("/venter").status, 200);
	assert_int_equal(get("/opfoelgning").status, 404);
	assert_int_equal(get("/opgaver").status, 404);
	assert_int_equal(get("/opgave").status, 404);
	assert_int_equal(
	    submit(mem_printf(&c, "/opfoelgning/%" PRId64, other.followup),
		"note=x")
		.status,
	    404);
}

static void an_acting_role_ends_with_its_day(void **state)
{
	(void)state;
	db_begin(&c);
	person_give_role(
	    &c, other.leader, other.municipality, ROLE_MENTOR, c.now + 60);
	assert_int_equal(db_commit(&c), OK);
	as(other.leader);
	assert_int_equal(get("/opfoelgning").status, 200);
	c.now += 60;
	assert_int_equal(get("/opfoelgning").status, 404);
	assert_int_equal(get("/venter").status, 200);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_both, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_hears_of_what_is_not_theirs),
		TEST(a_firm_hears_of_what_is_its_own),
		TEST(everybody_hears_of_what_is_theirs),
		TEST(all_about_somebody_is_heard_by_them_and_their_staff),
		TEST(a_place_is_seen_by_all_consultants),
		TEST(a_file_of_hours_holds_who_worked_there_alone),
		TEST(a_path_with_an_id_says_whose_it_is),
		TEST(a_change_by_its_owner_is_done),
		TEST(a_leader_sees_what_waits_and_marks_nothing_of_mentors),
		TEST(an_acting_role_ends_with_its_day),
	};

	return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
