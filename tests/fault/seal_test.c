/* What people are called, how they are reached and what they write is nowhere
 * to be read but on the pages of those who may: not in the database, its log, a
 * backup, nor in what the programs say. And who is erased stays erased, though
 * an old backup is put back. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/db.h"

#include "citizen.h"
#include "person.h"
#include "settings.h"

#include "fault.h"

#define PEOPLE  50
#define WAIT_MS 10000

static int64_t citizen[PEOPLE];

/* ---- canaries ---- */

/* What is searched for of the i-th: each stands nowhere else in any text. */
static const char *name_of(struct ctx *c, int i)
{
	return mem_printf(c, "Kanariefugl%02dx", i);
}

static const char *phone_of(struct ctx *c, int i)
{
	return mem_printf(c, "45317742%02d", i);
}

static const char *mail_of(struct ctx *c, int i)
{
	return mem_printf(c, "pip%02dx@fuglebur.example", i);
}

static const char *words_of(struct ctx *c, int i)
{
	return mem_printf(c, "kvidder %02dx fra buret", i);
}

static void add_people(struct ctx *c)
{
	struct town t;

	town_make(c, &t);
	db_begin(c);
	for (int i = 0; i < PEOPLE; i++) {
		const struct person p = { .given_name = name_of(c, i),
			.surname = "Sangfugl",
			.phone = phone_of(c, i),
			.email = mail_of(c, i),
			.language = "da",
			.sms = "start" };
		struct citizen z = { .municipality_id = t.municipality,
			.mentor_id = t.mentor,
			.target_group = "gruppe-a",
			.ceiling_minutes = 600,
			.postcode = "7500" };

		z.id = citizen[i] = person_add(c, &p);
		citizen_add(c, &z);
	}
	if (db_commit(c) != OK)
		give_up("no people");
}

/* All write us something that only a person can answer. */
static void hear_all(struct ctx *c, int port)
{
	char answer[2000];

	for (int i = 0; i < PEOPLE; i++) {
		const char *words = words_of(c, i);
		const char *request = mem_printf(c,
		    "POST /hook/kannel/%s/inbound?id=%d HTTP/1.1\r\n"
		    "Host: 127.0.0.1\r\nX-Kannel-From: %s\r\n"
		    "X-Kannel-To: 1204\r\nX-Kannel-Coding: 0\r\n"
		    "Content-Type: text/plain\r\nContent-Length: %zu\r\n"
		    "Connection: close\r\n\r\n%s",
		    settings.hook_secret, i, phone_of(c, i), strlen(words),
		    words);

		if (http_once(port, request, answer, sizeof answer) >= 300)
			give_up("an SMS was not heard");
	}
}

static bool all_interpreted(struct desk *d)
{
	int64_t until = now_us() + (int64_t)WAIT_MS * 1000;

	while (now_us() < until) {
		if (db_int(desk_again(d),
			SQL("SELECT count(*) FROM attention"
			    " WHERE kind = 'words'"),
			NO_BIND, 0) == PEOPLE)
			return true;
		wait_ms(20);
	}
	return false;
}

/* ---- where they are looked for ---- */

/* The file's bytes, which may be any; none when it is not there. */
static const char *bytes_of(
    struct arena *mem, const struct place *p, const char *name, size_t *n)
{
	char path[PATH_ROOM], *bytes;
	struct stat st;
	FILE *f;

	*n = 0;
	place_file(p, name, path);
	f = fopen(path, "re");
	if (f == NULL || fstat(fileno(f), &st) != 0)
		return "";
	bytes = arena_alloc(mem, (size_t)st.st_size + 1);
	*n = fread(bytes, 1, (size_t)st.st_size, f);
	fclose(f);
	return bytes;
}

/* How many of the canaries are somewhere in that file. */
static int found_in(const struct place *p, const char *name)
{
	struct ctx c = { .mem = arena_new() };
	size_t n;
	const char *bytes = bytes_of(c.mem, p, name, &n);
	int found = 0;

	for (int i = 0; i < PEOPLE; i++) {
		const char *const all[] = { name_of(&c, i), phone_of(&c, i),
			mail_of(&c, i), words_of(&c, i) };

		for (size_t k = 0; k < COUNT(all); k++)
			if (memmem(bytes, n, all[k], strlen(all[k])) != NULL)
				found++;
	}
	arena_free(c.mem);
	return found;
}

static bool holds(const struct place *p, const char *name, const char *what)
{
	struct arena *mem = arena_new();
	size_t n;
	const char *bytes = bytes_of(mem, p, name, &n);
	bool there = memmem(bytes, n, what, strlen(what)) != NULL;

	arena_free(mem);
	return there;
}

