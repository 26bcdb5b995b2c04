/* SPDX-License-Identifier: Apache-2.0 */
/* A compiled ruleset as bytes:
 *
 *     head       what it is, who made it, how long the parts are, a digest of all of it
 *     image      struct ruleset and all of its arena, see ruleset_shape.c
 *     literals   the database of the matching library
 *     prefilter  that of regexes without a literal
 *
 * Opening copies the image into a new arena and turns offsets into pointers there; the library
 * reads its databases; regexes are compiled again from their source (30 us each: less than
 * the trouble of PCRE2's own bytes, which it says must be trusted).
 *
 * Bytes are for the build that made them, and any other refuses them. The build is the sources of
 * the engine, how its structs lie in memory, and the libraries with the processor they compile for.
 * What is refused is compiled again from the rule files: there are no bytes to convert.
 *
 * The digest finds what went wrong by itself: a cut, a flipped bit, a file that is something else.
 * It is no signature. Whoever may write a file that a program loads rules from may
 * as well write the rules, so such files are kept where nobody else can. */
#include "ruleset_bytes.h"

#include "base_digest.h"
#include "match_bytes.h"
#include "ruleset_build.h"
#include "ruleset_sources_digest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC   "doorward ruleset"
#define VERSION 1u
#define ROOM    262144

struct head {
	char          magic[16];
	uint32_t      version;
	uint32_t      tested;
	uint64_t      bytes; /* of the whole */
	uint64_t      image_bytes;
	uint64_t      literals_bytes;
	uint64_t      prefilter_bytes;
	struct digest build;
	struct digest digest; /* of the whole, with these bytes 0 */
	uint64_t      spare;
};
_Static_assert(sizeof(struct head) % 16 == 0, "the image behind it is aligned");
_Static_assert(sizeof MAGIC - 1 == 16, "fills its place");

/* ---- the build ---- */

static void build_of(struct digest *build)
{
	char          platform[MATCH_PLATFORM_CHARS];
	struct buffer text;

	match_bytes_platform(platform);
	buffer_init_heap(&text);
	buffer_append_format(&text, "%u\n%s\n%s\n%s\n%zx\n", VERSION, RULESET_SOURCES_DIGEST,
	                     platform, match_regex_version(), (size_t)0x0102030405060708);
	ruleset_shape_describe(&ruleset_shape_root, &text);
	digest_of(buffer_slice(&text), build);
	buffer_free(&text);
}

void ruleset_build_id(char id[RULESET_BUILD_CHARS + 1])
{
	struct digest build;

	build_of(&build);
	digest_hex(&build, id);
}

/* ---- saving ---- */

/* Of all bytes, as if the digest in the head were 0. */
static void digest_whole(struct slice bytes, struct digest *digest)
{
	static const struct digest none;
	const size_t               at = offsetof(struct head, digest);
	const struct slice         pieces[] = {
			slice_range(bytes, 0, at),
			{ (const char *)none.bytes, sizeof none.bytes },
			slice_from(bytes, at + sizeof none.bytes),
	};

	digest_quick_of(pieces, sizeof pieces / sizeof pieces[0], digest);
}

void ruleset_bytes_seal(char *bytes, size_t length)
{
	struct digest digest;

	assert(length >= sizeof(struct head));
	digest_whole((struct slice){ bytes, length }, &digest);
	memcpy(bytes + offsetof(struct head, digest), &digest, sizeof digest);
}

static size_t padded(size_t bytes)
{
	return (bytes + 15) / 16 * 16;
}

/* The end of a part: its length, and zeros up to the next one. */
static uint64_t part_end(struct buffer *out, size_t begun)
{
	static const char zeros[16];
	const uint64_t    length = out->len - begun;

	buffer_append(out, (struct slice){ zeros, padded(out->len) - out->len });
	return length;
}

/* The image's copy of the root holds nothing that opening makes anew. */
static enum status image_save(const struct ruleset *ruleset, struct buffer *out)
{
	struct ruleset root = *ruleset;

	root.arena = (struct arena){ 0 };
	root.vocabulary.arena = NULL;
	root.backend = NULL;
	root.literals = NULL;
	root.prefilter = NULL;
	return ruleset_shape_save(&ruleset_shape_root, &root, out);
}

static enum status parts_save(const struct ruleset *ruleset, struct head *head, struct buffer *out)
{
	size_t      begun = out->len;
	enum status status = image_save(ruleset, out);

	head->image_bytes = part_end(out, begun);
	begun = out->len;
	if (status == STATUS_OK)
		status = ruleset->backend->save(ruleset->literals, out);
	head->literals_bytes = part_end(out, begun);
	begun = out->len;
	if (status == STATUS_OK && ruleset->prefilter != NULL)
		status = match_prefilter_save(ruleset->prefilter, out);
	head->prefilter_bytes = part_end(out, begun);
	return out->failed ? STATUS_NO_MEMORY : status;
}

enum status ruleset_save(const struct ruleset *ruleset, bool tested, struct buffer *out)
{
	struct head head = { .magic = MAGIC, .version = VERSION, .tested = tested };
	enum status status;

