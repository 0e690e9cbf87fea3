#include <stdio.h>
#include <string.h>

#include <civetweb.h>

#include "base/clock.h"

#include "front.h"
#include "settings.h"

static atomic_int under_way;

int requests_under_way(void)
{
	return atomic_load(&under_way);
}

static void request_begins(struct worker *w)
{
	w->began = clock_mono_ms();
	w->until = w->began + REQUEST_MS;
	if (atomic_load(&stopping))
		return; /* a newcomer: nobody waits for it */
	w->under_way = true;
	atomic_fetch_add(&under_way, 1);
}

void request_over(struct worker *w)
{
	if (w->under_way)
		atomic_fetch_sub(&under_way, 1);
	w->under_way = false;
}

/* Reads until the head is whole; 0, a status, or -1 when nobody asks. */
static int read_head(
    struct worker *w, int fd, struct tls *tls, char *buf, size_t room, int *n)
{
	for (;;) {
		size_t here = (size_t)*n;
		int got;

		if (here > 0 && w->began == 0)
			request_begins(w);
		if (here >= LINE_MOST && memchr(buf, '\n', LINE_MOST) == NULL)
			return memchr(buf, ' ', LINE_MOST) != NULL ? 414 : 400;
		w->head_bytes = head_length(buf, here);
		if (w->head_bytes > 0)
			return 0;
		if (here >= HEAD_MOST || here >= room)
			return 431;
		got = wire_read(fd, tls, buf + here, room - here, w->until);
		if (got == WIRE_LATE && here > 0)
			return 408;
		if (got < 0)
			return -1;
		*n += got;
	}
}

/* All that the library needs to know: that something is asked, and how long
 * it is. */
static void tell_library(const struct worker *w, struct mg_request_info *info)
{
	info->request_method = "GET";
	info->request_uri = "/";
	info->http_version = "1.1";
	info->num_headers = 0;
	info->content_length = w->head.length;
}

static void meet(struct worker *w, const char *peer, bool tls)
{
	snprintf(w->peer, sizeof w->peer, "%s", peer);
	w->secure = tls || (site.https && door_is_proxy(peer));
}

static void refused(struct worker *w, int status, const char *why)
{
	w->head.status = status;
	w->head.why = why;
	w->head.method = 0;
	w->head.path = NULL;
	w->head.head_only = false;
}

int request_take(struct worker *w, int fd, struct tls *tls, char *buf,
    size_t room, int *n, bool kept, struct mg_request_info *info)
{
	int status;

	request_over(w);
	w->began = 0;
	w->until = clock_mono_ms() + (kept ? KEPT_MS : FIRST_BYTE_MS);
	if (!kept)
		meet(w, info->remote_addr, tls != NULL);
	status = read_head(w, fd, tls, buf, room, n);
	if (status != 0) {
		refused(w, status, status == 408 ? "late" : "head-long");
		if (status < 0)
			request_over(w);
		return status;
	}
	head_parse(buf, w->head_bytes, settings.hosts, &w->head);
	if ((size_t)*n > w->head_bytes)
		w->head.expects = false; /* the body comes without our word */
	tell_library(w, info);
	return w->head.status;
}

int request_head_length(const struct worker *w)
{
	return (int)w->head_bytes;
}
