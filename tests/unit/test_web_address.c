/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_address.h"

#include <stdlib.h>
#include <sys/stat.h>

struct row {
	const char *label;
	const char *text;
	bool        is_good;
	bool        is_private;
};

static const struct row rows_of_addresses[] = {
	{ "takes IPv4 loopback", "127.0.0.1:8080", true, true },
	{ "takes all of 127/8 as loopback", "127.9.9.9:1", true, true },
	{ "takes localhost", "localhost:80", true, true },
	{ "takes IPv6 loopback", "[::1]:8080", true, true },
	{ "takes a unix socket", "unix:/run/doorward.sock", true, true },
	{ "takes port 0", "127.0.0.1:0", true, true },
	{ "knows that 0.0.0.0 is public", "0.0.0.0:8080", true, false },
	{ "knows that :: is public", "[::]:8080", true, false },
	{ "knows that a private range is public", "10.0.0.1:8080", true, false },
	{ "refuses a port above 65535", "127.0.0.1:65536", false, false },
	{ "refuses a port with a sign", "127.0.0.1:+80", false, false },
	{ "refuses no port", "127.0.0.1", false, false },
	{ "refuses an empty port", "127.0.0.1:", false, false },
	{ "refuses no host", ":8080", false, false },
	{ "refuses a name", "example.org:80", false, false },
	{ "refuses IPv6 without brackets", "::1:8080", false, false },
	{ "refuses an empty unix path", "unix:", false, false },
	{ "refuses a unix path that is too long",
	  "unix:/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	  false, false },
	{ "refuses nothing", "", false, false },
};

static void parses(void **state)
{
	const struct row  *row = *state;
	struct web_address address;
	struct error       err = { 0 };

	assert_int_equal(web_address_parse(row->text, &address, &err),
	                 row->is_good ? STATUS_OK : STATUS_CONFIG_INVALID);
	if (row->is_good)
		assert_int_equal(address.is_private, row->is_private);
	else
		assert_true(err.message[0] != '\0');
}

static void replaces_only_a_stale_socket(void **state)
{
	char               folder[] = "/tmp/doorward-test-XXXXXX", text[64];
	struct web_address address;
	struct error       err = { 0 };
	struct stat        info;
	int                first = -1, second = -1;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(text, sizeof text, "unix:%s/socket", folder);
	assert_int_equal(web_address_parse(text, &address, &err), STATUS_OK);
	assert_int_equal(web_address_listen(&address, &first, &err), STATUS_OK);
	assert_int_equal(stat(address.path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0660);
	assert_int_equal(web_address_listen(&address, &second, &err), STATUS_IO);
	close(first);
	assert_int_equal(web_address_listen(&address, &second, NULL), STATUS_OK);
	close(second);
	unlink(address.path);
	rmdir(folder);
}

static void names_the_port_that_was_given(void **state)
{
	char               text[WEB_ADDRESS_CHARS];
	struct web_address address;
	int                fd = -1;

	(void)state;
	assert_int_equal(web_address_parse("127.0.0.1:0", &address, NULL), STATUS_OK);
	assert_int_equal(web_address_listen(&address, &fd, NULL), STATUS_OK);
	web_address_name(&address, fd, text);
	assert_memory_equal(text, "127.0.0.1:", 10);
	assert_true(strtol(text + 10, NULL, 10) > 0);
	close(fd);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, parses, rows_of_addresses);
	rows_add_one(&rows, "replaces only a socket that nobody listens on",
	             replaces_only_a_stale_socket);
	rows_add_one(&rows, "names the port that was given", names_the_port_that_was_given);
	return rows_run(&rows, "web_address");
}
