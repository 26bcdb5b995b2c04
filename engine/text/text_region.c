/* SPDX-License-Identifier: Apache-2.0 */
/* Regional indicators are the letters of flags, and letters:
 *
 *     🇳🇴 🇸🇪🇩🇰          flags: they stay what they are
 *     🇧🇴🇲🇧 🇹🇴          MB is no region: letters, and so is "to", which alone were Tonga
 *
 * A text is judged as a whole, at the first of them: when all runs are pairs that name
 * regions (ISO 3166-1 and what the flags of Unicode emoji 15.0 add), they are flags. */
#include "text_cleaner.h"

#include <string.h>

#define REGION_A 0x1F1E6u

/* The second letters that go with A, B, C, ... */
static const char *const regions[] = {
	"CDEFGILMOQRSTUWXZ",       /* A */
	"ABDEFGHIJLMNOQRSTVWYZ",   /* B */
	"ACDFGHIKLMNOPRUVWXYZ",    /* C */
	"EGJKMOZ",                 /* D */
	"ACEGHRSTU",               /* E */
	"IJKMOR",                  /* F */
	"ABDEFGHILMNPQRSTUWY",     /* G */
	"KMNRTU",                  /* H */
	"CDELMNOQRST",             /* I */
	"EMOP",                    /* J */
	"EGHIMNPRWYZ",             /* K */
	"ABCIKRSTUVY",             /* L */
	"ACDEFGHKLMNOPQRSTUVWXYZ", /* M */
	"ACEFGILOPRUZ",            /* N */
	"M",                       /* O */
	"AEFGHKLMNRSTWY",          /* P */
	"A",                       /* Q */
	"EOSUW",                   /* R */
	"ABCDEGHIJKLMNORSTVXYZ",   /* S */
	"ACDFGHJKLMNORTVWZ",       /* T */
	"AGMNSYZ",                 /* U */
	"ACEGINU",                 /* V */
	"FS",                      /* W */
	"K",                       /* X */
	"ET",                      /* Y */
	"AMW",                     /* Z */
};

static bool is_region(uint32_t first, uint32_t second)
{
	return strchr(regions[first - REGION_A], (int)('A' + (second - REGION_A))) != NULL;
}

/* The run of indicators at `at`: pairs that are all regions? *end is behind it. */
static bool is_flags(const struct text_cleaner *cleaner, size_t at, size_t *end)
{
	uint32_t first = 0;
	bool     all = true;

	for (; at < cleaner->text.len; at += 4) {
		struct text_piece piece = text_cleaner_piece(cleaner, at);

		if ((piece.record->flags & TEXT_FLAG_REGION) == 0)
			break;
		all = all && (first == 0 || is_region(first, piece.code_point));
		first = first == 0 ? piece.code_point : 0;
	}
	*end = at;
	return all && first == 0;
}

static bool judge(const struct text_cleaner *cleaner, size_t at)
{
	static const struct slice lead = SLICE_INIT("\xF0\x9F\x87");

	while ((at = slice_find(cleaner->text, lead, at)) != SIZE_MAX) {
		struct text_piece piece = text_cleaner_piece(cleaner, at);

		if ((piece.record->flags & TEXT_FLAG_REGION) == 0)
			at = piece.end;
		else if (!is_flags(cleaner, at, &at))
			return false;
	}
	return true;
}

bool text_region_is_flag(struct text_cleaner *cleaner, const struct text_piece *piece)
{
	if (!cleaner->has_judged_regions) {
		cleaner->has_judged_regions = true;
		cleaner->has_flags = judge(cleaner, piece->start);
	}
	return cleaner->has_flags;
}
