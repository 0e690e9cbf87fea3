#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <curl/curl.h>

#include "base/clock.h"
#include "base/db.h"

#include "notice.h"
#include "person.h"

#include "bench.h"

#define MAILS      5000
#define CHUNK      200  /* people in one transaction */
#define MAIL_BYTES 2900 /* as many as ours has */
#define WAIT_MS    60000
#define ROUNDS     3

/* ---- libcurl alone ---- */

struct reading {
	char text[MAIL_BYTES];
	size_t read;
};

static size_t give(char *to, size_t size, size_t count, void *arg)
{
	struct reading *r = arg;
	size_t n = sizeof r->text - r->read;

	if (n > size * count)
		n = size * count;
	memcpy(to, r->text + r->read, n);
	r->read += n;
	return n;
}

static void prepare(struct reading *r)
{
	static const char head[] = "Subject: x\r\n\r\n";

	memset(r->text, 'x', sizeof r->text);
	memcpy(r->text, head, sizeof head - 1);
	for (size_t i = 80; i < sizeof r->text - 1; i += 76)
		memcpy(r->text + i, "\r\n", 2);
}

double mail_ceiling(const struct place *p, int port, int count)
{
	CURL *easy = curl_easy_init();
	struct curl_slist *to = curl_slist_append(NULL, "m@example.dk");
	struct reading r = { 0 };
	char url[60], pem[PATH_ROOM];
	int64_t began = now_us();

	place_file(p, "host.pem", pem);
	snprintf(url, sizeof url, "smtp://localhost:%d", port);
	prepare(&r);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(easy, CURLOPT_CAINFO, pem);
	curl_easy_setopt(easy, CURLOPT_USERNAME, "portal");
	curl_easy_setopt(easy, CURLOPT_PASSWORD, "secret");
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "opgaver@example.dk");
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(easy, CURLOPT_READDATA, &r);
	curl_easy_setopt(easy, CURLOPT_INFILESIZE, (long)MAIL_BYTES);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	for (int i = 0; i < count; i++) {
		CURLcode rc;

		r.read = 0;
		rc = curl_easy_perform(easy);
		if (rc != CURLE_OK)
			give_up("libcurl alone: %s", curl_easy_strerror(rc));
	}
	began = now_us() - began;
	curl_easy_cleanup(easy);
	curl_slist_free_all(to);
	return (double)count * 1e6 / (double)began;
}

/* ---- the notifier ---- */

static int64_t people[MAILS];

static void add_people(struct desk *d)
{
	for (int i = 0; i < MAILS; i++) {
		struct ctx *c = i % CHUNK == 0 ? desk_again(d) : &d->c;
		const struct person p = { .given_name = "Søren",
			.surname = "Prøve",
			.email = mem_printf(c, "m%04d@example.dk", i),
			.language = "da",
			.sms = "unknown" };

		if (i % CHUNK == 0)
			db_begin(c);
		people[i] = person_add(c, &p);
		if (i % CHUNK == CHUNK - 1 && db_commit(c) != OK)
			give_up("no people");
	}
}

static void leave_mails(struct desk *d)
{
	for (int i = 0; i < MAILS; i += CHUNK) {
		struct ctx *c = desk_again(d);

		db_begin(c);
		for (int n = i; n < i + CHUNK; n++)
			notice_answer(c, "call", people[n], 0);
		if (db_commit(c) != OK)
			give_up("no mails");
	}
}

static void configure(const struct place *p, int port)
{
	char settings[400], path[PATH_ROOM];

	place_file(p, "host.pem", path);
	snprintf(settings, sizeof settings,
	    "[mail]\nprovider = smtp\nfrom = opgaver@example.dk\n[mail.smtp]\n"
	    "url = smtp://localhost:%d\npassword_file = smtp.password\n"
	    "ca_file = %s\n",
	    port, path);
	place_configure(p, "127.0.0.1:0", settings);
	place_file(p, "smtp.password", path);
	write_file(path, "secret\n");
	chmod(path, 0600);
}

/* From the first that arrives to the last, per second. */
static double end_to_end(const struct place *p, struct desk *d)
{
	size_t before = mail_sink_count();
	int64_t until = now_us() + (int64_t)WAIT_MS * 1000;
	struct child notifier;

	leave_mails(d);
	notifier_start(p, &notifier);
	while (mail_sink_count() < before + MAILS && now_us() < until)
		wait_ms(1);
	child_stop(&notifier, SIGTERM);
	if (mail_sink_count() != before + MAILS)
		give_up("%zu of %d mails arrived", mail_sink_count() - before,
		    MAILS);
	return (double)(MAILS - 1) * 1e6 / (double)mail_sink_us(before);
}

void bench_mail(void)
{
	double ours[ROUNDS], alone[ROUNDS], us, them;
	struct place p;
	struct town t;
	struct desk d;
	char beside[120];
	int port;

	place_make(&p, "");
	place_certify(&p);
	port = mail_sink_start(&p);
	configure(&p, port);
	desk_open(&d, p.url, STORE_PORTAL);
	town_make(desk_again(&d), &t);
	add_people(&d);
	for (int i = 0; i < ROUNDS; i++) {
		alone[i] = mail_ceiling(&p, port, MAILS);
		ours[i] = end_to_end(&p, &d);
	}
	us = middle(ours);
	them = middle(alone);
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=1000/s "
	    "ratio=%.3f",
	    us, us / 1000);
	figure("mail_per_s", us, "/s", beside,
	    "5,000 queued mails to as many people, TLS and AUTH, one "
	    "connection, a loopback host; against what we promise");
	snprintf(beside, sizeof beside,
	    "ours=%.0f/s yardstick=%.0f/s "
	    "ratio=%.3f",
	    us, them, us / them);
	figure("mail_ratio", us / them, "x", beside,
	    "the same, against libcurl alone in a loop on one connection");
	desk_close(&d);
	place_remove(&p);
}
