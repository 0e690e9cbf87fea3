/* The mail hosts of mail_test.c, all real, on loopback: aiosmtpd with STARTTLS
 * and AUTH (tests/story/peers/smtp.py says what its ways are), and postfix'
 * smtp-sink, which takes no TLS itself and so stands behind haproxy. */
#ifndef MAIL_H
#define MAIL_H

#include "fault.h"

/* The first is aiosmtpd's ordinary way. */
enum relay {
	RELAY_PLAIN,
	RELAY_LOGIN,
	RELAY_SMTPS,
	RELAY_CLEAR,
	RELAY_WRONG,
	RELAY_BUSY,
	RELAY_MAIL421,
	RELAY_MAIL550,
	RELAY_HELLO421,
	RELAY_HELLO554,
	RELAY_ONCE,
	RELAY_BORED,
	RELAYS,
};
extern const char *const relay_ways[RELAYS];

/* How smtp-sink is told to fail: an option, and the command it is about. */
struct sink_case {
	const char *what, *option, *command; /* NULL: it takes everything */
	const char *state;
	int tries;
};
#define SINKS 10
extern const struct sink_case sinks[SINKS];

struct relays {
	int port[RELAYS];
	int sink_port[SINKS], tls_port[SINKS]; /* itself, and with TLS */
	char folder[PATH_ROOM];                /* of what aiosmtpd took */
	struct child smtp, haproxy, sink[SINKS];
};

/* Starts them all, with a certificate for localhost in host.pem. */
void relays_start(struct relays *r, const struct place *p);
void relays_stop(struct relays *r);

/* Copies that aiosmtpd took for that address; *connections: how many different
 * ones brought them. Forgets them when told to. */
int relays_copies(
    const struct relays *r, const char *address, int *connections);
void relays_forget(const struct relays *r);

/* True when mail.py finds nothing wrong with all that was taken. */
bool relays_sound(const struct relays *r, const struct place *p);

#endif
