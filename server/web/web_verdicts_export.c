/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts to take away: what `doorward audit export` writes, written by the server.
 *
 *     POST /v1/verdicts/export?format=csv&decision=block    202 {"id":"ex_...",...}
 *     GET  /v1/verdicts/export/ex_...                       how far it is, and its manifest
 *     GET  /v1/verdicts/export/ex_...?part=file             the file itself
 *
 * Filters are those of GET /v1/verdicts. */
#include "audit_query.h"
#include "web_exports.h"
#include "web_rules.h"
#include "web_verdicts.h"

#include <string.h>
#include <unistd.h>

#define ACCEPTED 202u

static bool read_format(struct slice word, enum audit_format *format)
{
	for (unsigned i = 0; i < AUDIT_FORMATS; i++)
		if (slice_equal_cstr(word, audit_format_word((enum audit_format)i))) {
			*format = (enum audit_format)i;
			return true;
		}
	return false;
}

/* The arguments in the words of the program: "decision=block rule=a.b". */
static void put_query_text(const struct web_head *head, struct buffer *out)
{
	for (size_t i = 0; i < head->argument_count; i++) {
		if (slice_equal_cstr(head->arguments[i].name, "format"))
			continue;
		if (out->len > 0)
			buffer_append_char(out, ' ');
		buffer_append(out, head->arguments[i].name);
		buffer_append_char(out, '=');
		buffer_append(out, head->arguments[i].value);
	}
}

/* False: it is refused. */
static bool read_order(struct web_exchange *exchange, struct web_export_order *order)
{
	struct arena *arena = engine_worker_arena(exchange->worker->engine);
	struct slice  format;

	*order = (struct web_export_order){ .format = AUDIT_FORMAT_JSONL };
	if (!web_verdicts_query(exchange, arena, "format", &order->query))
		return false;
	if (!web_query_text(&exchange->head, "format", arena, &format) ||
	    (format.len > 0 && !read_format(format, &order->format))) {
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST,
		                    "format is jsonl, csv, opa or dsa-sor", NULL);
		return false;
	}
	order->is_plain = order->format == AUDIT_FORMAT_CSV;
	return true;
}

static struct web_exports *exports_of(struct web_exchange *exchange)
{
	struct web_exports *exports = exchange->worker->server->exports;

	if (exports == NULL)
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "No records are kept: audit.mode is off.", NULL);
	return exports;
}

static void start(struct web_exchange *exchange, struct web_exports *exports,
                  const struct web_export_order *order)
{
	char        id[WEB_EXPORT_ID_CHARS];
	enum status status = web_exports_start(exports, order, id);

	if (status == STATUS_OK) {
		(void)web_exports_show(exports, slice_from_cstr(id), &exchange->reply.body);
		web_rules_answer(exchange);
		exchange->reply.http = ACCEPTED;
	} else if (status == STATUS_LIMIT_REACHED) {
		web_exchange_refuse(exchange, WEB_PROBLEM_BUSY,
		                    "Another export is running; one is at a time.", NULL);
	} else {
		web_exchange_refuse(exchange, WEB_PROBLEM_AUDIT_UNAVAILABLE,
		                    "The export cannot be written now.", NULL);
	}
}

void web_verdicts_export(struct web_exchange *exchange)
{
	struct web_exports     *exports = exports_of(exchange);
	struct web_export_order order;
	struct buffer           text;

	if (exports == NULL)
		return;
	engine_worker_reset(exchange->worker->engine);
	if (!read_order(exchange, &order))
		return;
	buffer_init_heap(&text);
	put_query_text(&exchange->head, &text);
	order.text = buffer_slice(&text);
	start(exchange, exports, &order);
	buffer_free(&text);
}

static void give_file(struct web_exchange *exchange, struct web_exports *exports)
{
	char        name[AUDIT_EXPORT_NAME_CHARS];
	int         fd = -1;
	enum status status = web_exports_take(exports, exchange->parameter, &fd, name);

	if (status == STATUS_OK) {
		size_t len = strlen(name);

		exchange->reply.fd = fd;
		exchange->reply.http = 200;
		exchange->reply.type = strcmp(name + len - 4, ".csv") == 0 ? "text/csv"
		                                                           : "application/zstd";
		web_exchange_header(exchange, "Content-Disposition", "attachment; filename=\"%s\"",
		                    name);
	} else if (status == STATUS_LIMIT_REACHED) {
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "This export is not done, or has failed: ask for its state.",
		                    NULL);
	} else if (status == STATUS_NOT_FOUND) {
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "No export of this id is kept.", NULL);
	} else {
		web_exchange_refuse(exchange, WEB_PROBLEM_AUDIT_UNAVAILABLE,
		                    "The file cannot be read now.", NULL);
	}
}

void web_verdicts_export_get(struct web_exchange *exchange)
{
	static const char *const known[] = { "part" };
	struct web_exports      *exports = exports_of(exchange);
	struct slice             part;

	if (exports == NULL)
		return;
	engine_worker_reset(exchange->worker->engine);
	if (!web_query_known(&exchange->head, known, 1) ||
	    !web_query_text(&exchange->head, "part", engine_worker_arena(exchange->worker->engine),
	                    &part) ||
	    (part.len > 0 && !slice_equal_cstr(part, "file")))
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST, "Known is part=file.",
		                    NULL);
	else if (part.len > 0)
		give_file(exchange, exports);
	else if (web_exports_show(exports, exchange->parameter, &exchange->reply.body))
		web_rules_answer(exchange);
	else
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "No export of this id is kept.", NULL);
}
