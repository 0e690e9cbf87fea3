#include "request.h"

#include <string.h>

#include "front.h"

static struct reply asked_from(const char *address, const char *host)
{
	struct req r = { .ctx = &c,
		.method = GET,
		.path = "/metrics",
		.address = address,
		.header = header_of };

	header("Host", host);
	return metrics_page(&r);
}

static void who_is_on_this_machine_is_told(void **state)
{
	struct reply r;

	(void)state;
	metrics_answered(200, 3);
	metrics_answered(303, 30);
	metrics_answered(404, -1);
	metrics_answered(799, -1);
	r = asked_from("127.0.0.1", "127.0.0.1:8080");
	assert_page(r, 200, "\nsmaajob_http_answers_total{class=\"2xx\"} 1\n");
	assert_page(r, 200, "\nsmaajob_http_answers_total{class=\"4xx\"} 1\n");
	assert_page(r, 200, "\nsmaajob_http_answers_total{class=\"5xx\"} 0\n");
	assert_page(r, 200, "\nsmaajob_http_seconds_bucket{le=\"0.005\"} 1\n");
	assert_page(r, 200, "\nsmaajob_http_seconds_count 2\n");
	assert_page(r, 200, "\nsmaajob_store_readers 8\n");
	assert_lacks(r, "smaajob_resident_bytes 0\n");
	assert_page(asked_from("::1", "localhost:8080"), 200, "smaajob_");
}

static void nobody_else_is(void **state)
{
	static const char *const headers[] = { "X-Forwarded-For", "Forwarded",
		"Via", "X-Real-IP" };

	(void)state;
	assert_page(
	    asked_from("192.0.2.1", "localhost"), 404, phrase("error.404"));
	assert_page(asked_from("127.0.0.1", "job.example.dk"), 404,
	    phrase("error.404"));
	assert_page(asked_from("127.0.0.1", ""), 404, phrase("error.404"));
	/* A proxy on this machine, of which we do not know. */
	for (size_t i = 0; i < COUNT(headers); i++) {
		header(headers[i], "192.0.2.1");
		assert_page(asked_from("127.0.0.1", "localhost"), 404,
		    phrase("error.404"));
		header(headers[i], NULL);
	}
	assert_int_equal(asked_from("127.0.0.1", "localhost").status, 200);
	assert_page(get("/metrics"), 404, phrase("error.404"));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_is_on_this_machine_is_told),
		TEST(nobody_else_is),
	};

	return cmocka_run_group_tests_name("metrics_pages", tests, NULL, NULL);
}
