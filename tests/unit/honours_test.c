/* What a place says that it honours: said, seen, denied, and what becomes of
 * the people who need it. */
#include "fixture.h"

#include <string.h>

#include "attention.h"
#include "citizen.h"
#include "honours.h"
#include "wave.h"
#include "workplace.h"

static const char *const both[] = { "makker", "ro", NULL };
static const char *const quiet[] = { "ro", NULL };
static const char *const nothing[] = { NULL };

static void say(const char *const *keys)
{
	db_begin(&c);
	honours_say(&c, world.bakery.place, keys, world.bakery.contact);
	assert_int_equal(db_commit(&c), OK);
}

static void how(const char *key, const char *words)
{
	db_begin(&c);
	honours_how(&c, world.bakery.place, key, words, world.bakery.contact);
	assert_int_equal(db_commit(&c), OK);
}

static enum err check(const char *key)
{
	enum err err;

	db_begin(&c);
	err = honours_check(&c, world.bakery.place, key, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	return err;
}

static enum err deny(const char *key)
{
	enum err err;

	db_begin(&c);
	err = honours_deny(&c, world.bakery.place, key, world.consultant);
	assert_int_equal(db_commit(&c), OK);
	return err;
}

static bool says(const char *key)
{
	return workplace_says(&c, world.bakery.place, key);
}

static struct honours of(const char *key)
{
	size_t count;
	const struct honours *all = honours_list(
	    &c, world.bakery.place, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].key, key) == 0)
			return all[i];
	fail_msg("the place does not say %s", key);
	return (struct honours) { 0 };
}

static void amir_needs(const char *strength)
{
	db_begin(&c);
	citizen_needs(&c, world.amir, "ro", strength);
	assert_int_equal(db_commit(&c), OK);
}

/* ---- saying ---- */

static void a_place_says_exactly_what_is_listed(void **state)
{
	static const char *const more[] = { "makker", "ro", "findes ikke",
		NULL };

	(void)state;
	say(more);
	assert_true(says("makker"));
	assert_true(says("ro"));
	assert_false(says("findes ikke"));
	say(quiet);
	assert_false(says("makker"));
	assert_true(says("ro"));
	say(nothing);
	assert_false(says("ro"));
}

static void what_was_checked_stays_so_as_long_as_it_is_said(void **state)
{
	(void)state;
	say(both);
	assert_int_equal(of("makker").checked_at, 0);
	assert_int_equal(check("makker"), OK);
	say(both);
	assert_int_equal(of("makker").checked_at, c.now);
	assert_int_equal(of("makker").checked_by, world.consultant);
	assert_int_equal(of("ro").checked_at, 0);
	say(quiet);
	say(both); /* said anew: somebody looks anew */
	assert_int_equal(of("makker").checked_at, 0);
}

static void other_words_are_another_answer(void **state)
{
	(void)state;
	say(both);
	how("ro", "Vi har et stille rum");
	assert_int_equal(check("ro"), OK);
	how("ro", "Vi har et stille rum");
	assert_int_equal(of("ro").checked_at, c.now);
	how("ro", "Vi har høreværn");
	assert_string_equal(of("ro").how, "Vi har høreværn");
	assert_int_equal(of("ro").checked_at, 0);
	say(both); /* the task form knows of no words */
	assert_string_equal(of("ro").how, "Vi har høreværn");
	how("findes ikke", "x");
	say(quiet);
	how("makker", "x"); /* not said: nothing */
	say(both);
	assert_string_equal(of("makker").how, "");
}

/* ---- looking ---- */

static void what_is_not_said_is_not_seen(void **state)
{
	(void)state;
	assert_int_equal(check("ro"), ERR_NOT_FOUND);
	assert_int_equal(deny("ro"), ERR_NOT_FOUND);
}

static void somebody_is_asked_once_to_look_at_a_place(void **state)
{
	(void)state;
	say(quiet);
	assert_int_equal(waiting(ATTENTION_PLACE), 1);
	db_begin(&c); /* whoever of the firm says more */
	honours_say(&c, world.bakery.place, both, world.mentor);
	assert_int_equal(db_commit(&c), OK);
	how("ro", "Stille rum");
	assert_int_equal(waiting(ATTENTION_PLACE), 1);
	assert_int_equal(check("ro"), OK);
	assert_int_equal(waiting(ATTENTION_PLACE), 1);
	assert_int_equal(deny("makker"), OK);
	assert_int_equal(waiting(ATTENTION_PLACE), 0);
	how("ro", "Intet rum");
	assert_int_equal(waiting(ATTENTION_PLACE), 1);
	say(nothing);
	assert_int_equal(waiting(ATTENTION_PLACE), 0);
}

