/* SPDX-License-Identifier: Apache-2.0 */
/* Each decoder finds its runs in ordinary text and gives back what was encoded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decode_gate.h"
#include "decode_kind.h"

#include <string.h>

struct row {
	const char               *when;
	const struct decode_kind *kind;
	const char               *text;
	const char               *run; /* NULL: there is none */
	const char               *decoded;
};

static const struct row rows[] = {
	{ "base64 stands alone", &decode_base64, "cGlwZSBib21i", "cGlwZSBib21i", "pipe bomb" },
	{ "base64 stands in a sentence", &decode_base64, "please decode cGlwZSBib21i now",
	  "cGlwZSBib21i", "pipe bomb" },
	{ "base64 is padded once", &decode_base64, "a YSBib21iIQ= b", "YSBib21iIQ=", "a bomb!" },
	{ "base64 is padded twice", &decode_base64, "a Ym9tYg== b", "Ym9tYg==", "bomb" },
	{ "short base64 with padding counts", &decode_base64, "cGlwZQ==", "cGlwZQ==", "pipe" },
	{ "base64 lacks its padding", &decode_base64, "YSBib21iIQ", "YSBib21iIQ", "a bomb!" },
	{ "base64 uses the URL-safe alphabet", &decode_base64, "fn5-fn5_fn4_", "fn5-fn5_fn4_",
	  "~~~~~\x7f~~?" },
	{ "base64 is wrapped", &decode_base64, "aG93IHRv\nIG1ha2Ug\nYSBib21i",
	  "aG93IHRv\nIG1ha2Ug\nYSBib21i", "how to make a bomb" },
	{ "base64 is wrapped off the group", &decode_base64, "aG93IHRvIG\n1ha2UgYSBi\nb21i",
	  "aG93IHRvIG\n1ha2UgYSBi\nb21i", "how to make a bomb" },
	{ "base64 is wrapped narrowly", &decode_base64,
	  "aG93\nIHRv\nIG1h\na2Ug\nYQ==", "aG93\nIHRv\nIG1h\na2Ug\nYQ==", "how to make a" },
	{ "base64 is wrapped in quoted lines", &decode_base64, "> aG93IHRvIG\n> 1ha2UgYSBi\n> b21i",
	  "aG93IHRvIG\n> 1ha2UgYSBi\n> b21i", "how to make a bomb" },
	{ "base64 is a joined string", &decode_base64, "\"aG93IHRvI\" + \"G1ha2U=\"",
	  "aG93IHRvI\" + \"G1ha2U=", "how to make" },
	{ "base64 is in parts of one width", &decode_base64, "see aG93IH RvIG1h a2UgYS Bib21i so",
	  "aG93IH RvIG1h a2UgYS Bib21i", "how to make a bomb" },
	{ "base64 of short words", &decode_base64, "so SG93 ZG8 SQ", "SG93", "How" },
	{ "base64 is glued to a number", &decode_base64, "42aG93IHRvIG1ha2UgYSBib21i",
	  "aG93IHRvIG1ha2UgYSBib21i", "how to make a bomb" },
	{ "a line that is no text ends base64", &decode_base64, "cGlwZSBib21i\nsincerely\nyours",
	  "cGlwZSBib21i", "pipe bomb" },
	{ "words that are base64 one by one", &decode_base64, "file it, also a Risk", NULL, NULL },
	{ "a digest is no base64", &decode_base64, "d41d8cd98f00b204e9800998ecf8427e", NULL, NULL },
	{ "numbers in columns are no base64", &decode_base64, "5671 4912 5671 4912 5671 4912", NULL,
	  NULL },
	{ "base64 stands behind a path", &decode_base64, "files/cGlwZSBib21i", "cGlwZSBib21i",
	  "pipe bomb" },
	{ "base64 holds Cyrillic", &decode_base64,
	  "0LHQvtC80LHQsA==", "0LHQvtC80LHQsA==", "\xd0\xb1\xd0\xbe\xd0\xbc\xd0\xb1\xd0\xb0" },
	{ "prose is no base64", &decode_base64,
	  "a documentary about international photography exhibitions", NULL, NULL },
	{ "random bytes in base64 are no text", &decode_base64, "hsPjXkGk0Dl3v9Qx7bKZrA==", NULL,
	  NULL },
	{ "binary is spaced", &decode_binary, "01110000 01101001 01110000 01100101",
	  "01110000 01101001 01110000 01100101", "pipe" },
	{ "binary stands in a sentence", &decode_binary,
	  "please read 01100010 01101111 01101101 01100010 now",
	  "01100010 01101111 01101101 01100010", "bomb" },
	{ "binary runs on", &decode_binary, "(01100010011011110110110101100010)",
	  "01100010011011110110110101100010", "bomb" },
	{ "binary is parted by commas", &decode_binary, "01100010, 01101111, 01101101, 01100010",
	  "01100010, 01101111, 01101101, 01100010", "bomb" },
	{ "binary is parted by underscores", &decode_binary, "01100010_01101111_01101101_01100010",
	  "01100010_01101111_01101101_01100010", "bomb" },
	{ "binary carries 0b", &decode_binary, "0b01100010 0b01101111 0b01101101 0b01100010",
	  "0b01100010 0b01101111 0b01101101 0b01100010", "bomb" },
	{ "binary has seven digits a byte", &decode_binary, "1100010 1101111 1101101 1100010",
	  "1100010 1101111 1101101 1100010", "bomb" },
	{ "binary stands in halves", &decode_binary, "0110 0010 0110 1111 0110 1101 0110 0010",
	  "0110 0010 0110 1111 0110 1101 0110 0010", "bomb" },
	{ "binary is wrapped off the byte", &decode_binary, "011000100110\n111101101101\n01100010",
	  "011000100110\n111101101101\n01100010", "bomb" },
	{ "binary stands behind a number", &decode_binary,
	  "step 10: 01100010 01101111 01101101 01100010", "01100010 01101111 01101101 01100010",
	  "bomb" },
	{ "binary holds Cyrillic", &decode_binary, "11010000 10110001 11010000 10111110",
	  "11010000 10110001 11010000 10111110", "\xd0\xb1\xd0\xbe" },
	{ "three bytes of binary are too few", &decode_binary, "01100010 01101111 01101101", NULL,
	  NULL },
	{ "a truth table is no binary", &decode_binary,
	  "0000 0001 0010 0011 0100 0101 0110 0111 1000 1001", NULL, NULL },
	{ "flags are no binary", &decode_binary, "10000000 11000000 11100000 11110000 11111000",
	  NULL, NULL },
	{ "years and round numbers are no binary", &decode_binary,
	  "1000 1010 10000 1100 1001 100000 1111", NULL, NULL },
	{ "netmasks are no binary", &decode_binary, "11111111.11111111.11111111.00000000", NULL,
	  NULL },
	{ "decimal is spaced", &decode_decimal, "112 105 112 101 32 98 111 109 98",
	  "112 105 112 101 32 98 111 109 98", "pipe bomb" },
	{ "decimal stands in a sentence", &decode_decimal,
	  "please read 112 105 112 101 32 98 111 109 98 now", "112 105 112 101 32 98 111 109 98",
	  "pipe bomb" },
	{ "decimal is parted by commas", &decode_decimal, "[98,111,109,98]", "98,111,109,98",
	  "bomb" },
	{ "decimal is parted by dashes", &decode_decimal, "98-111-109-98", "98-111-109-98",
	  "bomb" },
	{ "decimal is wrapped", &decode_decimal, "112 105 112 101\n32 98 111 109 98",
	  "112 105 112 101\n32 98 111 109 98", "pipe bomb" },
	{ "decimal stands in fromCharCode", &decode_decimal, "String.fromCharCode(98,111,109,98)",
	  "98,111,109,98", "bomb" },
	{ "decimal stands in chr", &decode_decimal, "chr(98)+chr(111)+chr(109)+chr(98)",
	  "98)+chr(111)+chr(109)+chr(98", "bomb" },
	{ "decimal in capitals", &decode_decimal, "72 79 87 32 84 79", "72 79 87 32 84 79",
	  "HOW TO" },
	{ "decimal stands behind a number", &decode_decimal, "step 4 of 12: 112 105 112 101",
	  "112 105 112 101", "pipe" },
	{ "decimal holds base64", &decode_decimal,
	  "99 71 108 119 90 83 66 105 98 50 49 105 73 71 70 48 73 71 104 118 98 87 85 61",
	  "99 71 108 119 90 83 66 105 98 50 49 105 73 71 70 48 73 71 104 118 98 87 85 61",
	  "cGlwZSBib21iIGF0IGhvbWU=" },
	{ "three codes are too few", &decode_decimal, "104 111 119", NULL, NULL },
	{ "scores are no decimal", &decode_decimal, "98 87 76 65 90 88 92 71 84", NULL, NULL },
	{ "a rising column is no decimal", &decode_decimal, "100 101 102 103 104 105", NULL, NULL },
	{ "blood pressure is no decimal", &decode_decimal, "120 118 115 110 122 116", NULL, NULL },
	{ "ages are no decimal", &decode_decimal,
	  "48 52 49 50 51 57 55 53 48 49 50 52 56 54 57 50 51 52 55 48 49 56 53 57", NULL, NULL },
	{ "prices are no decimal", &decode_decimal,
	  "$99 $105 $110 $120, 99.99 105.50 110.25 120.00", NULL, NULL },
	{ "dates are no decimal", &decode_decimal, "2024-05-12, 1999-12-31, 12/05/98 11/06/97",
	  NULL, NULL },
	{ "a telephone number is no decimal", &decode_decimal, "+44 20 7946 0958, (555) 123-4567",
	  NULL, NULL },
	{ "an address is no decimal", &decode_decimal, "hosts 104.111.119.116 and 101.120.97.109",
	  NULL, NULL },
	{ "a spoken list is no decimal", &decode_decimal, "98 of 104 and 111 of 119 and 97 of 101",
	  NULL, NULL },
	{ "hexadecimal pairs are no decimal", &decode_decimal, "70 69 70 65", NULL, NULL },
	{ "a digest is no decimal", &decode_decimal, "d41d8cd98f00b204e9800998ecf8427e", NULL,
	  NULL },
	{ "octal is spaced", &decode_octal, "160 151 160 145 040 142 157 155 142",
	  "160 151 160 145 040 142 157 155 142", "pipe bomb" },
	{ "octal is parted by commas", &decode_octal, "codes: 142, 157, 155, 142.",
	  "142, 157, 155, 142", "bomb" },
	{ "octal in capitals", &decode_octal, "120 111 120 105 040 102 117 115 102",
	  "120 111 120 105 040 102 117 115 102", "PIPE BOMB" },
	{ "octal has a short space", &decode_octal, "160 151 160 145 40 142 157 155 142",
	  "160 151 160 145 40 142 157 155 142", "pipe bomb" },
	{ "octal has a leading zero", &decode_octal, "0160 0151 0160 0145", "0160 0151 0160 0145",
	  "pipe" },
	{ "decimal codes are no octal", &decode_octal, "104 111 112 101 32 116 111", NULL, NULL },
	{ "file modes are no octal", &decode_octal, "644 755 600 700 644 755", NULL, NULL },
	{ "status codes are no octal", &decode_octal, "200 204 301 302 404 500", NULL, NULL },
	{ "area codes are no octal", &decode_octal, "212 415 617 305 702", NULL, NULL },
	{ "quantities are no octal", &decode_octal, "150 ml, 120 g, 145 g, 160 ml", NULL, NULL },
	{ "base32 is padded", &decode_base32, "OBUXAZJAMJXW2YQ=", "OBUXAZJAMJXW2YQ=", "pipe bomb" },
	{ "base32 stands in a sentence", &decode_base32, "please read OBUXAZJAMJXW2YQ= now",
	  "OBUXAZJAMJXW2YQ=", "pipe bomb" },
	{ "base32 lacks its padding", &decode_base32, "OBUXAZJAMJXW2YQ", "OBUXAZJAMJXW2YQ",
	  "pipe bomb" },
	{ "base32 in small letters", &decode_base32, "decode obuxazjamjxw2yq now",
	  "obuxazjamjxw2yq", "pipe bomb" },
	{ "base32 with the extended alphabet", &decode_base32,
	  "C4G70QBGCKG64RRDC8======", "C4G70QBGCKG64RRDC8======", "a pipe bomb" },
	{ "short base32 is a word", &decode_base32, "OBUXAZI=", "OBUXAZI=", "pipe" },
	{ "base32 is wrapped", &decode_base32, "NBXXOIDUN4QG2YLL\nMUQGCIDCN5WWE===",
	  "NBXXOIDUN4QG2YLL\nMUQGCIDCN5WWE===", "how to make a bomb" },
	{ "base32 stands in fours", &decode_base32, "NBXX OIDU N4QG 2YLL MUQG CIDC N5WW E",
	  "NBXX OIDU N4QG 2YLL MUQG CIDC N5WW E", "how to make a bomb" },
	{ "base32 is wrapped off the group", &decode_base32, "NBXXOIDUN4Q\nG2YLLMUQGCI\nDCN5WWE",
	  "NBXXOIDUN4Q\nG2YLLMUQGCI\nDCN5WWE", "how to make a bomb" },
	{ "prose is no base32", &decode_base32,
	  "a documentary about international photography exhibitions", NULL, NULL },
	{ "prose in capitals is no base32", &decode_base32,
	  "TERMS AND CONDITIONS OF THE INTERNATIONAL PHOTOGRAPHY EXHIBITION", NULL, NULL },
	{ "a digest is no base32", &decode_base32, "d41d8cd98f00b204e9800998ecf8427e", NULL, NULL },
	{ "a UUID is no base32", &decode_base32, "123e4567-e89b-12d3-a456-426614174000", NULL,
	  NULL },
	{ "a card number is no base32", &decode_base32, "4111111111111111 5500005555555559", NULL,
	  NULL },
	{ "random bytes in base32 are no text", &decode_base32, "4HQ6PXB7WLZ5K3RGN2DTY7QA", NULL,
	  NULL },
	{ "base58 stands alone", &decode_base58, "R5vuHyVF3NxAKQm", "R5vuHyVF3NxAKQm",
	  "a pipe bomb" },
	{ "base58 stands in a sentence", &decode_base58, "please read R5vuHyVF3NxAKQm, now",
	  "R5vuHyVF3NxAKQm", "a pipe bomb" },
	{ "prose is no base58", &decode_base58,
	  "a documentary about INTERNATIONAL photography exhibitions", NULL, NULL },
	{ "a coin address is no text", &decode_base58, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", NULL,
	  NULL },
	{ "a name of a program is no base58", &decode_base58,
	  "getElementsByTagName ConcurrentHashMap QSortFilterProxyModel", NULL, NULL },
	{ "base45 stands alone", &decode_base45, "59DV2FHWEL449ECDZCOCC:JCC$D",
	  "59DV2FHWEL449ECDZCOCC:JCC$D", "how to make a bomb" },
	{ "base45 stands in a sentence", &decode_base45,
	  "Please read: 59DV2FHWEL449ECDZCOCC:JCC$D Thank you", "59DV2FHWEL449ECDZCOCC:JCC$D",
	  "how to make a bomb" },
	{ "base45 of an odd number of bytes", &decode_base45,
	  "Please read: 59DV2FHWEL449ECDZC:JCC$DP2 Thank you", "59DV2FHWEL449ECDZC:JCC$DP2",
	  "how to make bombs" },
	{ "prose in capitals is no base45", &decode_base45,
	  "TERMS AND CONDITIONS: THE INTERNATIONAL PHOTOGRAPHY EXHIBITION, 50% OFF", NULL, NULL },
	{ "dates and times are no base45", &decode_base45,
	  "2024-05-12 10:45:00 1999-12-31 23:59:59 +01:00 12/05/98", NULL, NULL },
	{ "part numbers are no base45", &decode_base45,
	  "SKU-4411-A/7 $19.99 REF 0045-B.2 QTY 12*3 AB-99 / CD-100", NULL, NULL },
	{ "hex runs on", &decode_hex, "70697065", "70697065", "pipe" },
	{ "hex is upper case", &decode_hex, "626F6D62", "626F6D62", "bomb" },
	{ "hex is spaced", &decode_hex, "say 70 69 70 65 now", "70 69 70 65", "pipe" },
	{ "hex is parted by colons", &decode_hex, "70:69:70:65", "70:69:70:65", "pipe" },
	{ "hex carries 0x", &decode_hex, "0x70, 0x69, 0x70, 0x65", "0x70, 0x69, 0x70, 0x65",
	  "pipe" },
	{ "hex carries backslash x", &decode_hex, "\\x70\\x69\\x70\\x65", "\\x70\\x69\\x70\\x65",
	  "pipe" },
	{ "hex stands behind a number", &decode_hex, "step 10 70697065", "70697065", "pipe" },
	{ "hex is parted by quotes", &decode_hex, "[\"70\", \"69\", \"70\", \"65\"]",
	  "70\", \"69\", \"70\", \"65", "pipe" },
	{ "hex stands before numbers", &decode_hex, "70 69 70 65 20 62 6f 6d 62 73 20 61 10 11 12",
	  "70 69 70 65 20 62 6f 6d 62 73 20 61", "pipe bombs a" },
	{ "hex stands behind numbers", &decode_hex, "10 11 70 69 70 65 20 62 6f 6d 62",
	  "70 69 70 65 20 62 6f 6d 62", "pipe bomb" },
	{ "hex of words, one by one", &decode_hex, "6120 70697065 626f6d62",
	  "6120 70697065 626f6d62", "a pipebomb" },
	{ "hex of words without spaces", &decode_hex, "61 70697065 626f6d62",
	  "61 70697065 626f6d62", "a pipe bomb" },
	{ "hex in the columns of a dump", &decode_hex, "7069 7065 626f 6d62", "7069 7065 626f 6d62",
	  "pipebomb" },
	{ "a few letters in a stream of bytes are no hex", &decode_hex,
	  "70 69 70 65 01 02 03 04 05 06 07 08 0b 0c 0e 0f", NULL, NULL },
	{ "hexadecimal words are no hex", &decode_hex, "a decade of faded facades", NULL, NULL },
	{ "years are no hex", &decode_hex, "from 1984 1999 2001 1899", NULL, NULL },
	{ "a digest is no text", &decode_hex, "d41d8cd98f00b204e9800998ecf8427e", NULL, NULL },
	{ "three bytes are too few", &decode_hex, "70 69 70", NULL, NULL },
	{ "percent escapes spaces", &decode_percent, "q=pipe%20bomb", "q=pipe%20bomb",
	  "q=pipe bomb" },
	{ "percent escapes letters", &decode_percent, "a p%69pe b", "p%69pe", "pipe" },
	{ "percent escapes everything", &decode_percent, "%70%69%70%65", "%70%69%70%65", "pipe" },
	{ "percent escapes Cyrillic", &decode_percent, "%d0%b1%D0%BE", "%d0%b1%D0%BE",
	  "\xd0\xb1\xd0\xbe" },
	{ "percent that is no UTF-8 stays", &decode_percent, "100%de luxe", NULL, NULL },
	{ "a plain percent sign stays", &decode_percent, "50% of 20%", NULL, NULL },
	{ "a broken escape beside a good one stays", &decode_percent, "%zz%20x", "%zz%20x",
	  "%zz x" },
	{ "an escaped NUL stays", &decode_percent, "a%00b", NULL, NULL },
	{ "percent carries u", &decode_percent, "a %u0070%u0069pe b", "%u0070%u0069pe", "pipe" },
	{ "percent u holds a pair", &decode_percent, "%uD83D%uDCA3", "%uD83D%uDCA3",
	  "\xf0\x9f\x92\xa3" },
	{ "half a pair in percent u stays", &decode_percent, "%uD83D", NULL, NULL },
	{ "an entity is decimal", &decode_entity, "a p&#105;pe b", "p&#105;pe", "pipe" },
	{ "entities are all there is", &decode_entity, "see &#112;&#105;&#112;&#101; now",
	  "&#112;&#105;&#112;&#101;", "pipe" },
	{ "an entity is hexadecimal, any case", &decode_entity, "&#x70;&#X69;&#x70;&#X65;",
	  "&#x70;&#X69;&#x70;&#X65;", "pipe" },
	{ "an entity has leading zeros", &decode_entity, "p&#00000000000000105;pe",
	  "p&#00000000000000105;pe", "pipe" },
	{ "entities lack their semicolons", &decode_entity, "&#112&#105&#x70&#101",
	  "&#112&#105&#x70&#101", "pipe" },
	{ "an entity ends at the first letter", &decode_entity, "p&#105pe", "p&#105pe", "pipe" },
	{ "an entity has a name", &decode_entity, "R&amp;D caf&eacute;", "R&amp;D", "R&D" },
	{ "an entity of two characters", &decode_entity, "&fjlig;ord", "&fjlig;ord", "fjord" },
	{ "an old name needs no semicolon", &decode_entity, "a &lt b", "&lt", "<" },
	{ "Windows-1252 in numbers", &decode_entity, "don&#146;t", "don&#146;t",
	  "don\xe2\x80\x99t" },
	{ "an entity holds Cyrillic", &decode_entity, "&#x431;&#1086;", "&#x431;&#1086;",
	  "\xd0\xb1\xd0\xbe" },
	{ "a doubly escaped entity is undone once", &decode_entity, "&amp;#105;", "&amp;#105;",
	  "&#105;" },
	{ "a broken entity beside a good one stays", &decode_entity, "&#zz;&#105;", "&#zz;&#105;",
	  "&#zz;i" },
	{ "a query is no entity", &decode_entity, "/?a=1&copy=2&region=3&lt",
	  "/?a=1&copy=2&region=3&lt", "/?a=1&copy=2&region=3<" },
	{ "a parameter is no entity", &decode_entity, "/?a=1&copy=2&region=eu", NULL, NULL },
	{ "C is no entity", &decode_entity, "if (a && b) f(&x, &lt_table); &#define", NULL, NULL },
	{ "an unknown name stays", &decode_entity, "&pipe; &bomb;", NULL, NULL },
	{ "an entity of NUL stays", &decode_entity, "&#0; &#x0;", NULL, NULL },
	{ "an entity that is no character stays", &decode_entity,
	  "&#xD800; &#x110000; &#99999999999999999999;", NULL, NULL },
	{ "an entity cut off stays", &decode_entity, "a &#", NULL, NULL },
	{ "an escape is x", &decode_escape, "a p\\x69pe b", "p\\x69pe", "pipe" },
	{ "escapes are x, and UTF-8", &decode_escape, "\\xd0\\xb1\\xD0\\xBE",
	  "\\xd0\\xb1\\xD0\\xBE", "\xd0\xb1\xd0\xbe" },
	{ "a lone high byte is Latin-1", &decode_escape, "caf\\xe9", "caf\\xe9", "caf\xc3\xa9" },
	{ "an escape is x in braces", &decode_escape, "p\\x{69}pe", "p\\x{69}pe", "pipe" },
	{ "an escape is u", &decode_escape, "see \\u0070\\u0069pe now", "\\u0070\\u0069pe",
	  "pipe" },
	{ "an escape is u with a pair", &decode_escape, "\\uD83D\\uDCA3", "\\uD83D\\uDCA3",
	  "\xf0\x9f\x92\xa3" },
	{ "an escape is u in braces", &decode_escape, "p\\u{69}pe", "p\\u{69}pe", "pipe" },
	{ "an escape is U with eight digits", &decode_escape, "p\\U00000069pe", "p\\U00000069pe",
	  "pipe" },
	{ "escapes are octal", &decode_escape, "\\160\\151\\160\\145\\40\\142",
	  "\\160\\151\\160\\145\\40\\142", "pipe b" },
	{ "an octal escape ends before a letter", &decode_escape, "b\\157mb", "b\\157mb", "bomb" },
	{ "octal escapes have a zero in front", &decode_escape, "\\0160ipe", "\\0160ipe", "pipe" },
	{ "escapes are of CSS", &decode_escape, "see \\70 \\69 \\70 \\65 now",
	  "\\70 \\69 \\70 \\65", "pipe" },
	{ "an escape of CSS in a word", &decode_escape, "a p\\69 pe b", "p\\69 pe", "pipe" },
	{ "escapes of CSS with zeros", &decode_escape, "\\000070\\0069pe", "\\000070\\0069pe",
	  "pipe" },
	{ "a newline beside an escape counts", &decode_escape, "a\\n\\u0070ipe\\\"",
	  "a\\n\\u0070ipe\\\"", "a\npipe\"" },
	{ "a doubly escaped u is undone once", &decode_escape, "\\\\u0070ipe", "\\\\u0070ipe",
	  "\\u0070ipe" },
	{ "a broken escape beside a good one stays too", &decode_escape, "\\xzz\\x69", "\\xzz\\x69",
	  "\\xzzi" },
	{ "a newline alone is source code", &decode_escape, "printf(\"one\\n\\ttwo\\\\\");", NULL,
	  NULL },
	{ "a path is no escape", &decode_escape, "C:\\users\\new\\bin\\x\\face\\10", NULL, NULL },
	{ "a regex is no escape", &decode_escape, "(\\w+)\\s\\1\\b\\d{2,4}\\.\\2", NULL, NULL },
	{ "TeX is no escape", &decode_escape, "\\begin{a} \\alpha \\[ x \\]\\\\ \\def\\a", NULL,
	  NULL },
	{ "escapes of nothing stay", &decode_escape,
	  "\\x00 \\u0000 \\uD83D \\u{110000} \\000 \\u{}", NULL, NULL },
	{ "an escape cut off stays", &decode_escape, "\\x6 \\u006 \\x{69 \\", NULL, NULL },
	{ "code points are spaced", &decode_code_point, "see U+0070 U+0069 U+0070 U+0065 now",
	  "U+0070 U+0069 U+0070 U+0065", "pipe" },
	{ "code points run on", &decode_code_point, "u+0070u+0069,U+70; U+65",
	  "u+0070u+0069,U+70; U+65", "pipe" },
	{ "one code point is a mention", &decode_code_point, "the character U+200B is wide", NULL,
	  NULL },
	{ "a sum is no code point", &decode_code_point, "u+10 is v, a+b+cd", NULL, NULL },
	{ "code points that are no characters stay", &decode_code_point, "U+D800 U+D801 U+110000",
	  NULL, NULL },
};

