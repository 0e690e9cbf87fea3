/* Templates: the part of mustache a server needs, parsed once at start and
 * strict about names. {{x}} is shown escaped, and there is no raw form;
 * {{#x}}..{{/x}} for each of a list, once for a map, or if true;
 * {{^x}}..{{/x}} if false, empty or missing; {{>part}} another template;
 * {{t:key}} a phrase, in .html; {{! }} a comment. Names may be dotted
 * (user.name), and are looked up outwards. A tag that shows nothing itself (all
 * but {{x}} and {{t:key}}), alone on its line, takes the line with it.
 *
 * In an .html template a value stands in text or in a double-quoted attribute
 * and nowhere else, never inside <script> or <style> nor in an on..., style or
 * srcdoc attribute; a part stands in text; a section where a value may, or
 * between attributes ({{#x}} selected{{/x}}), and ends in the place where it
 * begins. An address (href, src, action ...) that holds a tag must begin with
 * a literal /x, #, ?, tel:, mailto: or otpauth: before it. Parts of an .html
 * are .html. Templates of other names (.sms, .mail) are shown unescaped. */
#ifndef BASE_TMPL_H
#define BASE_TMPL_H

#include "base/text.h"
#include "base/view.h"

#define TMPL_NESTED_MOST 16 /* parts within parts, sections within sections */

struct tmpl;  /* one parsed template */
struct tmpls; /* a set of them; immutable once loaded, so shared by threads */

/* An empty set; tmpls_free() ends it. */
struct tmpls *tmpls_new(void);
void tmpls_free(struct tmpls *set);

/* Parses text under that name. False, with "name:line: why" in why, when it is
 * no template or the name is taken; the set is then unchanged. The text is
 * copied, without the marks that editors on Windows put in. */
bool tmpls_add(
    struct tmpls *set, const char *name, const char *text, char why[200]);

/* Adds every file of the folder (not of folders in it) whose name ends in one
 * of the endings, a NULL-ended list. The file's name is the template's name,
 * after prefix. False as above, or when the folder cannot be read. */
bool tmpls_load(struct tmpls *set, const char *folder, const char *prefix,
    const char *const *endings, char why[200]);

/* Adds a phrase, for {{t:key}}: text in that language, which may show values
 * and holds no HTML. False as above. */
bool tmpls_phrase(struct tmpls *set, enum language language, const char *key,
    const char *text, char why[200]);

/* Every {{>part}} is there and none includes itself, every {{t:key}} is there
 * in Danish: call when all are added,
 * for nothing is filled before. */
bool tmpls_check(struct tmpls *set, char why[200]);

/* A new set of all such files of a folder, loaded and checked; NULL, with why,
 * when one of them cannot be. */
struct tmpls *tmpls_read(
    const char *folder, const char *const *endings, char why[200]);

bool tmpls_has(const struct tmpls *set, const char *name);

/* Fills the template. False, with why, when the view lacks a name that is
 * shown (a section on a missing name is simply false), or when it passed out's
 * ceiling; what out held before is then all it holds. */
bool tmpls_fill(const struct tmpls *set, const char *name,
    const struct view *view, struct text *out, char why[200]);

/* The same with phrases in a language: those whose key begins with "frame." in
 * the language of what stands around a page, the others in the page's own. What
 * has none in it is shown in Danish. */
struct tmpl_languages {
	enum language frame, page;
};
bool tmpls_fill_in(const struct tmpls *set, const char *name,
    struct tmpl_languages in, const struct view *view, struct text *out,
    char why[200]);

#endif
