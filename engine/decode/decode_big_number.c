/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_big_number.h"

#include "decode_gate.h"

#include <stdint.h>
#include <string.h>

#define LAST_BYTES 8

struct values {
	signed char of[128]; /* -1: no digit */
};

static void values_set(struct values *values, const struct decode_big_base *base)
{
	memset(values->of, -1, sizeof values->of);
	for (signed char i = 0; base->digits[i] != '\0'; i++)
		values->of[(unsigned char)base->digits[i]] = i;
}

static int value_of(const struct values *values, char byte)
{
	return (unsigned char)byte < sizeof values->of ? values->of[(unsigned char)byte] : -1;
}

bool decode_big_may_be_text(const struct decode_big_base *base, struct slice token)
{
	const uint64_t radix = strlen(base->digits);
	uint64_t       number = 0;
	char           last[LAST_BYTES];
	struct values  values;

	values_set(&values, base);
	for (size_t i = 0; i < token.len; i++) {
		int value = value_of(&values, token.ptr[i]);

		if (value < 0)
			return false;
		number = number * radix + (unsigned)value;
	}
	for (size_t i = 0; i < LAST_BYTES; i++)
		last[i] = (char)(number >> 8 * (LAST_BYTES - 1 - i) & 0xFF);
	return decode_gate_is_clean((struct slice){ last, LAST_BYTES });
}

#define LIMBS (DECODE_BIG_CHARS_MAX / 4)

static void multiply_add(uint32_t number[LIMBS], size_t *len, uint32_t factor, uint32_t addend)
{
	uint64_t carry = addend;

	for (size_t i = 0; i < *len; i++) {
		carry += (uint64_t)factor * number[i];
		number[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry > 0)
		number[(*len)++] = (uint32_t)carry;
}

/* As many digits at a time as a limb holds; the number in reverse while it grows. */
size_t decode_big_convert(const struct decode_big_base *base, struct slice token,
                          char bytes[DECODE_BIG_CHARS_MAX])
{
	const uint32_t radix = (uint32_t)strlen(base->digits);
	uint32_t       number[LIMBS] = { 0 };
	size_t         limbs = 0;
	size_t         len = 0;
	struct values  values;

	values_set(&values, base);
	for (size_t i = 0; i < token.len;) {
		uint32_t factor = 1;
		uint32_t digits = 0;

		for (; i < token.len && factor <= UINT32_MAX / radix; i++, factor *= radix)
			digits = digits * radix + (uint32_t)value_of(&values, token.ptr[i]);
		multiply_add(number, &limbs, factor, digits);
	}
	for (size_t i = 4 * limbs; i > 0; i--) {
		const char byte = (char)(number[(i - 1) / 4] >> 8 * ((i - 1) % 4) & 0xFF);

		if (len > 0 || byte != 0)
			bytes[len++] = byte;
	}
	return len;
}
