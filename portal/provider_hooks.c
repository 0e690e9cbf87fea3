#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/secret.h"

#include "hook.h"
#include "hook_proof.h"
#include "portal.h"
#include "settings.h"

/* A signed event may be told again for a day, and clocks differ. */
#define EVENT_OLD (3 * DAY)
#define EVENT_NEW (10 * MINUTE)

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

/* What we keep of an event: of a report, and of an SMS to us. */
enum column { EVENT, REF, STATUS, ANSWER, COLUMNS };
enum { FROM = REF, TO = STATUS, WORDS = ANSWER };

static const char *const report_fields[] = { "event", "ref", "status",
	"answer" };
static const char *const inbound_fields[] = { "event", "from", "to", "text" };

/* One way in which a provider tells us something. What it calls our columns:
 * names, or paths of JSON, the first that says something of those with | in
 * between; NULL: it has none. */
struct source {
	const char *path, *provider, *kind;
	bool (*proves)(struct req *r, struct proven *p);
	const char *type;
	const char *theirs[COLUMNS];
	const char *time; /* of what is signed, with the moment in it */
};

static const struct source sources[] = {
	/* clang-format off */
	{ "/hook/gatewayapi/:token/report", "gatewayapi", HOOK_REPORT,
	  gatewayapi_proves, JSON,
	  { "event_id|id", "event.reference|userref", "event.status|status",
	    "event.error.hex_code|code" }, "timestamp|time" },
	{ "/hook/gatewayapi/:token/inbound", "gatewayapi", HOOK_INBOUND,
	  gatewayapi_proves, JSON,
	  { "id", "msisdn", "receiver", "message" }, "senttime" },
	{ "/hook/twilio/:token/report", "twilio", HOOK_REPORT,
	  twilio_proves, FORM,
	  { "MessageSid", NULL, "MessageStatus", "ErrorCode" }, NULL },
	{ "/hook/twilio/:token/inbound", "twilio", HOOK_INBOUND,
	  twilio_proves, FORM,
	  { "MessageSid", "From", "To", "Body" }, NULL },
	{ "/hook/46elks/:token/report", "46elks", HOOK_REPORT,
	  NULL, FORM, { "id", NULL, "status", NULL }, NULL },
	{ "/hook/46elks/:token/inbound", "46elks", HOOK_INBOUND,
	  NULL, FORM, { "id", "from", "to", "message" }, NULL },
	{ "/hook/http/:token/report", "http", HOOK_REPORT,
	  NULL, NULL, { NULL, NULL, NULL, NULL }, NULL },
	{ "/hook/http/:token/inbound", "http", HOOK_INBOUND,
	  NULL, NULL, { NULL, NULL, NULL, NULL }, NULL },
	/* clang-format on */
};

static const struct source *source_of(const struct req *r)
{
	for (size_t i = 0; i < COUNT(sources); i++)
		if (strcmp(sources[i].path, r->route->path) == 0)
			return &sources[i];
	log_bug("hook.source path=%s", r->route->path);
}

static bool is_inbound(const struct source *s)
{
	return strcmp(s->kind, HOOK_INBOUND) == 0;
}

/* The provider that the configuration describes says there what it says. */
static const char *theirs(const struct source *s, enum column i)
{
	const char *const reports[] = { settings.sms_http_report_ref,
		settings.sms_http_report_ref, settings.sms_http_report_status,
		NULL };
	const char *const inbounds[] = { settings.sms_http_inbound_id,
		settings.sms_http_inbound_from, NULL,
		settings.sms_http_inbound_text };

	if (strcmp(s->provider, "http") != 0)
		return s->theirs[i];
	return is_inbound(s) ? inbounds[i] : reports[i];
}

static bool is_type(const char *given, const char *type)
{
	size_t n = strlen(type);

	return strncasecmp(given, type, n) == 0 &&
	    (given[n] == '\0' || given[n] == ';' || given[n] == ' ');
}

/* ---- reading ---- */

