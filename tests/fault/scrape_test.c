/* The notifier's /metrics, and the portal's: there on loopback when it is asked
 * for, and nobody who asks for something else, or for nothing, holds it up. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault.h"

#define ANSWER_ROOM 65536

static char answer[ANSWER_ROOM];

static const char *ask(int port, const char *request)
{
	static char status[16];

	snprintf(status, sizeof status, "%d",
	    http_once(port, request, answer, sizeof answer));
	return status;
}

static int port_of(struct child *ch)
{
	static const char ready[] = "notifier.metrics listen=127.0.0.1:";
	struct arena *mem = arena_new();
	const char *at;
	int port = 0;

	if (child_says(ch, ready, 20000)) {
		at = strstr(read_file(mem, ch->log), ready);
		port = at != NULL ? atoi(at + sizeof ready - 1) : 0;
	}
	arena_free(mem);
	return port;
}

static void judge_answers(int port)
{
	static const struct {
		const char *request, *status, *what;
	} asked[] = {
		{ "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9110\r\n\r\n",
		    "200", "who asks for the figures gets them" },
		{ "GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n", "200",
		    "by that name too" },
		{ "GET /metrics HTTP/1.1\r\nHost: job.example.dk\r\n\r\n",
		    "421", "a page elsewhere cannot have them" },
		{ "GET /metrics HTTP/1.1\r\nHost: localhost.example.dk\r\n\r\n",
		    "421", "nor one whose name begins alike" },
		{ "GET /metrics HTTP/1.0\r\n\r\n", "421", "nor who says none" },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "404",
		    "there is nothing else" },
		{ "POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "405",
		    "nothing is changed here" },
	};

	for (size_t i = 0; i < COUNT(asked); i++)
		check(strcmp(ask(port, asked[i].request), asked[i].status) == 0,
		    "%s: %s", asked[i].what, asked[i].status);
	ask(port, asked[0].request);
	check(strstr(answer, "\nsmaajob_notifier_epoch ") != NULL &&
		strstr(answer, "\nsmaajob_queue_messages{") != NULL &&
		strstr(answer, "version=0.0.4") != NULL,
	    "what is told can be read");
}

/* Three that say nothing, or not all, and one too long. */
static void judge_slow_ones(int port)
{
	static char much[4096];
	int64_t began = now_us();
	int fds[3];

	for (size_t i = 0; i < COUNT(fds); i++) {
		fds[i] = http_connect(port);
		http_send(fds[i], i == 0 ? "" : "GET /metrics HTT");
	}
	memset(much, 'x', sizeof much - 1);
	ask(port, much);
	check(strcmp(
		  ask(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"),
		  "200") == 0 &&
		now_us() - began < 4500000,
	    "who is slow holds up others for a second each");
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
}

static void judge_address(const struct place *p, const char *address)
{
	struct child notifier;
	char settings[120];

	snprintf(
	    settings, sizeof settings, "[notifier]\nmetrics = %s\n", address);
	place_configure(p, "127.0.0.1:0", settings);
	notifier_launch(p, &notifier);
	if (!child_ended(&notifier, 10000))
		child_stop(&notifier, SIGKILL);
	check(
	    child_exited(&notifier, 78), "%s is no place for figures", address);
}

static void judge_portal(const struct place *p)
{
	struct child portal;
	int port;

	place_configure(p, "127.0.0.1:0", "");
	portal_start(p, &portal, &port);
	ask(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
	check(strcmp(
		  ask(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"),
		  "200") == 0 &&
		strstr(answer,
		    "\nsmaajob_http_answers_total{class=\"2xx\"} 1\n") !=
		    NULL &&
		strstr(answer, "\nsmaajob_http_seconds_count 1\n") != NULL,
	    "the portal tells its own");
	check(strcmp(ask(port,
			 "GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
			 "X-Forwarded-For: 192.0.2.1\r\n\r\n"),
		  "404") == 0,
	    "but not to who comes through a proxy");
	child_stop(&portal, SIGTERM);
}

int main(int argc, char **argv)
{
	struct child notifier;
	struct place p;
	int port;

	fault_begin(argc, argv, 60);
	place_make(&p, "[notifier]\nmetrics = 127.0.0.1:0\n");
	notifier_start(&p, &notifier);
	port = port_of(&notifier);
	check(port > 0, "the port is told");
	judge_answers(port);
	judge_slow_ones(port);
	child_stop(&notifier, SIGTERM);
	check(child_exited(&notifier, 0), "it ends with 0");
	judge_address(&p, "0.0.0.0:9110");
	judge_address(&p, "127.0.0.1:99999");
	judge_address(&p, "127.0.0.1");
	judge_portal(&p);
	place_remove(&p);
	return fault_end();
}
