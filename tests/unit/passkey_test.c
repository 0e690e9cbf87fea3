#include "authenticator.h"

#include <string.h>

#include "base/secret.h"
#include "base/webauthn.h"

#include "passkey.h"
#include "person.h"
#include "settings.h"
#include "signin.h"
#include "staff.h"

#define BROWSER "aaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct authenticator phone;

static const char *question(void)
{
	return passkey_challenge(&c, BROWSER);
}

static enum err add_for(int64_t person, bool strong)
{
	struct passkey_new n = authenticator_create(
	    &phone, person, passkey_challenge(&c, "her"), "her");

	n.strong = strong;
	return passkey_add(&c, &n);
}

static enum err enter(const struct passkey_answer *a, struct session *s)
{
	const struct signin in = { .browser = BROWSER, .device = "Linux" };

	return passkey_enter(&c, a, &in, s);
}

/* The key of that person answers a new question, once it has signed so often.
 */
static enum err comes(int64_t person, struct session *s)
{
	struct passkey_answer a = authenticator_get(
	    &phone, person, question(), BROWSER);

	return enter(&a, s);
}

static int open_with_key(void **state)
{
	if (world_open(state) != 0)
		return -1;
	phone = authenticator_new();
	assert_int_equal(add_for(world.mentor, true), OK);
	phone.count = 2;
	return 0;
}

/* ---- adding ---- */

static void a_key_is_kept_and_its_owner_told(void **state)
{
	const struct passkey *all;
	size_t count;

	(void)state;
	all = passkey_list(&c, world.mentor, &count);
	assert_int_equal(count, 1);
	assert_string_equal(all[0].name, "Min telefon");
	assert_int_equal(all[0].made_at, c.now);
	assert_int_equal(all[0].used_at, 0);
	assert_int_equal(passkey_owner(&c, all[0].id), world.mentor);
	assert_int_equal(left("factor", world.mentor), 1);
}

static void a_key_is_kept_once_and_ten_are_enough(void **state)
{
	(void)state;
	assert_int_equal(add_for(world.mentor, true), ERR_CONFLICT);
	assert_int_equal(add_for(world.consultant, true), ERR_CONFLICT);
	for (int i = 1; i < PASSKEYS_MOST; i++) {
		phone = authenticator_new();
		assert_int_equal(add_for(world.mentor, true), OK);
	}
	phone = authenticator_new();
	assert_int_equal(add_for(world.mentor, true), ERR_CONFLICT);
}

static enum err adds(const char *challenge, const char *bound)
{
	struct passkey_new n = authenticator_create(
	    &phone, world.mentor, challenge, bound);

	return passkey_add(&c, &n);
}

static void what_does_not_answer_our_question_is_not_kept(void **state)
{
	const struct authenticator good = authenticator_new();
	const char *challenge = passkey_challenge(&c, "her");

	(void)state;
	phone = good;
	assert_int_equal(adds(challenge, "der"), ERR_INVALID);
	assert_int_equal(adds("", "her"), ERR_INVALID);
	phone.origin = "https://svar.example.evil.dk";
	assert_int_equal(adds(challenge, "her"), ERR_INVALID);
	phone = good;
	phone.site = "evil.dk";
	assert_int_equal(adds(challenge, "her"), ERR_INVALID);
	phone = good;
	phone.flags = 4; /* nobody was there */
	assert_int_equal(adds(challenge, "her"), ERR_INVALID);
	phone.flags = 1; /* somebody, perhaps not the owner */
	assert_int_equal(adds(challenge, "her"), ERR_INVALID);
	phone = good;
	assert_int_equal(adds(challenge, "her"), OK);
	phone = authenticator_new();
	assert_int_equal(adds(challenge, "her"), ERR_INVALID);
}

static void people_remove_only_their_own(void **state)
{
	size_t count;
	int64_t id = passkey_list(&c, world.mentor, &count)[0].id;

	(void)state;
	assert_int_equal(
	    passkey_remove(&c, world.consultant, id), ERR_NOT_FOUND);
	assert_int_equal(passkey_remove(&c, world.mentor, id), OK);
	assert_int_equal(passkey_remove(&c, world.mentor, id), ERR_NOT_FOUND);
	assert_int_equal(passkey_owner(&c, id), 0);
	assert_int_equal(left("factor", world.mentor), 2);
}

