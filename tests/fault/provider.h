/* The stand-ins of provider_test.c: who they are, how each one fails and what
 * then is true (provider_cases.c), and what a request must be
 * (provider_golden.c). */
#ifndef PROVIDER_H
#define PROVIDER_H

#include "base/tmpl.h"

#include "fault.h"

#define FIRST_NUMBER 500001 /* of the people, one a fault */
#define PROVIDERS    5
#define FAULTS       18

struct provider_case {
	const char *name;
	const char *settings; /* %d: the port */
	const char *secret_file, *hook_file;
	const char *accepted;               /* the answer's body (fill_in) */
	const char *refusal, *refusal_ends; /* a refusal in a 2xx; the state */
	const char *other_ends; /* an answer about another message; the state */
	const char *path, *headers, *type; /* of the golden request */
};

extern const struct provider_case providers[PROVIDERS];
/* The one at hand, and who stands behind it, or NULL. */
extern const struct provider_case *provider, *provider_behind;

struct fault_case {
	const char *what;
	enum fault fault;
	const char *status; /* of the answer; NULL: 202 and accepted */
	const char *headers, *body;
	bool cut;          /* closed before the body's end */
	const char *state; /* NULL: the provider says (fault_ends) */
	int tries;         /* that count */
	int wait_least, wait_most;
};
extern const struct fault_case faults[FAULTS];
const char *fault_ends(size_t i); /* the state, with the provider at hand */

/* Which person's request it is; -1: nobody's. What the provider says. */
int number_in(const char *request);
stand_in_answer answers;

/* How the message to somebody fares. */
struct found {
	const char *state, *why;
	int64_t tries, wait, id, expires_at;
};
struct found found_for(struct ctx *c, int64_t person);

/* Compares the request for the first fault with what it must be. */
void judge_request(struct ctx *c, const struct place *p, int port,
    const struct tmpls *texts, int64_t person);

#endif
