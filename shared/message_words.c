#include "message.h"

const char *message_hours(struct ctx *c, int64_t minutes)
{
	static const char *const one[LANGUAGES] = { "time", "hour" };
	static const char *const many[LANGUAGES] = { "timer", "hours" };
	int64_t hours = minutes / 60, rest = minutes % 60;
	const char *word = hours == 1 ? one[c->language] : many[c->language];

	if (hours == 0)
		return mem_printf(c, "%" PRId64 " min", rest);
	if (rest == 0)
		return mem_printf(c, "%" PRId64 " %s", hours, word);
	return mem_printf(
	    c, "%" PRId64 " %s %" PRId64 " min", hours, word, rest);
}

static const char *kroner(struct ctx *c, int64_t ore)
{
	const char *minus = ore < 0 ? "-" : "";

	if (ore < 0)
		ore = -ore;
	if (ore % 100 == 0)
		return mem_printf(c, "%s%" PRId64, minus, ore / 100);
	return mem_printf(
	    c, "%s%" PRId64 ",%02" PRId64, minus, ore / 100, ore % 100);
}

const char *message_money(struct ctx *c, int64_t ore)
{
	return mem_printf(c, "%s kr.", kroner(c, ore));
}

const char *message_pay(struct ctx *c, int64_t ore)
{
	return mem_printf(c, "%s kr/t", kroner(c, ore));
}
