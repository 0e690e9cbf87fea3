#include "base/tmpl_parts.h"

#include <string.h>

/* Only as much of HTML as tells text, attributes, scripts and the rest apart.
 * Where browsers forgive, this refuses: then nobody need know what a browser
 * would have made of it. */

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Keeps the first bytes of a name, made small. A name that is cut off is
 * longer than any that is asked for. */
static void grow(char *name, size_t room, char byte)
{
	size_t n = strlen(name);

	if (n + 1 == room)
		return;
	if (byte >= 'A' && byte <= 'Z')
		byte = (char)(byte + 0x20);
	name[n] = byte;
	name[n + 1] = '\0';
}

static void begin_tag(struct html *h, char byte, bool finish)
{
	h->place = IN_TAG_NAME;
	h->finish = finish;
	h->tags++;
	h->tag[0] = '\0';
	grow(h->tag, sizeof h->tag, byte);
}

static void end_tag(struct html *h)
{
	bool script = !strcmp(h->tag, "script") || !strcmp(h->tag, "style");

	h->place = IN_TEXT;
	if (h->finish || !script)
		return;
	h->place = IN_SCRIPT;
	memcpy(h->script, h->tag, sizeof h->script);
}

static void begin_value(struct html *h, enum place place)
{
	h->place = place;
	h->values++;
	h->value[0] = '\0';
	h->judged = false;
}

static const char *after_less(struct html *h, char byte)
{
	if (is_letter(byte))
		begin_tag(h, byte, false);
	else if (byte == '/')
		h->place = IN_LESS_SLASH;
	else if (byte == '!')
		h->place = IN_LESS_BANG;
	else if (byte == '?')
		h->place = IN_DECLARATION;
	else if (byte != '<')
		h->place = IN_TEXT;
	return NULL;
}

static const char *after_less_slash(struct html *h, char byte)
{
	if (is_letter(byte))
		begin_tag(h, byte, true);
	else
		h->place = byte == '>' ? IN_TEXT : IN_DECLARATION;
	return NULL;
}

static const char *in_declaration(struct html *h, char byte)
{
	if (byte == '>')
		h->place = IN_TEXT;
	else if (byte == '-' && h->place == IN_LESS_BANG)
		h->place = IN_LESS_DASH;
	else if (byte == '-' && h->place == IN_LESS_DASH)
		h->place = IN_COMMENT;
	else
		h->place = IN_DECLARATION;
	h->dashes = 0;
	return NULL;
}

static const char *in_comment(struct html *h, char byte)
{
	if (byte == '>' && h->dashes >= 2)
		h->place = IN_TEXT;
	h->dashes = byte == '-' ? h->dashes + 1 : 0;
	return NULL;
}

/* A comment in a script changes where the script ends. */
static const char *in_script(struct html *h, char byte)
{
	if (h->place == IN_SCRIPT_LESS && byte == '!')
		return "a comment in a script";
	if (h->place == IN_SCRIPT_FINISH && is_letter(byte)) {
		grow(h->tag, sizeof h->tag, byte);
		return NULL;
	}
	if (h->place == IN_SCRIPT_FINISH && !strcmp(h->tag, h->script) &&
	    (byte == '>' || byte == '/' || is_blank(byte))) {
		h->finish = true;
		h->tags++;
		h->place = byte == '>' ? IN_TEXT : IN_TAG;
		return NULL;
	}
	if (h->place == IN_SCRIPT_LESS && byte == '/') {
		h->place = IN_SCRIPT_FINISH;
		h->tag[0] = '\0';
		return NULL;
	}
	h->place = byte == '<' ? IN_SCRIPT_LESS : IN_SCRIPT;
	return NULL;
}

/* In a tag, but not in the value of an attribute. */
static const char *in_tag(struct html *h, char byte)
{
	bool named = h->place == IN_NAME;

	if (byte == '>') {
		end_tag(h);
	} else if (byte == '/' || is_blank(byte)) {
		h->place = IN_TAG;
	} else if (h->place == IN_TAG_NAME) {
		grow(h->tag, sizeof h->tag, byte);
	} else if (h->place == IN_TAG_BREAK) {
		return "text runs on from a section within a tag";
	} else if (byte == '=' && named) {
		h->place = IN_EQUALS;
	} else if (strchr("=\"'<", byte)) {
		return "a tag that is not well-formed";
	} else {
		if (!named)
			h->name[0] = '\0';
		h->place = IN_NAME;
		grow(h->name, sizeof h->name, byte);
	}
	return NULL;
}

static const char *after_equals(struct html *h, char byte)
{
	if (byte == '"')
		begin_value(h, IN_DOUBLE);
	else if (byte == '\'')
		begin_value(h, IN_SINGLE);
	else if (byte == '>')
		return "an attribute without its value";
	else if (!is_blank(byte))
		begin_value(h, IN_BARE);
	return NULL;
}

