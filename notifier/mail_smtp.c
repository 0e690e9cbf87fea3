#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

#include "notifier.h"
#include "settings.h"

#define CONNECT_MS 10000
#define ANSWER_S   60     /* to any one command */
#define WHOLE_MS   120000 /* a relay may think long after the last dot */
#define BATCH_MS   20000  /* then those that are left wait: codes go first */
#define REF_MOST   60     /* bytes of a relay's name for a mail */

/* SMTP blocks libcurl's multi interface from the last dot to the answer, so it
 * has a thread and an easy handle of its own, whose connection is kept. */
static CURL *easy;

/* A mail on its way, and what is being said about it. */
struct sending {
	const char *text;
	size_t length, read;
	struct smtp_talk talk;
	char ref[REF_MOST];
	bool quit; /* what is said now is about nothing any more */
};

/* A relay of one's own may know us by where we stand. */
static bool signs_in(void)
{
	return *settings.smtp_username != '\0';
}

void mail_smtp_open(const struct provider *via)
{
	(void)via;
	/* libcurl would guess a protocol, and then speak in clear. */
	if (strncmp(settings.smtp_url, "smtp://", 7) != 0 &&
	    strncmp(settings.smtp_url, "smtps://", 8) != 0)
		log_refuse("mail.smtp.url must begin with smtp:// or smtps://");
	if (signs_in())
		settings.smtp_password = secret_line(
		    settings.smtp_password_file, "mail.smtp.password_file");
	curl_global_init(CURL_GLOBAL_DEFAULT);
	easy = curl_easy_init();
	if (easy == NULL)
		log_bug("smtp.easy");
}

static size_t give_mail(char *to, size_t size, size_t count, void *arg)
{
	struct sending *s = arg;
	size_t n = s->length - s->read;

	if (n > size * count)
		n = size * count;
	memcpy(to, s->text + s->read, n);
	s->read += n;
	return n;
}

/* Asked about once a second: anything but 0 ends what is under way. */
static int is_over(
    void *arg, curl_off_t a, curl_off_t b, curl_off_t x, curl_off_t y)
{
	(void)arg;
	(void)a;
	(void)b;
	(void)x;
	(void)y;
	return stop_over();
}

/* What the relay calls it, of "250 2.0.0 Ok: queued as 4ZxK1". */
static void keep_ref(struct sending *s, const char *line, size_t n)
{
	static const char before[] = "queued as ";
	const char *at = memmem(line, n, before, sizeof before - 1);
	size_t i = 0;

	if (at == NULL)
		return;
	at += sizeof before - 1;
	while (at < line + n && i + 1 < sizeof s->ref &&
	    strchr(" \r\n<>@", *at) == NULL && *at > 0x20 && *at < 0x7F)
		s->ref[i++] = *at++;
	s->ref[i] = '\0';
}

static size_t hear_line(char *line, size_t size, size_t count, void *arg)
{
	struct sending *s = arg;
	size_t n = size * count;
	char digits[4] = { 0 };

	if (s->quit || n < 4)
		return n;
	memcpy(digits, line, 3);
	s->talk.code = atoi(digits);
	if (s->talk.step == SMTP_DATA && s->talk.code == 354) {
		s->talk.step = SMTP_SENT;
		s->talk.code = 0;
	} else if (s->talk.step == SMTP_SENT) {
		keep_ref(s, line, n);
	}
	return n;
}

/* libcurl tells only the last code it heard, and not of what. */
static int hear_command(
    CURL *handle, curl_infotype type, char *said, size_t n, void *arg)
{
	static const struct {
		const char *command;
		enum smtp_step step;
	} steps[] = { { "MAIL FROM:", SMTP_FROM }, { "RCPT TO:", SMTP_TO },
		{ "DATA", SMTP_DATA } };
	struct sending *s = arg;

	(void)handle;
	if (type != CURLINFO_HEADER_OUT || s->quit)
		return 0;
	s->quit = n >= 4 && strncmp(said, "QUIT", 4) == 0;
	if (s->quit)
		return 0;
	s->talk.code = 0;
	for (size_t i = 0; i < COUNT(steps); i++) {
		size_t length = strlen(steps[i].command);

		if (n >= length && strncmp(said, steps[i].command, length) == 0)
			s->talk.step = steps[i].step;
	}
	return 0;
}

static void set_up_safety(void)
{
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (*settings.smtp_ca_file != '\0')
		curl_easy_setopt(easy, CURLOPT_CAINFO, settings.smtp_ca_file);
	if (signs_in()) {
		curl_easy_setopt(
		    easy, CURLOPT_USERNAME, settings.smtp_username);
		curl_easy_setopt(
		    easy, CURLOPT_PASSWORD, settings.smtp_password);
		curl_easy_setopt(
		    easy, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
	}
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, is_over);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_S);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 20L);
}

