/* SPDX-License-Identifier: Apache-2.0 */
/* What a ruleset costs before the first prompt: reading, compiling, testing, as bytes and back, and
 * the most memory the process ever had (measured before the tests, and in the end).
 *
 *     bench_ruleset                         the shipped rules
 *     bench_ruleset --count 10000           made rules, phrases alone
 *     bench_ruleset --count 10000 --regex 10
 *     bench_ruleset --count 10000 --write DIR   writes them as a rules folder and ends
 */
#include "bench_rig.h"
#include "bench_rules.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define RULES_A_FILE 50

struct options {
	const char        *folder;
	const char        *write;
	size_t             count;
	bool               json;
	bool               quick; /* without the inline tests */
	struct bench_rules rules;
};

struct figures {
	double compile_s, test_s, save_s, open_s;
	size_t compile_peak_kib, peak_kib, bytes;
};

static bool number_read(const char *text, size_t *number)
{
	char *end = NULL;

	*number = strtoul(text, &end, 10);
	return end != text && *end == '\0';
}

static void options_read(struct options *options, int count, char **words)
{
	size_t percent = 0;
	size_t seed = 1;
	bool   good = true;

	*options = (struct options){ .folder = "rules" };
	for (int i = 1; good && i < count; i++) {
		const char *value = i + 1 < count ? words[i + 1] : "";

		if (strcmp(words[i], "--json") == 0 || strcmp(words[i], "--quick") == 0) {
			options->json |= words[i][2] == 'j';
			options->quick |= words[i][2] == 'q';
			continue;
		}
		if (strcmp(words[i], "--rules") == 0)
			options->folder = value;
		else if (strcmp(words[i], "--write") == 0)
			options->write = value;
		else if (strcmp(words[i], "--count") == 0)
			good = number_read(value, &options->count);
		else if (strcmp(words[i], "--regex") == 0)
			good = number_read(value, &percent);
		else
			good = strcmp(words[i], "--seed") == 0 && number_read(value, &seed);
		i++;
	}
	if (!good) {
		fprintf(stderr, "usage: bench_ruleset [--rules DIR | --count N [--regex PERCENT] "
		                "[--seed N] [--write DIR]] [--quick] [--json]\n");
		exit(2);
	}
	options->rules = (struct bench_rules){ .seed = seed, .regex_percent = (unsigned)percent };
}

/* ---- made rules ---- */

static struct ruleset_source file_make(const struct options *options, size_t file)
{
	const size_t  first = file * RULES_A_FILE;
	const size_t  left = options->count - first;
	struct buffer text;
	char         *name = malloc(32);

	buffer_init_heap(&text);
	bench_rules_write(&options->rules, first, left < RULES_A_FILE ? left : RULES_A_FILE, &text);
	bench_check(text.failed || name == NULL ? STATUS_NO_MEMORY : STATUS_OK, "rules");
	snprintf(name, 32, "made_%05zu.yaml", file);
	return (struct ruleset_source){ name, buffer_slice(&text) };
}

static void folder_write(const struct options *options, const struct ruleset_source *sources,
                         size_t count)
{
	char path[4096];

	(void)mkdir(options->write, 0700);
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s/%s", options->write, sources[i].name);
		FILE *file = fopen(path, "wb");
		if (file == NULL ||
		    fwrite(sources[i].text.ptr, 1, sources[i].text.len, file) !=
		            sources[i].text.len ||
		    fclose(file) != 0)
			bench_check(STATUS_IO, path);
	}
}

/* ---- figures ---- */

static size_t peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (size_t)usage.ru_maxrss;
}

static struct ruleset *compile(const struct options *options, const struct ruleset_source *sources,
                               size_t count, struct figures *figures)
{
	struct ruleset *ruleset = NULL;
	struct error    err = { 0 };
	const double    begun = bench_cpu_ns();
	enum status status = sources != NULL ? ruleset_load_sources(sources, count, &ruleset, &err)
	                                     : ruleset_load(options->folder, &ruleset, &err);

	figures->compile_s = (bench_cpu_ns() - begun) / 1e9;
	figures->compile_peak_kib = peak_kib();
	if (status != STATUS_OK) {
		fprintf(stderr, "%s:%u:%u: %s\n", err.file, err.line, err.column, err.message);
		exit(2);
	}
	return ruleset;
}

static void selftest(const struct ruleset *ruleset, struct figures *figures)
{
	struct error err = { 0 };
	const double begun = bench_cpu_ns();

	bench_check(engine_selftest(ruleset, &err, NULL), err.message);
	figures->test_s = (bench_cpu_ns() - begun) / 1e9;
}

static void bytes_and_back(const struct ruleset *ruleset, struct figures *figures)
{
	struct buffer   out;
	struct ruleset *opened = NULL;
	struct error    err = { 0 };
	bool            tested;
	double          begun = bench_cpu_ns();

	buffer_init_heap(&out);
	bench_check(ruleset_save(ruleset, true, &out), "save");
	figures->save_s = (bench_cpu_ns() - begun) / 1e9;
	figures->bytes = out.len;
	begun = bench_cpu_ns();
	if (ruleset_open_bytes(buffer_slice(&out), &opened, &tested, &err) != STATUS_OK)
		bench_check(STATUS_CORRUPT, err.message);
	figures->open_s = (bench_cpu_ns() - begun) / 1e9;
	ruleset_close(&opened);
	buffer_free(&out);
}

static void print(const struct options *options, const struct ruleset *ruleset,
                  const struct figures *figures)
{
	struct ruleset_figures in;

	ruleset_figures(ruleset, &in);
	printf(options->json ? "{\"rules\":%zu,\"atoms\":%zu,\"literals\":%zu,\"regexes\":%zu,"
	                       "\"words\":%zu,"
	                       "\"compile_s\":%.3f,\"compile_peak_kib\":%zu,\"tests\":%zu,\"test_"
	                       "s\":%.3f,"
	                       "\"save_s\":%.3f,\"open_s\":%.3f,\"bytes\":%zu,\"peak_kib\":%zu}\n"
	                     : "rules %zu, atoms %zu, literals %zu, regexes %zu, words %zu\n"
	                       "compile %.3f s, peak %zu KiB\n"
	                       "%zu tests %.3f s\n"
	                       "to bytes %.3f s, back %.3f s, %zu bytes\n"
	                       "peak of all %zu KiB\n",
	       in.rules, in.atoms, in.literals, in.regexes, in.vocabulary, figures->compile_s,
	       figures->compile_peak_kib, in.tests, figures->test_s, figures->save_s,
	       figures->open_s, figures->bytes, peak_kib());
	if (!options->json)
		printf("arena %zu bytes, databases %zu bytes\n", in.arena_bytes, in.database_bytes);
}

int main(int count, char **words)
{
	struct options         options;
	struct figures         figures = { 0 };
	struct ruleset_source *sources = NULL;
	struct ruleset        *ruleset;
	size_t                 files;

	options_read(&options, count, words);
	files = (options.count + RULES_A_FILE - 1) / RULES_A_FILE;
	if (files > 0 && (sources = calloc(files, sizeof *sources)) == NULL)
		bench_check(STATUS_NO_MEMORY, "rules");
	for (size_t i = 0; i < files; i++)
		sources[i] = file_make(&options, i);
	if (options.write != NULL) {
		folder_write(&options, sources, files);
		return 0;
	}
	ruleset = compile(&options, sources, files, &figures);
	bytes_and_back(ruleset, &figures);
	if (!options.quick)
		selftest(ruleset, &figures);
	print(&options, ruleset, &figures);
	ruleset_close(&ruleset);
	return 0;
}
