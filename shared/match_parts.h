/* How the index keeps people: for match_index.c, which changes it, and
 * match_search.c, which asks it. A person is 44 bytes here, and five for each
 * function; what few have stands in notes. */
#ifndef MATCH_PARTS_H
#define MATCH_PARTS_H

#include <pthread.h>

#include "base/grow.h"

#include "match_index.h"

#define CELL ((int64_t)5000) /* metres: the grid's step */

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
	uint8_t kind, number;
	uint8_t open, counts;
	uint32_t from, to;
	int32_t east_m, north_m; /* of an offer: east_m is when it was asked */
	int64_t id;
};

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
 * of each, the newest score and whether they have worked somewhere before. */
struct bucket {
	int16_t east, north;
	uint16_t function;
	uint16_t reach_km; /* nobody in it travels farther, rounded up */
	uint32_t count, room;
	uint32_t *who;
};
#define POSTED_SCORE 15 /* the bits of it in a posting */
#define POSTED_KNOWN 16
#define POSTINGS     32

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
	struct note *note;
	size_t note_room;
	uint32_t notes, free_note;
	struct intern days, weeks;
	struct names names[NAMES];
	int64_t reach_m; /* nobody travels farther */
	int64_t seq;     /* the last change that is in here */
};

static inline unsigned char *bucket_posted(const struct bucket *b)
{
	return (unsigned char *)(b->who + b->room);
}

static inline int16_t cell_of(int64_t metres)
{
	return (int16_t)((metres - (metres < 0 ? CELL - 1 : 0)) / CELL);
}

/* TABLE_NONE when there is none. */
uint32_t index_place(const struct match_index *ix, int64_t citizen);
uint32_t index_bucket(
    const struct match_index *ix, int function, int16_t east, int16_t north);

/* Puts those in whom the rows know from `from` to `to`, at most `most` of them:
 * how many, or -1. *next is the first id after them. */
int64_t index_read(struct match_index *ix, struct ctx *c, int64_t from,
    int64_t to, int64_t most, int64_t *next);

/* What stands of everybody; what may stand in a note is as good as can be, so
 * that who breaks a rule here breaks it with them too. Then the notes. */
void index_first_look(const struct match_index *ix, const struct match_query *q,
    uint32_t place, int score, struct match_citizen *z);
void index_second_look(const struct match_index *ix,
    const struct match_query *q, uint32_t place, struct match_citizen *z);

void index_open(struct match_index *ix);
uint32_t index_week(struct match_index *ix, const struct match_grid *grid);
void index_post(
    struct match_index *ix, uint32_t place, int function, unsigned char posted);
void index_unpost(struct match_index *ix, uint32_t place);
void index_trim_buckets(struct match_index *ix);

/* Where in the bucket somebody stands, or would; *there whether they do. */
uint32_t bucket_seek(const struct bucket *b, uint32_t place, bool *there);

#endif
