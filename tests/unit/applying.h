/* The pages by which Nina of Nyt Bageri signs up, for the tests of them. */
#ifndef APPLYING_H
#define APPLYING_H

#include "request.h"

#define TASK                                                  \
	"funktion=pakning&dag=2026-03-05&fra=09:00&til=12:00" \
	"&loen=145&adresse=N%C3%B8rregade+9&postnr=7500"
#define FIRM                                                 \
	"&cvr=10+00+00+09&firma=Nyt+Bageri+ApS&kontakt=Nina" \
	"&mobil=20304050"
#define MAIL "&email=Nina%40example.dk"
#define ALL  TASK FIRM MAIL

/* The site; the bakery's CVR is one that could be: 10000017. */
int applying_open(void **state);

/* The cookie that a reply sets, as a browser sends it. */
const char *cookie_of(struct reply r);

/* Fills the form in, and goes on with the cookie that came. */
void fill_in(const char *form);

/* Asks for a code: the form it is typed in. And it is right, and leads to the
 * task's page. */
const char *code_asked(void);
struct reply proves(const char *code);

const char *task_page(void); /* of the newest */

#endif
