#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define SECONDS_MOST 580

static cpu_set_t all;
static int first = -1, second = -1;

static void find_cores(void)
{
	if (sched_getaffinity(0, sizeof all, &all) != 0)
		give_up("which cores are ours?");
	for (int i = 0; i < CPU_SETSIZE && second < 0; i++) {
		if (!CPU_ISSET((size_t)i, &all))
			continue;
		if (first < 0)
			first = i;
		else
			second = i;
	}
	if (second < 0)
		printf("# one core alone: server and client share it\n");
}

void stand_on(enum core core)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)(core == CORE_CLIENT ? first : second), &one);
	if (second >= 0)
		sched_setaffinity(
		    0, sizeof all, core == CORE_ANY ? &all : &one);
}

void figure(const char *name, double value, const char *unit,
    const char *beside, const char *what)
{
	int digits = value < 10 ? 3 : value < 100 ? 1 : 0;

	printf("# %s\n", what);
	printf("%s %.*f %s  %s\n", name, digits, value, unit, beside);
}

double middle(const double of[3])
{
	double low = of[0] < of[1] ? of[0] : of[1];
	double high = of[0] < of[1] ? of[1] : of[0];

	return of[2] < low ? low : of[2] > high ? high : of[2];
}

static const struct {
	const char *name;
	void (*run)(void);
} benches[] = {
	/* clang-format off */
	{ "web", bench_web },
	{ "store", bench_store },
	{ "signin", bench_signin },
	{ "claim", bench_claim },
	{ "sending", bench_sending },
	{ "mail", bench_mail },
	{ "kannel", bench_kannel },
	{ "match", bench_match },
	{ "wave", bench_wave },
	{ "fairness", bench_fairness },
	/* clang-format on */
};

/* bench BUILD [NAME...]: all of them, or those that are named. */
int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "slow") == 0) {
		fault_begin(0, NULL, 60);
		return bench_slow_writer(argv);
	}
	fault_begin(argc, argv, SECONDS_MOST);
	find_cores();
	for (size_t i = 0; i < COUNT(benches); i++) {
		bool wanted = argc <= 2;

		for (int k = 2; k < argc; k++)
			wanted = wanted ||
			    strcmp(argv[k], benches[i].name) == 0;
		if (wanted)
			benches[i].run();
	}
	return EXIT_SUCCESS;
}
