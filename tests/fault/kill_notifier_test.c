/* The notifier is killed two hundred times: at any moment, and at each moment
 * that matters, while three hundred messages wait for a hundred people. No
 * message is lost (I1), the gateway hears of each at most once (I2) and of each
 * person's in their order (I5), a kill leaves at most a batch of which nobody
 * knows (I6), and nothing stays under way for ever (I7). Then the trap: a
 * gateway that closes a kept connection without an answer, upon which libcurl
 * would send once more by itself. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/db.h"

#include "outbox.h"

#include "letters.h"

#define RANDOM    140 /* kills at any moment */
#define EACH      10  /* at each of the moments that have a name */
#define PEOPLE    100
#define LETTERS   3     /* that wait for each */
#define LATER_MS  60    /* at most, from the start to a kill at any moment */
#define COMES_MS  20000 /* a moment that has a name comes within */
#define ANSWER_MS 4     /* the gateway's; a batch of 64 then takes 16 ms */
#define TRAPPED   8
#define WAITING   48 /* messages around the trap */
#define RESTARTS  3
#define SOON_MS   1000 /* after a restart nothing old is under way */

/* Where the notifier dies: by a library before it, or by the gateway. */
static const struct moment {
	const char *what;
	const char *shim; /* tests/story/peers/shim.c */
	enum gateway_moment gateway;
} moments[] = {
	{ "after the claim", "connect", MOMENT_NONE },
	{ "after the first byte", "firstbyte", MOMENT_NONE },
	{ "before the answer", NULL, MOMENT_REQUEST },
	{ "after the answer", NULL, MOMENT_ANSWERED },
	{ "as the answer comes", "reply", MOMENT_NONE },
	{ "before it is written down", "record", MOMENT_NONE },
};

static int gateway_port;
static int64_t most_under_way;

/* What the gateway was sent by who is dead, it has read. */
static void settle(struct desk *d)
{
	int64_t until = now_us() + 10000000, under_way;

	while (gateway_connections() > 0 && now_us() < until)
		wait_ms(1);
	under_way = letters_in(d, "sending");
	if (under_way > most_under_way)
		most_under_way = under_way;
}

static bool was_killed(const struct child *ch)
{
	return ch->pid == 0 && WIFSIGNALED(ch->status) &&
	    WTERMSIG(ch->status) == SIGKILL;
}

/* True when it was. */
static bool kill_at_moment(
    const struct place *p, struct desk *d, const struct moment *m)
{
	char shim[PATH_ROOM], at[40], port[40];
	const char *const more[] = { at, port, NULL };
	struct child notifier;
	bool killed;

	snprintf(shim, sizeof shim, "%s/tests/story/shim.so", "build");
	snprintf(at, sizeof at, "SHIM_AT=%s", m->shim != NULL ? m->shim : "-");
	snprintf(port, sizeof port, "SHIM_PORT=%d", gateway_port);
	letters_leave(d, PEOPLE, LETTERS);
	notifier_launch_with(p, &notifier, m->shim != NULL ? shim : NULL, more);
	gateway_kill(m->gateway, notifier.pid);
	killed = child_ended(&notifier, COMES_MS) && was_killed(&notifier);
	gateway_kill(MOMENT_NONE, 0);
	child_stop(&notifier, SIGKILL);
	settle(d);
	return killed;
}

static void kill_at_moments(const struct place *p, struct desk *d)
{
	for (size_t i = 0; i < COUNT(moments); i++) {
		int killed = 0;

		while (killed < EACH && kill_at_moment(p, d, &moments[i]))
			killed++;
		check(killed == EACH, "killed %s: %d times", moments[i].what,
		    killed);
	}
}

static void kill_at_random(const struct place *p, struct desk *d)
{
	for (int i = 0; i < RANDOM; i++) {
		struct child notifier;

		letters_leave(d, PEOPLE, LETTERS);
		notifier_launch(p, &notifier);
		wait_ms((int)fault_random(LATER_MS));
		child_stop(&notifier, SIGKILL);
		settle(d);
	}
}

static int64_t run_number(struct desk *d)
{
	return db_int(
	    desk_again(d), SQL("SELECT epoch FROM notifier"), NO_BIND, -1);
}

