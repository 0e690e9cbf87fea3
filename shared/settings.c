#include <stdio.h>
#include <string.h>

#include "base/config.h"

#include "settings.h"

struct settings settings;

#define PROVIDERS_SMS  "folder|kannel|null"
#define PROVIDERS_MAIL "folder|smtp|null"

/* data.dir stands first: the paths below it begin there. */
/* clang-format off */
static const struct setting table[] = {
	/* key, kind, default, least, most, choices, where, purpose */
	{ "data.dir", SETTING_PATH, "/var/lib/smaajob", 1, 90, NULL,
	  &settings.data_dir, "Where the database, keys and sockets are" },
	{ "db.url", SETTING_TEXT, "", 0, 200, NULL,
	  &settings.db_url, "sqlite:/path/file.db; empty: smaajob.db in data.dir" },
	{ "www.dir", SETTING_PATH, "/usr/share/smaajob/www", 1, 90, NULL,
	  &settings.www_dir, "Pages and messages" },
	{ "assets.dir", SETTING_PATH, "/usr/share/smaajob/assets", 1, 90, NULL,
	  &settings.assets_dir, "Style, script, icons and fonts, as built" },

	{ "http.listen", SETTING_TEXT, "127.0.0.1:8080", 1, 200, NULL,
	  &settings.http_listen, "Addresses the portal answers on, with commas; 8443s is TLS, port 0 any" },
	{ "http.certificate", SETTING_PATH, "", 0, 90, NULL,
	  &settings.http_certificate, "PEM file with key and chain; empty: one of our own, for trying out" },
	{ "http.public_url", SETTING_TEXT, "http://127.0.0.1:8080", 8, 44, NULL,
	  &settings.public_url, "How links in messages begin (short, for SMS), without a last /" },
	{ "http.hosts", SETTING_TEXT, "localhost,127.0.0.1,[::1]", 0, 200, NULL,
	  &settings.http_hosts, "More names we answer to, with commas" },
	{ "http.proxies", SETTING_TEXT, "", 0, 200, NULL,
	  &settings.http_proxies, "Addresses of proxies whose X-Forwarded-For counts, with commas" },
	{ "http.threads", SETTING_NUMBER, "512", 2, 2048, NULL,
	  &settings.http_threads, "Connections served at a time" },
	{ "http.per_address", SETTING_NUMBER, "64", 1, 2048, NULL,
	  &settings.http_per_address, "Of these, for one address; proxies have no such limit" },

	{ "limit.changes", SETTING_NUMBER, "240", 10, 1000000, NULL,
	  &settings.limit_changes, "Changes a minute by one who is signed in" },
	{ "limit.codes", SETTING_NUMBER, "30", 1, 1000000, NULL,
	  &settings.limit_codes, "Codes to sign in with, an hour, for one address" },
	{ "limit.sends", SETTING_NUMBER, "120", 1, 1000000, NULL,
	  &settings.limit_sends, "What sends messages to people, an hour, by one person" },
	{ "limit.looks", SETTING_NUMBER, "180", 10, 1000000, NULL,
	  &settings.limit_looks, "Looks a minute while one types, by one who is signed in" },

	{ "hook.url", SETTING_TEXT, "", 0, 100, NULL,
	  &settings.hook_url, "How gateways reach us; empty: http.public_url" },
	{ "hook.secret_file", SETTING_PATH, "hook.secret", 1, 90, NULL,
	  &settings.hook_secret_file, "The word in the path that gateways know" },
	{ "link.key_file", SETTING_PATH, "link.key", 1, 90, NULL,
	  &settings.link_key_file, "The key of links and codes" },

	{ "sms.provider", SETTING_CHOICE, "folder", 0, 0, PROVIDERS_SMS,
	  &settings.sms_provider, "Who sends SMS" },
	{ "sms.sender", SETTING_TEXT, "1204", 3, 15, NULL,
	  &settings.sms_sender, "The number answers come back to" },
	{ "sms.folder.dir", SETTING_PATH, "sms", 1, 90, NULL,
	  &settings.sms_folder, "Where the folder provider puts SMS" },
	{ "sms.kannel.url", SETTING_TEXT,
	  "http://127.0.0.1:13013/cgi-bin/sendsms", 8, 200, NULL,
	  &settings.kannel_url, "Kannel's sendsms" },
	{ "sms.kannel.username", SETTING_TEXT, "portal", 1, 60, NULL,
	  &settings.kannel_username, "Kannel's sendsms-user" },
	{ "sms.kannel.password_file", SETTING_PATH, "kannel.password", 1, 90, NULL,
	  &settings.kannel_password_file, "Its password" },

	{ "mail.provider", SETTING_CHOICE, "folder", 0, 0, PROVIDERS_MAIL,
	  &settings.mail_provider, "Who sends mail" },
	{ "mail.from", SETTING_TEXT, "opgaver@example.dk", 3, 100, NULL,
	  &settings.mail_from, "The address mails come from" },
	{ "mail.folder.dir", SETTING_PATH, "mail", 1, 90, NULL,
	  &settings.mail_folder, "Where the folder provider puts mails" },
	{ "mail.smtp.url", SETTING_TEXT, "smtp://localhost:587", 8, 200, NULL,
	  &settings.smtp_url, "The relay: smtp:// with STARTTLS, or smtps://" },
	{ "mail.smtp.username", SETTING_TEXT, "portal", 1, 100, NULL,
	  &settings.smtp_username, "Its user" },
	{ "mail.smtp.password_file", SETTING_PATH, "smtp.password", 1, 90, NULL,
	  &settings.smtp_password_file, "Its password" },
	{ "mail.smtp.ca_file", SETTING_PATH, "", 0, 90, NULL,
	  &settings.smtp_ca_file, "Certificates it is checked by; empty: the system's" },

	{ "demo.clock_file", SETTING_PATH, "", 0, 90, NULL,
	  &settings.demo_clock, "What turns the demo's clock (portal/demo.sh)" },
};
/* clang-format on */

static char database_url[CONFIG_PATH_MOST + 40];
static char host_list[600];

/* "https://name:port/path": the name; an address of IPv6 with its brackets. */
static int host_of(const char *url, const char **name)
{
	const char *at = strstr(url, "://");

	at = at != NULL ? at + 3 : url;
	*name = at;
	return (int)(*at == '[' ? strcspn(at, "]") + 1 : strcspn(at, ":/"));
}

static void list_hosts(void)
{
	const char *public, *hook;
	int public_length = host_of(settings.public_url, &public);
	int hook_length = host_of(settings.hook_url, &hook);

	snprintf(host_list, sizeof host_list, "%.*s,%.*s,%s", public_length,
	    public, hook_length, hook, settings.http_hosts);
	settings.hosts = host_list;
}

void settings_read(const char *file)
{
	config_read(table, COUNT(table), file, &settings.data_dir);
	if (*settings.db_url == '\0') {
		snprintf(database_url, sizeof database_url,
		    "sqlite:%s/smaajob.db", settings.data_dir);
		settings.db_url = database_url;
	}
	if (*settings.hook_url == '\0')
		settings.hook_url = settings.public_url;
	list_hosts();
}

void settings_read_secrets(void)
{
	secret_key(settings.link_key_file, "link.key_file", settings.link_key);
	settings.hook_secret = secret_line(
	    settings.hook_secret_file, "hook.secret_file");
}

void settings_print(void)
{
	config_print(table, COUNT(table));
}

bool settings_demo(void)
{
	return strcmp(settings.sms_provider, "folder") == 0 &&
	    strcmp(settings.mail_provider, "folder") == 0;
}
