/* Whatever a line of postcodes holds: no crash, and what is taken lies in
 * Denmark. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#include "postcode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct postcode_line l;

	if (!postcode_read((const char *)data, size, &l))
		return 0;
	must(l.first >= 0 && l.first <= l.last && l.last <= 9999);
	must(l.latitude >= 54 && l.latitude <= 58);
	must(l.longitude >= 7 && l.longitude <= 16);
	must(*l.name != '\0' && utf8_valid(l.name, strlen(l.name)));
	must(strpbrk(l.name, "\r\n\t") == NULL);
	return 0;
}
