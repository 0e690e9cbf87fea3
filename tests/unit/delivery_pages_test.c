#include "request.h"

#include <stdio.h>
#include <string.h>

#include "attention.h"
#include "breaker.h"
#include "delivery.h"
#include "notice.h"
#include "outbox.h"
#include "person.h"
#include "settings.h"

/* A message to Amir that ended in that state, for that reason; its path. */
static const char *ends(const char *state, const char *why)
{
	static char path[40];
	int64_t id;

	db_begin(&c);
	notice_answer(&c, "call", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	id = one(SQL("SELECT max(id) FROM outbox"), NO_BIND);
	change(SQL("UPDATE outbox SET state = $2, why = $3 WHERE id = $1"),
	    BIND(INT(id), TEXT(state), TEXT(why)));
	db_begin(&c);
	attention_add(&c,
	    strcmp(state, "uncertain") == 0 ? ATTENTION_UNCERTAIN
					    : ATTENTION_FAILED,
	    world.amir, id, "");
	assert_int_equal(db_commit(&c), OK);
	next();
	snprintf(path, sizeof path, "/beskeder/%" PRId64,
	    one(SQL("SELECT max(id) FROM attention"), NO_BIND));
	return path;
}

static int64_t queued(void)
{
	return one(SQL("SELECT count(*) FROM outbox WHERE state = 'queued'"
		       " AND kind = 'call'"),
	    NO_BIND);
}

static void leave_alone(const char *provider)
{
	db_begin(&c);
	breaker_bad(&c, provider, OUTCOME_DOWN, "http 401", 0);
	assert_int_equal(db_commit(&c), OK);
	next();
}

static void each_way_to_fail_is_said_in_plain_words(void **state)
{
	static const struct {
		const char *state, *why, *says;
	} ways[] = {
		{ "uncertain", "curl 28 timeout", "Den kan være kommet frem." },
		{ "expired", NULL, "Den nåede ikke ud, før tiden var gået." },
		{ "lapsed", "0x1013", "Telefonen var slukket" },
		{ "undelivered", "0x1020", "Udbyderen siger, at den ikke" },
		{ "dead", "not a number an SMS can go to", "ikke få SMS." },
		{ "dead", "http 422 body", "Udbyderen tog ikke imod den." },
		{ "dead", "nothing to say, or nobody", "ikke længere noget" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++)
		ends(ways[i].state, ways[i].why);
	as(world.consultant);
	for (size_t i = 0; i < COUNT(ways); i++)
		assert_page(get("/beskeder"), 200, ways[i].says);
	assert_page(get("/beskeder"), 200, "Besked, der ikke kom frem: Amir");
	assert_page(get("/beskeder"), 200, "svar: vi ringer (SMS)");
	/* Neither number nor words, nor what machines said. */
	assert_lacks(get("/beskeder"), "20 00 01 01");
	assert_lacks(get("/beskeder"), "20000101");
	assert_lacks(get("/beskeder"), "Tak, fordi du siger det");
	assert_lacks(get("/beskeder"), "0x1020");
}

static void a_reason_is_asked_for_and_then_it_goes(void **state)
{
	const char *path = ends("dead", "http 422");
	struct reply r;

	(void)state;
	as(world.consultant);
	r = submit(path, "handling=igen&hvorfor=+x+");
	assert_page(r, 422, "Skriv kort, hvorfor den skal sendes igen");
	assert_page(r, 422, "value=\" x \"");
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
	next();
	assert_see(submit(path, "handling=igen&hvorfor=Hun+fik+den+ikke"),
	    "/beskeder");
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
	assert_int_equal(queued(), 1);
	next();
	/* Somebody was first, or pressed twice. */
	assert_see(submit(path, "handling=igen&hvorfor=Hun+fik+den+ikke"),
	    "/beskeder");
	assert_int_equal(queued(), 1);
}

static void what_cannot_go_again_says_why(void **state)
{
	const char *path = ends("dead", "http 422");

	(void)state;
	change(SQL("UPDATE person SET sms = 'stop' WHERE id = $1"),
	    BIND(INT(world.amir)));
	change(SQL("UPDATE outbox SET lane = 1"), NO_BIND);
	as(world.consultant);
	assert_page(get("/beskeder"), 200, "personen har skrevet STOP");
	assert_lacks(get("/beskeder"), "value=\"igen\"");
	submit(path, "handling=igen&hvorfor=Alligevel");
	assert_int_equal(queued(), 0);
	assert_see(submit(path, "handling=klaret"), "/beskeder");
	assert_int_equal(waiting(ATTENTION_FAILED), 0);
	assert_page(get("/beskeder"), 200, "Alle beskeder er kommet frem");
}

static void the_list_has_pages(void **state)
{
	(void)state;
	for (int i = 0; i <= DELIVERY_PAGE; i++)
		ends("dead", i == 0 ? "not a number" : "http 422");
	as(world.consultant);
	assert_lacks(get("/beskeder"), "ikke få SMS.");
	assert_lacks(get("/beskeder"), "De nyeste");
	assert_page(get("/beskeder"), 200,
	    mem_printf(&c, "/beskeder?foer=%" PRId64,
		one(SQL("SELECT id FROM attention ORDER BY id LIMIT 1"
			" OFFSET 1"),
		    NO_BIND)));
	assert_page(get(mem_printf(&c, "/beskeder?foer=%" PRId64,
			one(SQL("SELECT id FROM attention ORDER BY id LIMIT 1"
				" OFFSET 1"),
			    NO_BIND))),
	    200, "ikke få SMS.");
	assert_page(get("/beskeder?foer=x"), 200, "Ældre");
	assert_page(get("/beskeder?foer=99999999999999999999"), 200, "Ældre");
}

static void the_queue_and_the_providers_are_told(void **state)
{
	(void)state;
	settings.sms_provider = "kannel";
	settings.sms_fallback = "twilio";
	as(world.consultant);
	change(SQL("DELETE FROM outbox"), NO_BIND);
	next();
	assert_page(get("/beskeder"), 200, "Der er ikke noget i kø.");
	assert_lacks(get("/beskeder"), "Holder pause");
	db_begin(&c);
	notice_answer(&c, "call", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	leave_alone("kannel");
	c.now += 30;
	assert_page(get("/beskeder"), 200, "Spørgsmål og svar (SMS): 1.");
	assert_page(get("/beskeder"), 200,
	    "Har ikke virket siden mandag kl 9. Vi prøver igen kl 09:01."
	    " Imens sender Twilio.");
	c.now += 60;
	assert_page(get("/beskeder"), 200, "Vi prøver igen nu med én besked.");
}

static void staff_are_told_on_every_page_that_messages_wait(void **state)
{
	(void)state;
	settings.sms_provider = "kannel";
	as(world.mentor);
	assert_lacks(get("/opfoelgning"), "Beskeder kommer ikke ud");
	leave_alone("kannel");
	assert_page(get("/opfoelgning"), 200, "Beskeder kommer ikke ud");
	assert_lacks(get("/opfoelgning"), "Se, hvad der er galt");
	as(world.consultant);
	assert_page(get("/venter"), 200, "Se, hvad der er galt");
	as(world.bakery.contact);
	assert_lacks(get("/opgaver"), "Beskeder kommer ikke ud");
	/* One that nobody uses any more troubles nobody. */
	settings.sms_provider = "twilio";
	as(world.consultant);
	assert_lacks(get("/venter"), "Beskeder kommer ikke ud");
}

static void messages_that_are_late_are_trouble_too(void **state)
{
	(void)state;
	db_begin(&c);
	notice_answer(&c, "call", world.amir, 0);
	assert_int_equal(db_commit(&c), OK);
	next();
	as(world.consultant);
	c.now += 5 * MINUTE;
	assert_lacks(get("/venter"), "Beskeder kommer ikke ud");
	c.now += 1;
	assert_page(get("/venter"), 200, "Beskeder kommer ikke ud");
	assert_page(get("/beskeder"), 200, "Den ældste er 5 min. forsinket");
}

static void a_mentor_has_no_such_page(void **state)
{
	const char *path = ends("dead", "http 422");

	(void)state;
	as(world.mentor);
	assert_page(get("/beskeder"), 404, phrase("error.404"));
	assert_page(submit(path, "handling=klaret"), 404, phrase("error.404"));
	assert_int_equal(waiting(ATTENTION_FAILED), 1);
}

/* Whose name is on a list is seen by who looks at it (S27). */
static void whose_messages_they_are_is_noted(void **state)
{
	(void)state;
	ends("dead", "http 422");
	as(world.consultant);
	assert_page(get("/beskeder"), 200, "Amir");
	assert_int_equal(one(SQL("SELECT count(*) FROM audit WHERE deed = 'saw'"
				 " AND path = '/beskeder' AND person_id = $1"),
			     BIND(INT(world.amir))),
	    1);
}

static void only_a_message_is_seen_to_here(void **state)
{
	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_CALL, world.amir, 0, "");
	assert_int_equal(db_commit(&c), OK);
	as(world.consultant);
	submit(mem_printf(&c, "/beskeder/%" PRId64,
		   one(SQL("SELECT id FROM attention"), NO_BIND)),
	    "handling=klaret");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_way_to_fail_is_said_in_plain_words),
		TEST(a_reason_is_asked_for_and_then_it_goes),
		TEST(what_cannot_go_again_says_why),
		TEST(the_list_has_pages),
		TEST(the_queue_and_the_providers_are_told),
		TEST(staff_are_told_on_every_page_that_messages_wait),
		TEST(messages_that_are_late_are_trouble_too),
		TEST(a_mentor_has_no_such_page),
		TEST(whose_messages_they_are_is_noted),
		TEST(only_a_message_is_seen_to_here),
	};

	return cmocka_run_group_tests_name("delivery_pages", tests, NULL, NULL);
}
