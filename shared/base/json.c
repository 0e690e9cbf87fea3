#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static bool shallow(const char *text, size_t n)
{
	bool quoted = false;
	int depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (quoted) {
			if (text[i] == '\\')
				i++;
			else
				quoted = text[i] != '"';
		} else if (text[i] == '"') {
			quoted = true;
		} else if (text[i] == '[' || text[i] == '{') {
			if (++depth > JSON_DEPTH_MOST)
				return false;
		} else if (text[i] == ']' || text[i] == '}') {
			depth--;
		}
	}
	return true;
}

static const json_t *step(const json_t *from, const char *name)
{
	char *end;
	unsigned long at;

	if (json_is_object(from))
		return json_object_get(from, name);
	at = strtoul(name, &end, 10);
	return end != name && *end == '\0' ? json_array_get(from, at) : NULL;
}

static const char *said(struct ctx *c, const json_t *value)
{
	if (json_is_string(value))
		return mem_dup(c, json_string_value(value));
	if (json_is_integer(value))
		return mem_printf(
		    c, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	if (json_is_boolean(value))
		return json_is_true(value) ? "true" : "false";
	return "";
}

static const char *find(struct ctx *c, const json_t *root, const char *path)
{
	char *name = mem_dup(c, path), *dot;

	for (; root != NULL; name = dot + 1) {
		dot = strchr(name, '.');
		if (dot != NULL)
			*dot = '\0';
		root = step(root, name);
		if (dot == NULL)
			break;
	}
	return said(c, root);
}

bool json_pick(struct ctx *c, const char *text, size_t n,
    struct json_wish *wishes, size_t count)
{
	json_t *root = shallow(text, n)
	    ? json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL)
	    : NULL;
	bool read = root != NULL;

	for (size_t i = 0; i < count; i++)
		wishes[i].value = read ? find(c, root, wishes[i].path) : "";
	json_decref(root);
	return read;
}

void json_add(struct text *t, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			text_printf(t, "\\%c", *s);
		else if (*s == '\n')
			text_add(t, "\\n");
		else if ((unsigned char)*s < 0x20)
			text_printf(t, "\\u%04x", *s);
		else
			text_add_n(t, s, 1);
	}
}
