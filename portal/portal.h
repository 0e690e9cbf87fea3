/* The portal: what people see. A handler is a function from a request to a
 * reply; it never touches a socket, and has no effect but in the database, so
 * that it may be called again. What touches sockets is in front.h. Who may ask
 * for what is said in routes.c and nowhere else. */
#ifndef PORTAL_H
#define PORTAL_H

#include "base/base.h"
#include "base/tmpl.h"

#include "person.h"
#include "phrase.h"

struct store;

#define BODY_MOST   ((size_t)64 << 10)  /* bytes of a request's body */
#define PAGE_MOST   ((size_t)512 << 10) /* bytes of a page */
#define PARAMS_MOST 64                  /* fields of a form */

/* ---- what is asked ---- */

/* HEAD is a GET whose body stays away. OTHER is known and never allowed. */
enum method { GET = 1, POST = 2, OPTIONS = 4, OTHER = 8 };

/* Who is asking; a route says which of them may, by the sum. */
enum who {
	ANYONE = 0,
	EMPLOYER = ROLE_EMPLOYER,
	MENTOR = ROLE_MENTOR,
	CONSULTANT = ROLE_CONSULTANT,
	LEADER = ROLE_LEADER,
	ADMIN = ROLE_ADMIN,
	CITIZEN = ROLE_CITIZEN, /* in a session of their own page, alone */
	STAFF = ROLE_STAFF,
	FRESH = 256,  /* and shows again who they are (proof_pages.c) */
	KEEPS = 1024, /* what it wrote stays though it is refused */
	NOBODY = 512, /* shows staff nobody: leaves no row in the audit */
};

struct user {
	int64_t id;
	unsigned roles;       /* sum of enum who */
	int64_t employer;     /* of a contact; else 0 */
	int64_t municipality; /* of staff; else 0 */
	int64_t session;
	bool strong;       /* signed in with two factors */
	int64_t proved_at; /* when they last showed who they are */
	const char *name, *csrf, *language;
};

/* A field of a form or a query, decoded. What was no text (a NUL, no UTF-8, a
 * bad %) is marked, its bad bytes left out, so that the page can say so; so is
 * the first of a name that comes again. */
struct param {
	const char *name, *value;
	bool bad, twice;
};

struct params {
	struct param list[PARAMS_MOST];
	size_t count;
	bool unclean; /* one of them is bad or twice there */
};

/* Takes name=value&... apart. False, and none of them, when there are too many
 * or a name is bad. Names are exact; one may come several times, for ticks. */
bool params_parse(struct ctx *c, const char *text, size_t n, struct params *p);

/* As it stands in a form or an address: what is neither a letter nor a digit
 * as %41. */
const char *param_escape(struct ctx *c, const char *s);

/* The first of that name, or NULL; its value, "" when there is none or more
 * than one. */
const struct param *param_find(const struct params *p, const char *name);
const char *param_value(const struct params *p, const char *name);

/* All values of that name, as a NULL-ended list. */
const char *const *param_values(
    struct ctx *c, const struct params *p, const char *name);

/* The cookie of exactly that name; NULL when it is missing, twice there, or
 * not one of our tokens. */
const char *cookie_find(struct ctx *c, const char *header, const char *name);

struct req {
	struct ctx *ctx;
	enum method method;
	const char *path;          /* as it was sent, without the query */
	const struct route *route; /* once it is found */
	const char *address;       /* of the client, as far as we believe it */
	struct params query, form;
	const struct user *user; /* NULL: nobody signed in */
	int64_t id;              /* of :id in the path */
	int64_t citizen;         /* of :citizen */
	struct ids about;        /* whom, as the relation found */
	int64_t *shown;          /* others (audit_request.h) */
	size_t shown_count;
	enum language language; /* of the frame (language.c) */
	const char *token;      /* of :token */
	const char *session;    /* the cookies, or NULL */
	const char *browser;
	const char *body;
	size_t length;
	/* A header by name, "" when it is not there. */
	const char *(*header)(const struct req *r, const char *name);
	void *wire; /* the front's own */
};

/* ---- what is answered ---- */

#define COOKIES_MOST 3

struct reply {
	int status;
	const char *type; /* NULL: a page in HTML */
	const char *body;
	size_t length;
	const char *location;
	const char *cookie[COOKIES_MOST]; /* whole Set-Cookie values */
	const char *etag;
	const char *disposition; /* of a file that is kept: its name */
	const char *allow;       /* of a 405, or of OPTIONS */
	bool gzip, keep;         /* keep: may be cached for good */
	bool forget;             /* the browser is to drop all it holds of us */
	int64_t again;           /* seconds until it may be asked again; or 0 */
};

typedef struct reply handler(struct req *r);

