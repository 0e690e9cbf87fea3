#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/secret.h"
#include "base/text.h"

#include "duty.h"
#include "municipality.h"
#include "portal.h"
#include "settings.h"

static const struct {
	const char *path, *flag; /* the flag is the page's */
	unsigned who;
} menu[] = {
	{ "/min-side", "is_own", CITIZEN },
	{ "/min-side/timer", "is_own_hours", CITIZEN },
	{ "/min-side/opgaver", "is_own_wish", CITIZEN },
	{ "/opgaver", "is_tasks", EMPLOYER },
	{ "/opgaver/find", "is_carving", EMPLOYER },
	{ "/timer", "is_payroll", EMPLOYER },
	{ "/firma", "is_contacts", EMPLOYER },
	{ "/firma/steder", "is_places", EMPLOYER },
	{ "/opfoelgning", "is_followups", MENTOR },
	{ "/venter", "is_attention", STAFF },
	{ "/beskeder", "is_delivery", CONSULTANT | LEADER | ADMIN },
	{ "/opgave", "is_why", MENTOR | CONSULTANT },
	{ "/opgave/ny", "is_task_staff", CONSULTANT },
	{ "/steder", "is_honours", CONSULTANT },
	{ "/fordeling", "is_fairness", LEADER | CONSULTANT | ADMIN },
	{ "/personer", "is_staff", ADMIN },
	{ "/log", "is_audit", ADMIN | LEADER },
	{ "/pligter", "is_duty", ADMIN | LEADER },
};

/* Where in the menu the page stands: the longest path that it goes on from. */
static size_t current_of(const struct req *r)
{
	size_t found = COUNT(menu), longest = 0;

	for (size_t i = 0; i < COUNT(menu); i++) {
		size_t n = strlen(menu[i].path);

		if (n > longest && strncmp(r->path, menu[i].path, n) == 0 &&
		    (r->path[n] == '\0' || r->path[n] == '/')) {
			found = i;
			longest = n;
		}
	}
	return found;
}

static void put_menu(struct req *r, struct view *v)
{
	struct view *list = view_list(r->ctx, v, "menu");
	size_t here = current_of(r);

	for (size_t i = 0; i < COUNT(menu); i++) {
		bool current = i == here;
		struct view *item;

		if (r->user == NULL || (menu[i].who & r->user->roles) == 0)
			continue;
		item = view_item(r->ctx, list);
		view_bool(r->ctx, item, menu[i].flag, true);
		view_bool(r->ctx, item, "current", current);
		view_text(r->ctx, item, "page", current ? "page" : "false");
	}
}

/* A number that is not torn apart at a line's end. */
static const char *unbroken(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, 200);

	for (; *s != '\0'; s++)
		if (*s == ' ')
			text_add(&t, "\u00A0");
		else
			text_add_n(&t, s, 1);
	return t.s;
}

static void put_home(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct municipality m = { .name = "", .helper = "", .phone = "" };

	if (!db_failed(c))
		municipality_load(c, 0, &m);
	view_text(c, v, "municipality", m.name);
	view_text(c, v, "helper", m.helper);
	view_text(c, v, "helper_phone", unbroken(c, phone_show(c, m.phone)));
	view_text(c, v, "helper_tel", mem_printf(c, "+%s", m.phone));
}

/* What each form of the page sends back: that it is from the session, and which
 * form it was, so that it counts once. */
static void put_keys(struct req *r, struct view *v)
{
	char key[TOKEN_CHARS + 1] = "";

	if (r->user != NULL)
		secret_random_token(key);
	view_text(r->ctx, v, "csrf", r->user != NULL ? r->user->csrf : "");
	view_text(r->ctx, v, "en_gang", mem_dup(r->ctx, key));
}

static void put_banner(
    struct ctx *c, struct view *v, const char *name, int64_t count)
{
	struct view *banner;

	if (count == 0)
		return;
	banner = view_map(c, v, name);
	view_int(c, banner, "count", count);
	view_bool(c, banner, "one", count == 1);
}

/* What staff must know of their own house: that nothing is sent yet, and which
 * rules are to be confirmed anew (P29, P30). */
static void put_duties(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	int64_t missing, due;

	if (r->user == NULL || r->user->municipality == 0 || db_failed(c))
		return;
	missing = duty_any_closed(c) ? duty_missing(c, r->user->municipality)
				     : 0;
	due = rule_due(c, r->user->municipality);
	view_bool(
	    c, v, "signs_duties", (r->user->roles & (ADMIN | LEADER)) != 0);
	put_banner(c, v, "duty_banner", missing);
	put_banner(c, v, "rule_banner", due);
}

static bool is_citizen(const struct req *r)
{
	return r->user != NULL && r->user->roles == CITIZEN;
}