/* From the start until nothing of an earlier run is under way, in ms. */
static int64_t recover(const struct place *p, struct desk *d)
{
	int64_t began, took, before;
	struct child notifier;

	kill_at_moment(p, d, &moments[2]);
	before = run_number(d);
	began = now_us();
	notifier_launch(p, &notifier);
	while ((run_number(d) == before || letters_left_over(d) != 0) &&
	    now_us() < began + 20000000)
		wait_ms(1);
	took = (now_us() - began) / 1000;
	child_stop(&notifier, SIGKILL);
	settle(d);
	return took;
}

static void test_kills(const struct place *p, struct desk *d)
{
	int64_t soonest = INT64_MAX, began = now_us();
	struct child notifier;
	struct heard h;

	kill_at_moments(p, d);
	kill_at_random(p, d);
	for (int i = 0; i < RESTARTS; i++) {
		int64_t took = recover(p, d);

		soonest = took < soonest ? took : soonest;
	}
	tell("FAULT_SEED=%u: %zu kills in %" PRId64 " ms", fault_seed(),
	    RANDOM + EACH * COUNT(moments) + 2 * RESTARTS,
	    (now_us() - began) / 1000);
	check(soonest < SOON_MS,
	    "I7: after a restart nothing of an earlier run is under way "
	    "(%" PRId64 " ms)",
	    soonest);
	letters_leave(d, PEOPLE, LETTERS);
	notifier_start(p, &notifier);
	check(letters_gone(d, 30000), "the queue is emptied");
	child_stop(&notifier, SIGTERM);
	check(child_exited(&notifier, 0), "the notifier ends in peace");
	h = letters_compare(d);
	check(h.rows == h.accepted + h.uncertain && h.rows > PEOPLE,
	    "I1: no message is lost: of %" PRId64 " %" PRId64 " are accepted, "
	    "%" PRId64 " uncertain, %" PRId64 " neither",
	    h.rows, h.accepted, h.uncertain, h.other);
	check(h.unheard == 0, "what is called accepted, the gateway heard of");
	check(h.twice == 0 && h.strangers == 0 && h.untried == 0,
	    "I2: it heard of each at most once (%" PRId64 " twice), and no "
	    "try is without its row",
	    h.twice);
	check(h.late == 0, "I3: and of none too late");
	check(h.disordered == 0,
	    "I5: and of each person's in their order (%" PRId64 " not)",
	    h.disordered);
	check(most_under_way <= OUTBOX_BATCH_MOST && most_under_way > 1,
	    "I6: a kill leaves at most a batch uncertain (%" PRId64 ")",
	    most_under_way);
	check(h.uncertain > 0 && h.quiet == 0,
	    "each uncertain one waits for a person");
}

static void test_trap(const struct place *p, struct desk *d)
{
	struct heard before = letters_compare(d), h;
	struct child notifier;

	gateway_set(0, 0);
	notifier_start(p, &notifier);
	letters_leave(d, WAITING, 1);
	check(letters_gone(d, 30000), "the gateway's connections are warm");
	gateway_set(0, TRAPPED);
	letters_leave(d, WAITING, 1);
	check(letters_gone(d, 30000) && gateway_swallowing() == 0,
	    "the gateway closes %d kept connections without an answer",
	    TRAPPED);
	child_stop(&notifier, SIGTERM);
	h = letters_compare(d);
	check(h.twice == 0, "none of it is sent again (%" PRId64 " were)",
	    h.twice);
	check(
	    h.swallowed == TRAPPED && h.uncertain - before.uncertain == TRAPPED,
	    "the %d are uncertain, and no others", TRAPPED);
	check(h.accepted - before.accepted == 2 * WAITING - TRAPPED,
	    "all others are accepted (%" PRId64 " of %d)",
	    h.accepted - before.accepted, 2 * WAITING - TRAPPED);
}

int main(int argc, char **argv)
{
	struct place p;
	struct desk d;

	fault_begin(argc, argv, 100);
	gateway_port = gateway_start();
	gateway_set(ANSWER_MS, 0);
	letters_place(&p, gateway_port, "");
	desk_open(&d, p.url, STORE_TOOL);
	letters_people(&d, PEOPLE);
	test_kills(&p, &d);
	test_trap(&p, &d);
	desk_close(&d);
	place_remove(&p);
	return fault_end();
}
