#include "hear.h"

#include "attention.h"
#include "dialogue.h"

void hear(const char *from, const char *text)
{
	assert_int_equal(dialogue_hear(&c, from, text), OK);
}

const char *sms_of(int64_t person)
{
	return one_text(
	    SQL("SELECT sms FROM person WHERE id = $1"), BIND(INT(person)));
}

const char *words_of(int64_t person)
{
	struct attention a;

	return attention_load(&c,
		   one(SQL("SELECT id FROM attention WHERE kind = 'words'"
			   " AND person_id = $1 AND closed_at IS NULL"),
		       BIND(INT(person))),
		   &a)
	    ? a.words
	    : "-";
}
