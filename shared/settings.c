#include <stdio.h>
#include <string.h>

#include "base/config.h"

#include "settings.h"

struct settings settings;

#define PROVIDERS_SMS  "folder|null|kannel|gatewayapi|twilio|46elks|http"
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
	{ "limit.searches", SETTING_NUMBER, "120", 1, 1000000, NULL,
	  &settings.limit_searches, "Searches for somebody by name, an hour, by one person" },
	{ "limit.exports", SETTING_NUMBER, "30", 1, 1000000, NULL,
	  &settings.limit_exports, "Files of data about people, an hour, by one person" },

	{ "hook.url", SETTING_TEXT, "", 0, 100, NULL,
	  &settings.hook_url, "How gateways reach us; empty: http.public_url" },
	{ "hook.secret_file", SETTING_PATH, "hook.secret", 1, 90, NULL,
	  &settings.hook_secret_file, "The word in the path that gateways know" },
	{ "link.key_file", SETTING_PATH, "link.key", 1, 90, NULL,
	  &settings.link_key_file, "The key of links and codes" },

	{ "seal.key_file", SETTING_PATH, "seal.key", 1, 90, NULL,
	  &settings.seal_key_file, "The master key of names, numbers, addresses and texts" },

	{ "sms.provider", SETTING_CHOICE, "folder", 0, 0, PROVIDERS_SMS,
	  &settings.sms_provider, "Who sends SMS" },
	{ "sms.fallback", SETTING_CHOICE, "none", 0, 0, "none|" PROVIDERS_SMS,
	  &settings.sms_fallback, "Who sends SMS while that one cannot" },
	{ "sms.sender", SETTING_TEXT, "1204", 3, 15, NULL,
	  &settings.sms_sender, "The number answers come back to" },
	{ "sms.ca_file", SETTING_PATH, "", 0, 90, NULL,
	  &settings.sms_ca_file, "Certificates providers are checked by; empty: the system's" },
	{ "sms.folder.dir", SETTING_PATH, "sms", 1, 90, NULL,
	  &settings.sms_folder, "Where the folder provider puts SMS" },
	{ "sms.kannel.url", SETTING_TEXT,
	  "http://127.0.0.1:13013/cgi-bin/sendsms", 8, 200, NULL,
	  &settings.kannel_url, "Kannel's sendsms" },
	{ "sms.kannel.username", SETTING_TEXT, "portal", 1, 60, NULL,
	  &settings.kannel_username, "Kannel's sendsms-user" },
	{ "sms.kannel.password_file", SETTING_PATH, "kannel.password", 1, 90, NULL,
	  &settings.kannel_password_file, "Its password" },
	{ "sms.gatewayapi.url", SETTING_TEXT,
	  "https://messaging.gatewayapi.eu/mobile/single", 8, 200, NULL,
	  &settings.gatewayapi_url, "GatewayAPI's Messaging API; .com for accounts outside the EU" },
	{ "sms.gatewayapi.batch", SETTING_NUMBER, "1", 1, 32, NULL,
	  &settings.gatewayapi_batch, "Messages in one request; what is unclear is unclear for all of them" },
	{ "sms.gatewayapi.token_file", SETTING_PATH, "gatewayapi.token", 1, 90, NULL,
	  &settings.gatewayapi_token_file, "Its token" },
	{ "sms.gatewayapi.hook_file", SETTING_PATH, "gatewayapi.hook", 1, 90, NULL,
	  &settings.gatewayapi_hook_file, "What it signs its webhooks with" },
	{ "sms.twilio.url", SETTING_TEXT, "https://api.twilio.com", 8, 200, NULL,
	  &settings.twilio_url, "Twilio, without a path" },
	{ "sms.twilio.account", SETTING_TEXT, "AC", 2, 60, NULL,
	  &settings.twilio_account, "The account's SID" },
	{ "sms.twilio.token_file", SETTING_PATH, "twilio.token", 1, 90, NULL,
	  &settings.twilio_token_file, "Its token, which also signs its webhooks" },
	{ "sms.46elks.url", SETTING_TEXT, "https://api.46elks.com/a1/sms", 8, 200, NULL,
	  &settings.elks_url, "46elks" },
	{ "sms.46elks.username", SETTING_TEXT, "", 0, 60, NULL,
	  &settings.elks_username, "Its user" },
	{ "sms.46elks.password_file", SETTING_PATH, "46elks.password", 1, 90, NULL,
	  &settings.elks_password_file, "Its password" },
	{ "sms.http.url", SETTING_TEXT, "https://sms.example/send", 8, 200, NULL,
	  &settings.sms_http_url, "A provider of your own: where a POST goes" },
	{ "sms.http.type", SETTING_CHOICE, "json", 0, 0, "json|form",
	  &settings.sms_http_type, "What its body is" },
	{ "sms.http.body", SETTING_TEXT,
	  "{\"to\":\"{{to}}\",\"from\":\"{{from}}\",\"text\":\"{{text}}\",\"ref\":\"{{ref}}\"}",
	  1, 400, NULL,
	  &settings.sms_http_body, "The body: {{to}} {{to_digits}} {{from}} {{text}} {{ref}} {{report_url}} {{validity_s}} {{validity_at}}" },
	{ "sms.http.auth", SETTING_CHOICE, "none", 0, 0, "none|basic|bearer|token",
	  &settings.sms_http_auth, "How it knows us" },
	{ "sms.http.username", SETTING_TEXT, "", 0, 60, NULL,
	  &settings.sms_http_username, "Our name, of basic" },
	{ "sms.http.secret_file", SETTING_PATH, "sms.secret", 1, 90, NULL,
	  &settings.sms_http_secret_file, "Password or token, unless none" },
	{ "sms.http.id", SETTING_TEXT, "", 0, 60, NULL,
	  &settings.sms_http_id, "Where its JSON answer holds its name for the message (a.0.b); empty: any 2xx will do" },
	{ "sms.http.refused", SETTING_TEXT, "", 0, 100, NULL,
	  &settings.sms_http_refused, "path=value of a JSON answer that is a refusal all the same" },
	{ "sms.http.report_ref", SETTING_TEXT, "ref", 0, 60, NULL,
	  &settings.sms_http_report_ref, "Field of its reports that holds our {{ref}}" },
	{ "sms.http.report_status", SETTING_TEXT, "status", 0, 60, NULL,
	  &settings.sms_http_report_status, "Field that says what became of it" },
	{ "sms.http.delivered", SETTING_TEXT, "delivered", 0, 100, NULL,
	  &settings.sms_http_delivered, "Its words for delivered, with commas" },
	{ "sms.http.undelivered", SETTING_TEXT, "failed,undelivered,rejected,expired", 0, 100, NULL,
	  &settings.sms_http_undelivered, "Its words for not delivered" },
	{ "sms.http.inbound_id", SETTING_TEXT, "id", 0, 60, NULL,
	  &settings.sms_http_inbound_id, "Field of an SMS to us that names it" },
	{ "sms.http.inbound_from", SETTING_TEXT, "from", 0, 60, NULL,
	  &settings.sms_http_inbound_from, "Field that holds its sender" },
	{ "sms.http.inbound_text", SETTING_TEXT, "text", 0, 60, NULL,
	  &settings.sms_http_inbound_text, "Field that holds its words" },

	{ "mail.provider", SETTING_CHOICE, "folder", 0, 0, PROVIDERS_MAIL,
	  &settings.mail_provider, "Who sends mail" },
	{ "mail.from", SETTING_TEXT, "opgaver@example.dk", 3, 100, NULL,
	  &settings.mail_from, "The address mails come from" },
	{ "mail.reply_to", SETTING_TEXT, "", 0, 100, NULL,
	  &settings.mail_reply_to, "Where people read answers; empty: nowhere" },
	{ "mail.folder.dir", SETTING_PATH, "mail", 1, 90, NULL,
	  &settings.mail_folder, "Where the folder provider puts mails" },
	{ "mail.smtp.url", SETTING_TEXT, "smtp://localhost:587", 8, 200, NULL,
	  &settings.smtp_url, "The relay: smtp:// with STARTTLS, or smtps://" },
	{ "mail.smtp.username", SETTING_TEXT, "portal", 0, 100, NULL,
	  &settings.smtp_username, "Its user; empty: it asks for none" },
	{ "mail.smtp.password_file", SETTING_PATH, "smtp.password", 1, 90, NULL,
	  &settings.smtp_password_file, "Its password" },
	{ "mail.smtp.ca_file", SETTING_PATH, "", 0, 90, NULL,
	  &settings.smtp_ca_file, "Certificates it is checked by; empty: the system's" },

	{ "notifier.metrics", SETTING_TEXT, "", 0, 40, NULL,
	  &settings.notifier_metrics, "Where the notifier answers GET /metrics, as in 127.0.0.1:9110; port 0 any; empty: nowhere" },

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

