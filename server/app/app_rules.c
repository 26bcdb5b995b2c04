/* SPDX-License-Identifier: Apache-2.0 */
#include "app_rules.h"

#include "app_cache.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool is_file(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static enum status file_open(const char *path, struct ruleset **ruleset, bool *tested,
                             struct error *err)
{
	struct error fault = { 0 };
	struct arena arena;
	struct slice bytes = SLICE_NONE;
	enum status  status = app_cache_read(path, &arena, &bytes, err);

	if (status == STATUS_OK)
		status = ruleset_open_bytes(bytes, ruleset, tested, &fault);
	if (status != STATUS_OK && !ruleset_bytes_are(bytes))
		(void)error_set(err, status, path, 0, 0,
		                "this is no rules folder, and no file that doorward rules "
		                "snapshot wrote");
	else if (status != STATUS_OK)
		(void)error_set(err, status, path, 0, 0, "%s", fault.message);
	arena_close(&arena);
	return status;
}

enum status app_rules_revision(const struct app_rules *rules,
                               char revision[RULESET_REVISION_CHARS + 1], struct error *err)
{
	revision[0] = '\0';
	return is_file(rules->path) ? STATUS_OK
	                            : ruleset_folder_revision(rules->path, revision, err);
}

static bool cache_open(struct app_rules *rules, const char *revision, struct ruleset **ruleset)
{
	struct error fault = { 0 };
	char         own[RULESET_REVISION_CHARS + 1];
	enum status  status;

	if (rules->cache == NULL)
		return false;
	if (revision == NULL) {
		/* Whatever is wrong with the folder, ruleset_load() will say it. */
		if (app_rules_revision(rules, own, NULL) != STATUS_OK)
			return false;
		revision = own;
	}
	status = app_cache_open(rules->cache, revision, ruleset, &fault);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND &&
	    rules->cache_fault.status == STATUS_OK)
		rules->cache_fault = fault;
	return status == STATUS_OK;
}

enum status app_rules_load(struct app_rules *rules, const char *revision, struct ruleset **ruleset,
                           bool *tested, struct error *err)
{
	*tested = false;
	if (is_file(rules->path))
		return file_open(rules->path, ruleset, tested, err);
	*tested = cache_open(rules, revision, ruleset);
	return *tested ? STATUS_OK : ruleset_load(rules->path, ruleset, err);
}

void app_rules_keep(struct app_rules *rules, const struct ruleset *ruleset)
{
	struct error fault = { 0 };

	if (rules->cache == NULL || is_file(rules->path))
		return;
	if (app_cache_store(rules->cache, ruleset, &fault) != STATUS_OK &&
	    rules->cache_fault.status == STATUS_OK)
		rules->cache_fault = fault;
}

/* ---- the cache of a user ---- */

static const char *variable(const char *const *environment, const char *name)
{
	const size_t len = strlen(name);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, len) == 0 && (*environment)[len] == '=')
			return *environment + len + 1;
	return NULL;
}

bool app_rules_user_cache(const char *const *environment, char folder[APP_RULES_PATH_CHARS])
{
	const char *own = variable(environment, "XDG_CACHE_HOME");
	const char *home = variable(environment, "HOME");
	const char *base = own != NULL && own[0] == '/' ? own : home;
	int         len;

	if (base == NULL || base[0] != '/')
		return false;
	len = snprintf(folder, APP_RULES_PATH_CHARS, "%s%s", base, base == own ? "" : "/.cache");
	if (len >= APP_RULES_PATH_CHARS - 16 || (mkdir(folder, S_IRWXU) != 0 && errno != EEXIST))
		return false;
	snprintf(folder + len, APP_RULES_PATH_CHARS - (size_t)len, "/doorward");
	return mkdir(folder, S_IRWXU) == 0 || errno == EEXIST;
}
