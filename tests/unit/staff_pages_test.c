#include "request.h"

#include <string.h>

#include "factor.h"
#include "person.h"
#include "proof.h"
#include "signin.h"
#include "staff.h"

static int64_t admin;

static int open_admin(void **state)
{
	const struct staff_new n = { .municipality = 0,
		.given_name = "Karen",
		.surname = "Vig",
		.email = "karen@example.dk",
		.roles = ROLE_ADMIN };
	struct staff_new here = n;

	if (site_open(state) != 0)
		return -1;
	here.municipality = world.municipality;
	assert_int_equal(staff_add(&c, &here, 0, &admin), OK);
	as(admin);
	return 0;
}

static const char *of(int64_t person)
{
	return mem_printf(&c, "/personer/%" PRId64, person);
}

/* ---- the pages ---- */

static void an_admin_sees_who_works_here(void **state)
{
	struct reply r = get("/personer");

	(void)state;
	assert_page(r, 200, "Jonas Prøve");
	assert_page(r, 200, "Mangler at forbinde en app");
	assert_page(r, 200, "Administrator");
	assert_lacks(r, "Anne");
	assert_page(get(of(world.mentor)), 200, "jonas@example.dk");
	assert_int_equal(get(of(world.amir)).status, 404);
	assert_int_equal(get(of(world.bakery.contact)).status, 404);
}

static void a_person_is_added_and_their_code_shown(void **state)
{
	char code[ENROLMENT_CHARS + 1];
	struct reply r;
	int64_t id;

	(void)state;
	assert_page(get("/personer/ny"), 200, phrase("staff.new.title"));
	r = submit("/personer",
	    "fornavn=Bo&efternavn=Lund&email=bo%40example.dk&telefon="
	    "20+30+40+50&rolle=mentor&rolle=leader&fra=&til=2026-03-31");
	id = person_by_email(&c, "bo@example.dk");
	assert_see(r, of(id));
	assert_int_equal(person_roles(&c, id), ROLE_MENTOR | ROLE_LEADER);
	enrolment_code(enrolment_waiting(&c, id), code);
	next();
	r = get(of(id));
	assert_page(r, 200, mem_dup(&c, code));
	assert_page(r, 200, "31/3 2026");
	/* The last day is theirs too. */
	at("2026-03-31T23:59");
	assert_int_equal(person_roles(&c, id), ROLE_MENTOR | ROLE_LEADER);
	at("2026-04-01T00:00");
	assert_int_equal(person_roles(&c, id), 0);
}

static void what_is_wrong_is_said_and_kept(void **state)
{
	static const struct {
		const char *form, *says;
	} list[] = {
		{ "rolle=mentor&efternavn=L&email=a%40b.dk",
		    "staff.fornavn.wrong" },
		{ "fornavn=Bo&efternavn=Lund&email=bo%40b.dk",
		    "staff.rolle.wrong" },
		{ "fornavn=Bo&efternavn=Lund&email=bo%40b.dk&rolle=employer",
		    "staff.rolle.wrong" },
		{ "fornavn=Bo&efternavn=Lund&email=jonas%40example.dk"
		  "&rolle=mentor",
		    "staff.email.taken" },
		{ "fornavn=Bo&efternavn=Lund&email=bo%40b.dk&rolle=mentor"
		  "&telefon=12",
		    "staff.telefon.wrong" },
		{ "fornavn=Bo&efternavn=Lund&email=bo%40b.dk&rolle=mentor"
		  "&fra=2026-03-01",
		    "staff.fra.past" },
		{ "fornavn=Bo&efternavn=Lund&email=bo%40b.dk&rolle=mentor"
		  "&fra=2026-03-05&til=2026-03-04",
		    "staff.til.early" },
	};
	int64_t before = one(SQL("SELECT count(*) FROM person"), NO_BIND);

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++)
		assert_page(submit("/personer", list[i].form), 422,
		    phrase(list[i].says));
	assert_page(submit("/personer", "fornavn=Bo&rolle=leader"), 422,
	    "value=\"leader\" class=\"form-checkbox\" checked");
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM person"), NO_BIND), before);
}

static void roles_are_given_and_ended(void **state)
{
	(void)state;
	assert_see(submit(of(world.mentor), "handling=rolle&rolle=consultant"),
	    of(world.mentor));
	assert_int_equal(
	    person_roles(&c, world.mentor), ROLE_MENTOR | ROLE_CONSULTANT);
	assert_see(submit(of(world.mentor), "handling=slut&slut=mentor"),
	    of(world.mentor));
	assert_int_equal(person_roles(&c, world.mentor), ROLE_CONSULTANT);
	assert_page(submit(of(admin), "handling=slut&slut=admin"), 422,
	    phrase("staff.last"));
	assert_page(submit(of(world.mentor), "handling=rolle"), 422,
	    phrase("staff.rolle.wrong"));
	assert_int_equal(
	    submit(of(world.mentor), "handling=slut&slut=employer").status,
	    404);
	assert_int_equal(submit(of(world.mentor), "handling=x").status, 404);
}

