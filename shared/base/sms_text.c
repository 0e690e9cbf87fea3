#include "base/sms_text.h"

#include <string.h>

#include "base/text.h"

#define SEPTETS_A_PART 153 /* of many: a header takes the rest */
#define UNITS          70  /* one SMS in UCS-2 */
#define UNITS_A_PART   67

/* The letters of GSM 03.38 beyond ASCII. The euro is two septets. */
static const char gsm_letters[] = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

/* Septets of the character whose bytes are at s; 0 when GSM has it not. */
static size_t septets(const char *s, size_t size)
{
	char letter[5] = "";

	if (size > 1) {
		memcpy(letter, s, size);
		if (!strcmp(letter, "€"))
			return 2;
		return strstr(gsm_letters, letter) != NULL;
	}
	if (strchr("\f^{}\\[~]|", *s))
		return 2;
	if (*s == '\n' || *s == '\r')
		return 1;
	return *s >= ' ' && *s <= '~' && *s != '`';
}

/* UTF-16 units: a character beyond the first plane is a pair. */
static size_t units(size_t size)
{
	return size == 4 ? 2 : 1;
}

static size_t parts(const char *s, bool gsm, size_t most)
{
	const char *end = s + strlen(s);
	size_t count = 1, used = 0;
	size_t size, wide;

	for (; s < end; s += size) {
		utf8_next(s, end, &size);
		wide = gsm ? septets(s, size) : units(size);
		if (used + wide > most) {
			count++;
			used = 0;
		}
		used += wide;
	}
	return count;
}

struct sms_size sms_size(const char *text)
{
	const char *end = text + strlen(text);
	struct sms_size all = { .gsm = true };
	size_t wide = 0;
	size_t size, n;
	const char *s;

	for (s = text; s < end; s += size) {
		utf8_next(s, end, &size);
		n = septets(s, size);
		all.gsm = all.gsm && n;
		all.units += n;
		wide += units(size);
	}
	if (!all.gsm)
		all.units = wide;
	if (all.units <= (all.gsm ? SMS_SEPTETS : UNITS))
		all.parts = 1;
	else
		all.parts = parts(
		    text, all.gsm, all.gsm ? SEPTETS_A_PART : UNITS_A_PART);
	return all;
}

bool sms_fits(const char *text)
{
	struct sms_size size = sms_size(text);

	return size.gsm && size.parts == 1;
}

/* What a word processor or a telephone writes, and how GSM says it. Bytes that
 * steer a screen or turn the writing's direction are dropped. */
/* clang-format off */
static const struct {
	int32_t first, last;
	const char *plain;
} typography[] = {
	{ 0x01,   0x08,   ""    }, /* control bytes but tab and newline */
	{ 0x09,   0x09,   " "   },
	{ 0x0b,   0x1f,   ""    },
	{ 0x60,   0x60,   "'"   }, /* grave accent alone */
	{ 0x7f,   0x9f,   ""    },
	{ 0xa0,   0xa0,   " "   }, /* no-break space */
	{ 0xab,   0xab,   "\""  },
	{ 0xad,   0xad,   ""    }, /* soft hyphen */
	{ 0xb4,   0xb4,   "'"   }, /* acute accent alone */
	{ 0xb7,   0xb7,   "-"   }, /* middle dot */
	{ 0xbb,   0xbb,   "\""  },
	{ 0x2000, 0x200a, " "   }, /* thin and other spaces */
	{ 0x200b, 0x200b, ""    },
	{ 0x2010, 0x2015, "-"   }, /* hyphens and dashes */
	{ 0x2018, 0x201b, "'"   },
	{ 0x201c, 0x201f, "\""  },
	{ 0x2022, 0x2023, "-"   }, /* bullets */
	{ 0x2026, 0x2026, "..." },
	{ 0x2028, 0x2029, "\n"  },
	{ 0x202a, 0x202e, ""    }, /* turned direction */
	{ 0x202f, 0x202f, " "   },
	{ 0x2032, 0x2032, "'"   },
	{ 0x2033, 0x2033, "\""  },
	{ 0x2039, 0x203a, "'"   },
	{ 0x2043, 0x2043, "-"   },
	{ 0x205f, 0x205f, " "   },
	{ 0x2212, 0x2212, "-"   },
	{ 0x25a0, 0x25ab, "-"   }, /* square bullets */
	{ 0x25cf, 0x25cf, "-"   },
	{ 0x25e6, 0x25e6, "-"   },
	{ 0xfeff, 0xfeff, ""    },
};
/* clang-format on */

static const char *plain(int32_t code)
{
	size_t i;

	for (i = 0; i < COUNT(typography); i++)
		if (code >= typography[i].first && code <= typography[i].last)
			return typography[i].plain;
	return NULL;
}

char *sms_plain(struct ctx *c, const char *text)
{
	struct text t = text_new(c->mem, 3 * strlen(text));
	const char *end = text + strlen(text);
	const char *instead;
	size_t size;

	for (; text < end; text += size) {
		instead = plain(utf8_next(text, end, &size));
		if (instead)
			text_add(&t, instead);
		else
			text_add_n(&t, text, size);
	}
	return t.s;
}