static void copy(const struct place *p, const char *from, const char *to)
{
	struct arena *mem = arena_new();
	char path[PATH_ROOM];
	size_t n;
	const char *bytes = bytes_of(mem, p, from, &n);
	FILE *f;

	place_file(p, to, path);
	f = fopen(path, "we");
	if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
		give_up("%s cannot be copied", from);
	arena_free(mem);
}

static void remove_file(const struct place *p, const char *name)
{
	char path[PATH_ROOM];

	place_file(p, name, path);
	unlink(path);
}

/* Nobody else has it open. */
static void back_up(const struct place *p)
{
	copy(p, "smaajob.db", "backup.db");
	copy(p, "smaajob.db-wal", "backup.db-wal");
}

static void put_back(const struct place *p)
{
	remove_file(p, "smaajob.db-shm");
	copy(p, "backup.db", "smaajob.db");
	copy(p, "backup.db-wal", "smaajob.db-wal");
}

/* ---- the tests ---- */

/* Those who may do read it. */
static void look_at_page(struct desk *d, int port)
{
	struct ctx *c = desk_again(d);
	int64_t mentor = db_int(c,
	    SQL("SELECT person_id FROM person_role WHERE role = 'mentor'"),
	    NO_BIND, 0);
	struct visitor who = town_sign_in(c, mentor);
	char *page = mem_alloc(c, 400000);

	http_once(port, http_get(c, "/venter", &who), page, 400000);
	check(strstr(page, name_of(c, 7)) != NULL &&
		strstr(page, words_of(c, 7)) != NULL,
	    "who may read it reads it");
}

static void live(const struct place *p)
{
	struct child portal, notifier;
	struct desk d;
	int port;

	desk_open(&d, p->url, STORE_TOOL);
	add_people(&d.c);
	portal_start(p, &portal, &port);
	notifier_start(p, &notifier);
	hear_all(desk_again(&d), port);
	check(all_interpreted(&d), "%d people write, and are heard", PEOPLE);
	look_at_page(&d, port);
	check(found_in(p, "smaajob.db-wal") == 0,
	    "nothing of them is in the database's log");
	child_stop(&notifier, SIGTERM);
	child_stop(&portal, SIGTERM);
	desk_close(&d);
}

static void look_for_canaries(const struct place *p)
{
	static const char *const files[] = { "smaajob.db", "smaajob.db-wal",
		"backup.db", "backup.db-wal", "portal.log", "notifier.log" };

	back_up(p);
	for (size_t i = 0; i < COUNT(files); i++)
		check(found_in(p, files[i]) == 0,
		    "no name, number, address or word is in %s", files[i]);
	check(holds(p, "backup.db", "Bager Bech") ||
		holds(p, "backup.db-wal", "Bager Bech"),
	    "where what is nobody's secret is found");
	check(holds(p, "notifier.log", "notifier.ready"),
	    "and so is what the programs say");
}

static bool is_erased(const struct place *p, int64_t id)
{
	struct person who;
	struct desk d;
	bool erased;

	desk_open(&d, p->url, STORE_TOOL);
	erased = person_load(&d.c, id, &who) && who.erased &&
	    who.given_name[0] == '\0' && who.phone == NULL;
	desk_close(&d);
	return erased;
}

static bool run_erase(const struct place *p, int64_t id)
{
	char program[PATH_ROOM], log[PATH_ROOM], word[24];
	const char *const argv[] = { program, "--config", p->conf, "erase",
		word, NULL };
	const struct launch l = { .argv = argv, .log = log, .out = -1 };
	struct child ch;

	snprintf(program, sizeof program, "%s/portal", fault_build);
	snprintf(word, sizeof word, "%" PRId64, id);
	place_file(p, "erase.log", log);
	child_start(&ch, &l);
	return child_ended(&ch, WAIT_MS) && child_exited(&ch, 0);
}

static void erase_one(const struct place *p)
{
	struct child portal, notifier;
	int64_t id = citizen[7];
	int port;

	portal_start(p, &portal, &port);
	check(run_erase(p, id) && is_erased(p, id),
	    "a person is erased while the portal serves");
	child_stop(&portal, SIGTERM);
	put_back(p);
	check(!is_erased(p, id), "an old backup knows them");
	portal_start(p, &portal, &port);
	check(is_erased(p, id), "until the portal starts on it");
	child_stop(&portal, SIGTERM);
	put_back(p);
	notifier_start(p, &notifier);
	check(is_erased(p, id), "or the notifier");
	check(!is_erased(p, citizen[8]), "and nobody else is erased");
	child_stop(&notifier, SIGTERM);
}

int main(int argc, char **argv)
{
	struct place p;

	fault_begin(argc, argv, 60);
	place_make(&p, "");
	settings_read(p.conf);
	settings_read_secrets();
	live(&p);
	look_for_canaries(&p);
	erase_one(&p);
	place_remove(&p);
	return fault_end();
}