static void a_reset_forgets_the_keys_too(void **state)
{
	struct session s;
	size_t count;

	(void)state;
	assert_int_equal(staff_reset(&c, world.mentor, world.consultant), OK);
	passkey_list(&c, world.mentor, &count);
	assert_int_equal(count, 0);
	assert_int_equal(comes(world.mentor, &s), ERR_INVALID);
}

/* ---- signing in ---- */

static void a_key_opens_a_session_of_two_factors(void **state)
{
	struct session s, found;
	size_t count;

	(void)state;
	assert_int_equal(comes(world.mentor, &s), OK);
	assert_int_equal(s.person_id, world.mentor);
	assert_true(s.strong);
	assert_true(session_find(&c, s.token, &found));
	assert_true(found.strong);
	assert_int_equal(
	    passkey_list(&c, world.mentor, &count)[0].used_at, c.now);
}

static void a_question_is_answered_once(void **state)
{
	struct passkey_answer a = authenticator_get(
	    &phone, world.mentor, question(), BROWSER);
	struct session s;

	(void)state;
	assert_int_equal(enter(&a, &s), OK);
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	assert_int_equal(one(SQL("SELECT count(*) FROM session"), NO_BIND), 1);
	/* Nor for a key that has signed once more since. */
	phone.count = 3;
	a = authenticator_get(&phone, world.mentor,
	    webauthn_challenge(
		&c, webauthn_decode(&c, a.client, &(size_t) { 0 }), 100),
	    BROWSER);
	assert_int_equal(enter(&a, &s), ERR_INVALID);
}

static void a_question_is_for_five_minutes_and_that_browser(void **state)
{
	struct passkey_answer a = authenticator_get(
	    &phone, world.mentor, question(), BROWSER);
	struct session s;

	(void)state;
	change(SQL("UPDATE person_role SET valid_from = 0"), NO_BIND);
	c.now += CHALLENGE_SECONDS;
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	c.now -= CHALLENGE_SECONDS + 1;
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	c.now += 1;
	a.bound = "bbbbbbbbbbbbbbbbbbbbbbbbbb";
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	a.bound = NULL;
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	a.bound = BROWSER;
	c.now += CHALLENGE_SECONDS - 1;
	assert_int_equal(enter(&a, &s), OK);
}

/* Each thing that is wrong, alone. */
static void whatever_is_wrong_opens_nothing(void **state)
{
	const struct authenticator good = phone;
	struct authenticator bad[6] = { good, good, good, good, good, good };
	struct passkey_answer a;
	struct session s;

	(void)state;
	bad[0].origin = "http://svar.example";
	bad[1].origin = "https://svar.example:8443";
	bad[2].site = "example";
	bad[3].flags = 4;
	bad[4].spoilt = true;
	bad[5].flags = 0;
	for (size_t i = 0; i < COUNT(bad); i++) {
		a = authenticator_get(
		    &bad[i], world.mentor, question(), BROWSER);
		assert_int_equal(enter(&a, &s), ERR_INVALID);
	}
	/* Another's name for it, and none. */
	a = authenticator_get(&good, world.consultant, question(), BROWSER);
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	a = authenticator_get(&good, world.mentor, question(), BROWSER);
	a.handle = "";
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	a.handle = passkey_handle(&c, world.mentor); /* not in base64url */
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	a = authenticator_get(&good, world.mentor, question(), BROWSER);
	a.credential = "AAAA";
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	assert_int_equal(one(SQL("SELECT count(*) FROM session"), NO_BIND), 0);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM challenge"), NO_BIND), 1);
}

static void a_flipped_bit_of_the_signature_is_refused(void **state)
{
	struct passkey_answer a = authenticator_get(
	    &phone, world.mentor, question(), BROWSER);
	size_t n;
	unsigned char *bytes = webauthn_decode(&c, a.signature, &n);
	const char *whole = a.signature;
	struct session s;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		bytes[i] ^= 1;
		a.signature = webauthn_encode(&c, bytes, n);
		assert_int_equal(enter(&a, &s), ERR_INVALID);
		bytes[i] ^= 1;
	}
	a.signature = webauthn_encode(&c, bytes, n - 1);
	assert_int_equal(enter(&a, &s), ERR_INVALID);
	a.signature = whole;
	assert_int_equal(enter(&a, &s), OK);
}

