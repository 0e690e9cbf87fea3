#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <time.h>

#include "base/clock.h"
#include "base/lock.h"

enum range { GATE = 0, MAIN = 1, BOTH = 2 };

static bool lock_set(int fd, short type, enum range range)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET };

	l.l_start = range == BOTH ? 0 : (off_t)range;
	l.l_len = range == BOTH ? 0 : 1;
	return fcntl(fd, F_OFD_SETLK, &l) == 0;
}

int lock_open(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

/* Asks again and again, for a blocking request has no deadline. It stays fair:
 * the one who waits for main holds the gate, which the other needs first. */
static bool lock_wait(int fd, enum range range, int64_t until_ms)
{
	const struct timespec pause = { 0, 100000 };

	while (!lock_set(fd, F_WRLCK, range)) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return false;
		if (clock_mono_ms() >= until_ms)
			return false;
		ppoll(NULL, 0, &pause, NULL);
	}
	return true;
}

bool lock_take(int fd, int64_t wait_ms)
{
	int64_t until = clock_mono_ms() + wait_ms;
	bool got;

	if (!lock_wait(fd, GATE, until))
		return false;
	got = lock_wait(fd, MAIN, until);
	lock_set(fd, F_UNLCK, GATE);
	return got;
}

void lock_release(int fd)
{
	lock_set(fd, F_UNLCK, MAIN);
}

bool lock_hold(int fd)
{
	return lock_set(fd, F_WRLCK, BOTH);
}

bool lock_share(int fd)
{
	return lock_set(fd, F_RDLCK, BOTH);
}
