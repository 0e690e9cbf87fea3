/* The log: one line an event on standard error, key=value, event name first.
 * Ids only: never a name, a number, an address, a code, a token or the words
 * of a message. log_warn() says what errno was; log_warnx() does not. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"

/* Names the program in each line. Called once, before threads. */
void log_open(const char *program);

void log_info(const char *fmt, ...) PRINTF(1, 2);
void log_warn(const char *fmt, ...) PRINTF(1, 2);
void log_warnx(const char *fmt, ...) PRINTF(1, 2);

/* For lines that come with each request: they are written together, when there
 * are many or when somebody calls log_flush(). Nobody may rely on reading them
 * at once; other lines do not wait for them. */
void log_traffic(const char *fmt, ...) PRINTF(1, 2);
void log_flush(void);

/* A warning about what strangers do, who may do it very often: of one kind ten
 * lines a second, and then how many were left out. The limit is static. */
struct log_limit {
	_Atomic int64_t second, count;
};
void log_noise(struct log_limit *limit, const char *fmt, ...) PRINTF(2, 3);

/* A broken promise of our own code: says so and aborts. */
void log_bug(const char *fmt, ...) PRINTF(1, 2) NORETURN;

/* What the operator must mend before we can start: one line, exit 78. */
#define EXIT_CONFIG 78 /* EX_CONFIG of sysexits.h */
void log_refuse(const char *fmt, ...) PRINTF(1, 2) NORETURN;

#endif
