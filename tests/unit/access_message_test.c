/* No message tells anybody of others: of all that two firms and their people
 * leave to be sent (neighbours.h), each is composed and listened to. */
#include "neighbours.h"

#include <string.h>

#include "message.h"

static bool is_of_others(int64_t person)
{
	const int64_t theirs[] = { other.citizen, other.mentor,
		other.consultant, other.leader, other.admin,
		other.firm.contact };

	for (size_t i = 0; i < COUNT(theirs); i++)
		if (person == theirs[i])
			return true;
	return false;
}

/* Whether a canary sings in it; what it says of others is a failure. */
static bool sings(const struct tmpls *words, struct rows *r)
{
	const char *kind = row_text(r), *channel = row_text(r);
	int64_t person = row_int(r), about = row_int(r);
	struct message m = { 0 };
	bool sung = false;

	if (!message_compose(&c, words, kind, channel, person, about, &m))
		return false;
	const char *said[] = { m.name, m.body, m.subject, m.from, m.html };

	for (size_t i = 0; i < COUNT(said); i++)
		sung = sung || (said[i] != NULL && strstr(said[i], CANARY));
	if (sung && !is_of_others(person))
		fail_msg("%s to %" PRId64 " tells of others: %s", kind, person,
		    m.body);
	return sung;
}

static void a_message_tells_nobody_of_others(void **state)
{
	char why[200];
	struct tmpls *words = messages_load("www", why);
	struct rows r;
	int sung = 0;

	(void)state;
	assert_non_null(words);
	at("2026-03-07T13:00");
	r = db_query(&c,
	    SQL("SELECT kind, channel, person_id, about_id FROM outbox"
		" ORDER BY id LIMIT 1000"),
	    NO_BIND);
	db_begin(&c);
	while (row_next(&r))
		sung += sings(words, &r);
	assert_int_equal(db_commit(&c), OK);
	assert_true(sung > 0);
	tmpls_free(words);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_both, world_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_message_tells_nobody_of_others),
	};

	return cmocka_run_group_tests_name("access message", tests, NULL, NULL);
}
