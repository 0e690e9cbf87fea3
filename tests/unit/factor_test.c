#include "browser.h"

#include <pthread.h>
#include <string.h>

#include "factor.h"
#include "person.h"
#include "settings.h"

static const unsigned char secret[TOTP_BYTES] = "what their app knows";

static void connect(int64_t person)
{
	db_begin(&c);
	factor_set(&c, person, secret);
	assert_int_equal(db_commit(&c), OK);
}

static const char *code_off(int64_t steps)
{
	char code[7];

	totp_code(secret, totp_step(c.now) + steps, code);
	return mem_dup(&c, code);
}

static const char *code_of(int64_t at)
{
	static _Thread_local char code[7];

	totp_code(secret, totp_step(at), code);
	return code;
}

static enum err use(const char *code)
{
	enum err err;

	db_begin(&c);
	err = factor_use(&c, world.mentor, code);
	assert_int_equal(db_commit(&c), OK);
	return err;
}

/* ---- codes ---- */

static void a_code_is_right_once(void **state)
{
	(void)state;
	connect(world.mentor);
	assert_int_equal(use(code_off(0)), OK);
	assert_int_equal(use(code_off(0)), ERR_INVALID);
	/* Nor is one from before it, though its time is not over. */
	assert_int_equal(use(code_off(-1)), ERR_INVALID);
	assert_int_equal(use(code_off(1)), OK);
	c.now += TOTP_STEP;
	assert_int_equal(use(code_off(0)), ERR_INVALID);
	assert_int_equal(use(code_off(1)), OK);
}

static void a_clock_may_be_half_a_minute_off(void **state)
{
	(void)state;
	connect(world.mentor);
	assert_int_equal(use(code_off(-2)), ERR_INVALID);
	assert_int_equal(use(code_off(2)), ERR_INVALID);
	assert_int_equal(use(code_off(-1)), OK);
	assert_int_equal(use(code_off(1)), OK);
}

static void anothers_code_is_wrong(void **state)
{
	static const unsigned char theirs[TOTP_BYTES] = "another app's secret";
	char code[7];

	(void)state;
	connect(world.mentor);
	totp_code(theirs, totp_step(c.now), code);
	assert_int_equal(use(code), ERR_INVALID);
	assert_int_equal(use(""), ERR_INVALID);
}

static void after_twenty_wrong_ones_an_hour_the_right_one_is_refused(
    void **state)
{
	(void)state;
	connect(world.mentor);
	for (int i = 0; i < FACTOR_WRONG_HOUR; i++) {
		assert_int_equal(use("x"), ERR_INVALID);
		c.now += MINUTE;
	}
	assert_int_equal(use(code_off(0)), ERR_INVALID);
	/* Never for good, however often somebody tries. */
	c.now += 41 * MINUTE;
	assert_int_equal(use(code_off(0)), OK);
}

static void an_app_that_is_not_connected_has_no_right_code(void **state)
{
	unsigned char made[TOTP_BYTES];
	char code[7];

	(void)state;
	db_begin(&c);
	factor_begin(&c, world.mentor);
	assert_int_equal(db_commit(&c), OK);
	assert_false(factor_confirmed(&c, world.mentor));
	assert_true(factor_secret(&c, world.mentor, made));
	totp_code(made, totp_step(c.now), code);
	assert_int_equal(use(code), ERR_INVALID);
}

/* ---- how it lies ---- */

static void a_secret_lies_sealed_in_its_own_row(void **state)
{
	unsigned char found[TOTP_BYTES];

	(void)state;
	connect(world.mentor);
	connect(world.consultant);
	assert_null(
	    strstr(one_text(SQL("SELECT secret FROM factor LIMIT 1"), NO_BIND),
		"77686174")); /* "what" in hex */
	assert_true(factor_secret(&c, world.mentor, found));
	assert_memory_equal(found, secret, sizeof found);
	change(SQL("UPDATE factor SET secret = (SELECT secret FROM factor"
		   " WHERE person_id = $1) WHERE person_id = $2"),
	    BIND(INT(world.mentor), INT(world.consultant)));
	assert_true(factor_secret(&c, world.mentor, found));
	assert_false(factor_secret(&c, world.consultant, found));
	settings.link_key[0] ^= 1;
	assert_false(factor_secret(&c, world.mentor, found));
}

/* ---- connecting ---- */

