/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_rig.h"
#include "bench_texts.h"

#include <string.h>

/* No word in them that the lexicon does not know, no digits, no hit. */
static const char *const plain[] = {
	"Asthma is a long-term condition in which the airways become swollen and narrow.",
	"How to treat it depends on how severe the symptoms are and on the age of the patient.",
	"Most people who take their medicine every day can do sports and sleep well at night.",
	"Talk to your doctor or pharmacist before you change the dose of any medicine.",
	"The test is done with a small sample of blood, usually taken from a vein in the arm.",
	"Researchers have found several changes in the gene that cause this form of the disease.",
	"Some children are born with the condition, while others develop it later in life.",
	"What are the symptoms of iron deficiency, and how is it found?",
	"Treatment may include tablets, physical therapy, or an operation to open the vessel.",
	"Boil the potatoes until they are soft, drain the water and let them steam for a while.",
	"To make the dough, mix the flour with salt, add the water slowly and knead by hand.",
	"My grandmother used to bake bread on Saturdays and give a loaf to each of the neighbours.",
	"The council wants to build a new bridge over the river before the end of next year.",
	"Trains from the coast were delayed for more than two hours on Tuesday evening.",
	"She opened the window, looked at the garden and thought about the letter on the table.",
	"The old lighthouse keeper kept a diary in which he wrote about wind, ships and birds.",
	"Can you help me write a short speech for the wedding of my sister?",
	"Please rewrite the following paragraph so that it is easier to read.",
	"The function returns the number of items in the list, or zero when the list is empty.",
	"Sort the array first, then walk through it once and compare each value with the next.",
	"You need to install the package, set the path and restart the service.",
	"In the second half the home team attacked through the wings and scored twice.",
	"A painter from the village has sold three landscapes to the museum in the capital.",
	"The company reported higher sales in the third quarter and expects a good winter.",
	"Water the tomatoes early in the morning and remove the lower leaves in July.",
	"The film tells the story of two brothers who lose each other during the war.",
	"Our teacher explained why the sky is blue and why the evening sun looks red.",
	"If you drink coffee late in the day, it may be harder to fall asleep.",
	"The recipe asks for three eggs, a cup of sugar, butter and a little vanilla.",
	"He walked along the river, watched the boats and listened to the violin player.",
	"Write a story about a boy who finds a map in the attic of an old house.",
	"Which plants grow well in the shade, and when should I cut the hedge?",
	"People with this disorder often feel tired, cold or weak, even after a long rest.",
	"Children under five should not get honey or nuts without advice from a nurse.",
	"A young woman in a green coat stands in front of a bakery, soft light, oil painting.",
};

/* Names of people and places, numbers, abbreviations: unknown words. */
static const char *const with_names[] = {
	"Mrs Oyelaran-Whitcombe moved from Ystradgynlais to Kirkcudbright in 1986.",
	"The Vantongeren brothers opened a cafe near the station of Zwijndrecht.",
	"The committee will meet again on 14 March to discuss the budget for 1986.",
	"Dr Szymborowski and Ms Achterberg presented their results at the meeting in Leszno.",
	"Set max_items to 20 in config.yaml and restart the service with systemctl.",
	"Tickets for the match between Brynmawr and Llanelli cost between 12 and 35 pounds.",
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *sentence_of(enum bench_prose_kind kind, uint64_t *random)
{
	const uint32_t number = bench_random(random);

	if (kind == BENCH_PROSE_NAMES && number % 6 == 0)
		return with_names[number / 6 % COUNT(with_names)];
	return plain[number / 6 % COUNT(plain)];
}

struct slice bench_prose(struct arena *arena, size_t bytes, enum bench_prose_kind kind,
                         uint64_t *random)
{
	char  *text = ARENA_ARRAY(arena, bytes, char);
	size_t len = 0;

	while (text != NULL) {
		const char  *sentence = sentence_of(kind, random);
		const size_t take = strlen(sentence);

		if (take + 1 > bytes - len)
			break;
		memcpy(text + len, sentence, take);
		len += take;
		text[len++] = ' ';
	}
	return text != NULL ? (struct slice){ text, len } : SLICE_NONE;
}
