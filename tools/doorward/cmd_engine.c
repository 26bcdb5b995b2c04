/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_engine.h"

#include "app_rules.h"
#include "cmd.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RULES_HERE      "rules"
#define RULES_INSTALLED "/usr/share/doorward/rules"
#define NAMES_MAX       64

const char *cmd_rules_folder(const char *asked)
{
	const char *variable = getenv("DOORWARD_RULES");

	if (asked != NULL)
		return asked;
	if (variable != NULL && variable[0] != '\0')
		return variable;
	return access(RULES_HERE, R_OK) == 0 ? RULES_HERE : RULES_INSTALLED;
}

void cmd_rules_place(const char *folder, struct error *err)
{
	char   path[sizeof err->file];
	size_t len = strlen(folder);
	bool   slash = len > 0 && folder[len - 1] == '/';

	if (err->file[0] == '\0' || err->file[0] == '/')
		return;
	int wanted = snprintf(path, sizeof path, "%s%s%s", folder, slash ? "" : "/", err->file);
	if (wanted < (int)sizeof path && access(path, F_OK) == 0)
		memcpy(err->file, path, (size_t)wanted + 1);
}

bool cmd_no_cache;

/* Loads, tests unless that was done before, and keeps what has passed. */
static enum status ruleset_find(const char *asked, bool selftest, struct ruleset **ruleset,
                                struct error *err)
{
	char             cache[APP_RULES_PATH_CHARS];
	struct app_rules rules = { .path = cmd_rules_folder(asked) };
	bool             tested = false;
	enum status      status;

	if (!cmd_no_cache && app_rules_user_cache((const char *const *)environ, cache))
		rules.cache = cache;
	status = app_rules_load(&rules, NULL, ruleset, &tested, err);
	if (status != STATUS_OK || tested || !selftest)
		return status;
	status = engine_selftest(*ruleset, err, NULL);
	if (status == STATUS_OK)
		app_rules_keep(&rules, *ruleset);
	return status;
}

int cmd_ruleset_load(const char *asked, bool selftest, struct ruleset **ruleset)
{
	struct error err = { 0 };
	enum status  status = ruleset_find(asked, selftest, ruleset, &err);

	if (status == STATUS_OK)
		return CMD_GOOD;
	if (err.status == STATUS_OK)
		err.status = status;
	cmd_rules_place(cmd_rules_folder(asked), &err);
	cmd_complain_error(&err);
	cmd_complain("rules in %s were not loaded", cmd_rules_folder(asked));
	ruleset_close(ruleset);
	return CMD_FAILED;
}

static size_t decoder_names(const char **names)
{
	size_t count = 0;

	while (count < NAMES_MAX && engine_decoder_name(count) != NULL) {
		names[count] = engine_decoder_name(count);
		count++;
	}
	return count;
}

/* Adds the decoder called by the first `len` bytes of `word`. */
static bool decoder_add(const char *word, size_t len, engine_decoders *decoders)
{
	const char *names[NAMES_MAX];
	char        name[64];
	size_t      count = decoder_names(names);

	for (size_t i = 0; i < count; i++) {
		if (strlen(names[i]) == len && memcmp(names[i], word, len) == 0) {
			*decoders |= (engine_decoders)1 << i;
			return true;
		}
	}
	if (len >= sizeof name)
		len = sizeof name - 1;
	memcpy(name, word, len);
	name[len] = '\0';
	(void)cmd_unknown("decoder", name, names, count);
	return false;
}

bool cmd_decoders_parse(const char *words, engine_decoders *decoders)
{
	*decoders = ENGINE_DECODE_ALL;
	if (strcmp(words, "all") == 0)
		return true;
	*decoders = 0;
	if (strcmp(words, "none") == 0)
		return true;
	for (;;) {
		size_t len = strcspn(words, ",");

		if (!decoder_add(words, len, decoders))
			return false;
		if (words[len] == '\0')
			return true;
		words += len + 1;
	}
}

int cmd_policy_unknown(const struct ruleset *ruleset, struct slice policy)
{
	const char *names[NAMES_MAX];
	char        name[128];
	size_t      count = ruleset_policy_count(ruleset);
	size_t      len = policy.len < sizeof name ? policy.len : sizeof name - 1;

	if (count > NAMES_MAX)
		count = NAMES_MAX;
	for (size_t i = 0; i < count; i++)
		names[i] = ruleset_policy_name(ruleset_policy_at(ruleset, i));
	if (len > 0)
		memcpy(name, policy.ptr, len);
	name[len] = '\0';
	return cmd_unknown("policy", name, names, count);
}

static int workers_open(struct cmd_engine *engine, size_t threads)
{
	for (; engine->worker_count < threads; engine->worker_count++) {
		enum status status = engine_worker_open(&engine->workers[engine->worker_count]);

		if (status != STATUS_OK) {
			cmd_complain("a worker could not be opened: %s", status_text(status));
			return CMD_FAILED;
		}
	}
	return CMD_GOOD;
}

int cmd_engine_open(struct cmd_engine *engine, const struct cmd_engine_options *options,
                    size_t threads)
{
	*engine = (struct cmd_engine){ .decoders = ENGINE_DECODE_ALL };
	engine->policy = slice_from_cstr(options->policy);
	if (options->decode != NULL && !cmd_decoders_parse(options->decode, &engine->decoders))
		return CMD_FAILED;
	if (cmd_ruleset_load(options->rules, true, &engine->ruleset) != CMD_GOOD)
		return CMD_FAILED;
	if (options->policy != NULL && ruleset_policy_find(engine->ruleset, engine->policy) == NULL)
		return cmd_policy_unknown(engine->ruleset, engine->policy);
	return workers_open(engine, threads);
}

void cmd_engine_close(struct cmd_engine *engine)
{
	while (engine->worker_count > 0)
		engine_worker_close(&engine->workers[--engine->worker_count]);
	ruleset_close(&engine->ruleset);
}

void cmd_engine_prepare(const struct cmd_engine *engine, struct engine_prompt *prompt)
{
	if (prompt->policy.len == 0)
		prompt->policy = engine->policy;
	prompt->decoders = engine->decoders;
}
