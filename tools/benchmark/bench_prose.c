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

/* What everyday prompts hold besides words: hyphens, brands, quotes, Markdown, addresses of the
 * net, numbers, a typing error. */
static const char *const everyday[] = {
	"The well-known long-distance runner trained on a half-finished track near my m"
	"other-in-law.",
	"I use GitHub, YouTube and an iPhone every day, but LinkedIn only once a week.",
	"See https://example.com/guides/first-steps?lang=en for the rules of the librar"
	"y.",
	"She said \"I will be late\" and closed the door behind her.",
	"**Note:** the _second_ chapter (pages 12-15) is about `for` loops and *lists*.",
	"The meetign starts at 10:30 on 12 May 2021 and ends at noon; bring 3 copies.",
	"Prices rose by 4.5% in Q3, e.g. for eggs, and the FBI & NATO said so too.",
	"Write to me@example.com or call 020 7946 0958 before Friday!",
	"'Why not?' asked the teacher's daughter - she didn't want to wait.",
	"Compare A/B tests, TCP/IP and USB-C, then fill in the form at www.example.org "
	"today.",
};

static const char *const french[] = {
	"L'\u00E9t\u00E9 dernier, nous avons pass\u00E9 deux semaines au bord de la mer"
	" avec les enfants.",
	"Le boulanger du village pr\u00E9pare chaque matin des croissants et du pain au"
	"x noix.",
	"Pouvez-vous m'aider \u00E0 \u00E9crire une lettre pour remercier ma voisine de"
	" son accueil ?",
	"La r\u00E9union commencera \u00E0 neuf heures et nous parlerons du budget de l"
	"'ann\u00E9e prochaine.",
	"Ce mus\u00E9e poss\u00E8de une belle collection de tableaux du dix-neuvi\u00E8"
	"me si\u00E8cle.",
	"Il faut laisser reposer la p\u00E2te pendant une heure avant de la mettre au f"
	"our.",
	"Quand il pleut, les oiseaux se cachent sous le toit de la vieille grange.",
	"Mon fr\u00E8re apprend le violon depuis trois ans et joue d\u00E9j\u00E0 dans "
	"un petit orchestre.",
	"Les trains entre Nantes et Bordeaux circulent de nouveau normalement depuis hi"
	"er soir.",
	"Explique-moi la diff\u00E9rence entre un nuage et le brouillard avec des mots "
	"simples.",
};

static const char *const german[] = {
	"Im vergangenen Sommer haben wir zwei Wochen mit den Kindern an der Ostsee verb"
	"racht.",
	"Der B\u00E4cker im Dorf backt jeden Morgen frische Br\u00F6tchen und dunkles R"
	"oggenbrot.",
	"K\u00F6nnen Sie mir helfen, einen Dankesbrief an meine Nachbarin zu schreiben?",
	"Die Sitzung beginnt um neun Uhr, danach sprechen wir \u00FCber den Haushalt de"
	"s n\u00E4chsten Jahres.",
	"Das Museum zeigt eine sch\u00F6ne Sammlung von Gem\u00E4lden aus dem neunzehnt"
	"en Jahrhundert.",
	"Lassen Sie den Teig eine Stunde ruhen, bevor Sie ihn in den Ofen schieben.",
	"Wenn es regnet, verstecken sich die V\u00F6gel unter dem Dach der alten Scheun"
	"e.",
	"Mein Bruder lernt seit drei Jahren Geige und spielt schon in einem kleinen Orc"
	"hester.",
	"Die Stra\u00DFenbahnhaltestelle am Rathausplatz wird wegen Bauarbeiten verlegt"
	".",
	"Erkl\u00E4re mir den Unterschied zwischen Wolken und Nebel mit einfachen Worte"
	"n.",
};

