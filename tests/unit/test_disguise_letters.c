/* SPDX-License-Identifier: Apache-2.0 */
/* Ciphers, alphabets and look-alikes: counted out by the tables of their standards. */
#include "test_disguise_rows.h"

static const struct disguise_row rows[] = {
	{ "a bar between all", "interleaved", 0, SLICE_INIT("to bake"),
	  SLICE_INIT("t|o| |b|a|k|e") },
	{ "a mark in long words", "mark_inserted", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ba.ke") },
	{ "numbers of characters", "characters_decimal", 0, SLICE_INIT("d\xC3\xB3nde hornear"),
	  SLICE_INIT("100 243 110 100 101 32 104 111 114 110 101 97 114") },
	{ "numbers in hexadecimal", "characters_hex", 0, SLICE_INIT("d\xC3\xB3nde hornear"),
	  SLICE_INIT("64 f3 6e 64 65 20 68 6f 72 6e 65 61 72") },
	{ "ogham", "ogham", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE1\x9A\x86\xE1\x9A\x91\xE1\x9A\x83 \xE1\x9A\x88\xE1\x9A\x91 "
	             "\xE1\x9A\x81\xE1\x9A\x90\xE1\x9A\x8A\xE1\x9A\x93") },
	{ "hieroglyphs", "hieroglyphs", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x93\x83\xB4\xF0\x93\x83\xBB\xF0\x93\x84\x83 "
	             "\xF0\x93\x84\x80\xF0\x93\x83\xBB "
	             "\xF0\x93\x83\xAE\xF0\x93\x83\xAD\xF0\x93\x83\xB7\xF0\x93\x83\xB1") },
	{ "Wingdings", "wingdings", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x99\x92\xE2\x96\xA1\xE2\xAC\xA5 \xE2\xA7\xAB\xE2\x96\xA1 "
	             "\xE2\x99\x8C\xE2\x99\x8B\xF0\x9F\x99\xB5\xE2\x99\x8F") },
	{ "Greek sounds", "greek_sounds", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(
		  "\xCE\xB7\xCE\xBF\xCF\x89 \xCF\x84\xCE\xBF \xCE\xB2\xCE\xB1\xCE\xBA\xCE\xB5") },
	{ "semaphore", "semaphore_arrows", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(
		  "\xE2\x86\x97\xE2\x9E\xA1 \xE2\x9E\xA1\xE2\x86\x98 \xE2\x86\x98\xE2\x86\x96 / "
	          "\xE2\x86\x98\xE2\xAC\x87 \xE2\x9E\xA1\xE2\x86\x98 / \xE2\xAC\x86\xE2\x9E\xA1 "
	          "\xE2\xAC\x86\xE2\x86\x97 \xE2\x86\x97\xE2\xAC\x87 \xE2\xAC\x86\xE2\x86\x99") },
	{ "rot13 from behind", "caesar_reversed", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("rxno bg jbu") },
	{ "braille tells capitals", "braille_signs", 0, SLICE_INIT("Ab"),
	  SLICE_INIT("\xE2\xA0\xA0\xE2\xA0\x81\xE2\xA0\x83") },
	{ "Caesar under a seed", "caesar", 5, SLICE_INIT("Zoo 1"), SLICE_INIT("Dss 1") },
	{ "script letters that had a place", "math_script", 0, SLICE_INIT("ego"),
	  SLICE_INIT("\xE2\x84\xAF\xE2\x84\x8A\xE2\x84\xB4") },
	{ "Bacon's I and V", "baconian_24", 0, SLICE_INIT("uz"), SLICE_INIT("BAABB BABBB") },
	{ "Morse of marks", "morse", 0, SLICE_INIT("A, b."),
	  SLICE_INIT(".- --..-- / -... .-.-.-") },
	{ "a square without j", "polybius", 0, SLICE_INIT("ik"), SLICE_INIT("24 25") },
	{ "upside down with a question mark", "upside_down", 0, SLICE_INIT("me?"),
	  SLICE_INIT("\xC2\xBF\xC7\x9D\xC9\xAF") },
	{ "keyboard shift to the left", "keyboard_shift", 1, SLICE_INIT("how to bake"),
	  SLICE_INIT("giq ri vljw") },
	{ "rot13", "rot13", 0, SLICE_INIT("how to bake"), SLICE_INIT("ubj gb onxr") },
	{ "caesar", "caesar", 0, SLICE_INIT("how to bake"), SLICE_INIT("krz wr ednh") },
	{ "atbash", "atbash", 0, SLICE_INIT("how to bake"), SLICE_INIT("sld gl yzpv") },
	{ "affine", "affine", 0, SLICE_INIT("how to bake"), SLICE_INIT("rao za nigc") },
	{ "rot18", "rot18", 0, SLICE_INIT("how to bake"), SLICE_INIT("ubj gb onxr") },
	{ "rot47", "rot47", 0, SLICE_INIT("how to bake"), SLICE_INIT("9@H E@ 32<6") },
	{ "rot94", "rot94", 0, SLICE_INIT("how to bake"), SLICE_INIT("+2: 72 %$.(") },
	{ "keyboard shift", "keyboard_shift", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("jpe yp nslr") },
	{ "mixed words", "mixed_words", 0, SLICE_INIT("how to bake"), SLICE_INIT("ubj gl bake") },
	{ "rot13 word", "rot13_word", 0, SLICE_INIT("how to bake"), SLICE_INIT("how to onxr") },
	{ "atbash word", "atbash_word", 0, SLICE_INIT("how to bake"), SLICE_INIT("how to yzpv") },
	{ "reversed word", "reversed_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ekab") },
	{ "reversed", "reversed", 0, SLICE_INIT("how to bake"), SLICE_INIT("ekab ot woh") },
	{ "reversed letters", "reversed_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("woh ot ekab") },
	{ "reversed words", "reversed_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("bake to how") },
	{ "reversed some words", "reversed_some_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("woh to ekab") },
	{ "rail fence", "rail_fence", 0, SLICE_INIT("how to bake"), SLICE_INIT("htao obkw e") },
	{ "columns", "columns", 0, SLICE_INIT("how to bake"), SLICE_INIT("hoeo wb atk") },
	{ "odd even words", "odd_even_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how bake to") },
	{ "indexed words", "indexed_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[{\"to\": 1}, {\"how\": 0}, {\"bake\": 2}]") },
	{ "braille", "braille", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\xA0\x93\xE2\xA0\x95\xE2\xA0\xBA \xE2\xA0\x9E\xE2\xA0\x95 "
	             "\xE2\xA0\x83\xE2\xA0\x81\xE2\xA0\x85\xE2\xA0\x91") },
	{ "braille blanks", "braille_blanks", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\xA0\x93\xE2\xA0\x95\xE2\xA0\xBA\xE2\xA0\x80\xE2\xA0\x9E"
	             "\xE2\xA0\x95\xE2\xA0\x80\xE2\xA0\x83\xE2\xA0\x81\xE2\xA0\x85"
	             "\xE2\xA0\x91") },
	{ "braille signs", "braille_signs", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\xA0\x93\xE2\xA0\x95\xE2\xA0\xBA \xE2\xA0\x9E\xE2\xA0\x95 "
	             "\xE2\xA0\x83\xE2\xA0\x81\xE2\xA0\x85\xE2\xA0\x91") },
	{ "braille codes", "braille_codes", 0, SLICE_INIT("a1 b22"),
	  SLICE_INIT("\xE2\xA0\x81\xE2\xA0\xBC\xE2\xA0\x81 \xE2\xA0\x83\xE2\xA0\xBC"
	             "\xE2\xA0\x83\xE2\xA0\x83") },
	{ "emoji words", "emoji_words", 0, SLICE_INIT("find the bomb"),
	  SLICE_INIT("find the \xF0\x9F\x92\xA3") },
	{ "morse", "morse", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".... --- .-- / - --- / -... .- -.- .") },
	{ "morse slash", "morse_slash", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".... --- .--/- ---/-... .- -.- .") },
	{ "morse bar", "morse_bar", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".... --- .-- | - --- | -... .- -.- .") },
	{ "morse lines", "morse_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".... --- .--\n- ---\n-... .- -.- .") },
	{ "morse gaps", "morse_gaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".... --- .--   - ---   -... .- -.- .") },
	{ "morse typographic", "morse_typographic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xC2\xB7\xC2\xB7\xC2\xB7\xC2\xB7 \xE2\x88\x92\xE2\x88\x92\xE2"
	             "\x88\x92 \xC2\xB7\xE2\x88\x92\xE2\x88\x92 / \xE2\x88\x92 \xE2"
	             "\x88\x92\xE2\x88\x92\xE2\x88\x92 / \xE2\x88\x92\xC2\xB7\xC2"
	             "\xB7\xC2\xB7 \xC2\xB7\xE2\x88\x92 \xE2\x88\x92\xC2\xB7\xE2\x88"
	             "\x92 \xC2\xB7") },
	{ "morse underscore", "morse_underscore", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".... ___ .__ / _ ___ / _... ._ _._ .") },
	{ "morse digits", "morse_digits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("0000 111 011 / 1 111 / 1000 01 101 0") },
	{ "morse words", "morse_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("didididi dahdahdah didahdah / dah dahdahdah / dahdididi didah "
	             "dahdidah di") },
	{ "morse emoji", "morse_emoji", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x9A\xAA\xE2\x9A\xAA\xE2\x9A\xAA\xE2\x9A\xAA \xE2\x9A\xAB"
	             "\xE2\x9A\xAB\xE2\x9A\xAB \xE2\x9A\xAA\xE2\x9A\xAB\xE2\x9A\xAB "
	             "/ \xE2\x9A\xAB \xE2\x9A\xAB\xE2\x9A\xAB\xE2\x9A\xAB / \xE2\x9A"
	             "\xAB\xE2\x9A\xAA\xE2\x9A\xAA\xE2\x9A\xAA \xE2\x9A\xAA\xE2\x9A"
	             "\xAB \xE2\x9A\xAB\xE2\x9A\xAA\xE2\x9A\xAB \xE2\x9A\xAA") },
	{ "braille word", "braille_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to \xE2\xA0\x83\xE2\xA0\x81\xE2\xA0\x85\xE2\xA0\x91") },
	{ "morse word", "morse_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to -... .- -.- .") },
	{ "math bold word", "math_bold_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to \xF0\x9D\x90\x9B\xF0\x9D\x90\x9A\xF0\x9D\x90\xA4\xF0"
	             "\x9D\x90\x9E") },
	{ "circled word", "circled_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to \xE2\x93\x91\xE2\x93\x90\xE2\x93\x9A\xE2\x93\x94") },
	{ "nato", "nato", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("Hotel Oscar Whiskey / Tango Oscar / Bravo Alfa Kilo Echo") },
	{ "nato common", "nato_common", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("Hotel Oscar Whiskey / Tango Oscar / Bravo Alpha Kilo Echo") },
	{ "nato dashes", "nato_dashes", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("Hotel-Oscar-Whiskey Tango-Oscar Bravo-Alpha-Kilo-Echo") },
	{ "nato commas", "nato_commas", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hotel, oscar, whiskey | tango, oscar | bravo, alpha, kilo, ech"
	             "o") },
	{ "nato lines", "nato_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hotel oscar whiskey\ntango oscar\nbravo alpha kilo echo") },
	{ "nato flat", "nato_flat", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hotel oscar whiskey tango oscar bravo alpha kilo echo") },
	{ "a1z26", "a1z26", 0, SLICE_INIT("how to bake"), SLICE_INIT("8-15-23 20-15 2-1-11-5") },
	{ "a1z26 slash", "a1z26_slash", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8 15 23 / 20 15 / 2 1 11 5") },
	{ "a1z26 comma", "a1z26_comma", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8,15,23 20,15 2,1,11,5") },
	{ "a1z26 comma slash", "a1z26_comma_slash", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8, 15, 23 / 20, 15 / 2, 1, 11, 5") },
	{ "a1z26 dot", "a1z26_dot", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8.15.23 20.15 2.1.11.5") },
	{ "a1z26 lines", "a1z26_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8 15 23\n20 15\n2 1 11 5") },
	{ "a1z26 padded", "a1z26_padded", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("08 15 23 / 20 15 / 02 01 11 05") },
	{ "a1z26 gaps", "a1z26_gaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8 15 23   20 15   2 1 11 5") },
	{ "a1z26 flat", "a1z26_flat", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8 15 23 20 15 2 1 11 5") },
	{ "a1z26 keycaps", "a1z26_keycaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("8\xEF\xB8\x8F\xE2\x83\xA3 1\xEF\xB8\x8F\xE2\x83\xA3"
	             "5\xEF\xB8\x8F\xE2\x83\xA3 2\xEF\xB8\x8F\xE2\x83\xA3"
	             "3\xEF\xB8\x8F\xE2\x83\xA3 / 2\xEF\xB8\x8F\xE2\x83\xA3"
	             "0\xEF\xB8\x8F\xE2\x83\xA3 1\xEF\xB8\x8F\xE2\x83\xA3"
	             "5\xEF\xB8\x8F\xE2\x83\xA3 / 2\xEF\xB8\x8F\xE2\x83\xA3 1\xEF"
	             "\xB8\x8F\xE2\x83\xA3 1\xEF\xB8\x8F\xE2\x83\xA3"
	             "1\xEF\xB8\x8F\xE2\x83\xA3 5\xEF\xB8\x8F\xE2\x83\xA3") },
	{ "keycap digits", "keycap_digits", 0, SLICE_INIT("a1 b22"),
	  SLICE_INIT("a1\xEF\xB8\x8F\xE2\x83\xA3 b2\xEF\xB8\x8F\xE2\x83\xA3"
	             "2\xEF\xB8\x8F\xE2\x83\xA3") },
	{ "tap numbers", "tap_numbers", 0, SLICE_INIT("how to be"),
	  SLICE_INIT("2,3 3,4 5,2 / 4,4 3,4 / 1,2 1,5") },
	{ "tap dots", "tap_dots", 0, SLICE_INIT("how to be"),
	  SLICE_INIT(".. ...  ... ....  ..... .. / .... ....  ... .... / . ..  . ..."
	             "..") },
	{ "tap dots k", "tap_dots_k", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(".. ...  ... ....  ..... .. / .... ....  ... .... / . ..  . .  "
	             ". ...  . .....") },
	{ "polybius", "polybius", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("23 34 52 / 44 34 / 12 11 25 15") },
	{ "polybius gaps", "polybius_gaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("23 34 52  44 34  12 11 25 15") },
	{ "polybius words", "polybius_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("233452 4434 12112515") },
	{ "baconian", "baconian", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("AABBB ABBBA BABBA / BAABB ABBBA / AAAAB AAAAA ABABA AABAA") },
	{ "baconian lower", "baconian_lower", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("aabbbabbbababba baabbabbba aaaabaaaaaababaaabaa") },
	{ "baconian digits", "baconian_digits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("00111 01110 10110 / 10011 01110 / 00001 00000 01010 00100") },
	{ "baconian 24", "baconian_24", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("AABBB ABBAB BABAA / BAABA ABBAB / AAAAB AAAAA ABAAB AABAA") },
	{ "math bold", "math_bold", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x90\xA1\xF0\x9D\x90\xA8\xF0\x9D\x90\xB0 \xF0\x9D\x90"
	             "\xAD\xF0\x9D\x90\xA8 \xF0\x9D\x90\x9B\xF0\x9D\x90\x9A\xF0\x9D"
	             "\x90\xA4\xF0\x9D\x90\x9E") },
	{ "math italic", "math_italic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x84\x8E\xF0\x9D\x91\x9C\xF0\x9D\x91\xA4 \xF0\x9D\x91\xA1"
	             "\xF0\x9D\x91\x9C \xF0\x9D\x91\x8F\xF0\x9D\x91\x8E\xF0\x9D\x91"
	             "\x98\xF0\x9D\x91\x92") },
	{ "math bold italic", "math_bold_italic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x92\x89\xF0\x9D\x92\x90\xF0\x9D\x92\x98 \xF0\x9D\x92"
	             "\x95\xF0\x9D\x92\x90 \xF0\x9D\x92\x83\xF0\x9D\x92\x82\xF0\x9D"
	             "\x92\x8C\xF0\x9D\x92\x86") },
	{ "math script", "math_script", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x92\xBD\xE2\x84\xB4\xF0\x9D\x93\x8C \xF0\x9D\x93\x89"
	             "\xE2\x84\xB4 \xF0\x9D\x92\xB7\xF0\x9D\x92\xB6\xF0\x9D\x93\x80"
	             "\xE2\x84\xAF") },
	{ "math bold script", "math_bold_script", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x93\xB1\xF0\x9D\x93\xB8\xF0\x9D\x94\x80 \xF0\x9D\x93"
	             "\xBD\xF0\x9D\x93\xB8 \xF0\x9D\x93\xAB\xF0\x9D\x93\xAA\xF0\x9D"
	             "\x93\xB4\xF0\x9D\x93\xAE") },
	{ "math fraktur", "math_fraktur", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x94\xA5\xF0\x9D\x94\xAC\xF0\x9D\x94\xB4 \xF0\x9D\x94"
	             "\xB1\xF0\x9D\x94\xAC \xF0\x9D\x94\x9F\xF0\x9D\x94\x9E\xF0\x9D"
	             "\x94\xA8\xF0\x9D\x94\xA2") },
	{ "math bold fraktur", "math_bold_fraktur", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x96\x8D\xF0\x9D\x96\x94\xF0\x9D\x96\x9C \xF0\x9D\x96"
	             "\x99\xF0\x9D\x96\x94 \xF0\x9D\x96\x87\xF0\x9D\x96\x86\xF0\x9D"
	             "\x96\x90\xF0\x9D\x96\x8A") },
	{ "math double struck", "math_double_struck", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x95\x99\xF0\x9D\x95\xA0\xF0\x9D\x95\xA8 \xF0\x9D\x95"
	             "\xA5\xF0\x9D\x95\xA0 \xF0\x9D\x95\x93\xF0\x9D\x95\x92\xF0\x9D"
	             "\x95\x9C\xF0\x9D\x95\x96") },
	{ "math sans", "math_sans", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x97\x81\xF0\x9D\x97\x88\xF0\x9D\x97\x90 \xF0\x9D\x97"
	             "\x8D\xF0\x9D\x97\x88 \xF0\x9D\x96\xBB\xF0\x9D\x96\xBA\xF0\x9D"
	             "\x97\x84\xF0\x9D\x96\xBE") },
	{ "math sans bold", "math_sans_bold", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x97\xB5\xF0\x9D\x97\xBC\xF0\x9D\x98\x84 \xF0\x9D\x98"
	             "\x81\xF0\x9D\x97\xBC \xF0\x9D\x97\xAF\xF0\x9D\x97\xAE\xF0\x9D"
	             "\x97\xB8\xF0\x9D\x97\xB2") },
	{ "math sans italic", "math_sans_italic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x98\xA9\xF0\x9D\x98\xB0\xF0\x9D\x98\xB8 \xF0\x9D\x98"
	             "\xB5\xF0\x9D\x98\xB0 \xF0\x9D\x98\xA3\xF0\x9D\x98\xA2\xF0\x9D"
	             "\x98\xAC\xF0\x9D\x98\xA6") },
	{ "math sans bold italic", "math_sans_bold_italic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x99\x9D\xF0\x9D\x99\xA4\xF0\x9D\x99\xAC \xF0\x9D\x99"
	             "\xA9\xF0\x9D\x99\xA4 \xF0\x9D\x99\x97\xF0\x9D\x99\x96\xF0\x9D"
	             "\x99\xA0\xF0\x9D\x99\x9A") },
	{ "math monospace", "math_monospace", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x9A\x91\xF0\x9D\x9A\x98\xF0\x9D\x9A\xA0 \xF0\x9D\x9A"
	             "\x9D\xF0\x9D\x9A\x98 \xF0\x9D\x9A\x8B\xF0\x9D\x9A\x8A\xF0\x9D"
	             "\x9A\x94\xF0\x9D\x9A\x8E") },
	{ "math mixed", "math_mixed", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9D\x90\xA1\xF0\x9D\x91\x9C\xF0\x9D\x93\x8C \xF0\x9D\x95"
	             "\xA5\xF0\x9D\x97\x88 \xE2\x93\x91\xF0\x9D\x90\x9A\xF0\x9D\x91"
	             "\x98\xE2\x84\xAF") },
	{ "circled", "circled", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x93\x97\xE2\x93\x9E\xE2\x93\xA6 \xE2\x93\xA3\xE2\x93\x9E "
	             "\xE2\x93\x91\xE2\x93\x90\xE2\x93\x9A\xE2\x93\x94") },
	{ "parenthesised", "parenthesised", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x92\xA3\xE2\x92\xAA\xE2\x92\xB2 \xE2\x92\xAF\xE2\x92\xAA "
	             "\xE2\x92\x9D\xE2\x92\x9C\xE2\x92\xA6\xE2\x92\xA0") },
	{ "parenthesised capitals", "parenthesised_capitals", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x84\x97\xF0\x9F\x84\x9E\xF0\x9F\x84\xA6 \xF0\x9F\x84"
	             "\xA3\xF0\x9F\x84\x9E \xF0\x9F\x84\x91\xF0\x9F\x84\x90\xF0\x9F"
	             "\x84\x9A\xF0\x9F\x84\x94") },
	{ "squared", "squared", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x84\xB7\xF0\x9F\x84\xBE\xF0\x9F\x85\x86 \xF0\x9F\x85"
	             "\x83\xF0\x9F\x84\xBE \xF0\x9F\x84\xB1\xF0\x9F\x84\xB0\xF0\x9F"
	             "\x84\xBA\xF0\x9F\x84\xB4") },
	{ "squared negative", "squared_negative", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x85\xB7\xF0\x9F\x85\xBE\xF0\x9F\x86\x86 \xF0\x9F\x86"
	             "\x83\xF0\x9F\x85\xBE \xF0\x9F\x85\xB1\xF0\x9F\x85\xB0\xF0\x9F"
	             "\x85\xBA\xF0\x9F\x85\xB4") },
	{ "circled negative", "circled_negative", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x85\x97\xF0\x9F\x85\x9E\xF0\x9F\x85\xA6 \xF0\x9F\x85"
	             "\xA3\xF0\x9F\x85\x9E \xF0\x9F\x85\x91\xF0\x9F\x85\x90\xF0\x9F"
	             "\x85\x9A\xF0\x9F\x85\x94") },
	{ "regional indicators", "regional_indicators", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x87\xAD\xF0\x9F\x87\xB4\xF0\x9F\x87\xBC \xF0\x9F\x87"
	             "\xB9\xF0\x9F\x87\xB4 \xF0\x9F\x87\xA7\xF0\x9F\x87\xA6\xF0\x9F"
	             "\x87\xB0\xF0\x9F\x87\xAA") },
	{ "regional spaced", "regional_spaced", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x87\xAD \xF0\x9F\x87\xB4 \xF0\x9F\x87\xBC   \xF0\x9F"
	             "\x87\xB9 \xF0\x9F\x87\xB4   \xF0\x9F\x87\xA7 \xF0\x9F\x87\xA6 "
	             "\xF0\x9F\x87\xB0 \xF0\x9F\x87\xAA") },
	{ "regional apart", "regional_apart", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x87\xAD\xE2\x80\x8B\xF0\x9F\x87\xB4\xE2\x80\x8B\xF0"
	             "\x9F\x87\xBC \xF0\x9F\x87\xB9\xE2\x80\x8B\xF0\x9F\x87\xB4 \xF0"
	             "\x9F\x87\xA7\xE2\x80\x8B\xF0\x9F\x87\xA6\xE2\x80\x8B\xF0\x9F"
	             "\x87\xB0\xE2\x80\x8B\xF0\x9F\x87\xAA") },
	{ "small capitals", "small_capitals", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xCA\x9C\xE1\xB4\x8F\xE1\xB4\xA1 \xE1\xB4\x9B\xE1\xB4\x8F \xCA"
	             "\x99\xE1\xB4\x80\xE1\xB4\x8B\xE1\xB4\x87") },
	{ "superscript", "superscript", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xCA\xB0\xE1\xB5\x92\xCA\xB7 \xE1\xB5\x97\xE1\xB5\x92 \xE1\xB5"
	             "\x87\xE1\xB5\x83\xE1\xB5\x8F\xE1\xB5\x89") },
	{ "subscript", "subscript", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x82\x95\xE2\x82\x92w \xE2\x82\x9C\xE2\x82\x92 b\xE2\x82"
	             "\x90\xE2\x82\x96\xE2\x82\x91") },
	{ "upside down", "upside_down", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xC7\x9D\xCA\x9E\xC9\x90q o\xCA\x87 \xCA\x8Do\xC9\xA5") },
	{ "turned letters", "turned_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xC9\xA5o\xCA\x8D \xCA\x87o q\xC9\x90\xCA\x9E\xC7\x9D") },
	{ "entity cyrillic", "entity_cyrillic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h&ocy;w t&ocy; b&acy;k&iecy;") },
	{ "lookalike cherokee", "lookalike_cherokee", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE1\x8E\xBBo\xE1\x8E\xB3 \xE1\x8E\xA2o \xE1\x8F\xB4\xE1\x8E"
	             "\xAA\xE1\x8F\xA6\xE1\x8E\xAC") },
	{ "lookalike armenian", "lookalike_armenian", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xD5\xB0\xD6\x85\xD5\xA1 t\xD6\x85 bake") },
	{ "lookalike lisu", "lookalike_lisu", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xEA\x93\xA7\xEA\x93\xB3\xEA\x93\xAA \xEA\x93\x94\xEA\x93\xB3 "
	             "\xEA\x93\x90\xEA\x93\xAE\xEA\x93\x97\xEA\x93\xB0") },
	{ "lookalike latin", "lookalike_latin", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b\xC9\x91ke") },
	{ "accented", "accented", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE1\xB8\xA3\xC3\xB6\xC5\xB5 \xC5\xA5\xC3\xB6 \xE1\xB8\x83\xC3"
	             "\xA4\xC4\xB7\xC3\xA9") },
	{ "greek styled", "greek_styled", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xD0\xBD\xCF\x83\xCF\x89 \xD1\x82\xCF\x83 \xD0\xB2\xCE\xB1\xD0"
	             "\xBA\xD1\x94") },
	{ "currency signs", "currency_signs", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\xB1\xA7\xC3\x98\xE2\x82\xA9 \xE2\x82\xAE\xC3\x98 \xE0\xB8"
	             "\xBF\xE2\x82\xB3\xE2\x82\xAD\xC9\x86") },
	{ "runes", "runes", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE1\x9A\xBA\xE1\x9B\x9F\xE1\x9A\xB9 \xE1\x9B\x8F\xE1\x9B\x9F "
	             "\xE1\x9B\x92\xE1\x9A\xA8\xE1\x9B\x95\xE1\x9B\x96") },
	{ "drawn pairs", "drawn_pairs", 0, SLICE_INIT("how to bake"), SLICE_INIT("hovv to bake") },
	{ "lookalike once", "lookalike_once", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xD2\xBBow t\xD0\xBE b\xD0\xB0ke") },
};

int main(void)
{
	struct rows tests = { 0 };

	ROWS_ADD(&tests, disguise_encodes, rows);
	return rows_run(&tests, "disguise_letters");
}
