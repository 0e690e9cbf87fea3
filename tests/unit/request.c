#include "request.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/secret.h"

#include "person.h"
#include "settings.h"
#include "signin.h"

struct site site;

#define HEADERS_MOST 8

static struct {
	const char *name;
	char value[600]; /* a JWT */
} headers[HEADERS_MOST];
static char token[TOKEN_CHARS + 1]; /* of a form of the page before */

/* ---- the site ---- */

static void make_assets(void)
{
	static const char *const names[] = { "portal.css", "portal.js",
		"icons.svg", "favicon.svg" };
	const char *manifest = "";

	for (size_t i = 0; i < COUNT(names); i++) {
		manifest = mem_printf(
		    &c, "%s%s %s text/plain\n", manifest, names[i], names[i]);
		put_file(names[i], "a file that is larger than its gzip form");
		put_file(mem_printf(&c, "%s.gz", names[i]), "gzip");
	}
	put_file("manifest", manifest);
	site.assets = assets_load(folder);
}

int site_open(void **state)
{
	char why[200];

	if (world_open(state) != 0)
		return -1;
	/* Read once: they are kept until the program ends. */
	if (site.assets == NULL) {
		make_assets();
		if (!texts_read(why)) {
			log_warnx("site.open why=%s", why);
			return -1;
		}
	}
	settings.limit_changes = 240;
	settings.limit_codes = 30;
	settings.limit_sends = 120;
	settings.limit_looks = 180;
	settings.limit_searches = 120;
	settings.limit_exports = 30;
	site.store = store;
	site.notifier = -1;
	memset(headers, 0, sizeof headers);
	token[0] = '\0';
	return 0;
}

/* ---- who asks ---- */

void header(const char *name, const char *value)
{
	size_t i = 0;

	while (headers[i].name != NULL && strcmp(headers[i].name, name) != 0)
		i++;
	assert_true(i < HEADERS_MOST);
	headers[i].name = name;
	snprintf(headers[i].value, sizeof headers[i].value, "%s",
	    value != NULL ? value : "");
}

const char *header_of(const struct req *r, const char *name)
{
	(void)r;
	for (size_t i = 0; i < HEADERS_MOST && headers[i].name != NULL; i++)
		if (strcmp(headers[i].name, name) == 0)
			return headers[i].value;
	return "";
}

static const char browser[] = "cccccccccccccccccccccccccc";

static void keep(const struct session *s)
{
	snprintf(token, sizeof token, "%s", s->csrf);
	header("Cookie", mem_printf(&c, "sid=%s; bid=%s", s->token, browser));
}

void as_citizen(int64_t person)
{
	struct signin in = {
		.browser = browser, .device = "Linux", .own = true
	};
	struct session s;
	struct person p;
	char code[7];

	assert_true(person_load(&c, person, &p));
	assert_int_equal(
	    signin_ask_own(&c, p.phone != NULL ? p.phone : p.email, browser),
	    OK);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	in.code = code;
	assert_int_equal(signin_enter(&c, &in, &s), OK);
	keep(&s);
}

void as(int64_t person)
{
	struct signin in = { .browser = browser, .device = "Linux" };
	struct session s;
	struct person p;
	char code[7];

	token[0] = '\0';
	header("Cookie", NULL);
	if (person == 0)
		return;
	assert_true(person_load(&c, person, &p));
	assert_int_equal(signin_ask(&c, p.email, browser), OK);
	signin_code(one(SQL("SELECT max(id) FROM signin"), NO_BIND), code);
	in.code = code;
	assert_int_equal(signin_enter(&c, &in, &s), OK);
	if (s.token == NULL) {
		in.code = app_code(person);
		assert_int_equal(signin_app(&c, &in, &s), OK);
	}
	keep(&s);
}

const char *csrf(void)
{
	return token;
}

/* ---- asking ---- */

/* Nobody is sent on to another site, whatever they asked for. */
static void assert_stays_here(const struct reply *reply)
{
	if (reply->location == NULL)
		return;
	assert_int_equal(reply->location[0], '/');
	assert_int_not_equal(reply->location[1], '/');
	assert_int_not_equal(reply->location[1], '\\');
}

static struct reply ask(struct req *r, const char *path)
{
	size_t n = strcspn(path, "?");
	struct reply reply;

	r->ctx = &c;
	r->header = header_of;
	r->address = "192.0.2.1";
	r->path = mem_dup_n(&c, path, n);
	if (path[n] == '?')
		assert_true(params_parse(
		    &c, path + n + 1, strlen(path + n + 1), &r->query));
	reply = dispatch(r);
	assert_int_not_equal(reply.status, 0);
	assert_stays_here(&reply);
	return reply;
}

struct reply get(const char *path)
{
	struct req r = { .method = GET };

	return ask(&r, path);
}

struct reply send_body(const char *path, const char *body, size_t length)
{
	struct req r = { .method = POST, .body = body, .length = length };

	return ask(&r, path);
}

struct reply submit(const char *path, const char *form)
{
	const char *body = mem_printf(
	    &c, "csrf=%s%s%s", token, form[0] != '\0' ? "&" : "", form);

	header("Content-Type", "application/x-www-form-urlencoded");
	return send_body(path, body, strlen(body));
}

/* ---- what is answered ---- */

void assert_page(struct reply reply, int status, const char *holds)
{
	assert_int_equal(reply.status, status);
	assert_int_equal(strlen(reply.body), reply.length);
	if (strstr(reply.body, holds) == NULL)
		fail_msg("no \"%.300s\" in the page", holds);
}

void assert_lacks(struct reply reply, const char *text)
{
	if (strstr(reply.body, text) != NULL)
		fail_msg("\"%.300s\" is in the page", text);
}

void assert_see(struct reply reply, const char *location)
{
	assert_int_equal(reply.status, 303);
	assert_string_equal(reply.location, location);
}
