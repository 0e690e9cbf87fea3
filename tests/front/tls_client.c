#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/sha256.h>

#include "tls_parts.h"

static mbedtls_ctr_drbg_context *chance(void)
{
	static mbedtls_entropy_context source;
	static mbedtls_ctr_drbg_context drbg;
	static bool made;

	if (!made) {
		mbedtls_entropy_init(&source);
		mbedtls_ctr_drbg_init(&drbg);
		if (mbedtls_ctr_drbg_seed(
			&drbg, mbedtls_entropy_func, &source, NULL, 0) != 0)
			give_up("no randomness for a client");
		made = true;
	}
	return &drbg;
}

/* The socket waits by itself, and not for ever: see dial(). */
static int put(void *fd, const unsigned char *data, size_t n)
{
	ssize_t sent = send(*(int *)fd, data, n, MSG_NOSIGNAL);

	return sent > 0 ? (int)sent : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int get(void *fd, unsigned char *data, size_t n)
{
	ssize_t got = recv(*(int *)fd, data, n, 0);

	return got >= 0 ? (int)got : MBEDTLS_ERR_SSL_CONN_EOF;
}

static void free_all(struct secure *t)
{
	mbedtls_ssl_free(&t->ssl);
	mbedtls_ssl_config_free(&t->conf);
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

static bool prepare(struct secure *t, const struct secure_offer *offer)
{
	mbedtls_ssl_init(&t->ssl);
	mbedtls_ssl_config_init(&t->conf);
	if (mbedtls_ssl_config_defaults(&t->conf, MBEDTLS_SSL_IS_CLIENT,
		MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
		return false;
	mbedtls_ssl_conf_authmode(&t->conf, MBEDTLS_SSL_VERIFY_NONE);
	mbedtls_ssl_conf_rng(&t->conf, mbedtls_ctr_drbg_random, chance());
	mbedtls_ssl_conf_renegotiation(
	    &t->conf, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
	mbedtls_ssl_conf_min_version(
	    &t->conf, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_1);
	if (offer != NULL && offer->minor != 0)
		mbedtls_ssl_conf_max_version(
		    &t->conf, MBEDTLS_SSL_MAJOR_VERSION_3, offer->minor);
	if (offer != NULL && offer->suites != NULL)
		mbedtls_ssl_conf_ciphersuites(&t->conf, offer->suites);
	return mbedtls_ssl_setup(&t->ssl, &t->conf) == 0 &&
	    (offer == NULL || offer->session == NULL ||
		mbedtls_ssl_set_session(&t->ssl, offer->session) == 0);
}

bool secure_open(struct secure *t, int port, const struct secure_offer *offer)
{
	const char *from = offer != NULL ? offer->from : NULL;

	*t = (struct secure) { .fd = dial_from(from, port) };
	if (!prepare(t, offer))
		give_up("no client of TLS");
	mbedtls_ssl_set_bio(&t->ssl, &t->fd, put, get, NULL);
	if (t->fd >= 0 && mbedtls_ssl_handshake(&t->ssl) == 0)
		return true;
	free_all(t);
	return false;
}

bool secure_send(struct secure *t, const char *request)
{
	const unsigned char *data = (const unsigned char *)request;
	size_t n = strlen(request);

	while (t->fd >= 0 && n > 0) {
		int sent = mbedtls_ssl_write(&t->ssl, data, n);

		if (sent <= 0)
			return false;
		data += sent;
		n -= (size_t)sent;
	}
	return t->fd >= 0;
}

int secure_hear(struct secure *t, char *answer, size_t room)
{
	size_t n = 0, whole = 0;

	answer[0] = '\0';
	while (whole == 0 || n < whole) {
		int got = -1;

		if (n < room - 1)
			got = mbedtls_ssl_read(
			    &t->ssl, (unsigned char *)answer + n, room - 1 - n);
		if (got <= 0)
			return -1;
		n += (size_t)got;
		answer[n] = '\0';
		if (whole == 0)
			whole = http_length(answer);
	}
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : -1;
}

int secure_ask(struct secure *t, const char *request, char *answer, size_t room)
{
	answer[0] = '\0';
	return secure_send(t, request) ? secure_hear(t, answer, room) : -1;
}

int secure_once(int port, const char *request, char *answer, size_t room)
{
	struct secure t;
	int status;

	answer[0] = '\0';
	if (!secure_open(&t, port, NULL))
		return -1;
	status = secure_ask(&t, request, answer, room);
	secure_close(&t);
	return status;
}

void secure_close(struct secure *t)
{
	if (t->fd >= 0)
		mbedtls_ssl_close_notify(&t->ssl);
	free_all(t);
}

void secure_drop(struct secure *t)
{
	free_all(t);
}

struct tls_print tls_fingerprint(const struct secure *t)
{
	const mbedtls_x509_crt *shown = mbedtls_ssl_get_peer_cert(&t->ssl);
	struct tls_print print = { "" };
	unsigned char sum[32];

	if (shown == NULL ||
	    mbedtls_sha256_ret(shown->raw.p, shown->raw.len, sum, 0) != 0)
		return print;
	for (size_t i = 0; i < sizeof sum; i++)
		snprintf(print.hex + 2 * i, 3, "%02x", sum[i]);
	return print;
}

struct tls_print tls_fingerprint_at(int port)
{
	struct tls_print print = { "" };
	struct secure t;

	if (secure_open(&t, port, NULL)) {
		print = tls_fingerprint(&t);
		secure_close(&t);
	}
	return print;
}
