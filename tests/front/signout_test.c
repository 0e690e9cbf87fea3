/* Who signs out leaves nothing behind in the browser, nor a session that goes
 * on. */
#include <stdio.h>
#include <string.h>

#include "front.h"

static char answer[65536];

static int ask(const struct front *f, const char *request)
{
	return http_once(f->plain, request, answer, sizeof answer);
}

static bool says(const char *name, const char *begins)
{
	const char *value = header_in(answer, name);

	return value != NULL && strncmp(value, begins, strlen(begins)) == 0;
}

int main(int argc, char **argv)
{
	struct front f;
	struct desk d;
	struct town t;
	struct visitor anne;
	struct ctx *c;

	fault_begin(argc, argv, 60);
	front_make(&f, "");
	desk_open(&d, f.place.url, STORE_TOOL);
	town_make(desk_again(&d), &t);
	anne = town_sign_in(desk_again(&d), t.contact);
	c = desk_again(&d);
	check(ask(&f, http_get(c, "/opgaver", &anne)) == 200 &&
		header_in(answer, "Clear-Site-Data") == NULL,
	    "who is signed in sees her page, and keeps what she has of ours");
	check(ask(&f, http_post(c, "/log-af", &anne, "")) == 303,
	    "she signs out");
	check(says("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"\r"),
	    "the browser is to forget us");
	check(says("Set-Cookie", "sid=; Path=/; Max-Age=0;"),
	    "and its cookie before all");
	check(ask(&f, http_get(c, "/opgaver", &anne)) == 303 &&
		says("Location", "/log-ind\r"),
	    "what she had is of no use any more");
	desk_close(&d);
	check(front_end(&f), "and the portal ends in peace");
	return fault_end();
}
