/* SPDX-License-Identifier: Apache-2.0 */
/* Four sources, the later over the earlier: defaults, file, environment, flags. Each value keeps
 * where it came from. What is not set anywhere and depends on the machine (the folders, what stands
 * beside the file) is filled in at the end. */
#include "app_config.h"

#include "app_address.h"
#include "app_option.h"
#include "base_arena.h"
#include "base_yaml.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARENA_BYTES     (32u << 20)
#define VARIABLE_PREFIX "DOORWARD_"

static const char *variable(const char *const *environment, const char *name)
{
	size_t len = strlen(name);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, len) == 0 && (*environment)[len] == '=')
			return *environment + len + 1;
	return NULL;
}

/* ---- the file ---- */

/* A path is meant from the folder of the file: the server may be started anywhere. */
static bool set_beside(struct app_config *config, enum app_option option, struct slice value,
                       char why[APP_WHY_CHARS])
{
	const char *slash = strrchr(config->file, '/');
	char        path[2 * APP_TEXT_BYTES];
	int         len;

	if (app_option_row(option)->kind != APP_KIND_PATH || slash == NULL || value.len == 0 ||
	    value.ptr[0] == '/' || value.len >= APP_TEXT_BYTES)
		return app_option_set(config, option, value, why);
	len = snprintf(path, sizeof path, "%.*s%.*s", (int)(slash + 1 - config->file), config->file,
	               SLICE_ARG(value));
	return app_option_set(config, option, (struct slice){ path, (size_t)len }, why);
}

static enum status set_from_file(struct app_config *config, const char *name,
                                 const struct yaml_node *key, struct error *err)
{
	const struct yaml_node *value = key->value;
	enum app_option         option = app_option_find(slice_from_cstr(name), APP_AS_NAME);
	char                    hint[APP_HINT_CHARS], why[APP_WHY_CHARS];

	if (option == APP_OPTION_COUNT) {
		app_option_hint(slice_from_cstr(name), APP_AS_NAME, hint);
		return error_set(err, STATUS_CONFIG_INVALID, config->file, key->line, key->column,
		                 "unknown option \"%s\"%s", name, hint);
	}
	if (value->kind != YAML_SCALAR)
		return error_set(err, STATUS_CONFIG_INVALID, config->file, value->line,
		                 value->column, "\"%s\" takes one value", name);
	if (!set_beside(config, option, value->text, why))
		return error_set(err, STATUS_CONFIG_INVALID, config->file, value->line,
		                 value->column, "\"%s\": %s", name, why);
	config->origins[option] = (struct app_origin){ APP_FROM_FILE, value->line };
	return STATUS_OK;
}

static enum status join(const struct app_config *config, const char *group,
                        const struct yaml_node *key, char name[APP_NAME_CHARS], struct error *err)
{
	int len = snprintf(name, APP_NAME_CHARS, "%s%s%.*s", group, group[0] != '\0' ? "." : "",
	                   SLICE_ARG(key->text));

	if (len > 0 && len < APP_NAME_CHARS)
		return STATUS_OK;
	return error_set(err, STATUS_CONFIG_INVALID, config->file, key->line, key->column,
	                 "unknown option \"%.40s...\"", name);
}

