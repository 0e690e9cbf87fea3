/* A real Kannel of our own: bearerbox, smsbox, and fakesmsc for all the phones
 * there are, configured as the stories' is (tests/story/peers). */
#ifndef FAULT_KANNEL_H
#define FAULT_KANNEL_H

#include "fault.h"

struct kannel {
	struct child bearerbox, smsbox, phones;
	int sendsms; /* the port it takes SMS on */
	int fifo;
};

/* In the place's folder; gives up when it does not come. */
void kannel_start(struct kannel *k, const struct place *p);

/* At once, and for good. */
void kannel_stop(struct kannel *k);

/* fakesmsc looks for what Kannel sends when it gets a line. */
void kannel_nudge(struct kannel *k);

#endif
