/* A firm's places as its contact sees and keeps them, and what is expected of
 * it. */
#include "request.h"

#include <string.h>

#include "base/secret.h"

#include "attention.h"
#include "employer.h"
#include "honours.h"
#include "workplace.h"

#define PLACE "sted=Filialen&adresse=Havnen+1&postnr=7600&by=Struer&p_nummer="

static int open_places(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.bakery.contact);
	return 0;
}

static const char *bakery(void)
{
	return mem_printf(&c, "/firma/steder/%" PRId64, world.bakery.place);
}

/* The bakery as it stands, with more behind. */
static struct reply save(const char *more)
{
	return submit(bakery(),
	    mem_printf(&c,
		"sted=Bager+Bech&adresse=N%%C3%%B8rregade+4&postnr=7500"
		"&by=Holstebro&p_nummer=%s",
		more));
}

static const char *how(const char *key)
{
	return one_text(SQL("SELECT how FROM honours WHERE workplace_id = $1"
			    " AND consideration = $2"),
	    BIND(INT(world.bakery.place), TEXT(key)));
}

static int64_t checked(const char *key)
{
	return one(SQL("SELECT coalesce(checked_at, 0) FROM honours"
		       " WHERE workplace_id = $1 AND consideration = $2"),
	    BIND(INT(world.bakery.place), TEXT(key)));
}

/* ---- the places ---- */

static void a_firm_sees_its_own_places(void **state)
{
	(void)state;
	add_firm("Slagter", true);
	assert_page(get("/firma/steder"), 200, "Bager Bech");
	assert_page(get("/firma/steder"), 200, "Nørregade 4, 7500 Holstebro");
	assert_lacks(get("/firma/steder"), "Slagter");
}

static void a_place_is_added(void **state)
{
	(void)state;
	assert_page(get("/firma/steder/ny"), 200, "Der er ro omkring arbejdet");
	assert_see(submit("/firma/steder",
		       PLACE "12+34+56+78+90&hos_os=ro&saadan_ro=Et+stille+rum"
			     "&saadan_makker=Uden+hak"),
	    "/firma/steder");
	assert_page(get("/firma/steder"), 200, "1234567890");
	assert_string_equal(
	    one_text(SQL("SELECT how FROM honours"), NO_BIND), "Et stille rum");
	assert_int_equal(waiting(ATTENTION_PLACE), 1);
	assert_page(get("/firma/steder"), 200, phrase("place.waits"));
	assert_page(submit("/firma/steder", PLACE), 422, phrase("place.twin"));
}

static void a_place_says_how_it_does_it(void **state)
{
	(void)state;
	assert_see(save("&hos_os=ro&saadan_ro=Et+stille+rum"),
	    mem_printf(&c, "%s?gemt=1", bakery()));
	assert_page(get(bakery()), 200, "value=\"Et stille rum\"");
	assert_page(get(bakery()), 200, phrase("place.waiting"));
	assert_page(get(mem_printf(&c, "%s?gemt=1", bakery())), 200,
	    phrase("place.saved"));
	/* Its own task form ticks the same. */
	assert_page(get("/opgaver/ny?vis=0"), 200,
	    "value=\"ro\" class=\"form-checkbox\" checked");
}

static void what_was_seen_stays_so_until_it_is_another_answer(void **state)
{
	(void)state;
	save("&hos_os=ro&hos_os=makker&saadan_ro=Et+rum");
	change(SQL("UPDATE honours SET checked_at = $1, checked_by = $2"),
	    BIND(INT(c.now), INT(world.consultant)));
	assert_page(get(bakery()), 200, "Set på stedet 2/3");
	save("&hos_os=ro&hos_os=makker&saadan_ro=Et+rum");
	assert_int_equal(checked("ro"), c.now);
	save("&hos_os=ro&hos_os=makker&saadan_ro=Et+andet+rum");
	assert_int_equal(checked("ro"), 0);
	assert_int_equal(checked("makker"), c.now);
	save("&hos_os=ro&saadan_ro=Et+andet+rum");
	save("&hos_os=ro&hos_os=makker&saadan_ro=Et+andet+rum");
	assert_int_equal(checked("makker"), 0);
	assert_string_equal(how("ro"), "Et andet rum");
}

