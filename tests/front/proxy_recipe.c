#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

#include "proxy_parts.h"

#define RECIPES     "docs/OPERATIONS.md"
#define COMES_MS    10000
#define TRIES       3 /* with other ports, for somebody may have been quicker */
#define BLANKS_MOST 8

const char *const proxy_name[PROXIES] = { "nginx", "haproxy" };

/* What stands in a recipe, and what a test has in its place. */
struct blank {
	const char *documented, *ours;
};

/* The block of code in the language, or NULL. */
static char *recipe(struct arena *mem, const char *language)
{
	char *text = read_file(mem, RECIPES), *end;
	char fence[40];

	snprintf(fence, sizeof fence, "\n```%s\n", language);
	text = text != NULL ? strstr(text, fence) : NULL;
	if (text == NULL)
		return NULL;
	text += strlen(fence);
	end = strstr(text, "\n```\n");
	if (end != NULL)
		end[1] = '\0';
	return end != NULL ? text : NULL;
}

/* The text with every blank filled in; NULL when one is not there. */
static const char *fill(
    struct arena *mem, const char *text, const struct blank *blanks)
{
	struct ctx c = { .mem = mem };

	for (const struct blank *b = blanks; b->documented != NULL; b++) {
		struct text t = text_new(mem, (size_t)64 << 10);
		size_t n = strlen(b->documented);
		const char *at = strstr(text, b->documented);

		if (at == NULL) {
			tell("%s has no %s", RECIPES, b->documented);
			return NULL;
		}
		for (; at != NULL; at = strstr(text, b->documented)) {
			text_add_n(&t, text, (size_t)(at - text));
			text_add(&t, b->ours);
			text = at + n;
		}
		text_add(&t, text);
		text = mem_printf(&c, "%s", t.s);
	}
	return text;
}

/* A port that nobody has now. */
static int free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&at, size) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		give_up("no free port");
	close(fd);
	return ntohs(at.sin_port);
}

static const char *fill_nginx(struct ctx *c, const struct place *p,
    const struct proxy *proxy, int to, const char *text)
{
	const struct blank blanks[] = {
		{ "listen [::]:80;", "" },
		{ "listen [::]:443 ssl;", "" },
		{ "listen 80;",
		    mem_printf(c, "listen 127.0.0.1:%d;", proxy->plain) },
		{ "listen 443 ssl;",
		    mem_printf(c, "listen 127.0.0.1:%d ssl;", proxy->tls) },
		{ "/etc/ssl/smaajob/chain.pem",
		    mem_printf(c, "%s/proxy.pem", p->dir) },
		{ "/etc/ssl/smaajob/key.pem",
		    mem_printf(c, "%s/proxy.key", p->dir) },
		{ "/var/log/nginx/smaajob.log",
		    mem_printf(c, "%s/nginx-error.log", p->dir) },
		{ "127.0.0.1:8080", mem_printf(c, "127.0.0.1:%d", to) },
		{ NULL, NULL },
	};

	return fill(c->mem, text, blanks);
}

static const char *fill_haproxy(struct ctx *c, const struct place *p,
    const struct proxy *proxy, int to, const char *text)
{
	const struct blank blanks[] = {
		{ "[::]:80 v4v6", mem_printf(c, "127.0.0.1:%d", proxy->plain) },
		{ "[::]:443 v4v6", mem_printf(c, "127.0.0.1:%d", proxy->tls) },
		{ "/etc/haproxy/smaajob.pem",
		    mem_printf(c, "%s/proxy-all.pem", p->dir) },
		{ "127.0.0.1:8080", mem_printf(c, "127.0.0.1:%d", to) },
		{ NULL, NULL },
	};

	return fill(c->mem, text, blanks);
}

bool proxy_configure(const struct place *p, struct proxy *proxy, int to)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem };
	char path[PATH_ROOM];
	const char *text = recipe(mem, proxy_name[proxy->kind]);

	proxy->plain = free_port();
	proxy->tls = free_port();
	if (text != NULL)
		text = proxy->kind == NGINX
		    ? fill_nginx(&c, p, proxy, to, text)
		    : fill_haproxy(&c, p, proxy, to, text);
	if (text != NULL) {
		place_file(p, "recipe.conf", path);
		write_file(path, text);
		place_file(p, "nginx.conf", path);
		write_file(
		    path, read_file(mem, "tests/front/proxies/nginx.conf"));
	}
	arena_free(mem);
	return text != NULL;
}

/* True when it takes connections, before it has ended or the time is over. */
static bool comes(struct proxy *proxy)
{
	int64_t until = now_us() + (int64_t)COMES_MS * 1000;
	int fd = -1;

	while (fd < 0 && now_us() < until && !child_ended(&proxy->child, 5))
		fd = http_connect(proxy->tls);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void proxy_start(const struct place *p, struct proxy *proxy, int to)
{
	char conf[PATH_ROOM], log[PATH_ROOM], errors[PATH_ROOM];
	const char *const nginx[] = { "nginx", "-p", p->dir, "-e", errors, "-c",
		conf, NULL };
	const char *const haproxy[] = { "haproxy", "-db", "-f", conf, NULL };
	const struct launch l = { .argv = proxy->kind == NGINX ? nginx
							       : haproxy,
		.log = log,
		.out = -1 };

	place_file(p, "nginx-early.log", errors);
	place_file(p, "proxy.log", log);
	place_file(
	    p, proxy->kind == NGINX ? "nginx.conf" : "recipe.conf", conf);
	for (int i = 0; i < TRIES; i++) {
		if (!proxy_configure(p, proxy, to))
			give_up("no recipe for %s", proxy_name[proxy->kind]);
		child_start(&proxy->child, &l);
		if (comes(proxy))
			return;
		child_stop(&proxy->child, SIGKILL);
	}
	child_blame(&proxy->child);
	give_up("%s does not come", proxy_name[proxy->kind]);
}

void proxy_stop(struct proxy *proxy)
{
	child_stop(&proxy->child, SIGTERM);
}
