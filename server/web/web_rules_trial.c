/* SPDX-License-Identifier: Apache-2.0 */
#include "web_rules_trial.h"

#include "doorward/engine.h"
#include "web_server.h"

#include <string.h>

#define NAME_STANDARD "unsaved.yaml"

void web_trial_reset(struct web_trial *trial)
{
	if (trial->ruleset != NULL)
		ruleset_close(&trial->ruleset);
	buffer_free(&trial->failures);
	*trial = (struct web_trial){ 0 };
}

void web_trial_name(const struct web_trial_text *text, char name[WEB_TRIAL_NAME_BYTES_MAX + 1])
{
	struct slice from = text->name.len > 0 ? text->name : SLICE_LIT(NAME_STANDARD);

	memcpy(name, from.ptr, from.len);
	name[from.len] = '\0';
}

/* A path below the folder, of a file that would be read as rules. Nothing is opened by it. */
static bool is_rule_file(struct slice name)
{
	static const char *const others[] = { "lists/", "policies/", "schema/", "/", "." };

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (slice_starts_with(name, slice_from_cstr(others[i])))
			return false;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7F)
			return false;
	return slice_ends_with(name, SLICE_LIT(".yaml")) &&
	       !slice_equal_cstr(name, "categories.yaml") &&
	       slice_find(name, SLICE_LIT("/."), 0) == SIZE_MAX;
}

enum status web_trial_check(const struct web_trial_text *text, struct error *err)
{
	if (text->text.len > WEB_TRIAL_TEXT_BYTES_MAX || text->name.len > WEB_TRIAL_NAME_BYTES_MAX)
		return error_set(err, STATUS_LIMIT_REACHED, NULL, 0, 0,
		                 "rules_text may be %u bytes long, rules_file %u",
		                 WEB_TRIAL_TEXT_BYTES_MAX, WEB_TRIAL_NAME_BYTES_MAX);
	if (text->name.len > 0 && !is_rule_file(text->name))
		return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
		                 "rules_file is the path of a rule file below the folder: "
		                 "\"weapons/new.yaml\"");
	return STATUS_OK;
}

static void digest_text(const struct web_trial_text *text, struct digest *digest)
{
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, text->alone ? SLICE_LIT("alone ") : SLICE_LIT("beside "));
	digest_add(&state, text->name);
	digest_add(&state, (struct slice){ "", 1 });
	digest_add(&state, text->text);
	digest_end(&state, digest);
}

static enum status compile(struct web_trial *trial, const char *folder,
                           const struct web_trial_text *text, struct error *err)
{
	char                  name[WEB_TRIAL_NAME_BYTES_MAX + 1];
	struct ruleset_source source = { .name = name, .text = text->text };
	struct error          first = { 0 };
	uint64_t              begin_us = web_server_now_us();
	enum status           status;

	web_trial_name(text, name);
	status = ruleset_load_trial(folder, &source, text->alone, &trial->ruleset, err);
	if (status != STATUS_OK)
		return status;
	buffer_init_heap(&trial->failures);
	status = engine_selftest(trial->ruleset, &first, &trial->failures);
	trial->made_us = web_server_now_us();
	trial->compile_us = trial->made_us - begin_us;
	if (status == STATUS_RULE_TEST_FAILED)
		status = trial->failures.failed ? STATUS_NO_MEMORY : STATUS_OK;
	return status;
}

enum status web_trial_make(struct web_trial *trial, const char *folder,
                           const struct web_trial_text *text, struct error *err)
{
	struct digest digest;
	enum status   status = web_trial_check(text, err);

	if (status != STATUS_OK)
		return status;
	digest_text(text, &digest);
	if (trial->ruleset != NULL && memcmp(&digest, &trial->digest, sizeof digest) == 0 &&
	    web_server_now_us() - trial->made_us < WEB_TRIAL_KEPT_US)
		return STATUS_OK;
	web_trial_reset(trial);
	status = compile(trial, folder, text, err);
	if (status == STATUS_OK)
		trial->digest = digest;
	else
		web_trial_reset(trial);
	return status;
}
