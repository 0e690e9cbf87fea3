#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

#include "front.h"

#define SESSIONS_MOST    1000
#define SESSIONS_SECONDS 3600
#define AHEAD            4096 /* bytes: most requests are one record */

/* A certificate with its key and what goes with it. It lives for as long as it
 * is in force or a connection uses it, so that a reload drops nobody. */
struct identity {
	mbedtls_ssl_config conf;
	mbedtls_x509_crt chain;
	mbedtls_pk_context key;
	mbedtls_ssl_cache_context sessions;
	int users;
};

struct tls {
	mbedtls_ssl_context ssl;
	struct identity *as;
	int fd;
	int64_t until; /* of what is being read: late bytes do not count */

	/* Heard and not yet asked for. The library asks for the head of a
	 * record and then for the rest: without this, two calls for each. */
	unsigned char ahead[AHEAD];
	size_t from, to;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct identity *in_force;

/* Forward secrecy and authenticated encryption. In this library ChaCha20 costs
 * half of what AES-GCM does, instructions for AES or not. TLS 1.3 is not in
 * mbedTLS 2.28. */
static const int suites[] = {
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
	MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 0
};

/* The library's own order begins with secp521r1: 8.7 ms of a handshake where
 * X25519 takes 3.5. */
static const mbedtls_ecp_group_id curves[] = { MBEDTLS_ECP_DP_CURVE25519,
	MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_SECP384R1,
	MBEDTLS_ECP_DP_NONE };

static const int hashes[] = { MBEDTLS_MD_SHA256, MBEDTLS_MD_SHA384,
	MBEDTLS_MD_SHA512, MBEDTLS_MD_NONE };

static const char *const protocols[] = { "http/1.1", NULL };

static int random_for_tls(void *unused, unsigned char *to, size_t n)
{
	(void)unused;
	secret_random(to, n);
	return 0;
}

/* ---- the certificate ---- */

static bool explain(char why[200], const char *file, const char *what, int rc)
{
	char text[120] = "";

	if (rc != 0)
		mbedtls_strerror(rc, text, sizeof text);
	snprintf(why, 200, "%s: %s%s%s", file, what, rc != 0 ? ": " : "", text);
	return false;
}

static struct identity *identity_new(void)
{
	struct identity *id = calloc(1, sizeof *id);

	if (id == NULL)
		log_bug("memory.out bytes=%zu", sizeof *id);
	mbedtls_ssl_config_init(&id->conf);
	mbedtls_x509_crt_init(&id->chain);
	mbedtls_pk_init(&id->key);
	mbedtls_ssl_cache_init(&id->sessions);
	id->users = 1;
	return id;
}

static void identity_free(struct identity *id)
{
	mbedtls_ssl_config_free(&id->conf);
	mbedtls_x509_crt_free(&id->chain);
	mbedtls_pk_free(&id->key);
	mbedtls_ssl_cache_free(&id->sessions);
	free(id);
}

static void identity_drop(struct identity *id)
{
	bool last = false;

	pthread_mutex_lock(&lock);
	if (id != NULL)
		last = --id->users == 0;
	pthread_mutex_unlock(&lock);
	if (last)
		identity_free(id);
}

static struct identity *identity_take(void)
{
	struct identity *id;

