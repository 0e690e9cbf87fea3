#include <ctype.h>
#include <string.h>

#include "base/text.h"

#include "wording.h"

/* A word with a dot after it is only that word: skal, but not skaldyr. */
static const char *const leaks[] = { "jobcent", "kontanthjælp",
	"uddannelseshjælp", "dagpenge", "ydelse", "ledig", "mentor", "praktik.",
	"praktikant", "sygdom", "syg.", "sygemeld", "hensyn", "sanktion",
	"rådighed", "efterværn", "diagnose", "afslag", "udeblev",
	"arbejdsprøvning", "afklaring", "sagsbehandler", "ressourceforløb",
	"fleksjob", "førtidspension", "misbrug", "psykiatri", "herberg",
	"forsorgshjem" };
static const char *const commands[] = { "tilbud", "småjob", "skal.", "loft.",
	"henvist", "frigiv" };

static bool letter(unsigned char c)
{
	return isalnum(c) || c >= 0x80;
}

static bool holds(const char *text, const char *word)
{
	size_t n = strlen(word);
	bool whole = word[n - 1] == '.';

	n -= whole ? 1 : 0;
	for (const char *at = text; *at != '\0'; at++) {
		if (at > text && letter((unsigned char)at[-1]))
			continue;
		if (strncmp(at, word, n) == 0 &&
		    !(whole && letter((unsigned char)at[n])))
			return true;
	}
	return false;
}

static const char *first_of(
    struct ctx *c, const char *text, const char *const *words, size_t count)
{
	const char *folded = text_fold(c, text);

	for (size_t i = 0; i < count; i++)
		if (holds(folded, words[i]))
			return words[i];
	return NULL;
}

const char *wording_leaks(struct ctx *c, const char *text)
{
	return first_of(c, text, leaks, COUNT(leaks));
}

const char *wording_commands(struct ctx *c, const char *text)
{
	return first_of(c, text, commands, COUNT(commands));
}

int wording_lix(const char *text)
{
	int words = 0, lengthy = 0, sentences = 0;

	while (*text != '\0') {
		int letters = 0;

		for (; letter((unsigned char)*text); text++)
			letters += ((unsigned char)*text & 0xC0) != 0x80;
		words += letters > 0;
		lengthy += letters > 6;
		if (*text == '.' || *text == '?' || *text == '!')
			sentences += text[1] == ' ' || text[1] == '\0' ||
			    text[1] == '\n';
		if (*text != '\0')
			text++;
	}
	if (words == 0)
		return 0;
	if (sentences == 0)
		sentences = 1;
	return words / sentences + lengthy * 100 / words;
}
