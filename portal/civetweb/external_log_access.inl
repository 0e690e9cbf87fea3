/*
 * No access log: it would keep addresses of people and secrets of links.
 * portal/dispatch.c logs each request in its own words. civetweb.c includes
 * this in the place of its own function of the same name.
 */

static void log_access(const struct mg_connection *conn)
{
	(void)conn;
}
