/* How the index keeps people: for match_index.c, which changes it, and
 * match_search.c, which asks it. A person is 44 bytes here, and five for each
 * function; what few have stands in notes. */
#ifndef MATCH_PARTS_H
#define MATCH_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/grow.h"

#include "match_index.h"
#include "match_rules.h"

#define CELL ((int64_t)8000) /* metres: the grid's step */

/* What is looked at for everybody that a search passes: half a cache line.
 * Times are unix seconds, days those since 1970; 0 is never. */
struct hot {
	int32_t east_m, north_m;
	uint32_t must;
	uint32_t week;  /* its number; see struct week */
	uint32_t notes; /* the first, and one; 0 none; of a free place: the
			   next free one */
	uint32_t travel_m : 24, way : 2, here : 1, consents : 1, released : 1,
	    dated : 1;
	uint16_t ceiling_minutes;
	uint16_t paid_day, asked_day;
	uint8_t group;
	uint8_t skills; /* how many postings are theirs */
};

struct note {
	uint32_t next; /* and one; 0 none */
	uint8_t kind;
	uint8_t number;    /* of an offer: OFFER_OPEN and so on */
	uint16_t minutes;  /* of an offer: of its shift, rounded up */
	uint32_t from, to; /* of an offer: to is when it was asked */
	union {
		int64_t id;
		struct {
			int32_t east_m, north_m; /* of an engagement */
		};
	};
};
#define OFFER_OPEN   1
#define OFFER_COUNTS 2
#define OFFER_STANDS 4

/* People share days and weeks: a week is seven numbers of days. */
struct week {
	uint16_t day[8]; /* by weekday */
};

struct intern {
	unsigned char *at;
	size_t room, size;
	uint32_t count, most;
	struct table by;
};

/* Who knows a function in a cell, by their places in the index; after those,
 * of each, what a search can pass them by for without a look: the newest
 * score, the mark of whom they have worked for, and weekends. */
struct bucket {
	int16_t east, north;
	uint8_t function;
	uint8_t pooled;    /* its postings lie in the pool with others' */
	uint16_t reach_km; /* nobody in it travels farther, rounded up */
	uint32_t count, room;
	uint32_t *who;
};
#define POSTED_SCORE 15  /* the bits of it in a posting */
#define POSTED_MARK  4   /* how far up the mark stands */
#define POSTED_REST  128 /* may have time on a Saturday or Sunday; few do */
#define POSTINGS     256

/* Whom somebody has worked for, as far as three bits tell: nobody, one whose
 * mark it is, or several. Who has worked there before comes so much nearer that
 * without it nobody farther out who has worked anywhere could be passed by. */
enum { MARK_NOBODY = 0, MARKS = 6, MARK_SEVERAL = 7 };
static inline unsigned index_mark(int64_t employer)
{
	return 1 + (unsigned)(mix64((uint64_t)employer) % MARKS);
}

struct names {
	char **word;
	size_t room;
	int count;
};

struct match_index {
	pthread_rwlock_t lock;
	struct hot *hot;
	int64_t *id;
	uint32_t *wish;
	size_t hot_room, id_room, wish_room;
	uint32_t places, free_place, living;
	struct table by_id;
	struct bucket *bucket;
	size_t bucket_room;
	uint32_t buckets;
	struct table by_cell;
	uint32_t *pool; /* of postings, as they were when it was trimmed */
	size_t pool_bytes;
	struct note *note;
	size_t note_room;
	uint32_t notes, free_note;
	struct intern days, weeks;
	struct names names[NAMES];
	int64_t reach_m; /* nobody travels farther */
	int64_t seq;     /* the last change that is in here */
	atomic_bool given_up;
};

static inline unsigned char *bucket_posted(const struct bucket *b)
{
	return (unsigned char *)(b->who + b->room);
}

static inline int16_t cell_of(int64_t metres)
{
	return (int16_t)((metres - (metres < 0 ? CELL - 1 : 0)) / CELL);
}

static inline int64_t index_days_since(
    const struct match_query *q, int64_t day, int64_t most)
{
	int64_t days = q->now / DAY - day;

	return days < most ? days : most;
}

/* What stands of everybody. What is elsewhere is as good as can be, so that who
 * breaks a rule here breaks it with that too. In the loop of a search. */
static inline struct match_citizen index_first_look(
    const struct hot *h, const struct match_query *q, int score)
{
	return (struct match_citizen) { .active = true,
		.available = true,
		.released = h->released,
		.consents = h->consents,
		.answer_is_free = q->free_no[h->group],
		.score = score,
		.best = score,
		.willing = score == 0,
		.ceiling_minutes = h->ceiling_minutes,
		.distance_m = distance_between(
		    h->east_m - q->t.east_m, h->north_m - q->t.north_m),
		.travel_m = h->travel_m,
		.unmet_needs = (h->must & ~q->honours) != 0,
		.days_since_asked = index_days_since(
		    q, h->asked_day, MATCH_ASKED_DAYS),
		.days_since_paid = index_days_since(
		    q, h->paid_day, MATCH_PAID_DAYS) };
}

/* TABLE_NONE when there is none. */
uint32_t index_place(const struct match_index *ix, int64_t citizen);
uint32_t index_bucket(
    const struct match_index *ix, int function, int16_t east, int16_t north);

/* Puts those in whom the rows know from `from` to `to`, at most `most` of them:
 * how many, or -1. *next is the first id after them. */
int64_t index_read(struct match_index *ix, struct ctx *c, int64_t from,
    int64_t to, int64_t most, int64_t *next);

/* The rest of what is known of somebody, after index_first_look(). */
void index_second_look(const struct match_index *ix,
    const struct match_query *q, uint32_t place, struct match_citizen *z);

/* What no rule asks about, and lies elsewhere. */
void index_last_look(const struct match_index *ix, const struct match_query *q,
    uint32_t place, struct match_citizen *z);

void index_open(struct match_index *ix);
uint32_t index_week(struct match_index *ix, const struct match_grid *grid);
void index_post(
    struct match_index *ix, uint32_t place, int function, unsigned char posted);
void index_unpost(struct match_index *ix, uint32_t place);
void bucket_release(struct bucket *b);

/* Where in the bucket somebody stands, or would; *there whether they do. */
uint32_t bucket_seek(const struct bucket *b, uint32_t place, bool *there);

#endif
