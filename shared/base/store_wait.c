#include <time.h>

#include "base/store_parts.h"

void queue_clear(struct queue *q)
{
	*q = (struct queue) { .last = &q->first };
}

struct waiter *queue_take(struct queue *q)
{
	struct waiter *w = q->first;

	if (w != NULL) {
		q->first = w->next;
		q->count--;
		if (q->first == NULL)
			q->last = &q->first;
	}
	return w;
}

static void queue_remove(struct queue *q, const struct waiter *w)
{
	struct waiter **at = &q->first;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	if (*at == NULL)
		q->last = at;
	q->count--;
}

static struct timespec soon(int64_t ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += ms / 1000;
	at.tv_nsec += (ms % 1000) * 1000000;
	if (at.tv_nsec >= 1000000000) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000;
	}
	return at;
}

bool wait_for(struct store *s, struct waiter *w, int64_t ms)
{
	struct timespec until = soon(ms);
	int rc = 0;

	while (!w->go && rc == 0)
		rc = pthread_cond_clockwait(
		    &w->cond, &s->mutex, CLOCK_MONOTONIC, &until);
	return w->go;
}

void wake(struct waiter *w)
{
	w->go = true;
	pthread_cond_signal(&w->cond);
}

bool stand_in(struct store *s, struct queue *q, struct connection **conn)
{
	struct waiter w = { .cond = PTHREAD_COND_INITIALIZER };
	bool got;

	if (q->count == STORE_WAITERS)
		return false;
	*q->last = &w;
	/* cppcheck-suppress autoVariables ; w has left q when we return */
	q->last = &w.next;
	q->count++;
	got = wait_for(s, &w, STORE_WAIT_MS);
	if (got)
		*conn = w.conn;
	else
		queue_remove(q, &w);
	pthread_cond_destroy(&w.cond);
	return got;
}
