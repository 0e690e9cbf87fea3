#include "story.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* Reads one mail through mail.py, which undoes what mail does to words: the
 * address, the subject, then the body. One that is not sound is to nobody, and
 * its subject says why. */
static void take(struct story *s, const char *name)
{
	const char *command = mem_printf(s->c, "%s/mail/%s", s->dir, name);
	const char *out = story_file(s, "mail.txt");
	const char *const argv[] = { s->o->python,
		mem_printf(s->c, "%s/mail.py", s->o->peers), command, out,
		NULL };
	struct launch l = {
		.name = "mail.py",
		.argv = argv,
		.log = story_file(s, "mail.log"),
		.input = -1,
	};
	struct mail *mail = mem_alloc(s->keep, sizeof *mail);
	char *text = NULL, *subject, *body;

	if (child_run(s, &l, 10000) == 0)
		text = file_read(s->keep, out);
	subject = text ? strchr(text, '\n') : NULL;
	body = subject ? strchr(subject + 1, '\n') : NULL;
	mail->file = mem_dup(s->keep, name);
	mail->to = mail->subject = mail->body = "";
	if (!text)
		mail->subject = file_read(s->keep, l.log);
	if (body) {
		*subject = *body = '\0';
		mail->to = text;
		mail->subject = subject + 1;
		mail->body = body + 1;
	}
	*s->mails_end = mail;
	s->mails_end = &mail->next;
}

static int is_mail(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".eml") == 0;
}

static bool known(const struct story *s, const char *name)
{
	const struct mail *mail = s->mails;

	while (mail && strcmp(mail->file, name) != 0)
		mail = mail->next;
	return mail;
}

void mail_look(struct story *s)
{
	struct dirent **found = NULL;
	int i, n = scandir(story_file(s, "mail"), &found, is_mail, alphasort);

	for (i = 0; i < n; i++) {
		if (!known(s, found[i]->d_name))
			take(s, found[i]->d_name);
		free(found[i]);
	}
	free(found);
}

static struct mail *unread(struct story *s, const char *to)
{
	struct mail *mail;

	mail_look(s);
	for (mail = s->mails; mail; mail = mail->next)
		if (!mail->read && (!to || strcasecmp(mail->to, to) == 0))
			return mail;
	return NULL;
}

bool cmd_mail(struct story *s, struct words *w)
{
	const char *want = w->n > 1 ? w->word[1] : "";
	struct deadline d = wait_for(s, 5000);
	struct mail *other;

	do {
		s->mail = unread(s, w->word[0]);
	} while (!s->mail && wait_more(&d));
	if (!s->mail) {
		other = unread(s, NULL);
		return fail(s, mem_printf(s->c, "a mail to %s", w->word[0]),
		    "none; unread elsewhere: %s %s",
		    other ? other->to : "none to anybody",
		    other ? other->subject : "");
	}
	s->mail->read = true;
	if (!words_match(s, want, s->mail->subject, false))
		return fail(s, mem_printf(s->c, "... %s", want), "%s",
		    s->mail->subject);
	return true;
}

/* The body as it reads: where its lines break is no matter. */
bool cmd_mailbody(struct story *s, struct words *w)
{
	const char *body;

	if (!s->mail)
		return fail(s, "mail before mailbody", "none was read");
	body = words_collapse(s->c, s->mail->body);
	if (!words_match(s, w->word[0], body, false))
		return fail(s, w->word[0], "%s", body);
	return true;
}

bool cmd_nomail(struct story *s, struct words *w)
{
	const char *to = w->n ? w->word[0] : NULL;
	struct deadline d = wait_for(s, s->notifier.name ? 500 : 0);
	struct mail *mail;

	do {
		mail = unread(s, to);
	} while (!mail && wait_more(&d));
	if (mail)
		return fail(s, "no mail", "to %s: %s", mail->to, mail->subject);
	return true;
}

/* maillink {name}, or maillink {name} /prefix to choose among several. */
bool cmd_maillink(struct story *s, struct words *w)
{
	const char *prefix = w->n > 1 ? w->word[1] : "";
	const char *link;

	if (!s->mail)
		return fail(s, "mail before maillink", "none was read");
	link = link_find(s, s->mail->body, prefix);
	if (!link)
		return fail(s, "a link to the portal", "%s", s->mail->body);
	if (!words_match(s, w->word[0], link, true))
		return fail(s, w->word[0], "%s", link);
	return true;
}
