#include "sent.h"

#include <string.h>

struct outgoing to_amir(const char *words)
{
	return (struct outgoing) {
		.claimed = { .id = 4711, .expires_at = c.now + 2 * HOUR },
		.words = { .phone = "4520000101", .body = words },
	};
}

void assert_asks(const struct gateway *g, const char *words, const char *url,
    const char *const *headers, const char *body)
{
	struct outgoing m = to_amir(words);
	struct http_request r = { 0 };

	assert_true(g->request(&c, &m, &r));
	assert_string_equal(r.url, url);
	for (size_t i = 0; headers[i] != NULL; i++) {
		assert_non_null(r.header[i]);
		assert_string_equal(r.header[i], headers[i]);
		assert_null(strpbrk(r.header[i], "\r\n"));
		assert_true(i < REQUEST_HEADERS_MOST);
		if (headers[i + 1] == NULL)
			assert_null(r.header[i + 1]);
	}
	assert_int_equal(r.length, strlen(body));
	assert_string_equal(r.body, body);
}

void assert_answers(
    const struct gateway *g, const struct answer *answers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct http_answer a = { .sent = true,
			.whole = true,
			.status = answers[i].status,
			.body = answers[i].body };
		struct outgoing m = to_amir("Hej");
		enum outcome got = g->answer(&c, &a, &m);

		if (got != answers[i].outcome)
			fail_msg("%d %s: %d", a.status, a.body, got);
		/* Nobody's number is in what is kept of it. */
		if (m.why != NULL)
			assert_null(strstr(m.why, "20000101"));
	}
}

void assert_common_answers(const struct gateway *g)
{
	static const struct answer answers[] = {
		{ 401, "", OUTCOME_DOWN },
		{ 402, "", OUTCOME_DOWN },
		{ 400, "", OUTCOME_PERMANENT },
		{ 404, "<html>", OUTCOME_PERMANENT },
		{ 422, "[[[[", OUTCOME_PERMANENT },
		{ 429, "", OUTCOME_REFUSED },
		{ 503, "", OUTCOME_REFUSED },
		{ 500, "", OUTCOME_UNCERTAIN },
		{ 502, "<html>Bad gateway</html>", OUTCOME_UNCERTAIN },
		{ 504, "", OUTCOME_UNCERTAIN },
		{ 301, "", OUTCOME_UNCERTAIN },
		{ 307, "{}", OUTCOME_UNCERTAIN },
	};

	assert_answers(g, answers, COUNT(answers));
}

const char *reported(const struct gateway *g, const char *ref,
    const char *status, const char *answer, int64_t *id)
{
	const struct hook_field fields[] = { { "ref", ref },
		{ "status", status }, { "answer", answer }, { NULL, NULL } };
	const struct hook h = { .fields = fields };

	/* cppcheck-suppress returnDanglingLifetime ; the state is a literal */
	return g->report(&h, id);
}
