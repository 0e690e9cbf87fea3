/* Catalogues: what we propose to firms, in tables of www/catalogue/ that are
 * read with the texts. Danish in every language, as the work functions are,
 * since it becomes what citizens are told. That each fits where it is to stand
 * is catalogue_test's to say. */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "base/base.h"

struct catalogues;

/* NULL with why when a file cannot be read. */
struct catalogues *catalogues_load(const char *www_dir, char why[200]);
void catalogues_free(struct catalogues *k);

/* How a task of that function can be put, in words that go on where its verb
 * ends: a NULL-ended list, empty for one that is not there. */
const char *const *wordings(struct ctx *c, const char *function);

/* A piece of a skilled trade that another could do (P22): a task of that
 * function and title, and how many minutes a week it often takes. */
struct piece {
	const char *function, *title;
	int64_t minutes;
};

/* The trades by their keys, NULL-ended, in the order of the file; and a trade's
 * pieces, none of one that is not there. */
const char *const *trades(struct ctx *c);
const struct piece *pieces_of(struct ctx *c, const char *trade, size_t *count);

#endif
