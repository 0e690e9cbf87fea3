#include "fixture.h"

#include <string.h>

#include "draft.h"
#include "erase.h"
#include "municipality.h"
#include "retention.h"
#include "task.h"

#define FORM "funktion=pakning&titel=til%20p%C3%A5ske"

static struct draft of_bakery(int64_t id, const char *form)
{
	return (struct draft) { .id = id,
		.employer_id = world.bakery.employer,
		.written_by = world.bakery.contact,
		.form = form };
}

static int64_t keep(int64_t id, const char *form, const char *key)
{
	struct draft d = of_bakery(id, form);

	assert_int_equal(draft_keep(&c, &d, key), OK);
	assert_int_not_equal(d.id, 0);
	return d.id;
}

static size_t drafts_of(int64_t employer)
{
	size_t count;

	draft_list(&c, employer, &count);
	return count;
}

static void a_draft_is_found_as_it_was_kept(void **state)
{
	int64_t id = keep(0, FORM, "");
	struct draft d;

	(void)state;
	assert_true(draft_load(&c, id, &d));
	assert_string_equal(d.form, FORM);
	assert_int_equal(d.employer_id, world.bakery.employer);
	assert_int_equal(d.written_by, world.bakery.contact);
	assert_int_equal(d.changed_at, c.now);
}

static void it_lies_sealed(void **state)
{
	(void)state;
	keep(0, FORM, "");
	assert_null(
	    strstr(one_text(SQL("SELECT form FROM draft"), NO_BIND), "titel"));
}

static void kept_again_it_is_the_same_one(void **state)
{
	int64_t id = keep(0, FORM, ""), made;
	struct draft d;

	(void)state;
	c.now += 60;
	assert_int_equal(keep(id, "titel=b", ""), id);
	assert_true(draft_load(&c, id, &d));
	assert_string_equal(d.form, "titel=b");
	assert_int_equal(d.changed_at - d.made_at, 60);
	/* A form that is sent twice, or gone back to, knows no id. */
	made = keep(0, "titel=c", "nøgle");
	assert_int_equal(keep(0, "titel=d", "nøgle"), made);
	assert_int_equal(
	    draft_of_key(&c, world.bakery.employer, "nøgle"), made);
	assert_int_not_equal(keep(0, "titel=e", ""), made);
	assert_int_equal(drafts_of(world.bakery.employer), 3);
}

static void another_firms_draft_is_not_written_over(void **state)
{
	struct firm other = add_firm("Anden", true);
	int64_t id = keep(0, FORM, "nøgle");
	struct draft d = { .id = id,
		.employer_id = other.employer,
		.written_by = other.contact,
		.form = "titel=tyv" };

	(void)state;
	assert_int_equal(draft_keep(&c, &d, "nøgle"), OK);
	assert_int_not_equal(d.id, id);
	db_begin(&c);
	draft_drop(&c, other.employer, id);
	assert_int_equal(db_commit(&c), OK);
	assert_true(draft_load(&c, id, &d));
	assert_string_equal(d.form, FORM);
}

static void a_draft_that_is_gone_is_kept_anew(void **state)
{
	int64_t id = keep(0, FORM, ""), again;

	(void)state;
	change(SQL("DELETE FROM draft"), NO_BIND);
	again = keep(id, FORM, "");
	assert_int_not_equal(again, id);
	assert_int_equal(drafts_of(world.bakery.employer), 1);
}

static void the_one_left_longest_gives_way_to_the_twenty_first(void **state)
{
	int64_t first = keep(0, "titel=0", ""), second = 0;
	struct draft d;

	(void)state;
	for (int i = 1; i < DRAFTS_MOST; i++) {
		int64_t id;

		c.now++;
		id = keep(0, mem_printf(&c, "titel=%d", i), "");
		second = i == 1 ? id : second;
	}
	c.now++;
	keep(first, "titel=igen", "");
	keep(0, "titel=ny", "");
	assert_int_equal(drafts_of(world.bakery.employer), DRAFTS_MOST);
	assert_true(draft_load(&c, first, &d));
	assert_false(draft_load(&c, second, &d));
}

static void what_was_changed_last_is_listed_first(void **state)
{
	int64_t a = keep(0, "titel=a", "");
	const struct draft *all;
	size_t count;

	(void)state;
	c.now++;
	keep(0, "titel=b", "");
	c.now++;
	keep(a, "titel=c", "");
	all = draft_list(&c, world.bakery.employer, &count);
	assert_int_equal(count, 2);
	assert_string_equal(all[0].form, "titel=c");
}

static void one_that_is_too_long_is_refused(void **state)
{
	char form[DRAFT_FORM_MOST + 2];
	struct draft d = of_bakery(0, form);

	(void)state;
	memset(form, 'x', sizeof form - 1);
	form[sizeof form - 1] = '\0';
	assert_int_equal(draft_keep(&c, &d, ""), ERR_INVALID);
	form[DRAFT_FORM_MOST] = '\0';
	assert_int_equal(draft_keep(&c, &d, ""), OK);
}

static void its_words_are_read_field_by_field(void **state)
{
	int64_t id = keep(0, FORM "&dag=&hos_os=ro", "");

	(void)state;
	assert_string_equal(
	    draft_words(&c, id, world.bakery.contact,
		one_text(SQL("SELECT form FROM draft"), NO_BIND)),
	    "funktion: pakning\ntitel: til påske\nhos_os: ro");
}

/* ---- what becomes of it ---- */

static void it_is_forgotten_sixty_days_after_anybody_touched_it(void **state)
{
	int64_t id = keep(0, FORM, "");

	(void)state;
	db_begin(&c);
	rule_add(&c, world.municipality, RULE_KEEP_DRAFTS, c.now - DAY, 60,
	    "en underskrift");
	assert_int_equal(db_commit(&c), OK);
	c.now += 30 * DAY;
	keep(id, FORM, "");
	c.now += 59 * DAY;
	retention_erase(&c);
	assert_int_equal(drafts_of(world.bakery.employer), 1);
	c.now += 2 * DAY;
	retention_erase(&c);
	assert_int_equal(drafts_of(world.bakery.employer), 0);
}

static void it_goes_with_who_wrote_it(void **state)
{
	(void)state;
	keep(0, FORM, "");
	assert_int_equal(erase_person(&c, world.bakery.contact), OK);
	assert_int_equal(drafts_of(world.bakery.employer), 0);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_draft_is_found_as_it_was_kept),
		TEST(it_lies_sealed),
		TEST(kept_again_it_is_the_same_one),
		TEST(another_firms_draft_is_not_written_over),
		TEST(a_draft_that_is_gone_is_kept_anew),
		TEST(the_one_left_longest_gives_way_to_the_twenty_first),
		TEST(what_was_changed_last_is_listed_first),
		TEST(one_that_is_too_long_is_refused),
		TEST(its_words_are_read_field_by_field),
		TEST(it_is_forgotten_sixty_days_after_anybody_touched_it),
		TEST(it_goes_with_who_wrote_it),
	};

	return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
