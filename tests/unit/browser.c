#include "browser.h"

const char *ask(const char *address, const char *browser)
{
	char code[7];

	assert_int_equal(signin_ask(&c, address, browser), OK);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	return mem_dup(&c, code);
}

enum err open_session(
    const char *code, const char *browser, bool keep, struct session *s)
{
	const struct signin in = { .code = code,
		.browser = browser,
		.device = "Windows",
		.keep = keep };
	enum err err = signin_enter(&c, &in, s);

	if (err == OK && s->token == NULL) {
		struct signin app = in;

		app.code = app_code(signin_halfway(&c, browser));
		err = signin_app(&c, &app, s);
	}
	return err;
}

enum err enter(const char *code, const char *browser)
{
	struct session s;

	return open_session(code, browser, false, &s);
}

int64_t sessions(void)
{
	return one(SQL("SELECT count(*) FROM session"), NO_BIND);
}
