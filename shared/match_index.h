/* The match in memory: everybody's facts, by work function and by a grid of the
 * country, so that whom a task suits is found in less than the time of a
 * request, also among a million. It holds what the rows say, decides nothing of
 * its own (match.h does), and follows the rows by their sequence of changes.
 * A place is still taken on the rows themselves.
 *
 * One thread changes it, many may search. */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include "match.h"

struct store;
struct match_index;

struct match_index *match_index_new(void);
void match_index_free(struct match_index *ix);

/* Before many are put in: room for so many. After: gives back what is over. */
void match_index_reserve(struct match_index *ix, size_t citizens);
void match_index_trim(struct match_index *ix);

size_t match_index_bytes(const struct match_index *ix);
size_t match_index_count(const struct match_index *ix);

/* ---- names ---- */

/* What rows call by a word has a small number here. */
enum match_names {
	NAMES_FUNCTION,
	NAMES_CONSIDERATION,
	NAMES_GROUP, /* municipality and target group */
	NAMES_TICK,
	NAMES
};
#define NAMES_MOST 255 /* of a kind; who needs one more is not found */

/* The number of a word, given one if it is new; without `add` it is
 * NAMES_MOST, which nobody has. */
int match_index_name(
    struct match_index *ix, enum match_names kind, const char *word, bool add);

/* A consideration's bit. The last is of all that are beyond what has one: a
 * need with it is never met. */
#define MATCH_NEED_BEYOND ((uint32_t)1 << 31)
uint32_t match_need_bit(int number);

/* ---- people ---- */

struct match_skill {
	const struct match_skill *next;
	int function, score, best; /* score 0: would like to try it */
};

/* What is known of a few only. */
enum match_note_kind {
	NOTE_OFFER,     /* id the task, from and to its shift */
	NOTE_ENGAGED,   /* from, to and where; number 0: did not come */
	NOTE_EMPLOYER,  /* id: has paid hours with them */
	NOTE_JOB,       /* id the workplace, number the function, to the end */
	NOTE_EXCLUDED,  /* id the workplace, until to */
	NOTE_TICK,      /* number, from and to */
	NOTE_EXCEPTION, /* id the day, from and to its minutes, number: can */
	NOTE_PAUSED,    /* until to */
	NOTE_LEFT,      /* at from */
	NOTE_RELEASED,  /* will be, at from */
	NOTE_CALL,      /* somebody calls first, until to */
	NOTE_BEST       /* number the function, to the highest score ever */
};

struct match_note {
	const struct match_note *next;
	enum match_note_kind kind;
	int number;
	int64_t id, from, to, east_m, north_m, asked_at;
	/* Of an offer: it may be answered; fills the week; was for the time
	 * that the task has now. */
	bool open, counts, stands;
};

struct match_person {
	int64_t id;
	bool released, consents;
	enum match_way way;
	int group;
	int64_t ceiling_minutes, east_m, north_m, travel_m;
	int64_t paid_at, asked_at; /* the last; 0 never */
	uint32_t must, wish;       /* bits of considerations */
	struct match_grid week;
	const struct match_skill *skills;
	const struct match_note *notes;
};

/* Puts somebody in, or in the place of what was known of them. */
void match_index_put(struct match_index *ix, const struct match_person *p);
void match_index_remove(struct match_index *ix, int64_t citizen);

/* ---- questions ---- */

/* A task as the index asks of it. */
struct match_query {
	struct match_task t;
	int64_t now;
	int function;
	uint32_t honours; /* checked */
	int demands[16], demand_count;
	bool free_no[NAMES_MOST + 1]; /* by group */
};

struct match_hit {
	int64_t citizen, cost;
};

/* Whom the task suits, the least cost first, ties by id; at most `most`, which
 * is at most MATCH_MOST. How many. */
size_t match_index_find(struct match_index *ix, const struct match_query *q,
    size_t most, struct match_hit *hits);

/* Of those who know the function or would like it: how many suit, and how many
 * break one rule and no other, by rule; in one pass over those who live within
 * 60 km. */
struct match_counts {
	int64_t suit, one[MATCH_RULES];
};
void match_index_counts(struct match_index *ix, const struct match_query *q,
    struct match_counts *counts);

/* How many bytes a search for the task reads, at least: what a bench holds
 * its time against. */
size_t match_index_touched(struct match_index *ix, const struct match_query *q);

/* All that is known of one person for the task; false when they are not here
 * or have nothing to do with its function. */
bool match_index_citizen(struct match_index *ix, const struct match_query *q,
    int64_t citizen, struct match_citizen *z);

/* ---- with the rows (match_follow.c) ---- */

/* Reads everybody, as it is at `now`. False when the database could not; then
 * it may be tried again. */
bool match_index_build(struct match_index *ix, struct store *s, int64_t now);

/* From another thread: ends a build under way, for the program is to stop. */
void match_index_give_up(struct match_index *ix);

/* Reads those who have changed since it was built or followed last, of what is
 * committed; how many, or -1 when the database could not. */
int match_index_follow(struct match_index *ix, struct store *s, int64_t now);

/* The task as a question to the index; false where match_task_load() is, or
 * when it asks for more than an index answers. fill() does it for a q->t that
 * is known already. */
bool match_query_load(
    struct ctx *c, struct match_index *ix, int64_t task, struct match_query *q);
bool match_query_fill(
    struct ctx *c, struct match_index *ix, struct match_query *q);

#endif
