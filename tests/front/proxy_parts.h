/* What the tests of reverse proxies share: the recipes of docs/OPERATIONS.md,
 * filled in and started, and an ear that stands in the portal's place and tells
 * what a proxy sends there. */
#ifndef PROXY_PARTS_H
#define PROXY_PARTS_H

#include "tls_parts.h"

#define PROXY_HOST "job.example.dk" /* as in the recipes */

/* ---- recipes (proxy_recipe.c) ---- */

enum proxy_kind { NGINX, HAPROXY, PROXIES };
extern const char *const proxy_name[PROXIES];

struct proxy {
	enum proxy_kind kind;
	struct child child;
	int plain, tls;
};

/* Writes the recipe into the place, with these ports in the places of the
 * documented ones. False when something that must be filled in is not there. */
bool proxy_configure(const struct place *p, struct proxy *proxy, int to_port);

/* Starts it in front of that port of 127.0.0.1, and gives up when it does not
 * come. */
void proxy_start(const struct place *p, struct proxy *proxy, int to_port);
void proxy_stop(struct proxy *proxy);

/* ---- an ear (proxy_ear.c) ---- */

enum ear_mood {
	EAR_OK,   /* answers 200 */
	EAR_BUSY, /* 503, as the portal does */
	EAR_GONE, /* closes without an answer */
};

/* Listens on a port of 127.0.0.1, in a thread of its own. */
int ear_start(void);
void ear_be(enum ear_mood mood);

/* Connections so far, those of health checks aside, and what came on the last
 * one, head and body as they were. */
int ear_count(void);
const char *ear_last(struct arena *mem);

/* True when the header is in the head once, and has that value. */
bool head_says(const char *head, const char *name, const char *value);

/* ---- smuggling (proxy_smuggle.c) ---- */

#define MARKER "/smuggled-marker"

/* Sends every payload to the proxy, all at once, each on a connection of its
 * own, and waits a moment for what comes of it. How many there are. */
int smuggle_all(int tls_port);

#endif
