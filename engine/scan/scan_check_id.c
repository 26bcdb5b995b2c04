/* SPDX-License-Identifier: Apache-2.0 */
/* Two families. Most numbers are a weighted sum: each digit times its weight, the sum modulo a
 * number, and the remainder picks the check character from a row of marks. Those are rows of a
 * table (a kind with two check digits has two rows). The others have a function each.
 *
 *     PESEL 44051401359: 4*1 + 4*3 + 0*7 + 5*9 + ... = 111, 111 mod 10 = 1, mark 1 is '9' */
#include "scan_check_id.h"
#include "base_ascii.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CHARS_MAX 20

/* What counts of a number: digits, or letters (capital) and digits. */
struct number {
	char   chars[CHARS_MAX + 1];
	size_t count;
};

/* `marks[remainder]` stands after the weighted digits; '-': no such number is given out. */
struct weighing {
	enum ruleset_check check;
	uint8_t            count; /* of the whole number */
	uint8_t            modulus;
	const char        *weights; /* a letter a weight: '1' to '9', ':' is 10, ';' is 11 */
	const char        *marks;
};

/* Sources: the registries' own descriptions; Australia TFN (ATO), Argentina CUIT (AFIP), Brazil CPF
 * (Receita Federal), Switzerland AHV (EAN-13), Chile RUT, China GB 11643, United Kingdom NHS data
 * dictionary, Korea RRN, Netherlands BSN, Poland PESEL act, Portugal NIF, Romania CNP. */
static const struct weighing weighings[] = {
	{ RULESET_CHECK_ID_AR, 11, 11, "5432765432", "0-987654321" },
	{ RULESET_CHECK_ID_AU, 9, 11, "14375869", "0123456789-" },
	{ RULESET_CHECK_ID_BR, 11, 11, ":98765432", "00987654321" },
	{ RULESET_CHECK_ID_BR, 11, 11, ";:98765432", "00987654321" },
	{ RULESET_CHECK_ID_CH, 13, 10, "131313131313", "0987654321" },
	{ RULESET_CHECK_ID_CL, 9, 11, "32765432", "0K987654321" },
	{ RULESET_CHECK_ID_CN, 18, 11, "79:584216379:5842", "10X98765432" },
	{ RULESET_CHECK_ID_GB, 10, 11, ":98765432", "0-987654321" },
	{ RULESET_CHECK_ID_KR, 13, 11, "234567892345", "10987654321" },
	{ RULESET_CHECK_ID_NL, 9, 11, "98765432", "0123456789-" },
	{ RULESET_CHECK_ID_PL, 11, 10, "1379137913", "0987654321" },
	{ RULESET_CHECK_ID_PT, 9, 11, "98765432", "00987654321" },
	{ RULESET_CHECK_ID_RO, 13, 11, "279146358279", "01234567891" },
};

static unsigned value_of(char digit)
{
	return (unsigned)(digit - '0');
}

static char upper(char byte)
{
	return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

/* Too long a number reads as one that no kind has. */
static struct number read_number(struct slice text, bool letters)
{
	struct number number = { 0 };

	for (size_t i = 0; i < text.len && number.count < CHARS_MAX; i++) {
		char byte = upper(text.ptr[i]);

		if (ascii_is_digit(byte) || (letters && ascii_is_capital(byte)))
			number.chars[number.count++] = byte;
	}
	return number;
}

static bool is_varied(const struct number *number)
{
	return number->count > 0 &&
	       strspn(number->chars, (char[]){ number->chars[0], '\0' }) < number->count;
}

static bool are_digits(const char *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!ascii_is_digit(at[i]))
			return false;
	return true;
}

/* At most 18 digits. */
static uint64_t read_digits(const char *at, size_t count)
{
	uint64_t value = 0;

	for (size_t i = 0; i < count; i++)
		value = value * 10 + value_of(at[i]);
	return value;
}

static bool weighs(const struct weighing *weighing, const struct number *number)
{
	size_t   count = strlen(weighing->weights);
	unsigned sum = 0;

	if (number->count != weighing->count || !are_digits(number->chars, count))
		return false;
	for (size_t i = 0; i < count; i++)
		sum += value_of(number->chars[i]) * value_of(weighing->weights[i]);
	return number->chars[count] == weighing->marks[sum % weighing->modulus];
}

