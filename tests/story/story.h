/* The story runner's private header. What a story may say stands at the top
 * of story.c; the parts below stand in the order of their needs. */
#ifndef STORY_H
#define STORY_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/text.h"

enum { WORDS_MOST = 40, NAME_MOST = 40 };

/* One line of a story: the command, and what it is given. */
struct words {
	size_t n;
	const char *word[WORDS_MOST];
	bool quoted; /* the first one stood in quotes */
};

struct child {
	const char *name; /* NULL when it does not run */
	pid_t pid;
	int fd;     /* of the process: readable when it has ended */
	int status; /* as wait() tells it, once it has ended */
};

enum port {
	PORT_PORTAL,
	PORT_SMTP,
	PORT_ADMIN,   /* bearerbox' own pages */
	PORT_BOX,     /* smsbox speaks to bearerbox here */
	PORT_SMSC,    /* fakesmsc, all the phones there are, does so here */
	PORT_SENDSMS, /* the gateway, as the notifier knows it */
	PORT_COUNT
};

struct options {
	const char *repo, *build, *peers;
	const char *here;     /* where we were built, and the shim beside us */
	const char *faketime; /* what turns a program's clock */
	const char *preload;  /* that, and before it a sanitizer of ours */
	const char *python, *fakesmsc;
	bool san, keep;
};

/* A key of the configuration, said by the story, as a variable. */
struct setting {
	struct setting *next;
	const char *variable;
};

struct story {
	const struct options *o;
	struct ctx *keep; /* memory for the whole story */
	struct ctx *c;    /* memory for one command */
	const char *path;
	const char *want; /* what failed: in words */
	const char *got;

	const char *dir; /* of its own, under $TMPDIR */
	const char *provider;
	bool turned, prepared, started;
	int64_t offset; /* of the programs' clock against ours */
	int port[PORT_COUNT];
	const char *hook_secret;
	struct setting *settings; /* what the story's `set` lines ask */
	struct capture *captures;

	struct child portal, notifier, smtp, bearerbox, smsbox, fakesmsc;
	const char *shim; /* where the next notifier is to be killed */
	int shim_port;

	int phones; /* what is written here, fakesmsc sends */
	unsigned barriers;
	size_t reports_lost; /* given up waiting for */
	struct sms *inbox, **inbox_end;
	struct sms *sms; /* the one read last */
	off_t inbox_at;
	struct mail *mails, **mails_end;
	struct mail *mail;

	struct browser *browsers, *browser;
};

/* words.c */

/* Takes a line apart: first `lead` single words, then phrases that two spaces,
 * a tab or quotes keep apart. False when a quote does not end. */
bool words_split(struct ctx *c, const char *line, size_t lead, struct words *w);

/* The text with every {name} replaced that has been captured. What has not
 * stays as it is, for words_match() to capture. */
const char *words_expand(struct story *s, const char *text);

/* The name of a {name} that nothing has captured yet, or NULL. */
const char *words_unknown(struct story *s, const char *text);

const char *words_captured(struct story *s, const char *name);
void words_capture(struct story *s, const char *name, const char *value);

/* True when the pattern is the text (whole) or is found in it. Each {name}
 * stands for the characters up to the next one of the pattern. */
bool words_match(
    struct story *s, const char *pattern, const char *text, bool whole);

/* A copy in which each run of white space is one space, none at the ends. */
char *words_collapse(struct ctx *c, const char *text);

/* Splits at the first space: returns the part before it, *rest the one after.
 */
const char *words_head(struct ctx *c, const char *text, const char **rest);

/* One character, in UTF-8. */
void words_add_point(struct text *t, uint32_t ch);

/* Says what went wrong; always false. */
bool fail(struct story *s, const char *want, const char *fmt, ...) PRINTF(3, 4);

/* wait.c: every wait has an end, and a Ctrl-C ends them all. */

struct deadline {
	int64_t at;
	bool last;
};

void wait_open(void); /* from now on signals only end the waits */
bool wait_interrupted(void);
struct deadline wait_for(const struct story *s, int ms);
bool wait_more(struct deadline *d); /* pauses; false when it is too late */

char *file_read(struct ctx *c, const char *path); /* NULL if it is not there */
bool file_write(const char *path, const char *text);
char *file_program(struct ctx *c, const char *command); /* its first line */
char *file_of(struct ctx *c, const char *package, const char *end);
void file_remove_all(const char *dir);

/* How many lines of the file hold both texts. */
size_t log_count(const char *path, const char *a, const char *b);
bool log_wait(struct story *s, const char *path, const char *text, size_t least,
    const struct child *writer);
void log_tail(const char *path, size_t lines, const char *only);

/* child.c */

enum clock { CLOCK_TRUE, CLOCK_TURNED };

struct launch {
	const char *name;
	const char *const *argv;
	const char *log; /* takes both outputs, appended */
	enum clock clock;
	int64_t shift; /* turned further by so many seconds; 0: as all else */
	const char *shim; /* where to be killed: connect, firstbyte, reply */
	int shim_port;
	int input; /* of the child; -1 for none */
};

bool child_start(struct story *s, struct child *ch, const struct launch *l);
bool child_wait(struct story *s, struct child *ch, int ms); /* has it ended? */
bool child_ended(struct child *ch);
void child_stop(struct story *s, struct child *ch, int signal, int ms);
/* Runs it to its end: the exit status, 128 + the signal, or -1 if too slow. */
int child_run(struct story *s, const struct launch *l, int ms);
const char *child_fate(struct ctx *c, int status); /* "exit 1", "signal 9" */

