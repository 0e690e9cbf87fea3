#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static double in_ms(double value, const char *unit)
{
	if (strncmp(unit, "us", 2) == 0)
		return value / 1000;
	return unit[0] == 'm' && unit[1] == 's' ? value : value * 1000;
}

static struct load read_wrk(const char *said)
{
	const char *p99 = strstr(said, "99%");
	const char *total = strstr(said, " requests in ");
	const char *rate = strstr(said, "Requests/sec:");
	const char *refused = strstr(said, "Non-2xx or 3xx responses:");
	struct load l = { 0 };
	double value;
	char unit[8];

	if (p99 != NULL && sscanf(p99 + 3, "%lf%7s", &value, unit) == 2)
		l.p99_ms = in_ms(value, unit);
	if (rate != NULL)
		l.per_s = strtod(rate + 13, NULL);
	while (total != NULL && total > said && total[-1] != '\n')
		total--;
	if (total != NULL)
		l.answered = strtoll(total, NULL, 10);
	if (refused != NULL)
		l.refused = strtoll(refused + 25, NULL, 10);
	return l;
}

/* The path may begin with "https:", and is then asked for over TLS. */
struct load wrk(const struct place *p, int port, const char *path,
    const char *seconds, const char *script)
{
	const char *scheme = strncmp(path, "https:", 6) == 0 ? "" : "http:";
	size_t n = strcspn(path, "/");
	struct arena *mem = arena_new();
	char log[PATH_ROOM], lua[PATH_ROOM], url[300];
	const char *const plain[] = { "wrk", "-t1", "-c16", "-d", seconds,
		"--latency", url, NULL };
	const char *const scripted[] = { "wrk", "-t1", "-c16", "-d", seconds,
		"--latency", "-s", lua, url, NULL };
	struct launch l = {
		.argv = script != NULL ? scripted : plain, .log = log, .out = -1
	};
	struct child ch;
	struct load load;
	const char *said;

	place_file(p, "wrk.log", log);
	place_file(p, "wrk.lua", lua);
	if (script != NULL)
		write_file(lua, script);
	snprintf(url, sizeof url, "%s%.*s//127.0.0.1:%d%s", scheme, (int)n,
	    path, port, path + n);
	stand_on(CORE_CLIENT);
	child_start(&ch, &l);
	stand_on(CORE_ANY);
	if (!child_ended(&ch, 20000) || !child_exited(&ch, 0)) {
		child_blame(&ch);
		give_up("wrk failed");
	}
	said = read_file(mem, log);
	load = read_wrk(said != NULL ? said : "");
	arena_free(mem);
	if (load.refused > 0)
		printf("# %s: %" PRId64 " of %" PRId64 " were refused\n", path,
		    load.refused, load.answered);
	return load;
}