static void a_factor_is_reset_by_another_admin_alone(void **state)
{
	(void)state;
	app_code(world.mentor);
	assert_page(get(of(world.mentor)), 200, "Nulstil login");
	assert_see(
	    submit(of(world.mentor), "handling=nulstil"), of(world.mentor));
	assert_false(factor_confirmed(&c, world.mentor));
	assert_page(get(of(world.mentor)), 200, "Tilmeldingskode");
	assert_lacks(get(of(admin)), "Nulstil login");
	assert_int_equal(submit(of(admin), "handling=nulstil").status, 403);
	assert_true(factor_confirmed(&c, admin));
}

/* ---- showing again who one is ---- */

#define BO                                                       \
	"fornavn=Bo&efternavn=%22Lund%22&email=bo%40example.dk&" \
	"rolle=mentor&rolle=leader"

static void a_change_after_five_minutes_asks_who_they_are(void **state)
{
	struct reply r;

	(void)state;
	/* A clock that was set back makes nothing fresher. */
	change(SQL("UPDATE person_role SET valid_from = 0"), NO_BIND);
	c.now -= 30;
	assert_int_equal(submit("/personer", "fornavn=Bo").status, 401);
	c.now += 30 + PROOF_LASTS - 1;
	assert_int_equal(submit("/personer", "fornavn=Bo").status, 422);
	c.now += 1;
	r = submit("/personer", BO);
	assert_page(r, 401, phrase("proof.title"));
	assert_page(r, 401, "name=\"efternavn\" value=\"&quot;Lund&quot;\"");
	assert_page(r, 401, "name=\"rolle\" value=\"mentor\"");
	assert_page(r, 401, "name=\"rolle\" value=\"leader\"");
	assert_page(r, 401, csrf());
	assert_int_equal(person_by_email(&c, "bo@example.dk"), 0);
}

static void the_apps_code_goes_on_with_what_was_sent(void **state)
{
	const char *code;
	struct reply r;

	(void)state;
	c.now += HOUR / 4;
	r = submit("/personer", BO "&bevis=987654");
	assert_page(r, 401, phrase("proof.bevis.refused"));
	assert_lacks(r, "987654");
	assert_int_equal(submit("/personer", BO).status, 401);
	code = app_code(admin);
	r = submit("/personer", mem_printf(&c, "%s&bevis=%s", BO, code));
	assert_see(r, of(person_by_email(&c, "bo@example.dk")));
	/* And for five minutes nobody asks again. */
	next();
	assert_int_equal(
	    submit(of(world.mentor), "handling=rolle&rolle=leader").status,
	    303);
}

static void a_code_of_the_app_proves_once(void **state)
{
	char code[7];

	(void)state;
	memcpy(code, app_code(admin), sizeof code);
	change(SQL("UPDATE session SET proved_at = 0"), NO_BIND);
	next();
	assert_int_equal(
	    submit("/personer", mem_printf(&c, "fornavn=Bo&bevis=%s", code))
		.status,
	    422);
	change(SQL("UPDATE session SET proved_at = 0"), NO_BIND);
	next();
	assert_int_equal(
	    submit("/personer", mem_printf(&c, "fornavn=Bo&bevis=%s", code))
		.status,
	    401);
}

static void employers_show_it_with_a_mailed_code(void **state)
{
	char code[7];

	(void)state;
	as(world.bakery.contact);
	change(SQL("UPDATE session SET proved_at = 0"), NO_BIND);
	next();
	assert_page(
	    submit("/mine-log-ind/andre", ""), 401, phrase("proof.bevis.mail"));
	assert_int_equal(left("code", world.bakery.contact), 2);
	next();
	assert_page(submit("/mine-log-ind/andre", "bevis=000000"), 401,
	    phrase("proof.bevis.refused"));
	/* A wrong one is no reason for another mail. */
	assert_int_equal(left("code", world.bakery.contact), 2);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	next();
	assert_see(
	    submit("/mine-log-ind/andre", mem_printf(&c, "bevis=%s", code)),
	    "/mine-log-ind");
}

/* A session in which somebody else's code waits. */
static void anothers_code_proves_nothing(void **state)
{
	char code[7];

	(void)state;
	as(world.bakery.contact);
	assert_int_equal(
	    signin_ask(&c, "karen@example.dk", "cccccccccccccccccccccccccc"),
	    OK);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	change(SQL("UPDATE session SET proved_at = 0"), NO_BIND);
	next();
	assert_int_equal(
	    submit("/mine-log-ind/andre", mem_printf(&c, "bevis=%s", code))
		.status,
	    401);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_admin, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_admin_sees_who_works_here),
		TEST(a_person_is_added_and_their_code_shown),
		TEST(what_is_wrong_is_said_and_kept),
		TEST(roles_are_given_and_ended),
		TEST(a_factor_is_reset_by_another_admin_alone),
		TEST(a_change_after_five_minutes_asks_who_they_are),
		TEST(the_apps_code_goes_on_with_what_was_sent),
		TEST(a_code_of_the_app_proves_once),
		TEST(employers_show_it_with_a_mailed_code),
		TEST(anothers_code_proves_nothing),
	};

	return cmocka_run_group_tests_name("staff_pages", tests, NULL, NULL);
}
