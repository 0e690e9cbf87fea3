/* The text linter: every message there is, filled with the longest that may
 * be, is held to what is said of it in docs/DECISIONS.md. Run from the top of
 * the tree: texts SOURCE.c...   with the sources that leave notices. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

#include "texts.h"
#include "wording.h"

#define FOLDER     "www/messages/da"
#define BYTES_MOST ((size_t)16 << 10) /* of a message */
#define LIX_MOST   30

static int passed, failed;

/* One test: no reason is a good one. */
static void judge(
    const char *what, const char *fill, const char *wrong, const char *text)
{
	if (wrong == NULL) {
		passed++;
		return;
	}
	failed++;
	printf("%s%s%s: %s\n", what, *fill ? ", with " : "", fill, wrong);
	if (text != NULL)
		printf("    %s\n", text);
}

static bool has(struct ctx *c, const char *text, const char *word)
{
	return strstr(text_fold(c, text), word) != NULL;
}

/* Readability is the text's own: names are not ours to choose, nor links to
 * read, so it is measured with the shortest and without. */
static int lix_of(struct ctx *c, const struct fill *f, const char *text)
{
	const char *link = strstr(text, "http");

	if (f->longest)
		return 0;
	if (link == NULL)
		return wording_lix(text);
	return wording_lix(mem_printf(c, "%.*s%s", (int)(link - text), text,
	    link + strcspn(link, " \n")));
}

/* What no reader may meet. */
static const char *words_wrong(
    struct ctx *c, const struct notice *n, const char *text)
{
	const char *word = wording_leaks(c, text);
	bool to_firm = !n->to_citizen && n->about != ABOUT_DUTIES &&
	    n->about != ABOUT_TEAM;

	if (word != NULL)
		return mem_printf(c, "says \"%s\"", word);
	if (text_has_cpr(text))
		return "holds what looks like a CPR number";
	if (to_firm && has(c, text, "borger"))
		return "says \"borger\" to a firm";
	if (!n->to_citizen)
		return NULL;
	word = wording_commands(c, text);
	if (word != NULL)
		return mem_printf(c, "says \"%s\" to a citizen", word);
	if (has(c, text, "ellers"))
		return "says \"ellers\" to a citizen";
	return NULL;
}

/* A citizen's name beyond GSM is left out of what they get. A firm is told it,
 * and that may take two parts. */
static const char *size_wrong(
    struct ctx *c, const struct notice *n, const char *text)
{
	struct sms_size size = sms_size(text);

	if (sms_fits(text))
		return NULL;
	if (!size.gsm && !n->to_citizen && size.parts <= 2)
		return NULL;
	return mem_printf(c, "is %zu %s in %zu parts", size.units,
	    size.gsm ? "septets" : "UCS-2 units", size.parts);
}

static const char *filled_wrong(struct ctx *c, const struct notice *n,
    const struct fill *f, const char *text, bool sms)
{
	const char *wrong = words_wrong(c, n, text);

	if (wrong == NULL && n->to_citizen && lix_of(c, f, text) > LIX_MOST)
		wrong = mem_printf(c, "is hard to read: LIX %d; at most %d",
		    lix_of(c, f, text), LIX_MOST);
	if (wrong == NULL && sms)
		wrong = size_wrong(c, n, text);
	if (wrong == NULL && sms && n->about == ABOUT_DUTIES &&
	    strstr(text, f->name) != NULL)
		wrong = "tells a name in an SMS about others";
	return wrong;
}

/* The template with that name, as it stands; NULL with why. */
static const char *filled(struct ctx *c, const struct tmpls *set,
    const char *file, const struct view *v, char why[200])
{
	struct text out = text_new(c->mem, BYTES_MOST);

	return tmpls_fill(set, file, v, &out, why) ? out.s : NULL;
}

/* ---- one kind at a time ---- */

/* What message.c would choose to send; every name must be there in any form. */
static void check_sms(struct ctx *c, const struct tmpls *set,
    const struct notice *n, const struct fill *f)
{
	const char *file = mem_printf(c, "%s.sms", n->kind);
	struct view *v = view_for(c, n, f, false), *greeted;
	char why[200];
	const char *text;

	greeted = view_for(c, n, f, false);
	view_bool(c, greeted, "greet", true);
	if (filled(c, set, file, greeted, why) == NULL) {
		judge(file, f->title, why, NULL);
		return;
	}
	text = message_sms(c, set, n->kind, v);
	judge(file, f->title, filled_wrong(c, n, f, text, true), text);
}

/* The short form fits whatever it is filled with, greeting left out. */
static void check_short(struct ctx *c, const struct tmpls *set,
    const struct notice *n, const struct fill *f)
{
	const char *file = mem_printf(c, "%s.short.sms", n->kind);
	struct view *v = view_for(c, n, f, false);
	const char *text;
	char why[200];

	if (!tmpls_has(set, file))
		return;
	view_bool(c, v, "greet", false);
	text = filled(c, set, file, v, why);
	if (text != NULL)
		text = sms_plain(c, text_trim(c, text));
	judge(file, f->title,
	    text == NULL ? why : filled_wrong(c, n, f, text, true), text);
}

