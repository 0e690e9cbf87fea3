/* The whole site on one page: what can be asked, and by whom. Sign-in, role and
 * CSRF token are checked from this table before a handler runs; the default is
 * no. GET changes nothing, hooks aside (Kannel reports by GET). */

#include "portal.h"

#define STAFF (MENTOR | CONSULTANT)

/* clang-format off */
const struct route routes[] = {
	/*      path                    who may           answered by   hook */
	{ GET,  "/",                    ANYONE,           home,                false },
	{ GET,  "/om",                  ANYONE,           about_page,          false },
	{ GET,  "/was",                 ANYONE,           accessibility,       false },

	{ GET,  "/log-ind",             ANYONE,           signin_new,          false },
	{ POST, "/log-ind",             ANYONE,           signin_send,         false },
	{ GET,  "/log-ind/kode",        ANYONE,           signin_code_new,     false },
	{ POST, "/log-ind/kode",        ANYONE,           signin_code_check,   false },
	{ POST, "/log-af",              EMPLOYER | STAFF, signout,             false },

	{ GET,  "/opgaver",             EMPLOYER,         task_list_page,      false },
	{ GET,  "/opgaver/ny",          EMPLOYER,         task_new,            false },
	{ POST, "/opgaver/tjek",        EMPLOYER,         task_check,          false },
	{ POST, "/opgaver",             EMPLOYER,         task_create,         false },
	{ GET,  "/opgaver/:id",         EMPLOYER,         task_show,           false },
	{ POST, "/timer/:id",           EMPLOYER,         hours_open,          false },

	{ GET,  "/s/:token",            ANYONE,           offer_show,          false },
	{ POST, "/s/:token",            ANYONE,           offer_say,           false },
	{ GET,  "/t/:token",            ANYONE,           hours_show,          false },
	{ POST, "/t/:token",            ANYONE,           hours_confirm,       false },

	{ GET,  "/opfoelgning",         MENTOR,           followup_list_page,  false },
	{ POST, "/opfoelgning/:id",     MENTOR,           followup_mark,       false },
	{ GET,  "/venter",              STAFF,            attention_list,      false },
	{ POST, "/venter/:id",          STAFF,            attention_act,       false },

	{ GET,  "/hook/kannel/:token/report",
	                                ANYONE,           kannel_report_hook,  true  },
	{ POST, "/hook/kannel/:token/inbound",
	                                ANYONE,           kannel_inbound_hook, true  },

	{ GET,  "/demo",                ANYONE,           demo_show,           false },
	{ POST, "/demo",                ANYONE,           demo_say,            false },
	{ POST, "/demo/tid",            ANYONE,           demo_turn,           false },

	{ GET,  "/assets/:token",       ANYONE,           asset_get,           false },
	{ GET,  "/healthz",             ANYONE,           healthz,             false },
	{ GET,  "/readyz",              ANYONE,           readyz,              false },
	{ 0,    NULL,                   0,                NULL,                false }
};
/* clang-format on */
