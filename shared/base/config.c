#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"

#define FILE_MOST ((size_t)64 << 10) /* bytes of a configuration file */
#define LINE_MOST 512

struct reading {
	const struct setting *table;
	size_t count;
	const char *const *data_dir;
	bool *given;
};

static char *trim(char *s)
{
	char *end;

	while (*s == ' ' || *s == '\t')
		s++;
	end = s + strlen(s);
	while (end > s && strchr(" \t\r", end[-1]) != NULL)
		end--;
	*end = '\0';
	return s;
}

/* One line, already copied: a section, a key, or nothing. */
static bool parse_line(char *line, char *section, char name[LINE_MOST * 2],
    char **value, char why[200])
{
	char *equals;

	*value = NULL;
	line = trim(line);
	if (*line == '\0' || *line == '#')
		return true;
	if (*line == '[') {
		char *end = strchr(line, ']');

		if (end == NULL || end[1] != '\0' || end == line + 1) {
			snprintf(why, 200, "a section is written [name]");
			return false;
		}
		*end = '\0';
		snprintf(section, LINE_MOST, "%s", line + 1);
		return true;
	}
	equals = strchr(line, '=');
	if (equals == NULL) {
		snprintf(why, 200, "neither [section] nor key = value");
		return false;
	}
	*equals = '\0';
	snprintf(name, (size_t)LINE_MOST * 2, "%s.%s", section, trim(line));
	*value = trim(equals + 1);
	return true;
}

bool config_parse(const char *text, size_t n,
    bool (*take)(void *arg, const char *name, const char *value, char why[200]),
    void *arg, char why[200])
{
	char line[LINE_MOST], section[LINE_MOST] = "", name[LINE_MOST * 2];
	const char *end = text + n;
	char because[160] = "", *value;
	int number = 0;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t length = (size_t)((stop != NULL ? stop : end) - text);
		bool ok = length < LINE_MOST &&
		    memchr(text, '\0', length) == NULL;

		number++;
		if (!ok) {
			snprintf(why, 200, "line %d: too long, or holds a NUL",
			    number);
			return false;
		}
		memcpy(line, text, length);
		line[length] = '\0';
		text += length + 1;
		if (!parse_line(line, section, name, &value, why) ||
		    (value != NULL && !take(arg, name, value, why))) {
			snprintf(because, sizeof because, "%s", why);
			snprintf(why, 200, "line %d: %s", number, because);
			return false;
		}
	}
	return true;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t n = strlen(value);

	if (n == 0 || strchr(value, '|') != NULL)
		return false;
	for (const char *at = choices; at != NULL;) {
		if (strncmp(at, value, n) == 0 &&
		    (at[n] == '|' || at[n] == '\0'))
			return true;
		at = strchr(at, '|');
		if (at != NULL)
			at++;
	}
	return false;
}

static bool set_number(
    const struct setting *s, const char *value, char why[200])
{
	int64_t *number = s->at;
	char *end;

	errno = 0;
	*number = strtoll(value, &end, 10);
	if (errno == 0 && end != value && *end == '\0' && *number >= s->least &&
	    *number <= s->most)
		return true;
	snprintf(why, 200, "%s must be a number from %" PRId64 " to %" PRId64,
	    s->name, s->least, s->most);
	return false;
}

/* Values live as long as the program, so nothing here is ever freed. */
static bool set(const struct reading *r, const struct setting *s,
    const char *value, char why[200])
{
	const char **text = s->at;
	int64_t length = (int64_t)strlen(value);
	char *kept;

	if (s->kind == SETTING_NUMBER)
		return set_number(s, value, why);
	if (s->kind == SETTING_CHOICE && !is_choice(s->choices, value)) {
		snprintf(why, 200, "%s must be one of %s", s->name, s->choices);
		return false;
	}
	if (s->kind == SETTING_TEXT &&
	    (length < s->least || length > s->most)) {
		snprintf(why, 200,
		    "%s must have from %" PRId64 " to %" PRId64 " characters",
		    s->name, s->least, s->most);
		return false;
	}
	if (*value == '\0') {
		*text = ""; /* what a default is then made of may replace it */
		return true;
	}
	if (s->kind == SETTING_PATH && *value != '/' && *r->data_dir != NULL &&
	    s->at != (const void *)r->data_dir) {
		if (asprintf(&kept, "%s/%s", *r->data_dir, value) < 0)
			log_bug("config.no_memory");
	} else {
		kept = strdup(value);
		if (kept == NULL)
			log_bug("config.no_memory");
	}
	if (s->kind == SETTING_PATH && strlen(kept) > CONFIG_PATH_MOST) {
		snprintf(why, 200, "%s: a path of more than %d bytes", s->name,
		    CONFIG_PATH_MOST);
		free(kept);
		return false;
	}
	*text = kept;
	return true;
}

