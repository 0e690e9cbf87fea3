/* The benches' private header: our figures, each beside its yardstick from the
 * same run, for only their ratio means anything on another machine. A line that
 * begins with # says what the next one measures. They stand on the parts of the
 * fault tests: places, people, a gateway. */
#ifndef BENCH_H
#define BENCH_H

#include "fault/fault.h"

/* "# what" and then "name value unit  ours=... yardstick=... ratio=...". */
void figure(const char *name, double value, const char *unit,
    const char *beside, const char *what);

/* Where a process runs: the server on a core of its own, who asks it on
 * another, where there are two. Children are born where we are. */
enum core { CORE_SERVER, CORE_CLIENT, CORE_ANY };
void stand_on(enum core core);

/* The middle one of three. */
double middle(const double of[3]);

/* A town of many citizens, each with two courses of six steps, and a firm with
 * twenty tasks. */
#define BENCH_CITIZENS 10000
void bench_town(struct desk *d, struct town *t);

/* The n-th citizen, from 0. */
int64_t bench_citizen(int n);

/* A message to each of the first `count` citizens, `each` times over. */
void bench_messages(struct desk *d, int count, int each);

#define NO_LIMITS "[limit]\nchanges = 1000000\nsends = 1000000\n"

struct load {
	double per_s, p99_ms;
	int64_t answered, refused;
};

/* 16 connections that ask as fast as they are answered, so long; script is
 * wrk's, in Lua, or NULL. Said aloud when something was refused. */
struct load wrk(const struct place *p, int port, const char *path,
    const char *seconds, const char *script);

void bench_web(void);               /* web.c */
void bench_store(void);             /* slow.c */
int bench_slow_writer(char **argv); /* itself, under the shim */
void bench_signin(void);            /* signin.c */
void bench_claim(void);             /* claim.c */
void bench_sending(void);           /* sending.c */
void bench_mail(void);              /* mail.c */
void bench_kannel(void);            /* kannel.c */
void bench_match(void);             /* match.c */
void bench_wave(void);              /* wave.c */
void bench_fairness(void);          /* fairness.c */

/* The portal's memory, of which bench_web() says how large it may be. */
void bench_memory(
    struct desk *desk, struct place *place, const struct visitor *contact);

/* What libcurl alone does with the same messages, per second; reports about
 * them go to that port: ceiling.c. */
double curl_ceiling(int port, int reports, int count);

/* A mail host with STARTTLS and AUTH in threads of its own, as quick as one can
 * be: it takes everything and keeps nothing (mail_sink.c). Its certificate is
 * the place's. The port. */
int mail_sink_start(const struct place *p);

/* How many it took, and when the first and the last of them since `from`. */
size_t mail_sink_count(void);
int64_t mail_sink_us(size_t from);

/* What libcurl alone sends to it on one connection, per second. */
double mail_ceiling(const struct place *p, int port, int count);

#endif
