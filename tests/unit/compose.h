/* Composing a notice of any kind, as it would be sent now. */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "fixture.h"

#include "message.h"
#include "notice.h"

#define THURSDAY "2026-03-05"

/* One of each that a notice can be about. */
struct lived {
	int64_t offer, engagement, task, leave, month;
};
extern struct lived lived;
extern struct tmpls *words; /* of www/messages */

/* Setup and teardown: a world, and the words. */
int words_open(void **state);
int words_close(void **state);

/* Amir has worked, hours were said, and a follow-up is due. */
void live_through(void);

bool compose(const char *kind, const char *channel, int64_t person, int64_t id,
    struct message *m);

/* The SMS of that kind to somebody, about that, in any world; "-": none. */
const char *sms_about(const char *kind, int64_t person, int64_t about);

/* The SMS, or the mail, of that kind. */
const char *sms(const char *kind);
struct message mail(const char *kind);

#endif