static bool passes_weighings(enum ruleset_check check, const struct number *number)
{
	bool known = false;

	for (size_t i = 0; i < sizeof weighings / sizeof weighings[0]; i++) {
		if (weighings[i].check != check)
			continue;
		if (!weighs(&weighings[i], number))
			return false;
		known = true;
	}
	return known;
}

/* National number of Belgium: 97 less the first nine digits modulo 97; who was born from 2000 on
 * has a 2 before them. */
static bool passes_be(const struct number *number)
{
	uint64_t body = read_digits(number->chars, number->count == 11 ? 9 : 0);
	uint64_t mark = read_digits(number->chars + 9, number->count == 11 ? 2 : 0);

	return number->count == 11 &&
	       (97 - body % 97 == mark || 97 - (2000000000 + body) % 97 == mark);
}

/* Luhn over the last `count` digits: SIN of Canada (9), personnummer of Sweden (10). */
static bool passes_luhn(const struct number *number, size_t count)
{
	unsigned sum = 0;

	if (number->count < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		unsigned value = value_of(number->chars[number->count - 1 - i]);

		value *= i % 2 == 0 ? 1 : 2;
		sum += value > 9 ? value - 9 : value;
	}
	return sum % 10 == 0;
}

/* Steuer-ID: ISO 7064 MOD 11,10, and of the first ten digits one stands there two or three times
 * and the others once at most. */
static bool passes_de(const struct number *number)
{
	unsigned counts[10] = { 0 };
	unsigned product = 10;
	unsigned repeated = 0;

	if (number->count != 11 || number->chars[0] == '0')
		return false;
	for (size_t i = 0; i < 10; i++) {
		unsigned sum = (value_of(number->chars[i]) + product) % 10;

		product = (sum == 0 ? 10 : sum) * 2 % 11;
		if (++counts[value_of(number->chars[i])] == 2)
			repeated++;
		if (counts[value_of(number->chars[i])] > 3)
			return false;
	}
	return repeated == 1 && (11 - product) % 10 == value_of(number->chars[10]);
}

