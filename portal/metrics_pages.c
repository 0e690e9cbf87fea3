#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/figures.h"
#include "base/store.h"

#include "front.h"
#include "portal.h"

#define CLASSES 5 /* of status: 1xx to 5xx */

static atomic_int_fast64_t answered[CLASSES];
static struct histogram took = { .steps = &steps_ms };

void metrics_answered(int status, int64_t ms)
{
	int class = status / 100 - 1;

	if (class >= 0 && class < CLASSES)
		atomic_fetch_add_explicit(
		    &answered[class], 1, memory_order_relaxed);
	if (ms >= 0)
		histogram_add(&took, ms);
}

/* Memory in use, as the system counts it; 0: it does not say. */
static int64_t resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	long long pages = 0;
	char line[80] = "";

	if (f == NULL)
		return 0;
	if (fgets(line, sizeof line, f) == NULL ||
	    sscanf(line, "%*s %lld", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * (int64_t)sysconf(_SC_PAGESIZE);
}

static void put_one(
    struct text *t, const char *name, const char *what, int64_t value)
{
	figure_is(t, name, "gauge", what);
	figure_put(t, name, "", value);
}

static void put_all(struct ctx *c, struct text *t)
{
	figure_is(t, "smaajob_http_answers_total", "counter",
	    "Answers, by the first digit of their status.");
	for (int i = 0; i < CLASSES; i++)
		figure_put(t, "smaajob_http_answers_total",
		    mem_printf(c, "class=\"%dxx\"", i + 1),
		    atomic_load(&answered[i]));
	figure_is(t, "smaajob_http_seconds", "histogram",
	    "From the first byte of a request to its answer.");
	histogram_put(t, "smaajob_http_seconds", "", &took);
	put_one(t, "smaajob_http_under_way", "Requests without an answer yet.",
	    requests_under_way());
	put_one(t, "smaajob_http_connections", "Connections that are open.",
	    door_inside());
	put_one(t, "smaajob_store_readers", "Connections that may read.",
	    STORE_READERS);
	put_one(t, "smaajob_store_readers_idle",
	    "Those of them that nobody uses.", store_idle(site.store));
	put_one(
	    t, "smaajob_resident_bytes", "Memory in use.", resident_bytes());
}

/* Whoever comes through a proxy is somebody else, whatever the proxy's address
 * is, and a page elsewhere may have its name point here. */
static bool is_here(struct req *r)
{
	static const char *const passed_on[] = { "X-Forwarded-For", "Forwarded",
		"Via", "X-Real-IP" };
	const char *host = r->header(r, "Host");

	for (size_t i = 0; i < COUNT(passed_on); i++)
		if (*r->header(r, passed_on[i]) != '\0')
			return false;
	return (strcmp(r->address, "127.0.0.1") == 0 ||
		   strcmp(r->address, "::1") == 0) &&
	    (strncmp(host, "127.0.0.1", 9) == 0 ||
		strncasecmp(host, "localhost", 9) == 0 ||
		strncmp(host, "[::1]", 5) == 0);
}

/* GET /metrics: figures, for a supervision on this machine alone. */
struct reply metrics_page(struct req *r)
{
	struct text t = text_new(r->ctx->mem, FIGURES_MOST);
	struct reply reply;

	if (!is_here(r))
		return reply_status(r, 404);
	put_all(r->ctx, &t);
	reply = reply_text(r, 200, t.s);
	reply.type = FIGURES_TYPE;
	return reply;
}