struct reading {
	struct ctx *c;
	const struct proven *from;
	struct params form;
	bool json;
};

static bool begin(struct reading *g)
{
	if (g->json)
		return json_pick(g->c, g->from->body, g->from->length, NULL, 0);
	return params_parse(g->c, g->from->body, g->from->length, &g->form);
}

/* The first of the names with | between that says something. */
static const char *find(struct reading *g, const char *names)
{
	const char *value = "";

	while (names != NULL && *names != '\0' && *value == '\0') {
		size_t n = strcspn(names, "|");
		struct json_wish w = { .path = mem_dup_n(g->c, names, n) };

		if (g->json) {
			json_pick(g->c, g->from->body, g->from->length, &w, 1);
			value = w.value;
		} else {
			value = param_value(&g->form, w.path);
		}
		names += n + (names[n] == '|');
	}
	return value;
}

/* Without line ends, which would begin another field. */
static const char *one_line(struct ctx *c, const char *s)
{
	char *copy = mem_dup(c, hook_readable(c, s));

	for (char *at = copy; (at = strchr(at, '\n')) != NULL;)
		*at = ' ';
	return copy;
}

static bool is_timely(struct reading *g, const struct source *s)
{
	const char *said = find(g, s->time);
	int64_t at;

	if (s->time == NULL)
		return true;
	return clock_parse_utc(said, &at) && at >= g->c->now - EVENT_OLD &&
	    at <= g->c->now + EVENT_NEW;
}

/* A report says the same of the same message only once; an SMS has its name. */
static struct reply keep(
    struct req *r, const struct source *s, struct reading *g)
{
	struct ctx *c = r->ctx;
	const char *const *ours = is_inbound(s) ? inbound_fields
						: report_fields;
	struct hook_field fields[COLUMNS + 1] = { 0 };
	const char *key;

	for (int i = EVENT; i < COLUMNS; i++) {
		const char *value = find(g, theirs(s, (enum column)i));

		fields[i].name = ours[i];
		fields[i].value = is_inbound(s) && i == WORDS
		    ? hook_readable(c, value)
		    : one_line(c, value);
	}
	if (!is_inbound(s) && *fields[REF].value == '\0')
		fields[REF].value = one_line(c, param_value(&r->query, "ref"));
	if (*fields[EVENT].value == '\0')
		return reply_text(r, 400, "");
	key = mem_printf(c, "%s:%s", s->kind, fields[EVENT].value);
	if (!is_inbound(s))
		key = mem_printf(c, "%s:%s:%s", key, fields[REF].value,
		    fields[STATUS].value);
	return hook_stored(r,
	    hook_store(c, s->provider, s->kind, secret_digest(c, key), fields),
	    s->provider, s->kind, 200);
}

static struct reply refuse(
    struct req *r, const struct source *s, int status, const char *why)
{
	log_warnx("hook.refused provider=%s kind=%s why=%s", s->provider,
	    s->kind, why);
	return reply_text(r, status, "");
}

/* POST /hook/PROVIDER/:token/report and inbound. Nothing is read before it is
 * sure who says it, and nothing of a provider that is not in use. */
struct reply provider_hook(struct req *r)
{
	const struct source *s = source_of(r);
	const char *type = r->header(r, "Content-Type");
	struct proven proven = { r->body, r->length };
	struct reading g = {
		.c = r->ctx, .from = &proven, .json = is_type(type, JSON)
	};

	if (!settings_use(s->provider) || !hook_knows_the_word(r))
		return reply_status(r, 404);
	if (!g.json && !is_type(type, FORM))
		return refuse(r, s, 415, "content type");
	if (s->type != NULL && !is_type(type, s->type))
		return refuse(r, s, 415, "content type");
	if (s->proves != NULL && !s->proves(r, &proven))
		return refuse(r, s, 403, "signature");
	if (!begin(&g))
		return refuse(r, s, 400, "cannot be read");
	if (!is_timely(&g, s))
		return refuse(r, s, 403, "too old or from the future");
	return keep(r, s, &g);
}
