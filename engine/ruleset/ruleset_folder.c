/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a rules folder, as sources by byte order of their names.
 *
 * Folders wait on a work list. Symbolic links are followed (a mounted ConfigMap is made of
 * them); a link that leads back into a folder above it is a fault. Names that begin with a
 * dot are left out: editors' and mounts' own files. */
#include "ruleset_build.h"

#include "base_buffer.h"
#include "base_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_BYTES_MAX   ((size_t)8 * 1024 * 1024)
#define FOLDER_DEPTH_MAX 16

/* A folder on the work list, with those above it to know a loop by. */
struct folder {
	const char          *name; /* "weapons/", or "" for the rules folder */
	const struct folder *above;
	struct folder       *next;
	dev_t                device;
	ino_t                inode;
	unsigned             depth;
};

struct walk {
	struct ruleset_build  *build;
	const char            *root;
	struct folder         *waiting;
	struct ruleset_source *sources;
	size_t                 count;
	size_t                 cap;
};

static const char *joined(struct ruleset_build *build, const char *a, const char *b, const char *c)
{
	struct buffer text;

	buffer_init_arena(&text, &build->scratch);
	buffer_append_cstr(&text, a);
	buffer_append_cstr(&text, b);
	buffer_append_cstr(&text, c);
	buffer_append_char(&text, '\0');
	return text.failed ? NULL : text.ptr;
}

static enum status io_fault(struct walk *walk, const char *name, const char *what, int number)
{
	walk->build->code = "R001";
	return error_set(walk->build->err, STATUS_IO, name[0] != '\0' ? name : walk->root, 0, 0,
	                 "%s: %s", what, strerror(number));
}

static enum status folder_add(struct walk *walk, const char *name, const struct folder *above,
                              const struct stat *about)
{
	struct folder *folder = ARENA_NEW(&walk->build->scratch, struct folder);

	for (const struct folder *up = above; up != NULL; up = up->above) {
		if (up->device == about->st_dev && up->inode == about->st_ino)
			return error_set(walk->build->err, STATUS_RULE_MALFORMED, name, 0, 0,
			                 "the link leads back to a folder above it");
	}
	if (above != NULL && above->depth == FOLDER_DEPTH_MAX)
		return error_set(walk->build->err, STATUS_RULE_MALFORMED, name, 0, 0,
		                 "folders nest deeper than %d", FOLDER_DEPTH_MAX);
	if (folder == NULL)
		return ruleset_no_memory(walk->build);
	folder->name = joined(walk->build, name, name[0] != '\0' ? "/" : "", "");
	folder->above = above;
	folder->device = about->st_dev;
	folder->inode = about->st_ino;
	folder->depth = above == NULL ? 0 : above->depth + 1;
	folder->next = walk->waiting;
	walk->waiting = folder;
	return folder->name == NULL ? ruleset_no_memory(walk->build) : STATUS_OK;
}

static bool is_wanted(const char *name)
{
	struct slice file = slice_from_cstr(name);

	return slice_ends_with(file, SLICE_LIT(".yaml")) ||
	       slice_ends_with(file, SLICE_LIT(".yml")) || slice_ends_with(file, SLICE_LIT(".txt"));
}

static enum status file_add(struct walk *walk, const char *name, const char *path)
{
	struct ruleset_build *build = walk->build;
	struct ruleset_source source = { .name = name };
	struct error          err = { 0 };
	enum status           status;

	if (!is_wanted(name))
		return STATUS_OK;
	status = file_read(path, FILE_BYTES_MAX, &build->scratch, &source.text, &err);
	if (status != STATUS_OK) {
		build->code = "R001";
		return error_set(build->err, status, name, 0, 0, "%s",
		                 err.message[0] != '\0' ? err.message : status_text(status));
	}
	walk->sources = ruleset_grow(&build->scratch, walk->sources, walk->count, &walk->cap,
	                             sizeof *walk->sources);
	if (walk->sources == NULL)
		return ruleset_no_memory(build);
	walk->sources[walk->count++] = source;
	return STATUS_OK;
}

static enum status entry_add(struct walk *walk, const struct folder *folder, const char *entry)
{
	const char *name = joined(walk->build, folder->name, entry, "");
	const char *path = name == NULL ? NULL : joined(walk->build, walk->root, "/", name);
	struct stat about;

	if (path == NULL)
		return ruleset_no_memory(walk->build);
	if (stat(path, &about) != 0)
		return io_fault(walk, name, "cannot be read", errno);
	if (S_ISDIR(about.st_mode))
		return folder_add(walk, name, folder, &about);
	return file_add(walk, name, path);
}

static enum status folder_walk(struct walk *walk, const struct folder *folder)
{
	const char          *path = joined(walk->build, walk->root, "/", folder->name);
	DIR                 *open = path == NULL ? NULL : opendir(path);
	const struct dirent *entry;
	enum status          status = STATUS_OK;

	if (path == NULL)
		return ruleset_no_memory(walk->build);
	if (open == NULL)
		return io_fault(walk, folder->name, "the folder cannot be read", errno);
	while (status == STATUS_OK) {
		errno = 0;
		entry = readdir(open);
		if (entry == NULL && errno != 0)
			status = io_fault(walk, folder->name, "the folder cannot be read", errno);
		if (entry == NULL)
			break;
		if (entry->d_name[0] != '.')
			status = entry_add(walk, folder, entry->d_name);
	}
	(void)closedir(open);
	return status;
}

static int compare_names(const void *left, const void *right)
{
	const struct ruleset_source *a = left;
	const struct ruleset_source *b = right;

	return strcmp(a->name, b->name);
}

enum status ruleset_folder_read(struct ruleset_build *build, const char *folder,
                                struct ruleset_source **sources, size_t *count)
{
	struct walk walk = { .build = build, .root = folder };
	struct stat about;
	enum status status;

	if (stat(folder, &about) != 0)
		return io_fault(&walk, "", "the rules folder cannot be read", errno);
	if (!S_ISDIR(about.st_mode))
		return io_fault(&walk, "", "the rules folder cannot be read", ENOTDIR);
	status = folder_add(&walk, "", NULL, &about);
	while (status == STATUS_OK && walk.waiting != NULL) {
		const struct folder *next = walk.waiting;

		walk.waiting = next->next;
		status = folder_walk(&walk, next);
	}
	if (status == STATUS_OK && walk.count > 0)
		qsort(walk.sources, walk.count, sizeof *walk.sources, compare_names);
	*sources = walk.sources;
	*count = walk.count;
	return status;
}
