/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SUFFIX ".jsonl"

static const char *basename_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool is_jsonl(const char *path)
{
	size_t len = strlen(path);

	return len > strlen(SUFFIX) && strcmp(path + len - strlen(SUFFIX), SUFFIX) == 0;
}

static enum status file_add(struct eval_files *files, const char *path, const char *name)
{
	size_t            count = files->count + 1;
	struct eval_file *items = realloc(files->items, count * sizeof *items);

	if (items == NULL)
		return STATUS_NO_MEMORY;
	files->items = items;
	items[files->count] = (struct eval_file){ .path = strdup(path), .name = strdup(name) };
	struct eval_file *item = &items[files->count++];
	if (item->path == NULL || item->name == NULL)
		return STATUS_NO_MEMORY;
	if (is_jsonl(item->name))
		item->name[strlen(item->name) - strlen(SUFFIX)] = '\0';
	item->benign = strncmp(basename_of(path), "b_", 2) == 0;
	return STATUS_OK;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static enum status entry_add(struct eval_files *files, const FTSENT *entry, size_t root_len,
                             struct error *err)
{
	const char *name = entry->fts_path + root_len;

	if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS)
		return error_set(err, STATUS_IO, entry->fts_path, 0, 0, "%s",
		                 strerror(entry->fts_errno));
	if (entry->fts_info != FTS_F || !is_jsonl(entry->fts_path))
		return STATUS_OK;
	while (*name == '/')
		name++;
	return file_add(files, entry->fts_path, name);
}

static enum status folder_add(struct eval_files *files, char *folder, struct error *err)
{
	char *const roots[] = { folder, NULL };
	FTS        *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	size_t      before = files->count;
	enum status status = STATUS_OK;

	if (walk == NULL)
		return error_set(err, STATUS_IO, folder, 0, 0, "%s", strerror(errno));
	while (status == STATUS_OK) {
		const FTSENT *entry = fts_read(walk);

		if (entry == NULL)
			break;
		status = entry_add(files, entry, strlen(folder), err);
	}
	fts_close(walk);
	if (status == STATUS_OK && files->count == before)
		return error_set(err, STATUS_NOT_FOUND, folder, 0, 0, "no *" SUFFIX " files");
	return status;
}

static enum status word_add(struct eval_files *files, char *word, struct error *err)
{
	struct stat about;

	if (strcmp(word, "-") == 0)
		return file_add(files, word, "standard input");
	if (stat(word, &about) != 0)
		return error_set(err, STATUS_IO, word, 0, 0, "%s", strerror(errno));
	if (S_ISDIR(about.st_mode))
		return folder_add(files, word, err);
	return file_add(files, word, basename_of(word));
}

enum status eval_files_open(struct eval_files *files, char *const *words, int count,
                            struct error *err)
{
	*files = (struct eval_files){ 0 };
	for (int i = 0; i < count; i++) {
		enum status status = word_add(files, words[i], err);

		if (status != STATUS_OK)
			return status;
	}
	files->paths = calloc(files->count + 1, sizeof *files->paths);
	if (files->paths == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < files->count; i++)
		files->paths[i] = files->items[i].path;
	return STATUS_OK;
}

void eval_files_close(struct eval_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->items[i].path);
		free(files->items[i].name);
	}
	free(files->items);
	free(files->paths);
	*files = (struct eval_files){ 0 };
}
