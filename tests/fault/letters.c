#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/db.h"

#include "attention.h"
#include "notice.h"

#include "letters.h"

#define LAG 5 /* seconds from the start of a request to its last byte */

static int64_t people[LETTERS_PEOPLE];
static int people_count;
static int64_t turned;
static bool turned_ever;

void letters_place(struct place *p, int port, const char *settings)
{
	char all[600], password[PATH_ROOM];

	snprintf(all, sizeof all,
	    "%s[sms]\nprovider = kannel\n[sms.kannel]\n"
	    "url = http://127.0.0.1:%d/cgi-bin/sendsms\n",
	    settings, port);
	place_make(p, all);
	place_file(p, "kannel.password", password);
	write_file(password, "secret\n");
	if (chmod(password, 0600) != 0)
		give_up("no password file");
}

void letters_people(struct desk *d, int count)
{
	struct town t;
	struct ctx *c = desk_again(d);

	town_make(c, &t);
	db_begin(c);
	for (int i = 0; i < count; i++)
		people[i] = town_citizen(c, &t, 200001 + i, NULL);
	if (db_commit(c) != OK)
		give_up("no people");
	people_count = count;
}

int64_t letters_person(int i)
{
	return people[i];
}

void letters_turn(int64_t seconds)
{
	turned = seconds;
	turned_ever = true;
}

bool letters_heard(size_t count, int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;

	while (gateway_count() < count && now_us() < until)
		wait_ms(1);
	return gateway_count() >= count;
}

void letters_leave(struct desk *d, int count, int each)
{
	struct ctx *c = desk_again(d);

	c->now += turned;
	db_begin(c);
	for (int i = 0; i < count && i < people_count; i++) {
		int64_t waiting = db_int(c,
		    SQL("SELECT count(*) FROM outbox WHERE person_id = $1"
			" AND channel = 'sms' AND state = 'queued'"),
		    BIND(INT(people[i])), 0);

		for (; waiting < each; waiting++)
			notice_answer(c, "call", people[i], 0);
	}
	if (db_commit(c) != OK)
		give_up("no messages");
}

int64_t letters_in(struct desk *d, const char *state)
{
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM outbox WHERE state = $1"),
	    BIND(TEXT(state)), -1);
}

int64_t letters_left_over(struct desk *d)
{
	return db_int(desk_again(d),
	    SQL("SELECT count(*) FROM outbox o WHERE o.state = 'sending'"
		" AND NOT EXISTS (SELECT 1 FROM attempt a"
		"  WHERE a.outbox_id = o.id AND a.ended_at IS NULL"
		"    AND a.epoch = (SELECT epoch FROM notifier))"),
	    NO_BIND, -1);
}

bool letters_gone(struct desk *d, int ms)
{
	int64_t until = now_us() + (int64_t)ms * 1000;

	while (now_us() < until) {
		if (letters_in(d, "queued") == 0 &&
		    letters_in(d, "sending") == 0)
			return true;
		wait_ms(10);
	}
	return false;
}

/* ---- what the gateway heard, against what the rows say ---- */

static int by_ref(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;

	return (x->ref > y->ref) - (x->ref < y->ref);
}

/* The only time it was heard; NULL: never. They are sorted. */
static const struct taken *find(
    const struct taken *all, size_t count, int64_t ref)
{
	const struct taken key = { .ref = ref };

	return bsearch(&key, all, count, sizeof *all, by_ref);
}

struct seen_row {
	int64_t id, expires_at;
	const char *state;
	bool tried;
};

static void look_at_row(
    const struct seen_row *o, const struct taken *t, struct heard *h)
{
	h->rows++;
	h->untried += t != NULL && !o->tried;
	h->late += t != NULL && !turned_ever &&
	    (t->at > o->expires_at ||
		t->at + t->good_for > o->expires_at + LAG);
	if (strcmp(o->state, "accepted") == 0) {
		h->accepted++;
		h->unheard += t == NULL;
	} else if (strcmp(o->state, "uncertain") == 0) {
		h->uncertain++;
		h->swallowed += t != NULL && t->swallowed;
	} else {
		h->other++;
		h->heard_other += t != NULL;
	}
}

/* A page of rows from that id on; the last one's id, or 0 behind the last. */
static int64_t look_at_rows(struct desk *d, int64_t from,
    const struct taken *all, size_t count, struct heard *h)
{
	struct rows r = db_query(desk_again(d),
	    SQL("SELECT o.id, o.state, o.expires_at,"
		" (SELECT count(*) FROM attempt a WHERE a.outbox_id = o.id)"
		" FROM outbox o WHERE o.channel = 'sms' AND o.id > $1"
		" ORDER BY o.id LIMIT 1000"),
	    BIND(INT(from)));
	struct seen_row o = { 0 };

	while (row_next(&r)) {
		o.id = row_int(&r);
		o.state = row_text(&r);
		o.expires_at = row_int(&r);
		o.tried = row_int(&r) > 0;
		look_at_row(&o, find(all, count, o.id), h);
	}
	return o.id;
}

static int64_t person_of(struct desk *d, int64_t ref)
{
	return db_int(&d->c, SQL("SELECT person_id FROM outbox WHERE id = $1"),
	    BIND(INT(ref)), 0);
}

/* In the order in which they were heard: each person's by their ids. */
static void look_at_order(
    struct desk *d, const struct taken *all, size_t count, struct heard *h)
{
	int64_t *last = calloc(LETTERS_PEOPLE, sizeof *last);

	if (last == NULL)
		give_up("no memory");
	for (size_t i = 0; i < count; i++) {
		int64_t person = person_of(d, all[i].ref);

		if (i % 500 == 0)
			desk_again(d);
		h->strangers += person == 0;
		for (int k = 0; k < people_count; k++)
			if (people[k] == person) {
				h->disordered += all[i].ref < last[k];
				last[k] = all[i].ref;
			}
	}
	free(last);
}

struct heard letters_compare(struct desk *d)
{
	struct arena *mem = arena_new();
	struct heard h = { 0 };
	struct taken *all;
	int64_t from = 0;
	size_t count;

	desk_again(d);
	all = gateway_taken(mem, &count);
	look_at_order(d, all, count, &h);
	desk_again(d);
	qsort(all, count, sizeof *all, by_ref);
	for (size_t i = 1; i < count; i++)
		h.twice += all[i].ref == all[i - 1].ref;
	do
		from = look_at_rows(d, from, all, count, &h);
	while (from != 0);
	h.quiet = h.uncertain -
	    db_int(desk_again(d),
		SQL("SELECT count(DISTINCT o.id) FROM attention t"
		    " JOIN outbox o ON o.id = t.about_id"
		    " WHERE t.kind = $1 AND t.closed_at IS NULL"
		    "   AND o.channel = 'sms' AND o.state = 'uncertain'"),
		BIND(TEXT(ATTENTION_UNCERTAIN)), 0);
	arena_free(mem);
	return h;
}
