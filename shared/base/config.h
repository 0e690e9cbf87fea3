/* Configuration: one table says every key, and nothing is read or defaulted
 * anywhere else. A file has [section] lines, key = value lines and # comments;
 * SMAAJOB_<SECTION>_<KEY> in the environment stands over the file, but for
 * secrets, which are read from files of their own. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/base.h"

#define CONFIG_PATH_MOST 90 /* bytes: socket addresses hold 108 */

enum setting_kind {
	SETTING_TEXT,   /* least and most are its length in bytes */
	SETTING_NUMBER, /* least and most are its value */
	SETTING_PATH,   /* relative ones begin at data.dir */
	SETTING_CHOICE, /* choices holds the words, with | between */
};

struct setting {
	const char *name; /* section.key; a section may hold dots */
	enum setting_kind kind;
	const char *otherwise; /* the default; NULL where one must be given */
	int64_t least, most;
	const char *choices;
	void *at; /* const char ** or int64_t * */
	const char *purpose;
};

/* Reads file into the table's variables, then the environment, then checks.
 * file may be NULL: then ./smaajob.conf, else /etc/smaajob/smaajob.conf, else
 * defaults. data_dir is the entry that relative paths begin at. Anything wrong
 * (an unknown key, a bad value, a key twice): one clear line and exit 78. */
void config_read(const struct setting *table, size_t count, const char *file,
    const char **data_dir);

/* Prints the table as documentation. */
void config_print(const struct setting *table, size_t count);

/* The parser alone, for tests and for the fuzz target: calls take for each
 * key and value. False, with "line N: why", where it stops. */
bool config_parse(const char *text, size_t n,
    bool (*take)(void *arg, const char *name, const char *value, char why[200]),
    void *arg, char why[200]);

#endif
