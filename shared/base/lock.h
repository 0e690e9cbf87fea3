/* Locks between programs: a file in data.dir, and ranges of it. They belong to
 * the open file, so the kernel drops them when a program dies. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/base.h"

/* Opens the file, made if need be; -1 with errno. */
int lock_open(const char *path);

/* Takes the two-range lock, fairly, in at most wait_ms; false when it is not
 * to be had. lock_release() gives it back. */
bool lock_take(int fd, int64_t wait_ms);
void lock_release(int fd);

/* Takes the whole file at once for as long as it stays open, or says no. */
bool lock_hold(int fd);

/* The same, together with others who share it. */
bool lock_share(int fd);

#endif
