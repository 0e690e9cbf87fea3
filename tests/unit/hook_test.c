#include "fixture.h"

#include <string.h>

#include "hook.h"

static enum err store_it(const char *key, const char *from, const char *text)
{
	const struct hook_field fields[] = { { "from", from }, { "to", "1204" },
		{ "text", text }, { NULL, NULL } };

	return hook_store(&c, "kannel", HOOK_INBOUND, key, fields);
}

static const struct hook *only(void)
{
	size_t count;
	const struct hook *all = hook_new(&c, 10, &count);

	assert_int_equal(count, 1);
	return all;
}

static void an_event_is_stored_once_for_its_key(void **state)
{
	(void)state;
	assert_int_equal(store_it("1", "4520123456", "JA"), OK);
	assert_int_equal(store_it("1", "4520123456", "JA"), OK);
	assert_int_equal(store_it("1", "4520999999", "noget andet"), OK);
	assert_string_equal(hook_field(only(), "text"), "JA");
	assert_int_equal(store_it("2", "4520123456", "JA"), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM hook"), NO_BIND), 2);
}

static void the_same_key_of_another_provider_is_another_event(void **state)
{
	const struct hook_field none[] = { { NULL, NULL } };

	(void)state;
	assert_int_equal(hook_store(&c, "kannel", HOOK_REPORT, "1", none), OK);
	assert_int_equal(hook_store(&c, "folder", HOOK_REPORT, "1", none), OK);
	assert_int_equal(one(SQL("SELECT count(*) FROM hook"), NO_BIND), 2);
}

static void what_came_is_read_as_it_came(void **state)
{
	const struct hook *h;

	(void)state;
	assert_int_equal(
	    store_it("1", "4520123456", "JA = tak\ntext=nej\nfrom=1\n"), OK);
	h = only();
	assert_string_equal(h->provider, "kannel");
	assert_string_equal(h->kind, HOOK_INBOUND);
	assert_int_equal(h->came_at, c.now);
	assert_string_equal(hook_field(h, "from"), "4520123456");
	assert_string_equal(hook_field(h, "to"), "1204");
	/* The words stand last, with all their lines. */
	assert_string_equal(
	    hook_field(h, "text"), "JA = tak\ntext=nej\nfrom=1\n");
	assert_string_equal(hook_field(h, "findes ikke"), "");
}

static void an_empty_value_is_empty(void **state)
{
	(void)state;
	assert_int_equal(store_it("1", "", ""), OK);
	assert_string_equal(hook_field(only(), "from"), "");
	assert_string_equal(hook_field(only(), "text"), "");
}

static void a_personal_number_is_never_stored(void **state)
{
	(void)state;
	assert_int_equal(
	    store_it("1", "4520123456", "mit cpr: 010170-1234 og 0101701235"),
	    OK);
	assert_string_equal(
	    hook_field(only(), "text"), "mit cpr: ******-**** og ******-****");
}

static void what_is_too_large_is_refused_whole(void **state)
{
	char *much = mem_alloc(&c, HOOK_BYTES_MOST + 1);

	(void)state;
	memset(much, 'x', HOOK_BYTES_MOST);
	assert_int_equal(store_it("1", "4520123456", much), ERR_INVALID);
	assert_int_equal(one(SQL("SELECT count(*) FROM hook"), NO_BIND), 0);
	/* "from=4520123456\nto=1204\ntext=" and a line's end are 30 bytes. */
	much[HOOK_BYTES_MOST - 30] = '\0';
	assert_int_equal(store_it("1", "4520123456", much), OK);
	assert_int_equal(
	    strlen(hook_field(only(), "text")), HOOK_BYTES_MOST - 30);
}

static void what_is_done_is_not_new(void **state)
{
	const struct hook *all;
	size_t count;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(store_it(mem_printf(&c, "%d", i), "4520123456",
				     mem_printf(&c, "nr %d", i)),
		    OK);
	all = hook_new(&c, 3, &count);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(
		    hook_field(&all[i], "text"), mem_printf(&c, "nr %zu", i));
	db_begin(&c);
	hook_done(&c, all[0].id, 0);
	assert_int_equal(db_commit(&c), OK);
	all = hook_new(&c, 10, &count);
	assert_int_equal(count, 4);
	assert_string_equal(hook_field(&all[0], "text"), "nr 1");
}

static void what_cannot_be_stored_says_so(void **state)
{
	(void)state;
	change(SQL("ALTER TABLE hook RENAME TO elsewhere"), NO_BIND);
	assert_int_equal(store_it("1", "4520123456", "JA"), ERR_FAILED);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, store_only_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_event_is_stored_once_for_its_key),
		TEST(the_same_key_of_another_provider_is_another_event),
		TEST(what_came_is_read_as_it_came),
		TEST(an_empty_value_is_empty),
		TEST(a_personal_number_is_never_stored),
		TEST(what_is_too_large_is_refused_whole),
		TEST(what_is_done_is_not_new),
		TEST(what_cannot_be_stored_says_so),
	};

	return cmocka_run_group_tests_name("hook", tests, NULL, NULL);
}
