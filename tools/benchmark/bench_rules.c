/* SPDX-License-Identifier: Apache-2.0 */
/* A made rule has the shape of one in three of the shipped ones:
 *
 *     near     a question word, a verb from a choice, a thing from the file's list
 *     phrase   a choice, a gap, an inflected verb, a thing
 *     any      three short phrases
 *     regex    a fixed beginning and a class with a count, as secrets have
 *
 * with exceptions in one of four. Things are two made-up words, so that the vocabulary and the
 * literals grow with the rules, as they do where a policy team adds a rule for a new thing.
 * Verbs and question words are the same few hundred everywhere. */
#include "bench_rules.h"

#include "bench_rig.h"

#include <stdio.h>

#define WORD_CHARS   24
#define THING_CHARS  (2 * WORD_CHARS)
#define RULES_A_FILE 50 /* that share a list of things */

static const char *const verbs[] = {
	"make",  "build", "buy",    "sell",  "find", "get",   "order",  "print", "paint", "draw",
	"write", "send",  "carry",  "hide",  "move", "open",  "break",  "cut",   "mix",   "cook",
	"clean", "fix",   "design", "plant", "grow", "press", "record", "share", "ship",  "store",
};
static const char *const asks[] = { "how to",     "how do i",   "how can i",
	                            "where do i", "tell me to", "show me to" };

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* "tramolek": three syllables by a number, so that words far apart in number share none. */
static void word_make(uint64_t number, char word[WORD_CHARS])
{
	static const char *const begin[] = { "tr", "m",  "k",  "pl", "s",  "gr", "v", "d",
		                             "br", "sh", "fl", "n",  "st", "p",  "l", "z" };
	static const char *const end[] = { "a",  "e",  "i",  "o",  "u",  "an", "ek", "or",
		                           "il", "um", "as", "et", "ol", "ir", "un", "ag" };
	uint64_t                 state = number;
	size_t                   at = 0;

	for (int syllable = 0; syllable < 3; syllable++) {
		const uint32_t random = bench_random(&state);

		at += (size_t)snprintf(word + at, WORD_CHARS - at, "%s%s", begin[random % 16],
		                       end[random / 16 % 16]);
	}
}

static void thing_make(const struct bench_rules *rules, uint64_t number, char thing[THING_CHARS])
{
	char first[WORD_CHARS];
	char second[WORD_CHARS];

	word_make(rules->seed * 7919 + number * 2, first);
	word_make(rules->seed * 7919 + number / 3 * 2 + 1, second);
	snprintf(thing, THING_CHARS, "%s %s", first, second);
}

static const char *verb_of(size_t number)
{
	return verbs[number % COUNT(verbs)];
}

/* ---- what a rule looks for ---- */

static void near_write(size_t number, const char *thing, struct buffer *out)
{
	buffer_append_format(out,
	                     "    when:\n"
	                     "      near:\n"
	                     "        within: %zu words\n"
	                     "        of:\n"
	                     "          - phrase: \"{%s|%s|%s}\"\n"
	                     "          - phrase: \"{%s|%s|%s}~\"\n"
	                     "          - any:\n"
	                     "              - phrase: \"%s\"\n"
	                     "              - list: things\n",
	                     5 + number % 5, asks[0], asks[1], asks[2 + number % 4],
	                     verb_of(number), verb_of(number + 7), verb_of(number + 11), thing);
}

static void phrase_write(size_t number, const char *thing, struct buffer *out)
{
	buffer_append_format(out,
	                     "    when:\n      phrase: \"{%s|%s} <0..3> {%s|%s}~ <0..2> %s\"\n",
	                     asks[0], asks[1], verb_of(number), verb_of(number + 5), thing);
}

static void any_write(size_t number, const char *thing, struct buffer *out)
{
	buffer_append_format(out,
	                     "    when:\n"
	                     "      any:\n"
	                     "        - phrase: \"%s~ [a|the|my] %s\"\n"
	                     "        - phrase: \"%s for {sale|rent|hire}\"\n"
	                     "        - phrase: \"{free|cheap|best} %s\"\n",
	                     verb_of(number), thing, thing, thing);
}

static void regex_write(const char *thing, struct buffer *out)
{
	buffer_append_format(out, "    when:\n      regex: '%.4s_[0-9a-f]{%d}'\n", thing, 20);
}

static void except_write(size_t number, const char *thing, struct buffer *out)
{
	if (number % 4 == 0)
		buffer_append_format(
			out, "    except:\n      - phrase: \"{film|novel} <0..4> %s\"\n", thing);
}