struct given {
	const struct reading *reading;
	const char *value[128];
};

static bool remember(
    void *arg, const char *name, const char *value, char why[200])
{
	struct given *g = arg;

	for (size_t i = 0; i < g->reading->count; i++) {
		if (strcmp(g->reading->table[i].name, name) != 0)
			continue;
		if (g->value[i] != NULL) {
			snprintf(why, 200, "%.80s is given twice", name);
			return false;
		}
		g->value[i] = strdup(value);
		if (g->value[i] == NULL)
			log_bug("config.no_memory");
		return true;
	}
	snprintf(why, 200, "unknown key %.80s", name);
	return false;
}

static const char *environment(const char *name)
{
	char key[100] = "SMAAJOB_";
	size_t n = strlen(key);

	for (; *name != '\0' && n < sizeof key - 1; name++)
		key[n++] = (char)(*name == '.' ? '_'
					       : toupper((unsigned char)*name));
	key[n] = '\0';
	return getenv(key);
}

/* The first of the usual files that is there, or NULL. */
static const char *find_file(const char *file)
{
	static const char *const usual[] = { "smaajob.conf",
		"/etc/smaajob/smaajob.conf" };

	if (file != NULL)
		return file;
	for (size_t i = 0; i < COUNT(usual); i++) {
		FILE *f = fopen(usual[i], "re");

		if (f != NULL) {
			fclose(f);
			return usual[i];
		}
	}
	return NULL;
}

static void read_file(const char *file, struct given *g)
{
	static char text[FILE_MOST];
	FILE *f = fopen(file, "re");
	char why[200];
	size_t n;

	if (f == NULL)
		log_refuse("cannot read the configuration %s: %s", file,
		    strerror(errno));
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	if (n == sizeof text)
		log_refuse("%s: larger than %zu bytes", file, FILE_MOST);
	if (!config_parse(text, n, remember, g, why))
		log_refuse("%s: %s", file, why);
}

void config_read(const struct setting *table, size_t count, const char *file,
    const char **data_dir)
{
	struct reading r = {
		.table = table, .count = count, .data_dir = data_dir
	};
	static struct given g;
	char why[200];

	g = (struct given) { .reading = &r };
	if (count > COUNT(g.value))
		log_bug("config.table count=%zu", count);
	file = find_file(file);
	if (file != NULL)
		read_file(file, &g);
	for (size_t i = 0; i < count; i++) {
		const char *value = environment(table[i].name);

		if (value == NULL)
			value = g.value[i];
		if (value == NULL)
			value = table[i].otherwise;
		if (value == NULL)
			log_refuse("%s is missing: %s", table[i].name,
			    table[i].purpose);
		if (!set(&r, &table[i], value, why))
			log_refuse("%s%s%s", file != NULL ? file : "",
			    file != NULL ? ": " : "", why);
	}
}

void config_print(const struct setting *table, size_t count)
{
	const char *section = "";
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		const struct setting *s = &table[i];
		const char *key = strrchr(s->name, '.') + 1;

		if (strncmp(s->name, section, n) != 0 ||
		    (size_t)(key - s->name) != n) {
			section = s->name;
			n = (size_t)(key - s->name);
			printf("%s[%.*s]\n", i > 0 ? "\n" : "", (int)n - 1,
			    section);
		}
		printf("# %s", s->purpose);
		if (s->kind == SETTING_NUMBER)
			printf(
			    " (%" PRId64 " to %" PRId64 ")", s->least, s->most);
		if (s->kind == SETTING_CHOICE)
			printf(" (%s)", s->choices);
		printf("\n%s%s = %s\n", s->otherwise == NULL ? "# " : "", key,
		    s->otherwise == NULL ? "(required)" : s->otherwise);
	}
}