/* Whether what :id names is the user's to see (relations.c), and whom it is
 * about, for the audit. What is not is answered as if it were not there. */
typedef bool relation(struct req *r);
relation own_task, own_engagement, own_followup, own_attention, own_session;
relation own_citizen; /* whose mentor they are */
relation any_task;    /* tasks are shared by municipalities */
relation our_citizen; /* of the same municipality, beside a task */
relation own_staff, own_passkey, own_contact, own_signup;

/* How often it may be done (limit.c). */
enum limit {
	USUAL,     /* any change: so many a minute from one who is signed in */
	ASKING,    /* a code is sent: so many an hour from one address */
	SENDING,   /* messages go to people: so many an hour from one person */
	TYPING,    /* a look at each key: so many a minute by one person */
	SEARCHING, /* for somebody by name: so many an hour by one person */
	EXPORTING, /* a file of people's data: so many an hour by one person */
	LIMITS,
};

struct route {
	enum method method;
	const char *path; /* :id, :citizen and :token stand for a part */
	unsigned who;  /* sum of enum who; ANYONE: no sign-in; FRESH, NOBODY */
	relation *own; /* NULL: there is nothing that could be another's */
	enum limit limit;
	bool hook; /* called by machines: no page, no cross-site check */
	handler *run;
};

extern const struct route routes[];

/* ---- the site's own parts ---- */

/* The texts, as one set: a reload makes a new one, and a request that has
 * begun keeps to the one it found. */
struct texts {
	struct tmpls *pages, *messages;
	struct phrases *phrases;
	struct catalogues *catalogues;
};

/* Reads all texts of www.dir; false, with why and the old ones in force, when
 * something is wrong with them. */
bool texts_read(char why[200]);

/* The texts in force. A set that was replaced lives until the next reload. */
const struct texts *texts(void);

/* What every request shares, made before threads. */
struct site {
	struct store *store;
	const struct assets *assets;
	int notifier; /* a datagram socket towards it */
	bool https;
};
extern struct site site;

/* Serves until told to stop; the exit status. begun is called once it is sure
 * that we can. */
int serve(void (*begun)(void));

/* From a request to its reply: route, session, role, CSRF, handler. */
struct reply dispatch(struct req *r);

/* Tells the notifier that something was committed; it looks by itself too. */
void wake_notifier(void);

/* ---- limits (limit.c) ---- */

/* What of the client's address counts as one (front.h). */
const char *limit_house(const struct req *r);

/* One more of that by the user, or the address: 0, or the seconds until it may
 * be done again. */
int64_t limit_take(const struct req *r, enum limit limit);

/* ---- replies (reply.c) ---- */

/* A page of www/pages, with the frame's own values added: view holds title. */
struct reply reply_page(
    struct req *r, int status, const char *name, struct view *view);

struct reply reply_see(struct req *r, const char *fmt, ...) PRINTF(2, 3);

/* What went wrong, as a page that says what to do. */
struct reply reply_error(struct req *r, enum err err);
struct reply reply_status(struct req *r, int status);

/* A 429: come again in so many seconds. */
struct reply reply_later(struct req *r, int64_t seconds);

/* A 503 for who comes when there is no room, or when we are stopping. */
struct reply reply_busy(struct req *r);

struct reply reply_text(struct req *r, int status, const char *text);

/* The cookies: who is signed in, which browser it is, what it reads. */
enum cookie { COOKIE_SESSION, COOKIE_BROWSER, COOKIE_LANGUAGE };
const char *cookie_name(enum cookie cookie);

/* Adds a cookie; value NULL deletes it. */
void reply_cookie(struct req *r, struct reply *reply, enum cookie cookie,
    const char *value, int64_t seconds);

/* ---- how many could (preview_pages.c) ---- */

struct task;
struct workplace;

/* "12 personer kan denne opgave", of a task that may not be posted yet, and the
 * one change that would help most: "preview" for part_preview.html, or nothing
 * when it cannot be told now. Never of people's own affairs (P19). */
void preview_put(struct req *r, struct view *v, const struct task *t,
    const struct workplace *place);

/* The other day on which most could do a task that is posted, to whoever was
 * asked before, too, for another time is another question: "preview" for
 * part_other_day.html, and its midnight; 0 and nothing when none is better. */
int64_t preview_put_other_day(struct req *r, struct view *v, int64_t task);

/* ---- messages (delivery_pages.c) ---- */

/* For staff, on every page: "trouble" for part_trouble.html while a provider in
 * use does not work or messages are late. */
void put_trouble(struct req *r, struct view *v);

/* ---- why somebody was asked (reason_pages.c) ---- */

/* "Derfor spurgte vi dig": "reasons", two or three sentences from what was
 * stored with the offer. On an open link page, so never a score, a need or
 * others (P19). */
