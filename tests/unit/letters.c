#include "letters.h"

#include <string.h>

int64_t leave(const char *kind, enum lane lane, int64_t person)
{
	const struct outbox_new n = { .kind = kind,
		.channel = OUTBOX_SMS,
		.lane = lane,
		.person = person,
		.about = 9,
		.key = mem_printf(&c, "%" PRId64, db_new_id(&c)),
		.not_before = c.now,
		.expires_at = c.now + 2 * DAY,
		.quiet = strcmp(kind, "code") == 0 };

	db_begin(&c);
	assert_true(outbox_add(&c, &n));
	assert_int_equal(db_commit(&c), OK);
	return one(SQL("SELECT max(id) FROM outbox"), NO_BIND);
}

const struct claimed *claim(size_t most, size_t *count)
{
	return outbox_claim(&c, OUTBOX_SMS, "kannel", EPOCH, most, count);
}

size_t claims(void)
{
	size_t count;

	claim(OUTBOX_BATCH_MOST, &count);
	return count;
}

struct claimed claim_one(void)
{
	size_t count;
	const struct claimed *all = claim(1, &count);

	assert_int_equal(count, 1);
	return all[0];
}

void record(const struct claimed *m, enum outcome outcome)
{
	db_begin(&c);
	outbox_record(&c, m, outcome, NULL, "why", 0);
	assert_int_equal(db_commit(&c), OK);
}

const char *state_of(int64_t id)
{
	return one_text(
	    SQL("SELECT state FROM outbox WHERE id = $1"), BIND(INT(id)));
}
