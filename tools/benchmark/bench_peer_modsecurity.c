/* SPDX-License-Identifier: Apache-2.0 */
/* A web application firewall: each text is the argument of a form that is posted, each regex a
 * SecRule. A line of the file that begins with "Include " is a line of configuration as it is: so
 * the core rule set is measured with the same program. */
#include "bench_peer.h"

#include <modsecurity/modsecurity.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct peer {
	ModSecurity *modsecurity;
	RulesSet    *rules;
};

const char *bench_peer_name(void)
{
	return "libmodsecurity";
}

static bool add(RulesSet *rules, const char *line)
{
	const char *error = NULL;

	if (msc_rules_add(rules, line, &error) >= 0)
		return true;
	fprintf(stderr, "libmodsecurity: %s\n", error != NULL ? error : line);
	return false;
}

void *bench_peer_open(const struct bench_lines *regexes)
{
	struct peer *peer = calloc(1, sizeof *peer);
	char         line[4096];

	if (peer == NULL)
		return NULL;
	peer->modsecurity = msc_init();
	peer->rules = msc_create_rules_set();
	if (!add(peer->rules, "SecRuleEngine DetectionOnly\nSecRequestBodyAccess On\n"
	                      "SecRequestBodyLimit 4194304\nSecRequestBodyNoFilesLimit 4194304\n"))
		return NULL;
	for (size_t i = 0; i < regexes->count; i++) {
		if (strncmp(regexes->items[i], "Include ", 8) == 0)
			snprintf(line, sizeof line, "%s\n", regexes->items[i]);
		else
			snprintf(line, sizeof line,
			         "SecRule ARGS \"@rx (?i)%s\" \"id:%zu,phase:2,pass,nolog\"\n",
			         regexes->items[i], 1000 + i);
		if (!add(peer->rules, line))
			return NULL;
	}
	return peer;
}

static void add_header(Transaction *transaction, const char *name, const char *value)
{
	msc_add_request_header(transaction, (const unsigned char *)name,
	                       (const unsigned char *)value);
}

/* As a form: spaces are "+", and the other bytes of the texts need no escape but "+", "&", "%". */
static size_t form_make(char *form, const char *text, size_t length)
{
	size_t used = 2;

	memcpy(form, "p=", 2);
	for (size_t i = 0; i < length; i++)
		form[used++] = text[i] == ' '                                       ? '+'
		               : text[i] == '+' || text[i] == '&' || text[i] == '%' ? '-'
		                                                                    : text[i];
	form[used] = '\0';
	return used;
}

bool bench_peer_scan(void *context, const char *text, size_t length)
{
	struct peer *peer = context;
	char        *form = malloc(length + 3);
	Transaction *transaction = msc_new_transaction(peer->modsecurity, peer->rules, NULL);
	char         size[32];

	if (form == NULL || transaction == NULL)
		abort();
	snprintf(size, sizeof size, "%zu", form_make(form, text, length));
	msc_process_connection(transaction, "127.0.0.1", 40000, "127.0.0.1", 80);
	msc_process_uri(transaction, "/v1/check", "POST", "1.1");
	add_header(transaction, "Host", "bench");
	add_header(transaction, "User-Agent", "bench");
	add_header(transaction, "Accept", "*/*");
	add_header(transaction, "Content-Type", "application/x-www-form-urlencoded");
	add_header(transaction, "Content-Length", size);
	msc_process_request_headers(transaction);
	msc_append_request_body(transaction, (const unsigned char *)form, length + 2);
	msc_process_request_body(transaction);
	msc_transaction_cleanup(transaction);
	free(form);
	return false;
}

void bench_peer_close(void *context)
{
	struct peer *peer = context;

	msc_rules_cleanup(peer->rules);
	msc_cleanup(peer->modsecurity);
	free(peer);
}
