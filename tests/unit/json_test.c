#include "fixture.h"

#include <string.h>

#include "base/json.h"

static const char *found(const char *path, const char *text)
{
	struct json_wish w = { .path = path };

	json_pick(&c, text, strlen(text), &w, 1);
	return w.value;
}

static bool reads(const char *text, size_t n)
{
	struct json_wish w = { .path = "a" };
	bool read = json_pick(&c, text, n, &w, 1);

	if (!read)
		assert_string_equal(w.value, "");
	return read;
}

static void a_value_is_found_by_its_path(void **state)
{
	static const char text[] =
	    "{\"a\":{\"b\":[{\"c\":\"æ\"},17]},\"t\":true,\"f\":false,"
	    "\"n\":null,\"r\":1.5,\"m\":-7,\"\":\"x\"}";

	(void)state;
	assert_string_equal(found("a.b.0.c", text), "æ");
	assert_string_equal(found("a.b.1", text), "17");
	assert_string_equal(found("m", text), "-7");
	assert_string_equal(found("t", text), "true");
	assert_string_equal(found("f", text), "false");
	assert_string_equal(found("", text), "x");
}

static void what_is_not_there_is_empty(void **state)
{
	static const char *const paths[] = { "n", "r", "a", "a.b", "a.b.2",
		"a.b.x", "a.b.-1", "a.b.", "a.c.d", "b", ".", "a..b",
		"a.b.99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_string_equal(
		    found(paths[i],
			"{\"a\":{\"b\":[1,{}]},\"n\":null,\"r\":1.5}"),
		    "");
}

static void what_is_no_json_is_refused(void **state)
{
	static const char *const texts[] = { "", "{", "{}x", "{\"a\":1,}",
		"{\"a\":1,\"a\":2}", "\"a\"", "17", "{\"a\":\"\xff\"}",
		"{\"a\":\"\\u0000\"}", "{\"a\":99999999999999999999}", "<html>",
		"{'a':1}", "{\"a\":\"\n\"}" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (reads(texts[i], strlen(texts[i])))
			fail_msg("%s", texts[i]);
	assert_false(reads("{\"a\":\"\0\"}", 9));
	assert_true(reads("{}", 2));
}

static void what_is_too_deep_is_refused(void **state)
{
	char text[4000];

	(void)state;
	memset(text, '[', sizeof text);
	assert_false(reads(text, sizeof text));
	memset(text, '[', JSON_DEPTH_MOST);
	memset(text + JSON_DEPTH_MOST, ']', JSON_DEPTH_MOST);
	assert_true(reads(text, (size_t)JSON_DEPTH_MOST * 2));
	/* In a string they are letters. */
	assert_string_equal(found("a", "{\"a\":\"[[[[[[[[[[[[[[[[[[[[\\\"[\"}"),
	    "[[[[[[[[[[[[[[[[[[[[\"[");
}

static void what_is_written_is_read_again(void **state)
{
	static const char words[] = "\"æ\\ \n\t\x01 {{}} </a> \xf0\x9f\x98\x80";
	struct text t = text_new(c.mem, 200);

	(void)state;
	text_add(&t, "{\"a\":\"");
	json_add(&t, words);
	text_add(&t, "\"}");
	assert_string_equal(found("a", t.s), words);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_value_is_found_by_its_path),
		TEST(what_is_not_there_is_empty),
		TEST(what_is_no_json_is_refused),
		TEST(what_is_too_deep_is_refused),
		TEST(what_is_written_is_read_again),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
