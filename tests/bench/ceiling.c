#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "bench.h"

#define AT_ONCE 16 /* as many as the notifier has */

static size_t forget(char *from, size_t size, size_t count, void *arg)
{
	(void)from;
	(void)arg;
	return size * count;
}

struct ceiling {
	CURLM *multi;
	CURL *easy[AT_ONCE];
	struct curl_slist *headers;
	char url[100];
};

static void prepare(struct ceiling *k, int port, int reports)
{
	static const char *const headers[] = {
		"Content-Type: text/plain; charset=UTF-8",
		"X-Kannel-Coding: 0",
		"X-Kannel-Username: portal",
		"X-Kannel-Password: secret",
		"X-Kannel-To: 4531100000",
		"X-Kannel-From: 1204",
		"X-Kannel-Validity: 2880",
		"X-Kannel-DLR-Mask: 31",
		"Expect:",
	};
	char report_url[100];

	snprintf(
	    k->url, sizeof k->url, "http://127.0.0.1:%d/cgi-bin/sendsms", port);
	for (size_t i = 0; i < COUNT(headers); i++)
		k->headers = curl_slist_append(k->headers, headers[i]);
	snprintf(report_url, sizeof report_url,
	    "X-Kannel-DLR-Url: http://127.0.0.1:%d/report?ref=0&type=%%d",
	    reports);
	k->headers = curl_slist_append(k->headers, report_url);
	k->multi = curl_multi_init();
	for (int i = 0; i < AT_ONCE; i++) {
		CURL *e = k->easy[i] = curl_easy_init();

		if (k->multi == NULL || e == NULL)
			give_up("no libcurl");
		curl_easy_setopt(e, CURLOPT_URL, k->url);
		curl_easy_setopt(e, CURLOPT_HTTPHEADER, k->headers);
		curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS,
		    "Hej Amir. Vi ringer til dig i dag. Hilsen Mette.");
		curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, forget);
		curl_easy_setopt(e, CURLOPT_PROXY, "");
		curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	}
}

static int finish_done(struct ceiling *k, int *to_start)
{
	CURLMsg *said;
	int done = 0, left;

	while ((said = curl_multi_info_read(k->multi, &left)) != NULL) {
		if (said->msg != CURLMSG_DONE)
			continue;
		if (said->data.result != CURLE_OK)
			give_up("libcurl alone: %s",
			    curl_easy_strerror(said->data.result));
		done++;
		curl_multi_remove_handle(k->multi, said->easy_handle);
		if (*to_start > 0) {
			curl_multi_add_handle(k->multi, said->easy_handle);
			(*to_start)--;
		}
	}
	return done;
}

double curl_ceiling(int port, int reports, int count)
{
	struct ceiling k = { 0 };
	int to_start = count, done = 0, running;
	int64_t began;

	prepare(&k, port, reports);
	began = now_us();
	for (int i = 0; i < AT_ONCE && to_start > 0; i++, to_start--)
		curl_multi_add_handle(k.multi, k.easy[i]);
	while (done < count) {
		curl_multi_perform(k.multi, &running);
		done += finish_done(&k, &to_start);
		if (done < count)
			curl_multi_poll(k.multi, NULL, 0, 1000, NULL);
	}
	began = now_us() - began;
	for (int i = 0; i < AT_ONCE; i++)
		curl_easy_cleanup(k.easy[i]);
	curl_multi_cleanup(k.multi);
	curl_slist_free_all(k.headers);
	return (double)count * 1e6 / (double)began;
}
