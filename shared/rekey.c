#include "rekey.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/db.h"
#include "base/log.h"

#include "seal.h"
#include "sealing.h"
#include "settings.h"

/* ---- the files ---- */

static struct {
	char now[CONFIG_PATH_MOST + 10], old[CONFIG_PATH_MOST + 10],
	    next[CONFIG_PATH_MOST + 10];
} file;

static void name_files(void)
{
	const char *path = settings.seal_key_file;

	snprintf(file.now, sizeof file.now, "%s", path);
	snprintf(file.old, sizeof file.old, "%s.old", path);
	snprintf(file.next, sizeof file.next, "%s.new", path);
}

/* A change of names is on disk when its folder is. */
static void keep_names(void)
{
	char folder[sizeof file.now];
	char *slash;
	int fd;

	snprintf(folder, sizeof folder, "%s", file.now);
	slash = strrchr(folder, '/');
	if (slash != NULL)
		*slash = '\0';
	fd = open(slash != NULL ? folder : ".", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		log_refuse(
		    "cannot keep the keys in %s: %s", folder, strerror(errno));
	close(fd);
}

static void read_keys(
    unsigned char old[KEY_BYTES], unsigned char now[KEY_BYTES])
{
	secret_key(file.old, "seal.key_file", old);
	secret_key(file.now, "seal.key_file", now);
}

/* The old key gets its second name before the new one gets its place, so that
 * neither is ever missing. */
static void change_files(
    unsigned char old[KEY_BYTES], unsigned char now[KEY_BYTES])
{
	if (access(file.old, F_OK) != 0 && link(file.now, file.old) != 0)
		log_refuse("cannot make %s: %s", file.old, strerror(errno));
	keep_names();
	read_keys(old, now);
	if (!secret_equal(old, now, KEY_BYTES))
		return; /* that much was done */
	unlink(file.next);
	if (!secret_make(file.next, KEY_BYTES) ||
	    rename(file.next, file.now) != 0)
		log_refuse("cannot make %s: %s", file.now, strerror(errno));
	keep_names();
	read_keys(old, now);
}

/* ---- the rows ---- */

struct change_of_keys {
	struct wrapper from, to;
};

static int64_t wrap_anew(struct ctx *c, int64_t after, const void *with)
{
	const struct change_of_keys *k = with;
	struct rows r = db_query(c,
	    SQL("SELECT person_id, wrapped FROM person_key"
		" WHERE person_id > $1 ORDER BY person_id LIMIT $2"),
	    BIND(INT(after), INT(SEALING_STEP)));
	int64_t last = 0;

	while (row_next(&r)) {
		unsigned char key[KEY_BYTES];

		last = row_int(&r);
		if (!seal_unwrap(
			c, &k->from, "person_key", last, row_text(&r), key)) {
			log_warnx(
			    "seal.refused what=person_key row=%" PRId64, last);
			continue;
		}
		db_run(c,
		    SQL("UPDATE person_key SET version = $2, wrapped = $3"
			" WHERE person_id = $1"),
		    BIND(INT(last), INT(k->to.version),
			TEXT(seal_wrap(c, &k->to, "person_key", last, key))));
	}
	return last;
}

/* The common key changes in the transaction that says that the others are to.
 * From then on the new key is the one that opens it. */
static bool wrap_common(struct ctx *c, const unsigned char old[KEY_BYTES],
    const unsigned char now[KEY_BYTES], struct change_of_keys *k)
{
	struct rows r = db_query(
	    c, SQL("SELECT version, wrapped FROM seal WHERE id = 1"), NO_BIND);
	unsigned char key[KEY_BYTES];
	const char *wrapped;
	int64_t version;

	if (!row_next(&r))
		log_refuse("the database has no keys: run portal init");
	version = row_int(&r);
	wrapped = row_text(&r);
	k->from = seal_wrapper(old, version - 1);
	k->to = seal_wrapper(now, version);
	if (seal_unwrap(c, &k->to, "seal", 1, wrapped, key))
		return true; /* that much was done */
	k->from.version = version;
	k->to.version = version + 1;
	if (!seal_unwrap(c, &k->from, "seal", 1, wrapped, key))
		log_refuse("seal.key_file: %s is not the key of this database",
		    file.now);
	db_begin(c);
	db_run(c,
	    SQL("UPDATE seal SET version = $1, wrapped = $2 WHERE id = 1"),
	    BIND(INT(k->to.version),
		TEXT(seal_wrap(c, &k->to, "seal", 1, key))));
	sealing_add(c, "person_key");
	return db_commit(c) == OK;
}

/* Before a file is touched: the key must be this database's. */
static void judge(struct ctx *c)
{
	if (db_int(c,
		SQL("SELECT count(*) FROM sealing WHERE what <> 'person_key'"),
		NO_BIND, 0) > 0)
		log_refuse("portal init was not finished: run it first");
	if (access(file.old, F_OK) == 0)
		return;
	settings_read_seal_key();
	if (seal_begin(c) != SEAL_READY)
		log_refuse("seal.key_file: %s is not the key of this database",
		    file.now);
}

static struct ctx enter(struct store *s)
{
	struct ctx c = { .mem = arena_new(), .now = clock_now() };

	c.db = db_join(s, c.mem);
	return c;
}

static void leave(struct ctx *c)
{
	db_leave(c->db);
	arena_free(c->mem);
}

void rekey(struct store *s)
{
	unsigned char old[KEY_BYTES], now[KEY_BYTES];
	struct change_of_keys k;
	struct ctx c = enter(s);
	char why[200];
	bool ok;

	name_files();
	sealing_alone();
	judge(&c);
	leave(&c);
	change_files(old, now);
	c = enter(s);
	ok = wrap_common(&c, old, now, &k);
	leave(&c);
	if (!ok || !sealing_walk(s, "person_key", wrap_anew, &k))
		log_refuse("the database cannot be written: run portal rekey "
			   "again");
	if (!store_compact(s, why))
		log_refuse("%s: run portal rekey again", why);
	if (unlink(file.old) != 0)
		log_refuse("cannot remove %s: %s", file.old, strerror(errno));
	keep_names();
	log_info("rekey.done version=%" PRId64, k.to.version);
}
