/* SPDX-License-Identifier: Apache-2.0 */
#include "web_reload.h"

const char *web_reload_cause_name(enum web_reload_cause cause)
{
	static const char *const names[WEB_RELOAD_CAUSES] = { "start", "sighup", "watch", "route" };

	return names[cause];
}

const char *web_reload_result_name(enum web_reload_result result)
{
	static const char *const names[WEB_RELOAD_RESULTS] = { "none", "loaded", "unchanged",
		                                               "refused" };

	return names[result];
}