/* The pairs of a mapping; a group (`audit:`) is a mapping in the outermost one. */
static enum status read_pairs(struct app_config *config, const char *group,
                              const struct yaml_node *mapping, struct error *err)
{
	char name[APP_NAME_CHARS];

	for (const struct yaml_node *key = mapping->first; key != NULL; key = key->next) {
		enum status status = join(config, group, key, name, err);

		if (status == STATUS_OK)
			status = set_from_file(config, name, key, err);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static bool is_group(const char *name)
{
	size_t len = strlen(name);

	for (unsigned i = 0; i < APP_OPTION_COUNT; i++) {
		const char *option = app_option_row((enum app_option)i)->name;

		if (strncmp(option, name, len) == 0 && option[len] == '.')
			return true;
	}
	return false;
}

/* "rules" is an option and the group of "rules.watch". */
static bool is_value(const char *name, const struct yaml_node *key)
{
	return key->value->kind != YAML_MAPPING &&
	       app_option_find(slice_from_cstr(name), APP_AS_NAME) != APP_OPTION_COUNT;
}

static enum status read_group(struct app_config *config, const char *name,
                              const struct yaml_node *key, struct error *err)
{
	if (key->value->kind == YAML_MAPPING)
		return read_pairs(config, name, key->value, err);
	return error_set(err, STATUS_CONFIG_INVALID, config->file, key->line, key->column,
	                 "\"%s\" is a group: its options stand in the lines below it, indented",
	                 name);
}

static enum status read_root(struct app_config *config, const struct yaml_node *root,
                             struct error *err)
{
	char name[APP_NAME_CHARS];

	if (root->kind != YAML_MAPPING)
		return error_set(err, STATUS_CONFIG_INVALID, config->file, root->line, root->column,
		                 "a mapping of options is expected");
	for (const struct yaml_node *key = root->first; key != NULL; key = key->next) {
		enum status status = join(config, "", key, name, err);

		if (status == STATUS_OK && is_group(name) && !is_value(name, key))
			status = read_group(config, name, key, err);
		else if (status == STATUS_OK)
			status = set_from_file(config, name, key, err);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status read_file(struct app_config *config, struct error *err)
{
	struct yaml_node *root = NULL;
	struct arena      arena;
	enum status       status;

	if (!arena_open(&arena, ARENA_BYTES))
		return error_set(err, STATUS_NO_MEMORY, config->file, 0, 0, "no memory to read");
	status = yaml_load(config->file, &arena, &root, NULL, err);
	if (status == STATUS_OK)
		status = read_root(config, root, err);
	arena_close(&arena);
	return status;
}

/* ---- the environment ---- */

static enum status read_variable(struct app_config *config, const char *entry, struct error *err)
{
	const char     *equals = strchr(entry, '=');
	struct slice    name = { entry, equals != NULL ? (size_t)(equals - entry) : 0 };
	char            hint[APP_HINT_CHARS], why[APP_WHY_CHARS];
	enum app_option option;

	if (equals == NULL || slice_equal_cstr(name, VARIABLE_PREFIX "CONFIG"))
		return STATUS_OK;
	option = app_option_find(name, APP_AS_VARIABLE);
	if (option == APP_OPTION_COUNT) {
		app_option_hint(name, APP_AS_VARIABLE, hint);
		return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
		                 "unknown environment variable %.*s%s", SLICE_ARG(name), hint);
	}
	if (!app_option_set(config, option, slice_from_cstr(equals + 1), why))
		return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
		                 "environment variable %.*s: %s", SLICE_ARG(name), why);
	config->origins[option] = (struct app_origin){ APP_FROM_ENVIRONMENT, 0 };
	return STATUS_OK;
}

/* Kubernetes tells every container about every service in the namespace: of one that is named
 * doorward, DOORWARD_SERVICE_HOST, DOORWARD_PORT=tcp://..., DOORWARD_PORT_8080_TCP_ADDR, ... */
static bool is_service_link(const char *entry)
{
	const char *equals = strchr(entry, '=');
	const char *service = strstr(entry, "_SERVICE_");
	const char *port = strstr(entry, "_PORT");

	if (equals == NULL)
		return false;
	if (service != NULL && service < equals)
		return strncmp(service, "_SERVICE_HOST=", 14) == 0 ||
		       strncmp(service, "_SERVICE_PORT", 13) == 0;
	if (port == NULL || port > equals)
		return false;
	return port[5] == '=' ? strstr(equals, "://") != NULL
	                      : port[5] == '_' && port[6] >= '0' && port[6] <= '9';
}

static enum status read_environment(struct app_config *config, const char *const *environment,
                                    struct error *err)
{
	enum status status = STATUS_OK;

	for (; *environment != NULL && status == STATUS_OK; environment++)
		if (strncmp(*environment, VARIABLE_PREFIX, sizeof VARIABLE_PREFIX - 1) == 0 &&
		    !is_service_link(*environment))
			status = read_variable(config, *environment, err);
	return status;
}

/* ---- flags ---- */

struct flag {
	struct slice name;  /* without the dashes */
	const char  *value; /* NULL: none was given with '=' */
	const char  *next;  /* the following argument, or NULL */
};

static enum status split(int count, char *const *arguments, int at, struct flag *flag,
                         struct error *err)
{
	const char *argument = arguments[at];
	const char *equals = strchr(argument, '=');

	if (strncmp(argument, "--", 2) != 0)
		return error_set(err, STATUS_USAGE, NULL, 0, 0, "unexpected argument \"%.100s\"",
		                 argument);
	flag->name = slice_from_cstr(argument + 2);
	flag->value = NULL;
	flag->next = at + 1 < count ? arguments[at + 1] : NULL;
	if (equals != NULL) {
		flag->name.len = (size_t)(equals - argument) - 2;
		flag->value = equals + 1;
	}
	return STATUS_OK;
}

/* The value of a flag that takes one; *used says how many arguments it is made of. */
static enum status value_of(const struct flag *flag, const char **value, int *used,
                            struct error *err)
{
	*used = flag->value != NULL ? 1 : 2;
	*value = flag->value != NULL ? flag->value : flag->next;
	if (*value == NULL)
		return error_set(err, STATUS_USAGE, NULL, 0, 0, "--%.*s takes a value",
		                 SLICE_ARG(flag->name));
	return STATUS_OK;
}

static enum status read_flag(struct app_config *config, const struct flag *flag, int *used,
                             struct error *err)
{
	enum app_option option = app_option_find(flag->name, APP_AS_FLAG);
	char            hint[APP_HINT_CHARS], why[APP_WHY_CHARS];
	const char     *value = "true";

	if (slice_equal_cstr(flag->name, "config"))
		return value_of(flag, &value, used, err);
	if (option == APP_OPTION_COUNT) {
		app_option_hint(flag->name, APP_AS_FLAG, hint);
		return error_set(err, STATUS_USAGE, NULL, 0, 0, "unknown flag --%.*s%s",
		                 SLICE_ARG(flag->name), hint);
	}
	*used = 1;
	if (app_option_row(option)->kind == APP_KIND_SWITCH && flag->value != NULL)
		value = flag->value;
	else if (app_option_row(option)->kind != APP_KIND_SWITCH &&
	         value_of(flag, &value, used, err) != STATUS_OK)
		return STATUS_USAGE;
	if (!app_option_set(config, option, slice_from_cstr(value), why))
		return error_set(err, STATUS_USAGE, NULL, 0, 0, "--%.*s: %s", SLICE_ARG(flag->name),
		                 why);
	config->origins[option] = (struct app_origin){ APP_FROM_FLAG, 0 };
	return STATUS_OK;
}

static enum status read_flags(struct app_config *config, int count, char *const *arguments,
                              struct error *err)
{
	enum status status = STATUS_OK;
	struct flag flag;
	int         used = 1;

	for (int i = 0; i < count && status == STATUS_OK; i += used) {
		status = split(count, arguments, i, &flag, err);
		if (status == STATUS_OK)
			status = read_flag(config, &flag, &used, err);
	}
	return status;
}

/* ---- what depends on the machine ---- */

static bool is_there(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0;
}

/* --config F, then DOORWARD_CONFIG, then the default file if there is one. */
static enum status find_file(struct app_config *config, int count, char *const *arguments,
                             const char *const *environment, struct error *err)
{
	const char *path = variable(environment, VARIABLE_PREFIX "CONFIG");
	struct flag flag;
	int         used;

	for (int i = 0; i < count; i++) {
		if (strncmp(arguments[i], "--config", 8) != 0 ||
		    (arguments[i][8] != '=' && arguments[i][8] != '\0'))
			continue;
		if (split(count, arguments, i, &flag, err) != STATUS_OK ||
		    value_of(&flag, &path, &used, err) != STATUS_OK)
			return STATUS_USAGE;
	}
	if (path == NULL && is_there(APP_CONFIG_FILE_DEFAULT))
		path = APP_CONFIG_FILE_DEFAULT;
	if (path == NULL)
		return STATUS_OK;
	if (strlen(path) >= sizeof config->file)
		return error_set(err, STATUS_USAGE, NULL, 0, 0, "the path of the file is too long");
	snprintf(config->file, sizeof config->file, "%s", path);
	return STATUS_OK;
}

/* plans.yaml and its like, where the file is. */
static void fill_beside(struct app_config *config)
{
	char why[APP_WHY_CHARS], value[APP_TEXT_BYTES];

	for (unsigned i = 0; config->file[0] != '\0' && i < APP_OPTION_COUNT; i++) {
		enum app_option option = (enum app_option)i;
		struct slice    name = slice_from_cstr(app_option_row(option)->standard);

		if (app_option_row(option)->kind != APP_KIND_PATH || name.len == 0 ||
		    config->origins[i].source != APP_FROM_DEFAULT ||
		    !set_beside(config, option, name, why))
			continue;
		app_option_print(config, option, value);
		if (is_there(value))
			config->origins[i].source = APP_BESIDE_FILE;
		else
			(void)app_option_set(config, option, SLICE_NONE, why);
	}
}

static void fill_folders(struct app_config *config, const char *const *environment)
{
	const char *state = variable(environment, "STATE_DIRECTORY");
	const char *home = variable(environment, "HOME");

	if (config->rules[0] == '\0')
		snprintf(config->rules, sizeof config->rules, "%s",
		         is_there("rules") ? "rules" : "/usr/share/doorward/rules");
	if (config->data[0] != '\0')
		return;
	if (state != NULL && state[0] != '\0')
		snprintf(config->data, sizeof config->data, "%.*s", (int)strcspn(state, ":"),
		         state);
	else if (geteuid() == 0 || home == NULL || home[0] == '\0')
		snprintf(config->data, sizeof config->data, "/var/lib/doorward");
	else
		snprintf(config->data, sizeof config->data, "%.*s/.local/share/doorward",
		         APP_TEXT_BYTES - 32, home);
}

enum status app_config_load(struct app_config *config, int count, char *const *arguments,
                            const char *const *environment, struct error *err)
{
	enum status status;

	app_option_defaults(config);
	status = find_file(config, count, arguments, environment, err);
	if (status == STATUS_OK && config->file[0] != '\0')
		status = read_file(config, err);
	if (status == STATUS_OK)
		status = read_environment(config, environment, err);
	if (status == STATUS_OK)
		status = read_flags(config, count, arguments, err);
	if (status == STATUS_OK)
		status = app_address_check(config, err);
	if (status == STATUS_OK) {
		fill_beside(config);
		fill_folders(config, environment);
	}
	return status;
}
