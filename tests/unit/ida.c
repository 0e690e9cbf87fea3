#include "ida.h"

int64_t ida;

int two_people(void **state)
{
	if (world_open(state) != 0)
		return -1;
	ida = add_citizen("Ida");
	return 0;
}