/* DNI and NIE: eight digits modulo 23; X, Y, Z in front stand for 0, 1, 2. */
static bool passes_es(const struct number *number)
{
	struct number body = *number;

	if (number->count != 9)
		return false;
	if (number->chars[0] >= 'X' && number->chars[0] <= 'Z')
		body.chars[0] = (char)(number->chars[0] - 'X' + '0');
	return are_digits(body.chars, 8) &&
	       number->chars[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[read_digits(body.chars, 8) % 23];
}

/* HETU: day, month, year, a sign for the century (not counted here), three digits, the mark. */
static bool passes_fi(const struct number *number)
{
	const char *chars = number->chars;
	size_t      sign = number->count == 11 && !ascii_is_digit(chars[6]) ? 1 : 0;

	if (number->count != 10 + sign || !are_digits(chars, 6) || !are_digits(chars + 6 + sign, 3))
		return false;
	return chars[number->count - 1] ==
	       "0123456789ABCDEFHJKLMNPRSTUVWXY"[(read_digits(chars, 6) * 1000 +
	                                          read_digits(chars + 6 + sign, 3)) %
	                                         31];
}

/* NIR: thirteen digits and 97 less their remainder; the departments 2A and 2B count as 19, 18. */
static bool passes_fr(const struct number *number)
{
	struct number body = *number;

	if (number->count != 15)
		return false;
	if (body.chars[5] == '2' && (body.chars[6] == 'A' || body.chars[6] == 'B')) {
		body.chars[5] = '1';
		body.chars[6] = body.chars[6] == 'A' ? '9' : '8';
	}
	return are_digits(body.chars, 15) &&
	       97 - read_digits(body.chars, 13) % 97 == read_digits(body.chars + 13, 2);
}

/* Aadhaar: Verhoeff's dihedral check over twelve digits. */
static bool passes_in(const struct number *number)
{
	static const char product[10][11] = { "0123456789", "1234067895", "2340178956",
		                              "3401289567", "4012395678", "5987604321",
		                              "6598710432", "7659821043", "8765932104",
		                              "9876543210" };
	static const char order[8][11] = { "0123456789", "1576283094", "5803796142", "8916043527",
		                           "9453126870", "4286573901", "2793806415", "7046913258" };
	unsigned          state = 0;

	if (number->count != 12 || number->chars[0] < '2')
		return false;
	for (size_t i = 0; i < 12; i++) {
		unsigned digit = value_of(number->chars[11 - i]);

		state = value_of(product[state][value_of(order[i % 8][digit])]);
	}
	return state == 0;
}

/* Codice fiscale: characters in odd places count by a table, the others by their order. */
static bool passes_it(const struct number *number)
{
	static const uint8_t odd[26] = { 1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
		                         20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	unsigned             sum = 0;

	if (number->count != 16)
		return false;
	for (size_t i = 0; i < 15; i++) {
		char     byte = number->chars[i];
		unsigned value = ascii_is_digit(byte) ? value_of(byte) : (unsigned)(byte - 'A');

		sum += i % 2 == 0 ? odd[value] : value;
	}
	return number->chars[15] == (char)('A' + sum % 26);
}

/* CURP: seventeen characters weighted 18 to 2 in an alphabet with an N-tilde after N. */
static bool passes_mx(const struct number *number)
{
	unsigned sum = 0;

	if (number->count != 18)
		return false;
	for (size_t i = 0; i < 17; i++) {
		char     byte = number->chars[i];
		unsigned value = ascii_is_digit(byte) ? value_of(byte)
		                                      : (unsigned)(byte - 'A' + 10 + (byte > 'N'));

		sum += value * (unsigned)(18 - i);
	}
	return value_of(number->chars[17]) == (10 - sum % 10) % 10;
}

/* T.C. Kimlik: the tenth digit from sums of the odd and even places, the eleventh from all. */
static bool passes_tr(const struct number *number)
{
	unsigned odd = 0;
	unsigned even = 0;

	if (number->count != 11 || number->chars[0] == '0')
		return false;
	for (size_t i = 0; i < 9; i++) {
		if (i % 2 == 0)
			odd += value_of(number->chars[i]);
		else
			even += value_of(number->chars[i]);
	}
	return (odd * 7 + 90 - even) % 10 == value_of(number->chars[9]) &&
	       (odd + even + value_of(number->chars[9])) % 10 == value_of(number->chars[10]);
}

static bool passes_ca(const struct number *number)
{
	return number->count == 9 && passes_luhn(number, 9);
}

/* The century may stand before it. */
static bool passes_se(const struct number *number)
{
	return (number->count == 10 || number->count == 12) && passes_luhn(number, 10);
}

static const struct kind {
	enum ruleset_check check;
	bool (*passes)(const struct number *number);
} kinds[] = {
	{ RULESET_CHECK_ID_BE, passes_be }, { RULESET_CHECK_ID_CA, passes_ca },
	{ RULESET_CHECK_ID_DE, passes_de }, { RULESET_CHECK_ID_ES, passes_es },
	{ RULESET_CHECK_ID_FI, passes_fi }, { RULESET_CHECK_ID_FR, passes_fr },
	{ RULESET_CHECK_ID_IN, passes_in }, { RULESET_CHECK_ID_IT, passes_it },
	{ RULESET_CHECK_ID_MX, passes_mx }, { RULESET_CHECK_ID_SE, passes_se },
	{ RULESET_CHECK_ID_TR, passes_tr },
};

static bool has_letters(enum ruleset_check check)
{
	return check == RULESET_CHECK_ID_CL || check == RULESET_CHECK_ID_CN ||
	       check == RULESET_CHECK_ID_ES || check == RULESET_CHECK_ID_FI ||
	       check == RULESET_CHECK_ID_FR || check == RULESET_CHECK_ID_IT ||
	       check == RULESET_CHECK_ID_MX;
}

bool scan_check_id_passes(enum ruleset_check check, struct slice text)
{
	struct number number = read_number(text, has_letters(check));

	if (!is_varied(&number))
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (kinds[i].check == check)
			return kinds[i].passes(&number);
	return passes_weighings(check, &number);
}
