/* Whatever is written: no crash, and each answer agrees with the others. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sms_text.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void trim_and_fold(struct ctx *c, const char *s)
{
	bool valid = utf8_valid(s, strlen(s));
	char *trimmed = text_trim(c, s);
	char *folded = text_fold(c, s);

	must(!strcmp(text_trim(c, trimmed), trimmed));
	must(strstr(s, trimmed) != NULL);
	must(!strcmp(text_fold(c, folded), folded));
	must(utf8_valid(folded, strlen(folded)) == valid);
	must(utf8_length(s) <= strlen(s));
	if (valid)
		must(utf8_length(folded) == utf8_length(s));
}

static void mask(struct ctx *c, const char *s)
{
	char *masked = text_mask_cpr(c, s);

	must(!text_has_cpr(masked));
	must(text_has_cpr(s) == (strcmp(masked, s) != 0));
}

static void sms(struct ctx *c, const char *s)
{
	struct sms_size size = sms_size(s);
	char *plain = sms_plain(c, s);

	must(size.parts >= 1);
	must(size.units <= size.parts * (size.gsm ? 160 : 70));
	must(sms_fits(s) == (size.gsm && size.units <= SMS_SEPTETS));
	if (utf8_valid(s, strlen(s)))
		must(!strcmp(sms_plain(c, plain), plain));
	if (size.gsm && !strpbrk(s, "\r\f"))
		must(!strcmp(plain, s));
}

static void moment(struct ctx *c, const char *s)
{
	struct wall w;
	int hour, minute;
	int64_t at;

	if (clock_parse_date(s, &w)) {
		at = clock_instant(w);
		must(!strncmp(clock_iso_date(c, at), s, 10));
		must(!s[10] || !strcmp(clock_iso_time(c, at), s + 11));
	}
	if (clock_parse_time(s, &hour, &minute))
		must(hour >= 0 && hour < 24 && minute >= 0 && minute < 60);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool open;
	struct ctx c = { .mem = arena_new() };
	char *s = mem_dup_n(&c, (const char *)data, size);

	if (!open)
		clock_open();
	open = true;
	trim_and_fold(&c, s);
	mask(&c, s);
	sms(&c, s);
	moment(&c, s);
	arena_free(c.mem);
	return 0;
}
