/* SPDX-License-Identifier: Apache-2.0 */
#include "app_reload_log.h"

#include "app_log.h"

static void log_loaded(const struct ruleset_figures    *figures,
                       const struct web_reload_attempt *attempt)
{
	const struct app_fact facts[] = {
		{ "revision", attempt->revision, 0 },
		{ "cause", web_reload_cause_name(attempt->cause), 0 },
		{ "rules", NULL, figures->rules },
		{ "enforce", NULL, figures->enforce },
		{ "shadow", NULL, figures->shadow },
		{ "draft", NULL, figures->draft },
		{ "tests", NULL, figures->tests },
		{ "made", attempt->cached ? "before" : "now", 0 },
		{ "duration_us", NULL, attempt->duration_us },
	};

	app_log(APP_INFO, "rules_loaded", facts, sizeof facts / sizeof facts[0]);
}

void app_reload_log(const struct web_reload_attempt *attempt, const struct ruleset_figures *figures)
{
	const struct app_fact fact = { "revision", attempt->revision, 0 };

	if (attempt->result == WEB_RELOAD_LOADED)
		log_loaded(figures, attempt);
	else if (attempt->result == WEB_RELOAD_UNCHANGED)
		app_log(APP_INFO, "rules_unchanged", &fact, 1);
	else
		app_log_fault(APP_ERROR, "rules_refused", &attempt->fault);
}
