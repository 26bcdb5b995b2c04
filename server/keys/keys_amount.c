/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_amount.h"

#include <stdint.h>
#include <string.h>

#define PLACES 6

static bool read_digits(struct slice text, size_t *at, keys_amount *value)
{
	size_t begin = *at;

	for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; ++*at) {
		*value = *value * 10 + (text.ptr[*at] - '0');
		if (*value > KEYS_AMOUNT_MAX)
			return false;
	}
	return *at > begin;
}

bool keys_amount_read(struct slice text, keys_amount *amount)
{
	keys_amount value = 0;
	size_t      at = 0, places = 0;

	if (!read_digits(text, &at, &value))
		return false;
	if (at < text.len) {
		size_t point = at++;

		if (text.ptr[point] != '.' || !read_digits(text, &at, &value) || at != text.len)
			return false;
		places = at - point - 1;
	}
	if (places > PLACES)
		return false;
	for (; places < PLACES; places++)
		if ((value *= 10) > KEYS_AMOUNT_MAX)
			return false;
	*amount = value;
	return true;
}

const char *keys_amount_print(keys_amount amount, char text[KEYS_AMOUNT_CHARS])
{
	uint64_t size = amount < 0 ? (uint64_t)-amount : (uint64_t)amount;
	uint64_t whole = size / KEYS_AMOUNT_ONE, rest = size % KEYS_AMOUNT_ONE;
	size_t   at = KEYS_AMOUNT_CHARS, places = PLACES;
	char     digits[KEYS_AMOUNT_CHARS]; /* from behind */

	digits[--at] = '\0';
	if (rest > 0) {
		for (; rest % 10 == 0; rest /= 10)
			places--;
		for (; places > 0; places--, rest /= 10)
			digits[--at] = (char)('0' + rest % 10);
		digits[--at] = '.';
	}
	do {
		digits[--at] = (char)('0' + whole % 10);
		whole /= 10;
	} while (whole > 0);
	if (amount < 0)
		digits[--at] = '-';
	memcpy(text, digits + at, sizeof digits - at);
	return text;
}

bool keys_amount_times(keys_amount price, keys_amount quantity, keys_amount *product)
{
	keys_amount high, rest;

	/* price = high millions and a rest: both partial products fit, or the result is too large.
	 */
	if (__builtin_mul_overflow(price / KEYS_AMOUNT_ONE, quantity, &high) ||
	    __builtin_mul_overflow(price % KEYS_AMOUNT_ONE, quantity, &rest))
		return false;
	rest = rest / KEYS_AMOUNT_ONE + (rest % KEYS_AMOUNT_ONE != 0);
	return !__builtin_add_overflow(high, rest, product) && *product <= KEYS_AMOUNT_MAX;
}
