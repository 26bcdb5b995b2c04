/* SPDX-License-Identifier: Apache-2.0 */
/* FILE behind `rules lint` and `rules test` picks files of the rules folder. A word that picks none
 * must be said: a typo, or a file that lies elsewhere, would be "0 errors" for ever.
 *
 *     rules lint rules/weapons/explosives.yaml     weapons/explosives.yaml     explosives.yaml
 *
 * A word that is a file from where the program runs is that file and no other of its name. */
#include "cmd_print.h"
#include "cmd_rules.h"

#include <fts.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct search {
	const char  *word;
	struct stat  about;
	bool         is_file;
	bool         found;
	size_t       root_len;
	const char **names; /* below the folder, to say the nearest of */
	size_t       count;
	size_t       cap;
};

static bool is_rule_file(const FTSENT *entry)
{
	struct slice name = slice_from_cstr(entry->fts_name);

	return entry->fts_info == FTS_F && (slice_ends_with(name, SLICE_LIT(".yaml")) ||
	                                    slice_ends_with(name, SLICE_LIT(".yml")) ||
	                                    slice_ends_with(name, SLICE_LIT(".txt")));
}

static void name_add(struct search *search, const char *name)
{
	if (search->count == search->cap) {
		size_t       cap = search->cap * 2 + 64;
		const char **names = realloc(search->names, cap * sizeof *names);

		if (names == NULL)
			return;
		search->names = names;
		search->cap = cap;
	}
	char *copy = strdup(name);
	if (copy != NULL)
		search->names[search->count++] = copy;
}

static void entry_look(struct search *search, const FTSENT *entry)
{
	const struct stat *about = entry->fts_statp;

	if (!is_rule_file(entry))
		return;
	search->found = search->is_file ? about->st_dev == search->about.st_dev &&
	                                          about->st_ino == search->about.st_ino
	                                : cmd_rules_file_is(entry->fts_path, search->word);
	if (!search->found && entry->fts_pathlen > search->root_len + 1)
		name_add(search, entry->fts_path + search->root_len + 1);
}

static void folder_search(struct search *search, const char *folder)
{
	char         *root = strdup(folder);
	char *const   roots[] = { root, NULL };
	FTS          *walk = root == NULL ? NULL : fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	const FTSENT *entry;

	while (walk != NULL && !search->found && (entry = fts_read(walk)) != NULL)
		entry_look(search, entry);
	if (walk != NULL)
		(void)fts_close(walk);
	free(root);
}

static int word_missing(const struct search *search, const char *folder)
{
	if (!search->is_file)
		return cmd_unknown("rule file", search->word, search->names, search->count);
	cmd_complain("%s is no file of %s; --rules names the folder it is in", search->word,
	             folder);
	return CMD_FAILED;
}

int cmd_rules_files_known(const char *folder, const struct cmd_words *words)
{
	struct stat about;
	int         exit_code = CMD_GOOD;

	if (stat(folder, &about) != 0 || !S_ISDIR(about.st_mode))
		return CMD_GOOD;
	for (int i = 0; i < words->count && exit_code == CMD_GOOD; i++) {
		struct search search = { .word = words->words[i], .root_len = strlen(folder) };

		while (search.root_len > 1 && folder[search.root_len - 1] == '/')
			search.root_len--;
		search.is_file = stat(search.word, &search.about) == 0 &&
		                 S_ISREG(search.about.st_mode);
		folder_search(&search, folder);
		if (!search.found)
			exit_code = word_missing(&search, folder);
		for (size_t name = 0; name < search.count; name++)
			free((void *)(uintptr_t)search.names[name]);
		free(search.names);
	}
	return exit_code;
}
