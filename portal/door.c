#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

#include "front.h"

#define GUESTS_MOST  4096
#define PROXIES_MOST 16
#define BUSY_MOST    16384 /* bytes of the answer to who is turned away */
#define AWAY_MOST    256   /* turned away and not yet gone */
#define AWAY_BYTES   ((size_t)64 << 10)

/* An address of either kind, as IPv6 writes it. */
struct address {
	unsigned char byte[16];
};

/* Who is inside, and how many times. */
struct guests {
	struct {
		struct address address;
		int64_t count;
	} list[GUESTS_MOST];
	size_t count;
};

static struct {
	pthread_mutex_t lock;
	struct door rules;
	struct address proxy[PROXIES_MOST];
	size_t proxies;
	struct guests connected, forwarded;
	_Atomic int64_t inside;
	char busy[BUSY_MOST]; /* the answer to who is turned away */
	size_t busy_bytes;
	char *busy_date; /* in it */
} door = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- addresses ---- */

static struct address address_of(const struct sockaddr *from)
{
	struct address a = { .byte = { [10] = 0xff, [11] = 0xff } };
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	if (from->sa_family == AF_INET6) {
		memcpy(&six, from, sizeof six);
		memcpy(a.byte, &six.sin6_addr, sizeof a.byte);
	} else {
		memcpy(&four, from, sizeof four);
		memcpy(a.byte + 12, &four.sin_addr, 4);
	}
	return a;
}

static bool address_read(const char *text, struct address *a)
{
	*a = (struct address) { .byte = { [10] = 0xff, [11] = 0xff } };
	return inet_pton(AF_INET, text, a->byte + 12) == 1 ||
	    inet_pton(AF_INET6, text, a->byte) == 1;
}

static bool same(const struct address *a, const struct address *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static bool is_four(const struct address *a)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(a->byte, mapped, sizeof mapped) == 0;
}

/* Whoever has one address of IPv6 has the whole /64. */
static struct address house_of(struct address a)
{
	if (!is_four(&a))
		memset(a.byte + 8, 0, 8);
	return a;
}

static bool is_proxy(const struct address *a)
{
	for (size_t i = 0; i < door.proxies; i++)
		if (same(&door.proxy[i], a))
			return true;
	return false;
}

bool door_is_proxy(const char *text)
{
	struct address a;

	return address_read(text, &a) && is_proxy(&a);
}

static void read_proxies(const char *list)
{
	const char *item;
	char text[48];
	size_t n;

	for (door.proxies = 0; text_item(&list, &item, &n); door.proxies++) {
		if (n >= sizeof text || door.proxies == PROXIES_MOST)
			log_refuse("http.proxies: at most %d addresses, with "
				   "commas between",
			    PROXIES_MOST);
		memcpy(text, item, n);
		text[n] = '\0';
		if (!address_read(text, &door.proxy[door.proxies]))
			log_refuse("http.proxies: %s is no address", text);
	}
}

/* ---- counting; the lock is held ---- */

/* One more of that address; false when that would be more than `most`. */
static bool enter(struct guests *g, struct address a, int64_t most)
{
	size_t i = 0;

	while (i < g->count && !same(&g->list[i].address, &a))
		i++;
	if (i == GUESTS_MOST)
		return false;
	if (i == g->count) {
		g->list[i].address = a;
		g->list[i].count = 0;
		g->count++;
	}
	if (g->list[i].count >= most)
		return false;
	g->list[i].count++;
	return true;
}

static void leave(struct guests *g, struct address a)
{
	for (size_t i = 0; i < g->count; i++) {
		if (!same(&g->list[i].address, &a))
			continue;
		if (--g->list[i].count == 0)
			g->list[i] = g->list[--g->count];
		return;
	}
}

/* ---- who is turned away ---- */

/* The answer is sent at once; then we wait a moment for the other end to close,
 * for closing first would reset the connection and the answer with it. */
static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	int bell;            /* rings when somebody comes, or it is over */
	int come[AWAY_MOST]; /* not yet taken over */
	size_t comes;
	bool over;
} away = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The bell is the first of fd. */
struct leaving {
	struct pollfd fd[AWAY_MOST + 1];
	int64_t until[AWAY_MOST + 1];
	size_t bytes[AWAY_MOST + 1];
	size_t count;
};

static void ring(void)
{
	const uint64_t one = 1;

	if (write(away.bell, &one, sizeof one) < 0)
		return; /* it rings already */
}

/* False when the thread is to end. */
static bool take_over(struct leaving *l)
{
	uint64_t rung;
	bool over;

	if (poll(l->fd, l->count, l->count > 1 ? 50 : 1000) > 0 &&
	    l->fd[0].revents != 0 && read(away.bell, &rung, sizeof rung) < 0)
		log_warn("door.bell");
	pthread_mutex_lock(&away.lock);
	while (away.comes > 0 && l->count <= AWAY_MOST) {
		l->fd[l->count] = (struct pollfd) {
			.fd = away.come[--away.comes], .events = POLLIN
		};
		l->until[l->count] = clock_mono_ms() + LINGER_MS;
		l->bytes[l->count++] = 0;
	}
	over = away.over;
	pthread_mutex_unlock(&away.lock);
	return !over;
}

