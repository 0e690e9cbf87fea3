#include "told.h"

#include <string.h>

#include "base/secret.h"

#include "hook.h"
#include "settings.h"

int hooks_open(void **state)
{
	int failed = site_open(state);

	settings.sms_provider = "gatewayapi";
	settings.sms_fallback = "twilio";
	settings.gatewayapi_hook = "h00k";
	settings.twilio_token = "t0ken";
	settings.sms_http_report_ref = "d.ref";
	settings.sms_http_report_status = "d.status";
	settings.sms_http_delivered = "done";
	settings.sms_http_undelivered = "lost";
	settings.sms_http_inbound_id = "id";
	settings.sms_http_inbound_from = "from";
	settings.sms_http_inbound_text = "text";
	return failed;
}

const char *field(const char *name)
{
	size_t count;
	const struct hook *all = hook_new(&c, 1, &count);

	assert_int_equal(count, 1);
	return hook_field(&all[0], name);
}

int64_t stored(void)
{
	return one(SQL("SELECT count(*) FROM hook"), NO_BIND);
}

struct reply tell(const char *path, const char *type, const char *body)
{
	header("Content-Type", type);
	return send_body(path, body, strlen(body));
}

struct reply event(const char *body)
{
	header("Signature",
	    mem_printf(
		&c, "v1=%s", secret_sign_hex(&c, "h00k", body, strlen(body))));
	return tell(GATEWAYAPI "report", JSON, body);
}

struct reply jwt(const char *path, const char *head, const char *event)
{
	const char *text = mem_printf(&c, "%s.%s",
	    secret_base64(&c, head, strlen(head)),
	    secret_base64(&c, event, strlen(event)));

	header("Signature", NULL);
	header("X-Gwapi-Signature",
	    mem_printf(&c, "%s.%s", text,
		secret_sign_jwt(&c, "h00k", text, strlen(text))));
	return tell(path, JSON, "{}");
}

/* Signed as a form of few fields that are already in their order. */
struct reply form(const char *path, const char *values, const char *body)
{
	const char *text = mem_printf(
	    &c, "%s%s%s", settings.hook_url, path, values);

	header("X-Twilio-Signature",
	    secret_sign_sha1(&c, "t0ken", text, strlen(text)));
	return tell(path, FORM, body);
}
