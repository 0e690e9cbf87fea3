#include <string.h>

#include "base/csv.h"

struct csv csv_new(struct arena *mem, size_t most)
{
	struct csv v = { .text = text_new(mem, most) };

	text_add(&v.text, "\xEF\xBB\xBF");
	return v;
}

static void begin(struct csv *v)
{
	if (v->begun)
		text_add(&v->text, ";");
	v->begun = true;
}

/* A sheet reads a field that begins so as something to work out. */
static bool is_formula(const char *s)
{
	return *s != '\0' && strchr("=+-@\t\r\n", *s) != NULL;
}

void csv_field(struct csv *v, const char *s)
{
	bool formula = is_formula(s);

	begin(v);
	if (!formula && strpbrk(s, ";\"\r\n") == NULL) {
		text_add(&v->text, s);
		return;
	}
	text_add(&v->text, formula ? "\"'" : "\"");
	for (; *s != '\0'; s++)
		text_add_n(&v->text, *s == '"' ? "\"\"" : s,
		    *s == '"' ? (size_t)2 : (size_t)1);
	text_add(&v->text, "\"");
}

void csv_decimal(struct csv *v, int64_t hundredths)
{
	uint64_t n = hundredths < 0 ? -(uint64_t)hundredths
				    : (uint64_t)hundredths;

	begin(v);
	text_printf(&v->text, "%s%" PRIu64 ",%02d", hundredths < 0 ? "-" : "",
	    n / 100, (int)(n % 100));
}

void csv_row_end(struct csv *v)
{
	text_add(&v->text, "\r\n");
	v->begun = false;
}
