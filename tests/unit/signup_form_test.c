#include "applying.h"

#include <string.h>

#include "signin.h"
#include "signup.h"

/* ---- what can be wrong ---- */

static const struct {
	const char *form, *says;
} wrongs[] = {
	{ "", "form.mend" },
	{ ALL "&cvr=1", "form.bytes" },
	{ TASK "&cvr=10000008&firma=Nyt&kontakt=Nina&mobil=20304050",
	    "signup.cvr.wrong" },
	{ TASK "&cvr=1000&firma=Nyt&kontakt=Nina&mobil=20304050",
	    "signup.cvr.wrong" },
	{ TASK "&cvr=10000009&firma=Nyt&kontakt=Nina&mobil=%2B4670123456",
	    "signup.mobil.wrong" },
	{ TASK "&cvr=10000009&firma=Nyt&kontakt=Nina&mobil=97123456",
	    "signup.mobil.fixed" },
	{ TASK "&cvr=10000009&firma=Nyt&kontakt=Nina&mobil=112",
	    "signup.mobil.wrong" },
	{ TASK FIRM "&email=nina", "form.mail" },
	{ TASK "&cvr=10000009&firma=Jobcenter+Vest&kontakt=Nina&mobil="
	       "20304050",
	    "form.leak" },
	{ TASK "&cvr=10000009&firma=%3Cb%3ENyt%3C/b%3E&kontakt=Nina"
	       "&mobil=20304050",
	    "signup.letters" },
	{ TASK "&cvr=10000009&firma=Nyt&kontakt=N%F0%9F%98%80na&mobil="
	       "20304050",
	    "signup.letters" },
	{ TASK "&cvr=10000009&firma=Nyt&kontakt=010203-1234&mobil="
	       "20304050",
	    "form.cpr" },
	{ "funktion=pakning&dag=2026-03-05&fra=09:00&til=12:00&loen=145"
	  "&adresse=Vej+9&postnr=0001" FIRM,
	    "task.postnr.unknown" },
	{ "funktion=pakning&dag=2026-03-05&fra=09:00&til=12:00&loen=0"
	  "&adresse=Vej+9&postnr=7500" FIRM,
	    "task.loen.wrong" },
	{ "funktion=trylle&dag=2026-03-05&fra=09:00&til=12:00&loen=145"
	  "&adresse=Vej+9&postnr=7500" FIRM,
	    "task.funktion.wrong" },
	{ "funktion=pakning&dag=2026-03-01&fra=09:00&til=12:00&loen=145"
	  "&adresse=Vej+9&postnr=7500" FIRM,
	    "task.dag.past" },
};

static void what_is_wrong_is_said_and_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		struct reply r = submit("/opret", wrongs[i].form);
		const char *says = strcmp(wrongs[i].says, "form.mend") == 0
		    ? phrase_n(&c, "form.mend", 11)
		    : phrase(wrongs[i].says);

		assert_page(r, 422, "data-module=\"error-summary\"");
		if (strstr(r.body, says) == NULL)
			fail_msg("%zu: no %s in the page", i, wrongs[i].says);
		assert_null(r.cookie[0]);
	}
	assert_int_equal(one(SQL("SELECT count(*) FROM signup"), NO_BIND), 0);
	assert_lacks(submit("/opret", wrongs[9].form), "<b>Nyt");
	assert_page(submit("/opret", TASK), 422, "value=\"pakning\" selected");
	assert_lacks(submit("/opret", wrongs[11].form), "010203-1234");
}

#define NINE "%C3%B8%C3%B8%C3%B8%C3%B8%C3%B8%C3%B8%C3%B8%C3%B8%C3%B8"

/* A firm's name is as long as it is; an SMS has room for eighteen letters. */
static void a_long_name_is_said_shortly(void **state)
{
	static const struct {
		const char *typed, *spoken;
	} list[] = {
		{ "Aarestrup+og+S%C3%B8nners+T%C3%B8mrer", "Aarestrup," },
		{ "Byggemarkedsgrossisten+A/S", "Byggemarkedsgross.," },
		{ "%C3%86" NINE "+" NINE, "Æøøøøøøøøø," },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		fill_in(mem_printf(&c, "%s%s%s%s", TASK,
		    "&cvr=DK10000009&firma=", list[i].typed,
		    "&kontakt=Nina&mobil=20304050"));
		assert_page(get("/opret/tjek"), 200, list[i].spoken);
		next();
	}
}

static void too_many_drafts_are_refused_politely(void **state)
{
	(void)state;
	for (int i = 0; i < SIGNUP_HOUSE_MOST; i++) {
		header("Cookie", NULL);
		assert_see(submit("/opret", ALL), "/opret/tjek");
	}
	header("Cookie", NULL);
	assert_page(submit("/opret", ALL), 503, phrase("error.busy"));
}

static void codes_are_not_sent_without_end(void **state)
{
	int sent = 0;

	(void)state;
	c.now += 2 * HOUR; /* the tests before have sent some too */
	fill_in(ALL);
	while (submit("/opret/tjek", "").status == 303)
		sent++;
	assert_int_equal(sent, 30);
	assert_int_equal(submit("/opret/tjek", "").status, 429);
	/* Of one person no more than these. */
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM outbox"), NO_BIND), SIGNIN_PER_HOUR);
}

static void who_is_signed_in_has_a_page_of_their_own(void **state)
{
	(void)state;
	as(world.bakery.contact);
	assert_see(get("/opret"), "/opgaver/ny");
	as(world.mentor);
	assert_see(get("/opret"), "/");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, applying_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_wrong_is_said_and_kept),
		TEST(a_long_name_is_said_shortly),
		TEST(too_many_drafts_are_refused_politely),
		TEST(codes_are_not_sent_without_end),
		TEST(who_is_signed_in_has_a_page_of_their_own),
	};

	return cmocka_run_group_tests_name("signup form", tests, NULL, NULL);
}
