/* JSON from outside, read with jansson, whose only door this is; and a text as
 * a JSON string. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/text.h"

#define JSON_DEPTH_MOST 16 /* deeper is refused: a parser's stack is small */

/* One value to look for: names and positions with dots between, as in
 * "detail.0.type". value: its text; whole numbers in digits, "true", "false";
 * "" for null, for a fraction, and for what is not there. */
struct json_wish {
	const char *path;
	const char *value;
};

/* Fills in the wishes, in the context's arena. False, and every value "", when
 * the n bytes are not one well-formed JSON value, hold a NUL or a name twice,
 * or are nested too deep. */
bool json_pick(struct ctx *c, const char *text, size_t n,
    struct json_wish *wishes, size_t count);

/* Adds the well-formed UTF-8 as the inside of a JSON string: without the
 * quotes around it. */
void json_add(struct text *t, const char *s);

#endif
