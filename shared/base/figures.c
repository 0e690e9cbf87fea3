#include "base/figures.h"

const struct steps steps_ms = {
	{ 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 15000 }, 12, 1000
};

void histogram_add(struct histogram *h, int64_t value)
{
	size_t i = 0;

	while (i < h->steps->count && value > h->steps->end[i])
		i++;
	atomic_fetch_add_explicit(&h->in[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->sum, value, memory_order_relaxed);
}

void figure_is(
    struct text *t, const char *name, const char *type, const char *what)
{
	text_printf(t, "# HELP %s %s\n# TYPE %s %s\n", name, what, name, type);
}

void figure_put(
    struct text *t, const char *name, const char *labels, int64_t value)
{
	if (*labels != '\0')
		text_printf(t, "%s{%s} %" PRId64 "\n", name, labels, value);
	else
		text_printf(t, "%s %" PRId64 "\n", name, value);
}

/* Each step counts what is in those before it, too. */
void histogram_put(struct text *t, const char *name, const char *labels,
    const struct histogram *h)
{
	const char *comma = *labels != '\0' ? "," : "";
	double unit = (double)h->steps->unit;
	int64_t so_far = 0;

	for (size_t i = 0; i < h->steps->count; i++) {
		so_far += atomic_load(&h->in[i]);
		text_printf(t, "%s_bucket{%s%sle=\"%g\"} %" PRId64 "\n", name,
		    labels, comma, (double)h->steps->end[i] / unit, so_far);
	}
	so_far += atomic_load(&h->in[h->steps->count]);
	text_printf(t, "%s_bucket{%s%sle=\"+Inf\"} %" PRId64 "\n", name, labels,
	    comma, so_far);
	text_printf(t, *labels != '\0' ? "%s_sum{%s} %g\n" : "%s_sum%s %g\n",
	    name, labels, (double)atomic_load(&h->sum) / unit);
	text_printf(t,
	    *labels != '\0' ? "%s_count{%s} %" PRId64 "\n"
			    : "%s_count%s %" PRId64 "\n",
	    name, labels, so_far);
}
