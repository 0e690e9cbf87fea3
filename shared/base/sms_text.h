/* What fits in an SMS: GSM 03.38 (160 septets, 153 a part) or UCS-2 (70
 * units, 67 a part). Danish letters are all in GSM; a curly quote is not. */
#ifndef BASE_SMS_TEXT_H
#define BASE_SMS_TEXT_H

#include "base/arena.h"

#define SMS_SEPTETS 160 /* one SMS in GSM 03.38 */

struct sms_size {
	bool gsm;     /* every character is in GSM 03.38 */
	size_t units; /* septets (some letters are two), or UTF-16 units */
	size_t parts; /* what it costs; a pair never straddles two parts */
};

/* The size of well-formed UTF-8. The empty text is one part of 0 units. */
struct sms_size sms_size(const char *text);

/* True when the text is GSM only and fits one SMS. */
bool sms_fits(const char *text);

/* A copy with typography said in GSM: curly quotes, dashes, the ellipsis, the
 * no-break space, bullets; and without control characters but the newline.
 * Letters are never changed: a name stays a name. */
char *sms_plain(struct ctx *c, const char *text);

#endif