bool port_free(struct story *s, int *port);

/* turn.c */
bool turn_to(struct story *s, int64_t at);
int64_t turn_now(const struct story *s);

/* servers.c: our two programs, and the mail host */
const char *story_file(struct story *s, const char *name); /* in s->dir */
bool servers_fill(struct story *s, const char *template, const char *to);
bool servers_prepare(struct story *s);
bool servers_start(struct story *s);
bool servers_end(struct story *s); /* false when one did not end as it ought */
void servers_kill(struct story *s);
bool portal_start(struct story *s);
bool smtp_start(struct story *s);

/* kannel.c */
bool kannel_start(struct story *s);
void kannel_kill(struct story *s);
/* Returns when what Kannel has taken has reached the phones. */
bool kannel_barrier(struct story *s);
/* Returns when the portal has heard of what Kannel has to report. */
void kannel_settle(struct story *s);

/* inbox.c: what the phones have received */
#define BARRIER_PHONE "4500000001"
struct sms {
	struct sms *next;
	const char *from, *to; /* from a folder: the file's name */
	struct text text;
	const char *part_ref; /* the header that joins its parts */
	int parts, missing;
	bool read;
};
void inbox_look(struct story *s);
char *inbox_number(struct ctx *c, const char *number);

/* mail.c */
struct mail {
	struct mail *next;
	const char *file, *to, *subject, *body;
	bool read;
};
void mail_look(struct story *s);

/* The first link to us in a text, as a path; NULL if there is none. */
const char *link_find(struct story *s, const char *text, const char *prefix);

/* html.c: pages read as people see them */
struct tag {
	const char *at, *end; /* from < to after > */
	const char *name;
	size_t name_n;
	bool closes;
};
bool tag_next(const char *from, struct tag *t);
bool tag_is(const struct tag *t, const char *name);
const char *tag_attr(struct ctx *c, const struct tag *t, const char *name);
/* The end of what the tag opens: where its closing tag begins. */
const char *tag_content_end(const struct tag *open, struct tag *close);
char *html_decode(struct ctx *c, const char *s, const char *end);
char *html_text(struct ctx *c, const char *html, const char *end);

/* browser.c */
struct browser {
	struct browser *next;
	const char *name;
	struct cookie *cookies;
	struct arena *mem; /* the last answer's */
	int status;
	const char *path;          /* of the last answer */
	struct text headers, body; /* as they came */
	const char *extra[4];      /* headers for the next request only */
	size_t extras;
};
void browser_choose(struct story *s, const char *name);
bool browser_fetch(
    struct story *s, const char *method, const char *path, const char *body);
const char *browser_header(
    struct ctx *c, const struct browser *b, const char *name);
const char *browser_path(struct story *s, const char *url); /* absolute */
bool browser_follow(struct story *s); /* a redirect, if that is what we got */
void browser_end(struct story *s);
/* A POST to somebody else than the portal: the status, 0 if none came. */
int http_send(const char *url, const char *const *headers, const char *body);

/* form.c: what a form would send */

/* A choice has one control for each thing that can be chosen. */
struct control {
	struct control *next;
	const char *name, *value, *label;
	enum { PLAIN, TICK, RADIO, OPTION } kind;
	bool on;
};
struct form {
	struct tag open;
	const char *end;
	struct control *first, **last;
};
/* The form with that id or, without one, the one around that place. */
bool form_find(struct story *s, const char *id, const char *at, struct form *f);
/* Its controls; with a form that is the whole page, those of all forms. */
void form_read(struct story *s, struct form *f);
/* Sets one field as a person would: what cannot be chosen is not chosen. An
 * empty value takes every tick off. */
bool form_set(
    struct story *s, struct form *f, const char *name, const char *value);

/* submit.c: pressing buttons and links */
void form_add(struct text *to, const char *name, const char *value);
const char *form_csrf(struct story *s);

/* commands.c, and the commands that stand elsewhere */
bool command_run(struct story *s, const char *line);
bool cmd_sms(struct story *s, struct words *w);
bool cmd_nosms(struct story *s, struct words *w);
bool cmd_parts(struct story *s, struct words *w);
bool cmd_link(struct story *s, struct words *w);
bool cmd_reply(struct story *s, struct words *w);
bool cmd_kannel(struct story *s, struct words *w);
bool cmd_phones(struct story *s, struct words *w);
bool cmd_mail(struct story *s, struct words *w);
bool cmd_mailbody(struct story *s, struct words *w);
bool cmd_nomail(struct story *s, struct words *w);
bool cmd_maillink(struct story *s, struct words *w);
bool cmd_now(struct story *s, struct words *w);
bool cmd_turn(struct story *s, struct words *w);
bool cmd_tick(struct story *s, struct words *w);
bool cmd_notifier(struct story *s, struct words *w);
bool cmd_portal(struct story *s, struct words *w);
bool cmd_smtp(struct story *s, struct words *w);
bool cmd_start(struct story *s, struct words *w);
bool cmd_load(struct story *s, struct words *w);
bool cmd_get(struct story *s, struct words *w);
bool cmd_head(struct story *s, struct words *w);
bool cmd_options(struct story *s, struct words *w);
bool cmd_post(struct story *s, struct words *w);
bool cmd_submit(struct story *s, struct words *w);
bool cmd_click(struct story *s, struct words *w);
bool cmd_field(struct story *s, struct words *w);
bool cmd_see(struct story *s, struct words *w);
bool cmd_no(struct story *s, struct words *w);
bool cmd_nowhere(struct story *s, struct words *w);
bool cmd_header(struct story *s, struct words *w);

#endif