void reason_put(
    struct req *r, struct view *v, int64_t offer, const char *function);

/* ---- who they are, once more (proof_pages.c) ---- */

/* What keeps them from a change that asks for it: status 0 when they have
 * shown it lately, or do now; else the page that asks, which holds all that
 * they sent, so that it goes on from there. */
struct reply proof_judge(struct req *r);

/* ---- signing in (signin_pages.c) ---- */

struct session;
struct form;

/* What a sign-up says (signup_pages.c); false when something of it is not right
 * any more, such as its time. */
struct signup;
struct signup_firm;
bool signup_firm_read(
    struct req *r, const struct signup *s, struct signup_firm *firm);

/* Yes or no to one that waits: as signup_accept() and signup_refuse(). */
enum err signup_answer(struct req *r, int64_t id, bool yes);

/* The browser's cookie, a new one where it has none; six digits, however people
 * part them; what the browser calls itself. */
const char *signin_browser(struct req *r);
const char *signin_digits(struct ctx *c, const char *typed);
const char *signin_device(const struct req *r);

/* To their first page, with the session's cookie. */
struct reply signin_in(struct req *r, const struct session *s);

/* The page of one's own sessions and keys, with what a form of it says; the
 * page to sign in on, with what was wrong with a key. */
struct reply session_page(struct req *r, int status, struct form *form);
struct reply signin_page(struct req *r, int status, const char *wrong);

/* What those pages say of passkeys (passkey_pages.c), where there can be any:
 * one's own, and the form to add one (NULL: empty); the question for a key of
 * whoever that browser's is, false where there is none. */
void put_passkeys(struct req *r, struct view *v, struct form *form);
bool put_passkey_question(struct req *r, struct view *v, const char *browser);

/* A QR code (qr.c) as a map "qr" of its size, in squares, and the path that
 * draws it; none when the text is too long. */
void put_qr(struct ctx *c, struct view *v, const char *text);

/* ---- built files (assets.c) ---- */

struct assets *assets_load(const char *dir);
const char *asset_name(const struct assets *a, const char *logical);
handler asset_get;

/* ---- demo ---- */

/* Whom the one who comes asks for: contact, contact_phone. */
void put_contact(struct req *r, struct view *v, int64_t person);

/* For staff: what the task would go beyond a free amount of the citizen's by,
 * as part_allowance.html shows it; an estimate, and nothing when it does not.
 */
void put_allowance(
    struct req *r, struct view *v, int64_t citizen, int64_t task);

/* A month that a page is about: ?maaned=2026-03, else this one, and never one
 * that is yet to come (month.c). Its first instant, and the next one's. */
struct month {
	int64_t from, to;
};
struct month month_asked(struct req *r);

/* "marts 2026" as month; this, before and after as links write them. after is
 * empty where it has not begun. */
void put_month(struct req *r, struct view *v, const struct month *m);

/* How far the two are with the hours, in words: also that nobody came. */
struct engagement;
struct hours;
const char *hours_state(
    struct req *r, const struct engagement *e, const struct hours *h);

/* That the two remember it differently, for part_differs.html: with the
 * citizen's own number, if they said one (P9). The view holds hours and who. */
void put_differs(struct req *r, struct view *v, const struct engagement *e,
    const struct hours *h);

/* Whose own page one may look at from /demo. */
void demo_put_citizens(struct req *r, struct view *v);

/* What /demo says of its clock, if it has one that turns. */
void demo_put_clock(struct req *r, struct view *v);

/* Fills an empty database with invented people around Holstebro. */
enum err demo_fill(struct ctx *c);

/* ---- handlers ---- */

handler home, about_page, accessibility, notice_page, first_pay;
handler signin_new, signin_send, signin_code_new, signin_code_check, signout;
handler factor_page, factor_check;
handler passkey_check, passkey_create, passkey_delete;
handler signup_new, signup_save, signup_check, signup_send;
handler signup_code_new, signup_code_check, signup_thanks;
handler contact_list_page, contact_add_one, contact_end_one;
handler contact_answer;
handler session_list_page, session_end_one, session_end_all;
handler offer_show, offer_say, reason_page;
handler why_list_page, why_task, why_find, why_citizen;
handler hours_show, hours_confirm, hours_open;
handler payroll_show, payroll_export;
handler terms_show, terms_mark;
handler followup_list_page, followup_mark;
handler attention_list, attention_act;
handler delivery_list_page, delivery_act;
handler ceiling_show, ceiling_change;
handler fairness_show;
handler audit_page, audit_find;
handler duty_page, duty_change;
handler kannel_report_hook, kannel_inbound_hook, provider_hook;
handler staff_list_page, staff_add_page, staff_create, staff_show, staff_change;
handler demo_show, demo_say, demo_turn;
handler healthz, readyz, metrics_page;

#endif
