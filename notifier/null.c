#include "notifier.h"

/* What a provider is, at its shortest. */
void null_send(struct ctx *c, const struct provider *via,
    struct outgoing *batch, size_t count)
{
	(void)c;
	(void)via;
	for (size_t i = 0; i < count; i++) {
		batch[i].outcome = OUTCOME_ACCEPTED;
		batch[i].why = "null";
	}
}