static const char *const russian[] = {
	"\u041F\u0440\u043E\u0448\u043B\u044B\u043C \u043B\u0435\u0442\u043E\u043C "
	"\u043C\u044B \u0441 \u0434\u0435\u0442\u044C\u043C\u0438 \u043F\u0440\u043E"
	"\u0432\u0435\u043B\u0438 \u0434\u0432\u0435 \u043D\u0435\u0434\u0435\u043B"
	"\u0438 \u0443 \u043C\u043E\u0440\u044F.",
	"\u041F\u0435\u043A\u0430\u0440\u044C \u0432 \u043D\u0430\u0448\u0435\u0439 "
	"\u0434\u0435\u0440\u0435\u0432\u043D\u0435 \u043A\u0430\u0436\u0434\u043E"
	"\u0435 \u0443\u0442\u0440\u043E \u043F\u0435\u0447\u0451\u0442 \u0441\u0432"
	"\u0435\u0436\u0438\u0439 \u0445\u043B\u0435\u0431 \u0438 \u0431\u0443\u043B"
	"\u043E\u0447\u043A\u0438.",
	"\u041F\u043E\u043C\u043E\u0433\u0438\u0442\u0435 \u043C\u043D\u0435 \u043D"
	"\u0430\u043F\u0438\u0441\u0430\u0442\u044C \u043F\u0438\u0441\u044C\u043C"
	"\u043E \u0441\u043E\u0441\u0435\u0434\u043A\u0435 \u0438 \u043F\u043E\u0431"
	"\u043B\u0430\u0433\u043E\u0434\u0430\u0440\u0438\u0442\u044C \u0435\u0451 "
	"\u0437\u0430 \u043F\u043E\u043C\u043E\u0449\u044C.",
	"\u0421\u043E\u0431\u0440\u0430\u043D\u0438\u0435 \u043D\u0430\u0447\u043D"
	"\u0451\u0442\u0441\u044F \u0432 \u0434\u0435\u0432\u044F\u0442\u044C \u0447"
	"\u0430\u0441\u043E\u0432, \u043F\u043E\u0442\u043E\u043C \u043C\u044B \u043E"
	"\u0431\u0441\u0443\u0434\u0438\u043C \u0431\u044E\u0434\u0436\u0435\u0442 "
	"\u043D\u0430 \u0431\u0443\u0434\u0443\u0449\u0438\u0439 \u0433\u043E\u0434.",
	"\u0412 \u043C\u0443\u0437\u0435\u0435 \u043E\u0442\u043A\u0440\u044B\u043B"
	"\u0430\u0441\u044C \u0432\u044B\u0441\u0442\u0430\u0432\u043A\u0430 \u043A"
	"\u0430\u0440\u0442\u0438\u043D \u0434\u0435\u0432\u044F\u0442\u043D\u0430"
	"\u0434\u0446\u0430\u0442\u043E\u0433\u043E \u0432\u0435\u043A\u0430.",
	"\u041A\u043E\u0433\u0434\u0430 \u0438\u0434\u0451\u0442 \u0434\u043E\u0436"
	"\u0434\u044C, \u043F\u0442\u0438\u0446\u044B \u043F\u0440\u044F\u0447\u0443"
	"\u0442\u0441\u044F \u043F\u043E\u0434 \u043A\u0440\u044B\u0448\u0435\u0439 "
	"\u0441\u0442\u0430\u0440\u043E\u0433\u043E \u0441\u0430\u0440\u0430\u044F.",
	"\u041C\u043E\u0439 \u0431\u0440\u0430\u0442 \u0442\u0440\u0438 \u0433\u043E"
	"\u0434\u0430 \u0443\u0447\u0438\u0442\u0441\u044F \u0438\u0433\u0440\u0430"
	"\u0442\u044C \u043D\u0430 \u0441\u043A\u0440\u0438\u043F\u043A\u0435.",
	"\u041E\u0431\u044A\u044F\u0441\u043D\u0438 \u043F\u0440\u043E\u0441\u0442"
	"\u044B\u043C\u0438 \u0441\u043B\u043E\u0432\u0430\u043C\u0438, \u0447\u0435"
	"\u043C \u043E\u0431\u043B\u0430\u043A\u043E \u043E\u0442\u043B\u0438\u0447"
	"\u0430\u0435\u0442\u0441\u044F \u043E\u0442 \u0442\u0443\u043C\u0430\u043D"
	"\u0430.",
};

