/* The person's rights: to see all that is held about them, to take it along,
 * and to be forgotten (shared/export.h, shared/erase.h). A citizen's own way to
 * them is on Min side, too. */
#ifndef RIGHTS_H
#define RIGHTS_H

#include "portal.h"

struct attention;

/* On one's own page, and beside one's sessions; the file of either. */
handler own_export_show, session_export_show, export_file;
handler own_erase_ask;

/* Staff, of a citizen of their municipality. */
relation citizen_here;
handler citizen_export_show, citizen_export_file;
handler erase_show, erase_now;
handler correct_show, correct_save;

/* For an admin, the way to it from whoever asks for it: "erase_of". */
void put_erase(struct req *r, struct view *v, const struct attention *a);

#endif
