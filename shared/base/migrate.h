/* The schema's steps, compiled in from shared/schema in the order of their
 * names. A database's version is the number of steps it has taken. */
#ifndef BASE_MIGRATE_H
#define BASE_MIGRATE_H

struct migration {
	const char *name, *sql; /* NULL, NULL ends the list */
};

extern const struct migration migrations[];

/* How many steps this program knows. */
int migrations_known(void);

#endif
