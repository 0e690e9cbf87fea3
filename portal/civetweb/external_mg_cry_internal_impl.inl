/*
 * civetweb's complaints go to our log, not to a file of its own. civetweb.c
 * includes this in the place of its own function of the same name.
 *
 * The text may quote what a client sent: portal/serve.c escapes it.
 */

extern void serve_library_says(const char *text);

static void mg_cry_internal_impl(const struct mg_connection *conn,
    const char *func, unsigned line, const char *fmt, va_list ap)
{
	char text[256];

	(void)conn;
	(void)func;
	(void)line;
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	serve_library_says(text);
}
