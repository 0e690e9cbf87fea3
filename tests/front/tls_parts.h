/* What the tests of TLS share: a portal with a TLS port, a client of our own
 * (mbedTLS, that trusts whoever answers), programs that are run to their end,
 * and certificates. */
#ifndef TLS_PARTS_H
#define TLS_PARTS_H

#include <mbedtls/ssl.h>

#include "front.h"

#define TLS_LISTEN "127.0.0.1:0,127.0.0.1:0s"
#define TLS_HEALTH "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define TLS_ROOM   65536 /* of an answer */

/* ---- a portal (tls_place.c) ---- */

/* A place whose portal will have a plain and a TLS port. */
void tls_place_make(struct place *p, const char *settings);

/* Starts it in the place, and gives up when it does not come. */
void tls_start(struct front *f);

/* Starts one that must end with exit 78 and one line in which that stands. */
bool tls_refuses(const struct place *p, const char *says);

/* How many lines of the log hold this. */
int tls_log_lines(const struct child *ch, const char *text);

/* Waits until it has at most so many handles; how many it has. */
int tls_handles_within(const struct child *ch, int most, int ms);

/* Runs a program to its end. All that it said, in the arena; *good when it
 * ended by itself with 0. */
const char *tls_tool(struct arena *mem, const struct place *p,
    const char *const *argv, bool *good);

/* How often a text stands in another. */
int tls_count(const char *in, const char *text);

/* ---- a client (tls_client.c) ---- */

struct secure_offer {
	int minor;         /* of the newest version it knows; 0: of 1.2 */
	const int *suites; /* ended with 0; NULL: all */
	const char *from;  /* its address; NULL: 127.0.0.1 */
	const mbedtls_ssl_session *session; /* to take up; NULL: none */
};

struct secure {
	int fd;
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config conf;
};

/* Connects and shakes hands; false, with nothing left open, when it may not. */
bool secure_open(struct secure *t, int port, const struct secure_offer *offer);

/* As http_ask() and its parts. */
bool secure_send(struct secure *t, const char *request);
int secure_hear(struct secure *t, char *answer, size_t room);
int secure_ask(
    struct secure *t, const char *request, char *answer, size_t room);

/* On a connection of its own. */
int secure_once(int port, const char *request, char *answer, size_t room);

/* Says goodbye, or goes without a word. */
void secure_close(struct secure *t);
void secure_drop(struct secure *t);

/* SHA-256 of the certificate that was shown, in hex. */
struct tls_print {
	char hex[65];
};
struct tls_print tls_fingerprint(const struct secure *t);
struct tls_print tls_fingerprint_at(int port);

/* ---- a first message by hand (tls_hello.c) ---- */

/* What a server chose when compression, heartbeats and tickets were offered. */
struct tls_chosen {
	bool answered;
	int minor, suite, compression;
	bool heartbeat, ticket;
};
struct tls_chosen tls_say_hello(int fd);

/* ---- certificates (tls_certificates.c) ---- */

/* Who signs it, and whether with RSA. */
struct tls_paper {
	const char *name;   /* of the files: NAME.pem and NAME.key */
	const char *signer; /* such a name; NULL: itself */
	bool rsa, authority;
};
void tls_certificate(const struct place *p, const struct tls_paper *what);

/* One whose time is over, key and all in NAME.pem. */
void tls_certificate_expired(const struct place *p, const char *name);

/* PARTS of such files after one another, ended with NULL, readable by us. */
void tls_bundle(
    const struct place *p, const char *into, const char *const *parts);

#endif
