#include "fixture.h"

#include <string.h>

#include "attention.h"
#include "hook.h"
#include "person.h"
#include "seal.h"
#include "settings.h"

/* ---- texts ---- */

static void a_text_opens_for_its_person_at_its_place(void **state)
{
	const char *sealed = seal_text(&c, world.amir, "t|c", 7, "Hej Ærø");

	(void)state;
	assert_null(strstr(sealed, "Hej"));
	assert_string_equal(
	    seal_open(&c, world.amir, "t|c", 7, sealed), "Hej Ærø");
	assert_string_equal(seal_open(&c, world.amir, "t|c", 8, sealed), "");
	assert_string_equal(seal_open(&c, world.amir, "t|d", 7, sealed), "");
	assert_string_equal(seal_open(&c, world.mentor, "t|c", 7, sealed), "");
	assert_string_equal(seal_open(&c, 0, "t|c", 7, sealed), "");
	/* The same words twice are not seen to be the same. */
	assert_string_not_equal(
	    seal_text(&c, world.amir, "t|c", 7, "Hej Ærø"), sealed);
}

static void nothing_stays_nothing(void **state)
{
	(void)state;
	assert_string_equal(seal_text(&c, world.amir, "t|c", 7, ""), "");
	assert_string_equal(seal_open(&c, world.amir, "t|c", 7, ""), "");
	assert_string_equal(seal_open(&c, world.amir, "t|c", 7, NULL), "");
	assert_string_equal(seal_open(&c, world.amir, "t|c", 7, "Hej"), "");
	assert_string_equal(seal_text(&c, 12345, "t|c", 7, "Hej"), "");
}

static void what_is_nobodys_has_the_common_key(void **state)
{
	const char *sealed = seal_text(&c, 0, "t|c", 7, "JA 7");

	(void)state;
	assert_string_equal(seal_open(&c, 0, "t|c", 7, sealed), "JA 7");
	assert_string_equal(seal_open(&c, world.amir, "t|c", 7, sealed), "");
}

static void a_mark_says_nothing_but_that_two_are_the_same(void **state)
{
	const char *mark = seal_mark(&c, "phone", "4520000101");

	(void)state;
	assert_int_equal(strlen(mark), 32);
	assert_string_equal(seal_mark(&c, "phone", "4520000101"), mark);
	assert_string_not_equal(seal_mark(&c, "phone", "4520000102"), mark);
	assert_string_not_equal(seal_mark(&c, "email", "4520000101"), mark);
	assert_null(seal_mark(&c, "phone", NULL));
}

/* ---- rows ---- */

static void assert_nameless(int64_t id)
{
	struct person p;

	assert_true(person_load(&c, id, &p));
	assert_string_equal(p.given_name, "");
	assert_null(p.phone);
	assert_null(p.email);
	assert_false(p.erased);
}

static void swap(struct sql sql)
{
	change(sql, BIND(INT(world.amir), INT(world.mentor)));
}

static void a_row_that_was_moved_does_not_open(void **state)
{
	(void)state;
	/* What names one person, put in another's place. */
	swap(SQL("UPDATE person SET sealed = (SELECT sealed FROM person"
		 " WHERE id = $2) WHERE id = $1"));
	assert_nameless(world.amir);
}

static void a_key_that_was_moved_does_not_open(void **state)
{
	unsigned char key[KEY_BYTES];

	(void)state;
	/* With the key as well: it is bound to its row too. */
	swap(SQL("UPDATE person SET sealed = (SELECT sealed FROM person"
		 " WHERE id = $2) WHERE id = $1"));
	swap(SQL("UPDATE person_key SET wrapped = (SELECT wrapped"
		 " FROM person_key WHERE person_id = $2)"
		 " WHERE person_id = $1"));
	assert_false(seal_key(&c, world.amir, key));
	assert_true(seal_key(&c, world.mentor, key));
	assert_nameless(world.amir);
}

static void words_that_were_moved_do_not_open(void **state)
{
	struct attention a;
	int64_t to;

	(void)state;
	db_begin(&c);
	attention_add(&c, ATTENTION_WORDS, world.amir, 0, "det er mine");
	attention_add(&c, ATTENTION_CALL, world.amir, 7, "og det mine");
	assert_int_equal(db_commit(&c), OK);
	to = one(SQL("SELECT id FROM attention WHERE kind = 'call'"), NO_BIND);
	change(SQL("UPDATE attention SET words = (SELECT words FROM attention"
		   " WHERE kind = 'words') WHERE id = $1"),
	    BIND(INT(to)));
	assert_true(attention_load(&c, to, &a));
	assert_string_equal(a.words, "");
}

static void a_hook_is_sealed_as_the_persons_once_it_is_known(void **state)
{
	static const struct hook_field fields[] = { { "from", "4520000101" },
		{ "text", "JA" }, { 0 } };
	const struct hook *h;
	size_t count;

	(void)state;
	assert_int_equal(
	    hook_store(&c, "folder", HOOK_INBOUND, "1", fields), OK);
	h = hook_new(&c, 5, &count);
	assert_int_equal(count, 1);
	assert_string_equal(hook_field(h, "text"), "JA");
	db_begin(&c);
	hook_done(&c, h->id, world.amir);
	assert_int_equal(db_commit(&c), OK);
	h = hook_said(&c, "folder", 5, &count);
	assert_int_equal(count, 1);
	assert_string_equal(hook_field(h, "text"), "JA");
	change(SQL("DELETE FROM person_key WHERE person_id = $1"),
	    BIND(INT(world.amir)));
	h = hook_said(&c, "folder", 5, &count);
	assert_string_equal(hook_field(h, "text"), "");
}

/* ---- the master key ---- */

static void another_master_key_opens_nothing(void **state)
{
	(void)state;
	settings.seal_key[0] ^= 1;
	assert_int_equal(seal_begin(&c), SEAL_FOREIGN);
	settings.seal_key[0] ^= 1;
	assert_int_equal(seal_begin(&c), SEAL_READY);
}

static void a_database_without_keys_says_so(void **state)
{
	(void)state;
	change(SQL("DELETE FROM seal"), NO_BIND);
	assert_false(seal_made(&c));
	assert_int_equal(seal_begin(&c), SEAL_NONE);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_text_opens_for_its_person_at_its_place),
		TEST(nothing_stays_nothing),
		TEST(what_is_nobodys_has_the_common_key),
		TEST(a_mark_says_nothing_but_that_two_are_the_same),
		TEST(a_row_that_was_moved_does_not_open),
		TEST(a_key_that_was_moved_does_not_open),
		TEST(words_that_were_moved_do_not_open),
		TEST(a_hook_is_sealed_as_the_persons_once_it_is_known),
		TEST(another_master_key_opens_nothing),
		TEST(a_database_without_keys_says_so),
	};

	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
