#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/secret.h"

#include "front.h"
#include "settings.h"

#define SLOTS 4096 /* a power of two */
#define PROBE 8    /* of them may hold one and the same name */

static const struct {
	const int64_t *most;
	int64_t seconds;
} limits[LIMITS] = {
	[USUAL] = { &settings.limit_changes, MINUTE },
	[ASKING] = { &settings.limit_codes, HOUR },
	[SENDING] = { &settings.limit_sends, HOUR },
	[TYPING] = { &settings.limit_looks, MINUTE },
	[SEARCHING] = { &settings.limit_searches, HOUR },
	[EXPORTING] = { &settings.limit_exports, HOUR },
};

/* Who did how much of what since when. A name is kept as a digest: the table
 * must not be a list of addresses. */
struct slot {
	unsigned char name[16];
	int64_t since, count;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[LIMITS][SLOTS];

const char *limit_house(const struct req *r)
{
	char *text = mem_alloc(r->ctx, 80);

	door_house(r->address, text, 80);
	return text;
}

static void name_of(const struct req *r, unsigned char name[16])
{
	unsigned char digest[DIGEST_BYTES];
	char text[80];

	if (r->user != NULL)
		snprintf(text, sizeof text, "person:%" PRId64, r->user->id);
	else
		door_house(r->address, text, sizeof text);
	secret_sha256(text, strlen(text), digest);
	memcpy(name, digest, 16);
}

/* Theirs, or the one of a few that has not been used for longest: a crowd of
 * strangers makes the table forget, never grow. */
static struct slot *slot_of(struct slot *of, const unsigned char name[16])
{
	size_t first = (size_t)(name[0] << 8 | name[1]) & (SLOTS - 1);
	struct slot *oldest = &of[first];

	for (size_t i = 0; i < PROBE; i++) {
		struct slot *s = &of[(first + i) & (SLOTS - 1)];

		if (memcmp(s->name, name, sizeof s->name) == 0)
			return s;
		if (s->since < oldest->since)
			oldest = s;
	}
	memcpy(oldest->name, name, sizeof oldest->name);
	oldest->since = 0;
	oldest->count = 0;
	return oldest;
}

int64_t limit_take(const struct req *r, enum limit limit)
{
	int64_t now = r->ctx->now, wait = 0;
	unsigned char name[16];
	struct slot *s;

	name_of(r, name);
	pthread_mutex_lock(&lock);
	s = slot_of(slots[limit], name);
	if (now < s->since || now - s->since >= limits[limit].seconds) {
		s->since = now;
		s->count = 0;
	}
	if (s->count >= *limits[limit].most)
		wait = s->since + limits[limit].seconds - now;
	else
		s->count++;
	pthread_mutex_unlock(&lock);
	return wait;
}
