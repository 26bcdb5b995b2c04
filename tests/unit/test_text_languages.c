/* SPDX-License-Identifier: Apache-2.0 */
/* Folding never makes one word of two words that a language tells apart (accents of the
 * Latin script excepted, and pointing that readers leave out), and always one of two
 * ways to write the same word.
 *
 * Accents of Latin letters fold although languages tell words apart by them (German "schon"
 * and "schön", Spanish "ano" and "año", all of Vietnamese tones, Turkish "sık" and its other
 * i): people leave them out in haste, attackers put them in, and rules name whole phrases. */
#include "test_base_rows.h"
#include "text_fold.h"

struct row {
	const char  *label;
	struct slice one;
	struct slice other;
};

#define PAIR(label, one, other)                                                                    \
	{                                                                                          \
		label, SLICE_INIT(one), SLICE_INIT(other)                                          \
	}

static const struct row different[] = {
	PAIR("Russian й and и", "мой", "мои"),
	PAIR("Russian ё and е", "всё", "все"),
	PAIR("Russian hard and soft sign", "объект", "обьект"),
	PAIR("Russian ш and щ", "ши", "щи"),
	PAIR("Ukrainian і, ї and и", "їх", "іх"),
	PAIR("Ukrainian и and і", "мити", "міти"),
	PAIR("Ukrainian ґ and г", "ґрати", "грати"),
	PAIR("Belarusian ў and у", "ў", "у"),
	PAIR("Serbian ћ and ђ", "ћ", "ђ"),
	PAIR("Macedonian ќ and к", "ќ", "к"),
	PAIR("Kazakh ң and н", "ң", "н"),
	PAIR("Russian words of look-alikes and Latin", "сор", "cop"),
	PAIR("Russian х and Latin x", "ха", "xa"),
	PAIR("Bulgarian ъ and ь", "ъ", "ь"),
	PAIR("Mongolian ө and о", "өр", "ор"),
	PAIR("Mongolian ү and у", "үс", "ус"),
	PAIR("Serbian л and љ", "пол", "пољ"),
	PAIR("Greek omicron and omega", "όμως", "όμος"),
	PAIR("Greek words of look-alikes and Latin", "τον", "tov"),
	PAIR("Greek capital words and Latin", "ΝΑΟΣ", "NAOE"),
	PAIR("Greek lambda and Latin a", "λα", "aa"),
	PAIR("Greek beta and German sharp s", "βα", "ßa"),
	PAIR("Armenian words of look-alikes and Latin", "սու", "unu"),
	PAIR("Cherokee and Latin", "ᎳᎩ", "WY"),
	PAIR("Georgian words of look-alikes and Latin", "ბოზი", "boki"),
	PAIR("Hebrew words of look-alikes and Latin", "סוס", "oio"),
	PAIR("Hebrew vav and yod", "שו", "שי"),
	PAIR("Arabic words of look-alikes and Latin", "اه", "lo"),
	PAIR("Arabic kaf and Latin", "كلب", "lb"),
	PAIR("Thai words of look-alikes and Latin", "นกร", "uns"),
	PAIR("Thai digits and letters", "๒๓", "bm"),
	PAIR("Amharic words of look-alikes and Latin", "ሀለ", "ul"),
	PAIR("Yi and Latin", "ꀷꄲꇙ", "dos"),
	PAIR("Han of look-alikes and Latin", "工口", "IO"),
	PAIR("kana of look-alikes and Latin", "エロ", "IO"),
	PAIR("Hangul jamo of look-alikes and Latin", "ㅇㅏ", "OF"),
	PAIR("a Latin word and its Cyrillic neighbour", "USBсор", "USBcopy"),
	PAIR("Polish l and stroked l beside i", "łup", "iup"),
	PAIR("Greek tonos", "νόμος", "νομός"),
	PAIR("Greek question word", "πού", "που"),
	PAIR("Greek dialytika", "παϊδάκια", "παιδάκια"),
	PAIR("Armenian ե and է", "ե", "է"),
	PAIR("Georgian თ and ტ", "თ", "ტ"),
	PAIR("Hebrew kaf and bet", "כן", "בן"),
	PAIR("Hebrew final letters", "ם", "מ"),
	PAIR("Arabic alef and hamza forms", "أن", "ان"),
	PAIR("Arabic dotted letters", "حرب", "خرب"),
	PAIR("Arabic teh marbuta and heh", "ة", "ه"),
	PAIR("Persian and Arabic yeh", "ی", "ي"),
	PAIR("Urdu retroflex", "ڈ", "د"),
	PAIR("Devanagari vowel signs", "कि", "की"),
	PAIR("Devanagari with and without a vowel sign", "का", "क"),
	PAIR("Devanagari nukta", "ज़", "ज"),
	PAIR("Devanagari virama", "क्त", "कत"),
	PAIR("Devanagari anusvara", "हंस", "हस"),
	PAIR("Bengali vowel signs", "কি", "কী"),
	PAIR("Tamil vowel signs", "கொ", "கோ"),
	PAIR("Thai vowels", "กิน", "กัน"),
	PAIR("Thai tone marks", "ใกล้", "ใกล"),
	PAIR("Lao tone marks", "ຂ້າ", "ຂາ"),
	PAIR("Khmer vowels", "កា", "កិ"),
	PAIR("Myanmar vowels", "ကိ", "ကု"),
	PAIR("Tibetan vowels", "བོད", "བད"),
	PAIR("Hangul syllables", "한", "항"),
	PAIR("Hangul with and without a final", "가", "각"),
	PAIR("kana voicing", "か", "が"),
	PAIR("kana half-voicing", "は", "ぱ"),
	PAIR("small and large kana", "びよういん", "びょういん"),
	PAIR("hiragana and katakana", "か", "カ"),
	PAIR("a long vowel", "ビル", "ビール"),
	PAIR("Han variants", "日", "曰"),
	PAIR("Han traditional and simplified", "發", "发"),
	PAIR("Amharic", "ሀ", "ሃ"),
	PAIR("Dhivehi vowels", "ދި", "ދު"),
};

