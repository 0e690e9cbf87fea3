/* A consultant posts for a firm while they talk. */
#include "task_form.h"

#include <string.h>

#include "employer.h"
#include "person.h"
#include "task.h"
#include "workplace.h"

#define FIRM                                                      \
	"firma=Nyt+Lager+ApS&cvr=13+74+81+36&kontakt=Nina&mobil=" \
	"20+30+40+50&email=nina%%40example.dk&siger_ja=1"

static int open_staff(void **state)
{
	if (site_open(state) != 0)
		return -1;
	as(world.consultant);
	return 0;
}

static const char *bakery(const char *more)
{
	return mem_printf(
	    &c, "/opgave/ny/%" PRId64 "%s", world.bakery.contact, more);
}

/* The task of the bakery's form, with the tick. */
static const char *task(const char *name, const char *typed)
{
	return mem_printf(&c, "%ssiger_ja=1", with(name, typed));
}

static int64_t tasks(void)
{
	return one(SQL("SELECT count(*) FROM task"), NO_BIND);
}

/* ---- finding ---- */

static void a_firm_is_found_with_its_contacts_and_places(void **state)
{
	const char *path = mem_printf(
	    &c, "/opgave/ny?firmaer=%" PRId64, world.bakery.employer);

	(void)state;
	assert_page(get("/opgave/ny"), 200, "Ny virksomhed");
	assert_see(submit("/opgave/ny", "virksomhed=bech"),
	    mem_printf(&c, "%s#fundet", path));
	assert_page(get(path), 200, "Bager Bech");
	assert_page(get(path), 200, mem_printf(&c, "\"%s\"", bakery("")));
	assert_page(get(path), 200,
	    mem_printf(&c, "\"/steder/%" PRId64 "\"", world.bakery.place));
	assert_true(one(SQL("SELECT count(*) FROM audit WHERE person_id = $1"
			    " AND path = '/opgave/ny'"),
			BIND(INT(world.bakery.contact))) > 0);
	assert_see(submit("/opgave/ny", "virksomhed=DK+1000+0001"),
	    mem_printf(&c, "%s#fundet", path));
	assert_see(submit("/opgave/ny", "virksomhed=findes+ikke"),
	    "/opgave/ny?firmaer=#fundet");
	assert_page(get("/opgave/ny?firmaer="), 200, "Ingen virksomhed");
	assert_page(get("/opgave/ny?firmaer=x,7,,"), 200, "Ingen virksomhed");
}

/* ---- for a firm that is here ---- */

static void a_task_is_posted_for_its_contact(void **state)
{
	struct reply r;
	struct task t;
	int64_t id;

	(void)state;
	assert_page(get(bakery("")), 200, "Bager Bech, CVR");
	assert_page(get(bakery("")), 200, "value=\"Nørregade 4\"");
	assert_page(submit(bakery("/tjek"), task("titel", "til+jul")), 200,
	    "Vil du pakke varer til jul hos Bager Bech");
	assert_int_equal(tasks(), 0);
	r = submit(bakery(""), task("titel", "til+jul"));
	id = one(SQL("SELECT id FROM task"), NO_BIND);
	assert_see(r, mem_printf(&c, "/opgave/%" PRId64 "/hvem", id));
	assert_true(task_load(&c, id, &t));
	assert_string_equal(t.state, "open");
	assert_int_equal(t.employer_id, world.bakery.employer);
	assert_int_equal(t.workplace_id, world.bakery.place);
	assert_int_equal(t.contact_id, world.bakery.contact);
	assert_int_equal(
	    one(SQL("SELECT posted_by FROM task"), NO_BIND), world.consultant);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM audit WHERE deed = 'did'"
		    " AND path = '/opgave/ny/:id'"
		    " AND person_id = $1 AND done_by = $2"),
		BIND(INT(world.bakery.contact), INT(world.consultant))),
	    1);
}

static void what_is_expected_is_said_once(void **state)
{
	const char *form = with("titel", "");

	(void)state;
	assert_page(get(bakery("")), 200, phrase("expected.pay"));
	assert_page(submit(bakery("/tjek"), form), 422,
	    phrase("task_staff.siger_ja.wrong"));
	assert_page(
	    submit(bakery(""), form), 422, phrase("task_staff.siger_ja.wrong"));
	assert_int_equal(submit(bakery(""), task("titel", "")).status, 303);
	assert_int_equal(one(SQL("SELECT expected_by FROM employer"), NO_BIND),
	    world.consultant);
	assert_lacks(get(bakery("")), phrase("expected.pay"));
	assert_page(submit(bakery("/tjek"), form), 200, "Opret opgaven");
}

