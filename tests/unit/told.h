/* What providers tell the portal, signed as they sign it, for the tests of the
 * hooks. */
#ifndef TOLD_H
#define TOLD_H

#include "request.h"

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

#define GATEWAYAPI "/hook/gatewayapi/abc123/"
#define TWILIO     "/hook/twilio/abc123/"
#define ELKS       "/hook/46elks/abc123/"
#define OTHER      "/hook/http/abc123/"

/* Nine o'clock in Holstebro is eight. */
#define EVENT(id, time, ref, status)                                          \
	"{\"event_id\":\"" id "\",\"timestamp\":\"2026-" time                 \
	":00.000001+00:00\",\"event_type\":\"message.status.sms\",\"event\":" \
	"{\"msg_id\":\"01JQ\",\"recipient\":4520000101,\"reference\":\"" ref  \
	"\",\"status\":\"" status "\",\"error\":null}}"
/* Made with another library. */
#define V1                                 \
	"2ae951eaad06764169b3b2cd750e831d" \
	"3cdfde6f507c6d0ea47378cf64e78b1d"
#define TWILIO_SAYS "BaM2i2PG6hSSC/x2aM/RFND7mYo="
#define NOW         "03-02T08:00"
#define GOLDEN      EVENT("e-1", NOW, "4711", "DELIVERED")
#define STATUS                                                       \
	"MessageSid=SM1&MessageStatus=delivered&ErrorCode=&To=%2B45" \
	"20000101"

/* The site, with GatewayAPI as its provider and Twilio behind it. */
int hooks_open(void **state);

/* Of the one hook that is new; and how many there are in all. */
const char *field(const char *name);
int64_t stored(void);

/* A body of that type, with the signature that the headers hold. */
struct reply tell(const char *path, const char *type, const char *body);

/* An event of GatewayAPI, signed; a JWT of its older API. */
struct reply event(const char *body);
struct reply jwt(const char *path, const char *head, const char *event);

/* A form of Twilio, signed: values are its names and values in their order. */
struct reply form(const char *path, const char *values, const char *body);

#endif
