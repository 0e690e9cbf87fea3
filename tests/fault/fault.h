/* The fault tests' private header. Each *_test.c is a program: it does to
 * Småjob what machines, disks and people may do, and looks whether the promises
 * held. One line a check, at last "N passed, N failed". The first argument is
 * the folder of the built programs; the tree itself is the working directory.
 *
 * Nothing here depends on luck or on the time of day: what is random has a
 * seed, every wait has an end, and figures are judged with room to spare. The
 * benches (tests/bench) stand on the same parts. */
#ifndef FAULT_H
#define FAULT_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/store.h"

#define PATH_ROOM 160 /* of a file in a place: its folder is short */

/* ---- checks (check.c) ---- */

extern const char *fault_build; /* where the programs are */

/* Ends the whole program after that many seconds, whatever happens. */
void fault_begin(int argc, char **argv, unsigned seconds);

/* A line that says what holds, or does not; the same answer back. */
bool check(bool holds, const char *fmt, ...) PRINTF(2, 3);

/* A line with figures, that decides nothing. */
void tell(const char *fmt, ...) PRINTF(1, 2);

/* What stands in the way of any test at all: says so and ends. */
void give_up(const char *fmt, ...) PRINTF(1, 2) NORETURN;

/* "N passed, N failed", and the exit status. */
int fault_end(void);

/* Below `below`, from FAULT_SEED or a seed of its own. The main thread's. */
uint32_t fault_random(uint32_t below);
uint32_t fault_seed(void); /* what it began with */

/* Microseconds of the monotonic clock; a wait; and the p-th of n, sorted. */
int64_t now_us(void);
void wait_ms(int ms);
int64_t percentile(int64_t *of, size_t n, int p);

/* ---- children (child.c) ---- */

struct child {
	pid_t pid;           /* 0 when it does not run */
	int status;          /* as wait() tells it, once it has ended */
	char log[PATH_ROOM]; /* what it writes on standard error */
};

/* How to start one. It dies with us, and sees nothing of our environment. */
struct launch {
	const char *const *argv;
	const char *log;
	const char *preload;     /* a library, or NULL */
	int flush_us;            /* of slowsync.so */
	int out;                 /* its standard output; -1: the log as well */
	const char *const *more; /* of its environment, NULL-ended; or NULL */
};
void child_start(struct child *ch, const struct launch *l);

/* True when it has ended, or does within ms. */
bool child_ended(struct child *ch, int ms);

/* Sends the signal and waits for the end, ten seconds at most. */
void child_stop(struct child *ch, int signal);

/* True when it ended by itself with that status. */
bool child_exited(const struct child *ch, int status);

/* Tells the last lines of its log. */
void child_blame(const struct child *ch);

/* Waits until the log says so; false when ms are over or it has ended. */
bool child_says(struct child *ch, const char *text, int ms);

/* What stands in /proc/PID/status after the name, in its unit; -1: nothing. */
int64_t child_status(const struct child *ch, const char *name);
int child_handles(const struct child *ch);

/* ---- a place of its own (place.c) ---- */

/* A folder under $TMPDIR with a configuration, keys and a database. */
struct place {
	char dir[80], conf[PATH_ROOM], url[PATH_ROOM];
};
void place_make(struct place *p, const char *settings);
void place_remove(struct place *p);

/* Only the folder and the configuration. */
void place_prepare(struct place *p, const char *settings);

/* Writes the configuration anew. settings go on from the section [http]. */
void place_configure(
    const struct place *p, const char *listen, const char *settings);

/* PATH of a file in the place. */
void place_file(const struct place *p, const char *name, char path[PATH_ROOM]);
void write_file(const char *path, const char *text);

/* The whole file, ended with a NUL, in the arena; NULL when it is not there. */
char *read_file(struct arena *mem, const char *path);

/* A key and a certificate for localhost, and so for no address: host.key,
 * host.pem, and the two in host.both. */
void place_certify(const struct place *p);

/* Gives each SMS in the place's folder: to whom, and the whole file. */
void place_messages(
    const struct place *p, void (*take)(const char *to, const char *text));

/* Starts build/portal or build/notifier with the place's configuration. The
 * portal's port is put in *port. Gives up when they do not come. */
void portal_start(const struct place *p, struct child *ch, int *port);
void notifier_start(const struct place *p, struct child *ch);
void notifier_launch(const struct place *p, struct child *ch);

/* The same with a library before it and more in its environment (launch). */
void notifier_launch_with(const struct place *p, struct child *ch,
    const char *preload, const char *const *more);

/* Until it says that it is ready; gives up when it does not come. */
void notifier_wait(struct child *ch);

/* As the portal does after a commit; it looks every second by itself. */
void notifier_wake(const struct place *p);

/* All that is due, and no more: build/notifier once. Gives up when it does not
 * end well. */
