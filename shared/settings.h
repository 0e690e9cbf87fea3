/* The settings of both programs: one file configures the pair, so either one
 * knows every key and refuses what it does not know. Written once, before
 * threads. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "base/secret.h"

struct settings {
	const char *data_dir, *db_url, *www_dir, *assets_dir;
	const char *http_listen, *public_url, *http_hosts, *http_proxies;
	const char *http_certificate;
	int64_t http_threads, http_per_address;
	int64_t limit_changes, limit_codes, limit_sends, limit_looks,
	    limit_searches, limit_exports;
	const char *hook_url, *hook_secret_file, *link_key_file, *seal_key_file;
	const char *sms_provider, *sms_fallback, *sms_sender, *sms_ca_file;
	const char *kannel_url, *kannel_username, *kannel_password_file;
	const char *gatewayapi_url, *gatewayapi_token_file,
	    *gatewayapi_hook_file;
	int64_t gatewayapi_batch;
	const char *twilio_url, *twilio_account, *twilio_token_file;
	const char *elks_url, *elks_username, *elks_password_file;
	const char *sms_http_url, *sms_http_type, *sms_http_body;
	const char *sms_http_auth, *sms_http_username, *sms_http_secret_file;
	const char *sms_http_id, *sms_http_refused;
	const char *sms_http_report_ref, *sms_http_report_status;
	const char *sms_http_delivered, *sms_http_undelivered;
	const char *sms_http_inbound_id, *sms_http_inbound_from,
	    *sms_http_inbound_text;
	const char *mail_provider, *mail_from, *mail_reply_to;
	const char *smtp_url, *smtp_username, *smtp_password_file,
	    *smtp_ca_file;
	const char *sms_folder, *mail_folder;
	const char *notifier_metrics;
	const char *demo_clock;

	/* All names we answer to, with commas: of the two URLs, and hosts. */
	const char *hosts;

	/* From the files above. */
	unsigned char link_key[KEY_BYTES], seal_key[KEY_BYTES];
	const char *hook_secret;
	const char *gatewayapi_hook, *twilio_token; /* webhooks' signatures */
	/* The notifier alone. */
	const char *kannel_password, *smtp_password;
	const char *gatewayapi_token, *elks_password, *sms_http_secret;
};

extern struct settings settings;

/* Reads file (NULL: the usual places) and the environment; refuses with one
 * clear line and exit 78 what is wrong. */
void settings_read(const char *file);

/* Reads the master key of what is sealed. */
void settings_read_seal_key(void);

/* Reads the secrets that both programs need: that one, keys of links, path of
 * hooks, and what the webhooks of the providers in use are signed with. */
void settings_read_secrets(void);

/* Reads all that the SMS providers in use need to send. */
void settings_read_sms_secrets(void);

/* True for the SMS provider that is chosen, and for the one behind it. */
bool settings_use(const char *provider);

/* False for what reaches nobody: folder, null and none. */
bool settings_real(const char *provider);

void settings_print(void);

/* True when messages go to folders: then /demo may show them. */
bool settings_demo(void);

#endif
