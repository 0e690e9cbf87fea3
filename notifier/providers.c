#include <string.h>

#include "notifier.h"

/* Who can send, a line each: name, what opens it, what sends, and how a gateway
 * over HTTP is spoken to. sms.provider and mail.provider choose. */
static const struct provider smses[] = {
	/* clang-format off */
	{ "folder",     NULL,             sms_folder_send,  NULL },
	{ "null",       NULL,             null_send,        NULL },
	{ "kannel",     sms_gateway_open, sms_gateway_send, &kannel },
	{ "gatewayapi", sms_gateway_open, sms_gateway_send, &gatewayapi },
	{ "twilio",     sms_gateway_open, sms_gateway_send, &twilio },
	{ "46elks",     sms_gateway_open, sms_gateway_send, &fortysixelks },
	{ "http",       sms_gateway_open, sms_gateway_send, &http_template },
	/* clang-format on */
};

static const struct provider mails[] = {
	{ "folder", NULL, mail_folder_send, NULL },
	{ "null", NULL, null_send, NULL },
	{ "smtp", mail_smtp_open, mail_smtp_send, NULL },
};

const struct provider *provider_find(const char *channel, const char *name)
{
	bool sms = strcmp(channel, OUTBOX_SMS) == 0;
	const struct provider *list = sms ? smses : mails;
	size_t count = sms ? COUNT(smses) : COUNT(mails);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].name, name) == 0)
			return &list[i];
	return NULL;
}
