#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#include "portal.h"

#define ASSETS_MOST 64
#define ASSET_MOST  ((size_t)1 << 20) /* bytes of one file */

/* A built file, in memory from start to end, with its gzip form. */
struct asset {
	char logical[80], name[80], type[60];
	char *plain, *zipped;
	size_t plain_n, zipped_n;
};

struct assets {
	struct asset list[ASSETS_MOST];
	size_t count;
};

static char *read_whole(
    const char *dir, const char *name, const char *ending, size_t *n)
{
	char path[300], *bytes = malloc(ASSET_MOST);
	FILE *f;

	snprintf(path, sizeof path, "%s/%s%s", dir, name, ending);
	f = fopen(path, "re");
	if (f == NULL || bytes == NULL)
		log_refuse("assets: cannot read %s: %s", path, strerror(errno));
	*n = fread(bytes, 1, ASSET_MOST, f);
	fclose(f);
	if (*n == ASSET_MOST)
		log_refuse(
		    "assets: %s is larger than %zu bytes", path, ASSET_MOST);
	return realloc(bytes, *n + 1);
}

struct assets *assets_load(const char *dir)
{
	struct assets *a = calloc(1, sizeof *a);
	char path[300], line[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/manifest", dir);
	f = fopen(path, "re");
	if (f == NULL || a == NULL)
		log_refuse("assets: cannot read %s: %s (make assets builds it)",
		    path, strerror(errno));
	while (fgets(line, sizeof line, f) != NULL) {
		struct asset *to = &a->list[a->count];

		if (a->count == ASSETS_MOST)
			log_refuse("assets: more than %d files", ASSETS_MOST);
		if (sscanf(line, "%79s %79s %59s", to->logical, to->name,
			to->type) != 3)
			log_refuse("assets: %s: a line is malformed", path);
		to->plain = read_whole(dir, to->name, "", &to->plain_n);
		to->zipped = read_whole(dir, to->name, ".gz", &to->zipped_n);
		a->count++;
	}
	fclose(f);
	return a;
}

const char *asset_name(const struct assets *a, const char *logical)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->list[i].logical, logical) == 0)
			return a->list[i].name;
	log_bug("asset.missing name=%s", logical);
}

static const struct asset *find(const struct assets *a, const char *name)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->list[i].name, name) == 0)
			return &a->list[i];
	return NULL;
}

/* GET /assets/:token: the name holds a digest of the bytes, so whoever has a
 * copy may keep it for good. */
struct reply asset_get(struct req *r)
{
	const struct asset *a = find(site.assets, r->token);
	struct reply reply = { .status = 200, .keep = true };

	if (a == NULL)
		return reply_status(r, 404);
	reply.type = a->type;
	reply.etag = a->name;
	if (strstr(r->header(r, "If-None-Match"), a->name) != NULL)
		reply.status = 304;
	/* Fonts are pressed already: their gzip form is the larger one. */
	reply.gzip = a->zipped_n < a->plain_n &&
	    strstr(r->header(r, "Accept-Encoding"), "gzip") != NULL;
	reply.body = reply.gzip ? a->zipped : a->plain;
	reply.length = reply.gzip ? a->zipped_n : a->plain_n;
	return reply;
}
