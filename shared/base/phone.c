#include "base/phone.h"

#include <string.h>

#include "base/text.h"

#define DIGITS_MOST  15 /* E.164, with country code */
#define DIGITS_LEAST 8
#define TYPED_MOST   64 /* bytes: what is longer is no telephone number */

/* What people put between digits, and what a telephone's own list of contacts
 * puts around a number that is copied from it. */
static bool is_filler(int32_t code)
{
	return code == ' ' || code == '\t' || code == '\r' || code == '\n' ||
	    code == '.' || code == '-' || code == '/' || code == '(' ||
	    code == ')' || code == '[' || code == ']' || code == 0xa0 ||
	    (code >= 0x2000 && code <= 0x2015) ||
	    (code >= 0x202a && code <= 0x202f) || code == 0x2212;
}

/* The digits of what was typed, and whether a plus stood before them. False
 * when anything else stands there, or too many. */
static bool read_digits(const char *s, char digits[TYPED_MOST + 1], bool *plus)
{
	const char *end = s + strlen(s);
	size_t n = 0;
	size_t size;
	int32_t code;

	*plus = false;
	if (end - s > TYPED_MOST)
		return false;
	for (; s < end; s += size) {
		code = utf8_next(s, end, &size);
		if (code >= '0' && code <= '9')
			digits[n++] = (char)code;
		else if (code == '+' && n == 0 && !*plus)
			*plus = true;
		else if (!is_filler(code))
			return false;
		/* +46 (0)70: the 0 is only for calls within the country. */
		if (code == '(' && n > 0 && !strncmp(s, "(0)", 3))
			size = 3;
	}
	digits[n] = '\0';
	return true;
}

/* 70 is shared, 80 free and 90 premium: no telephone of a person. */
static bool danish(const char *eight)
{
	return strlen(eight) == 8 && eight[0] >= '2' &&
	    strncmp(eight, "70", 2) != 0 && strncmp(eight, "80", 2) != 0 &&
	    strncmp(eight, "90", 2) != 0;
}

char *phone_parse(struct ctx *c, const char *typed)
{
	char all[TYPED_MOST + 1] = "";
	const char *digits = all;
	bool abroad;
	size_t n;

	if (!read_digits(typed, all, &abroad))
		return NULL;
	if (!abroad && !strncmp(digits, "00", 2)) {
		digits += 2;
		abroad = true;
	}
	n = strlen(digits);
	if (!abroad && n == 8)
		return danish(digits) ? mem_printf(c, "45%s", digits) : NULL;
	if (!strncmp(digits, "45", 2))
		return danish(digits + 2) ? mem_dup(c, digits) : NULL;
	if (!abroad || digits[0] == '0' || n < DIGITS_LEAST || n > DIGITS_MOST)
		return NULL;
	return mem_dup(c, digits);
}

/* Digits of the country code that a number begins with (ITU E.164): one or
 * two for those listed, else three. */
static int country_digits(const char *stored)
{
	static const char two[] =
	    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 "
	    "46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 "
	    "84 86 90 91 92 93 94 95 98";
	char code[3] = "";

	if (stored[0] == '1' || stored[0] == '7')
		return 1;
	memcpy(code, stored, strnlen(stored, 2));
	return strstr(two, code) ? 2 : 3;
}

char *phone_show(struct ctx *c, const char *stored)
{
	int n;

	if (!strncmp(stored, "45", 2) && strlen(stored) == 10)
		return mem_printf(c, "%.2s %.2s %.2s %.2s", stored + 2,
		    stored + 4, stored + 6, stored + 8);
	n = country_digits(stored);
	if (strlen(stored) <= (size_t)n)
		return mem_dup(c, stored);
	return mem_printf(c, "+%.*s %s", n, stored, stored + n);
}

/* First three digits of what the plan calls mobile (SDFI). */
/* clang-format off */
static const struct {
	int first, last;
} mobile[] = {
	{ 200, 319 }, { 342, 342 }, { 344, 349 }, { 356, 357 }, { 359, 359 },
	{ 362, 362 }, { 365, 366 }, { 389, 389 }, { 398, 398 }, { 400, 429 },
	{ 431, 431 }, { 441, 441 }, { 462, 462 }, { 466, 466 }, { 468, 468 },
	{ 472, 472 }, { 474, 474 }, { 476, 476 }, { 478, 478 }, { 485, 486 },
	{ 488, 489 }, { 493, 496 }, { 498, 539 }, { 542, 543 }, { 545, 545 },
	{ 551, 552 }, { 556, 556 }, { 571, 574 }, { 577, 577 }, { 579, 579 },
	{ 584, 584 }, { 586, 587 }, { 589, 589 }, { 597, 598 }, { 600, 619 },
	{ 627, 627 }, { 629, 629 }, { 641, 641 }, { 649, 649 }, { 658, 658 },
	{ 662, 665 }, { 667, 667 }, { 692, 694 }, { 697, 697 }, { 710, 719 },
	{ 771, 772 }, { 782, 783 }, { 785, 786 }, { 788, 789 }, { 810, 819 },
	{ 826, 827 }, { 829, 829 }, { 910, 939 },
};
/* clang-format on */

bool phone_may_be_mobile(const char *stored)
{
	int prefix = 0;
	size_t i;

	if (strncmp(stored, "45", 2) != 0 || strlen(stored) != 10)
		return true;
	for (i = 2; i < 5; i++)
		prefix = prefix * 10 + stored[i] - '0';
	for (i = 0; i < COUNT(mobile); i++)
		if (prefix >= mobile[i].first && prefix <= mobile[i].last)
			return true;
	return false;
}
