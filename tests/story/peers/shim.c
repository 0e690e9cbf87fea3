/* Loaded before the notifier to kill it at a chosen moment of its talk with a
 * gateway, the one at SHIM_PORT, as a power cut would. SHIM_AT says when:
 *
 *   connect    before a connection is opened: the gateway hears nothing
 *   firstbyte  when one byte has left: the gateway has a broken request
 *   reply      when the answer has begun to come: it has done as asked
 *   record     before the first write to a file after that: what it answered
 *              is not on disk
 */
#include <dlfcn.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SOCKETS_MOST = 4096 };

static atomic_bool ours[SOCKETS_MOST];

static bool at(const char *moment)
{
	const char *chosen = getenv("SHIM_AT");

	return chosen && strcmp(chosen, moment) == 0;
}

static bool is_ours(int fd)
{
	return fd >= 0 && fd < SOCKETS_MOST && ours[fd];
}

static void die(void)
{
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

/* The function that ours stands before. ISO C has no cast between the two
 * kinds of pointer, POSIX says that they are alike. */
#define REAL(name)                             \
	__typeof__(name) *real = NULL;         \
	void *found = dlsym(RTLD_NEXT, #name); \
	memcpy((void *)&real, (void *)&found, sizeof real)

static bool to_port(const struct sockaddr *to)
{
	const char *port = getenv("SHIM_PORT");
	struct sockaddr_in in;

	if (!port || to->sa_family != AF_INET)
		return false;
	memcpy(&in, to, sizeof in);
	return ntohs(in.sin_port) == (unsigned)atoi(port);
}

/* glibc declares these with unions that stand for any kind of address. */
int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t size)
{
	REAL(connect);

	if (fd >= 0 && fd < SOCKETS_MOST)
		ours[fd] = to_port(to.__sockaddr__);
	if (is_ours(fd) && at("connect"))
		die();
	return real(fd, to, size);
}

/* The first byte leaves, and then nobody is there to send the second. */
static void leave(int fd, const void *data, size_t n)
{
	REAL(send);

	if (!is_ours(fd) || !n || !at("firstbyte"))
		return;
	real(fd, data, 1, MSG_NOSIGNAL);
	die();
}

static void leave_all(int fd, const struct iovec *part, size_t parts)
{
	for (; parts; parts--, part++)
		leave(fd, part->iov_base, part->iov_len);
}

ssize_t send(int fd, const void *data, size_t n, int flags)
{
	REAL(send);

	leave(fd, data, n);
	return real(fd, data, n, flags);
}

ssize_t sendto(int fd, const void *data, size_t n, int flags,
    __CONST_SOCKADDR_ARG to, socklen_t size)
{
	REAL(sendto);

	leave(fd, data, n);
	return real(fd, data, n, flags, to, size);
}

ssize_t write(int fd, const void *data, size_t n)
{
	REAL(write);

	leave(fd, data, n);
	return real(fd, data, n);
}

ssize_t writev(int fd, const struct iovec *part, int parts)
{
	REAL(writev);

	leave_all(fd, part, (size_t)parts);
	return real(fd, part, parts);
}

ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)
{
	REAL(sendmsg);

	leave_all(fd, msg->msg_iov, msg->msg_iovlen);
	return real(fd, msg, flags);
}

static atomic_bool answered;

static ssize_t arrive(int fd, ssize_t n)
{
	if (n > 0 && is_ours(fd) && at("reply"))
		die();
	if (n > 0 && is_ours(fd))
		answered = true;
	return n;
}

/* As SQLite writes. */
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t where)
{
	REAL(pwrite64);

	if (answered && at("record"))
		die();
	return real(fd, data, n, where);
}

ssize_t recv(int fd, void *data, size_t n, int flags)
{
	REAL(recv);

	return arrive(fd, real(fd, data, n, flags));
}

ssize_t recvfrom(int fd, void *data, size_t n, int flags, __SOCKADDR_ARG from,
    socklen_t *__restrict size)
{
	REAL(recvfrom);

	return arrive(fd, real(fd, data, n, flags, from, size));
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	REAL(recvmsg);

	return arrive(fd, real(fd, msg, flags));
}

ssize_t read(int fd, void *data, size_t n)
{
	REAL(read);

	return arrive(fd, real(fd, data, n));
}
