#include "fixture.h"

#include "attention.h"
#include "employer.h"
#include "offer.h"
#include "wave.h"

#define DAY_OF_IT "2026-03-05"

static int64_t tasks(void)
{
	return one(SQL("SELECT count(*) FROM task"), NO_BIND);
}

static void assert_refused(const struct task *t)
{
	int64_t id = 0;

	assert_int_equal(
	    task_post(&c, t, world.bakery.contact, &id), ERR_INVALID);
	assert_int_equal(tasks(), 0);
}

static const char *state_of(int64_t task)
{
	return one_text(
	    SQL("SELECT state FROM task WHERE id = $1"), BIND(INT(task)));
}

static struct task of_firm(const struct firm *f)
{
	struct task t = draft(DAY_OF_IT);

	t.employer_id = f->employer;
	t.workplace_id = f->place;
	t.contact_id = f->contact;
	return t;
}

/* ---- posting ---- */

static void a_task_without_pay_is_refused(void **state)
{
	struct task t = draft(DAY_OF_IT);

	(void)state;
	t.pay_ore = 0;
	assert_refused(&t);
	t.pay_ore = -14500;
	assert_refused(&t);
}

static void a_task_that_has_begun_is_refused(void **state)
{
	struct task t = draft(DAY_OF_IT);

	(void)state;
	c.now = t.starts_at;
	assert_refused(&t);
	c.now = t.starts_at - 1;
	assert_int_not_equal(post(&t), 0);
}

static void a_task_that_ends_before_it_starts_is_refused(void **state)
{
	struct task t = draft(DAY_OF_IT);

	(void)state;
	t.ends_at = t.starts_at;
	assert_refused(&t);
	t.ends_at = t.starts_at - 1;
	assert_refused(&t);
}

static void a_task_that_is_paid_before_it_is_done_is_refused(void **state)
{
	struct task t = draft(DAY_OF_IT);

	(void)state;
	t.pay_on = instant("2026-03-04");
	assert_refused(&t);
	t.pay_on = instant(DAY_OF_IT); /* the same day is fine */
	assert_int_not_equal(post(&t), 0);
}

static void a_task_at_no_level_or_for_nobody_is_refused(void **state)
{
	struct task t = draft(DAY_OF_IT);

	(void)state;
	t.level = 0;
	assert_refused(&t);
	t.level = 4;
	assert_refused(&t);
	t = draft(DAY_OF_IT);
	t.places = 0;
	assert_refused(&t);
	t.places = PLACES_MOST + 1;
	assert_refused(&t);
}

static void a_task_of_nobody_is_not_found(void **state)
{
	struct task t = draft(DAY_OF_IT);
	int64_t id;

	(void)state;
	t.employer_id = 12345;
	assert_int_equal(
	    task_post(&c, &t, world.bakery.contact, &id), ERR_NOT_FOUND);
	assert_int_equal(tasks(), 0);
}

static void a_task_of_a_known_firm_is_open_at_once(void **state)
{
	int64_t id = post_on(DAY_OF_IT, 1);
	struct task t;

	(void)state;
	assert_true(task_load(&c, id, &t));
	assert_string_equal(t.state, "open");
	assert_string_equal(t.title, "til påske");
	assert_int_equal(t.starts_at, instant(DAY_OF_IT "T09:00"));
	assert_int_equal(t.taken, 0);
	assert_int_equal(t.posted_at, c.now);
	assert_false(t.one_off);
	assert_int_not_equal(offer_to(id, world.amir), 0);
	assert_int_equal(left("task_open", world.bakery.contact), 2);
	assert_int_equal(left("task_received", world.bakery.contact), 0);
	assert_int_equal(waiting(ATTENTION_EMPLOYER), 0);
	assert_false(task_load(&c, 12345, &t));
}

/* ---- a new firm ---- */

static void a_task_of_a_new_firm_waits_for_a_person(void **state)
{
	struct firm f = add_firm("Ny Firma", false);
	struct task t = of_firm(&f);
	int64_t first = post(&t), second = post(&t);

	(void)state;
	assert_string_equal(state_of(first), "waiting");
	assert_string_equal(state_of(second), "waiting");
	assert_int_equal(offer_to(first, world.amir), 0);
	assert_int_equal(
	    waiting(ATTENTION_EMPLOYER), 1); /* one call for both */
	assert_int_equal(left("task_received", f.contact), 4);
	assert_int_equal(left("task_open", f.contact), 0);
}

static void approving_a_firm_opens_what_waits(void **state)
{
	struct firm f = add_firm("Ny Firma", false);
	struct firm other = add_firm("Anden", false);
	struct task t = of_firm(&f), theirs = of_firm(&other);
	int64_t first = post(&t), not_ours = post(&theirs);

	(void)state;
	db_begin(&c);
	assert_int_equal(
	    employer_approve(&c, f.employer, world.consultant), OK);
	task_open_waiting(&c, f.employer);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(first), "open");
	wave_run(&c);
	assert_int_not_equal(offer_to(first, world.amir), 0);
	assert_int_equal(left("task_open", f.contact), 2);
	assert_string_equal(state_of(not_ours), "waiting");

	db_begin(&c);
	assert_int_equal(
	    employer_approve(&c, f.employer, world.consultant), ERR_CONFLICT);
	assert_int_equal(db_commit(&c), OK);
	assert_string_equal(state_of(post(&t)), "open");
}

static void a_task_is_opened_once(void **state)
{
	int64_t id = post_on(DAY_OF_IT, 1);

	(void)state;
	assert_int_equal(task_open(&c, id), ERR_CONFLICT);
	assert_int_equal(task_open(&c, 12345), ERR_CONFLICT);
	assert_int_equal(left("task_open", world.bakery.contact), 2);
}

