/* The yardstick of everything on the web: the same civetweb, as it is built
 * for the portal, that answers hello and knows nothing else.
 *
 *     hello THREADS         prints its port, and serves until it is killed */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <civetweb.h>

void serve_library_says(const char *message);

void serve_library_says(const char *message)
{
	fprintf(stderr, "%s\n", message);
}

static int answer(struct mg_connection *conn)
{
	static const char hello[] = "HTTP/1.1 200 OK\r\n"
				    "Content-Type: text/plain\r\n"
				    "Content-Length: 6\r\n"
				    "Connection: keep-alive\r\n\r\n"
				    "hello\n";

	mg_write(conn, hello, sizeof hello - 1);
	return 200;
}

int main(int argc, char **argv)
{
	const struct mg_callbacks on = { .begin_request = answer };
	const char *options[] = { "listening_ports", "127.0.0.1:0",
		"num_threads", argc > 1 ? argv[1] : "32", "enable_keep_alive",
		"yes", "keep_alive_timeout_ms", "2000", "tcp_nodelay", "1",
		"decode_url", "no", NULL };
	struct mg_context *server = mg_start(&on, NULL, options);
	struct mg_server_port port;

	if (server == NULL || mg_get_server_ports(server, 1, &port) != 1)
		return EXIT_FAILURE;
	printf("hello.ready listen=127.0.0.1:%d\n", port.port);
	fflush(stdout);
	for (;;)
		pause();
}
