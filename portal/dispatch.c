#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/db.h"
#include "base/log.h"
#include "base/secret.h"

#include "audit_request.h"
#include "citizen.h"
#include "employer.h"
#include "once.h"
#include "person.h"
#include "portal.h"
#include "settings.h"
#include "signin.h"

/* Takes the part of a path that a pattern calls :id, :citizen or :token. */
static bool take_part(struct req *r, const char *name, const char *part)
{
	size_t length = strcspn(part, "/");
	int64_t id;

	if (strncmp(name, ":token", 6) == 0) {
		r->token = mem_dup_n(r->ctx, part, length);
		return length > 0;
	}
	if (length == 0 || length > 16 || strspn(part, "0123456789") != length)
		return false;
	id = strtoll(part, NULL, 10);
	if (strncmp(name, ":citizen", 8) == 0)
		r->citizen = id;
	else
		r->id = id;
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

/* A citizen's own page is kept apart: who signed in there may nothing else,
 * whatever they are besides, and who signed in elsewhere may not see it. */
static unsigned roles_in(struct ctx *c, const struct session *s)
{
	unsigned roles = person_roles(c, s->person_id);
	struct citizen z;

	if (s->own)
		return citizen_load(c, s->person_id, &z) ? ROLE_CITIZEN : 0;
	/* Who became staff meanwhile has shown one factor alone. */
	return s->strong ? roles : roles & ~(unsigned)ROLE_STAFF;
}

/* Who the session's cookie says it is, with the roles they have today. */
static const struct user *find_user(struct req *r)
{
	const char *cookies = r->header(r, "Cookie");
	struct user *user;
	struct session s;
	struct person p;

	r->session = cookie_find(r->ctx, cookies, cookie_name(COOKIE_SESSION));
	r->browser = cookie_find(r->ctx, cookies, cookie_name(COOKIE_BROWSER));
	if (r->session == NULL || !session_find(r->ctx, r->session, &s) ||
	    !person_load(r->ctx, s.person_id, &p))
		return NULL;
	user = mem_alloc(r->ctx, sizeof *user);
	user->id = p.id;
	user->roles = roles_in(r->ctx, &s);
	user->employer = s.own ? 0 : contact_employer(r->ctx, p.id);
	user->municipality = s.strong ? person_municipality(r->ctx, p.id) : 0;
	user->session = s.id;
	user->strong = s.strong;
	user->proved_at = s.proved_at;
	user->name = person_full_name(r->ctx, &p);
	user->csrf = s.csrf;
	user->language = p.language;
	if (user->roles == 0)
		return NULL;
	session_seen(r->ctx, &s);
	return user;
}

/* A page of ours has the name by which we were asked. */
static bool is_own_origin(const struct req *r, const char *origin)
{
	const char *name = strstr(origin, "://");

	return name != NULL && strncmp(origin, "http", 4) == 0 &&
	    strcasecmp(name + 3, r->header(r, "Host")) == 0;
}

/* A change must come from a page of ours: the browser says so where it can,
 * and whoever is signed in proves it with the session's token. */
static bool from_our_page(const struct req *r)
{
	const char *site_of = r->header(r, "Sec-Fetch-Site");
	const char *origin = r->header(r, "Origin");

	if (*site_of != '\0' && strcmp(site_of, "same-origin") != 0 &&
	    strcmp(site_of, "none") != 0)
		return false;
	if (*origin != '\0' && !is_own_origin(r, origin))
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

/* ---- in the order in which it is asked ---- */

static const char *signin_path(const struct route *route)
{
	return route->who == CITIZEN ? "/min-side/log-ind" : "/log-ind";
}

/* What keeps them from it; status 0: nothing. */
static struct reply judge_user(struct req *r, const struct route *route)
{
	if (route->who == ANYONE)
		return (struct reply) { 0 };
	if (r->user == NULL)
		return r->method == GET ? reply_see(r, "%s", signin_path(route))
					: reply_status(r, 403);
	if ((route->who & r->user->roles) == 0)
		return reply_status(r, 404);
	if (route->own != NULL && !route->own(r))
		return db_failed(r->ctx) ? reply_error(r, ERR_FAILED)
					 : reply_status(r, 404);
	return (struct reply) { 0 };
}

static struct reply judge_often(struct req *r, const struct route *route)
{
	int64_t seconds = limit_take(r, route->limit);

	return seconds > 0 ? reply_later(r, seconds) : (struct reply) { 0 };
}

/* Whoever may not is told so before they are told that they do it too often. */
static struct reply judge_change(struct req *r, const struct route *route)
{
	struct reply reply;

	if (!from_our_page(r))
		return reply_status(r, 403);
	if (r->user == NULL && route->limit == USUAL)
		return (struct reply) { 0 };
	reply = judge_often(r, route);
	if (reply.status == 0 && (route->who & FRESH) != 0)
		return proof_judge(r);
	return reply;
}

/* Looking is free, but where a program looks for somebody at each key, and
 * where much is taken away at once. */
static struct reply judge_how(struct req *r, const struct route *route)
{
	if (r->method == POST)
		return judge_change(r, route);
	if (route->limit == TYPING || route->limit == EXPORTING)
		return judge_often(r, route);
	return (struct reply) { 0 };
}

static struct reply look(struct req *r, const struct route *route)
{
	struct reply reply = { 0 };

	if (audit_notes(r, route))
		reply = audit_looked(r);
	return reply.status == 0 ? audit_shown(r, route->run(r)) : reply;
}

/* Not done: a page that says why, and shows whom it is about. */
static struct reply refused(
    struct req *r, const struct route *route, struct reply reply)
{
	struct reply failed = { 0 };

	if (db_undo(r->ctx, OK) != OK)
		return reply_error(r, ERR_FAILED);
	if (audit_notes(r, route))
		failed = audit_looked(r);
	return failed.status != 0 ? failed : audit_shown(r, reply);
}

/* A form that was sent before leads to where it led. What it did, that it was
 * done and by whom are one transaction: none is there without the others. */
static struct reply change(
    struct req *r, const struct route *route, const char *key)
{
	struct ctx *c = r->ctx;
	const char *led = NULL;
	struct reply reply;

	db_begin(c);
	if (*key != '\0')
		led = once_find(c, r->user->id, r->path, key);
	if (led != NULL)
		return db_undo(c, OK) == OK ? reply_see(r, "%s", led)
					    : reply_error(r, ERR_FAILED);
	reply = route->run(r);
	if (reply.status != 303)
		return refused(r, route, reply);
	/* A handler that gave up halfway and says that it is done is wrong, but
	 * is no reason for the portal to end. */
	if (db_doomed(c)) {
		log_warnx("dispatch.doomed path=%s", route->path);
		return refused(r, route, reply_error(r, ERR_CONFLICT));
	}
	if (*key != '\0')
		once_keep(c, r->user->id, r->path, key, reply.location);
	if (audit_notes(r, route))
		audit_did(r);
	if (db_commit(c) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	return reply;
}

/* Only where one must be signed in: what is refused is undone with the rest,
 * and where codes are typed it is the wrong one that must be kept; so is what
 * is kept for it to be mended. */
static bool may_repeat(const struct req *r, const struct route *route)
{
	return r->user != NULL && route->who != ANYONE &&
	    (route->who & KEEPS) == 0;
}

static struct reply run(struct req *r, const struct route *route)
{
	const char *key;
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
	r->ctx->who = r->user != NULL ? r->user->id : 0;
	if (r->user != NULL)
		language_choose(r);
	reply = judge_user(r, route);
	if (reply.status == 0)
		reply = judge_how(r, route);
	if (reply.status != 0)
		return reply;
	key = may_repeat(r, route) ? param_value(&r->form, "en_gang") : "";
	if (*key != '\0' || (r->method == POST && audit_notes(r, route)))
		return change(r, route, key);
	reply = look(r, route);
	return db_failed(r->ctx) ? reply_error(r, ERR_FAILED) : reply;
}

struct reply dispatch(struct req *r)
{
	unsigned methods;
	const struct route *route = find_route(r, &methods);

	language_choose(r);
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