static void what_is_wrong_is_said_and_kept(void **state)
{
	static const struct {
		const char *form, *says;
	} list[] = {
		{ "sted=F&adresse=Havnen+1&postnr=7600&by=Struer",
		    "task.sted.wrong" },
		{ "sted=Filial&adresse=Havnen+1&postnr=9999&by=Struer",
		    "task.postnr.unknown" },
		{ PLACE "123", "place.p_nummer.wrong" },
		{ PLACE "12345678901", "place.p_nummer.wrong" },
		{ PLACE "&saadan_ro=Kun+for+ledige", "form.leak" },
		{ "sted=%D0%9F%D0%B5&adresse=Havnen+1&postnr=7600&by=Struer",
		    "place.sted.letters" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++)
		assert_page(submit("/firma/steder", list[i].form), 422,
		    phrase(list[i].says));
	assert_page(submit("/firma/steder", PLACE "1&saadan_ro=Stille"), 422,
	    "value=\"Stille\"");
	assert_page(
	    submit("/firma/steder", PLACE "&saadan_ro=Ring+010170-1234+om+det"),
	    422, phrase("form.cpr"));
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM workplace"), NO_BIND), 1);
}

static void a_place_that_people_were_told_of_is_left_alone(void **state)
{
	(void)state;
	amir_comes("2026-03-05");
	assert_page(get(bakery()), 200, phrase("place.bound"));
	assert_page(submit(bakery(), PLACE), 422, phrase("place.bound"));
	assert_int_equal(save("1234567890&hos_os=ro").status, 303);
	assert_page(get("/firma/steder"), 200, "1234567890");
	/* Nor does a task put it elsewhere. */
	assert_page(get("/firma/steder"), 200, "7500 Holstebro");
}

static void a_name_that_an_open_task_has_no_room_for_is_refused(void **state)
{
	struct task t = draft("2026-03-05");

	(void)state;
	change(SQL("UPDATE work_function SET verb = 'rydde op og pakke varer'"
		   " || ' og stille dem op i alle de store baglokaler'"),
	    NO_BIND);
	change(SQL("UPDATE workplace SET sms_name = 'B', town = 'H'"), NO_BIND);
	t.title = "";
	post(&t);
	change(SQL("UPDATE offer SET state = 'no'"), NO_BIND);
	assert_page(submit(bakery(),
			"sted=Bager+Bech+Filial&adresse=Havnen+1&postnr=7500"
			"&by=Holstebroo"),
	    422, phrase("place.sted.room"));
}

static void another_firms_place_is_not_there(void **state)
{
	struct firm other = add_firm("Slagter", true);
	const char *path = mem_printf(
	    &c, "/firma/steder/%" PRId64, other.place);

	(void)state;
	assert_int_equal(get(path).status, 404);
	assert_int_equal(submit(path, PLACE).status, 404);
}

/* ---- what is expected ---- */

static int64_t expected(void)
{
	struct employer e;

	assert_true(employer_load(&c, world.bakery.employer, &e));
	return e.expected_at;
}

static void a_firm_agrees_once_to_what_is_expected(void **state)
{
	(void)state;
	assert_page(get("/firma"), 200, phrase("expected.tick"));
	assert_page(
	    submit("/firma/ja", ""), 422, phrase("expected.tick.wrong"));
	assert_int_equal(expected(), 0);
	assert_see(submit("/firma/ja", "siger_ja=1"), "/firma");
	assert_page(get("/firma"), 200, "sagde I ja til 2/3 2026.");
	assert_lacks(get("/firma"), phrase("expected.tick"));
	at("2026-03-03T09:00");
	as(world.bakery.contact);
	submit("/firma/ja", "siger_ja=1");
	assert_int_equal(expected(), instant("2026-03-02T09:00"));
	assert_int_equal(one(SQL("SELECT expected_version FROM employer"
				 " WHERE expected_by = $1"),
			     BIND(INT(world.bakery.contact))),
	    EXPECTED_VERSION);
}

static void the_words_are_those_of_their_version(void **state)
{
	static const char *const digests[] = {
		[EXPECTED_VERSION] = "2bf13590940156072a30e7c7"
				     "80a1e8ebdea71ac1e9bcb817"
				     "8c022597698a7cbc"
	};
	const char *words = mem_printf(&c, "%s%s%s%s%s", phrase("expected.pay"),
	    phrase("expected.hours"), phrase("expected.place"),
	    phrase("expected.tick"), phrase("expected.sentence"));

	(void)state;
	assert_string_equal(
	    secret_digest(&c, words), digests[EXPECTED_VERSION]);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_places, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_firm_sees_its_own_places),
		TEST(a_place_is_added),
		TEST(a_place_says_how_it_does_it),
		TEST(what_was_seen_stays_so_until_it_is_another_answer),
		TEST(what_is_wrong_is_said_and_kept),
		TEST(a_place_that_people_were_told_of_is_left_alone),
		TEST(a_name_that_an_open_task_has_no_room_for_is_refused),
		TEST(another_firms_place_is_not_there),
		TEST(a_firm_agrees_once_to_what_is_expected),
		TEST(the_words_are_those_of_their_version),
	};

	return cmocka_run_group_tests_name(
	    "workplace pages", tests, NULL, NULL);
}
