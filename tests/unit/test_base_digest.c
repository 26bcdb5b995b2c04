/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors: FIPS 180-4 and the NIST example values for SHA-256. */
#include "base_digest.h"
#include "test_base_rows.h"

struct row {
	const char  *label;
	struct slice bytes;
	const char  *hex;
};

static const struct row rows_of_vectors[] = {
	{ "of nothing", { 0 }, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "of one block", SLICE_INIT("abc"),
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "of two blocks", SLICE_INIT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void digests(void **state)
{
	const struct row   *row = *state;
	struct digest       digest;
	struct digest_state steps;
	char                hex[DIGEST_HEX_CHARS + 1];

	digest_of(row->bytes, &digest);
	digest_hex(&digest, hex);
	assert_string_equal(hex, row->hex);

	digest_begin(&steps);
	for (size_t i = 0; i < row->bytes.len; i++)
		digest_add(&steps, slice_range(row->bytes, i, i + 1));
	digest_end(&steps, &digest);
	digest_hex(&digest, hex);
	assert_string_equal(hex, row->hex);
}

/* RFC 7693 has vectors of 512 bits alone; this one is what coreutils' b2sum -l 256 says of "abc".
 */
static void quick_digests_pieces_as_one(void **state)
{
	const struct slice pieces[] = { SLICE_LIT("a"), SLICE_NONE, SLICE_LIT("bc") };
	struct digest      digest;
	char               hex[DIGEST_HEX_CHARS + 1];

	(void)state;
	digest_quick_of(pieces, 3, &digest);
	digest_hex(&digest, hex);
	assert_string_equal(hex,
	                    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "quick digests pieces as one", quick_digests_pieces_as_one);
	ROWS_ADD(&rows, digests, rows_of_vectors);
	return rows_run(&rows, "digest");
}
