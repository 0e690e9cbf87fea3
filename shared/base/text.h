/* Text: a growing string with a ceiling, and the questions we ask of UTF-8.
 * How many characters fit in an SMS is another question: base/sms_text.h. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>

#include "base/arena.h"

/* Grows in its arena up to most bytes; what passes that is dropped and full is
 * set, so that a caller can refuse the whole rather than send half of it. */
struct text {
	struct arena *mem;
	char *s;    /* always ended with a NUL */
	size_t n;   /* bytes before that NUL */
	size_t cap; /* bytes s has room for */
	size_t most;
	bool full;
};

/* An empty text of at most `most` bytes. */
struct text text_new(struct arena *mem, size_t most);

/* Makes room for n more bytes at once, as far as the ceiling allows. */
void text_reserve(struct text *t, size_t n);

void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *s, size_t n);
void text_add_point(struct text *t, int32_t code); /* U+0000 is left out */
void text_printf(struct text *t, const char *fmt, ...) PRINTF(2, 3);
void text_vprintf(struct text *t, const char *fmt, va_list ap) PRINTF(2, 0);

/* Takes the next item of a list with commas; false at its end. */
bool text_item(const char **list, const char **item, size_t *n);

/* The code point at s, which ends before `end`; *size is its bytes. -1, and a
 * size of one byte, where the bytes are not well-formed UTF-8 (overlong forms
 * and surrogates too). */
int32_t utf8_next(const char *s, const char *end, size_t *size);

/* True when all n bytes are well-formed UTF-8 without NUL. */
bool utf8_valid(const char *s, size_t n);

/* Characters, counted as code points, of well-formed UTF-8. */
size_t utf8_length(const char *s);

/* A copy without white space at either end. */
char *text_trim(struct ctx *c, const char *s);

/* A copy with A-Z and ÆØÅ and the accented Latin letters made small, for
 * finding and sorting: databases differ in how they fold, so C does it. */
char *text_fold(struct ctx *c, const char *s);

/* True when s holds what looks like a CPR number: six digits that are a date,
 * perhaps a dash and spaces (three at most in all, of any kind), four digits,
 * and no digit on either side.
 * Personal numbers are never stored (docs/DECISIONS.md). */
bool text_has_cpr(const char *s);

/* A copy where each such number stands as ******-****. */
char *text_mask_cpr(struct ctx *c, const char *s);

/* A copy where what could be a telephone number (six digits or more, spaces,
 * dots and dashes between them not counted) stands as ***. NULL for NULL. */
const char *text_mask_numbers(struct ctx *c, const char *s);

#endif
