#include "newcomer.h"

struct signup_firm firm(const char *cvr, const char *email)
{
	struct task t = draft("2026-03-05");

	t.employer_id = t.workplace_id = t.contact_id = 0;
	return (struct signup_firm) { .cvr = cvr,
		.name = "Nyt Bageri ApS",
		.contact = "Nina",
		.phone = "4520304050",
		.email = email,
		.place = { .sms_name = "Nyt Bageri",
		    .town = "Holstebro",
		    .address = "Nørregade 9",
		    .postcode = "7500" },
		.task = t };
}

struct signup kept(const char *browser)
{
	struct signup s;

	assert_true(signup_find(&c, browser, &s));
	return s;
}

void keep(const char *browser)
{
	assert_int_equal(
	    signup_keep(&c, browser, "192.0.2.1", "firma=Nyt+Bageri"), OK);
}

const char *code_for(const char *browser, const struct signup_firm *f)
{
	struct signup s = kept(browser);
	char code[7];

	assert_int_equal(signup_ask(&c, &s, browser, f), OK);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	return mem_dup(&c, code);
}

enum err prove(const char *browser, const char *code, struct signup_firm *f,
    struct signup_end *end)
{
	struct signup s = kept(browser);
	const struct signin in = {
		.code = code, .browser = browser, .device = "Windows"
	};

	return signup_prove(&c, &s, &in, f, end);
}

int64_t employers(const char *cvr)
{
	return one(SQL("SELECT count(*) FROM employer WHERE cvr = $1"),
	    BIND(TEXT(cvr)));
}

enum err sign_up(
    const char *browser, struct signup_firm *f, struct signup_end *end)
{
	keep(browser);
	return prove(browser, code_for(browser, f), f, end);
}
