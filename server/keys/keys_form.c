/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_form.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define ENVIRONMENT_AT 3
#define ID_AT          8
#define SECRET_AT      (ID_AT + KEYS_ID_CHARS + 1)
#define CHECK_AT       (SECRET_AT + KEYS_SECRET_CHARS)

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static const char *const names[] = { [KEYS_LIVE] = "live", [KEYS_TEST] = "test" };

const char *keys_environment_name(enum keys_environment environment)
{
	return names[environment];
}

static void put_random(char *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		at[i] = digits[randombytes_uniform(sizeof digits - 1)];
}

static void put_check(const char *text, char check[KEYS_CHECK_CHARS])
{
	uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)text, CHECK_AT);

	for (size_t i = KEYS_CHECK_CHARS; i-- > 0; sum /= 62)
		check[i] = digits[sum % 62];
}

void keys_form_make(enum keys_environment environment, struct keys_id *id, struct keys_form *form)
{
	memcpy(form->text, "dw_", ENVIRONMENT_AT);
	memcpy(form->text + ENVIRONMENT_AT, names[environment], 4);
	form->text[ID_AT - 1] = '_';
	put_random(form->text + ID_AT, KEYS_ID_CHARS);
	form->text[SECRET_AT - 1] = '_';
	put_random(form->text + SECRET_AT, KEYS_SECRET_CHARS);
	put_check(form->text, form->text + CHECK_AT);
	form->text[KEYS_FORM_CHARS] = '\0';
	memcpy(id->text, form->text + ID_AT, KEYS_ID_CHARS);
	id->text[KEYS_ID_CHARS] = '\0';
}

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte of `word` (all below 0x80) that is in [first, last]. */
static uint64_t between(uint64_t word, unsigned char first, unsigned char last)
{
	return (word + EIGHT(0x80u - first)) & ~(word + EIGHT(0x7Fu - last)) & EIGHT(0x80);
}

/* Eight characters at once. */
static bool are_eight_digits62(const char *at)
{
	uint64_t word, low;

	memcpy(&word, at, sizeof word);
	low = word & EIGHT(0x7F);
	low = between(low, '0', '9') | between(low | EIGHT(0x20), 'a', 'z');
	return (low & ~word) == EIGHT(0x80);
}

/* All of them are looked at, as everything below: how long a wrong key takes does not say what is
 * wrong with it. There are eight at least; the last eight are looked at together. */
static bool are_digits62(const char *at, size_t count)
{
	bool are = are_eight_digits62(at + count - 8);

	for (size_t i = 0; i + 8 < count; i += 8)
		are &= are_eight_digits62(at + i);
	return are;
}

static bool read_environment(const char *at, enum keys_environment *environment)
{
	bool is_test = memcmp(at, names[KEYS_TEST], 4) == 0;

	*environment = is_test ? KEYS_TEST : KEYS_LIVE;
	return is_test | (memcmp(at, names[KEYS_LIVE], 4) == 0);
}

bool keys_form_read(struct slice text, enum keys_environment *environment, struct keys_id *id)
{
	char whole[KEYS_FORM_CHARS] = { 0 };
	char check[KEYS_CHECK_CHARS];
	bool is_right = text.len == KEYS_FORM_CHARS;

	if (text.len > 0)
		memcpy(whole, text.ptr, text.len < sizeof whole ? text.len : sizeof whole);
	put_check(whole, check);
	is_right &= memcmp(whole, "dw_", ENVIRONMENT_AT) == 0;
	is_right &= whole[ID_AT - 1] == '_';
	is_right &= whole[SECRET_AT - 1] == '_';
	is_right &= read_environment(whole + ENVIRONMENT_AT, environment);
	is_right &= are_digits62(whole + ID_AT, KEYS_ID_CHARS);
	is_right &= are_digits62(whole + SECRET_AT, KEYS_SECRET_CHARS + KEYS_CHECK_CHARS);
	is_right &= memcmp(check, whole + CHECK_AT, sizeof check) == 0;
	memset(id->text, '0', KEYS_ID_CHARS);
	id->text[KEYS_ID_CHARS] = '\0';
	if (is_right)
		memcpy(id->text, whole + ID_AT, KEYS_ID_CHARS);
	explicit_bzero(whole, sizeof whole);
	return is_right;
}

bool keys_form_is_in(struct slice text)
{
	enum keys_environment environment;
	struct keys_id        id;

	for (size_t at = slice_find(text, SLICE_LIT("dw_"), 0);
	     at != SIZE_MAX && at + KEYS_FORM_CHARS <= text.len;
	     at = slice_find(text, SLICE_LIT("dw_"), at + 1))
		if (keys_form_read(slice_range(text, at, at + KEYS_FORM_CHARS), &environment, &id))
			return true;
	return false;
}
