/* The whole site on one page: what can be asked, by whom, of what, how often.
 * Sign-in, role, relation, limit and CSRF token are checked from this table
 * before a handler runs; the default is no. GET changes nothing, hooks aside
 * (Kannel reports by GET): that somebody looked is written down (audit.h), as
 * it is when a session was last used, and neither changes what anybody sees. */

#include "firm.h"
#include "own.h"
#include "portal.h"
#include "task_pages.h"
#include "rights.h"

/* Who may see which rules somebody breaks: those who see to their facts. */
#define WHY_NOT (MENTOR | CONSULTANT)

/* Everybody who can sign in. */
#define SIGNED_IN (EMPLOYER | STAFF | CITIZEN)

/* clang-format off */
const struct route routes[] = {
	/*      path                    who may           whose           limit    hook   answered by */
	{ GET,  "/",                    ANYONE,           NULL,           USUAL,   false, home },
	{ GET,  "/om",                  ANYONE,           NULL,           USUAL,   false, about_page },
	{ GET,  "/was",                 ANYONE,           NULL,           USUAL,   false, accessibility },
	{ GET,  "/privatliv",           ANYONE,           NULL,           USUAL,   false, notice_page },
	{ GET,  "/foerste-loen",        ANYONE,           NULL,           USUAL,   false, first_pay },

	{ GET,  "/log-ind",             ANYONE,           NULL,           USUAL,   false, signin_new },
	{ POST, "/log-ind",             ANYONE,           NULL,           ASKING,  false, signin_send },
	{ GET,  "/log-ind/kode",        ANYONE,           NULL,           USUAL,   false, signin_code_new },
	{ POST, "/log-ind/kode",        ANYONE,           NULL,           USUAL,   false, signin_code_check },
	{ GET,  "/log-ind/app",         ANYONE,           NULL,           USUAL,   false, factor_page },
	{ POST, "/log-ind/app",         ANYONE,           NULL,           USUAL,   false, factor_check },
	{ POST, "/log-ind/noegle",      ANYONE,           NULL,           USUAL,   false, passkey_check },
	{ POST, "/log-af",              SIGNED_IN,        NULL,           USUAL,   false, signout },
	{ GET,  "/mine-log-ind",        SIGNED_IN,        NULL,           USUAL,   false, session_list_page },
	{ POST, "/mine-log-ind/andre",  EMPLOYER | STAFF | FRESH,
	                                                  NULL,           USUAL,   false, session_end_all },
	{ POST, "/mine-log-ind/noegle", EMPLOYER | STAFF | FRESH,
	                                                  NULL,           USUAL,   false, passkey_create },
	{ POST, "/mine-log-ind/noegle/:id",
	                                EMPLOYER | STAFF | FRESH,
	                                                  own_passkey,    USUAL,   false, passkey_delete },
	{ GET,  "/mine-log-ind/alt",    EMPLOYER | STAFF, NULL,           USUAL,   false, session_export_show },
	{ GET,  "/mine-log-ind/alt/fil",
	                                EMPLOYER | STAFF, NULL,           EXPORTING, false, export_file },
	{ POST, "/mine-log-ind/:id",    SIGNED_IN,        own_session,    USUAL,   false, session_end_one },

	{ GET,  "/min-side/log-ind",    ANYONE,           NULL,           USUAL,   false, own_signin_new },
	{ POST, "/min-side/log-ind",    ANYONE,           NULL,           ASKING,  false, own_signin_send },
	{ GET,  "/min-side/kode",       ANYONE,           NULL,           USUAL,   false, own_code_new },
	{ POST, "/min-side/kode",       ANYONE,           NULL,           USUAL,   false, own_code_check },
	{ GET,  "/min-side",            CITIZEN,          NULL,           USUAL,   false, own_show },
	{ POST, "/min-side/spoergsmaal/:id",
	                                CITIZEN,          own_question,   SENDING, false, own_answer },
	{ POST, "/min-side/aftale/:id", CITIZEN,          own_shift,      SENDING, false, own_give_up },
	{ GET,  "/min-side/timer",      CITIZEN,          NULL,           USUAL,   false, own_hours_show },
	{ POST, "/min-side/timer/:id",  CITIZEN,          own_shift,      SENDING, false, own_hours_say },
	{ GET,  "/min-side/opgaver",    CITIZEN,          NULL,           TYPING,  false, own_wish_show },
	{ POST, "/min-side/opgaver/:id",
	                                CITIZEN,          own_wish,       USUAL,   false, own_wish_make },
	{ POST, "/min-side/valg",       CITIZEN,          NULL,           SENDING, false, own_choose },
	{ POST, "/min-side/ring",       CITIZEN,          NULL,           SENDING, false, own_call },
	{ GET,  "/min-side/alt",        CITIZEN,          NULL,           USUAL,   false, own_export_show },
	{ GET,  "/min-side/alt/fil",    CITIZEN,          NULL,           EXPORTING, false, export_file },
	{ POST, "/min-side/slet",       CITIZEN,          NULL,           USUAL,   false, own_erase_ask },

	{ GET,  "/opret",               ANYONE,           NULL,           USUAL,   false, signup_new },
	{ POST, "/opret",               ANYONE,           NULL,           SENDING, false, signup_save },
	{ GET,  "/opret/tjek",          ANYONE,           NULL,           USUAL,   false, signup_check },
	{ POST, "/opret/tjek",          ANYONE,           NULL,           ASKING,  false, signup_send },
	{ GET,  "/opret/kode",          ANYONE,           NULL,           USUAL,   false, signup_code_new },
	{ POST, "/opret/kode",          ANYONE,           NULL,           USUAL,   false, signup_code_check },
	{ GET,  "/opret/tak",           ANYONE,           NULL,           USUAL,   false, signup_thanks },
	{ GET,  "/firma",               EMPLOYER,         NULL,           USUAL,   false, contact_list_page },
	{ POST, "/firma",               EMPLOYER | FRESH, NULL,           SENDING, false, contact_add_one },
	{ POST, "/firma/spurgt/:id",    EMPLOYER | FRESH, own_signup,     USUAL,   false, contact_answer },
	{ POST, "/firma/:id",           EMPLOYER | FRESH, own_contact,    USUAL,   false, contact_end_one },
	{ POST, "/firma/ja",            EMPLOYER,         NULL,           USUAL,   false, expected_say },
	{ GET,  "/firma/steder",        EMPLOYER,         NULL,           USUAL,   false, workplace_list_page },
	{ GET,  "/firma/steder/ny",     EMPLOYER,         NULL,           USUAL,   false, workplace_new },
	{ POST, "/firma/steder",        EMPLOYER,         NULL,           USUAL,   false, workplace_create },
	{ GET,  "/firma/steder/:id",    EMPLOYER,         own_workplace,  USUAL,   false, workplace_show },
	{ POST, "/firma/steder/:id",    EMPLOYER,         own_workplace,  USUAL,   false, workplace_save },

	{ GET,  "/opgaver",             EMPLOYER,         NULL,           USUAL,   false, task_list_page },
	{ GET,  "/opgaver/ny",          EMPLOYER,         NULL,           USUAL,   false, task_new },
	{ GET,  "/opgaver/mulige",      EMPLOYER,         NULL,           TYPING,  false, preview_show },
	{ POST, "/opgaver/tjek",        EMPLOYER | KEEPS, NULL,           USUAL,   false, task_check },
	{ GET,  "/opgaver/kladde/:id",  EMPLOYER,         own_draft,      USUAL,   false, task_resume },
	{ POST, "/opgaver/kladde/:id",  EMPLOYER,         own_draft,      USUAL,   false, draft_drop_one },
	{ POST, "/opgaver",             EMPLOYER,         NULL,           SENDING, 0,     task_create },
	{ GET,  "/opgaver/:id",         EMPLOYER,         own_task,       USUAL,   false, task_show },
	{ GET,  "/opgaver/:id/tid",     EMPLOYER,         own_task,       USUAL,   false, task_move_new },
	{ POST, "/opgaver/:id/tid",     EMPLOYER,         own_task,       SENDING, false, task_move_save },
	{ GET,  "/opgaver/:id/ret",     EMPLOYER,         own_task,       USUAL,   false, task_change_show },
	{ POST, "/opgaver/:id/ret",     EMPLOYER,         own_task,       SENDING, false, task_change_save },
	{ GET,  "/opgaver/:id/igen",    EMPLOYER,         own_task,       USUAL,   false, task_again },
	{ GET,  "/opgaver/:id/aflys",   EMPLOYER,         own_task,       USUAL,   false, cancel_task_show },
	{ POST, "/opgaver/:id/aflys",   EMPLOYER,         own_task,       SENDING, false, cancel_task_save },
	{ GET,  "/opgaver/serie/:id",   EMPLOYER,         own_series,     USUAL,   false, series_show },
	{ POST, "/opgaver/serie/:id",   EMPLOYER,         own_series,     SENDING, false, series_fix_one },
	{ GET,  "/opgaver/serie/:id/aflys",
	                                EMPLOYER,         own_series,     USUAL,   false, cancel_series_show },
	{ POST, "/opgaver/serie/:id/aflys",
	                                EMPLOYER,         own_series,     SENDING, false, cancel_series_save },
	{ GET,  "/opgaver/plads/:id",   EMPLOYER,         own_engagement, USUAL,   false, cancel_place_show },
	{ POST, "/opgaver/plads/:id",   EMPLOYER,         own_engagement, SENDING, false, cancel_place_save },
	{ GET,  "/opgaver/plads/:id/vilkaar",
	                                EMPLOYER,         own_engagement, USUAL,   false, terms_show },
	{ POST, "/opgaver/plads/:id/vilkaar",
	                                EMPLOYER,         own_engagement, USUAL,   false, terms_mark },
	{ GET,  "/timer",               EMPLOYER,         NULL,           USUAL,   false, payroll_show },
	{ GET,  "/timer/fil",           EMPLOYER,         NULL,           EXPORTING, false, payroll_export },
	{ POST, "/timer/:id",           EMPLOYER,         own_engagement, USUAL,   false, hours_open },

	{ GET,  "/s/:token",            ANYONE,           NULL,           USUAL,   false, offer_show },
	{ POST, "/s/:token",            ANYONE,           NULL,           USUAL,   false, offer_say },
	{ GET,  "/t/:token",            ANYONE,           NULL,           USUAL,   false, hours_show },
	{ POST, "/t/:token",            ANYONE,           NULL,           USUAL,   false, hours_confirm },

	{ GET,  "/derfor",              ANYONE,           NULL,           USUAL,   false, reason_page },

	{ GET,  "/opgave",              WHY_NOT | NOBODY, NULL,           USUAL,   false, why_list_page },
	{ GET,  "/opgave/:id/hvem",     WHY_NOT,          any_task,       USUAL,   false, why_task },
	{ POST, "/opgave/:id/hvem",     WHY_NOT | NOBODY, any_task,       SEARCHING, false, why_find },
	{ GET,  "/opgave/:id/hvorfor/:citizen",
	                                WHY_NOT,          our_citizen,    USUAL,   false, why_citizen },

	{ GET,  "/steder",              CONSULTANT,       NULL,           USUAL,   false, honours_list_page },
	{ GET,  "/steder/:id",          CONSULTANT,       any_workplace,  USUAL,   false, honours_show },
	{ POST, "/steder/:id",          CONSULTANT,       any_workplace,  USUAL,   false, honours_look },

	{ GET,  "/opfoelgning",         MENTOR,           NULL,           USUAL,   false, followup_list_page },
	{ POST, "/opfoelgning/:id",     MENTOR,           own_followup,   USUAL,   false, followup_mark },
	{ GET,  "/timer-om-ugen/:id",   MENTOR,           own_citizen,    USUAL,   false, ceiling_show },
	{ POST, "/timer-om-ugen/:id",   MENTOR,           own_citizen,    SENDING, false, ceiling_change },
	{ GET,  "/venter",              STAFF,            NULL,           USUAL,   false, attention_list },
	{ POST, "/venter/:id",          STAFF,            own_attention,  USUAL,   false, attention_act },

	{ GET,  "/beskeder",            CONSULTANT | LEADER | ADMIN,
	                                                  NULL,           USUAL,   false, delivery_list_page },
	{ POST, "/beskeder/:id",        CONSULTANT | LEADER | ADMIN,
	                                                  own_attention,  SENDING, false, delivery_act },

	{ GET,  "/borger/:id/alt",      ADMIN | CONSULTANT,
	                                                  citizen_here,   USUAL,   false, citizen_export_show },
	{ POST, "/borger/:id/alt/fil",  ADMIN | CONSULTANT | FRESH,
	                                                  citizen_here,   EXPORTING, false, citizen_export_file },
	{ GET,  "/borger/:id/timer",    CONSULTANT,       citizen_here,   USUAL,   false, correct_show },
	{ POST, "/borger/:id/timer",    CONSULTANT,       citizen_here,   SENDING, false, correct_save },
	{ GET,  "/borger/:id/slet",     ADMIN,            citizen_here,   USUAL,   false, erase_show },
	{ POST, "/borger/:id/slet",     ADMIN | FRESH,    citizen_here,   USUAL,   false, erase_now },

	{ GET,  "/fordeling",           LEADER | CONSULTANT | ADMIN | NOBODY,
	                                                  NULL,           USUAL,   false, fairness_show },

	{ GET,  "/log",                 ADMIN | LEADER,   NULL,           USUAL,   false, audit_page },
	{ POST, "/log",                 ADMIN | LEADER | NOBODY,
	                                                  NULL,           SEARCHING, false, audit_find },
	{ GET,  "/pligter",             ADMIN | LEADER | NOBODY,
	                                                  NULL,           USUAL,   false, duty_page },
	{ POST, "/pligter",             ADMIN | LEADER | FRESH | NOBODY,
	                                                  NULL,           USUAL,   false, duty_change },

	{ GET,  "/personer",            ADMIN,            NULL,           USUAL,   false, staff_list_page },
	{ GET,  "/personer/ny",         ADMIN,            NULL,           USUAL,   false, staff_add_page },
	{ POST, "/personer",            ADMIN | FRESH,    NULL,           USUAL,   false, staff_create },
	{ GET,  "/personer/:id",        ADMIN,            own_staff,      USUAL,   false, staff_show },
	{ POST, "/personer/:id",        ADMIN | FRESH,    own_staff,      USUAL,   false, staff_change },

	{ GET,  "/hook/kannel/:token/report",
	                                ANYONE,           NULL,           USUAL,   true,  kannel_report_hook },
	{ POST, "/hook/kannel/:token/inbound",
	                                ANYONE,           NULL,           USUAL,   true,  kannel_inbound_hook },
	{ POST, "/hook/gatewayapi/:token/report",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/gatewayapi/:token/inbound",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/twilio/:token/report",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/twilio/:token/inbound",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/46elks/:token/report",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/46elks/:token/inbound",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/http/:token/report",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },
	{ POST, "/hook/http/:token/inbound",
	                                ANYONE,           NULL,           USUAL,   true,  provider_hook },

	{ GET,  "/demo",                ANYONE,           NULL,           USUAL,   false, demo_show },
	{ POST, "/demo",                ANYONE,           NULL,           USUAL,   false, demo_say },
	{ POST, "/demo/tid",            ANYONE,           NULL,           USUAL,   false, demo_turn },

	{ GET,  "/assets/:token",       ANYONE,           NULL,           USUAL,   false, asset_get },
	{ GET,  "/healthz",             ANYONE,           NULL,           USUAL,   false, healthz },
	{ GET,  "/readyz",              ANYONE,           NULL,           USUAL,   false, readyz },
	{ GET,  "/metrics",             ANYONE,           NULL,           USUAL,   false, metrics_page },
	{ 0,    NULL,                   0,                NULL,           USUAL,   false, NULL }
};
/* clang-format on */
