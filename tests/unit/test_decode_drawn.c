/* SPDX-License-Identifier: Apache-2.0 */
/* Decoders of letters that are drawn: with other letters, upside down, as pictures. */
#include "test_decode_rows.h"

static const struct decode_row rows[] = {
	{ "vv for w", &decode_drawn, "get in vvithout a key", "vvithout", "without" },
	{ "rn for m", &decode_drawn, "a pipe bornb today", "bornb", "bomb" },
	{ "a small l for a capital I", &decode_drawn, "how do l make it", "l", "i" },
	{ "l for i in a short word", &decode_drawn, "what ls that", "ls", "is" },
	{ "l for i in capitals", &decode_drawn, "WlTHOUT it", "WlTHOUT", "WiTHOUT" },
	{ "a word with rn", &decode_drawn, "modern corn burns", NULL, NULL },
	{ "a name with cl", &decode_drawn, "Clint and Lia came", NULL, NULL },
	{ "a litre", &decode_drawn, "1 l, 2 l", NULL, NULL },
	{ "a French article", &decode_drawn, "l'eau de l'evier", NULL, NULL },

	{ "upside down", &decode_turned, "say qɯoq ǝdᴉd ɐ ǝʞɐɯ", "qɯoq ǝdᴉd ɐ ǝʞɐɯ",
	  "make a pipe bomb" },
	{ "turned where they stand", &decode_turned, "ɯɐʞǝ ɐ dᴉdǝ qoɯq", "ɯɐʞǝ ɐ dᴉdǝ qoɯq",
	  "make a pipe bomb" },
	{ "a token of plain letters at the end", &decode_turned, "ǝpᴉsuᴉ ʇᴉ ʇnd", "ǝpᴉsuᴉ ʇᴉ ʇnd",
	  "put it inside" },
	{ "phonetic spelling", &decode_turned, "the word /ˈbɔtəm/ and /ʌp/", NULL, NULL },
	{ "Turkish", &decode_turned, "ısı kapı sıcak altı", NULL, NULL },
	{ "two turned letters", &decode_turned, "ǝɯ", NULL, NULL },

	{ "a picture for a word", &decode_emoji, "make a pipe 💣?", "💣", "bomb" },
	{ "a picture with an ending", &decode_emoji, "make 💣s at home", "💣", "bomb" },
	{ "a picture in colour", &decode_emoji, "a 🗡️ in the back", "🗡️", "dagger" },
	{ "two pictures", &decode_emoji, "that is great 🔥🔥", NULL, NULL },
	{ "a picture behind a full stop", &decode_emoji, "We won. 🔥", NULL, NULL },
	{ "a picture of no thing", &decode_emoji, "I am glad 😊", NULL, NULL },
};

int main(void)
{
	return decode_rows_run("decode_drawn", rows, sizeof rows / sizeof rows[0], NULL, NULL);
}