static void set_up(struct sending *s, struct curl_slist *to)
{
	curl_easy_reset(easy);
	set_up_safety();
	curl_easy_setopt(easy, CURLOPT_URL, settings.smtp_url);
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, settings.mail_from);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_mail);
	curl_easy_setopt(easy, CURLOPT_READDATA, s);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)s->length);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear_line);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, hear_command);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, s);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
}

/* They refuse us, whatever the mail is. */
static bool refuses_us(const struct smtp_talk *t)
{
	switch (t->code) {
	case 552: return t->step < SMTP_FROM; /* it is too large for them */
	case 421:
	case 454:
	case 530:
	case 534:
	case 535:
	case 538: return t->step < SMTP_SENT;
	default: return t->step <= SMTP_FROM;
	}
}

enum outcome smtp_outcome(const struct smtp_talk *t)
{
	if (t->step == SMTP_SENT && t->code >= 200 && t->code < 300)
		return OUTCOME_ACCEPTED;
	if (t->distrusted)
		return OUTCOME_DOWN;
	if (t->code < 400)
		return t->step == SMTP_SENT && t->whole ? OUTCOME_UNCERTAIN
							: OUTCOME_SAFE;
	if (refuses_us(t))
		return OUTCOME_DOWN;
	return t->code < 500 ? OUTCOME_REFUSED : OUTCOME_PERMANENT;
}

/* They are not who they should be, or do not take us for who we are. */
static bool is_distrust(CURLcode rc)
{
	return rc == CURLE_PEER_FAILED_VERIFICATION ||
	    rc == CURLE_SSL_CACERT_BADFILE || rc == CURLE_USE_SSL_FAILED ||
	    rc == CURLE_LOGIN_DENIED;
}

static CURLcode talk(struct sending *s, const char *address, bool anew)
{
	struct curl_slist *to = curl_slist_append(NULL, address);
	curl_off_t uploaded = 0;
	CURLcode rc;

	s->talk = (struct smtp_talk) { 0 };
	s->read = 0;
	s->quit = false;
	set_up(s, to);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, (long)anew);
	rc = curl_easy_perform(easy);
	curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
	s->talk.whole = s->read == s->length && uploaded > 0;
	s->talk.distrusted = is_distrust(rc);
	curl_slist_free_all(to);
	return rc;
}

/* A connection that was kept, and that they had closed meanwhile. */
static bool was_stale(const struct smtp_talk *t)
{
	long made = 1;

	curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &made);
	return made == 0 && t->step <= SMTP_FROM &&
	    (smtp_outcome(t) == OUTCOME_SAFE || t->code == 421);
}

static void judge(
    struct ctx *c, const struct sending *s, CURLcode rc, struct outgoing *m)
{
	static const char *const steps[] = { "the greeting", "MAIL", "RCPT",
		"DATA", "the mail" };

	m->outcome = smtp_outcome(&s->talk);
	if (s->ref[0] != '\0' && m->outcome == OUTCOME_ACCEPTED)
		m->ref = mem_dup(c, s->ref);
	m->why = mem_printf(c, "%d to %s", s->talk.code, steps[s->talk.step]);
	if (rc != CURLE_OK)
		m->why = mem_printf(c, "%s, curl %d %s", m->why, (int)rc,
		    curl_easy_strerror(rc));
}

/* False when the next would fare no better: nobody is there, or they refuse
 * us. */
static bool send_one(struct ctx *c, struct outgoing *m)
{
	struct sending s = { 0 };
	int64_t began = clock_mono_ms();
	CURLcode rc;

	s.text = mail_text(c, m, &s.length);
	if (s.text == NULL)
		return true;
	rc = talk(&s, m->words.email, false);
	if (was_stale(&s.talk))
		rc = talk(&s, m->words.email, true);
	m->took_ms = clock_mono_ms() - began;
	judge(c, &s, rc, m);
	return m->outcome != OUTCOME_DOWN &&
	    (m->outcome != OUTCOME_SAFE || s.talk.step > SMTP_HELLO);
}

static void put_off(struct outgoing *m, const char *why, int64_t wait)
{
	m->outcome = OUTCOME_DOWN;
	m->untried = true;
	m->why = why;
	m->wait = wait;
}

void mail_smtp_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	int64_t until = clock_mono_ms() + BATCH_MS;
	bool ended = false;

	(void)via;
	for (size_t i = 0; i < count; i++) {
		struct outgoing *m = &batch[i];

		/* Those before it may have taken long. */
		c->now = clock_now();
		if (stop_asked())
			stop_put_off(m);
		else if (ended)
			put_off(m, "not tried: the relay takes nothing now", 0);
		else if (clock_mono_ms() > until)
			put_off(m, "not tried: the relay is slow", 1);
		else if (deliver_may_begin(c, OUTBOX_MAIL, m))
			ended = !send_one(c, m);
	}
}
