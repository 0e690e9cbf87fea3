/* The insides of templates, for shared/base/tmpl*.c and their fuzz test alone:
 * tmpl_parse.c makes steps of a text, tmpl_html.c says where a tag may stand,
 * tmpl.c keeps the set and ties parts together, tmpl_phrase.c keeps phrases,
 * tmpl_fill.c takes the steps. */
#ifndef BASE_TMPL_PARTS_H
#define BASE_TMPL_PARTS_H

#include "base/tmpl.h"

#define WHY   200 /* bytes of every why */
#define SLOTS 256 /* of the hash of names */

enum step_kind {
	STEP_TEXT,   /* shown as it stands */
	STEP_VALUE,  /* {{name}} */
	STEP_EACH,   /* {{#name}} */
	STEP_UNLESS, /* {{^name}} */
	STEP_PART,   /* {{>name}} */
	STEP_PHRASE, /* {{t:key}} */
};

struct step {
	enum step_kind kind;
	int line;
	const char *s; /* the text, or the name: bytes of the template's own */
	size_t n;
	size_t head;       /* bytes of a dotted name before its first dot */
	uint32_t hash;     /* of those: view_hash() */
	size_t after;      /* the first step behind a section */
	struct tmpl *part; /* found by tmpls_check() */
	struct tmpl *said[LANGUAGES]; /* a phrase, found by it too */
};

struct tmpl {
	char *name, *text;
	bool html; /* its values are escaped */
	struct step *steps;
	size_t count;
	int depth;         /* templates within templates, or see tmpl.c */
	struct tmpl *next; /* with the same hash */
};

struct tmpls {
	struct tmpl *slot[SLOTS];
	bool checked;
};

/* Writes "name:line: why" and is false. */
bool tmpl_fail(char why[WHY], const char *name, int line, const char *fmt, ...)
    PRINTF(4, 5);

/* Makes t's steps of t's text. */
bool tmpl_parse(struct tmpl *t, char why[WHY]);

/* Adds what has been made of a text; false, and it is gone, when it is none. */
bool tmpl_keep(struct tmpls *set, struct tmpl *t, char why[WHY]);

/* Ties a phrase to what it is in each language. */
bool tmpl_tie_phrase(const struct tmpls *set, const struct tmpl *t,
    struct step *step, char why[WHY]);

/* The template of that name, or NULL. */
struct tmpl *tmpl_find(const struct tmpls *set, const char *name, size_t n);

/* Where in HTML a template has come to. */
enum place {
	IN_TEXT,
	IN_LESS,          /* < */
	IN_LESS_SLASH,    /* </ */
	IN_LESS_BANG,     /* <! */
	IN_LESS_DASH,     /* <!- */
	IN_COMMENT,       /* <!-- */
	IN_DECLARATION,   /* <!doctype, <? */
	IN_TAG_NAME,      /* <a */
	IN_TAG,           /* <a _ */
	IN_TAG_BREAK,     /* the same, where a name must not go on */
	IN_NAME,          /* <a href */
	IN_EQUALS,        /* <a href= */
	IN_DOUBLE,        /* <a href=" */
	IN_SINGLE,        /* <a href=' */
	IN_BARE,          /* <a href=x */
	IN_SCRIPT,        /* <script> or <style> */
	IN_SCRIPT_LESS,   /* the same, < */
	IN_SCRIPT_FINISH, /* the same, </ */
};

struct html {
	enum place place;
	char tag[12], name[16]; /* of tag and attribute; small, cut off */
	char script[12];        /* the tag whose end ends IN_SCRIPT */
	char value[9];          /* how the attribute's value begins */
	bool finish;            /* the tag is </...> */
	bool judged;            /* the value was found to begin well */
	int dashes;             /* before this place in a comment */
	unsigned tags, values;  /* begun until now */
};

/* Goes on over a byte of the template. NULL, or why it cannot stand there. */
const char *html_byte(struct html *h, char byte);

/* NULL, or why a tag of that kind may not stand here. */
const char *html_allows(struct html *h, enum step_kind kind);

/* At a section's end: NULL, or why what is in the section may not be left
 * out or repeated. */
const char *html_section(const struct html *begin, struct html *end);

#endif
