#include "compose.h"

#include <string.h>

#include "hours.h"
#include "seal.h"
#include "settings.h"
#include "wording.h"
#include "work_function.h"

static void assert_sound(const struct notice *n, const char *text)
{
	const char *wrong = wording_leaks(&c, text);

	if (wrong == NULL && n->to_citizen)
		wrong = wording_commands(&c, text);
	if (wrong != NULL)
		fail_msg("%s says %s: %s", n->kind, wrong, text);
	if (strpbrk(text, "{}") != NULL || strstr(text, "  ") != NULL ||
	    strstr(text, " ,") != NULL || strstr(text, " .") != NULL)
		fail_msg("%s is not well put: %s", n->kind, text);
}

static void assert_one_sms(const struct notice *n, const char *text)
{
	if (!sms_fits(text))
		fail_msg("%s has %zu units, gsm %d: %s", n->kind,
		    sms_size(text).units, sms_size(text).gsm, text);
}

static void every_kind_is_one_sms_with_ordinary_data(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	live_through();
	for (size_t i = 0; i < count; i++) {
		const char *text = sms(all[i].kind);

		assert_one_sms(&all[i], text);
		assert_sound(&all[i], text);
	}
}

static void every_kind_can_be_mailed(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	live_through();
	is_reached(world.amir, "4520000101", "x@example.dk");
	for (size_t i = 0; i < count; i++) {
		struct message m = mail(all[i].kind);

		assert_int_not_equal(m.subject[0], '\0');
		assert_null(strpbrk(m.subject, "\r\n"));
		assert_int_not_equal(m.body[0], '\0');
		assert_non_null(m.email);
		assert_sound(&all[i], m.subject);
		assert_sound(&all[i], m.body);
	}
}

static void thank(const char *line)
{
	struct ids all = db_ids(
	    &c, SQL("SELECT id FROM hours LIMIT 10"), NO_BIND);

	for (size_t i = 0; i < all.count; i++)
		db_run(&c, SQL("UPDATE hours SET thanks = $2 WHERE id = $1"),
		    BIND(INT(all.id[i]),
			TEXT(seal_text(
			    &c, world.amir, HOURS_THANKS, all.id[i], line))));
}

/* The longest that forms and settings let in. */
static void grow(void)
{
	static const struct work_function longest = { "pleje",
		"Praktisk hjælp på plejecenter", "lægge tøj sammen",
		"Mennesker", "5321" };

	db_begin(&c);
	work_function_add(&c, &longest);
	db_run(&c,
	    SQL("UPDATE workplace SET sms_name = 'Plejecentret Aaløb',"
		" town = 'Ringkøbing', address ="
		" 'Gammel Landevejsgade 117, bag.'"),
	    NO_BIND);
	db_run(&c,
	    SQL("UPDATE task SET work_function = 'pleje', title = 'i vask',"
		" pay_ore = 14550, pay_on = $1"),
	    BIND(INT(instant("2026-12-31"))));
	db_run(&c,
	    SQL("UPDATE municipality SET helper = 'Anne-Cathrin',"
		" name = 'Ringkøbing-Skjern Kommune'"),
	    NO_BIND);
	thank("Tusind tak for din gode indsats i dag!!!");
	/* Wednesday 10:30 to 14:15 of a two-digit date. */
	lived.month = instant("2026-11-01");
	db_run(&c, SQL("UPDATE shift SET starts_at = $1, ends_at = $2"),
	    BIND(INT(instant("2026-11-18T10:30")),
		INT(instant("2026-11-18T14:15"))));
	assert_int_equal(db_commit(&c), OK);
	is_called(world.amir, "Alexandra-Maria", "");
	is_called(world.bakery.contact, "Anne-Cathrin", "");
}

static void every_kind_is_one_sms_with_the_longest_data(void **state)
{
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	live_through();
	grow();
	settings.public_url = "https://svar.rksk.dk";
	for (size_t i = 0; i < count; i++)
		assert_one_sms(&all[i], sms(all[i].kind));
}

static char address[100];

static void read_address(void)
{
	settings_read(put_file(
	    "a.conf", mem_printf(&c, "[http]\npublic_url = %s\n", address)));
}

/* The longest that the settings let in. */
static void every_kind_is_one_sms_with_the_longest_address(void **state)
{
	size_t count, length = 99;
	const struct notice *all = notices(&count);
	const char *said;

	(void)state;
	live_through();
	grow();
	memset(address, 'a', 99);
	memcpy(address, "https://", 8);
	while (run_apart(read_address, &said) != 0)
		address[--length] = '\0';
	settings.public_url = address;
	for (size_t i = 0; i < count; i++)
		assert_one_sms(&all[i], sms(all[i].kind));
}

static void a_citizens_texts_are_easy_to_read(void **state)
{
	struct text together;
	size_t count;
	const struct notice *all = notices(&count);

	(void)state;
	live_through();
	together = text_new(c.mem, 20000);
	for (size_t i = 0; i < count; i++)
		if (all[i].to_citizen)
			text_printf(&together, "%s ", sms(all[i].kind));
	assert_in_range(wording_lix(together.s), 1, 30);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, words_open, words_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind_is_one_sms_with_ordinary_data),
		TEST(every_kind_can_be_mailed),
		TEST(every_kind_is_one_sms_with_the_longest_data),
		TEST(every_kind_is_one_sms_with_the_longest_address),
		TEST(a_citizens_texts_are_easy_to_read),
	};

	return cmocka_run_group_tests_name("message_kinds", tests, NULL, NULL);
}
