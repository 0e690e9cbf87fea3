#include <string.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

#include "notifier.h"
#include "settings.h"

#define CONNECT_MS 10000
#define WHOLE_MS   120000 /* a relay may think long after the last dot */

/* SMTP blocks libcurl's multi interface from the last dot to the answer, so it
 * has a thread and an easy handle of its own, whose connection is kept. */
static CURL *easy;

struct reading {
	const char *text;
	size_t length, read;
};

void mail_smtp_open(const struct provider *via)
{
	(void)via;
	settings.smtp_password = secret_line(
	    settings.smtp_password_file, "mail.smtp.password_file");
	curl_global_init(CURL_GLOBAL_DEFAULT);
	easy = curl_easy_init();
	if (easy == NULL)
		log_bug("smtp.easy");
}

static size_t give_mail(char *to, size_t size, size_t count, void *arg)
{
	struct reading *r = arg;
	size_t n = r->length - r->read;

	if (n > size * count)
		n = size * count;
	memcpy(to, r->text + r->read, n);
	r->read += n;
	return n;
}

static void set_up(struct reading *r, struct curl_slist *to)
{
	bool plain = strncmp(settings.smtp_url, "smtp://", 7) == 0;

	curl_easy_reset(easy);
	curl_easy_setopt(easy, CURLOPT_URL, settings.smtp_url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	if (plain)
		curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (*settings.smtp_ca_file != '\0')
		curl_easy_setopt(easy, CURLOPT_CAINFO, settings.smtp_ca_file);
	curl_easy_setopt(easy, CURLOPT_USERNAME, settings.smtp_username);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, settings.smtp_password);
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, settings.mail_from);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_mail);
	curl_easy_setopt(easy, CURLOPT_READDATA, r);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)r->length);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 20L);
}

enum outcome smtp_outcome(long code, bool failed, int64_t uploaded)
{
	if (!failed)
		return OUTCOME_ACCEPTED;
	switch (code) {
	case 454:
	case 530:
	case 534:
	case 535: return OUTCOME_DOWN; /* it refuses us, not the mail */
	default: break;
	}
	if (code >= 500 && code < 600)
		return OUTCOME_PERMANENT;
	if (code >= 400 && code < 500)
		return OUTCOME_REFUSED;
	return uploaded == 0 ? OUTCOME_SAFE : OUTCOME_UNCERTAIN;
}

static void send_one(struct ctx *c, struct outgoing *m)
{
	struct reading r = { 0 };
	struct curl_slist *to = NULL;
	curl_off_t uploaded = 0;
	CURLcode rc;
	long code = 0;

	r.text = mail_text(c, m, &r.length);
	if (r.text == NULL) {
		m->outcome = OUTCOME_PERMANENT;
		m->why = "an address or subject that cannot be sent";
		return;
	}
	to = curl_slist_append(to, m->words.email);
	set_up(&r, to);
	rc = curl_easy_perform(easy);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
	curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded);
	/* A failed login leaves the code of an earlier step behind. */
	if (rc == CURLE_LOGIN_DENIED)
		code = 535;
	m->outcome = smtp_outcome(code, rc != CURLE_OK, uploaded);
	m->why = rc == CURLE_OK ? "accepted"
				: mem_printf(c, "smtp %ld curl %d %s", code,
				      (int)rc, curl_easy_strerror(rc));
	curl_slist_free_all(to);
}

void mail_smtp_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)via;
	for (size_t i = 0; i < count; i++)
		send_one(c, &batch[i]);
}
