#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/store_parts.h"

struct bell *bell_take(struct store *s)
{
	struct bell *bell = s->bells;

	if (bell != NULL) {
		s->bells = bell->next;
		return bell;
	}
	bell = calloc(1, sizeof *bell);
	if (bell == NULL)
		log_bug("store.no_memory");
	pthread_cond_init(&bell->cond, NULL);
	return bell;
}

void bell_back(struct store *s, struct bell *bell)
{
	bell->next = s->bells;
	s->bells = bell;
}

void ring(struct bell *bell)
{
	if (bell != NULL)
		pthread_cond_signal(&bell->cond);
}

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
		    &w->bell->cond, &s->mutex, CLOCK_MONOTONIC, &until);
	return w->go;
}

struct bell *wake(struct waiter *w)
{
	w->go = true;
	return w->bell;
}

bool stand_in(struct store *s, struct queue *q, struct connection **conn)
{
	struct waiter w = { .bell = NULL };
	bool got;

	if (q->count == STORE_WAITERS)
		return false;
	w.bell = bell_take(s);
	*q->last = &w;
	/* cppcheck-suppress autoVariables ; w has left q when we return */
	q->last = &w.next;
	q->count++;
	got = wait_for(s, &w, STORE_WAIT_MS);
	if (got)
		*conn = w.conn;
	else
		queue_remove(q, &w);
	bell_back(s, w.bell);
	return got;
}
