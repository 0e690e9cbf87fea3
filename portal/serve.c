#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <civetweb.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/text.h"

#include "front.h"
#include "settings.h"

#define LISTENERS_MOST 8
#define THREADS_MOST   2048 /* as http.threads allows */
#define HANDLES_BESIDE 400  /* database, log, who is turned away */
#define ROUND_MS       200  /* how often the main thread looks around */

atomic_bool stopping, ending;

static atomic_bool reload;

/* ---- what the library says ---- */

/* What it said first before it served: why it would not start. */
static char first_words[160];
static atomic_bool serving;

void serve_library_says(const char *message);

/* It may repeat what a client sent; log.h makes that harmless. */
void serve_library_says(const char *message)
{
	static struct log_limit limit;

	if (serving)
		log_noise(&limit, "http.library why=%s", message);
	else if (first_words[0] == '\0')
		snprintf(first_words, sizeof first_words, "%s", message);
}

/* ---- threads ---- */

/* One each for civetweb's threads, and for the one that accepts. */
static struct worker workers[THREADS_MOST + 1];
static atomic_int workers_count;

static void *thread_begins(const struct mg_context *server, int type)
{
	struct worker *w = &workers[atomic_fetch_add(&workers_count, 1)];

	(void)server;
	(void)type;
	w->mem = arena_new();
	return w;
}

static void thread_ends(const struct mg_context *server, int type, void *of)
{
	struct worker *w = of;

	(void)server;
	(void)type;
	arena_free(w->mem);
}

/* ---- signals ---- */

/* Whoever asks twice does not want to wait. Every answer that was given is on
 * disk by then. */
static void on_signal(int number)
{
	if (number == SIGHUP)
		atomic_store(&reload, true);
	else if (number == SIGALRM || atomic_exchange(&stopping, true))
		_exit(EXIT_FAILURE);
	else
		alarm(WATCHDOG_S); /* a stop that hangs is ended */
}

static void watch_signals(void)
{
	struct sigaction on = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGTERM, &on, NULL);
	sigaction(SIGINT, &on, NULL);
	sigaction(SIGALRM, &on, NULL);
	sigaction(SIGHUP, &on, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

/* ---- starting ---- */

/* The listeners as they were set, with the ports that they got. */
static void say_listeners(struct mg_context *server)
{
	const char *list = settings.http_listen, *one;
	struct mg_server_port ports[LISTENERS_MOST];
	int count = mg_get_server_ports(server, LISTENERS_MOST, ports);
	size_t n;

	for (int i = 0; i < count && text_item(&list, &one, &n); i++) {
		while (n > 0 && one[n - 1] != ':')
			n--;
		log_info("portal.ready listen=%.*s%d%s", (int)n, one,
		    ports[i].port, ports[i].is_ssl ? "s" : "");
	}
}

/* Files and connections come to a handle each. */
static void raise_handle_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		log_warn("serve.handles");
	if (limit.rlim_cur < (rlim_t)settings.http_threads + HANDLES_BESIDE)
		log_refuse("http.threads: %" PRId64 " connections need %" PRId64
			   " open files, and the system allows %" PRId64,
		    settings.http_threads,
		    settings.http_threads + HANDLES_BESIDE,
		    (int64_t)limit.rlim_cur);
}

static const char *certificate_file(void)
{
	static char own[CONFIG_PATH_MOST + 20];

	if (*settings.http_certificate != '\0')
		return settings.http_certificate;
	snprintf(own, sizeof own, "%s/self-signed.pem", settings.data_dir);
	return own;
}

/* Whether a listener speaks TLS. The library knows more endings: "r" would
 * send people on without our headers. */
static bool has_tls(void)
{
	const char *list = settings.http_listen, *one;
	bool tls = false;
	size_t n;

	while (text_item(&list, &one, &n))
		if (one[n - 1] == 's')
			tls = true;
		else if (strchr("0123456789", one[n - 1]) == NULL)
			log_refuse("http.listen: %.*s ends neither in a port "
				   "nor in s",
			    (int)n, one);
	return tls;
}

static void read_certificate(void)
{
	const char *file = certificate_file();
	char why[200];

	if (!has_tls())
		return;
	if (*settings.http_certificate == '\0' && access(file, F_OK) != 0 &&
	    !certificate_make(file, why))
		log_refuse("http.certificate: %s", why);
	if (!tls_load(file, why))
		log_refuse("http.certificate: %s", why);
	if (*settings.http_certificate == '\0')
		log_warnx("tls.self_signed file=%s", file);
}

static struct mg_context *start(void)
{
	const struct mg_callbacks on = { .begin_request = exchange_answer,
		.http_error = exchange_refuse,
		.init_thread = thread_begins,
		.exit_thread = thread_ends };
	char count[24];
	const char *options[] = { "listening_ports", settings.http_listen,
		"num_threads", count, "enable_keep_alive", "yes", "tcp_nodelay",
		"1", "connection_queue", "200", "listen_backlog", "511",
		"decode_url", "no", "enable_auth_domain_check", "no",
		"access_control_allow_origin", "",
		"access_control_allow_methods", "",
		"access_control_allow_headers", "", "max_request_size", "16384",
		NULL };
	struct mg_context *server;

	snprintf(count, sizeof count, "%" PRId64, settings.http_threads);
	server = mg_start(&on, NULL, options);
	if (server == NULL)
		log_refuse("cannot listen on %s: %s", settings.http_listen,
		    first_words);
	serving = true;
	say_listeners(server);
	return server;
}

/* ---- serving and stopping ---- */

static void read_again(void)
{
	char why[200];

	if (!texts_read(why))
		log_warnx("texts.refused why=%s", why);
	if (has_tls() && !tls_load(certificate_file(), why))
		log_warnx("tls.refused why=%s", why);
	exchange_busy();
}

/* Newcomers are told to come again while those inside get their answers; who
 * only keeps a line open is given the time that an open line has. */
static void drain(void)
{
	int64_t began = clock_mono_ms(), waited = 0;

	log_info("portal.stopping under_way=%d connections=%" PRId64,
	    requests_under_way(), door_inside());
	while (waited < DRAIN_MS &&
	    (requests_under_way() > 0 ||
		(door_inside() > 0 && waited < KEPT_MS + QUANTUM_MS))) {
		poll(NULL, 0, 5);
		waited = clock_mono_ms() - began;
	}
}

int serve(void (*begun)(void))
{
	const struct door rules = { .most = settings.http_threads,
		.of_one = settings.http_per_address,
		.proxies = settings.http_proxies };
	struct mg_context *server;

	raise_handle_limit();
	watch_signals();
	read_certificate();
	door_open(&rules);
	exchange_busy();
	server = start();
	begun();
	while (!atomic_load(&stopping)) {
		poll(NULL, 0, ROUND_MS); /* a signal ends it early */
		log_flush();
		if (atomic_exchange(&reload, false))
			read_again();
	}
	drain();
	atomic_store(&ending, true);
	mg_stop(server);
	door_close();
	log_info("portal.stopped");
	log_flush();
	return EXIT_SUCCESS;
}