static const struct row same[] = {
	PAIR("Russian in capitals", "НОВЫЙ ГОД", "новый год"),
	PAIR("Russian decomposed", "мои\u0306", "мой"),
	PAIR("Ukrainian decomposed", "і\u0308жак", "їжак"),
	PAIR("Greek in capitals with tonos", "ΝΌΜΟΣ", "νόμος"),
	PAIR("Greek decomposed", "νο\u0301μος", "νόμος"),
	PAIR("Greek oxia and tonos", "νό\u1F79μος", "νόόμος"),
	PAIR("Greek final sigma", "λόγος", "λόγοσ"),
	PAIR("Armenian in capitals", "ՀԱՅ", "հայ"),
	PAIR("Georgian in capitals", "ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი"),
	PAIR("Hebrew pointed", "בְּרֵאשִׁית", "בראשית"),
	PAIR("Hebrew presentation forms", "\uFB2Aל", "של"),
	PAIR("Arabic pointed", "مُحَمَّد", "محمد"),
	PAIR("Arabic presentation forms", "\uFEE3\uFEAE\uFEA3\uFE92\uFE8E", "مرحبا"),
	PAIR("Arabic stretched", "مرحـــبا", "مرحبا"),
	PAIR("Arabic hamza decomposed", "ا\u0654ن", "أن"),
	PAIR("Persian with and without ZWNJ", "می\u200Cروم", "میروم"),
	PAIR("Devanagari nukta letters", "\u095B", "ज़"),
	PAIR("Bengali vowel parts", "ক\u09C7\u09BE", "কো"),
	PAIR("Thai tone typed before the vowel", "ก\u0E48\u0E38", "ก\u0E38\u0E48"),
	PAIR("Hangul jamo", "\u1112\u1161\u11AB", "한"),
	PAIR("halfwidth kana", "ｶﾞ", "ガ"),
	PAIR("kana decomposed", "か\u3099", "が"),
	PAIR("CJK compatibility ideographs", "\uF900", "豈"),
	PAIR("Kangxi radicals", "\u2F00", "一"),
	PAIR("German sharp s", "Straße", "STRASSE"),
	PAIR("French accents", "Élève", "eleve"),
	PAIR("Polish", "Łódź", "lodz"),
	PAIR("Turkish dots", "İSTANBUL ılık", "istanbul ilik"),
	PAIR("Vietnamese", "Việt Nam", "viet nam"),
	PAIR("Danish", "Ærø", "aero"),
	PAIR("Swedish", "Mörkblå ö", "morkbla o"),
	PAIR("Icelandic", "Það, Örn", "thad, orn"),
	PAIR("German umlauts", "Größe über", "Grosse uber"),
	PAIR("Vietnamese decomposed", "Vie\u0302\u0323t", "Việt"),
	PAIR("Turkish s and g", "şu dağ", "su dag"),
	PAIR("Romanian commas", "ști țară", "sti tara"),
	PAIR("Spanish", "¿Niño?", " nino "),
	PAIR("Afrikaans", "ŉ man", "n man"),
	PAIR("Catalan", "coŀlegi", "collegi"),
	PAIR("Hebrew with three points on a letter", "שּׁ\u05B8לום", "שלום"),
	PAIR("Thai digits", "๑๒", "12"),
	PAIR("Arabic digits", "٢٠٢٦", "2026"),
	PAIR("a hand of any skin", "👋🏽 hi", "👋 hi"),
};

static bool folds_alike(const struct row *row)
{
	struct arena arena;
	struct slice one;
	struct slice other;
	bool         alike;

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(text_fold_pattern(row->one, &arena, &one), STATUS_OK);
	assert_int_equal(text_fold_pattern(row->other, &arena, &other), STATUS_OK);
	alike = slice_equal(one, other);
	arena_close(&arena);
	return alike;
}

static void stay_different(void **state)
{
	assert_false(folds_alike(*state));
}

static void become_the_same(void **state)
{
	assert_true(folds_alike(*state));
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, stay_different, different);
	ROWS_ADD(&rows, become_the_same, same);
	return rows_run(&rows, "languages");
}
