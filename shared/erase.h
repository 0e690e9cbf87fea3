/* Erasing: a person is forgotten for good. Their key is destroyed, so that
 * name, number, address and what they wrote are unreadable in every copy that
 * has no key any more; what tells of them is taken away; what others' rows rest
 * on (hours, offers, agreements, scores) stays, of a nameless person.
 *
 * An old backup still holds the key. So the id stands in a ledger beside the
 * database, data.dir/erased, and whoever starts a program erases it again
 * before anything is served or sent. */
#ifndef ERASE_H
#define ERASE_H

#include "base/store.h"

/* What stands in the way: a person closes it first (mission 4.9). */
enum erase_block {
	ERASE_FREE,
	ERASE_AGREEMENT, /* they have agreed to come, and it is not over */
	ERASE_COURSE,    /* a course of theirs runs */
	ERASE_TASK,      /* a task that people are asked for is theirs */
	ERASE_STAFF,     /* they hold a role of staff, or follow up somebody */
};
enum erase_block erase_blocked(struct ctx *c, int64_t person);

/* Erases the person; at once also for the notifier, which sends them nothing
 * more. The ledger is on disk before the database is. OK when it was done
 * before; ERR_NOT_FOUND, ERR_CONFLICT when something stands in the way, and
 * ERR_FAILED when nothing was done. */
enum err erase_person(struct ctx *c, int64_t person);

/* Erases again whoever the ledger names and the database still knows, whatever
 * stands in the way. Refuses to start when it cannot. */
void erase_again(struct store *s);

#endif
