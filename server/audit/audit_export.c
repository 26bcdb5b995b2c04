/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_export.h"

#include "audit_checkpoint.h"
#include "audit_file.h"
#include "audit_folder.h"
#include "base_digest.h"
#include "base_json.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define PIECE_BYTES    (1u << 20)
#define PROGRESS_EVERY 10000u
#define NODES_MAX      64u

/* What of a node's chain is in the file. */
struct range {
	char     node[AUDIT_NODE_CHARS_MAX + 1];
	uint64_t first_seq, last_seq;
	char     first_hash[DIGEST_HEX_CHARS + 1], last_hash[DIGEST_HEX_CHARS + 1];
};

struct export
{
	const struct audit_export *what;
	int                        fd;
	ZSTD_CCtx                 *zstd; /* NULL: plain */
	struct digest_state        digest;
	uint64_t                   bytes;
	struct buffer              text, packed;
	struct range               ranges[NODES_MAX];
	size_t                     range_count;
	uint64_t                   records, seen;
	enum status                status;
};

/* ---- the file ---- */

static void put_bytes(struct export *export, struct slice bytes)
{
	digest_add(&export->digest, bytes);
	export->bytes += bytes.len;
	if (export->status == STATUS_OK)
		export->status = audit_file_write(export->fd, bytes);
}

static void flush(struct export *export, bool is_end)
{
	ZSTD_inBuffer input = { export->text.ptr, export->text.len, 0 };
	size_t        left = 1;

	if (export->text.failed)
		export->status = STATUS_NO_MEMORY;
	if (export->zstd == NULL)
		put_bytes(export, buffer_slice(&export->text));
	while (export->zstd != NULL && export->status == STATUS_OK &&
	       (input.pos < input.size || (is_end && left > 0))) {
		ZSTD_outBuffer output = { NULL, ZSTD_CStreamOutSize(), 0 };

		buffer_clear(&export->packed);
		output.dst = buffer_reserve(&export->packed, output.size);
		if (output.dst == NULL) {
			export->status = STATUS_NO_MEMORY;
			break;
		}
		left = ZSTD_compressStream2(export->zstd, &output, &input,
		                            is_end ? ZSTD_e_end : ZSTD_e_continue);
		if (ZSTD_isError(left))
			export->status = STATUS_NO_MEMORY;
		else
			put_bytes(export, (struct slice){ output.dst, output.pos });
	}
	buffer_clear(&export->text);
}

static void copy_text(char *to, size_t cap, struct slice text)
{
	snprintf(to, cap, "%.*s", SLICE_ARG(text));
}

static void note_range(struct export *export, const struct audit_entry *entry)
{
	struct range *range = export->ranges;

	while (range < export->ranges + export->range_count &&
	       !slice_equal_cstr(entry->node, range->node))
		range++;
	if (range == export->ranges + NODES_MAX)
		return;
	if (range == export->ranges + export->range_count) {
		export->range_count++;
		copy_text(range->node, sizeof range->node, entry->node);
		range->first_seq = UINT64_MAX;
	}
	if (entry->seq < range->first_seq) {
		range->first_seq = entry->seq;
		copy_text(range->first_hash, sizeof range->first_hash, entry->hash);
	}
	if (entry->seq > range->last_seq) {
		range->last_seq = entry->seq;
		copy_text(range->last_hash, sizeof range->last_hash, entry->hash);
	}
}

static bool take_record(void *context, const struct audit_entry *entry, struct slice line)
{
	struct export *export = context;
	size_t before = export->text.len;

	audit_export_put(export->what->format, entry, line, export->what->category, &export->text);
	if (export->text.len > before || export->text.failed) {
		note_range(export, entry);
		export->records++;
	}
	if (export->text.len >= PIECE_BYTES || export->text.failed)
		flush(export, false);
	if (++export->seen % PROGRESS_EVERY == 0 && export->what->progress != NULL)
		export->what->progress(export->what->context, export->seen);
	if (export->what->must_stop != NULL && atomic_load(export->what->must_stop) &&
	    export->status == STATUS_OK)
		export->status = STATUS_END;
	return export->status == STATUS_OK;
}

/* ---- the manifest ---- */

static void put_checkpoint(const struct export *export, const struct range *range,
                           struct buffer *out)
{
	char                     path[AUDIT_PATH_BYTES];
	struct audit_note_reader reader = { 0 };
	struct audit_note        note, last = { 0 };
	struct slice             file = SLICE_NONE;
	int len = snprintf(path, sizeof path, "%s/audit/%s/" AUDIT_CHECKPOINT_FILE,
	                   export->what->data, range->node);