void notifier_once(const struct place *p);

/* Our own way into the place's database, as a third program would have it
 * (desk.c), with the place's key, or a new one where no program has been. */
struct desk {
	struct store *store;
	struct ctx c;
};
void desk_open(struct desk *d, const char *url, enum store_program as);
void desk_close(struct desk *d);

/* A new moment: what was read is forgotten. */
struct ctx *desk_again(struct desk *d);

/* ---- people (people.c) ---- */

struct town {
	int64_t municipality, mentor, employer, contact, workplace;
	int64_t other_contact; /* of a second firm, which has no task yet */
	int64_t then; /* the next moment at which people may be asked */
};

/* What every test about people needs. */
void town_make(struct ctx *c, struct town *t);

/* Somebody with a phone, number 45 31 and six digits, who would like to do
 * that and has all the time there is. */
int64_t town_citizen(
    struct ctx *c, const struct town *t, int number, const char *function);
void town_function(struct ctx *c, const char *key);

/* A task within a day of `then`: three are asked a place. It is posted as if
 * `then` had come, so that what the hour of the day forbids does not stand in
 * the way; it may be answered at once. */
int64_t town_task(
    struct ctx *c, const struct town *t, const char *function, int places);

/* A cookie and the token that must come back with each form. */
struct visitor {
	char cookie[40], csrf[40];
};
struct visitor town_sign_in(struct ctx *c, int64_t person);

/* ---- HTTP, as a client (http.c) ---- */

int http_connect(int port); /* a socket, or -1 */

/* A request goes; its whole answer comes: the status, or -1. Between the two
 * others may be asked. */
bool http_send(int fd, const char *request);
int http_hear(int fd, char *answer, size_t room);

/* How long an answer is, once its head is here; 0 before that. */
size_t http_length(const char *answer);

/* Listens on a port of its own, on loopback: the socket, or -1. */
int http_listen(int *port);

/* The two in a row. */
int http_ask(int fd, const char *request, char *answer, size_t room);

/* The same on a connection of its own. */
int http_once(int port, const char *request, char *answer, size_t room);

/* A form as a browser posts it. visitor may be NULL. */
const char *http_post(struct ctx *c, const char *path,
    const struct visitor *who, const char *form);
const char *http_get(
    struct ctx *c, const char *path, const struct visitor *who);

/* ---- a gateway (gateway.c) ---- */

/* Speaks Kannel's sendsms on a port of its own, in threads of its own. A
 * message counts as taken when its last byte is here, before the answer. */
int gateway_start(void);

/* How long an answer takes, and how many requests on connections that were
 * used before are read and then left without an answer, the line closed. */
void gateway_set(int answer_ms, int swallow);
int gateway_swallowing(void); /* how many of those are still to come */

/* Kills a process of ours when a whole request is here, before it is answered,
 * or when it has been; once. MOMENT_NONE: not any more. */
enum gateway_moment { MOMENT_NONE, MOMENT_REQUEST, MOMENT_ANSWERED };
void gateway_kill(enum gateway_moment at, pid_t whom);

/* Answers nobody until it is told to: what has not begun cannot either. */
void gateway_hold(bool hold);
#define GATEWAY_AT_ONCE 16 /* connections that a thread of the notifier has */

int gateway_connections(void); /* that are open */

struct taken {
	int64_t ref;
	bool swallowed;
	int64_t first_byte_us; /* when the request began to come */
	int64_t at;            /* when all of it was here, in seconds */
	int64_t good_for;      /* the validity that it asks for, in seconds */
};
/* A copy of all that was taken, in the arena; *count of them. */
struct taken *gateway_taken(struct arena *mem, size_t *count);
size_t gateway_count(void);

/* ---- a stand-in for any provider (stand_in.c) ---- */

#define CALL_MOST 4096

/* What it does with a request once it has read it whole. */
enum fault {
	FAULT_NONE,   /* the answer's text goes back */
	FAULT_CLOSE,  /* nothing, and the line is closed */
	FAULT_RESET,  /* the same with an RST */
	FAULT_SLOW,   /* a header without end, a byte a second */
	FAULT_SILENT, /* nothing for a minute */
	FAULT_MUCH,   /* ten megabytes of spaces */
};
struct stand_in_reply {
	enum fault fault;
	bool last;   /* the line is closed after the text */
	int wait_ms; /* before any of it */
	char text[1024];
};
typedef void stand_in_answer(const char *request, struct stand_in_reply *r);

/* Listens on a port of its own, in threads of its own. */
int stand_in_start(stand_in_answer *answers);

/* The requests that came, as they came; and none of them. */
struct call {
	char request[CALL_MOST];
};
size_t stand_in_calls(const struct call **all);
void stand_in_forget(void);

#endif
