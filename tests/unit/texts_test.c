#include "request.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "attention.h"
#include "wording.h"

static void every_page_is_there_and_parsed(void **state)
{
	DIR *pages = opendir("www/pages");
	struct dirent *d;
	int count = 0;

	(void)state;
	assert_non_null(pages);
	while ((d = readdir(pages)) != NULL)
		if (strstr(d->d_name, ".html") != NULL) {
			assert_true(tmpls_has(texts()->pages, d->d_name));
			count++;
		}
	closedir(pages);
	assert_true(count >= 15);
}

/* Calls phrase("..."), phrase_n(c, "...") and their like of one source. */
static int look_up_phrases(const char *path)
{
	static char source[100000];
	FILE *f = fopen(path, "r");
	int found = 0;
	size_t n;

	assert_non_null(f);
	n = fread(source, 1, sizeof source - 1, f);
	fclose(f);
	source[n] = '\0';
	for (char *at = source; (at = strstr(at, "phrase")) != NULL; at++) {
		char *open = strchr(at, '('), *quote, *end;

		if (open == NULL || open - at > 9 || at[-1] == '_')
			continue;
		quote = strpbrk(open, "\");");
		/* phrase_or() has words of its own when there is none. */
		if (quote == NULL || *quote != '"' || open[-1] == 'r')
			continue;
		end = strchr(quote + 1, '"');
		/* A key that is put together has its % there. */
		if (memchr(quote, '%', (size_t)(end - quote)) != NULL)
			continue;
		if (phrase_or(
			mem_dup_n(&c, quote + 1, (size_t)(end - quote) - 1),
			NULL) == NULL)
			fail_msg("%s: no phrase %.*s", path,
			    (int)(end - quote) - 1, quote + 1);
		found++;
	}
	return found;
}

static void every_phrase_that_code_asks_for_is_there(void **state)
{
	DIR *portal = opendir("portal");
	struct dirent *d;
	int found = 0;

	(void)state;
	assert_non_null(portal);
	while ((d = readdir(portal)) != NULL)
		if (strstr(d->d_name, ".c") != NULL)
			found += look_up_phrases(
			    mem_printf(&c, "portal/%s", d->d_name));
	closedir(portal);
	assert_true(found > 30);
}

static void every_state_has_its_phrase(void **state)
{
	static const char *const keys[] = { "state.waiting", "state.open",
		"state.full", "state.over", "state.cancelled", "hours.none",
		"hours.asked", "hours.proposed", "hours.agreed",
		"hours.disputed", "hours.settled", "offer.held", "offer.won",
		"offer.no", "offer.taken", "offer.expired", "offer.given_up",
		"offer.withdrawn", "attention." ATTENTION_CALL,
		"attention." ATTENTION_HOURS, "attention." ATTENTION_EMPLOYER,
		"attention." ATTENTION_WORDS, "attention." ATTENTION_FAILED,
		"attention." ATTENTION_UNCERTAIN,
		"attention." ATTENTION_AFBUD };

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++)
		assert_non_null(phrase_or(keys[i], NULL));
	assert_string_equal(phrase_or("findes.ikke", "x"), "x");
	assert_non_null(strstr(phrase_n(&c, "form.mend", 3), "3"));
}

/* What a citizen reads is held to what their SMS are held to (texts.c). */
static void a_citizens_pages_command_and_reveal_nothing(void **state)
{
	FILE *f = fopen("www/phrases/da.txt", "r");
	bool theirs = false;
	char line[1000];
	int count = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL) {
		const char *word;

		if (line[0] == '[')
			theirs = strncmp(line, "[own", 4) == 0 ||
			    strncmp(line, "[offer", 6) == 0;
		if (!theirs || strchr("[#\n", line[0]) != NULL)
			continue;
		word = wording_leaks(&c, line);
		if (word == NULL)
			word = wording_commands(&c, line);
		if (word != NULL)
			fail_msg("says \"%s\": %s", word, line);
		count++;
	}
	fclose(f);
	assert_true(count > 80);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, site_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_page_is_there_and_parsed),
		TEST(every_phrase_that_code_asks_for_is_there),
		TEST(every_state_has_its_phrase),
		TEST(a_citizens_pages_command_and_reveal_nothing),
	};

	return cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}
