#include "story.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* How fakesmsc tells of an SMS in its log, after "Got message 7: ":
 *
 *   <1204 4520123456 text Hej>                 as it is
 *   <1204 4520123456 data Hej%C3%A6>           URL-coded, UTF-8
 *   <1204 4520123456 ucs-2 %00H%00e>           URL-coded, UTF-16
 *   <1204 4520123456 udh %05%00%03%07%02%01 data ...>  part 1 of 2 of no. 7
 *
 * A line break in a text breaks this line too: the rest comes as a message of
 * its own, without sender and receiver. */

char *inbox_number(struct ctx *c, const char *number)
{
	if (strncmp(number, "00", 2) == 0)
		number += 2;
	return mem_dup(c, number + (*number == '+'));
}

static size_t url_decode(char *s)
{
	const char *from = s;
	char *to = s;

	for (; *from; from++) {
		char hex[3] = { 0 };

		if (*from == '%' && isxdigit((unsigned char)from[1]) &&
		    isxdigit((unsigned char)from[2])) {
			memcpy(hex, from + 1, 2);
			*to++ = (char)strtol(hex, NULL, 16);
			from += 2;
		} else {
			*to++ = *from == '+' ? ' ' : *from;
		}
	}
	*to = '\0';
	return (size_t)(to - s);
}

static void add_utf16(struct text *t, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t high = 0, ch;
	size_t i;

	for (i = 0; i + 1 < n; i += 2) {
		ch = (uint32_t)u[i] << 8 | u[i + 1];
		if (ch >> 10 == 0xd800 >> 10)
			high = ch;
		else if (ch >> 10 == 0xdc00 >> 10)
			words_add_point(
			    t, 0x10000 + ((high & 0x3ff) << 10) + (ch & 0x3ff));
		else
			words_add_point(t, ch);
	}
}

/* The text of one part. The parts of a long message do not say that they are
 * UTF-16; text in UTF-8 never holds a NUL, and UTF-16 is seldom valid UTF-8. */
static void add_part(
    struct story *s, struct text *t, const char *type, const char *text)
{
	char *copy = mem_dup(s->c, text);
	size_t n;

	if (strcmp(type, "text") == 0) {
		text_add(t, text);
		return;
	}
	n = url_decode(copy);
	if (strcmp(type, "ucs-2") == 0 || !utf8_valid(copy, n))
		add_utf16(t, copy, n);
	else
		text_add_n(t, copy, n);
}

static struct sms *add_sms(struct story *s, const char *from, const char *to)
{
	struct sms *sms = mem_alloc(s->keep, sizeof *sms);

	sms->from = mem_dup(s->keep, from);
	sms->to = inbox_number(s->keep, to);
	sms->text = text_new(s->keep->mem, 4000);
	sms->read = strcmp(sms->to, BARRIER_PHONE) == 0;
	*s->inbox_end = sms;
	s->inbox_end = &sms->next;
	return sms;
}

/* The message that this part continues, or a new one. */
static struct sms *find_parts(
    struct story *s, const char *from, const char *to, const char *udh)
{
	char *number = inbox_number(s->c, to);
	char *head = mem_dup(s->c, udh);
	struct sms *sms;
	char ref[30];

	if (url_decode(head) != 6 || head[4] < 1)
		return add_sms(s, from, to);
	snprintf(ref, sizeof ref, "%d/%d", head[3], head[4]);
	for (sms = s->inbox; sms; sms = sms->next)
		if (sms->missing && strcmp(sms->part_ref, ref) == 0 &&
		    strcmp(sms->to, number) == 0)
			return sms;
	sms = add_sms(s, from, to);
	sms->part_ref = mem_dup(s->keep, ref);
	sms->missing = head[4];
	return sms;
}

static void take(struct story *s, const char *line)
{
	const char *rest;
	const char *from = words_head(s->c, line, &rest);
	const char *to = words_head(s->c, rest, &rest);
	const char *type = words_head(s->c, rest, &rest);
	const char *text = strstr(line, mem_printf(s->c, " %s ", type));
	struct sms *sms = NULL;

	if (strcmp(type, "udh") == 0) {
		sms = find_parts(s, from, to, words_head(s->c, rest, &rest));
		type = words_head(s->c, rest, &text);
		if (sms->missing)
			sms->missing--;
	} else if (strcmp(type, "text") == 0 || strcmp(type, "data") == 0 ||
	    strcmp(type, "ucs-2") == 0) {
		sms = add_sms(s, from, to);
		text += strlen(type) + 2; /* a text may begin with a space */
	}
	if (sms) {
		sms->parts++;
		add_part(s, &sms->text, type, text);
	} else if (s->inbox) {
		for (sms = s->inbox; sms->next; sms = sms->next)
			continue;
		text_add(&sms->text, "\n");
		text_add(&sms->text, line);
	}
}

/* Reads the whole lines that fakesmsc has written since the last look. */
static void look_log(struct story *s)
{
	FILE *f = fopen(story_file(s, "fakesmsc.log"), "re");
	char *line = NULL, *text, *end;
	size_t size = 0;
	ssize_t n;

	if (!f)
		return;
	fseeko(f, s->inbox_at, SEEK_SET);
	while ((n = getline(&line, &size, f)) > 0 && line[n - 1] == '\n') {
		s->inbox_at += n;
		text = strstr(line, "Got message ");
		text = text ? strchr(text, '<') : NULL;
		end = strrchr(line, '>');
		if (!text || !end || end < text)
			continue;
		*end = '\0';
		take(s, text + 1);
	}
	free(line);
	fclose(f);
}