/* True when the other end has closed, or has had its moment. */
static bool is_gone(struct leaving *l, size_t i)
{
	char spill[4096];
	ssize_t n = 1;

	while (l->fd[i].revents != 0 && n > 0 && l->bytes[i] < AWAY_BYTES) {
		n = recv(l->fd[i].fd, spill, sizeof spill, MSG_DONTWAIT);
		if (n > 0)
			l->bytes[i] += (size_t)n;
		else if (n == 0 || (errno != EAGAIN && errno != EINTR))
			return true;
	}
	return l->bytes[i] >= AWAY_BYTES || clock_mono_ms() >= l->until[i];
}

static void *see_off(void *unused)
{
	static struct leaving l;

	(void)unused;
	l.fd[0] = (struct pollfd) { .fd = away.bell, .events = POLLIN };
	l.count = 1;
	while (take_over(&l))
		for (size_t i = 1; i < l.count;) {
			if (!is_gone(&l, i)) {
				i++;
				continue;
			}
			close(l.fd[i].fd);
			l.fd[i] = l.fd[--l.count];
			l.until[i] = l.until[l.count];
			l.bytes[i] = l.bytes[l.count];
		}
	for (size_t i = 1; i < l.count; i++)
		close(l.fd[i].fd);
	return NULL;
}

static void date_busy(int64_t now)
{
	const char *date = exchange_date(now);

	if (door.busy_date != NULL)
		memcpy(door.busy_date, date, strlen(date));
}

static void turn_away(int fd, bool tls, const char *why)
{
	static struct log_limit limit;
	bool kept = false;

	log_noise(&limit, "http.turned_away why=%s", why);
	if (!tls) {
		pthread_mutex_lock(&door.lock);
		date_busy(clock_now());
		kept = send(fd, door.busy, door.busy_bytes,
			   MSG_DONTWAIT | MSG_NOSIGNAL) > 0;
		pthread_mutex_unlock(&door.lock);
	}
	shutdown(fd, SHUT_WR);
	pthread_mutex_lock(&away.lock);
	kept = kept && away.comes < AWAY_MOST;
	if (kept)
		away.come[away.comes++] = fd;
	pthread_mutex_unlock(&away.lock);
	if (kept)
		ring();
	else
		close(fd);
}

/* ---- the door ---- */

bool door_admits(int fd, const struct sockaddr *from, bool tls)
{
	struct address a = address_of(from);
	const char *why = NULL;

	pthread_mutex_lock(&door.lock);
	if (door.inside >= door.rules.most)
		why = "full";
	else if (!enter(&door.connected, house_of(a),
		     is_proxy(&a) ? INT64_MAX : door.rules.of_one))
		why = "address";
	else
		door.inside++;
	pthread_mutex_unlock(&door.lock);
	if (why != NULL)
		turn_away(fd, tls, why);
	return why == NULL;
}

void door_left(const struct sockaddr *from)
{
	pthread_mutex_lock(&door.lock);
	leave(&door.connected, house_of(address_of(from)));
	door.inside--;
	pthread_mutex_unlock(&door.lock);
}

int64_t door_inside(void)
{
	return door.inside;
}

bool door_crowded(void)
{
	return door.inside > door.rules.most * 3 / 4;
}

void door_house(const char *text, char *to, size_t room)
{
	struct address a;

	snprintf(to, room, "%s", text);
	if (!address_read(text, &a))
		return;
	a = house_of(a);
	inet_ntop(AF_INET6, a.byte, to, (socklen_t)room);
}

bool door_forwarded(const char *text)
{
	struct address a;
	bool in = true;

	if (!address_read(text, &a))
		return true;
	pthread_mutex_lock(&door.lock);
	in = enter(&door.forwarded, house_of(a), door.rules.of_one);
	pthread_mutex_unlock(&door.lock);
	return in;
}

void door_forwarded_over(const char *text)
{
	struct address a;

	if (!address_read(text, &a))
		return;
	pthread_mutex_lock(&door.lock);
	leave(&door.forwarded, house_of(a));
	pthread_mutex_unlock(&door.lock);
}

void door_busy_page(const char *answer, size_t n)
{
	if (n > BUSY_MOST)
		log_bug("door.busy_page bytes=%zu", n);
	pthread_mutex_lock(&door.lock);
	memcpy(door.busy, answer, n);
	door.busy_bytes = n;
	door.busy_date = memmem(door.busy, n, "Date: ", 6);
	pthread_mutex_unlock(&door.lock);
}

void door_open(const struct door *rules)
{
	door.rules = *rules;
	read_proxies(rules->proxies);
	away.bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (away.bell < 0 ||
	    pthread_create(&away.thread, NULL, see_off, NULL) != 0)
		log_refuse("no thread for those turned away");
}

void door_close(void)
{
	pthread_mutex_lock(&away.lock);
	away.over = true;
	pthread_mutex_unlock(&away.lock);
	ring();
	pthread_join(away.thread, NULL);
}
