#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"

#include "employer.h"
#include "person.h"
#include "portal.h"
#include "settings.h"
#include "signin.h"

#define COOKIE_SESSION "sid"
#define COOKIE_BROWSER "bid"

/* Takes the part of a path that a pattern calls :id or :token. */
static bool take_part(struct req *r, const char *name, const char *part)
{
	size_t length = strcspn(part, "/");

	if (strncmp(name, ":token", 6) == 0) {
		r->token = mem_dup_n(r->ctx, part, length);
		return length > 0;
	}
	if (length == 0 || length > 16 || strspn(part, "0123456789") != length)
		return false;
	r->id = strtoll(part, NULL, 10);
	return true;
}

static bool path_matches(struct req *r, const char *pattern)
{
	const char *path = r->path;

	while (*pattern != '\0') {
		if (*pattern != ':') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		if (!take_part(r, pattern, path))
			return false;
		pattern += strcspn(pattern, "/");
		path += strcspn(path, "/");
	}
	return *path == '\0';
}

/* The route of path and method. Without one: the methods that the path does
 * have, by their sum. */
static const struct route *find_route(struct req *r, unsigned *methods)
{
	*methods = 0;
	for (const struct route *route = routes; route->path != NULL; route++) {
		if (!path_matches(r, route->path))
			continue;
		r->route = route;
		if (route->method == r->method)
			return route;
		*methods |= route->method;
	}
	return NULL;
}

static const char *allowed(unsigned methods)
{
	switch (methods) {
	case GET: return "GET, HEAD, OPTIONS";
	case POST: return "POST, OPTIONS";
	default: return "GET, HEAD, POST, OPTIONS";
	}
}

/* What may be done with a path: asked for, or said to whoever did something
 * else. OPTIONS finds no route of its own, so all methods are known here. */
static struct reply say_methods(struct req *r, unsigned methods)
{
	struct reply reply;

	if (strcmp(r->path, "*") == 0)
		methods = GET | POST;
	if (methods == 0)
		return reply_status(r, 404);
	if (r->method == OPTIONS)
		reply = (struct reply) { .status = 204, .body = "" };
	else
		reply = reply_status(r, 405);
	reply.allow = allowed(methods);
	return reply;
}

static enum who role_of(const char *role)
{
	if (role == NULL)
		return ANYONE;
	if (strcmp(role, ROLE_EMPLOYER) == 0)
		return EMPLOYER;
	if (strcmp(role, ROLE_MENTOR) == 0)
		return MENTOR;
	return strcmp(role, ROLE_CONSULTANT) == 0 ? CONSULTANT : ANYONE;
}

/* Who the session's cookie says it is, with the role they have today. */
static const struct user *find_user(struct req *r)
{
	struct user *user;
	struct session s;
	struct person p;

	r->session = cookie_find(
	    r->ctx, r->header(r, "Cookie"), COOKIE_SESSION);
	r->browser = cookie_find(
	    r->ctx, r->header(r, "Cookie"), COOKIE_BROWSER);
	if (r->session == NULL || !session_find(r->ctx, r->session, &s) ||
	    !person_load(r->ctx, s.person_id, &p))
		return NULL;
	user = mem_alloc(r->ctx, sizeof *user);
	user->id = p.id;
	user->role = role_of(person_role(r->ctx, p.id));
	user->employer = contact_employer(r->ctx, p.id);
	user->name = person_full_name(r->ctx, &p);
	user->csrf = s.csrf;
	return user->role != ANYONE ? user : NULL;
}

/* A change must come from a page of ours: the browser says so where it can,
 * and whoever is signed in proves it with the session's token. */
static bool from_our_page(const struct req *r)
{
	const char *site_of = r->header(r, "Sec-Fetch-Site");

	if (*site_of != '\0' && strcmp(site_of, "same-origin") != 0 &&
	    strcmp(site_of, "none") != 0)
		return false;
	if (r->user == NULL)
		return true;
	return secret_equal_text(param_value(&r->form, "csrf"), r->user->csrf);
}

static bool is_form(const struct req *r)
{
	static const char type[] = "application/x-www-form-urlencoded";

	return strncmp(r->header(r, "Content-Type"), type, sizeof type - 1) ==
	    0;
}

static struct reply run(struct req *r, const struct route *route)
{
	struct reply reply;

	if (route->hook)
		return route->run(r);
	if (r->query.unclean)
		return reply_status(r, 400);
	if (r->method == POST &&
	    (!is_form(r) ||
		!params_parse(r->ctx, r->body, r->length, &r->form)))
		return reply_status(r, 400);
	r->user = find_user(r);
	if (route->who != ANYONE && r->user == NULL)
		return r->method == GET ? reply_see(r, "/log-ind")
					: reply_status(r, 403);
	if (route->who != ANYONE && (route->who & r->user->role) == 0)
		return reply_status(r, 404);
	if (r->method == POST && !from_our_page(r))
		return reply_status(r, 403);
	reply = route->run(r);
	return db_failed(r->ctx) ? reply_error(r, ERR_FAILED) : reply;
}

struct reply dispatch(struct req *r)
{
	unsigned methods;
	const struct route *route = find_route(r, &methods);

	return route != NULL ? run(r, route) : say_methods(r, methods);
}

void wake_notifier(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = strlen(settings.data_dir);

	if (n + sizeof "/notifier.sock" > sizeof to.sun_path)
		return;
	memcpy(to.sun_path, settings.data_dir, n);
	memcpy(to.sun_path + n, "/notifier.sock", sizeof "/notifier.sock");
	/* Nobody there, or too much to read: it looks every second anyway. */
	if (sendto(site.notifier, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL,
		(struct sockaddr *)&to, sizeof to) < 0)
		return;
}
