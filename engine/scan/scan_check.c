/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_check.h"

#include "base_ascii.h"
#include "scan_check_id.h"

#include <math.h>
#include <stddef.h>

static int letter_value(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A' + 10;
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a' + 10;
	return -1;
}

static bool passes_luhn(struct slice text)
{
	unsigned sum = 0;
	unsigned digits = 0;
	bool     varied = false;
	char     first = '\0';

	for (size_t i = text.len; i-- > 0;) {
		unsigned value;

		if (!ascii_is_digit(text.ptr[i]))
			continue;
		value = (unsigned)(text.ptr[i] - '0');
		if (digits == 0)
			first = text.ptr[i];
		varied = varied || text.ptr[i] != first;
		if (digits++ % 2 == 1) {
			value *= 2;
			if (value > 9)
				value -= 9;
		}
		sum += value;
	}
	return digits >= 12 && digits <= 19 && varied && sum % 10 == 0;
}

/* The four leading characters count as if they stood at the end. */
static bool passes_iban(struct slice text)
{
	char     chars[34];
	size_t   count = 0;
	unsigned rest = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!ascii_is_digit(text.ptr[i]) && letter_value(text.ptr[i]) < 0)
			continue;
		if (count == sizeof chars)
			return false;
		chars[count++] = text.ptr[i];
	}
	if (count < 15)
		return false;
	for (size_t i = 0; i < count; i++) {
		char byte = chars[(i + 4) % count];

		if (ascii_is_digit(byte))
			rest = (rest * 10 + (unsigned)(byte - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned)letter_value(byte)) % 97;
	}
	return rest == 1;
}

static bool is_token_byte(char byte)
{
	return ascii_is_digit(byte) || letter_value(byte) >= 0 || byte == '+' || byte == '/' ||
	       byte == '_' || byte == '-';
}

static struct slice longest_token(struct slice text)
{
	struct slice longest = { text.ptr, 0 };

	for (size_t at = 0; at < text.len;) {
		size_t start = at;

		while (at < text.len && is_token_byte(text.ptr[at]))
			at++;
		if (at - start > longest.len)
			longest = slice_range(text, start, at);
		at += at == start;
	}
	return longest;
}

static bool passes_entropy(struct slice text)
{
	struct slice token = longest_token(text);
	unsigned     counts[256] = { 0 };
	double       bits = 0;

	if (token.len < 16)
		return false;
	for (size_t i = 0; i < token.len; i++)
		counts[(unsigned char)token.ptr[i]]++;
	for (size_t i = 0; i < 256; i++) {
		double share = (double)counts[i] / (double)token.len;

		if (counts[i] > 0)
			bits -= share * log2(share);
	}
	return bits >= 3.0;
}

bool scan_check_passes(enum ruleset_check check, struct slice text)
{
	if (check == RULESET_CHECK_LUHN)
		return passes_luhn(text);
	if (check == RULESET_CHECK_IBAN)
		return passes_iban(text);
	if (check == RULESET_CHECK_ENTROPY)
		return passes_entropy(text);
	return check == RULESET_CHECK_NONE || scan_check_id_passes(check, text);
}
