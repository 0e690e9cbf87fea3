/* The bakery cancels, having seen what it costs: for the tests of that. */
#ifndef CALL_OFF_H
#define CALL_OFF_H

#include "four.h"

#include "cancel.h"

#define LATE_ORE 43500 /* of the one who comes to a task of post_on() */

enum err cancel(int64_t task, int64_t seen_ore);
enum err cancel_one(int64_t engagement, int64_t seen_ore);

#endif
