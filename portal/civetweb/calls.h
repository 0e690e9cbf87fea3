/* What our build of civetweb calls of the portal, put there by the patches
 * beside this file. civetweb keeps the threads, the queue and the loop over a
 * connection's requests; the portal reads, writes, parses and admits. */
#ifndef CIVETWEB_CALLS_H
#define CIVETWEB_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct mg_request_info;
struct tls;
struct worker; /* what init_thread returned: a thread and its connection */

/* The library's names for what it need not know. */
typedef struct tls SSL;
typedef void SSL_CTX;

/* ---- tls.c ---- */

/* Not NULL when there is a certificate. */
void *tls_ready(void);

/* The handshake, within its deadline; NULL when there is none. */
struct tls *tls_accept(int fd);
void tls_close(struct tls *tls);

/* Bytes moved, 0: not now, -1: never more. */
int tls_recv(struct tls *tls, char *to, size_t room);
int tls_send(struct tls *tls, const char *from, size_t n);
size_t tls_waiting(const struct tls *tls); /* decrypted and not yet read */

/* ---- wire.c; tls is NULL on a plain connection ---- */

/* Every wait of the socket ends by itself, so that deadlines are looked at. */
void wire_prepare(int fd);

/* Bytes of the request's body, by the request's deadline; -1: no more come. */
int wire_body(struct worker *w, int fd, struct tls *tls, char *to, size_t room);

/* Writes all of it, by the answer's deadline; -1 when that failed. */
int wire_answer(int fd, struct tls *tls, const char *from, size_t n);

/* Reads what a refused client still sends, for a moment: closing at once
 * would reset the connection, and the refusal would be lost on its way. */
void wire_linger(struct worker *w, int fd);

/* ---- request.c ---- */

/* Reads and parses the head of the next request on the connection. buf holds
 * *n bytes of it already. 0, a status that refuses it, or -1: nobody asks. */
int request_take(struct worker *w, int fd, struct tls *tls, char *buf,
    size_t room, int *n, bool kept, struct mg_request_info *info);
int request_head_length(const struct worker *w); /* bytes of buf it took */

/* ---- door.c ---- */

/* Whether the new connection may come in. One that may not is answered and
 * closed by the door. */
bool door_admits(int fd, const struct sockaddr *from, bool tls);
void door_left(const struct sockaddr *from);

#endif
