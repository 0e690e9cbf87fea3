/* Rekey: another master key. A new file is made, all keys are unwrapped by the
 * old one and wrapped by the new one, some at a time, and the old file goes
 * last. The keys themselves, and what is sealed under them, stay as they are.
 * Where are they? seal.h. */
#ifndef REKEY_H
#define REKEY_H

#include "base/store.h"

/* Does all of it, or the rest of it when it was killed on the way: at any
 * moment either seal.key_file or the file of that name with .old opens each
 * key. Nobody else may have the keys in use: refuses, as it does when the key
 * is not this database's. */
void rekey(struct store *s);

#endif
