#include "fixture.h"

#include <string.h>

#include "base/secret.h"

#include "link.h"

#define LETTERS "0123456789abcdefghjkmnpqrstvwxyz"

static const char *url(
    const char *purpose, int64_t person, int64_t about, int64_t expires_at)
{
	const char *made;

	db_begin(&c);
	made = link_url(&c, purpose, person, about, expires_at);
	assert_int_equal(db_commit(&c), OK);
	return made;
}

static const char *token(int64_t about)
{
	return strrchr(url(LINK_OFFER, world.amir, about, c.now + DAY), '/') +
	    1;
}

static void a_link_does_one_thing_for_one_person(void **state)
{
	const char *made = url(LINK_HOURS, world.amir, 9, c.now + DAY);
	struct link l;

	(void)state;
	assert_non_null(strstr(made, "https://svar.example/t/"));
	assert_int_equal(strlen(strrchr(made, '/') + 1), TOKEN_CHARS);
	assert_int_equal(
	    link_find(&c, strrchr(made, '/') + 1, LINK_HOURS, &l), OK);
	assert_int_equal(l.person_id, world.amir);
	assert_int_equal(l.about_id, 9);
	assert_int_equal(l.expires_at, c.now + DAY);
	assert_string_equal(l.purpose, LINK_HOURS);
	assert_int_equal(link_find(&c, strrchr(made, '/') + 1, LINK_OFFER, &l),
	    ERR_NOT_FOUND);
	made = url(LINK_OFFER, world.amir, 9, c.now + DAY);
	assert_non_null(strstr(made, "https://svar.example/s/"));
}

static void looking_uses_nothing_up(void **state)
{
	const char *made = token(9);
	struct link l;

	(void)state;
	for (int i = 0; i < 20; i++)
		assert_int_equal(link_find(&c, made, LINK_OFFER, &l), OK);
}

static void a_link_whose_time_is_over_is_known_but_closed(void **state)
{
	const char *made = token(9);
	struct link l = { 0 };

	(void)state;
	c.now += DAY - 1;
	assert_int_equal(link_find(&c, made, LINK_OFFER, &l), OK);
	c.now++;
	l = (struct link) { 0 };
	assert_int_equal(link_find(&c, made, LINK_OFFER, &l), ERR_CONFLICT);
	assert_int_equal(l.about_id, 9);
}

static void asked_for_again_it_is_the_same_and_prolonged(void **state)
{
	const char *made = token(9);
	struct link l;

	(void)state;
	c.now += 2 * DAY;
	assert_string_equal(token(9), made);
	assert_int_equal(link_find(&c, made, LINK_OFFER, &l), OK);
	assert_int_equal(l.expires_at, c.now + DAY);
	/* But never shortened. */
	url(LINK_OFFER, world.amir, 9, c.now + 60);
	assert_int_equal(link_find(&c, made, LINK_OFFER, &l), OK);
	assert_int_equal(l.expires_at, c.now + DAY);
	assert_int_equal(one(SQL("SELECT count(*) FROM link"), NO_BIND), 1);
}

static void every_link_is_another_one(void **state)
{
	const char *first = token(9);

	(void)state;
	assert_string_not_equal(first, token(10));
	assert_string_not_equal(first,
	    strrchr(url(LINK_OFFER, world.mentor, 9, c.now + DAY), '/') + 1);
	assert_string_not_equal(first,
	    strrchr(url(LINK_HOURS, world.amir, 9, c.now + DAY), '/') + 1);
}

static void the_database_does_not_know_the_token(void **state)
{
	const char *made = token(9);

	(void)state;
	assert_string_equal(one_text(SQL("SELECT digest FROM link"), NO_BIND),
	    secret_digest(&c, made));
	assert_int_equal(one(SQL("SELECT count(*) FROM link"
				 " WHERE instr(digest, $1) > 0"),
			     BIND(TEXT(made))),
	    0);
}

/* The table is not there while forged tokens are tried: whichever was looked
 * up would fail, and say so. */
static void a_forged_token_never_reaches_the_database(void **state)
{
	static const char *const forged[] = { "", "x",
		"00000000000000000000000000", "zzzzzzzzzzzzzzzzzzzzzzzzzz",
		"' OR 1=1 --                ", "000000000000000000000000000" };
	const char *made = token(9);
	char random[TOKEN_CHARS + 1];
	struct link l;

	(void)state;
	change(SQL("ALTER TABLE link RENAME TO elsewhere"), NO_BIND);
	for (size_t i = 0; i < COUNT(forged); i++)
		assert_int_equal(
		    link_find(&c, forged[i], LINK_OFFER, &l), ERR_NOT_FOUND);
	for (int i = 0; i < 2000; i++) {
		secret_random_token(random);
		assert_int_equal(
		    link_find(&c, random, LINK_OFFER, &l), ERR_NOT_FOUND);
	}
	assert_false(db_failed(&c));
	/* And a true one does. */
	link_find(&c, made, LINK_OFFER, &l);
	assert_true(db_failed(&c));
}

static void every_single_character_counts(void **state)
{
	const char *made = token(9);
	struct link l;

	(void)state;
	change(SQL("ALTER TABLE link RENAME TO elsewhere"), NO_BIND);
	for (size_t i = 0; i < TOKEN_CHARS; i++)
		for (const char *letter = LETTERS "ABZ-!"; *letter != '\0';
		     letter++) {
			char flipped[TOKEN_CHARS + 1];

			memcpy(flipped, made, sizeof flipped);
			if (flipped[i] == *letter)
				continue;
			flipped[i] = *letter;
			assert_int_equal(link_find(&c, flipped, LINK_OFFER, &l),
			    ERR_NOT_FOUND);
			assert_false(db_failed(&c));
		}
}

static void a_token_cut_off_or_prolonged_is_none(void **state)
{
	const char *made = token(9);
	struct link l;

	(void)state;
	for (size_t n = 0; n < TOKEN_CHARS; n++)
		assert_int_equal(
		    link_find(&c, mem_dup_n(&c, made, n), LINK_OFFER, &l),
		    ERR_NOT_FOUND);
	assert_int_equal(
	    link_find(&c, mem_printf(&c, "%s0", made), LINK_OFFER, &l),
	    ERR_NOT_FOUND);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_link_does_one_thing_for_one_person),
		TEST(looking_uses_nothing_up),
		TEST(a_link_whose_time_is_over_is_known_but_closed),
		TEST(asked_for_again_it_is_the_same_and_prolonged),
		TEST(every_link_is_another_one),
		TEST(the_database_does_not_know_the_token),
		TEST(a_forged_token_never_reaches_the_database),
		TEST(every_single_character_counts),
		TEST(a_token_cut_off_or_prolonged_is_none),
	};

	return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