static void staff_need_a_key_that_is_two_factors(void **state)
{
	struct session s;

	(void)state;
	phone.flags = 1; /* touched, but by whom? */
	assert_int_equal(comes(world.mentor, &s), ERR_INVALID);
	/* One of when they had shown a mailed code alone. */
	phone = authenticator_new();
	assert_int_equal(add_for(world.consultant, false), OK);
	phone.count = 2;
	assert_int_equal(comes(world.consultant, &s), ERR_INVALID);
	/* That is enough for a firm. */
	phone = authenticator_new();
	assert_int_equal(add_for(world.bakery.contact, false), OK);
	phone.count = 2;
	assert_int_equal(comes(world.bakery.contact, &s), OK);
	assert_false(s.strong);
}

static void who_has_no_role_stays_outside(void **state)
{
	struct session s;

	(void)state;
	change(SQL("UPDATE person_role SET valid_to = $1"), BIND(INT(c.now)));
	assert_int_equal(comes(world.mentor, &s), ERR_INVALID);
}

/* ---- counters ---- */

static void a_counter_that_went_back_is_refused_and_told(void **state)
{
	struct session s;

	(void)state;
	phone.count = 7;
	assert_int_equal(comes(world.mentor, &s), OK);
	assert_int_equal(left("passkey_twice", world.mentor), 0);
	assert_int_equal(comes(world.mentor, &s), ERR_INVALID);
	assert_int_equal(left("passkey_twice", world.mentor), 1);
	phone.count = 0;
	assert_int_equal(comes(world.mentor, &s), ERR_INVALID);
	assert_int_equal(left("passkey_twice", world.mentor), 2);
	phone.count = 8;
	assert_int_equal(comes(world.mentor, &s), OK);
}

static void a_key_that_does_not_count_is_as_good(void **state)
{
	struct session s;

	(void)state;
	phone = authenticator_new();
	phone.count = 0;
	assert_int_equal(add_for(world.mentor, true), OK);
	assert_int_equal(comes(world.mentor, &s), OK);
	assert_int_equal(comes(world.mentor, &s), OK);
}

/* ---- where ---- */

static void keys_are_for_a_site_with_a_name(void **state)
{
	static const struct {
		const char *url, *site;
	} list[] = { { "https://job.example.dk", "job.example.dk" },
		{ "http://localhost:8080", "localhost" },
		{ "http://127.0.0.1:8080", NULL }, { "https://[::1]", NULL },
		{ "https://10.0.0.1", NULL } };

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++) {
		const char *site;

		settings.public_url = list[i].url;
		site = passkey_site(&c);
		if (list[i].site == NULL)
			assert_null(site);
		else
			assert_string_equal(site, list[i].site);
	}
}

static void old_questions_are_forgotten_as_others_come(void **state)
{
	struct session s;

	(void)state;
	assert_int_equal(comes(world.mentor, &s), OK);
	c.now += DAY + CHALLENGE_SECONDS + 1;
	phone.count++;
	assert_int_equal(comes(world.mentor, &s), OK);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM challenge"), NO_BIND), 1);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, open_with_key, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_key_is_kept_and_its_owner_told),
		TEST(a_key_is_kept_once_and_ten_are_enough),
		TEST(what_does_not_answer_our_question_is_not_kept),
		TEST(people_remove_only_their_own),
		TEST(a_reset_forgets_the_keys_too),
		TEST(a_key_opens_a_session_of_two_factors),
		TEST(a_question_is_answered_once),
		TEST(a_question_is_for_five_minutes_and_that_browser),
		TEST(whatever_is_wrong_opens_nothing),
		TEST(a_flipped_bit_of_the_signature_is_refused),
		TEST(staff_need_a_key_that_is_two_factors),
		TEST(who_has_no_role_stays_outside),
		TEST(a_counter_that_went_back_is_refused_and_told),
		TEST(a_key_that_does_not_count_is_as_good),
		TEST(keys_are_for_a_site_with_a_name),
		TEST(old_questions_are_forgotten_as_others_come),
	};

	return cmocka_run_group_tests_name("passkey", tests, NULL, NULL);
}
