#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "duty.h"
#include "form.h"
#include "municipality.h"
#include "portal.h"

/* Det, der skal være i orden: what the municipality has signed, and the rules
 * that somebody says still hold. An admin's or leader's own municipality. */

struct draft {
	const char *group, *says, *region, *signed_by;
	int64_t day;
};

#define AT(member) offsetof(struct draft, member)

/* clang-format off */
static const struct field duty_fields[] = {
	{ "gruppe", FIELD_TEXT, AT(group), 0, DUTY_GROUP_MOST, false },
	{ "tekst", FIELD_TEXT, AT(says), 1, DUTY_SAYS_MOST, false },
	{ "region", FIELD_TEXT, AT(region), 0, DUTY_REGION_MOST, false },
	{ "underskriver", FIELD_TEXT, AT(signed_by), 1, DUTY_BY_MOST, false },
	{ "dag", FIELD_DATE, AT(day), 0, 0, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};
/* clang-format on */

static const struct field rule_fields[] = {
	{ "til", FIELD_DATE, AT(day), 0, 0, false },
	{ NULL, FIELD_END, 0, 0, 0, false },
};

static const char *date_of(struct ctx *c, int64_t at)
{
	return mem_printf(c, "%s %d", clock_date(c, at), clock_wall(at).year);
}

static const char *digits(struct ctx *c, int64_t n)
{
	return mem_printf(c, "%" PRId64, n);
}

/* ---- what is asked for ---- */

static bool is_processor(const char *name)
{
	return strncmp(name, DUTY_PROCESSOR, strlen(DUTY_PROCESSOR)) == 0;
}

/* Its phrase, and what is special about it: the group, the provider. */
static const char *thing_named(
    struct ctx *c, const char *group, const char *name)
{
	const char *colon = strchr(name, ':');
	const char *kind = colon != NULL
	    ? mem_dup_n(c, name, (size_t)(colon - name))
	    : name;
	const char *text = phrase_or(mem_printf(c, "%s.%s", group, kind), kind);

	return colon != NULL ? mem_printf(c, "%s: %s", text, colon + 1) : text;
}

static void put_duties(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "duties");
	size_t count;
	const struct duty *all = duty_list(c, r->user->municipality, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		bool done = all[i].signed_on > 0;

		view_text(c, item, "name", all[i].name);
		view_text(c, item, "what", thing_named(c, "duty", all[i].name));
		view_bool(c, item, "done", done);
		view_text(c, item, "says", all[i].says);
		view_text(c, item, "where", all[i].region);
		view_text(c, item, "by", all[i].signed_by);
		view_text(
		    c, item, "day", done ? date_of(c, all[i].signed_on) : "");
	}
}

static void put_rules(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "rules");
	size_t count;
	const struct rule *all = rule_list(c, r->user->municipality, &count);

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(c, list);
		bool asked = all[i].confirmed_until > 0;

		view_text(c, item, "id", digits(c, all[i].id));
		view_text(c, item, "rule", thing_named(c, "rule", all[i].name));
		view_text(c, item, "value", digits(c, all[i].value));
		view_text(c, item, "source", all[i].source);
		view_text(c, item, "since", date_of(c, all[i].valid_from));
		view_text(c, item, "until",
		    asked ? date_of(c, all[i].confirmed_until) : "");
		view_bool(c, item, "due", all[i].due);
	}
}

/* ---- the page ---- */

/* What the form is about: a duty by its name, or a rule by its id. */
static void put_asked(
    struct req *r, struct view *v, const char *name, const char *rule)
{
	struct ctx *c = r->ctx;
	size_t count;
	const struct duty *all = duty_list(c, r->user->municipality, &count);
	const struct rule *rules;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(all[i].name, name) != 0)
			continue;
		view_text(c, v, "asked", name);
		view_text(c, v, "asked_what", thing_named(c, "duty", name));
		view_bool(c, v, "asks_group", strcmp(name, DUTY_FREE) == 0);
		view_bool(c, v, "asks_region", is_processor(name));
	}
	rules = rule_list(c, r->user->municipality, &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(digits(c, rules[i].id), rule) == 0) {
			view_text(c, v, "asked_rule", rule);
			view_text(c, v, "asked_what",
			    thing_named(c, "rule", rules[i].name));
		}
}

static struct reply show(struct req *r, int status, struct form *form,
    const char *name, const char *rule)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c);
	int64_t missing = duty_missing(c, r->user->municipality);

	view_text(c, v, "title", phrase("duty.title"));
	view_bool(c, v, "closed", duty_any_closed(c));
	view_bool(c, v, "complete", missing == 0);
	view_text(c, v, "missing", phrase_n(c, "duty.missing", missing));
	put_duties(r, v);
	put_rules(r, v);
	put_asked(r, v, name, rule);
	form_put(r, form, v);
	return reply_page(r, status, "duty.html", v);
}

static const struct field *fields_of(const char *rule)
{
	return *rule != '\0' ? rule_fields : duty_fields;
}

/* GET /pligter: what is in order, and what is not; ?punkt=NAME and ?regel=ID
 * with the form for one. */
struct reply duty_page(struct req *r)
{
	const char *rule = param_value(&r->query, "regel");
	struct form form = { .name = "duty", .fields = fields_of(rule) };
	struct draft d = { "", "", "", "", clock_midnight(r->ctx->now) };

	if (*rule != '\0')
		d.day = clock_midnight(clock_add_days(r->ctx->now, 365));
	form_show(r, &form, &d);
	return show(r, 200, &form, param_value(&r->query, "punkt"), rule);
}

/* ---- signing ---- */

static enum err sign(struct req *r, struct form *form, const char *name)
{
	struct ctx *c = r->ctx;
	struct draft d = { "", "", "", "", 0 };
	struct duty duty;

	form_read(r, form, &d);
	if (form->ok && d.day > c->now)
		form_wrong(r, form, "dag", phrase("duty.dag.later"));
	if (is_processor(name) && *d.region == '\0')
		form_wrong(r, form, "region", phrase("duty.region.wrong"));
	if (strcmp(name, DUTY_FREE) == 0 && *d.group == '\0')
		form_wrong(r, form, "gruppe", phrase("duty.gruppe.wrong"));
	if (!form->ok)
		return ERR_INVALID;
	if (strcmp(name, DUTY_FREE) == 0)
		name = mem_printf(c, DUTY_FREE ":%s", d.group);
	duty = (struct duty) { name, d.says, d.region, d.signed_by, d.day };
	return duty_sign(c, r->user->municipality, &duty, r->user->id);
}

static enum err confirm(struct req *r, struct form *form, const char *rule)
{
	struct draft d = { "", "", "", "", 0 };
	enum err err;

	form_read(r, form, &d);
	if (!form->ok)
		return ERR_INVALID;
	err = rule_confirm(
	    r->ctx, r->user->municipality, strtoll(rule, NULL, 10), d.day);
	if (err == ERR_INVALID)
		form_wrong(r, form, "til", phrase("duty.til.past"));
	return err;
}

/* POST /pligter */
struct reply duty_change(struct req *r)
{
	const char *name = param_value(&r->form, "punkt");
	const char *rule = param_value(&r->form, "regel");
	struct form form = { .name = "duty", .fields = fields_of(rule) };
	enum err err = *rule != '\0' ? confirm(r, &form, rule)
				     : sign(r, &form, name);

	if (err == ERR_CONFLICT)
		form_wrong(r, &form, "dag", phrase("duty.dag.taken"));
	if (!form.ok)
		return show(r, 422, &form, name, rule);
	if (err != OK)
		return reply_error(r, err);
	return reply_see(r, "/pligter");
}