	json_write_key(out, "checkpoint");
	if (len > 0 && (size_t)len < sizeof path && audit_file_map(path, &file) == STATUS_OK) {
		enum status status;

		reader.text = file;
		while ((status = audit_note_next(&reader, &note)) == STATUS_OK ||
		       status == STATUS_CORRUPT)
			if (status == STATUS_OK)
				last = note;
	}
	if (last.text.len > 0)
		json_write_string(out, (struct slice){ last.text.ptr, (size_t)(last.signatures.ptr +
		                                                               last.signatures.len -
		                                                               last.text.ptr) });
	else
		buffer_append_cstr(out, "null");
	audit_file_unmap(&file);
}

static void put_ranges(const struct export *export, struct buffer *out)
{
	json_write_key(out, "chain");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < export->range_count; i++) {
		const struct range *range = &export->ranges[i];

		buffer_append_format(out,
		                     "%s{\"node\":\"%s\",\"first_seq\":%" PRIu64
		                     ",\"first_hash\":\"%s\",\"last_seq\":%" PRIu64
		                     ",\"last_hash\":\"%s\"",
		                     i > 0 ? "," : "", range->node, range->first_seq,
		                     range->first_hash, range->last_seq, range->last_hash);
		put_checkpoint(export, range, out);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static enum status write_manifest(struct export *export, const char *name, struct error *err)
{
	const struct audit_export *what = export->what;
	char                       time[AUDIT_TIME_CHARS + 1], hex[DIGEST_HEX_CHARS + 1];
	struct digest              digest;
	struct buffer              out;
	enum status                status = STATUS_NO_MEMORY;

	digest_end(&export->digest, &digest);
	digest_hex(&digest, hex);
	audit_clock_format(audit_clock_us(what->clock), time);
	buffer_init_heap(&out);
	buffer_append_format(&out, "{\"format\":\"%s\",\"created\":\"%s\",\"query\":",
	                     audit_format_word(what->format), time);
	json_write_string(&out, slice_from_cstr(what->query_text));
	buffer_append_format(&out,
	                     ",\"records\":%" PRIu64 ",\"file\":{\"name\":\"%s\",\"bytes\":%" PRIu64
	                     ",\"sha256\":\"%s\"}",
	                     export->records, name, export->bytes, hex);
	put_ranges(export, &out);
	buffer_append_cstr(&out, "}\n");
	if (!out.failed)
		status = audit_file_create_small(what->folder, "manifest.json", 0640,
		                                 buffer_slice(&out), err);
	buffer_free(&out);
	return status;
}

/* ---- the whole ---- */

void audit_export_name(enum audit_format format, bool is_plain, char name[AUDIT_EXPORT_NAME_CHARS])
{
	static const char *const ends[AUDIT_FORMATS] = { "jsonl", "csv", "opa.jsonl", "dsa.jsonl" };

	snprintf(name, AUDIT_EXPORT_NAME_CHARS, "verdicts.%s%s", ends[format],
	         is_plain ? "" : ".zst");
}

static enum status write_records(struct export *export, struct error *err)
{
	struct audit_query   query = *export->what->query;
	struct audit_search *search = NULL;
	enum status          status;

	query.is_ascending = true;
	status = audit_search_open(export->what->data, &query, &search, err);
	if (status != STATUS_OK)
		return status;
	audit_export_begin(export->what->format, &export->text);
	status = audit_search_all(search, take_record, export, err);
	audit_search_close(&search);
	flush(export, true);
	return status == STATUS_OK ? export->status : status;
}

static enum status run(struct export *export, const char *path, struct error *err)
{
	enum status status;

	if (!export->what->is_plain) {
		export->zstd = ZSTD_createCCtx();
		if (export->zstd == NULL)
			return STATUS_NO_MEMORY;
		ZSTD_CCtx_setParameter(export->zstd, ZSTD_c_checksumFlag, 1);
	}
	export->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (export->fd < 0)
		return STATUS_IO;
	status = write_records(export, err);
	if (status == STATUS_OK && fsync(export->fd) != 0)
		status = STATUS_IO;
	if (close(export->fd) != 0 && status == STATUS_OK)
		status = STATUS_IO;
	return status;
}

enum status audit_export_run(const struct audit_export *what, uint64_t *records, struct error *err)
{
	struct export export = { .what = what, .status = STATUS_OK };
	char        name[AUDIT_EXPORT_NAME_CHARS], path[AUDIT_PATH_BYTES];
	enum status status;

	audit_export_name(what->format, what->is_plain, name);
	if (!audit_file_path(path, sizeof path, what->folder, name))
		return error_set(err, STATUS_IO, what->folder, 0, 0, "the path is too long");
	buffer_init_heap(&export.text);
	buffer_init_heap(&export.packed);
	digest_begin(&export.digest);
	status = run(&export, path, err);
	if (status == STATUS_OK)
		status = write_manifest(&export, name, err);
	else if (err != NULL && err->message[0] == '\0')
		error_set(err, status, path, 0, 0, "cannot write: %s",
		          status == STATUS_IO ? strerror(errno) : status_text(status));
	ZSTD_freeCCtx(export.zstd);
	buffer_free(&export.text);
	buffer_free(&export.packed);
	*records = export.records;
	return status;
}
