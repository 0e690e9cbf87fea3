/* How many parts an SMS has, with a real Kannel as the judge: five hundred
 * texts go through it, as our own adapter writes them, and each must arrive in
 * as many parts as we count. At the limits of the alphabets, with letters that
 * are two septets or two units, and at random. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sms_text.h"
#include "base/text.h"

#include "notifier.h"
#include "settings.h"

#include "kannel.h"

#define TEXTS    500
#define ROOM     4000 /* bytes of one */
#define FIRST    600000
#define COMES_MS 30000
#define LOOK_MS  200

/* What a text is made of; letters apart by a space. */
static const char *const alphabets[] = {
	"a b c d e z A Z 0 9 . , ? ! @ $ _ & / ( ) : + * # % < = >",
	"æ ø å Æ Ø Å é ü ö ä ñ à ß £ ¥ è ù ì ò Ç Δ Φ Γ Λ Ω Π Ψ Σ Θ Ξ § ¿ ¡ ¤",
	"€ [ ] { } \\ ~ ^ |",
	"ł š ž č ő ğ á í ó ú ê ë ç ½ Ж я",
	"😀 👍 🎉",
};
enum { PLAIN, ACCENTED, DOUBLE, FOREIGN, EMOJI };

/* Of which alphabets, in hundredths, and how long: a limit, or one beside. */
static const struct recipe {
	int share[COUNT(alphabets)];
	int units[8];
} recipes[] = {
	{ { 100, 0, 0, 0, 0 }, { 1, 159, 160, 161, 306, 307, 459, 460 } },
	{ { 60, 40, 0, 0, 0 }, { 3, 152, 153, 154, 160, 305, 306, 612 } },
	{ { 50, 30, 20, 0, 0 }, { 80, 140, 150, 160, 250, 306, 400, 600 } },
	{ { 0, 0, 100, 0, 0 }, { 79, 80, 81, 152, 153, 154, 229, 230 } },
	{ { 70, 10, 0, 20, 0 }, { 69, 70, 71, 133, 134, 135, 201, 202 } },
	{ { 60, 10, 5, 15, 10 }, { 30, 60, 66, 67, 100, 128, 134, 200 } },
	{ { 0, 0, 0, 0, 100 }, { 33, 34, 35, 36, 66, 67, 68, 100 } },
};

static char texts[TEXTS][ROOM];
static size_t arrived[TEXTS];

static void add_letter(struct text *t, const char *letters)
{
	const char *at = letters, *end;
	uint32_t n = 1;

	for (const char *s = letters; *s != '\0'; s++)
		n += *s == ' ';
	for (n = fault_random(n); n > 0; n--)
		at = strchr(at, ' ') + 1;
	end = strchr(at, ' ');
	text_add_n(t, at, end != NULL ? (size_t)(end - at) : strlen(at));
}

static void make_text(struct arena *mem, int i)
{
	const struct recipe *r = &recipes[(size_t)i % COUNT(recipes)];
	int letters = r->units[fault_random(COUNT(r->units))] +
	    (int)fault_random(3) - 1;
	struct text t = text_new(mem, ROOM);

	for (int k = 0; k < letters || k == 0; k++) {
		int roll = (int)fault_random(100);
		size_t which = 0;

		while (roll >= r->share[which])
			roll -= r->share[which++];
		add_letter(&t, alphabets[which]);
	}
	snprintf(texts[i], ROOM, "%s", t.s);
}

/* ---- to Kannel ---- */

static void put(int fd, const void *data, size_t n)
{
	if (send(fd, data, n, MSG_NOSIGNAL) != (ssize_t)n)
		give_up("Kannel does not listen");
}

/* As the notifier would, so that the alphabet is our own choice too. */
static bool send_text(struct ctx *c, int fd, int i)
{
	struct outgoing m = { .claimed = { .id = i + 1,
				  .expires_at = c->now + DAY },
		.words = { .body = texts[i],
		    .phone = mem_printf(c, "4531%06d", FIRST + i) } };
	struct http_request r = { 0 };
	struct text t = text_new(c->mem, 4000);
	char answer[2000];

	if (!kannel.request(c, &m, &r))
		return false;
	text_add(&t, "POST /cgi-bin/sendsms HTTP/1.1\r\nHost: 127.0.0.1\r\n");
	for (const char *const *h = r.header; *h != NULL; h++)
		if (strcmp(*h, "Expect:") != 0 &&
		    strncmp(*h, "X-Kannel-DLR", 12) != 0)
			text_printf(&t, "%s\r\n", *h);
	text_printf(&t, "Content-Length: %zu\r\n\r\n", r.length);
	put(fd, t.s, t.n);
	put(fd, r.body, r.length);
	return http_hear(fd, answer, sizeof answer) == 202;
}

