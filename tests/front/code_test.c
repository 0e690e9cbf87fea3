/* Whom we know cannot be told from how long we take to send a code. */
#include <stdio.h>

#include "person.h"

#include "front.h"

#define EVEN_US 49000 /* at least; the portal counts in whole milliseconds */

/* Microseconds until it was answered as who asks for a code is; -1: it was
 * not. */
static int64_t ask(const struct front *f, struct ctx *c, const char *address)
{
	static char answer[65536];
	int64_t began = now_us();
	int status = http_once(f->plain,
	    http_post(c, "/log-ind", NULL, mem_printf(c, "email=%s", address)),
	    answer, sizeof answer);

	return status == 303 ? now_us() - began : -1;
}

int main(int argc, char **argv)
{
	struct front f;
	struct desk d;
	struct town t;
	struct person p = { 0 };
	struct ctx *c;

	fault_begin(argc, argv, 60);
	front_make(&f, "");
	desk_open(&d, f.place.url, STORE_TOOL);
	town_make(desk_again(&d), &t);
	c = desk_again(&d);
	if (!person_load(c, t.contact, &p))
		give_up("no contact");
	check(ask(&f, c, p.email) >= EVEN_US,
	    "who is known waits for the answer as long as all");
	check(ask(&f, c, "nobody@example.dk") >= EVEN_US,
	    "who is not known waits as long");
	desk_close(&d);
	check(front_end(&f), "and the portal ends in peace");
	return fault_end();
}
