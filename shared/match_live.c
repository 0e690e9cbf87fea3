#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/db.h"
#include "base/log.h"
#include "base/store.h"

#include "match.h"
#include "match_index.h"

#define LOOK_MS \
	((int64_t)1000) /* how often it is brought up to date by itself */

/* The program's one index and the thread that keeps it. It is a copy of rows,
 * so losing it loses nothing. */
static struct {
	struct store *store;
	struct match_index *ix;
	pthread_t thread;
	pthread_mutex_t mutex; /* of the next two */
	pthread_cond_t wake;
	bool stopping;
	pthread_mutex_t following; /* one at a time changes it */
	atomic_bool ready;
} live = {
	.mutex = PTHREAD_MUTEX_INITIALIZER,
	.wake = PTHREAD_COND_INITIALIZER,
	.following = PTHREAD_MUTEX_INITIALIZER,
};

/* True when the program is to end. */
static bool rest(void)
{
	struct timespec until;
	bool stop;

	pthread_mutex_lock(&live.mutex);
	if (!live.stopping) {
		int64_t ms = clock_mono_ms() + LOOK_MS;

		until.tv_sec = (time_t)(ms / 1000);
		until.tv_nsec = (long)(ms % 1000) * 1000000;
		pthread_cond_clockwait(
		    &live.wake, &live.mutex, CLOCK_MONOTONIC, &until);
	}
	stop = live.stopping;
	pthread_mutex_unlock(&live.mutex);
	return stop;
}

static void follow(void)
{
	pthread_mutex_lock(&live.following);
	if (match_index_follow(live.ix, live.store, clock_now()) < 0)
		log_warnx("match.cannot_follow");
	pthread_mutex_unlock(&live.following);
}

static void *keep(void *arg)
{
	int64_t began = clock_mono_ms();

	(void)arg;
	while (!match_index_build(live.ix, live.store, clock_now())) {
		if (rest())
			return NULL;
		log_warnx("match.cannot_build");
	}
	log_info("match.ready citizens=%zu bytes=%zu ms=%" PRId64,
	    match_index_count(live.ix), match_index_bytes(live.ix),
	    clock_mono_ms() - began);
	atomic_store(&live.ready, true);
	while (!rest())
		follow();
	return NULL;
}

void match_live_begin(struct store *s)
{
	live.store = s;
	live.ix = match_index_new();
	live.stopping = false;
	if (pthread_create(&live.thread, NULL, keep, NULL) != 0)
		log_bug("match.no_thread");
}

void match_live_end(void)
{
	pthread_mutex_lock(&live.mutex);
	live.stopping = true;
	pthread_cond_signal(&live.wake);
	pthread_mutex_unlock(&live.mutex);
	match_index_give_up(live.ix);
	pthread_join(live.thread, NULL);
	atomic_store(&live.ready, false);
	match_index_free(live.ix);
	live.ix = NULL;
}

bool match_live_ready(void)
{
	return atomic_load(&live.ready);
}

struct match_index *match_live(void)
{
	if (!match_live_ready())
		return NULL;
	follow();
	return live.ix;
}

bool match_live_find(struct ctx *c, const struct match_task *t,
    struct match found[MATCH_MOST], size_t *count)
{
	struct match_index *ix = match_live();
	struct match_query *q;
	struct match_hit hits[MATCH_MOST];

	*count = 0;
	if (ix == NULL)
		return false;
	q = mem_alloc(c, sizeof *q);
	q->t = *t;
	if (!match_query_fill(c, ix, q))
		return false;
	*count = match_index_find(ix, q, MATCH_MOST, hits);
	for (size_t i = 0; i < *count; i++)
		found[i] = (struct match) { .citizen = hits[i].citizen,
			.cost = hits[i].cost };
	return true;
}
