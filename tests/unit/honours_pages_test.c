/* What consultants see of places, and say of them. */
#include "request.h"

#include <string.h>

#include "attention.h"
#include "citizen.h"
#include "honours.h"
#include "person.h"
#include "wave.h"

static int open_staff(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.consultant);
	return 0;
}

static void says(const char *key, const char *how)
{
	const char *const keys[] = { key, NULL };

	db_begin(&c);
	honours_say(&c, world.bakery.place, keys, world.bakery.contact);
	honours_how(&c, world.bakery.place, key, how, world.bakery.contact);
	assert_int_equal(db_commit(&c), OK);
	next();
}

static const char *page(void)
{
	return mem_printf(&c, "/steder/%" PRId64, world.bakery.place);
}

static int64_t said_at(void)
{
	return one(SQL("SELECT said_at FROM honours"), NO_BIND);
}

static struct reply look(const char *answer, int64_t said)
{
	return submit(page(),
	    mem_printf(&c, "hvad=ro&svar=%s&sagt=%" PRId64, answer, said));
}

static void what_nobody_has_seen_is_listed_with_whom_to_ring(void **state)
{
	(void)state;
	assert_page(get("/steder"), 200, "er set.");
	says("ro", "Et stille rum");
	assert_page(get("/steder"), 200, "Bager Bech");
	assert_page(get("/steder"), 200, "tel:+4520000901");
	assert_page(get(page()), 200, "Sådan gør de: Et stille rum");
	assert_page(get(page()), 200, "Ingen har set det endnu.");
	/* Whose number it was is on record. */
	assert_true(one(SQL("SELECT count(*) FROM audit WHERE person_id = $1"
			    " AND path = '/steder'"),
			BIND(INT(world.bakery.contact))) > 0);
}

static void a_consultant_has_seen_it(void **state)
{
	(void)state;
	says("ro", "Et stille rum");
	assert_see(look("set", said_at()), page());
	assert_page(get(page()), 200, "Set på stedet 2/3 af Mette Prøve.");
	assert_page(get(page()), 200, "Passer ikke mere");
	assert_page(get("/steder"), 200, "er set.");
	assert_int_equal(waiting(ATTENTION_PLACE), 0);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM audit WHERE deed = 'did'"
		    " AND path = '/steder/:id' AND about_id = $1"
		    " AND done_by = $2"),
		BIND(INT(world.bakery.place), INT(world.consultant))),
	    1);
}

static void or_takes_it_back(void **state)
{
	(void)state;
	says("ro", "");
	look("set", said_at());
	assert_see(look("nej", said_at()), page());
	assert_page(
	    get(page()), 200, "Mette Prøve så 2/3, at det ikke passer.");
	assert_lacks(get(page()), "Passer ikke mere");
	assert_page(get("/steder"), 200, "er set.");
	as(world.bakery.contact);
	assert_page(get(mem_printf(&c, "/firma%s", page())), 200,
	    "Det var ikke sådan, da vi så efter 2/3. Ring gerne til Mette.");
}

/* The firm wrote something else meanwhile: that was not what was seen. */
static void what_was_not_shown_is_not_seen(void **state)
{
	int64_t shown;

	(void)state;
	says("ro", "Et stille rum");
	shown = said_at();
	c.now += 60;
	says("ro", "Det går nok");
	assert_int_equal(look("set", shown).status, 409);
	assert_int_equal(submit(page(), "hvad=findes+ikke").status, 409);
	assert_int_equal(one(SQL("SELECT count(*) FROM honours"
				 " WHERE checked_at IS NOT NULL"),
			     NO_BIND),
	    0);
	assert_see(look("set", said_at()), page());
}

/* From the press to the question: the match goes by what is seen now. */
static void who_needs_it_is_asked_after_it_was_seen_and_not_before(void **state)
{
	const char *who;
	int64_t task;

	(void)state;
	says("ro", "");
	db_begin(&c);
	citizen_needs(&c, world.amir, "ro", "must");
	assert_int_equal(db_commit(&c), OK);
	task = post_on("2026-03-05", 1);
	assert_int_equal(offer_to(task, world.amir), 0);
	who = mem_printf(&c, "/opgave/%" PRId64 "/hvem", task);
	assert_lacks(get(who), "Amir");
	assert_page(get(who), 200, mem_printf(&c, "\"%s\"", page()));
	look("set", said_at());
	assert_page(get(who), 200, "Amir");
	next();
	wave_run(&c);
	assert_string_equal(offer_state(task, world.amir), "asked");
	look("nej", said_at());
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
}

static void a_place_waits_on_the_page_of_what_waits(void **state)
{
	(void)state;
	says("ro", "");
	assert_page(get("/venter"), 200, phrase("attention.place"));
	assert_page(get("/venter"), 200, mem_printf(&c, "\"%s\"", page()));
	assert_lacks(get("/venter"), "value=\"luk\"");
	as(world.mentor);
	assert_page(get("/venter"), 200, phrase("attention.place"));
	assert_lacks(get("/venter"), mem_printf(&c, "\"%s\"", page()));
	assert_int_equal(get(page()).status, 404);
}

static void who_comes_and_needs_it_waits_there_too(void **state)
{
	(void)state;
	says("ro", "");
	look("set", said_at());
	amir_comes("2026-03-05");
	db_begin(&c);
	citizen_needs(&c, world.amir, "ro", "must");
	assert_int_equal(db_commit(&c), OK);
	look("nej", said_at());
	assert_page(get("/venter"), 200, phrase("attention.unmet"));
	assert_page(get("/venter"), 200, "til påske, torsdag 5/3");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_staff, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_nobody_has_seen_is_listed_with_whom_to_ring),
		TEST(a_consultant_has_seen_it),
		TEST(or_takes_it_back),
		TEST(what_was_not_shown_is_not_seen),
		TEST(who_needs_it_is_asked_after_it_was_seen_and_not_before),
		TEST(a_place_waits_on_the_page_of_what_waits),
		TEST(who_comes_and_needs_it_waits_there_too),
	};

	return cmocka_run_group_tests_name("honours pages", tests, NULL, NULL);
}
