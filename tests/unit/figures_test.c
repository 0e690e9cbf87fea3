#include "fixture.h"

#include "base/figures.h"

static void a_value_stands_with_its_labels(void **state)
{
	struct text t = text_new(c.mem, 1000);

	(void)state;
	figure_is(&t, "x_total", "counter", "What it is.");
	figure_put(&t, "x_total", "", 7);
	figure_put(&t, "x_total", "channel=\"sms\"", -1);
	assert_string_equal(t.s,
	    "# HELP x_total What it is.\n# TYPE x_total counter\n"
	    "x_total 7\nx_total{channel=\"sms\"} -1\n");
}

static void each_step_counts_those_before_it(void **state)
{
	static const struct steps steps = { { 10, 100 }, 2, 1000 };
	static const int64_t values[] = { 0, 10, 11, 100, 101, 5000 };
	struct histogram h = { .steps = &steps };
	struct text t = text_new(c.mem, 1000);

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++)
		histogram_add(&h, values[i]);
	histogram_put(&t, "s", "", &h);
	histogram_put(&t, "s", "a=\"b\"", &h);
	assert_string_equal(t.s,
	    "s_bucket{le=\"0.01\"} 2\ns_bucket{le=\"0.1\"} 4\n"
	    "s_bucket{le=\"+Inf\"} 6\ns_sum 5.222\ns_count 6\n"
	    "s_bucket{a=\"b\",le=\"0.01\"} 2\ns_bucket{a=\"b\",le=\"0.1\"} 4\n"
	    "s_bucket{a=\"b\",le=\"+Inf\"} 6\ns_sum{a=\"b\"} 5.222\n"
	    "s_count{a=\"b\"} 6\n");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bare_open, bare_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_value_stands_with_its_labels),
		TEST(each_step_counts_those_before_it),
	};

	return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
