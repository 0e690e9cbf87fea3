#include "fixture.h"

#include <string.h>

#include "attention.h"
#include "municipality.h"

static void add(const char *kind, int64_t about, const char *words)
{
	db_begin(&c);
	attention_add(&c, kind, world.amir, about, words);
	assert_int_equal(db_commit(&c), OK);
}

static const char *words(void)
{
	struct attention a;

	assert_true(attention_load(
	    &c, one(SQL("SELECT max(id) FROM attention"), NO_BIND), &a));
	return a.words;
}

static void the_same_thing_waits_once(void **state)
{
	(void)state;
	add(ATTENTION_CALL, 7, "");
	add(ATTENTION_CALL, 7, "");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	add(ATTENTION_CALL, 8, "");
	add(ATTENTION_AFBUD, 7, "");
	assert_int_equal(waiting(ATTENTION_CALL), 2);
	assert_int_equal(waiting(ATTENTION_AFBUD), 1);
}

static void new_words_stand_after_the_old_ones(void **state)
{
	(void)state;
	add(ATTENTION_WORDS, 0, "");
	add(ATTENTION_WORDS, 0, "første");
	add(ATTENTION_WORDS, 0, "");
	add(ATTENTION_WORDS, 0, "anden");
	assert_string_equal(words(), "første / anden");
}

static void words_do_not_grow_without_end(void **state)
{
	char many[301];

	(void)state;
	memset(many, 'x', 300);
	many[300] = '\0';
	for (int i = 0; i < 20; i++)
		add(ATTENTION_WORDS, 0, many);
	assert_in_range(
	    strlen(words()), ATTENTION_WORDS_MOST, ATTENTION_WORDS_MOST + 303);
}

static void what_is_closed_is_closed_once_and_may_come_again(void **state)
{
	struct attention a;
	size_t count;
	int64_t id;

	(void)state;
	add(ATTENTION_CALL, 7, "x");
	id = attention_open(&c, world.municipality, &count)[0].id;
	db_begin(&c);
	assert_int_equal(attention_close(&c, id, world.mentor), OK);
	assert_int_equal(attention_close(&c, id, world.mentor), ERR_CONFLICT);
	assert_int_equal(
	    attention_close(&c, 12345, world.mentor), ERR_CONFLICT);
	assert_int_equal(db_commit(&c), OK);
	assert_true(attention_load(&c, id, &a));
	assert_int_equal(a.closed_at, c.now);
	assert_int_equal(waiting(ATTENTION_CALL), 0);
	add(ATTENTION_CALL, 7, "igen");
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_string_equal(words(), "igen");
	assert_false(attention_load(&c, 12345, &a));
}

static void what_settles_itself_settles_that_alone(void **state)
{
	(void)state;
	add(ATTENTION_CALL, 7, "");
	add(ATTENTION_CALL, 8, "");
	add(ATTENTION_AFBUD, 7, "");
	db_begin(&c);
	attention_settle(&c, ATTENTION_CALL, 7);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(waiting(ATTENTION_CALL), 1);
	assert_int_equal(waiting(ATTENTION_AFBUD), 1);
}

static void the_page_shows_the_oldest_first_and_not_too_many(void **state)
{
	const struct attention *open;
	size_t count;

	(void)state;
	for (int i = 0; i < ATTENTION_MOST + 5; i++) {
		c.now -= 60;
		add(ATTENTION_CALL, 100 + i, "");
	}
	open = attention_open(&c, world.municipality, &count);
	assert_int_equal(count, ATTENTION_MOST);
	assert_int_equal(open[0].about_id, 100 + ATTENTION_MOST + 4);
	assert_int_equal(open[0].made_at, c.now);
	assert_true(open[0].made_at < open[1].made_at);
	assert_int_equal(open[0].person_id, world.amir);
	assert_string_equal(open[0].kind, ATTENTION_CALL);
}

static void calls_stand_before_what_has_waited_longer(void **state)
{
	static const char *const kinds[] = { ATTENTION_WORDS, ATTENTION_CALL,
		ATTENTION_EMPLOYER, ATTENTION_ABSENT, ATTENTION_AFBUD };
	static const char *const order[] = { ATTENTION_CALL, ATTENTION_ABSENT,
		ATTENTION_AFBUD, ATTENTION_WORDS, ATTENTION_EMPLOYER };
	const struct attention *open;
	size_t count;

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		c.now += 60;
		add(kinds[i], 7, "");
	}
	open = attention_open(&c, world.municipality, &count);
	assert_int_equal(count, COUNT(order));
	for (size_t i = 0; i < count; i++)
		assert_string_equal(open[i].kind, order[i]);
}

static void it_belongs_to_the_municipality_of_the_citizen(void **state)
{
	const struct municipality m = {
		.name = "Anden Kommune", .helper = "Ib", .phone = "4520000009"
	};
	int64_t other;

	(void)state;
	db_begin(&c);
	other = municipality_add(&c, &m);
	db_run(&c, SQL("UPDATE citizen SET municipality_id = $1"),
	    BIND(INT(other)));
	attention_add(&c, ATTENTION_CALL, world.amir, 0, "");
	attention_add(&c, ATTENTION_CALL, world.bakery.contact, 0, "");
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(one(SQL("SELECT municipality_id FROM attention"
				 " WHERE person_id = $1"),
			     BIND(INT(world.amir))),
	    other);
	assert_int_equal(one(SQL("SELECT municipality_id FROM attention"
				 " WHERE person_id = $1"),
			     BIND(INT(world.bakery.contact))),
	    world.municipality);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_thing_waits_once),
		TEST(new_words_stand_after_the_old_ones),
		TEST(words_do_not_grow_without_end),
		TEST(what_is_closed_is_closed_once_and_may_come_again),
		TEST(what_settles_itself_settles_that_alone),
		TEST(the_page_shows_the_oldest_first_and_not_too_many),
		TEST(calls_stand_before_what_has_waited_longer),
		TEST(it_belongs_to_the_municipality_of_the_citizen),
	};

	return cmocka_run_group_tests_name("attention", tests, NULL, NULL);
}
