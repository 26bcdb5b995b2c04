/* SPDX-License-Identifier: Apache-2.0 */
#include "app_config.h"
#include "test_base_rows.h"

#include <stdlib.h>

#define WORDS_MAX 6

struct row {
	const char *label;
	const char *file; /* NULL: none */
	const char *environment[WORDS_MAX];
	const char *arguments[WORDS_MAX];
	enum status status;
	const char *expected; /* "NAME VALUE SOURCE", or the message; FILE is the file's path */
};

static const struct row rows_of_sources[] = {
	{ "has defaults", NULL, { 0 }, { 0 }, STATUS_OK, "listen 127.0.0.1:8080 default" },
	{ "takes the file over defaults",
	  "listen: unix:/a\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "listen unix:/a FILE:1" },
	{ "takes a group of the file",
	  "# comment\naudit:\n  mode: each\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "audit.mode each FILE:3" },
	{ "takes a dotted name of the file",
	  "audit.mode: async\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "audit.mode async FILE:1" },
	{ "takes the environment over the file",
	  "listen: unix:/a\n",
	  { "DOORWARD_LISTEN=unix:/b" },
	  { 0 },
	  STATUS_OK,
	  "listen unix:/b DOORWARD_LISTEN" },
	{ "takes flags over all",
	  "listen: unix:/a\n",
	  { "DOORWARD_LISTEN=unix:/b" },
	  { "--listen", "unix:/c" },
	  STATUS_OK,
	  "listen unix:/c --listen" },
	{ "takes a flag with =",
	  NULL,
	  { 0 },
	  { "--audit-mode=off" },
	  STATUS_OK,
	  "audit.mode off --audit-mode" },
	{ "takes the last of two",
	  NULL,
	  { 0 },
	  { "--threads=3", "--threads", "4" },
	  STATUS_OK,
	  "threads 4 --threads" },
	{ "takes a switch",
	  NULL,
	  { 0 },
	  { "--insecure-listen" },
	  STATUS_OK,
	  "insecure_listen true --insecure-listen" },
	{ "takes a switch back",
	  "insecure_listen: true\n",
	  { 0 },
	  { "--insecure-listen=false" },
	  STATUS_OK,
	  "insecure_listen false --insecure-listen" },
	{ "spells variables in capitals",
	  NULL,
	  { "DOORWARD_DEADLINES_BODY_S=7" },
	  { 0 },
	  STATUS_OK,
	  "deadlines.body_s 7 DOORWARD_DEADLINES_BODY_S" },
	{ "takes the data folder of the service manager",
	  NULL,
	  { "STATE_DIRECTORY=/var/lib/a:/var/lib/b" },
	  { 0 },
	  STATUS_OK,
	  "data /var/lib/a default" },

	{ "takes a group that is an option too",
	  "rules: /etc/rules\nrules.watch: false\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "rules.watch false FILE:2" },
	{ "takes an option that is a group too",
	  "rules.watch: false\nrules: /etc/rules\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "rules /etc/rules FILE:2" },
	{ "takes such a group alone",
	  "rules:\n  watch: false\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "rules.watch false FILE:2" },

	{ "refuses an unknown flag",
	  NULL,
	  { 0 },
	  { "--lisen", "x" },
	  STATUS_USAGE,
	  "unknown flag --lisen; did you mean \"--listen\"?" },
	{ "refuses an argument",
	  NULL,
	  { 0 },
	  { "serve" },
	  STATUS_USAGE,
	  "unexpected argument \"serve\"" },
	{ "refuses a flag without its value",
	  NULL,
	  { 0 },
	  { "--listen" },
	  STATUS_USAGE,
	  "--listen takes a value" },
	{ "refuses a word that is no choice",
	  NULL,
	  { 0 },
	  { "--audit-mode=always" },
	  STATUS_USAGE,
	  "--audit-mode: one of each|group|async|off is expected" },
	{ "refuses a number out of range",
	  NULL,
	  { 0 },
	  { "--threads=1000" },
	  STATUS_USAGE,
	  "--threads: a number from 0 to 256 is expected" },
	{ "refuses a switch that is neither",
	  NULL,
	  { 0 },
	  { "--insecure-listen=maybe" },
	  STATUS_USAGE,
	  "--insecure-listen: true or false is expected" },
	{ "refuses an unknown variable",
	  NULL,
	  { "DOORWARD_LISTENS=x" },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "unknown environment variable DOORWARD_LISTENS; did you mean \"DOORWARD_LISTEN\"?" },
	{ "refuses a variable's value",
	  NULL,
	  { "DOORWARD_THREADS=many" },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "environment variable DOORWARD_THREADS: a number from 0 to 256 is expected" },
	{ "refuses an unknown name in the file",
	  "audit:\n  modus: each\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:2:3: unknown option \"audit.modus\"; did you mean \"audit.mode\"?" },
	{ "refuses an unknown group",
	  "audits:\n  mode: each\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:1:1: unknown option \"audits\"" },
	{ "refuses a value in the file",
	  "listen: x\nthreads: -1\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:2:10: \"threads\": a number from 0 to 256 is expected" },
	{ "refuses a list for a value",
	  "listen: [a, b]\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:1:9: \"listen\" takes one value" },
	{ "refuses a value for a group",
	  "threads: 2\naudit: each\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:2:1: \"audit\" is a group: its options stand in the lines below it, indented" },
	{ "refuses a group without options",
	  "audit:\n  # mode: each\nthreads: 2\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:1:1: \"audit\" is a group: its options stand in the lines below it, indented" },
	{ "refuses an address in the file that can be reached from outside",
	  "threads: 2\nlisten: 0.0.0.0:80\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:2: \"listen\": \"0.0.0.0:80\" can be reached from outside, and without TLS keys "
	  "and prompts can be read on the way: name tls.certificate and tls.key, listen on "
	  "loopback or a unix socket, or say --insecure-listen" },
	{ "takes such an address with TLS",
	  "listen: 0.0.0.0:80\ntls:\n  certificate: /a\n  key: /b\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "tls.key /b FILE:4" },
	{ "refuses a certificate without its key",
	  "tls.certificate: /a\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE: TLS needs both tls.certificate and tls.key" },
	{ "takes such an address with insecure_listen",
	  "listen: 0.0.0.0:80\ninsecure_listen: true\n",
	  { 0 },
	  { 0 },
	  STATUS_OK,
	  "listen 0.0.0.0:80 FILE:1" },
	{ "refuses a management address that is none",
	  NULL,
	  { 0 },
	  { "--management-listen=here" },
	  STATUS_CONFIG_INVALID,
	  "\"here\" is no address to listen on: write 127.0.0.1:8080, [::1]:8080 or "
	  "unix:/path/to/socket" },
	{ "passes over what Kubernetes says about a service of this name",
	  NULL,
	  { "DOORWARD_SERVICE_HOST=10.0.0.1", "DOORWARD_SERVICE_PORT_HTTP=80",
	    "DOORWARD_PORT=tcp://10.0.0.1:80", "DOORWARD_PORT_80_TCP_ADDR=10.0.0.1",
	    "DOORWARD_MANAGEMENT_PORT=tcp://10.0.0.1:80", "DOORWARD_THREADS=3" },
	  { 0 },
	  STATUS_OK,
	  "threads 3 DOORWARD_THREADS" },
	{ "refuses a port that Kubernetes did not set",
	  NULL,
	  { "DOORWARD_PORT=8080" },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "unknown environment variable DOORWARD_PORT; did you mean \"DOORWARD_DATA\"?" },
	{ "refuses a file that is no mapping",
	  "- listen\n",
	  { 0 },
	  { 0 },
	  STATUS_CONFIG_INVALID,
	  "FILE:1:1: a mapping of options is expected" },
};

/* Writes the row's file, an empty one for none: so that the machine's own is not read. */
static void make_file(const struct row *row, char path[64])
{
	const char *text = row->file != NULL ? row->file : "{}\n";
	int         fd;

	snprintf(path, 64, "%s", "/tmp/doorward-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* "FILE:1" in `text` becomes the path. */
static void fill_in(const char *text, const char *path, char out[512])
{
	const char *at = strstr(text, "FILE");

	if (at == NULL)
		snprintf(out, 512, "%s", text);
	else
		snprintf(out, 512, "%.*s%s%s", (int)(at - text), text, path, at + 4);
}

/* The line about the option that `expected` begins with, with single spaces. */
static void find_line(const struct app_config *config, const char *expected, char line[512])
{
	size_t        name_len = strcspn(expected, " "), len = 0;
	struct buffer out;

	buffer_init_heap(&out);
	app_config_print(config, false, &out);
	for (struct slice rest = buffer_slice(&out); rest.len > 0 && len == 0;) {
		size_t end = slice_find(rest, SLICE_LIT("\n"), 0);

		if (strncmp(rest.ptr, expected, name_len) == 0 && rest.ptr[name_len] == ' ')
			for (size_t i = 0; i < end && len < 511; i++)
				if (rest.ptr[i] != ' ' || (len > 0 && line[len - 1] != ' '))
					line[len++] = rest.ptr[i];
		rest = slice_from(rest, end + 1);
	}
	line[len] = '\0';
	buffer_free(&out);
}

static void reads(void **state)
{
	const struct row *row = *state;
	char              path[64], flag[80], expected[512], line[512] = "";
	char             *arguments[WORDS_MAX + 1];
	const char       *environment[WORDS_MAX + 1] = { 0 };
	struct app_config config;
	struct error      err = { 0 };
	int               count = 0;

	make_file(row, path);
	snprintf(flag, sizeof flag, "--config=%s", path);
	arguments[count++] = flag;
	for (size_t i = 0; i < WORDS_MAX && row->arguments[i] != NULL; i++)
		arguments[count++] = (char *)(uintptr_t)row->arguments[i];
	memcpy(environment, row->environment, sizeof row->environment);

	assert_int_equal(app_config_load(&config, count, arguments, environment, &err),
	                 row->status);
	fill_in(row->expected, path, expected);
	if (row->status == STATUS_OK) {
		find_line(&config, expected, line);
	} else {
		struct buffer out;

		buffer_init_fixed(&out, line, sizeof line - 1);
		error_print(&err, &out);
		line[out.len] = '\0';
	}
	unlink(path);
	assert_string_equal(line, expected);
}

static void needs_the_file_that_is_named(void **state)
{
	char              first[] = "--config", second[] = "/nonexistent/doorward.yaml";
	char             *arguments[] = { first, second };
	const char *const environment[] = { NULL };
	struct app_config config;
	struct error      err = { 0 };

	(void)state;
	assert_int_equal(app_config_load(&config, 2, arguments, environment, &err), STATUS_IO);
	assert_string_equal(err.file, second);
}

static void prints_json(void **state)
{
	const char *const environment[] = { NULL };
	struct app_config config;
	struct buffer     out;

	(void)state;
	assert_int_equal(app_config_load(&config, 0, NULL, environment, NULL), STATUS_OK);
	buffer_init_heap(&out);
	app_config_print(&config, true, &out);
	buffer_append_char(&out, '\0');
	assert_non_null(
		strstr(out.ptr, "{\"name\":\"threads\",\"value\":0,\"origin\":\"default\"}\n"));
	assert_non_null(strstr(out.ptr, "{\"name\":\"audit.mode\",\"value\":\"group\",\"origin\":"
	                                "\"default\"}\n"));
	buffer_free(&out);
}

static void helps_with_every_option(void **state)
{
	struct buffer out;
	unsigned      lines = 0;

	(void)state;
	buffer_init_heap(&out);
	app_config_print_options(&out);
	assert_false(out.failed);
	for (size_t i = 0; i < out.len; i++)
		lines += out.ptr[i] == '\n' ? 1 : 0;
	assert_int_equal(lines, APP_OPTION_COUNT + 1);
	buffer_free(&out);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, reads, rows_of_sources);
	rows_add_one(&rows, "needs the file that is named", needs_the_file_that_is_named);
	rows_add_one(&rows, "prints JSON", prints_json);
	rows_add_one(&rows, "helps with every option", helps_with_every_option);
	return rows_run(&rows, "app_config");
}