static int is_sms(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".sms") == 0;
}

/* What the folder provider has written: To: NUMBER, an empty line, the text. */
static void take_file(struct story *s, const char *name)
{
	char *text = file_read(
	    s->c, mem_printf(s->c, "%s/sms/%s", s->dir, name));
	char *to = text ? strstr(text, "To: ") : NULL;
	char *body = text ? strstr(text, "\n\n") : NULL;
	struct sms *sms = s->inbox;

	while (sms && strcmp(sms->from, name) != 0)
		sms = sms->next;
	if (sms || !to || !body)
		return;
	to += 4;
	to[strcspn(to, "\n")] = '\0';
	body += 2;
	body[strlen(body) - (*body ? 1 : 0)] = '\0';
	sms = add_sms(s, name, to);
	sms->parts = 1;
	text_add(&sms->text, body);
}

static void look_folder(struct story *s)
{
	struct dirent **found = NULL;
	int i, n = scandir(story_file(s, "sms"), &found, is_sms, alphasort);

	for (i = 0; i < n; i++) {
		take_file(s, found[i]->d_name);
		free(found[i]);
	}
	free(found);
}

void inbox_look(struct story *s)
{
	if (strcmp(s->provider, "folder") == 0)
		look_folder(s);
	else
		look_log(s);
}

/* The oldest whole SMS for the number, or for anybody, that is not read. */
static struct sms *unread(struct story *s, const char *number)
{
	struct sms *sms;

	inbox_look(s);
	for (sms = s->inbox; sms; sms = sms->next)
		if (!sms->read && !sms->missing &&
		    (!number || strcmp(sms->to, number) == 0))
			return sms;
	return NULL;
}

/* What the phones did get, for who wonders why this one got nothing. */
static const char *others(struct story *s)
{
	struct text t = text_new(s->c->mem, 1500);
	struct sms *sms;

	for (sms = s->inbox; sms; sms = sms->next)
		if (!sms->read)
			text_printf(&t, "%s%s: %s", t.n ? " / " : "", sms->to,
			    sms->text.s);
	return t.n ? t.s : "none to anybody";
}

bool cmd_sms(struct story *s, struct words *w)
{
	const char *number = inbox_number(s->c, w->word[0]);
	const char *want = w->n > 1 ? w->word[1] : "";
	bool whole = *want == '=';
	struct deadline d = wait_for(s, 5000);

	if (!*want || !strchr("=~", *want))
		return fail(s, "sms NUMBER  ~ TEXT, or = TEXT", "%s", want);
	want += 1 + (want[1] == ' ');
	do {
		if (!kannel_barrier(s))
			return false;
		s->sms = unread(s, number);
	} while (!s->sms && wait_more(&d));
	if (!s->sms)
		return fail(s,
		    mem_printf(s->c, "an SMS to %s: %s", number, want),
		    "none; unread elsewhere: %s", others(s));
	s->sms->read = true;
	if (words_match(s, want, s->sms->text.s, whole))
		return true;
	return fail(s, mem_printf(s->c, "%s%s", whole ? "" : "... ", want),
	    "%s", s->sms->text.s);
}

/* What the notifier has handed over is waited for; when it runs by itself, it
 * gets a moment to do what it should not. */
bool cmd_nosms(struct story *s, struct words *w)
{
	const char *number = w->n ? inbox_number(s->c, w->word[0]) : NULL;
	struct deadline d = wait_for(s, s->notifier.name ? 500 : 0);
	struct sms *sms;

	do {
		if (!kannel_barrier(s))
			return false;
		sms = unread(s, number);
	} while (!sms && wait_more(&d));
	if (sms)
		return fail(s, "no SMS", "to %s: %s", sms->to, sms->text.s);
	return true;
}

bool cmd_parts(struct story *s, struct words *w)
{
	if (!s->sms)
		return fail(s, "sms before parts", "none was read");
	if (s->sms->parts != atoi(w->word[0]))
		return fail(s, mem_printf(s->c, "%s parts", w->word[0]), "%d",
		    s->sms->parts);
	return true;
}

const char *link_find(struct story *s, const char *text, const char *prefix)
{
	const char *ours = browser_path(s, "");
	const char *at = text;

	for (; (at = strstr(at, ours)); at++) {
		const char *path = at + strlen(ours);
		size_t n = strcspn(path, " \t\r\n\"<>");

		while (n && strchr(".,;:)!?", path[n - 1]))
			n--;
		if (*path == '/' && strncmp(path, prefix, strlen(prefix)) == 0)
			return mem_dup_n(s->c, path, n);
	}
	return NULL;
}

/* link NUMBER {name}: of the last SMS that this phone has read. */
bool cmd_link(struct story *s, struct words *w)
{
	const char *number = inbox_number(s->c, w->word[0]);
	struct sms *sms, *last = NULL;
	const char *link = NULL;

	for (sms = s->inbox; sms; sms = sms->next)
		if (sms->read && strcmp(sms->to, number) == 0)
			last = sms;
	if (last)
		link = link_find(s, last->text.s, "");
	if (!link)
		return fail(s, "a link to the portal", "%s",
		    last ? last->text.s : "no SMS was read");
	if (!words_match(s, w->word[1], link, true))
		return fail(s, w->word[1], "%s", link);
	return true;
}
