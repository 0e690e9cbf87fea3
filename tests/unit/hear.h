/* Hearing an SMS, and what is known of its sender afterwards. */
#ifndef HEAR_H
#define HEAR_H

#include "fixture.h"

#define AMIR "4520000101"

/* The dialogue hears it, from that number. */
void hear(const char *from, const char *text);

const char *sms_of(int64_t person);   /* start, stop, ... */
const char *words_of(int64_t person); /* that a person is to read; "-": none */

#endif