/* What the providers in use need. The portal reads only what webhooks are
 * checked by. */
static const struct {
	const char *provider, *name;
	const char *const *file;
	const char **value;
	bool checks_hooks;
} secrets[] = {
	/* clang-format off */
	{ "kannel", "sms.kannel.password_file",
	  &settings.kannel_password_file, &settings.kannel_password, false },
	{ "gatewayapi", "sms.gatewayapi.token_file",
	  &settings.gatewayapi_token_file, &settings.gatewayapi_token, false },
	{ "gatewayapi", "sms.gatewayapi.hook_file",
	  &settings.gatewayapi_hook_file, &settings.gatewayapi_hook, true },
	{ "twilio", "sms.twilio.token_file",
	  &settings.twilio_token_file, &settings.twilio_token, true },
	{ "46elks", "sms.46elks.password_file",
	  &settings.elks_password_file, &settings.elks_password, false },
	{ "http", "sms.http.secret_file",
	  &settings.sms_http_secret_file, &settings.sms_http_secret, false },
	/* clang-format on */
};

static bool keeps_no_secret(const char *provider)
{
	return strcmp(provider, "http") == 0 &&
	    strcmp(settings.sms_http_auth, "none") == 0;
}

static void read_provider_secrets(bool all)
{
	for (size_t i = 0; i < COUNT(secrets); i++)
		if (*secrets[i].value == NULL &&
		    (all || secrets[i].checks_hooks) &&
		    settings_use(secrets[i].provider) &&
		    !keeps_no_secret(secrets[i].provider))
			*secrets[i].value = secret_line(
			    *secrets[i].file, secrets[i].name);
}

bool settings_use(const char *provider)
{
	return strcmp(settings.sms_provider, provider) == 0 ||
	    strcmp(settings.sms_fallback, provider) == 0;
}

void settings_read_seal_key(void)
{
	secret_key(settings.seal_key_file, "seal.key_file", settings.seal_key);
}

bool settings_real(const char *provider)
{
	return strcmp(provider, "folder") != 0 &&
	    strcmp(provider, "null") != 0 && strcmp(provider, "none") != 0;
}

void settings_read_secrets(void)
{
	settings_read_seal_key();
	secret_key(settings.link_key_file, "link.key_file", settings.link_key);
	settings.hook_secret = secret_line(
	    settings.hook_secret_file, "hook.secret_file");
	read_provider_secrets(false);
}

void settings_read_sms_secrets(void)
{
	read_provider_secrets(true);
}

void settings_print(void)
{
	config_print(table, COUNT(table));
}

bool settings_demo(void)
{
	bool alone = strcmp(settings.sms_fallback, "none") == 0 ||
	    strcmp(settings.sms_fallback, "folder") == 0;

	return alone && strcmp(settings.sms_provider, "folder") == 0 &&
	    strcmp(settings.mail_provider, "folder") == 0;
}
