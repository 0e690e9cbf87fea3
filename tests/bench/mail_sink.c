#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>

#include "bench.h"

#define LINE_ROOM  16384
#define TAKEN_MOST 100000

static int listening = -1;
static mbedtls_ssl_config conf;
static mbedtls_ctr_drbg_context chance;
static pthread_mutex_t dice = PTHREAD_MUTEX_INITIALIZER;
static int64_t taken_us[TAKEN_MOST];
static atomic_size_t taken;

/* Somebody who is talked with: in clear, then within TLS. */
struct talk {
	int fd;
	bool secure;
	mbedtls_ssl_context ssl;
	char in[LINE_ROOM];
	size_t from, to; /* what of it has not been looked at */
};

static int put_bytes(void *fd, const unsigned char *data, size_t n)
{
	ssize_t sent = send(*(int *)fd, data, n, MSG_NOSIGNAL);

	return sent > 0 ? (int)sent : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int get_bytes(void *fd, unsigned char *data, size_t n)
{
	ssize_t got = recv(*(int *)fd, data, n, 0);

	return got > 0 ? (int)got : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int roll(void *arg, unsigned char *to, size_t n)
{
	int rc;

	pthread_mutex_lock(&dice);
	rc = mbedtls_ctr_drbg_random(arg, to, n);
	pthread_mutex_unlock(&dice);
	return rc;
}

static bool say(struct talk *t, const char *s)
{
	const unsigned char *data = (const unsigned char *)s;
	int n = (int)strlen(s);

	return (t->secure ? mbedtls_ssl_write(&t->ssl, data, (size_t)n)
			  : put_bytes(&t->fd, data, (size_t)n)) == n;
}

static bool hear_more(struct talk *t)
{
	unsigned char *at;
	size_t room;
	int got;

	memmove(t->in, t->in + t->from, t->to - t->from);
	t->to -= t->from;
	t->from = 0;
	at = (unsigned char *)t->in + t->to;
	room = sizeof t->in - t->to;
	if (room == 0)
		return false;
	got = t->secure ? mbedtls_ssl_read(&t->ssl, at, room)
			: get_bytes(&t->fd, at, room);
	if (got > 0)
		t->to += (size_t)got;
	return got > 0;
}

/* What stands before the end, of n bytes; NULL when the line is closed. */
static const char *hear_until(struct talk *t, const char *end, size_t n)
{
	char *at;

	while ((at = memmem(t->in + t->from, t->to - t->from, end, n)) == NULL)
		if (!hear_more(t))
			return NULL;
	*at = '\0';
	at = t->in + t->from;
	t->from += strlen(at) + n;
	return at;
}

static bool secure_talk(struct talk *t)
{
	if (!say(t, "220 go\r\n") || mbedtls_ssl_setup(&t->ssl, &conf) != 0)
		return false;
	mbedtls_ssl_set_bio(&t->ssl, &t->fd, put_bytes, get_bytes, NULL);
	t->from = t->to = 0;
	t->secure = mbedtls_ssl_handshake(&t->ssl) == 0;
	return t->secure;
}

static bool take_mail(struct talk *t)
{
	size_t n;

	if (!say(t, "354 go\r\n") || hear_until(t, "\r\n.\r\n", 5) == NULL)
		return false;
	n = atomic_fetch_add(&taken, 1);
	if (n < TAKEN_MOST)
		taken_us[n] = now_us();
	return say(t, "250 2.0.0 Ok: queued as 1\r\n");
}

static bool answer(struct talk *t, const char *line)
{
	if (strncasecmp(line, "EHLO", 4) == 0)
		return say(t,
		    t->secure ? "250-sink\r\n250 AUTH PLAIN LOGIN\r\n"
			      : "250-sink\r\n250 STARTTLS\r\n");
	if (strcasecmp(line, "STARTTLS") == 0)
		return secure_talk(t);
	if (!t->secure)
		return say(t, "530 STARTTLS first\r\n");
	if (strncasecmp(line, "AUTH PLAIN", 10) == 0)
		return say(t, line[10] != '\0' ? "235 ok\r\n" : "334 \r\n");
	if (strcasecmp(line, "DATA") == 0)
		return take_mail(t);
	if (strncasecmp(line, "MAIL", 4) == 0 ||
	    strncasecmp(line, "RCPT", 4) == 0)
		return say(t, "250 ok\r\n");
	/* What is left is what follows AUTH. */
	return say(t, "235 ok\r\n") && strcasecmp(line, "QUIT") != 0;
}

static void *talk_thread(void *arg)
{
	struct talk *t = calloc(1, sizeof *t);
	const char *line;

	if (t == NULL)
		return NULL;
	t->fd = (int)(intptr_t)arg;
	mbedtls_ssl_init(&t->ssl);
	if (say(t, "220 sink\r\n"))
		while ((line = hear_until(t, "\r\n", 2)) != NULL)
			if (!answer(t, line))
				break;
	mbedtls_ssl_free(&t->ssl);
	close(t->fd);
	free(t);
	return NULL;
}

static void *listen_thread(void *arg)
{
	(void)arg;
	for (;;) {
		int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		pthread_t thread;
		int on = 1;

		if (fd < 0)
			continue;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		if (pthread_create(
			&thread, NULL, talk_thread, (void *)(intptr_t)fd) != 0)
			close(fd);
		else
			pthread_detach(thread);
	}
	return NULL;
}

static void prepare_tls(const struct place *p)
{
	static mbedtls_entropy_context source;
	static mbedtls_x509_crt certificate;
	static mbedtls_pk_context key;
	char path[PATH_ROOM];

	mbedtls_entropy_init(&source);
	mbedtls_ctr_drbg_init(&chance);
	mbedtls_x509_crt_init(&certificate);
	mbedtls_pk_init(&key);
	mbedtls_ssl_config_init(&conf);
	place_file(p, "host.pem", path);
	if (mbedtls_ctr_drbg_seed(
		&chance, mbedtls_entropy_func, &source, NULL, 0) != 0 ||
	    mbedtls_x509_crt_parse_file(&certificate, path) != 0)
		give_up("no certificate for the sink");
	place_file(p, "host.key", path);
	if (mbedtls_pk_parse_keyfile(&key, path, NULL) != 0 ||
	    mbedtls_ssl_config_defaults(&conf, MBEDTLS_SSL_IS_SERVER,
		MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
		give_up("no TLS for the sink");
	mbedtls_ssl_conf_rng(&conf, roll, &chance);
	mbedtls_ssl_conf_own_cert(&conf, &certificate, &key);
}

int mail_sink_start(const struct place *p)
{
	pthread_t thread;
	int port = 0;

	prepare_tls(p);
	listening = http_listen(&port);
	if (listening < 0 ||
	    pthread_create(&thread, NULL, listen_thread, NULL) != 0)
		give_up("no mail sink could be started");
	pthread_detach(thread);
	return port;
}

size_t mail_sink_count(void)
{
	return atomic_load(&taken);
}

int64_t mail_sink_us(size_t from)
{
	size_t n = mail_sink_count();

	return n > from + 1 && n <= TAKEN_MOST
	    ? taken_us[n - 1] - taken_us[from]
	    : 0;
}
