/* The region that the benches measure. */
#include "../bench/region.c"
