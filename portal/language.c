#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#include "portal.h"

#define COOKIE_DAYS 365

/* The pages that are there in every language, by how their paths begin: the
 * rest is Danish, whatever was asked for. A page is added here when all its
 * words, and those its handler puts in, are phrases (tests/rules/phrases.awk).
 */
static const char *const translated[] = { "/log-ind", "/log-af",
	"/mine-log-ind", "/personer", "/min-side", "/opret", "/privatliv",
	"/firma", "/opgaver", "/timer", "/t", "/foerste-loen", "/om", "/was" };

/* The language of that name, which may go on (en-GB) as browsers' do; LANGUAGES
 * for one that we do not have. */
static enum language language_named(const char *name, size_t length)
{
	int i = 0;

	while (i < LANGUAGES &&
	    (length < 2 ||
		strncmp(name, language_name((enum language)i), 2) != 0 ||
		(length > 2 && name[2] != '-')))
		i++;
	return (enum language)i;
}

static bool is_translated(const struct req *r)
{
	if (strcmp(r->path, "/") == 0)
		return true;
	for (size_t i = 0; i < COUNT(translated); i++) {
		size_t n = strlen(translated[i]);

		if (strncmp(r->path, translated[i], n) == 0 &&
		    (r->path[n] == '\0' || r->path[n] == '/'))
			return true;
	}
	return false;
}

/* ---- what they have said, in the order in which it counts ---- */

static enum language from_address(const struct req *r)
{
	const char *said = param_value(&r->query, "lang");

	return strlen(said) == 2 ? language_named(said, 2) : LANGUAGES;
}

/* The browser sends it back as we gave it: a name of two letters. */
static enum language from_cookie(const struct req *r)
{
	const char *name = cookie_name(COOKIE_LANGUAGE);
	const char *at = r->header(r, "Cookie");
	size_t length = strlen(name);

	while (*at != '\0') {
		size_t n;

		at += strspn(at, "; ");
		n = strcspn(at, ";");
		if (n == length + 3 && strncmp(at, name, length) == 0 &&
		    at[length] == '=')
			return language_named(at + length + 1, 2);
		at += n;
	}
	return LANGUAGES;
}

static enum language from_person(const struct req *r)
{
	const char *said = r->user != NULL ? r->user->language : "";

	return language_named(said, strlen(said));
}

/* The first of the browser's list that we have: browsers send theirs in the
 * order in which people like them. */
static enum language from_browser(const struct req *r)
{
	const char *at = r->header(r, "Accept-Language");

	while (*at != '\0') {
		size_t n;
		enum language found;

		at += strspn(at, ", ");
		n = strcspn(at, ",; ");
		found = language_named(at, n);
		if (found != LANGUAGES)
			return found;
		at += strcspn(at, ",");
	}
	return LANGUAGES;
}

void language_choose(struct req *r)
{
	static enum language (*const ways[])(const struct req *r) = {
		from_address, from_cookie, from_person, from_browser
	};

	r->language = LANGUAGES;
	for (size_t i = 0; i < COUNT(ways) && r->language == LANGUAGES; i++)
		r->language = ways[i](r);
	if (r->language == LANGUAGES)
		r->language = DANISH;
	r->ctx->language = is_translated(r) ? r->language : DANISH;
}

void language_take(struct req *r)
{
	r->ctx->language = r->language;
}

void language_keep(struct req *r, struct reply *reply)
{
	enum language said = from_address(r);

	if (said != LANGUAGES && said != from_cookie(r))
		reply_cookie(r, reply, COOKIE_LANGUAGE, language_name(said),
		    COOKIE_DAYS * DAY);
}

/* The page is fetched anew in the other language, with what else its address
 * said; what was sent with a form has no address. */
static const char *rest_of(struct req *r)
{
	struct text t = text_new(r->ctx->mem, 2000);

	for (size_t i = 0; i < r->query.count; i++) {
		const struct param *p = &r->query.list[i];

		if (strcmp(p->name, "lang") == 0)
			continue;
		text_printf(&t, "&%s=", param_escape(r->ctx, p->name));
		text_add(&t, param_escape(r->ctx, p->value));
	}
	return t.full ? "" : t.s;
}

/* What a form was answered with, at an address that cannot be fetched, has no
 * other language to go to: the way there would lose what was typed. */
static bool can_switch(const struct req *r)
{
	if (r->method == GET || r->route == NULL)
		return true;
	for (const struct route *route = routes; route->path != NULL; route++)
		if (route->method == GET &&
		    strcmp(route->path, r->route->path) == 0)
			return true;
	return false;
}

void language_put(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "lang", language_name(r->language));
	if (c->language != r->language)
		view_text(c, v, "page_lang", language_name(c->language));
	view_bool(c, v, "is_danish", r->language == DANISH);
	view_bool(c, v, "can_switch", can_switch(r));
	view_text(c, v, "rest", rest_of(r));
}
