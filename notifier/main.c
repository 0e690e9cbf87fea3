#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/migrate.h"
#include "base/secret.h"
#include "base/store.h"

#include "breaker.h"
#include "duty.h"
#include "erase.h"
#include "health.h"
#include "match.h"
#include "notifier.h"
#include "sealing.h"
#include "settings.h"

#define VERSION     "0.1"
#define LOOK_MS     1000 /* how often it looks by itself */
#define ROUNDS_MOST 200  /* of `once`: more is a loop, and says so */

/* One channel: its way out, its words and its own memory. */
struct post {
	const char *channel;
	const struct provider *via, *behind; /* behind: NULL when it has none */
	struct tmpls *words;
	int texts; /* which reload the words are from */
	struct arena *mem;
	size_t most; /* at a time */
	bool helps;  /* only beside another thread, of what surely goes */
	int wake[2]; /* a pipe: a byte wakes its thread */
	pthread_t thread;
};

static struct store *store;
static int64_t epoch;
static int64_t unsigned_before = -1; /* duties, as the log had it last */
static atomic_int reloads;

static void on_signal(int number)
{
	if (number == SIGHUP)
		atomic_fetch_add(&reloads, 1);
	else
		stop_ask();
}

/* The settings allow only names that are listed. */
static const struct provider *open_provider(
    const char *channel, const char *name)
{
	const struct provider *p = provider_find(channel, name);

	if (p == NULL)
		log_bug("provider.unknown name=%s", name);
	if (p->open != NULL)
		p->open(p);
	metrics_open(channel, p->name);
	return p;
}

/* One notifier a database, wherever its own folder is: two would each send what
 * is due. */
static void be_the_only_one(void)
{
	const char *database = strchr(settings.db_url, ':');
	char path[240];
	int fd;

	snprintf(path, sizeof path, "%.200s-notifier.lock",
	    database != NULL ? database + 1 : settings.db_url);
	fd = lock_open(path);
	if (fd < 0)
		log_refuse("cannot open %s: %s", path, strerror(errno));
	if (!lock_hold(fd))
		log_refuse(
		    "another notifier works on this database (%s)", path);
}

static struct ctx begin_pass(struct arena *mem)
{
	struct ctx c = { .mem = mem, .now = clock_now() };

	c.db = db_join(store, mem);
	return c;
}

static void end_pass(struct ctx *c)
{
	db_leave(c->db);
	arena_reset(c->mem);
}

static void open_database(void)
{
	struct arena *mem = arena_new();
	char why[200];
	struct ctx c;
	int version;

	store = store_open(settings.db_url, STORE_NOTIFIER, false, why);
	if (store == NULL)
		log_refuse("%s", why);
	version = store_version(store, why);
	if (version != migrations_known())
		log_refuse("the database has schema %d and this program needs "
			   "%d: %s",
		    version, migrations_known(),
		    version > migrations_known() ? "install the newer program"
						 : "run portal init");
	sealing_begin(store);
	erase_again(store);
	c = begin_pass(mem);
	epoch = outbox_begin_run(&c);
	if (epoch == 0)
		log_refuse("the database cannot be written");
	end_pass(&c);
	arena_free(mem);
}

/* Texts that cannot be read leave the old ones in force. */
static bool read_texts(struct post *p, int wanted)
{
	char why[200];
	struct tmpls *words = messages_load(settings.www_dir, why);

	p->texts = wanted;
	if (words == NULL) {
		log_warnx("texts.refused why=%s", why);
		return false;
	}
	if (p->words != NULL)
		tmpls_free(p->words);
	p->words = words;
	return true;
}

/* While a provider is tried with one message, there is nothing to help with. */
static size_t most_of(
    struct ctx *c, const struct post *p, const struct provider *via)
{
	if (stop_asked())
		return 0;
	if (p->helps && breaker_room(c, via->name, p->most) < p->most)
		return 0;
	return p->most;
}

static size_t deliver(struct post *p)
{
	struct ctx c = begin_pass(p->mem);
	const struct provider *via = deliver_way(&c, p->via, p->behind);
	int wanted = atomic_load(&reloads);
	size_t most = most_of(&c, p, via), n = 0;

	if (p->texts != wanted)
		read_texts(p, wanted);
	if (most > 0)
		n = deliver_at_most(&c, p->channel, via, p->words, epoch, most);
	end_pass(&c);
	return n;
}

/* One line when sending is closed, and one when it is opened. */
static void tell_of_duties(struct ctx *c)
{
	int64_t missing = duty_any_closed(c) ? duty_missing(c, 0) : 0;

	if (missing > 0 && missing != unsigned_before)
		log_warnx("duty.closed missing=%" PRId64, missing);
	if (missing == 0 && unsigned_before > 0)
		log_info("duty.open");
	unsigned_before = missing;
}

/* Hears and plans, in passes of their own, so that a failure in one does not
 * stand in the way of the other. */
static size_t think(struct arena *mem)
{
	struct ctx c = begin_pass(mem);
	size_t heard = interpret_hooks(&c), asked;

	end_pass(&c);
	c = begin_pass(mem);
	tell_of_duties(&c);
	asked = schedule(&c);
	health_beat(&c);
	end_pass(&c);
	return heard + asked;
}