static const char *enrolment(int64_t person)
{
	char code[ENROLMENT_CHARS + 1];
	int64_t id;

	db_begin(&c);
	id = enrolment_open(&c, person, 0);
	assert_int_equal(db_commit(&c), OK);
	enrolment_code(id, code);
	return mem_dup(&c, code);
}

static enum err connect_with(const char *word)
{
	unsigned char made[TOTP_BYTES];
	char code[7];
	enum err err;

	db_begin(&c);
	factor_begin(&c, world.mentor);
	assert_true(factor_secret(&c, world.mentor, made));
	totp_code(made, totp_step(c.now), code);
	err = factor_connect(&c, world.mentor, code, word);
	assert_int_equal(db_commit(&c), OK);
	return err;
}

static void an_app_is_connected_with_an_enrolment_code_once(void **state)
{
	const char *theirs = enrolment(world.consultant);
	const char *word = enrolment(world.mentor);

	(void)state;
	assert_int_equal(connect_with(""), ERR_INVALID);
	assert_int_equal(connect_with(theirs), ERR_INVALID);
	assert_int_equal(connect_with(word), OK);
	assert_true(factor_confirmed(&c, world.mentor));
	assert_int_equal(enrolment_waiting(&c, world.mentor), 0);
	db_begin(&c);
	factor_drop(&c, world.mentor);
	assert_int_equal(db_commit(&c), OK);
	assert_int_equal(connect_with(word), ERR_INVALID);
}

static void it_is_typed_as_people_type(void **state)
{
	char *word = mem_dup(&c, enrolment(world.mentor));

	(void)state;
	for (char *at = word; *at != '\0'; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
		else if (*at == '-')
			*at = ' ';
	assert_int_equal(connect_with(word), OK);
}

static void an_enrolment_lasts_a_day_and_until_the_next(void **state)
{
	const char *first = enrolment(world.mentor), *second;

	(void)state;
	c.now += 1;
	second = enrolment(world.mentor);
	assert_int_equal(connect_with(first), ERR_INVALID);
	c.now += ENROLMENT_HOURS * HOUR;
	assert_int_equal(connect_with(second), ERR_INVALID);
	assert_int_equal(enrolment_waiting(&c, world.mentor), 0);
}

/* Who holds the database alone does not hold the code. */
static void only_a_digest_of_it_is_kept(void **state)
{
	const char *word = enrolment(world.mentor);

	(void)state;
	assert_string_not_equal(
	    one_text(SQL("SELECT digest FROM enrolment"), NO_BIND), word);
	assert_int_equal(
	    strlen(one_text(SQL("SELECT digest FROM enrolment"), NO_BIND)), 64);
	settings.link_key[0] ^= 1;
	assert_string_not_equal(enrolment(world.mentor), word);
}

/* ---- in the same moment ---- */

#define CROWD 8

static pthread_barrier_t together;

static void *use_with_all(void *arg)
{
	struct ctx own = { .mem = arena_new(), .now = c.now };
	enum err *err = arg;

	own.db = db_join(store, own.mem);
	pthread_barrier_wait(&together);
	db_begin(&own);
	*err = factor_use(&own, world.mentor, code_of(own.now));
	if (db_commit(&own) != OK)
		*err = ERR_FAILED;
	db_leave(own.db);
	arena_free(own.mem);
	return NULL;
}

static void of_many_in_the_same_moment_one_is_let_in(void **state)
{
	pthread_t threads[CROWD];
	enum err errs[CROWD];
	int in = 0;

	(void)state;
	connect(world.mentor);
	next();
	pthread_barrier_init(&together, NULL, CROWD);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, use_with_all, &errs[i]),
		    0);
	for (int i = 0; i < CROWD; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&together);
	for (int i = 0; i < CROWD; i++) {
		in += errs[i] == OK;
		assert_int_not_equal(errs[i], ERR_FAILED);
	}
	assert_int_equal(in, 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_is_right_once),
		TEST(a_clock_may_be_half_a_minute_off),
		TEST(anothers_code_is_wrong),
		TEST(after_twenty_wrong_ones_an_hour_the_right_one_is_refused),
		TEST(an_app_that_is_not_connected_has_no_right_code),
		TEST(a_secret_lies_sealed_in_its_own_row),
		TEST(an_app_is_connected_with_an_enrolment_code_once),
		TEST(it_is_typed_as_people_type),
		TEST(an_enrolment_lasts_a_day_and_until_the_next),
		TEST(only_a_digest_of_it_is_kept),
		TEST(of_many_in_the_same_moment_one_is_let_in),
	};

	return cmocka_run_group_tests_name("factor", tests, NULL, NULL);
}
