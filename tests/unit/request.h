/* Requests as serve.c hands them on, made by hand, and what is answered: the
 * portal without its sockets. */
#ifndef REQUEST_H
#define REQUEST_H

#include "fixture.h"

#include "portal.h"

/* The world and the site around it: its texts from www/, assets of no use. */
int site_open(void **state);

/* From now on the browser of that person, signed in; 0: of nobody. */
void as(int64_t person);

/* The same of a citizen, on their own page. */
void as_citizen(int64_t person);

/* What the session's page would send back; "" for nobody. */
const char *csrf(void);

/* A header of the requests to come; NULL takes it away. */
void header(const char *name, const char *value);
const char *header_of(const struct req *r, const char *name);

/* Through the dispatcher. A form is sent with the session's token. */
struct reply get(const char *path); /* and query */
struct reply submit(const char *path, const char *form);
struct reply send_body(const char *path, const char *body, size_t length);

/* The status, and that the page holds the text. */
void assert_page(struct reply reply, int status, const char *holds);
void assert_lacks(struct reply reply, const char *text);
void assert_see(struct reply reply, const char *location);

#endif
