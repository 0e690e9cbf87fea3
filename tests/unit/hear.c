#include "hear.h"

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
	return one_text(SQL("SELECT words FROM attention WHERE kind = 'words'"
			    " AND person_id = $1 AND closed_at IS NULL"),
	    BIND(INT(person)));
}
