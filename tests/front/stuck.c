/* A library to preload: whoever waits for a thread waits for ever. So a stop
 * hangs that is past all its own deadlines. */
#include <pthread.h>
#include <unistd.h>

int pthread_join(pthread_t thread, void **result)
{
	(void)thread;
	(void)result;
	for (;;)
		pause();
}