static int send_all(int port)
{
	struct arena *mem = arena_new();
	struct ctx c = { .mem = mem, .now = clock_now() };
	int fd = http_connect(port), sent = 0;

	for (int i = 0; i < TEXTS; i++) {
		sent += send_text(&c, fd, i);
		arena_reset(mem);
	}
	close(fd);
	arena_free(mem);
	return sent;
}

/* ---- at the phones ---- */

/* Each part is a line: "Got message 7: <1204 4531600000 ...". */
static int hear_parts(const struct kannel *k, int *parts)
{
	struct arena *mem = arena_new();
	const char *at = read_file(mem, k->phones.log);
	int heard = 0;

	*parts = 0;
	memset(arrived, 0, sizeof arrived);
	while (at != NULL && (at = strstr(at, ": <1204 4531")) != NULL) {
		int i = atoi(at + 12) - FIRST;

		if (i >= 0 && i < TEXTS)
			heard += arrived[i]++ == 0;
		(*parts)++;
		at++;
	}
	arena_free(mem);
	return heard;
}

/* Each has arrived, and a look later there are no more of them. */
static bool wait_for_parts(struct kannel *k)
{
	int64_t until = now_us() + (int64_t)COMES_MS * 1000;
	int before = -1, parts = 0;

	do {
		kannel_nudge(k);
		wait_ms(LOOK_MS);
		if (hear_parts(k, &parts) == TEXTS && parts == before)
			return true;
		before = parts;
	} while (now_us() < until);
	return false;
}

/* Kannel may cut between the two units of one letter, which makes two halves
 * of nothing. We count as phones can show it, so a pair may cost a part. */
static bool is_right(int i)
{
	struct sms_size size = sms_size(texts[i]);
	bool pairs = !size.gsm && strchr(texts[i], 0xf0) != NULL;

	return size.parts == arrived[i] ||
	    (pairs && size.parts == arrived[i] + 1 &&
		(size.units + 66) / 67 == arrived[i]);
}

static void judge(void)
{
	int wrong = 0, many = 0, pairs = 0;

	for (int i = 0; i < TEXTS; i++) {
		struct sms_size size = sms_size(texts[i]);

		many += size.parts > 1;
		pairs += size.parts != arrived[i];
		if (is_right(i))
			continue;
		wrong++;
		tell("%zu units, %zu parts, %zu arrived: %s", size.units,
		    size.parts, arrived[i], texts[i]);
	}
	tell("FAULT_SEED=%u: %d texts have more than one part; %d would be cut "
	     "within a letter",
	    fault_seed(), many, pairs);
	check(
	    wrong == 0, "%d texts arrive in as many parts as we count", TEXTS);
	check(many > TEXTS / 4 && pairs < TEXTS / 10,
	    "and the texts are such that it matters");
}

int main(int argc, char **argv)
{
	struct arena *mem = arena_new();
	struct kannel k;
	struct place p;

	fault_begin(argc, argv, 90);
	place_prepare(&p, "");
	settings_read(p.conf);
	settings.kannel_url = "http://127.0.0.1/cgi-bin/sendsms";
	settings.kannel_username = "portal";
	settings.kannel_password = "secret";
	settings.hook_secret = "none";
	settings.sms_sender = "1204";
	for (int i = 0; i < TEXTS; i++) {
		make_text(mem, i);
		arena_reset(mem);
	}
	kannel_start(&k, &p);
	check(send_all(k.sendsms) == TEXTS, "Kannel takes %d texts", TEXTS);
	check(wait_for_parts(&k), "and all of them arrive");
	judge();
	kannel_stop(&k);
	place_remove(&p);
	arena_free(mem);
	return fault_end();
}