static int once(struct post *sms, struct post *mail)
{
	struct arena *mem = arena_new();
	int round = 0;

	for (; round < ROUNDS_MOST && !stop_asked(); round++) {
		size_t n = think(mem);

		n += deliver(sms);
		n += deliver(mail);
		if (n == 0)
			break;
	}
	arena_free(mem);
	if (round == ROUNDS_MOST)
		log_warnx("once.unfinished rounds=%d", round);
	return round == ROUNDS_MOST ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* The portal's datagrams come here: something was committed. Without them we
 * look every second. */
static int open_socket(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	snprintf(at.sun_path, sizeof at.sun_path, "%s/notifier.sock",
	    settings.data_dir);
	unlink(at.sun_path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0)
		log_refuse("cannot make %s: %s", at.sun_path, strerror(errno));
	return fd;
}

static void wait_for_news(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char said[64];

	poll(&p, 1, LOOK_MS);
	while (read(fd, said, sizeof said) > 0)
		;
}

static void *post_thread(void *arg)
{
	struct post *post = arg;

	while (!stop_asked()) {
		while (deliver(post) > 0 && !stop_asked())
			;
		wait_for_news(post->wake[0]);
	}
	return NULL;
}

static void post_begin(struct post *post)
{
	if (pipe2(post->wake, O_NONBLOCK | O_CLOEXEC) != 0 ||
	    pthread_create(&post->thread, NULL, post_thread, post) != 0)
		log_bug("run.thread");
}

static void post_wake(const struct post *post)
{
	if (write(post->wake[1], "", 1) < 0 && errno != EAGAIN)
		log_warn("run.wake");
}

/* The helper takes the next messages from the database while the first has
 * its own with the provider, and the other way round. */
static int run(struct post *sms, struct post *helper, struct post *mail)
{
	struct arena *mem = arena_new();
	int fd = open_socket();

	sms->most = DELIVER_HALF;
	post_begin(mail);
	post_begin(helper);
	match_live_begin(store);
	scrape_begin(store, epoch);
	log_info("notifier.ready epoch=%" PRId64 " sms=%s mail=%s", epoch,
	    sms->via->name, mail->via->name);
	while (!stop_asked()) {
		size_t n = think(mem);

		post_wake(mail);
		n += deliver(sms);
		if (n >= sms->most)
			post_wake(helper);
		if (n == 0)
			wait_for_news(fd);
	}
	log_info("notifier.stopping");
	pthread_join(mail->thread, NULL);
	pthread_join(helper->thread, NULL);
	scrape_end();
	match_live_end();
	arena_free(mem);
	return EXIT_SUCCESS;
}

static void watch_signals(void)
{
	struct sigaction on = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGTERM, &on, NULL);
	sigaction(SIGINT, &on, NULL);
	sigaction(SIGHUP, &on, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static struct post post_open(const char *channel, const char *provider)
{
	struct post p = { .channel = channel,
		.mem = arena_new(),
		.most = OUTBOX_BATCH_MOST,
		.via = open_provider(channel, provider) };

	if (!read_texts(&p, 0))
		log_refuse(
		    "the messages in %s cannot be read", settings.www_dir);
	return p;
}

static void post_close(struct post *p)
{
	tmpls_free(p->words);
	arena_free(p->mem);
}

static int work(const char *verb)
{
	struct post sms, helper, mail;
	int status;

	secret_open();
	settings_read_secrets();
	be_the_only_one();
	sms = post_open(OUTBOX_SMS, settings.sms_provider);
	helper = post_open(OUTBOX_SMS, settings.sms_provider);
	helper.helps = true;
	helper.most = DELIVER_HALF;
	if (strcmp(settings.sms_fallback, "none") != 0)
		sms.behind = helper.behind = open_provider(
		    OUTBOX_SMS, settings.sms_fallback);
	mail = post_open(OUTBOX_MAIL, settings.mail_provider);
	open_database();
	watch_signals();
	status = strcmp(verb, "once") == 0 ? once(&sms, &mail)
					   : run(&sms, &helper, &mail);
	store_close(store);
	post_close(&sms);
	post_close(&helper);
	post_close(&mail);
	return status;
}

int main(int argc, char **argv)
{
	const char *file = NULL, *verb;
	int at = 1;

	log_open("notifier");
	clock_open();
	umask(077);
	if (argc > 3 && strcmp(argv[1], "--config") == 0) {
		file = argv[2];
		at = 3;
	}
	verb = argc > at ? argv[at] : "";
	if (strcmp(verb, "version") == 0)
		return printf("notifier %s\n", VERSION) < 0;
	if (strcmp(verb, "config") == 0) {
		settings_print();
		return EXIT_SUCCESS;
	}
	settings_read(file);
	if (strcmp(verb, "check-config") == 0)
		return EXIT_SUCCESS;
	if (strcmp(verb, "run") == 0 || strcmp(verb, "once") == 0)
		return work(verb);
	fprintf(stderr,
	    "usage: notifier [--config FILE] "
	    "run | once | config | check-config | version\n");
	return 64; /* EX_USAGE */
}
