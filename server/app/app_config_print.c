/* SPDX-License-Identifier: Apache-2.0 */
#include "app_config.h"

#include "app_option.h"
#include "base_json.h"

#include <inttypes.h>
#include <string.h>

#define AI_ACT_DAYS 184u

static void put_origin(const struct app_config *config, enum app_option option, struct buffer *out)
{
	const struct app_origin *origin = &config->origins[option];
	char                     name[APP_NAME_CHARS];

	switch (origin->source) {
	case APP_FROM_DEFAULT:
		buffer_append_cstr(out, "default");
		break;
	case APP_BESIDE_FILE:
		buffer_append_format(out, "beside %s", config->file);
		break;
	case APP_FROM_FILE:
		buffer_append_format(out, "%s:%u", config->file, origin->line);
		break;
	case APP_FROM_ENVIRONMENT:
		app_option_spell(option, APP_AS_VARIABLE, name);
		buffer_append_cstr(out, name);
		break;
	case APP_FROM_FLAG:
		app_option_spell(option, APP_AS_FLAG, name);
		buffer_append_format(out, "--%s", name);
		break;
	}
}

static void put_json(const struct app_config *config, enum app_option option, struct buffer *out)
{
	const struct app_option_row *row = app_option_row(option);
	char                         value[APP_TEXT_BYTES], memory[APP_TEXT_BYTES + 64];
	struct buffer                origin;

	app_option_print(config, option, value);
	buffer_append_format(out, "{\"name\":\"%s\",\"value\":", row->name);
	if (row->kind == APP_KIND_NUMBER || row->kind == APP_KIND_SWITCH)
		buffer_append_cstr(out, value);
	else
		json_write_string(out, slice_from_cstr(value));
	buffer_init_fixed(&origin, memory, sizeof memory);
	put_origin(config, option, &origin);
	buffer_append_cstr(out, ",\"origin\":");
	json_write_string(out, buffer_slice(&origin));
	buffer_append_cstr(out, "}\n");
}

void app_config_print(const struct app_config *config, bool json, struct buffer *out)
{
	char value[APP_TEXT_BYTES];

	for (unsigned i = 0; i < APP_OPTION_COUNT; i++) {
		enum app_option option = (enum app_option)i;

		if (json) {
			put_json(config, option, out);
			continue;
		}
		app_option_print(config, option, value);
		buffer_append_format(out, "%-30s %-30s ", app_option_row(option)->name,
		                     value[0] != '\0' ? value : "\"\"");
		put_origin(config, option, out);
		buffer_append_char(out, '\n');
	}
}

void app_config_print_options(struct buffer *out)
{
	struct app_config defaults;
	char              flag[APP_NAME_CHARS], value[APP_TEXT_BYTES];

	app_option_defaults(&defaults);
	buffer_append_format(out, "  --%-30s %s [%s]\n", "config FILE", "options as YAML",
	                     APP_CONFIG_FILE_DEFAULT);
	for (unsigned i = 0; i < APP_OPTION_COUNT; i++) {
		const struct app_option_row *row = app_option_row((enum app_option)i);
		const char                  *what = row->kind == APP_KIND_NUMBER   ? " N"
		                                    : row->kind == APP_KIND_SWITCH ? ""
		                                    : row->kind == APP_KIND_TEXT   ? " TEXT"
		                                    : row->kind == APP_KIND_PATH   ? " PATH"
		                                                                   : " WORD";

		app_option_spell((enum app_option)i, APP_AS_FLAG, flag);
		app_option_print(&defaults, (enum app_option)i, value);
		buffer_append_format(out, "  --%s%s%*s %s", flag, what,
		                     30 - (int)(strlen(flag) + strlen(what)), "", row->text);
		if (row->kind == APP_KIND_CHOICE)
			buffer_append_format(out, " (%s)", row->words);
		if (row->kind != APP_KIND_SWITCH && value[0] != '\0')
			buffer_append_format(out, " [%s]", value);
		buffer_append_char(out, '\n');
	}
}

/* Regulation (EU) 2024/1689, Articles 12, 19(1) and 26(6): logs of high-risk systems are kept for
 * six months at least, which is up to 184 days. */
void app_config_warn(const struct app_config *config, struct buffer *out)
{
	if (config->audit_profile != APP_PROFILE_EU_AI_ACT)
		return;
	if (config->audit_mode == APP_AUDIT_OFF)
		buffer_append_cstr(out,
		                   "warning: audit.mode is off: audit.profile eu-ai-act asks for "
		                   "records (docs/retention.md)\n");
	if (config->audit_on_error == APP_AUDIT_CONTINUE)
		buffer_append_cstr(out,
		                   "warning: audit.on_error is continue: prompts may be decided "
		                   "without a record (docs/retention.md)\n");
	if (config->audit_keep_days > 0 && config->audit_keep_days < AI_ACT_DAYS)
		buffer_append_format(out,
		                     "warning: audit.keep_days is %" PRIu64
		                     ": audit.profile eu-ai-act asks for six months, %u days or "
		                     "more (docs/retention.md)\n",
		                     config->audit_keep_days, AI_ACT_DAYS);
}
