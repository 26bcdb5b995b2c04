/* SPDX-License-Identifier: Apache-2.0 */
/* Every cap of the engine in one place, with unit and reason. A limit ends work
 * and is reported (`coverage`, a status, a 4xx): it never loses a decision. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* A prompt: 1 MiB is eight times the longest context most gateways pass on. */
#define LIMIT_BODY_BYTES_DEFAULT (1024u * 1024u)
#define LIMIT_BODY_BYTES_MAX     (8u * 1024u * 1024u)
#define LIMIT_FIELDS_MAX         4096u

/* Expansion, counted in work and never in time: see decode_budget.h. Every escaped word
 * is a candidate: a megabyte of honest HTML holds tens of thousands. */
#define LIMIT_DECODE_DEPTH       16u
#define LIMIT_DECODE_RATIO       8u             /* decoded bytes per input byte ... */
#define LIMIT_DECODE_BYTES_FREE  (256u * 1024u) /* ... plus this much for free */
#define LIMIT_DECODE_FIRST       (128u * 1024u) /* these input bytes count so many times: */
#define LIMIT_DECODE_FIRST_TIMES 4u             /* a packed page is read at each of its layers */
#define LIMIT_DECODE_PLAIN_RATIO 3u             /* of those, where nothing was compressed; */
#define LIMIT_DECODE_PLAIN_FREE  (128u * 1024u) /* honest texts need two and a half */
#define LIMIT_DECODE_CANDIDATES  65536u
#define LIMIT_GUESS_RATIO        2u            /* the same for what is guessed */
#define LIMIT_GUESS_BYTES_FREE   (32u * 1024u) /* ... plus this much for free */
#define LIMIT_VIEWS              256u
#define LIMIT_GUESS_VIEWS        256u

/* Confirming: steps of the word-sequence matcher a prompt may spend (honest prompts of
 * 3 KiB take up to seven a byte of a view and have forty free, honest texts of 64 KiB three;
 * nothing but requests for harm takes more), and PCRE2's own limits (100,000 is at most 0.15 ms
 * under JIT). */
#define LIMIT_PHRASE_STEPS_PER_BYTE 6u
#define LIMIT_PHRASE_STEPS_FREE     (128u * 1024u)
#define LIMIT_GUESS_STEPS_PER_BYTE  2u     /* of a view that is a guess; as many are free */
#define LIMIT_REGEX_HITS            65536u /* of one regex in one view: news have 10,000 numbers */
#define LIMIT_REGEX_MATCH           100000u
#define LIMIT_REGEX_HEAP_KIB        2048u
#define LIMIT_REGEX_JIT_STACK_BYTES (1024u * 1024u)

/* Branches of `near`: more than this is a list. */
#define LIMIT_NEAR_BRANCHES 16u

/* Findings kept in a verdict; what is more is counted, not listed. */
#define LIMIT_FINDINGS      64u
#define LIMIT_FINDING_PARTS 16u

/* Matches kept while judging: of a rule that masks, every one counts (more than this
 * and the prompt is incompletely inspected); of any other rule a few are proof enough. */
#define LIMIT_MATCHES         4096u
#define LIMIT_MATCHES_OF_RULE 16u

#endif
