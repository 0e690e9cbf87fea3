/* What a gateway is asked for and makes of an answer, for the tests of each. */
#ifndef SENT_H
#define SENT_H

#include "fixture.h"

#include "notifier.h"

/* An SMS to Amir, number 4711, good for two hours. */
struct outgoing to_amir(const char *words);

/* The request for it is this, byte for byte. headers is a NULL-ended list. */
void assert_asks(const struct gateway *g, const char *words, const char *url,
    const char *const *headers, const char *body);

/* What a whole answer makes of that SMS. */
struct answer {
	int status;
	const char *body;
	enum outcome outcome;
};
void assert_answers(
    const struct gateway *g, const struct answer *answers, size_t count);

/* What every gateway makes of what no provider of SMS would say. */
void assert_common_answers(const struct gateway *g);

/* A report's words; the state, with the id in *id. */
const char *reported(const struct gateway *g, const char *ref,
    const char *status, const char *answer, int64_t *id);

#endif