static void what_was_said_last_is_looked_at_first(void **state)
{
	struct firm other = add_firm("Slagter", true);
	struct ids all;

	(void)state;
	assert_int_equal(honours_waiting(&c).count, 0);
	say(quiet);
	c.now += 60;
	db_begin(&c);
	honours_say(&c, other.place, both, other.contact);
	assert_int_equal(db_commit(&c), OK);
	all = honours_waiting(&c);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.id[0], other.place);
	check("ro");
	all = honours_waiting(&c);
	assert_int_equal(all.count, 1);
	assert_true(honours_waits(&c, other.place));
	assert_false(honours_waits(&c, world.bakery.place));
}

static void what_is_denied_is_seen_again_when_it_is_so(void **state)
{
	(void)state;
	say(quiet);
	assert_int_equal(deny("ro"), OK);
	assert_int_equal(of("ro").denied_by, world.consultant);
	assert_true(says("ro")); /* they say so still */
	say(quiet);
	assert_false(honours_waits(&c, world.bakery.place));
	assert_int_equal(check("ro"), OK);
	assert_int_equal(of("ro").denied_at, 0);
	assert_int_equal(of("ro").checked_at, c.now);
	assert_int_equal(deny("ro"), OK);
	how("ro", "Nu er der et rum");
	assert_true(honours_waits(&c, world.bakery.place));
}

/* ---- the people ---- */

static void who_needs_it_is_asked_once_it_is_seen(void **state)
{
	int64_t task;

	(void)state;
	amir_needs("must");
	say(quiet);
	task = post_on("2026-03-05", 1);
	assert_int_equal(offer_to(task, world.amir), 0);
	assert_int_equal(check("ro"), OK);
	next();
	wave_run(&c); /* at once, not at the next half hour */
	assert_string_equal(offer_state(task, world.amir), "asked");
}

static void who_needs_it_is_not_asked_any_more_when_it_is_not_so(void **state)
{
	int64_t task;

	(void)state;
	amir_needs("must");
	say(quiet);
	check("ro");
	task = post_on("2026-03-05", 1);
	assert_string_equal(offer_state(task, world.amir), "asked");
	deny("ro");
	assert_string_equal(offer_state(task, world.amir), "withdrawn");
	assert_int_equal(waiting(ATTENTION_UNMET), 0);
	assert_int_equal(answers(task, world.amir, SAY_YES), OFFER_LATE);
}

static void who_comes_and_needs_it_is_rung(void **state)
{
	int64_t engagement;

	(void)state;
	amir_needs("must");
	say(quiet);
	check("ro");
	engagement = amir_comes("2026-03-05");
	say(nothing); /* the firm takes its tick away */
	assert_int_equal(waiting(ATTENTION_UNMET), 1);
	assert_int_equal(
	    one(SQL("SELECT person_id FROM attention WHERE kind = 'unmet'"),
		NO_BIND),
	    world.amir);
	assert_string_equal(
	    one_text(SQL("SELECT state FROM engagement WHERE id = $1"),
		BIND(INT(engagement))),
	    "agreed");
}

static void who_only_wishes_for_it_is_left_alone(void **state)
{
	int64_t task;

	(void)state;
	amir_needs("wish");
	say(quiet);
	check("ro");
	task = post_on("2026-03-05", 1);
	amir_comes("2026-03-06");
	deny("ro");
	assert_string_equal(offer_state(task, world.amir), "asked");
	assert_int_equal(waiting(ATTENTION_UNMET), 0);
}

/* What nobody had seen was nobody's to rely on. */
static void what_was_never_seen_takes_nothing_with_it(void **state)
{
	int64_t task;

	(void)state;
	say(both);
	check("makker");
	task = post_on("2026-03-05", 1);
	amir_needs("must");
	say(nothing);
	assert_string_equal(offer_state(task, world.amir), "asked");
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_place_says_exactly_what_is_listed),
		TEST(what_was_checked_stays_so_as_long_as_it_is_said),
		TEST(other_words_are_another_answer),
		TEST(what_is_not_said_is_not_seen),
		TEST(somebody_is_asked_once_to_look_at_a_place),
		TEST(what_was_said_last_is_looked_at_first),
		TEST(what_is_denied_is_seen_again_when_it_is_so),
		TEST(who_needs_it_is_asked_once_it_is_seen),
		TEST(who_needs_it_is_not_asked_any_more_when_it_is_not_so),
		TEST(who_comes_and_needs_it_is_rung),
		TEST(who_only_wishes_for_it_is_left_alone),
		TEST(what_was_never_seen_takes_nothing_with_it),
	};

	return cmocka_run_group_tests_name("honours", tests, NULL, NULL);
}
