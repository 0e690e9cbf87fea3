#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/secret.h"
#include "base/text.h"

#include "factor.h"
#include "hook.h"
#include "person.h"
#include "portal.h"
#include "settings.h"

#define FILES_MOST 400 /* the newest of a folder */
#define FILE_BYTES 16384
#define MAILS_MOST 60

/* The demo's telephones and mailboxes: what the folder providers wrote. The
 * page exists only while they are configured. */

static int newest_first(const void *a, const void *b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

static int is_message(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot != NULL &&
	    (strcmp(dot, ".sms") == 0 || strcmp(dot, ".eml") == 0);
}

/* The newest files of the folder; names in the arena, *count of them. */
static const char **list_files(struct ctx *c, const char *folder, size_t *count)
{
	const char **names = mem_alloc(c, FILES_MOST * sizeof *names);
	struct dirent **found;
	int n = scandir(folder, &found, is_message, alphasort);

	*count = 0;
	for (int i = n - 1; i >= 0; i--) {
		if (*count < FILES_MOST)
			names[(*count)++] = mem_dup(c, found[i]->d_name);
		free(found[i]);
	}
	if (n >= 0)
		free(found);
	qsort(names, *count, sizeof *names, newest_first);
	return names;
}

static const char *read_file(
    struct ctx *c, const char *folder, const char *name)
{
	char *text = mem_alloc(c, FILE_BYTES + 1);
	FILE *f = fopen(mem_printf(c, "%s/%s", folder, name), "re");

	if (f == NULL)
		return "";
	text[fread(text, 1, FILE_BYTES, f)] = '\0';
	fclose(f);
	return text;
}

static const char *line_of(struct ctx *c, const char *text, const char *name)
{
	const char *at = strstr(text, name);

	if (at == NULL)
		return "";
	at += strlen(name);
	return mem_dup_n(c, at, strcspn(at, "\r\n"));
}

/* ---- what they say ---- */

/* The pages that our messages lead to, by how their addresses begin. */
static const struct {
	const char *path, *flag;
} linked[] = { { "/s/", "offer" }, { "/t/", "hours" }, { "/opgaver/", "task" },
	{ "/opfoelgning", "followups" } };

/* One line, taken apart so that our own link in it can be pressed. */
static void put_line(struct ctx *c, struct view *item, const char *line)
{
	const char *link = strstr(line, settings.public_url);
	const char *path;
	size_t length;

	view_text(c, item, "text", line);
	view_text(c, item, "after", "");
	if (link == NULL)
		return;
	path = link + strlen(settings.public_url);
	length = strcspn(path, " ");
	for (size_t i = 0; i < COUNT(linked); i++) {
		size_t n = strlen(linked[i].path);

		if (strncmp(path, linked[i].path, n) != 0)
			continue;
		view_bool(c, item, linked[i].flag, true);
		view_text(c, item, "rest", mem_dup_n(c, path + n, length - n));
		item->first->text = mem_dup_n(c, line, (size_t)(link - line));
		item->first->next->text = mem_dup(c, path + length);
	}
}

static void put_body(struct ctx *c, struct view *message, const char *body)
{
	struct view *lines = view_list(c, message, "lines");

	while (*body != '\0') {
		size_t n = strcspn(body, "\n");

		put_line(c, view_item(c, lines), mem_dup_n(c, body, n));
		body += n + (body[n] == '\n' ? 1 : 0);
	}
}

/* ---- telephones ---- */

struct sms {
	int64_t at, id; /* ids grow with time: what came first in a second */
	const char *number, *text;
	bool out; /* from the telephone to us */
};

static int oldest_first(const void *a, const void *b)
{
	const struct sms *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* All that was written, both ways, the oldest first. */
static struct sms *list_sms(struct ctx *c, size_t *count)
{
	size_t files_count, said_count;
	const char **files = list_files(c, settings.sms_folder, &files_count);
	const struct hook *said = hook_said(
	    c, "folder", FILES_MOST, &said_count);
	struct sms *all = mem_alloc(
	    c, (files_count + said_count + 1) * sizeof *all);

	*count = 0;
	for (size_t i = 0; i < files_count; i++) {
		const char *text = read_file(c, settings.sms_folder, files[i]);
		const char *body = strstr(text, "\n\n");

		all[(*count)++] = (struct sms) { atoll(
						     line_of(c, text, "At: ")),
			atoll(files[i]), line_of(c, text, "To: "),
			body != NULL ? text_trim(c, body) : "", false };
	}
	for (size_t i = 0; i < said_count; i++)
		all[(*count)++] = (struct sms) { said[i].came_at, said[i].id,
			hook_field(&said[i], "from"),
			hook_field(&said[i], "text"), true };
	qsort(all, *count, sizeof *all, oldest_first);
	return all;
}

/* The messages of that telephone, which is put there when it is not. */
static struct view *phone_of(
    struct req *r, struct view *phones, const char *number)
{
	struct ctx *c = r->ctx;
	struct person p = { .given_name = "Ukendt", .surname = "" };
	struct view *v;

	for (v = phones->first; v != NULL; v = v->next)
		if (strcmp(view_get(v, "number", 6)->text, number) == 0)
			return v->last;
	person_load(c, person_by_phone(c, number), &p);
	v = view_item(c, phones);
	view_text(c, v, "number", number);
	view_text(c, v, "shown", phone_show(c, number));
	view_text(c, v, "name", person_full_name(c, &p));
	return view_list(c, v, "messages");
}

/* The telephone that rang last stands first; within it, as on a telephone,
 * the newest stands last. */
static void put_phones(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *phones = view_list(c, v, "phones");
	size_t count;
	const struct sms *all = list_sms(c, &count);

	for (size_t i = count; i > 0; i--)
		phone_of(r, phones, all[i - 1].number);
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_item(
		    c, phone_of(r, phones, all[i].number));

		view_bool(c, item, "out", all[i].out);
		view_text(c, item, "at", clock_deadline(c, all[i].at));
		put_body(c, item, all[i].text);
	}
}

/* ---- mailboxes ---- */

/* Quoted-printable back into text, and =?UTF-8?Q? words too: both are our own
 * (notifier/mail_text.c), so only what that writes is read. */
static const char *unquote(struct ctx *c, const char *s)
{
	struct text t = text_new(c->mem, FILE_BYTES);

	for (; *s != '\0'; s++) {
		char byte[2] = { 0 };
		unsigned value;

		if (strncmp(s, "=?UTF-8?Q?", 10) == 0)
			s += 9;
		else if (strncmp(s, "?=", 2) == 0)
			s += strncmp(s, "?=\r\n =?UTF-8?Q?", 15) == 0 ? 14 : 1;
		else if (strncmp(s, "=\r\n", 3) == 0)
			s += 2;
		else if (*s == '=' && sscanf(s + 1, "%2x", &value) == 1) {
			byte[0] = (char)value;
			text_add_n(&t, byte, 1);
			s += 2;
		} else if (*s != '\r')
			text_add_n(&t, s, 1);
	}
	return t.s;
}

static const char *subject_of(struct ctx *c, const char *mail)
{
	const char *at = strstr(mail, "Subject: ");
	const char *end = at != NULL ? strstr(at, "\r\nMessage-ID:") : NULL;

	if (end == NULL)
		return "";
	at += 9;
	return unquote(c, mem_dup_n(c, at, (size_t)(end - at)));
}

/* The words: the one part there is, or the first of several. */
static const char *words_of(struct ctx *c, const char *mail)
{
	const char *part = strstr(mail, "Content-Type: text/plain");
	const char *at = part != NULL ? strstr(part, "\r\n\r\n") : NULL;
	const char *end = at != NULL ? strstr(at, "\r\n--=_") : NULL;

	if (at == NULL)
		return "";
	if (end != NULL)
		at = mem_dup_n(c, at, (size_t)(end - at));
	return text_trim(c, unquote(c, at));
}

/* The mails of that address; the mailbox is put there when it is not. */
static struct view *mailbox_of(
    struct ctx *c, struct view *boxes, const char *address)
{
	struct view *v;

	for (v = boxes->first; v != NULL; v = v->next)
		if (strcmp(v->first->text, address) == 0)
			return v->last;
	v = view_item(c, boxes);
	view_text(c, v, "to", address);
	return view_list(c, v, "mails");
}

/* The newest first, and open: that is the one somebody looks for. */
static void put_mails(struct req *r, struct view *v)
{
	struct ctx *c = r->ctx;
	struct view *boxes = view_list(c, v, "mailboxes");
	size_t count;
	const char **files = list_files(c, settings.mail_folder, &count);

	/* Nobody has signed in as long as there is no code. */
	view_bool(c, v, "began", count > 0);
	for (size_t i = 0; i < count && i < MAILS_MOST; i++) {
		const char *text = read_file(c, settings.mail_folder, files[i]);
		const char *to = line_of(c, text, "\nTo: <");
		struct view *box = mailbox_of(
		    c, boxes, mem_dup_n(c, to, strcspn(to, ">")));
		bool first = box->first == NULL;
		struct view *item = view_item(c, box);

		view_bool(c, item, "first", first);
		view_text(c, item, "subject", subject_of(c, text));
		put_body(c, item, words_of(c, text));
	}
}

/* What the app of one who has one shows. */
static void put_app(
    struct ctx *c, struct view *apps, int64_t id, const struct person *p)
{
	struct view *item;
	char code[7] = "";

	if (!factor_confirmed(c, id))
		return;
	for (struct view *v = apps->first; v != NULL; v = v->next)
		if (strcmp(view_get(v, "email", 5)->text, p->email) == 0)
			return;
	factor_demo(c, id, code);
	item = view_item(c, apps);
	view_text(c, item, "name", person_full_name(c, p));
	view_text(c, item, "email", p->email);
	view_text(c, item, "code", mem_dup(c, code));
}

static void put_people(struct req *r, struct view *v)
{
	static const enum role roles[] = { ROLE_EMPLOYER, ROLE_MENTOR,
		ROLE_CONSULTANT, ROLE_LEADER, ROLE_ADMIN };
	struct ctx *c = r->ctx;
	struct view *list = view_list(c, v, "people");
	struct view *apps = view_list(c, v, "apps");

	for (size_t i = 0; i < COUNT(roles); i++) {
		struct ids ids = person_with_role(c, roles[i]);

		for (size_t k = 0; k < ids.count; k++) {
			struct view *item = view_item(c, list);
			struct person p;

			if (!person_load(c, ids.id[k], &p))
				continue;
			view_text(c, item, "name", person_full_name(c, &p));
			view_text(c, item, "email", p.email);
			view_text(c, item, "role",
			    phrase(
				mem_printf(c, "role.%s", role_name(roles[i]))));
			if (roles[i] != ROLE_EMPLOYER)
				put_app(c, apps, ids.id[k], &p);
		}
	}
}

/* GET /demo */
struct reply demo_show(struct req *r)
{
	struct view *v = view_new(r->ctx);

	if (!settings_demo())
		return reply_error(r, ERR_NOT_FOUND);
	view_text(r->ctx, v, "title", phrase("demo.title"));
	demo_put_clock(r, v);
	put_people(r, v);
	demo_put_citizens(r, v);
	put_phones(r, v);
	put_mails(r, v);
	return reply_page(r, 200, "demo.html", v);
}

/* POST /demo: an SMS from one of the telephones, by the same way as a real
 * gateway's: stored as a hook, and made sense of by the notifier. */
struct reply demo_say(struct req *r)
{
	struct ctx *c = r->ctx;
	const char *from = phone_parse(
	    c, mem_printf(c, "+%s", param_value(&r->form, "fra")));
	const char *text = text_trim(c, param_value(&r->form, "tekst"));
	const struct hook_field fields[] = { { "from", from },
		{ "to", settings.sms_sender }, { "text", text },
		{ NULL, NULL } };
	char key[TOKEN_CHARS + 1];

	if (!settings_demo())
		return reply_error(r, ERR_NOT_FOUND);
	if (from == NULL || *text == '\0' || strlen(text) > 600)
		return reply_see(r, "/demo");
	secret_random_token(key);
	if (hook_store(c, "folder", HOOK_INBOUND, key, fields) != OK)
		return reply_error(r, ERR_FAILED);
	wake_notifier();
	return reply_see(r, "/demo#t%s", from);
}
