#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static void arena_alloc_gives_zeros_also_after_a_reset(void **state)
{
	struct arena *a = arena_new();
	unsigned char *p;
	int round, i;

	(void)state;
	for (round = 0; round < 2; round++) {
		p = arena_alloc(a, 1000);
		for (i = 0; i < 1000; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, 1000);
		arena_reset(a);
	}
	arena_free(a);
}

static void arena_alloc_is_aligned_for_anything(void **state)
{
	struct arena *a = arena_new();
	size_t size;

	(void)state;
	for (size = 0; size < 100; size++)
		assert_int_equal(
		    (uintptr_t)arena_alloc(a, size) % _Alignof(max_align_t), 0);
	arena_free(a);
}

static void arena_alloc_never_gives_the_same_bytes_twice(void **state)
{
	struct arena *a = arena_new();
	char *all[3000];
	int i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		all[i] = arena_alloc(a, 40);
		memset(all[i], i % 251, 40);
	}
	for (i = 0; i < 3000; i++) {
		assert_int_equal((unsigned char)all[i][0], i % 251);
		assert_int_equal((unsigned char)all[i][39], i % 251);
	}
	arena_free(a);
}

static void what_was_taken_since_a_mark_is_given_back(void **state)
{
	struct arena *a = arena_new();
	struct arena_mark mark;
	char *before, *first;

	(void)state;
	mark = arena_mark(a); /* of an empty one */
	arena_alloc(a, 100);
	arena_back(a, mark);
	before = arena_alloc(a, 10);
	memcpy(before, "stays", 6);
	mark = arena_mark(a);
	first = arena_alloc(a, 10);
	memset(first, 0xff, 10);
	/* Far more in all than an arena may hold at a time. */
	for (int i = 0; i < 100; i++) {
		arena_back(a, mark);
		assert_ptr_equal(arena_alloc(a, 10), first);
		assert_int_equal(*first, 0);
		arena_alloc(a, ARENA_MOST / 2);
		memset(first, 0xff, 10);
	}
	assert_string_equal(before, "stays");
	arena_free(a);
}

static void arena_alloc_gives_more_than_a_chunk(void **state)
{
	struct arena *a = arena_new();
	char *big = arena_alloc(a, (size_t)1 << 20);
	char *after = arena_alloc(a, 8);

	(void)state;
	memset(big, 'x', (size_t)1 << 20);
	assert_int_equal(*after, 0);
	arena_free(a);
}

/* How a child ended that allocates size bytes, times over. */
static int end_of_child(size_t size, int times)
{
	struct arena *a = arena_new();
	pid_t child = fork();
	int status, i;

	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		for (i = 0; i < times; i++)
			arena_alloc(a, size);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	arena_free(a);
	return status;
}

static void arena_alloc_ends_the_program_at_the_ceiling(void **state)
{
	int all = end_of_child(ARENA_MOST / 16, 16);
	int more = end_of_child(ARENA_MOST / 16, 17);

	(void)state;
	assert_true(WIFEXITED(all));
	assert_true(WIFSIGNALED(more));
	assert_int_equal(WTERMSIG(more), SIGABRT);
	assert_true(WIFSIGNALED(end_of_child(SIZE_MAX, 1)));
	assert_true(WIFSIGNALED(end_of_child(SIZE_MAX - 8, 1)));
}

static void arena_reset_gives_back_what_counts_to_the_ceiling(void **state)
{
	struct arena *a = arena_new();
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		arena_alloc(a, ARENA_MOST / 2);
		arena_reset(a);
	}
	arena_free(a);
}

static void arena_free_takes_null(void **state)
{
	(void)state;
	arena_free(NULL);
}

static void mem_dup_copies_and_ends_with_nul(void **state)
{
	struct ctx c = { .mem = arena_new() };
	char from[] = "rundstykker";
	char *whole = mem_dup(&c, from);
	char *part = mem_dup_n(&c, from, 4);

	(void)state;
	from[0] = 'x';
	assert_string_equal(whole, "rundstykker");
	assert_string_equal(part, "rund");
	assert_string_equal(mem_dup(&c, ""), "");
	arena_free(c.mem);
}

static void mem_printf_holds_short_and_long(void **state)
{
	struct ctx c = { .mem = arena_new() };
	size_t n;
	char *s;

	(void)state;
	assert_string_equal(mem_printf(&c, "%d kr.", 145), "145 kr.");
	for (n = 197; n < 203; n++) {
		s = mem_printf(&c, "%*d", (int)n, 7);
		assert_int_equal(strlen(s), n);
		assert_int_equal(s[n - 1], '7');
	}
	arena_free(c.mem);
}

static void texts_are_joined(void **state)
{
	struct arena *mem = arena_new();
	struct ctx with = { .mem = mem };

	(void)state;
	assert_string_equal(mem_join(&with, "a", "", "bc"), "abc");
	assert_string_equal(mem_join(&with, ""), "");
	arena_free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_alloc_gives_zeros_also_after_a_reset),
		cmocka_unit_test(arena_alloc_is_aligned_for_anything),
		cmocka_unit_test(arena_alloc_never_gives_the_same_bytes_twice),
		cmocka_unit_test(what_was_taken_since_a_mark_is_given_back),
		cmocka_unit_test(arena_alloc_gives_more_than_a_chunk),
		cmocka_unit_test(arena_alloc_ends_the_program_at_the_ceiling),
		cmocka_unit_test(
		    arena_reset_gives_back_what_counts_to_the_ceiling),
		cmocka_unit_test(arena_free_takes_null),
		cmocka_unit_test(mem_dup_copies_and_ends_with_nul),
		cmocka_unit_test(mem_printf_holds_short_and_long),
		cmocka_unit_test(texts_are_joined),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