static const char *const chinese[] = {
	"\u53BB\u5E74\u590F\u5929\u6211\u4EEC\u5E26\u7740\u5B69\u5B50\u5728\u6D77\u8FB9"
	"\u4F4F\u4E86\u4E24\u4E2A\u661F\u671F\u3002",
	"\u6751\u91CC\u7684\u9762\u5305\u5E08\u6BCF\u5929\u65E9\u4E0A\u70E4\u65B0\u9C9C"
	"\u7684\u9762\u5305\u3002",
	"\u8BF7\u5E2E\u6211\u5199\u4E00\u5C01\u4FE1\uFF0C\u611F\u8C22\u90BB\u5C45\u7684"
	"\u5E2E\u52A9\u3002",
	"\u4F1A\u8BAE\u4E5D\u70B9\u5F00\u59CB\uFF0C\u7136\u540E\u6211\u4EEC\u8BA8\u8BBA"
	"\u660E\u5E74\u7684\u9884\u7B97\u3002",
	"\u535A\u7269\u9986\u5C55\u51FA\u4E86\u4E00\u6279\u5341\u4E5D\u4E16\u7EAA\u7684"
	"\u6CB9\u753B\u3002",
	"\u4E0B\u96E8\u7684\u65F6\u5019\uFF0C\u9E1F\u513F\u8EB2\u5728\u65E7\u8C37\u4ED3"
	"\u7684\u5C4B\u6A90\u4E0B\u3002",
	"\u6211\u5F1F\u5F1F\u5B66\u4E86\u4E09\u5E74\u5C0F\u63D0\u7434\uFF0C\u73B0\u5728"
	"\u5728\u4E00\u4E2A\u5C0F\u4E50\u56E2\u91CC\u6F14\u594F\u3002",
	"\u8BF7\u7528\u7B80\u5355\u7684\u8BDD\u89E3\u91CA\u4E91\u548C\u96FE\u7684\u533A"
	"\u522B\u3002",
};

/* Source code in several languages. */
static const char *const code[] = {
	"static int sum_of(const int *items, size_t count)\n{\n\tint sum = 0;\n\n\tfor "
	"(size_t i = 0; i < count; i++)\n\t\tsum += items[i];\n\treturn sum;\n}\n",
	"def read_lines(path):\n    \"\"\"All lines of a file, without their ends.\"\""
	"\"\n    with open(path, encoding=\"utf-8\") as file:\n        return [line.rst"
	"rip(\"\\n\") for line in file]\n",
	"const total = orders.filter(o => o.paid).reduce((sum, o) => sum + o.price, 0);"
	"\nconsole.log(`Total: ${total.toFixed(2)}`);\n",
	"<ul class=\"menu\">\n  <li><a href=\"/about.html\">About us</a></li>\n  <li><a"
	" href=\"/contact.html\">Contact</a></li>\n</ul>\n",
	"SELECT name, COUNT(*) AS orders FROM customers JOIN orders USING (customer_id)"
	"\nWHERE created_at >= '2021-01-01' GROUP BY name ORDER BY orders DESC LIMIT 20"
	";\n",
	"if (argc != 2) {\n\tfprintf(stderr, \"usage: %s FILE\\n\", argv[0]);\n\texit(2"
	");\n}\n",
};

#define LIST(list) list, sizeof(list) / sizeof *(list)

/* One sentence in so many is of `some`, the others are plain ones. */
static const struct {
	const char        *name;
	const char *const *some;
	size_t             count;
	uint32_t           one_in;
} kinds[] = {
	[BENCH_PROSE_PLAIN] = { "prose", LIST(plain), 1 },
	[BENCH_PROSE_NAMES] = { "prose with names", LIST(with_names), 6 },
	[BENCH_PROSE_EVERYDAY] = { "everyday prose", LIST(everyday), 4 },
	[BENCH_PROSE_FRENCH] = { "French", LIST(french), 1 },
	[BENCH_PROSE_GERMAN] = { "German", LIST(german), 1 },
	[BENCH_PROSE_RUSSIAN] = { "Russian", LIST(russian), 1 },
	[BENCH_PROSE_CHINESE] = { "Chinese", LIST(chinese), 1 },
	[BENCH_PROSE_CODE] = { "source code", LIST(code), 1 },
};

const char *bench_prose_name(enum bench_prose_kind kind)
{
	return kinds[kind].name;
}

const char *bench_sentence(enum bench_prose_kind kind, uint64_t *random)
{
	const uint32_t number = bench_random(random);

	if (number % kinds[kind].one_in == 0)
		return kinds[kind].some[number / 6 % kinds[kind].count];
	return plain[number / 6 % (sizeof plain / sizeof *plain)];
}

struct slice bench_prose(struct arena *arena, size_t bytes, enum bench_prose_kind kind,
                         uint64_t *random)
{
	char  *text = ARENA_ARRAY(arena, bytes, char);
	size_t len = 0;

	while (text != NULL) {
		const char  *sentence = bench_sentence(kind, random);
		const size_t take = strlen(sentence);

		if (take + 1 > bytes - len)
			break;
		memcpy(text + len, sentence, take);
		len += take;
		text[len++] = ' ';
	}
	return text != NULL ? (struct slice){ text, len } : SLICE_NONE;
}
