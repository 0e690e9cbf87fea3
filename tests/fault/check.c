#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

#include "fault.h"

const char *fault_build = "build";

static int passed, failed;
static uint32_t state = 20261121, seed;

void fault_begin(int argc, char **argv, unsigned seconds)
{
	const char *given = getenv("FAULT_SEED");

	if (argc > 1)
		fault_build = argv[1];
	if (given != NULL)
		state = (uint32_t)strtoul(given, NULL, 10) | 1;
	seed = state;
	setvbuf(stdout, NULL, _IOLBF, 0);
	alarm(seconds);
	log_open("fault");
	clock_open();
	secret_open();
}

bool check(bool holds, const char *fmt, ...)
{
	va_list ap;

	if (holds)
		passed++;
	else
		failed++;
	fputs(holds ? "ok      " : "FAILED  ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	return holds;
}

void tell(const char *fmt, ...)
{
	va_list ap;

	fputs("        ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

void give_up(const char *fmt, ...)
{
	va_list ap;

	fputs("FAILED  ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n%d passed, %d failed\n", passed, failed + 1);
	exit(EXIT_FAILURE);
}

int fault_end(void)
{
	printf("%d passed, %d failed\n", passed, failed);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

uint32_t fault_random(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return below > 0 ? state % below : 0;
}

uint32_t fault_seed(void)
{
	return seed;
}

int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void wait_ms(int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;

	do
		poll(NULL, 0, (int)((until - now_us()) / 1000) + 1);
	while (now_us() < until);
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int64_t percentile(int64_t *of, size_t n, int p)
{
	size_t at = n * (size_t)p / 100;

	if (n == 0)
		return 0;
	qsort(of, n, sizeof *of, by_size);
	return of[at < n ? at : n - 1];
}
