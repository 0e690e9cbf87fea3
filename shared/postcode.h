/* Postcodes: where they lie. Those of the whole country are read from a file
 * that somebody fetched, in either of the two forms in which they are
 * published. */
#ifndef POSTCODE_H
#define POSTCODE_H

#include "base/base.h"

/* A postcode, in metres east and north of 56 N 8 E. */
struct postcode {
	const char *code, *name;
	int64_t east_m, north_m;
};

/* False when we do not know the code. */
bool postcode_load(struct ctx *c, const char *code, struct postcode *p);
void postcode_add(struct ctx *c, const char *code, const char *name,
    double latitude, double longitude);

/* Reads a file's text and adds or moves its postcodes, all or none: one a line,
 * "7500;Holstebro;56.3630;8.6301", where the code may be a range (1000-1499),
 * or the twelve columns of GeoNames with tabs between. Lines that begin with #
 * or "postnr" are passed over. *count is how many there were; ERR_INVALID with
 * why, and the line, when one cannot be read. People who are placed by their
 * postcode move with it once the programs start again. */
enum err postcode_import(
    struct ctx *c, const char *text, size_t n, size_t *count, char why[200]);

/* One line of it, without its end: false when it is neither form, or lies
 * outside Denmark. Exposed for the fuzzer. */
struct postcode_line {
	int first, last; /* codes */
	char name[64];
	double latitude, longitude;
};
bool postcode_read(const char *line, size_t n, struct postcode_line *to);

#endif