	pthread_mutex_lock(&lock);
	id = in_force;
	if (id != NULL)
		id->users++;
	pthread_mutex_unlock(&lock);
	return id;
}

static bool read_pem(struct identity *id, const char *file, char why[200])
{
	struct stat st;
	int rc;

	if (stat(file, &st) != 0)
		return explain(why, file, strerror(errno), 0);
	if ((st.st_mode & 077) != 0)
		return explain(
		    why, file, "can be read by others; chmod 600 it", 0);
	rc = mbedtls_pk_parse_keyfile(&id->key, file, NULL);
	if (rc != 0)
		return explain(why, file, "holds no private key", rc);
	rc = mbedtls_x509_crt_parse_file(&id->chain, file);
	if (rc != 0)
		return explain(why, file, "holds no certificate", rc);
	if (mbedtls_pk_check_pair(&id->chain.pk, &id->key) != 0)
		return explain(why, file,
		    "the first certificate is not that of the key", 0);
	if (mbedtls_x509_time_is_past(&id->chain.valid_to))
		log_warnx("tls.expired file=%s", file);
	return true;
}

static bool set_up(struct identity *id, const char *file, char why[200])
{
	mbedtls_ssl_config *conf = &id->conf;
	int rc = mbedtls_ssl_config_defaults(conf, MBEDTLS_SSL_IS_SERVER,
	    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);

	if (rc != 0)
		return explain(why, file, "TLS", rc);
	mbedtls_ssl_conf_rng(conf, random_for_tls, NULL);
	mbedtls_ssl_conf_min_version(
	    conf, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	mbedtls_ssl_conf_ciphersuites(conf, suites);
	mbedtls_ssl_conf_curves(conf, curves);
	mbedtls_ssl_conf_sig_hashes(conf, hashes);
	mbedtls_ssl_conf_renegotiation(
	    conf, MBEDTLS_SSL_RENEGOTIATION_DISABLED);
	mbedtls_ssl_conf_authmode(conf, MBEDTLS_SSL_VERIFY_NONE);
	mbedtls_ssl_cache_set_max_entries(&id->sessions, SESSIONS_MOST);
	mbedtls_ssl_cache_set_timeout(&id->sessions, SESSIONS_SECONDS);
	mbedtls_ssl_conf_session_cache(
	    conf, &id->sessions, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
	rc = mbedtls_ssl_conf_alpn_protocols(
	    conf, (const char **)(uintptr_t)protocols);
	if (rc == 0)
		rc = mbedtls_ssl_conf_own_cert(conf, &id->chain, &id->key);
	return rc == 0 || explain(why, file, "TLS", rc);
}

bool tls_load(const char *file, char why[200])
{
	struct identity *id = identity_new(), *old;

	if (!read_pem(id, file, why) || !set_up(id, file, why)) {
		identity_free(id);
		return false;
	}
	pthread_mutex_lock(&lock);
	old = in_force;
	in_force = id;
	pthread_mutex_unlock(&lock);
	identity_drop(old);
	return true;
}

void *tls_ready(void)
{
	return in_force;
}

/* ---- a connection ---- */

static int not_heard(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR
	    ? MBEDTLS_ERR_SSL_WANT_READ
	    : MBEDTLS_ERR_NET_CONN_RESET;
}

static int hear(void *of, unsigned char *to, size_t room)
{
	struct tls *tls = of;
	ssize_t n;

	if (tls->from == tls->to) {
		if (clock_mono_ms() >= tls->until)
			return MBEDTLS_ERR_SSL_WANT_READ;
		n = recv(tls->fd, tls->ahead, AHEAD, 0);
		if (n <= 0)
			return n == 0 ? 0 : not_heard();
		tls->from = 0;
		tls->to = (size_t)n;
	}
	if (room > tls->to - tls->from)
		room = tls->to - tls->from;
	memcpy(to, tls->ahead + tls->from, room);
	tls->from += room;
	return (int)room;
}

static int say(void *of, const unsigned char *from, size_t n)
{
	const struct tls *tls = of;
	ssize_t went = send(tls->fd, from, n, MSG_NOSIGNAL);

	if (went >= 0)
		return (int)went;
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR
	    ? MBEDTLS_ERR_SSL_WANT_WRITE
	    : MBEDTLS_ERR_NET_CONN_RESET;
}

static bool is_later(int rc)
{
	return rc == MBEDTLS_ERR_SSL_WANT_READ ||
	    rc == MBEDTLS_ERR_SSL_WANT_WRITE;
}

/* The socket's waits end by themselves (wire.c), so this neither spins nor
 * stays: 0, or why there is no handshake. */
static int shake_hands(struct tls *tls)
{
	int rc;

	tls_deadline(tls, clock_mono_ms() + HANDSHAKE_MS);
	while (is_later(rc = mbedtls_ssl_handshake(&tls->ssl)))
		if (clock_mono_ms() >= tls->until || atomic_load(&ending))
			return MBEDTLS_ERR_SSL_TIMEOUT;
	return rc;
}

static void tls_free(struct tls *tls)
{
	mbedtls_ssl_free(&tls->ssl);
	identity_drop(tls->as);
	free(tls);
}

struct tls *tls_accept(int fd)
{
	static struct log_limit limit;
	struct tls *tls = calloc(1, sizeof *tls);
	int rc;

	if (tls == NULL)
		log_bug("memory.out bytes=%zu", sizeof *tls);
	tls->fd = fd;
	tls->as = identity_take();
	mbedtls_ssl_init(&tls->ssl);
	rc = mbedtls_ssl_setup(&tls->ssl, &tls->as->conf);
	if (rc == 0) {
		mbedtls_ssl_set_bio(&tls->ssl, tls, say, hear, NULL);
		rc = shake_hands(tls);
	}
	if (rc == 0)
		return tls;
	log_noise(&limit, "tls.failed why=-0x%04x", (unsigned)-rc);
	tls_free(tls);
	return NULL;
}

void tls_close(struct tls *tls)
{
	mbedtls_ssl_close_notify(&tls->ssl);
	tls_free(tls);
}

void tls_deadline(struct tls *tls, int64_t until)
{
	tls->until = until;
}

int tls_recv(struct tls *tls, char *to, size_t room)
{
	int rc = mbedtls_ssl_read(&tls->ssl, (unsigned char *)to, room);

	if (is_later(rc))
		return 0;
	return rc > 0 ? rc : -1;
}

int tls_send(struct tls *tls, const char *from, size_t n)
{
	int rc = mbedtls_ssl_write(&tls->ssl, (const unsigned char *)from, n);

	if (is_later(rc))
		return 0;
	return rc > 0 ? rc : -1;
}

size_t tls_waiting(const struct tls *tls)
{
	return mbedtls_ssl_get_bytes_avail(&tls->ssl);
}