/* What the frame of every page shows. */
static void put_frame(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;

	view_text(c, v, "asset_css", asset_name(site.assets, "portal.css"));
	view_text(c, v, "asset_js", asset_name(site.assets, "portal.js"));
	view_text(c, v, "asset_icons", asset_name(site.assets, "icons.svg"));
	view_text(
	    c, v, "asset_favicon", asset_name(site.assets, "favicon.svg"));
	put_keys(r, v);
	view_bool(c, v, "demo", settings_demo());
	if (r->user != NULL)
		view_text(c, view_map(c, v, "user"), "name", r->user->name);
	if (strncmp(r->path, "/s/", 3) == 0 ||
	    strncmp(r->path, "/min-side", 9) == 0 || is_citizen(r))
		view_bool(c, v, "for_citizen", true);
	language_put(r, v);
	put_home(r, v);
	put_menu(r, v);
	put_trouble(r, v);
	put_duties(r, v);
}

struct reply reply_page(
    struct req *r, int status, const char *name, struct view *view)
{
	struct text out = text_new(r->ctx->mem, PAGE_MOST);
	struct reply reply;
	const struct tmpl_languages in = { r->language, r->ctx->language };
	char why[200];

	put_frame(r, view);
	if (!tmpls_fill_in(texts()->pages, name, in, view, &out, why)) {
		log_warnx("page.fill page=%s why=%s", name, why);
		return reply_text(r, 500, "Siden kunne ikke vises.");
	}
	reply = (struct reply) {
		.status = status, .body = out.s, .length = out.n
	};
	language_keep(r, &reply);
	return reply;
}

struct reply reply_text(struct req *r, int status, const char *text)
{
	(void)r;
	return (struct reply) { .status = status,
		.body = text,
		.length = strlen(text),
		.type = "text/plain; charset=utf-8" };
}

struct reply reply_see(struct req *r, const char *fmt, ...)
{
	struct text to = text_new(r->ctx->mem, 500);
	va_list ap;

	va_start(ap, fmt);
	text_vprintf(&to, fmt, ap);
	va_end(ap);
	return (struct reply) { .status = 303, .location = to.s, .body = "" };
}

static struct reply reply_about(struct req *r, int status, const char *key)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);

	language_take(r);
	view_text(
	    c, v, "title", phrase_in_or(c, key, phrase_in(c, "error.500")));
	view_text(c, v, "what",
	    phrase_in_or(c, mem_printf(c, "%s.what", key),
		phrase_in(c, "error.500.what")));
	return reply_page(r, status, "error.html", v);
}

struct reply reply_status(struct req *r, int status)
{
	return reply_about(r, status, mem_printf(r->ctx, "error.%d", status));
}

struct reply reply_later(struct req *r, int64_t seconds)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	struct reply reply;

	language_take(r);
	view_text(c, v, "title", phrase_in(c, "error.429"));
	view_text(c, v, "what",
	    phrase_x(c, "error.429.what",
		clock_iso_time(c, c->now + seconds + MINUTE - 1)));
	reply = reply_page(r, 429, "error.html", v);
	reply.again = seconds;
	return reply;
}

struct reply reply_busy(struct req *r)
{
	return reply_about(r, 503, "error.busy");
}

struct reply reply_error(struct req *r, enum err err)
{
	switch (err) {
	case ERR_INVALID: return reply_status(r, 422);
	case ERR_FORBIDDEN: return reply_status(r, 403);
	case ERR_NOT_FOUND: return reply_status(r, 404);
	case ERR_CONFLICT: return reply_status(r, 409);
	case OK:
	case ERR_FAILED: break;
	}
	return reply_status(r, 503);
}

/* Over TLS the browser itself sees to it that no neighbouring name can set the
 * cookie, nor any page of ours in the clear. */
const char *cookie_name(enum cookie cookie)
{
	static const char *const names[][2] = {
		[COOKIE_SESSION] = { "sid", "__Host-sid" },
		[COOKIE_BROWSER] = { "bid", "__Host-bid" },
		[COOKIE_LANGUAGE] = { "lang", "__Host-lang" },
	};

	return names[cookie][site.https];
}

void reply_cookie(struct req *r, struct reply *reply, enum cookie cookie,
    const char *value, int64_t seconds)
{
	size_t at = 0;

	while (at < COOKIES_MOST - 1 && reply->cookie[at] != NULL)
		at++;
	reply->cookie[at] = mem_printf(r->ctx,
	    "%s=%s; Path=/; Max-Age=%" PRId64 "; HttpOnly; SameSite=Lax%s",
	    cookie_name(cookie), value != NULL ? value : "",
	    value != NULL ? seconds : 0, site.https ? "; Secure" : "");
}