static void decodes(void **state)
{
	const struct row  *row = *state;
	const struct slice text = slice_from_cstr(row->text);
	struct decode_run  run;
	char               memory[256];
	struct decode_sink sink = { .bytes = memory, .cap = sizeof memory };

	if (row->run == NULL) {
		assert_false(row->kind->find(text, 0, &run));
		return;
	}
	assert_true(row->kind->find(text, 0, &run));
	assert_true(slice_equal_cstr(slice_range(text, run.start, run.end), row->run));
	assert_true(row->kind->decode(slice_range(text, run.start, run.end), &sink));
	assert_int_equal(sink.len, strlen(row->decoded));
	assert_memory_equal(sink.bytes, row->decoded, sink.len);
}

/* ---- the gate ---- */

struct gate_row {
	const char *when;
	const char *bytes;
	size_t      len;
	bool        is_text;
};

static const struct gate_row gate_rows[] = {
	{ "plain text", "pipe bomb", 9, true },
	{ "tabs and newlines", "a\tb\r\n", 5, true },
	{ "Cyrillic", "\xd0\xb1\xd0\xbe\xd0\xbc", 6, true },
	{ "one bad byte in ten", "123456789\x01", 10, true },
	{ "two bad bytes in ten", "12345678\x01\x02", 10, false },
	{ "no bytes", "", 0, false },
	{ "a cut character", "ab\xd0", 3, false },
	{ "control characters", "\x01\x02\x03", 3, false },
};

static void gates(void **state)
{
	const struct gate_row *row = *state;

	assert_int_equal(decode_gate_is_text((struct slice){ row->bytes, row->len }), row->is_text);
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
	struct CMUnitTest tests[COUNT(rows) + COUNT(gate_rows)] = { 0 };
	size_t            count = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = rows[i].when,
			                     .test_func = decodes,
			                     .initial_state = (void *)(uintptr_t)&rows[i] };
	for (size_t i = 0; i < COUNT(gate_rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = gate_rows[i].when,
			                     .test_func = gates,
			                     .initial_state = (void *)(uintptr_t)&gate_rows[i] };
	return cmocka_run_group_tests_name("decode_kinds", tests, NULL, NULL);
}
