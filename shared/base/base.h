/* What every file stands on: results, the moment a request or a pass lives in,
 * and the attributes that make the compiler a reviewer. Included first. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a domain function went. What the user did wrong is data (a form's
 * messages), so these are few; portal/reply.c maps each to a page. */
enum err {
	OK,
	ERR_INVALID,   /* the caller's values break a rule of the domain */
	ERR_FORBIDDEN, /* known, but not for this person */
	ERR_NOT_FOUND, /* no such thing, or not to be told that there is */
	ERR_CONFLICT,  /* somebody was first, or the state has moved on */
	ERR_FAILED,    /* the database could not; nothing was changed */
};

struct arena;
struct db;

/* What people read. Danish is always there, and what stands in another's place.
 */
enum language { DANISH, ENGLISH, LANGUAGES };

/* One request or one pass of the notifier: its memory, its view of the
 * database, its moment, and who asks. now is read once, so that everything in a
 * request happens at the same second and a test can choose it. */
struct ctx {
	struct arena *mem;
	struct db *db;
	int64_t now;            /* unix seconds */
	int64_t who;            /* who asks; 0: nobody, or a program */
	enum language language; /* of words to people; Danish unless said */
};

/* A list of ids, in the context's arena. */
struct ids {
	size_t count;
	const int64_t *id;
};

static inline bool ids_hold(struct ids ids, int64_t id)
{
	for (size_t i = 0; i < ids.count; i++)
		if (ids.id[i] == id)
			return true;
	return false;
}

#define MUST_CHECK       __attribute__((warn_unused_result))
#define PRINTF(fmt, arg) __attribute__((format(printf, fmt, arg)))
#define NORETURN         __attribute__((noreturn))
#define COUNT(array)     (sizeof(array) / sizeof(array)[0])

#endif
