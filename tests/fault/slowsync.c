/* A library to preload: every flush to disk takes at least FLUSH_US
 * microseconds, as it does where a disk tells the truth about it. */
#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void dawdle(void)
{
	const char *value = getenv("FLUSH_US");
	long us = value != NULL ? strtol(value, NULL, 10) : 0;
	const struct timespec pause = { us / 1000000, us % 1000000 * 1000 };

	if (us > 0)
		ppoll(NULL, 0, &pause, NULL);
}

typedef int flush(int fd);

static int slowly(const char *name, int fd)
{
	flush *real;

	*(void **)&real = dlsym(RTLD_NEXT, name);
	dawdle();
	return real(fd);
}

int fsync(int fd)
{
	return slowly("fsync", fd);
}

int fdatasync(int fd)
{
	return slowly("fdatasync", fd);
}