static const char *in_value(struct html *h, char byte)
{
	size_t n = strlen(h->value);

	if (h->place == IN_BARE && byte == '>')
		end_tag(h);
	else if ((h->place == IN_DOUBLE && byte == '"') ||
	    (h->place == IN_SINGLE && byte == '\'') ||
	    (h->place == IN_BARE && is_blank(byte)))
		h->place = IN_TAG;
	else if (n + 1 < sizeof h->value) {
		h->value[n] = byte;
		h->value[n + 1] = '\0';
	}
	return NULL;
}

static const char *in_text(struct html *h, char byte)
{
	if (byte == '<')
		h->place = IN_LESS;
	return NULL;
}

const char *html_byte(struct html *h, char byte)
{
	/* clang-format off */
	static const char *(*const readers[])(struct html *, char) = {
		[IN_TEXT] = in_text,
		[IN_LESS] = after_less,
		[IN_LESS_SLASH] = after_less_slash,
		[IN_LESS_BANG] = in_declaration,
		[IN_LESS_DASH] = in_declaration,
		[IN_COMMENT] = in_comment,
		[IN_DECLARATION] = in_declaration,
		[IN_TAG_NAME] = in_tag,
		[IN_TAG] = in_tag,
		[IN_TAG_BREAK] = in_tag,
		[IN_NAME] = in_tag,
		[IN_EQUALS] = after_equals,
		[IN_DOUBLE] = in_value,
		[IN_SINGLE] = in_value,
		[IN_BARE] = in_value,
		[IN_SCRIPT] = in_script,
		[IN_SCRIPT_LESS] = in_script,
		[IN_SCRIPT_FINISH] = in_script,
	};
	/* clang-format on */

	return readers[h->place](h, byte);
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* Escaping does not make these safe: they are programs. */
static bool is_program(const char *name)
{
	static const char *const programs[] = { "style", "srcdoc", NULL };

	return !strncmp(name, "on", 2) || is_one_of(name, programs);
}

static bool is_address(const char *name)
{
	static const char *const addresses[] = { "href", "src", "action",
		"formaction", "data", "poster", "ping", "srcset", "xlink:href",
		NULL };

	return is_one_of(name, addresses);
}

/* A lone slash is not enough: a value that begins with another would name
 * another site. */
static bool begins_well(const char *value)
{
	if (value[0] == '/')
		return value[1] && value[1] != '/' && value[1] != '\\';
	return value[0] == '#' || value[0] == '?' ||
	    !strncmp(value, "tel:", 4) || !strncmp(value, "mailto:", 7) ||
	    !strncmp(value, "otpauth:", 8);
}

static const char *allows_in_value(struct html *h, enum step_kind kind)
{
	if (kind == STEP_PART)
		return "is a part, and stands in text only";
	if (is_program(h->name))
		return "stands in an on..., style or srcdoc attribute";
	if (!h->judged && is_address(h->name) && !begins_well(h->value))
		return "stands in an address, which must begin with a literal "
		       "/x, #, ?, tel:, mailto: or otpauth:";
	h->judged = true;
	return NULL;
}

const char *html_allows(struct html *h, enum step_kind kind)
{
	bool section = kind == STEP_EACH || kind == STEP_UNLESS;

	if (h->place == IN_TEXT)
		return NULL;
	if (h->place == IN_DOUBLE)
		return allows_in_value(h, kind);
	if (section && (h->place == IN_TAG || h->place == IN_TAG_BREAK))
		return NULL;
	return "stands neither in text nor in a double-quoted attribute";
}

static bool is_between(enum place place)
{
	return place == IN_TAG || place == IN_TAG_BREAK;
}

/* A section between attributes. A name at its end (checked, selected) may not
 * go on behind it, nor become the beginning of its next time. */
static bool section_in_tag(const struct html *begin, struct html *end)
{
	bool name = end->place == IN_NAME && end->values == begin->values;

	if (end->tags != begin->tags || (!name && !is_between(end->place)))
		return false;
	if (name || begin->place == IN_TAG_BREAK)
		end->place = IN_TAG_BREAK;
	return true;
}

/* What follows a section must be read alike whether the section was shown
 * once, often or not at all. */
const char *html_section(const struct html *begin, struct html *end)
{
	bool alike;

	if (is_between(begin->place))
		alike = section_in_tag(begin, end);
	else if (begin->place == IN_DOUBLE)
		alike = end->place == IN_DOUBLE && end->values == begin->values;
	else
		alike = end->place == IN_TEXT;
	return alike ? NULL : "ends elsewhere in the HTML than it begins";
}
