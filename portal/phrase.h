/* Phrases: the words that pages and code ask for, in the language of whoever
 * reads them (www/phrases/da.txt, en.txt). A page that has not been translated
 * is Danish within a frame of their language. */
#ifndef PHRASE_H
#define PHRASE_H

#include "base/base.h"
#include "base/tmpl.h"

struct req;
struct reply;

/* ---- the phrases ---- */

/* "da", "en". */
const char *language_name(enum language language);

/* Reads www/phrases/da.txt and en.txt; NULL with why when one is wrong. */
struct phrases *phrases_load(const char *www_dir, char why[200]);
void phrases_free(struct phrases *p);

/* Reads a file of [section] lines and key = value lines, and has each taken by
 * its name, section.key. False with why. */
bool words_read(const char *path,
    bool (*take_one)(
	void *arg, const char *name, const char *value, char why[200]),
    void *arg, char why[200]);

/* Gives them to pages, which show them by {{t:key}}; false with why. */
bool phrases_put(const struct phrases *p, struct tmpls *pages, char why[200]);

/* All pages of a folder, with those phrases; NULL with why. */
struct tmpls *pages_load(
    const char *www_dir, const struct phrases *phrases, char why[200]);

/* The phrase in Danish, for a page that has not been translated; a missing one
 * ends the program. */
const char *phrase(const char *key);
const char *phrase_or(const char *key, const char *otherwise);

/* The same in the language of the page, and in Danish where it has none. */
const char *phrase_in(struct ctx *c, const char *key);
const char *phrase_in_or(struct ctx *c, const char *key, const char *otherwise);

/* The phrase of something by its own name: group.name, with an underscore for
 * each space. */
const char *phrase_named(struct ctx *c, const char *group, const char *name);

/* The same with {n} and {x} put in: these three in the page's language. */
const char *phrase_n(struct ctx *c, const char *key, int64_t n);
const char *phrase_x(struct ctx *c, const char *key, const char *x);

/* ---- which language (language.c) ---- */

/* Whoever asks is answered in r->language: what the address says (?lang=), or
 * said when they were here before, or else what is known of the person, or what
 * their browser would like. The page itself is Danish (r->ctx->language) where
 * it has not been translated. Called anew when it is known who they are. */
void language_choose(struct req *r);

/* The page is one of those that stand for any other: it has been translated. */
void language_take(struct req *r);

/* Remembers in the browser what the address said. */
void language_keep(struct req *r, struct reply *reply);

/* What a page's frame says of languages. */
void language_put(struct req *r, struct view *v);

#endif
