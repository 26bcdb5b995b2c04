/* SPDX-License-Identifier: Apache-2.0 */
/* base64 in another order of digits, or backwards. The tables are those of crypt(3),
 * bcrypt, xxencode, uuencode without lines, BinHex 4.0, Yahoo, XML names, "digits first",
 * and four that circulate as "codes" (Megan35, Atom128, Zong22, Hazz15); then what is easily
 * done to base64: rot13, capitals for small letters, the alphabet turned round, the text
 * turned round, other signs strewn in. */
#include "decode_dense.h"

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALL    "abcdefghijklmnopqrstuvwxyz"
#define DIGITS   "0123456789"

static const struct dense_alphabet items[] = {
	{ .digits = CAPITALS SMALL DIGITS "+/", .backwards = true },
	{ .digits = "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm" DIGITS "+/" },
	{ .digits = SMALL CAPITALS DIGITS "+/" },
	{ .digits = CAPITALS SMALL DIGITS "+/", .strewn = true },
	{ .digits = CAPITALS SMALL DIGITS, .strewn = true },
	{ .digits = "./" DIGITS CAPITALS SMALL },
	{ .digits = "./" CAPITALS SMALL DIGITS },
	{ .digits = "+-" DIGITS CAPITALS SMALL },
	{ .digits = CAPITALS SMALL DIGITS "._-" },
	{ .digits = CAPITALS SMALL DIGITS ".-" },
	{ .digits = CAPITALS SMALL DIGITS "_:" },
	{ .digits = DIGITS CAPITALS SMALL "+/" },
	{ .digits = DIGITS SMALL CAPITALS "+/" },
	{ .digits = "/+9876543210zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA" },
	{ .digits = "`!\"#$%&'()*+,-./" DIGITS ":;<=>?@" CAPITALS "[\\]^_" },
	{ .digits = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr" },
	{ .digits = "3GHIJKLMNOPQRSTUb=cdefghijklmnopWXYZ/12+406789VaqrstuvwxyzABCDEF5" },
	{ .digits = "/128GhIoPQROSTeUbADfgHijKLM+n0pFWXY456xyzB7=39VaqrstJklmNuZvwcdEC" },
	{ .digits = "ZKj9n+yf0wDVX1s/5YbdxSo=ILaUpPBCHg8uvNO4klm6iJGhQ7eFrWczAMEq3RTt2" },
	{ .digits = "HNO4klm6ij9n+J2hyf0gzA8uvwDEq3X1Q7ZKeFrWcVTts/MRGYbdxSo=ILaUpPBC5" },
};

static const struct dense_alphabets alphabets = { .items = items,
	                                          .count = sizeof items / sizeof items[0],
	                                          .code_min = 4,
	                                          .operation = TEXT_OPERATION_BIT(base64_table) };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_dense_find(&alphabets, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_dense_decode(&alphabets, input, sink);
}

const struct decode_kind decode_base64_table = { .name = "base64_table",
	                                         .operation = TEXT_OPERATION_base64_table,
	                                         .signal = "bypass.encoding/base64_table",
	                                         .pass = DECODE_PASS_ENCODING,
	                                         .needs = DECODE_MARK_LONG,
	                                         .reach = 1,
	                                         .find = find,
	                                         .decode = decode };