/* ---- with its place ---- */

static const struct task_days none;

static void a_task_is_posted_with_its_place_or_not_at_all(void **state)
{
	static const char *const says[] = { "makker", "vrøvl", NULL };
	const struct workplace place = { .employer_id = world.bakery.employer,
		.sms_name = "Filialen",
		.town = "Struer",
		.address = "Havnen 1",
		.postcode = "7600" };
	struct task t = draft(DAY_OF_IT), kept;
	int64_t id;

	(void)state;
	t.pay_ore = 0;
	assert_int_equal(
	    task_place_and_post(&c, &place, says, &none, &t, t.contact_id, &id),
	    ERR_INVALID);
	t.pay_ore = 14500;
	t.employer_id = 12345;
	assert_int_equal(
	    task_place_and_post(&c, &place, says, &none, &t, t.contact_id, &id),
	    ERR_NOT_FOUND);
	assert_int_equal(
	    one(SQL("SELECT count(*) FROM workplace"), NO_BIND), 1);

	t.employer_id = world.bakery.employer;
	assert_int_equal(
	    task_place_and_post(&c, &place, says, &none, &t, t.contact_id, &id),
	    OK);
	assert_true(task_load(&c, id, &kept));
	assert_int_not_equal(kept.workplace_id, world.bakery.place);
	assert_true(workplace_says(&c, kept.workplace_id, "makker"));
	assert_false(workplace_says(&c, kept.workplace_id, "vrøvl"));
	assert_false(workplace_says(&c, kept.workplace_id, "ro"));
}

/* ---- its end ---- */

static void what_begins_without_anybody_is_over(void **state)
{
	int64_t open = post_on(DAY_OF_IT, 1), full, later;

	(void)state;
	amir_comes("2026-03-04");
	full = one(SQL("SELECT max(id) FROM task"), NO_BIND);
	later = post_on("2026-03-09", 1);
	at(DAY_OF_IT "T08:59");
	task_close(&c);
	assert_string_equal(state_of(open), "open");
	at(DAY_OF_IT "T09:00");
	task_close(&c);
	assert_string_equal(state_of(open), "over");
	assert_string_equal(state_of(full), "full");
	assert_string_equal(state_of(later), "open");
}

/* ---- reading ---- */

static void a_firm_sees_its_own_tasks_newest_first(void **state)
{
	struct firm f = add_firm("Anden", true);
	struct task theirs = of_firm(&f);
	int64_t first = post_on(DAY_OF_IT, 1), second = post_on(DAY_OF_IT, 1);
	const struct task *all;
	size_t count;

	(void)state;
	post(&theirs);
	all = task_list(&c, world.bakery.employer, &count);
	assert_int_equal(count, 2);
	assert_int_equal(all[0].id, second);
	assert_int_equal(all[1].id, first);
}

static void a_title_goes_on_where_the_verb_ends(void **state)
{
	struct task t = draft(DAY_OF_IT);

	(void)state;
	assert_string_equal(task_verb(&c, &t), "pakke varer til påske");
	t.title = "";
	assert_string_equal(task_verb(&c, &t), "pakke varer");
}

static void answers_are_counts(void **state)
{
	struct task_answers a;
	int64_t task;

	(void)state;
	add_citizen("Ida");
	add_citizen("Bent");
	task = post_on(DAY_OF_IT, 2);
	answers(task, world.amir, SAY_NO);
	wave_run(&c);
	a = task_answers(&c, task);
	assert_int_equal(a.asked, 3);
	assert_int_equal(a.no, 1);
	assert_int_equal(a.waiting, 2);
	a = task_answers(&c, 12345);
	assert_int_equal(a.asked, 0);
}

static void a_task_gets_another_time(void **state)
{
	int64_t task = post_on(DAY_OF_IT, 1), from, pay_on;
	struct task t;

	(void)state;
	assert_true(task_load(&c, task, &t));
	pay_on = t.pay_on;
	from = clock_add_days(t.starts_at, 7) + HOUR;
	assert_int_equal(task_move(&c, task, from, from), ERR_INVALID);
	assert_int_equal(task_move(&c, task, c.now, from), ERR_INVALID);
	assert_int_equal(task_move(&c, 1, from, from + HOUR), ERR_NOT_FOUND);
	assert_int_equal(task_move(&c, task, from, from + HOUR), OK);
	assert_true(task_load(&c, task, &t));
	assert_int_equal(t.starts_at, from);
	assert_int_equal(t.ends_at, from + HOUR);
	assert_int_equal(t.pay_on, clock_add_days(pay_on, 7));
	c.now = from;
	assert_int_equal(
	    task_move(&c, task, from + HOUR, from + 2 * HOUR), ERR_CONFLICT);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, world_open, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_task_without_pay_is_refused),
		TEST(a_task_that_has_begun_is_refused),
		TEST(a_task_that_ends_before_it_starts_is_refused),
		TEST(a_task_that_is_paid_before_it_is_done_is_refused),
		TEST(a_task_at_no_level_or_for_nobody_is_refused),
		TEST(a_task_of_nobody_is_not_found),
		TEST(a_task_of_a_known_firm_is_open_at_once),
		TEST(a_task_of_a_new_firm_waits_for_a_person),
		TEST(approving_a_firm_opens_what_waits),
		TEST(a_task_is_opened_once),
		TEST(a_task_is_posted_with_its_place_or_not_at_all),
		TEST(what_begins_without_anybody_is_over),
		TEST(a_firm_sees_its_own_tasks_newest_first),
		TEST(a_title_goes_on_where_the_verb_ends),
		TEST(answers_are_counts),
		TEST(a_task_gets_another_time),
	};

	return cmocka_run_group_tests_name("task", tests, NULL, NULL);
}
