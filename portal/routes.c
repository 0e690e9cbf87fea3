/* The whole site on one page: what can be asked, by whom, of what, how often.
 * Sign-in, role, relation, limit and CSRF token are checked from this table
 * before a handler runs; the default is no. GET changes nothing, hooks aside
 * (Kannel reports by GET). */

#include "portal.h"

/* clang-format off */
const struct route routes[] = {
	/*      path                    who may           whose           limit    special  answered by */
	{ GET,  "/",                    ANYONE,           NULL,           USUAL,   0,     home },
	{ GET,  "/om",                  ANYONE,           NULL,           USUAL,   0,     about_page },
	{ GET,  "/was",                 ANYONE,           NULL,           USUAL,   0,     accessibility },

	{ GET,  "/log-ind",             ANYONE,           NULL,           USUAL,   0,     signin_new },
	{ POST, "/log-ind",             ANYONE,           NULL,           ASKING,  0,     signin_send },
	{ GET,  "/log-ind/kode",        ANYONE,           NULL,           USUAL,   0,     signin_code_new },
	{ POST, "/log-ind/kode",        ANYONE,           NULL,           USUAL,   0,     signin_code_check },
	{ POST, "/log-af",              EMPLOYER | STAFF, NULL,           USUAL,   0,     signout },
	{ GET,  "/mine-log-ind",        EMPLOYER | STAFF, NULL,           USUAL,   0,     session_list_page },
	{ POST, "/mine-log-ind/andre",  EMPLOYER | STAFF, NULL,           USUAL,   0,     session_end_all },
	{ POST, "/mine-log-ind/:id",    EMPLOYER | STAFF, NULL,           USUAL,   0,     session_end_one },

	{ GET,  "/opgaver",             EMPLOYER,         NULL,           USUAL,   0,     task_list_page },
	{ GET,  "/opgaver/ny",          EMPLOYER,         NULL,           USUAL,   0,     task_new },
	{ POST, "/opgaver/tjek",        EMPLOYER,         NULL,           USUAL,   0,     task_check },
	{ POST, "/opgaver",             EMPLOYER,         NULL,           SENDING, 0,     task_create },
	{ GET,  "/opgaver/:id",         EMPLOYER,         own_task,       USUAL,   0,     task_show },
	{ POST, "/timer/:id",           EMPLOYER,         own_engagement, USUAL,   0,     hours_open },

	{ GET,  "/s/:token",            ANYONE,           NULL,           USUAL,   0,     offer_show },
	{ POST, "/s/:token",            ANYONE,           NULL,           USUAL,   0,     offer_say },
	{ GET,  "/t/:token",            ANYONE,           NULL,           USUAL,   0,     hours_show },
	{ POST, "/t/:token",            ANYONE,           NULL,           USUAL,   0,     hours_confirm },

	{ GET,  "/opfoelgning",         MENTOR,           NULL,           USUAL,   0,     followup_list_page },
	{ POST, "/opfoelgning/:id",     MENTOR,           own_followup,   USUAL,   0,     followup_mark },
	{ GET,  "/venter",              STAFF,            NULL,           USUAL,   0,     attention_list },
	{ POST, "/venter/:id",          STAFF,            own_attention,  USUAL,   0,     attention_act },

	{ GET,  "/hook/kannel/:token/report",
	                                ANYONE,           NULL,           USUAL,   HOOK,  kannel_report_hook },
	{ POST, "/hook/kannel/:token/inbound",
	                                ANYONE,           NULL,           USUAL,   HOOK,  kannel_inbound_hook },

	{ GET,  "/demo",                ANYONE,           NULL,           USUAL,   0,     demo_show },
	{ POST, "/demo",                ANYONE,           NULL,           USUAL,   0,     demo_say },
	{ POST, "/demo/tid",            ANYONE,           NULL,           USUAL,   0,     demo_turn },

	{ GET,  "/assets/:token",       ANYONE,           NULL,           USUAL,   0,     asset_get },
	{ GET,  "/healthz",             ANYONE,           NULL,           USUAL,   0,     healthz },
	{ GET,  "/readyz",              ANYONE,           NULL,           USUAL,   0,     readyz },
	{ 0,    NULL,                   0,                NULL,           USUAL,   0,     NULL }
};
/* clang-format on */
