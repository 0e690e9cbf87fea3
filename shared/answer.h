/* Answers: what an SMS from a person means, by its words alone. What is then
 * done about it? dialogue.h. An answer is taken only when the whole message
 * says it: "ja, men kun om formiddagen" is for a person to read. */
#ifndef ANSWER_H
#define ANSWER_H

#include "base/base.h"

#define ANSWER_WORDS_MOST 12 /* longer messages are for a person */

enum answer_kind {
	ANSWER_UNCLEAR,
	ANSWER_YES,
	ANSWER_NO,
	ANSWER_CALL,  /* RING */
	ANSWER_AFBUD, /* also syg, kan ikke, barn syg: the reason is not kept */
	ANSWER_FITS,  /* PASSER */
	ANSWER_DAY,   /* 1, 2 or 3 alone: how it went */
	ANSWER_STOP,
	ANSWER_START,
	ANSWER_PAUSE,
	ANSWER_LINK,
	ANSWER_REMIND,     /* HUSK: the day before, always */
	ANSWER_REMIND_NOT, /* HUSK IKKE */
	ANSWER_WRONG,      /* forkert nummer */
	ANSWER_CPR, /* a personal number stood in it; it is masked already */
};

struct answer {
	enum answer_kind kind;
	int number; /* of "JA 7"; 0: none */
};

/* A pure function of well-formed UTF-8. */
struct answer answer_parse(struct ctx *c, const char *text);

#endif