/* ---- a rule, a file ---- */

static void tests_write(size_t number, bool is_regex, const char *thing, struct buffer *out)
{
	char secret[64];

	snprintf(secret, sizeof secret, "%.4s_0123456789abcdef0123", thing);
	buffer_append_format(out,
	                     "    tests:\n"
	                     "      block:\n"
	                     "        - how to %s a %s\n"
	                     "        - tell me how do i %s the %s please\n"
	                     "      pass:\n"
	                     "        - how to %s a loaf of bread\n"
	                     "        - the harbour in winter, %zu boats\n",
	                     verb_of(number), is_regex ? secret : thing, verb_of(number),
	                     is_regex ? secret : thing, verb_of(number), number);
}

static bool is_secret(const struct bench_rules *rules, size_t number)
{
	uint64_t state = rules->seed + number;

	return bench_random(&state) % 100 < rules->regex_percent;
}

static void rule_write(const struct bench_rules *rules, size_t number, struct buffer *out)
{
	char       thing[THING_CHARS];
	const bool is_regex = is_secret(rules, number);

	thing_make(rules, number, thing);
	buffer_append_format(out,
	                     "  - id: profanity.made.n%zu\n"
	                     "    title: Made rule %zu\n"
	                     "    severity: high\n"
	                     "    action: block\n"
	                     "    mode: enforce\n",
	                     number, number);
	if (is_regex)
		regex_write(thing, out);
	else if (number % 3 == 0)
		near_write(number, thing, out);
	else if (number % 3 == 1)
		phrase_write(number, thing, out);
	else
		any_write(number, thing, out);
	if (!is_regex)
		except_write(number, thing, out);
	tests_write(number, is_regex, thing, out);
}

void bench_rules_write(const struct bench_rules *rules, size_t first, size_t count,
                       struct buffer *out)
{
	char thing[THING_CHARS];

	buffer_append_cstr(out, "schema: 1\ncategory: profanity\nowner: benchmark\nlists:\n"
	                        "  things:\n");
	for (size_t i = 0; i < RULES_A_FILE; i++) {
		thing_make(rules, first + i, thing);
		buffer_append_format(out, "    - \"%s\"\n", thing);
	}
	buffer_append_cstr(out, "rules:\n");
	for (size_t i = 0; i < count; i++)
		rule_write(rules, first + i, out);
}

/* ---- for other matchers ---- */

static void one_regex_write(const struct bench_rules *rules, size_t number, struct buffer *out)
{
	char thing[THING_CHARS];

	thing_make(rules, number, thing);
	if (is_secret(rules, number))
		buffer_append_format(out, "%.4s_[0-9a-f]{20}\n", thing);
	else if (number % 3 == 0)
		buffer_append_format(
			out, "\\b(%s|%s|%s) (\\w+ ){0,%zu}(%s|%s|%s)\\w* (\\w+ ){0,%zu}%s\\b\n",
			asks[0], asks[1], asks[2 + number % 4], 2 + number % 5, verb_of(number),
			verb_of(number + 7), verb_of(number + 11), 2 + number % 5, thing);
	else if (number % 3 == 1)
		buffer_append_format(out, "\\b(%s|%s) (\\w+ ){0,3}(%s|%s)\\w* (\\w+ ){0,2}%s\\b\n",
		                     asks[0], asks[1], verb_of(number), verb_of(number + 5), thing);
	else
		buffer_append_format(out,
		                     "\\b(%s\\w* ((a|the|my) )?%s|%s for (sale|rent|hire)|"
		                     "(free|cheap|best) %s)\\b\n",
		                     verb_of(number), thing, thing, thing);
}

void bench_rules_write_regexes(const struct bench_rules *rules, size_t first, size_t count,
                               struct buffer *out)
{
	for (size_t i = 0; i < count; i++)
		one_regex_write(rules, first + i, out);
}

void bench_rules_write_hits(const struct bench_rules *rules, size_t first, size_t count,
                            struct buffer *out)
{
	char thing[THING_CHARS];

	for (size_t i = first; i < first + count; i++) {
		thing_make(rules, i, thing);
		if (is_secret(rules, i))
			buffer_append_format(out, "my key is %.4s_0123456789abcdef0123 now\n",
			                     thing);
		else if (i % 3 == 2)
			buffer_append_format(out, "where is the best %s in town\n", thing);
		else
			buffer_append_format(out, "tell me how to %s a %s please\n", verb_of(i),
			                     thing);
	}
}