static void check_mail(struct ctx *c, const struct tmpls *set,
    const struct notice *n, const struct fill *f)
{
	const char *file = mem_printf(c, "%s.mail", n->kind);
	struct view *v = view_for(c, n, f, true);
	const char *text, *wrong;
	char why[200];

	if (!tmpls_has(set, file)) {
		judge(file, f->title, n->how == HOW_SMS ? NULL : "is missing",
		    NULL);
		return;
	}
	text = filled(c, set, file, v, why);
	wrong = text == NULL ? why : filled_wrong(c, n, f, text, false);
	if (wrong == NULL && strncmp(text, "Subject: ", 9) != 0)
		wrong = "does not begin with its subject";
	judge(file, f->title, wrong, text);
}

/* What is put into a calendar stands there for others to see. */
static void check_event(struct ctx *c, const struct tmpls *set,
    const struct notice *n, const struct fill *f)
{
	const char *file = mem_printf(c, "%s.event", n->kind);
	const char *text, *wrong;
	char why[200];

	if (!tmpls_has(set, file))
		return;
	text = filled(c, set, file, view_for(c, n, f, true), why);
	wrong = text == NULL ? why : filled_wrong(c, n, f, text, false);
	if (wrong == NULL && n->about != ABOUT_ENGAGEMENT)
		wrong = "is about nothing that has a time";
	if (wrong == NULL &&
	    (strncmp(text, "Summary: ", 9) != 0 ||
		strncmp(strchr(text, '\n') + 1, "Place: ", 7) != 0))
		wrong = "does not begin with its summary and place";
	judge(file, f->title, wrong, text);
}

/* ---- the files and the sources ---- */

static const char *read_file(struct ctx *c, const char *path)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	char *text;

	if (f == NULL || fstat(fileno(f), &st) != 0)
		return "";
	text = mem_alloc(c, (size_t)st.st_size + 1);
	text[fread(text, 1, (size_t)st.st_size, f)] = '\0';
	fclose(f);
	return text;
}

/* Addresses come from the view alone, for others are not ours. */
static void check_file(struct ctx *c, const char *name)
{
	const char *text = read_file(c, mem_printf(c, "%s/%s", FOLDER, name));
	size_t count, kind = strcspn(name, ".");
	const struct notice *all = notices(&count);
	const char *wrong = "belongs to no kind of notice";
	const char *form = name + kind;

	for (size_t i = 0; i < count; i++)
		if (strlen(all[i].kind) == kind &&
		    strncmp(all[i].kind, name, kind) == 0)
			wrong = NULL;
	if (strcmp(form, ".sms") != 0 && strcmp(form, ".short.sms") != 0 &&
	    strcmp(form, ".mail") != 0 && strcmp(form, ".event") != 0)
		wrong = "is none of .sms, .short.sms, .mail, .event";
	if (strcmp(name, "frame.html") == 0)
		wrong = NULL; /* of every mail */
	if (has(c, text, "http") || has(c, text, "www.") ||
	    strstr(text, "://") != NULL)
		wrong = "holds an address of its own";
	judge(name, "", wrong, NULL);
}

static void check_folder(struct ctx *c)
{
	DIR *dir = opendir(FOLDER);
	struct dirent *entry;

	if (dir == NULL)
		log_bug("texts.no_folder");
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			check_file(c, entry->d_name);
	closedir(dir);
}

/* A kind that nobody leaves is a text that nobody reads; a value that
 * message.c does not put is one that is missing when it is sent. */
static void check_sources(struct ctx *c, char **files)
{
	struct text all = text_new(c->mem, ARENA_MOST / 4);
	const char *message = mem_printf(c, "%s%s%s",
	    read_file(c, "shared/message.c"),
	    read_file(c, "shared/message_engagement.c"),
	    read_file(c, "shared/message_digest.c"));
	const char *name;
	size_t count;
	const struct notice *kinds = notices(&count);

	for (; *files != NULL; files++)
		if (strcmp(*files, "shared/notice.c") != 0)
			text_add(&all, read_file(c, *files));
	for (size_t i = 0; i < count; i++)
		judge(kinds[i].kind, "",
		    strstr(all.s, mem_printf(c, "\"%s\"", kinds[i].kind))
			? NULL
			: "is a notice that nobody leaves",
		    NULL);
	for (size_t i = 0; (name = value_name(i)) != NULL; i++)
		judge(name, "",
		    strstr(message, mem_printf(c, "\"%s\"", name))
			? NULL
			: "is no name that message.c puts in",
		    NULL);
}

int main(int argc, char **argv)
{
	struct ctx c = { .mem = arena_new() };
	size_t count;
	const struct notice *all = notices(&count);
	struct tmpls *set;
	char why[200];

	(void)argc;
	log_open("texts");
	clock_open();
	secret_open();
	c.now = clock_now();
	values_open(&c);
	set = messages_load("www", why);
	if (set == NULL)
		log_refuse("%s", why);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < FILLS; k++) {
			check_sms(&c, set, &all[i], &fills[k]);
			check_short(&c, set, &all[i], &fills[k]);
			check_mail(&c, set, &all[i], &fills[k]);
			check_event(&c, set, &all[i], &fills[k]);
		}
	check_folder(&c);
	arena_reset(c.mem);
	check_sources(&c, argv + 1);
	tmpls_free(set);
	arena_free(c.mem);
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
