/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of the server: flags over DOORWARD_* over a YAML file over defaults.
 * app_config.def is the one table of options. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_limits.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

#define APP_TEXT_BYTES          512
#define APP_CONFIG_FILE_DEFAULT "/etc/doorward/doorward.yaml"

enum app_option {
#define TEXT(member, name, standard, text)             APP_OPTION_##member,
#define PATH(member, name, beside, text)               APP_OPTION_##member,
#define NUMBER(member, name, standard, min, max, text) APP_OPTION_##member,
#define SWITCH(member, name, standard, text)           APP_OPTION_##member,
#define CHOICE(member, name, standard, words, text)    APP_OPTION_##member,
#include "app_config.def"
#undef TEXT
#undef PATH
#undef NUMBER
#undef SWITCH
#undef CHOICE
	APP_OPTION_COUNT
};

/* The words of audit.mode and audit.on_error, in the order of the table. */
enum app_audit_mode { APP_AUDIT_EACH, APP_AUDIT_GROUP, APP_AUDIT_ASYNC, APP_AUDIT_OFF };
enum app_keys_required { APP_KEYS_AUTO, APP_KEYS_YES, APP_KEYS_NO };
enum app_audit_profile { APP_PROFILE_NONE, APP_PROFILE_EU_AI_ACT };
enum app_audit_on_error { APP_AUDIT_REFUSE, APP_AUDIT_CONTINUE };

enum app_source {
	APP_FROM_DEFAULT,
	APP_BESIDE_FILE,
	APP_FROM_FILE,
	APP_FROM_ENVIRONMENT,
	APP_FROM_FLAG
};

struct app_origin {
	enum app_source source;
	unsigned        line; /* in the file; 0 for the others */
};

struct app_config {
#define TEXT(member, name, standard, text)             char member[APP_TEXT_BYTES];
#define PATH(member, name, beside, text)               char member[APP_TEXT_BYTES];
#define NUMBER(member, name, standard, min, max, text) uint64_t member;
#define SWITCH(member, name, standard, text)           bool member;
#define CHOICE(member, name, standard, words, text)    unsigned member;
#include "app_config.def"
#undef TEXT
#undef PATH
#undef NUMBER
#undef SWITCH
#undef CHOICE
	char              file[APP_TEXT_BYTES]; /* the file that was read, or "" */
	struct app_origin origins[APP_OPTION_COUNT];
};

/* Reads everything and checks it. `arguments` (`count` of them) are the words after the
 * subcommand: "--listen", "127.0.0.1:0", "--audit-mode=each", "--config", "F"; a switch takes
 * no value. `environment` is an environ-like list that ends in NULL; HOME and
 * STATE_DIRECTORY are taken from it too. A file named by --config or DOORWARD_CONFIG must
 * exist; the default file may be absent.
 * STATUS_OK; STATUS_USAGE for a flag, STATUS_CONFIG_INVALID for a variable or a value in the
 * file, STATUS_YAML_MALFORMED, STATUS_IO, STATUS_NO_MEMORY: err says where, and what was
 * probably meant. */
MUST_CHECK enum status app_config_load(struct app_config *config, int count, char *const *arguments,
                                       const char *const *environment, struct error *err);

/* What is allowed and does not satisfy audit.profile, a line each; nothing when all is well. */
void app_config_warn(const struct app_config *config, struct buffer *out);

/* The effective values, a line each: name, value, where it came from; or, as JSON, an object
 * a line {"name","value","origin"}. For `config show`. */
void app_config_print(const struct app_config *config, bool json, struct buffer *out);

/* "  --listen TEXT   where checks ... [127.0.0.1:8080]", a line an option. For --help. */
void app_config_print_options(struct buffer *out);

#endif
