/* The yardstick of everything on the web: civetweb as its authors have it, in
 * the same build as the portal's but without our patches, that answers hello
 * and knows nothing else.
 *
 *     hello THREADS [PEM]   prints its ports, and serves until it is killed;
 *                           with a file of key and certificate it has a TLS
 *                           port too, the second of them */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <civetweb.h>

#define ANSWER(connection)                   \
	"HTTP/1.1 200 OK\r\n"                \
	"Content-Type: text/plain\r\n"       \
	"Content-Length: 6\r\n"              \
	"Connection: " connection "\r\n\r\n" \
	"hello\n"

void serve_library_says(const char *message);

void serve_library_says(const char *message)
{
	fprintf(stderr, "%s\n", message);
}

static int answer(struct mg_connection *conn)
{
	static const char kept[] = ANSWER("keep-alive");
	static const char closed[] = ANSWER("close");
	const char *wish = mg_get_header(conn, "Connection");

	if (wish != NULL && strcmp(wish, "close") == 0)
		mg_write(conn, closed, sizeof closed - 1);
	else
		mg_write(conn, kept, sizeof kept - 1);
	return 200;
}

int main(int argc, char **argv)
{
	const struct mg_callbacks on = { .begin_request = answer };
	const char *pem = argc > 2 ? argv[2] : NULL;
	const char *options[] = { "listening_ports",
		pem != NULL ? "127.0.0.1:0,127.0.0.1:0s" : "127.0.0.1:0",
		"num_threads", argc > 1 ? argv[1] : "32", "enable_keep_alive",
		"yes", "keep_alive_timeout_ms", "2000", "tcp_nodelay", "1",
		"decode_url", "no", pem != NULL ? "ssl_certificate" : NULL, pem,
		NULL };
	struct mg_server_port port[2];
	struct mg_context *server;
	int n;

	mg_init_library(MG_FEATURES_TLS);
	server = mg_start(&on, NULL, options);
	n = server != NULL ? mg_get_server_ports(server, 2, port) : 0;
	if (n != (pem != NULL ? 2 : 1))
		return EXIT_FAILURE;
	printf("hello.ready plain=%d tls=%d\n", port[0].port,
	    n > 1 ? port[1].port : 0);
	fflush(stdout);
	for (;;)
		pause();
}