static void what_is_wrong_is_said_and_kept(void **state)
{
	struct reply r = submit(bakery("/tjek"), task("loen", "nul"));

	(void)state;
	assert_page(r, 422, phrase("task.loen.wrong"));
	assert_page(r, 422, "value=\"nul\"");
	assert_page(
	    submit(bakery("/tjek"), task("titel", "i+de+store+lagre+bagi")),
	    422, phrase_n(&c, "form.long", TITLE_MOST));
	r = submit(bakery("/tjek"),
	    mem_printf(&c, "%s&ret=1", task("titel", "til+jul")));
	assert_page(r, 200, "value=\"til jul\"");
	assert_int_equal(tasks(), 0);
}

/* ---- for a new one ---- */

static void a_new_firm_is_written_down_with_its_task(void **state)
{
	const char *all = mem_printf(&c, "%s" FIRM, with("titel", "til+jul"));
	struct reply r;
	int64_t nina;

	(void)state;
	assert_page(
	    get("/opgave/ny/firma?cvr=13748136"), 200, "value=\"13748136\"");
	assert_page(submit("/opgave/ny/firma/tjek", all), 200,
	    "Nyt Lager ApS, CVR 13748136");
	assert_page(
	    submit("/opgave/ny/firma/tjek", all), 200, "Nina, 20 30 40 50");
	assert_int_equal(submit("/opgave/ny/firma", all).status, 303);
	nina = person_by_email(&c, "nina@example.dk");
	assert_int_equal(
	    one(SQL("SELECT contact_id FROM task"), NO_BIND), nina);
	assert_int_equal(one(SQL("SELECT count(*) FROM audit WHERE deed = 'did'"
				 " AND path = '/opgave/ny/firma'"
				 " AND person_id = $1"),
			     BIND(INT(nina))),
	    1);
	/* They sign in as who they are. */
	as(nina);
	r = get("/opgaver");
	assert_page(r, 200, "pakke varer til jul");
}

static void what_is_wrong_with_a_firm_is_said(void **state)
{
	static const struct {
		const char *form, *says;
	} list[] = {
		{ "firma=&cvr=13748136&kontakt=Nina&mobil=20304050&siger_ja=1",
		    "task_staff.firma.wrong" },
		{ "firma=Nyt&cvr=13748137&kontakt=Nina&mobil=20304050"
		  "&siger_ja=1",
		    "signup.cvr.wrong" },
		{ "firma=Nyt&cvr=13748136&kontakt=&mobil=20304050&siger_ja=1",
		    "task_staff.kontakt.wrong" },
		{ "firma=Nyt&cvr=13748136&kontakt=Nina&mobil=1&siger_ja=1",
		    "task_staff.mobil.wrong" },
		{ "firma=Nyt&cvr=13748136&kontakt=Nina&mobil=20304050",
		    "task_staff.siger_ja.wrong" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++)
		assert_page(submit("/opgave/ny/firma",
				mem_printf(&c, "%s%s", with("titel", ""),
				    list[i].form)),
		    422, phrase(list[i].says));
	assert_page(submit("/opgave/ny/firma",
			mem_printf(&c,
			    "%sfirma=Nyt&cvr=13748136&kontakt=Nina&mobil="
			    "20304050&email=firma1%%40example.dk&siger_ja=1",
			    with("titel", ""))),
	    422, phrase("task_staff.other"));
	assert_int_equal(one(SQL("SELECT count(*) FROM employer"), NO_BIND), 1);
}

static void who_is_no_contact_has_no_page(void **state)
{
	const char *path = mem_printf(&c, "/opgave/ny/%" PRId64, world.amir);

	(void)state;
	assert_int_equal(get(path).status, 404);
	assert_int_equal(submit(path, task("titel", "")).status, 404);
	as(world.mentor);
	assert_int_equal(get("/opgave/ny").status, 404);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_staff, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_firm_is_found_with_its_contacts_and_places),
		TEST(a_task_is_posted_for_its_contact),
		TEST(what_is_expected_is_said_once),
		TEST(what_is_wrong_is_said_and_kept),
		TEST(a_new_firm_is_written_down_with_its_task),
		TEST(what_is_wrong_with_a_firm_is_said),
		TEST(who_is_no_contact_has_no_page),
	};

	return cmocka_run_group_tests_name(
	    "task staff pages", tests, NULL, NULL);
}