	assert(out->len == 0 && ruleset->backend->save != NULL);
	/* About what it takes: growing by doubling would take twice as much. */
	(void)buffer_reserve(out, ruleset->arena.used_bytes + ROOM +
	                                  2 * ruleset->backend->database_bytes(ruleset->literals));
	buffer_append(out, (struct slice){ (const char *)&head, sizeof head });
	status = parts_save(ruleset, &head, out);
	if (status != STATUS_OK)
		return status;
	head.bytes = out->len;
	build_of(&head.build);
	memcpy(out->ptr, &head, sizeof head);
	ruleset_bytes_seal(out->ptr, out->len);
	return STATUS_OK;
}

/* ---- opening ---- */

bool ruleset_bytes_are(struct slice bytes)
{
	return slice_starts_with(bytes, SLICE_LIT(MAGIC));
}

static enum status head_check(struct slice bytes, const struct head *head, struct error *err)
{
	struct digest digest;

	build_of(&digest);
	if (head->version != VERSION || memcmp(&head->build, &digest, sizeof digest) != 0)
		return error_set(
			err, STATUS_CORRUPT, NULL, 0, 0,
			"the compiled rules are of another build of this program, of another "
			"version of its libraries, or for another kind of processor; make "
			"them anew from the rule files");
	if (head->bytes != bytes.len)
		return error_set(err, STATUS_CORRUPT, NULL, 0, 0,
		                 "the compiled rules are cut: %zu bytes of %llu", bytes.len,
		                 (unsigned long long)head->bytes);
	digest_whole(bytes, &digest);
	if (memcmp(&head->digest, &digest, sizeof digest) != 0 || head->tested > 1)
		return error_set(err, STATUS_CORRUPT, NULL, 0, 0,
		                 "the compiled rules are damaged: their digest is another one");
	return STATUS_OK;
}

/* The next part; false when the bytes end before it does. */
static bool part_take(struct slice *rest, uint64_t length, struct slice *part)
{
	if (length > rest->len || padded((size_t)length) > rest->len)
		return false;
	*part = slice_range(*rest, 0, (size_t)length);
	*rest = slice_from(*rest, padded((size_t)length));
	return true;
}

/* The root moves out of the image into `ruleset`; all else stays where it is. */
static enum status image_open(struct ruleset *ruleset, struct slice image)
{
	struct arena arena = { 0 };
	char        *memory;
	enum status  status;

	if (image.len < sizeof *ruleset)
		return STATUS_CORRUPT;
	if (!arena_open(&arena, image.len))
		return STATUS_NO_MEMORY;
	memory = ARENA_ARRAY(&arena, image.len, char);
	assert(memory != NULL);
	memcpy(memory, image.ptr, image.len);
	status = ruleset_shape_open(&ruleset_shape_root, memory, image.len);
	if (status == STATUS_OK)
		memcpy(ruleset, memory, sizeof *ruleset);
	ruleset->arena = arena;
	ruleset->vocabulary.arena = NULL;
	ruleset->backend = &match_hyperscan;
	ruleset->literals = NULL;
	ruleset->prefilter = NULL;
	if (status != STATUS_OK)
		ruleset->atom_count = 0;
	return status == STATUS_OK && !ruleset_bytes_check(ruleset) ? STATUS_CORRUPT : status;
}

static enum status regexes_open(struct ruleset *ruleset)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < ruleset->atom_count; i++) {
		struct ruleset_atom *atom = &ruleset->atoms[i];

		if (atom->kind == RULESET_ATOM_REGEX)
			status = match_regex_compile(
				slice_from(atom->source, strlen(RULESET_REGEX_MARK)), &atom->regex,
				NULL, NULL);
	}
	return status == STATUS_RULE_MALFORMED ? STATUS_CORRUPT : status;
}

static enum status parts_open(struct ruleset *ruleset, const struct head *head, struct slice rest)
{
	struct slice image;
	struct slice literals;
	struct slice prefilter;
	enum status  status;

	if (!part_take(&rest, head->image_bytes, &image) ||
	    !part_take(&rest, head->literals_bytes, &literals) ||
	    !part_take(&rest, head->prefilter_bytes, &prefilter) || rest.len > 0)
		return STATUS_CORRUPT;
	status = image_open(ruleset, image);
	if (status == STATUS_OK)
		status = ruleset->backend->open_bytes(literals, &ruleset->literals);
	if (status == STATUS_OK && prefilter.len > 0)
		status = match_prefilter_open_bytes(prefilter, ruleset->prefilter_count,
		                                    &ruleset->prefilter);
	return status == STATUS_OK ? regexes_open(ruleset) : status;
}

enum status ruleset_open_bytes(struct slice bytes, struct ruleset **ruleset, bool *tested,
                               struct error *err)
{
	struct ruleset *opened;
	struct head     head;
	enum status     status;

	*ruleset = NULL;
	if (bytes.len < sizeof head || !ruleset_bytes_are(bytes))
		return error_set(err, STATUS_CORRUPT, NULL, 0, 0, "these are no compiled rules");
	memcpy(&head, bytes.ptr, sizeof head);
	status = head_check(bytes, &head, err);
	if (status != STATUS_OK)
		return status;
	opened = calloc(1, sizeof *opened);
	status = opened == NULL ? STATUS_NO_MEMORY
	                        : parts_open(opened, &head, slice_from(bytes, sizeof head));
	if (status != STATUS_OK) {
		ruleset_close(&opened);
		return error_set(err, status, NULL, 0, 0, "the compiled rules cannot be opened: %s",
		                 status_text(status));
	}
	*tested = head.tested == 1;
	*ruleset = opened;
	return STATUS_OK;
}
