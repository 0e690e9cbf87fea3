#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

#include "catalogue.h"
#include "message.h"
#include "portal.h"
#include "settings.h"

static _Atomic(struct texts *) in_force;

const struct texts *texts(void)
{
	return atomic_load(&in_force);
}

/* Every page is there and can be parsed before anybody asks for one. */
struct tmpls *pages_load(
    const char *www_dir, const struct phrases *phrases, char why[200])
{
	static const char *const endings[] = { ".html", NULL };
	struct tmpls *set = tmpls_new();
	char folder[200];

	snprintf(folder, sizeof folder, "%s/pages", www_dir);
	if (tmpls_load(set, folder, "", endings, why) &&
	    phrases_put(phrases, set, why) && tmpls_check(set, why))
		return set;
	tmpls_free(set);
	return NULL;
}

static void texts_free(struct texts *t)
{
	if (t == NULL)
		return;
	if (t->pages != NULL)
		tmpls_free(t->pages);
	if (t->messages != NULL)
		tmpls_free(t->messages);
	if (t->phrases != NULL)
		phrases_free(t->phrases);
	if (t->catalogues != NULL)
		catalogues_free(t->catalogues);
	free(t);
}

/* The set before the last is freed here, not the last one: a request that is
 * under way may still read that, and none lasts from one reload to the next. */
bool texts_read(char why[200])
{
	static struct texts *before;
	struct texts *t = calloc(1, sizeof *t);

	if (t == NULL)
		log_bug("texts.no_memory");
	t->phrases = phrases_load(settings.www_dir, why);
	if (t->phrases != NULL)
		t->pages = pages_load(settings.www_dir, t->phrases, why);
	if (t->pages != NULL)
		t->catalogues = catalogues_load(settings.www_dir, why);
	if (t->catalogues != NULL)
		t->messages = messages_load(settings.www_dir, why);
	if (t->messages == NULL) {
		texts_free(t);
		return false;
	}
	texts_free(before);
	before = atomic_exchange(&in_force, t);
	return true;
}
