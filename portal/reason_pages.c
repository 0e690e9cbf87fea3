#include <string.h>

#include "match.h"
#include "portal.h"
#include "work_function.h"

/* ---- why this one was asked ---- */

#define ANY_LESS (-100000)
#define TOLD     3 /* sentences; more are not read */

/* What is said, from how many points to how many; of those of one kind the
 * first that holds. What has no line is never told: a level is a score, a wish
 * is a need (P19), and how long somebody has been without work is their own. */
static const struct {
	char kind;  /* before, time, distance, asked */
	int reason; /* a part, or enum match_reason */
	int64_t least, most;
	const char *phrase;
} told[] = {
	{ 'b', MATCH_COST_SAME, ANY_LESS, -1, "reason.same" },
	{ 'b', MATCH_COST_HISTORY, ANY_LESS, -1, "reason.history" },
	{ 'b', MATCH_REASON_DONE, 1, 1, "reason.done" },
	{ 'b', MATCH_REASON_WILLING, 1, 1, "reason.willing" },
	{ 't', MATCH_REASON_TIME, 1, 1, "reason.time" },
	{ 'd', MATCH_COST_DISTANCE, 0, 2, "reason.near" },
	{ 'd', MATCH_COST_DISTANCE, 3, 100, "reason.distance" },
	/* A day is half a point: two weeks. */
	{ 'a', MATCH_COST_ASKED, ANY_LESS, -7, "reason.asked" },
};

/* A phrase with a number has {n}, one with the work's name has {x}. */
static const char *words_of(
    struct req *r, const char *key, int64_t n, const char *verb)
{
	const char *text = phrase_in(r->ctx, key);

	if (strstr(text, "{n}") != NULL)
		return phrase_n(r->ctx, key, n);
	return phrase_x(r->ctx, key, verb);
}

void reason_put(
    struct req *r, struct view *v, int64_t offer, const char *function)
{
	struct view *list = view_list(r->ctx, v, "reasons");
	struct work_function f = { .verb = "" };
	struct match_reasons why;
	char kind = '\0';
	int count = 0;

	work_function_load(r->ctx, function, &f);
	if (!match_reasons(r->ctx, offer, &why))
		return;
	for (size_t i = 0; i < COUNT(told) && count < TOLD; i++) {
		int64_t points = why.points[told[i].reason];

		if ((why.there >> told[i].reason & 1) == 0 ||
		    told[i].kind == kind || points < told[i].least ||
		    points > told[i].most)
			continue;
		view_text(r->ctx, view_item(r->ctx, list), "text",
		    words_of(r, told[i].phrase, points, f.verb));
		kind = told[i].kind;
		count++;
	}
}

/* ---- how anybody is found ---- */

/* GET /derfor: all rules and all weights, for anybody, also those that
 * nobody meets today. */
struct reply reason_page(struct req *r)
{
	struct ctx *c = r->ctx;
	struct view *v = view_new(c), *rules, *weights;

	view_text(c, v, "title", phrase("reason.title"));
	view_bool(c, v, "for_citizen", r->user == NULL);
	rules = view_list(c, v, "rules");
	for (int i = 0; i < MATCH_RULES; i++)
		view_text(c, view_item(c, rules), "text",
		    phrase_named(c, "reason_rule", match_rule_name(i)));
	weights = view_list(c, v, "weights");
	for (int i = 0; i < MATCH_PARTS; i++)
		view_text(c, view_item(c, weights), "text",
		    phrase_named(c, "reason_weight",
			match_part_name((enum match_part)i)));
	return reply_page(r, 200, "reason.html", v);
}
