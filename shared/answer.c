#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "answer.h"

/* A message taken apart: small letters, words and numbers, nothing else. */
struct words {
	const char *word[ANSWER_WORDS_MOST];
	size_t count;
	int number;
	bool too_many;
};

/* clang-format off */
static const struct {
	const char *word;
	enum answer_kind kind;
} meanings[] = {
	{ "ja", ANSWER_YES },        { "j", ANSWER_YES },
	{ "jo", ANSWER_YES },        { "jep", ANSWER_YES },
	{ "jatak", ANSWER_YES },     { "ok", ANSWER_YES },
	{ "okay", ANSWER_YES },      { "yes", ANSWER_YES },
	{ "\U0001F44D", ANSWER_YES },
	{ "nej", ANSWER_NO },        { "n", ANSWER_NO },
	{ "nejtak", ANSWER_NO },     { "næ", ANSWER_NO },
	{ "nope", ANSWER_NO },       { "no", ANSWER_NO },
	{ "ring", ANSWER_CALL },     { "ringe", ANSWER_CALL },
	{ "afbud", ANSWER_AFBUD },   { "syg", ANSWER_AFBUD },
	{ "syge", ANSWER_AFBUD },    { "sygt", ANSWER_AFBUD },
	{ "sygdom", ANSWER_AFBUD },  { "sygemelding", ANSWER_AFBUD },
	{ "passer", ANSWER_FITS },
	{ "start", ANSWER_START },   { "tilmeld", ANSWER_START },
	{ "pause", ANSWER_PAUSE },
	{ "link", ANSWER_LINK },     { "husk", ANSWER_REMIND },
};

/* Opting out takes the word alone: "stopper I kl 12?" is a question. */
static const char *const stops[] = { "stop", "stop alt", "stopall", "afmeld",
	"frameld", "afmelding", "unsubscribe" };

/* Words that change nothing. Anything else makes a yes or a no unclear. */
static const char *const fillers[] = { "tak", "gerne", "det", "vil", "jeg",
	"meget", "mange", "hej", "så", "bare", "i", "til", "mig", "op", "venligst",
	"kommer", "er", "kan", "godt", "desværre", "denne", "gang", "lige", "please",
	"mit", "min", "barn", "melder", "ikke", "de", "timer", "timerne", "mvh", "på",
	"komme", "dag", "morgen", "alligevel", "arbejde", "sender", "bliver", "nødt", "sige" };
/* clang-format on */

static bool is_filler(const char *word)
{
	for (size_t i = 0; i < COUNT(fillers); i++)
		if (strcmp(fillers[i], word) == 0)
			return true;
	return false;
}

static bool part_of_word(unsigned char c, bool digits)
{
	return digits ? isdigit(c) != 0 : (isalpha(c) || c >= 0x80);
}

static void take(struct words *w, char *word, bool digits)
{
	if (digits && w->number == 0 && strlen(word) <= 2)
		w->number = atoi(word);
	else if (w->count == ANSWER_WORDS_MOST)
		w->too_many = true;
	else
		w->word[w->count++] = word;
}

static struct words split(struct ctx *c, const char *text)
{
	const char *at = text_fold(c, text);
	struct words w = { 0 };

	while (*at != '\0') {
		bool digits = isdigit((unsigned char)*at) != 0;
		size_t n = 0;

		while (part_of_word((unsigned char)at[n], digits))
			n++;
		if (n == 0) {
			at++;
			continue;
		}
		take(&w, mem_dup_n(c, at, n), digits);
		at += n;
	}
	return w;
}

static bool says(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->word[i], word) == 0)
			return true;
	return false;
}

static bool is_stop(struct ctx *c, const struct words *w)
{
	const char *all = "";

	for (size_t i = 0; i < w->count; i++)
		all = mem_printf(
		    c, "%s%s%s", all, i > 0 ? " " : "", w->word[i]);
	for (size_t i = 0; i < COUNT(stops); i++)
		if (strcmp(stops[i], all) == 0)
			return w->number == 0;
	return false;
}

/* The one thing the words say; unclear when they say two, or something else
 * besides. */
static enum answer_kind meaning(const struct words *w)
{
	enum answer_kind kind = ANSWER_UNCLEAR;

	for (size_t i = 0; i < w->count; i++) {
		enum answer_kind found = ANSWER_UNCLEAR;

		for (size_t k = 0; k < COUNT(meanings); k++)
			if (strcmp(meanings[k].word, w->word[i]) == 0)
				found = meanings[k].kind;
		if (found == ANSWER_UNCLEAR && !is_filler(w->word[i]))
			return ANSWER_UNCLEAR;
		if (found == ANSWER_UNCLEAR)
			continue;
		if (kind != ANSWER_UNCLEAR && kind != found)
			return ANSWER_UNCLEAR;
		kind = found;
	}
	return kind;
}

static bool is_ill(const char *word)
{
	static const char *const words[] = { "syg", "syge", "sygt", "afbud" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool says_ill(const struct words *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (is_ill(w->word[i]))
			return true;
	return false;
}

/* "Jeg kan ikke i dag", and nothing else: not "kan jeg ikke komme senere?". */
static bool says_cannot(const struct words *w, const char *text)
{
	for (size_t i = 0; i < w->count; i++)
		if (!is_filler(w->word[i]) && !is_ill(w->word[i]))
			return false;
	return says(w, "kan") && says(w, "ikke") && strchr(text, '?') == NULL;
}

/* What an "ikke" makes of it: "passer ikke" asks for somebody to look, "nej,
 * kan ikke" is a no, "kan ikke" an AFBUD; all else could be either. */
static enum answer_kind with_not(enum answer_kind kind, bool cannot)
{
	if (kind == ANSWER_FITS)
		return ANSWER_CALL;
	if (kind == ANSWER_NO)
		return ANSWER_NO;
	if (kind == ANSWER_REMIND)
		return ANSWER_REMIND_NOT;
	return cannot ? ANSWER_AFBUD : ANSWER_UNCLEAR;
}

struct answer answer_parse(struct ctx *c, const char *text)
{
	struct words w = split(c, text);
	struct answer a = { .number = w.number == 1 ? 0 : w.number };

	if (strstr(text, "******-****") != NULL || text_has_cpr(text))
		a.kind = ANSWER_CPR;
	else if (is_stop(c, &w))
		a.kind = ANSWER_STOP;
	else if (says(&w, "forkert") && says(&w, "nummer"))
		a.kind = ANSWER_WRONG;
	else if (w.count == 0 && w.number >= 1 && w.number <= 3)
		a = (struct answer) { ANSWER_DAY, w.number };
	else if (!w.too_many)
		a.kind = says_ill(&w) ? ANSWER_AFBUD : meaning(&w);
	if (says(&w, "ikke") && a.kind != ANSWER_CPR && a.kind != ANSWER_WRONG)
		a.kind = with_not(a.kind, !w.too_many && says_cannot(&w, text));
	return a;
}
