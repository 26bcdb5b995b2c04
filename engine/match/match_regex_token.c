/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts a pattern into tokens, each with the repeat that follows it.
 *
 *     (?i)AKIA[0-9A-Z]{16}\b
 *     OPTION (?i)   LITERAL A, K, I, A   CLASS [0-9A-Z] 16..16   ASSERT \b
 *
 * Where PCRE2 reads the same bytes in two ways depending on version or on what
 * stands elsewhere (\1 a reference or octal, {,3} a repeat or text, a repeat behind a
 * comment), the construct is refused instead of guessed. */
#include "match_regex_token.h"

#include <string.h>

#define REPEAT_MAX 65535u /* PCRE2's own */

static bool at_end(const struct match_tokens *tokens)
{
	return tokens->at >= tokens->pattern.len;
}

/* The byte `ahead` of the current one; -1 behind the end. */
static int peek(const struct match_tokens *tokens, size_t ahead)
{
	if (ahead >= tokens->pattern.len - tokens->at)
		return -1;
	return (unsigned char)tokens->pattern.ptr[tokens->at + ahead];
}

static bool is_digit(int byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_hex(int byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static bool is_one_of(int byte, const char *set)
{
	return byte > 0 && strchr(set, byte) != NULL;
}

static void refuse(struct match_token *token, const char *why)
{
	token->kind = MATCH_TOKEN_REFUSED;
	token->why = why;
}

/* ---- repeats ---- */

static bool number_read(struct match_tokens *tokens, uint32_t *number)
{
	if (!is_digit(peek(tokens, 0)))
		return false;
	for (*number = 0; is_digit(peek(tokens, 0)); tokens->at++) {
		*number = *number * 10 + (uint32_t)(peek(tokens, 0) - '0');
		if (*number > REPEAT_MAX)
			*number = REPEAT_MAX;
	}
	return true;
}

/* {3} {3,} {3,5}; leaves `tokens` where it was when it is none of these. */
static bool braces_read(struct match_tokens *tokens, struct match_token *token)
{
	const size_t start = tokens->at;
	uint32_t     min = 0;
	uint32_t     max = 0;

	tokens->at++;
	if (number_read(tokens, &min)) {
		max = min;
		if (peek(tokens, 0) == ',') {
			tokens->at++;
			if (!number_read(tokens, &max))
				max = MATCH_TOKEN_UNBOUNDED;
		}
		if (peek(tokens, 0) == '}') {
			tokens->at++;
			token->min = min;
			token->max = max;
			return true;
		}
	}
	tokens->at = start;
	return false;
}

static void repeat_read(struct match_tokens *tokens, struct match_token *token)
{
	const int byte = peek(tokens, 0);

	if (byte == '*' || byte == '+' || byte == '?') {
		token->min = byte == '+';
		token->max = byte == '?' ? 1 : MATCH_TOKEN_UNBOUNDED;
		tokens->at++;
	} else if (byte != '{' || !braces_read(tokens, token)) {
		return;
	}
	if (peek(tokens, 0) == '?' || peek(tokens, 0) == '+')
		tokens->at++;
}

/* ---- characters, escapes and classes ---- */

static void skip_hex(struct match_tokens *tokens, size_t digits)
{
	while (digits-- > 0 && is_hex(peek(tokens, 0)))
		tokens->at++;
}

/* The braces of \x{..}, \o{..}, \p{..}, \N{..}. */
static bool skip_braces(struct match_tokens *tokens)
{
	if (peek(tokens, 0) != '{')
		return false;
	while (!at_end(tokens) && peek(tokens, 0) != '}')
		tokens->at++;
	if (!at_end(tokens))
		tokens->at++;
	return true;
}

static const char *escape_fault(int byte)
{
	if (byte == 'C')
		return "\\C splits characters: write . or a class";
	if (byte == 'K')
		return "\\K moves the start of a match: write (?<=...) or leave it out";
	if (byte == 'Q' || byte == 'E')
		return "\\Q...\\E is not read here: write a backslash before each special "
		       "character";
	if (byte == 'c')
		return "\\c control characters are not read here: write them as \\x0A";
	if (is_one_of(byte, "123456789gk"))
		return "back-references are not allowed: write the repeated part again";
	return NULL;
}

static void literal_read(struct match_tokens *tokens, struct match_token *token)
{
	const int byte = peek(tokens, 0);
	uint32_t  code = (uint32_t)byte;

	token->kind = MATCH_TOKEN_LITERAL;
	if (byte >= 0xC0)
		code = (uint32_t)byte & (byte >= 0xF0 ? 0x07u : byte >= 0xE0 ? 0x0Fu : 0x1Fu);
	tokens->at++;
	while (byte >= 0xC0 && peek(tokens, 0) >= 0x80 && peek(tokens, 0) < 0xC0) {
		code = code << 6 | ((uint32_t)peek(tokens, 0) & 0x3Fu);
		tokens->at++;
	}
	token->code = code;
}

/* Behind the backslash, at a letter or digit. */
static void escape_body_read(struct match_tokens *tokens, struct match_token *token)
{
	const int byte = peek(tokens, 0);

	tokens->at++;
	if (is_one_of(byte, "bBAzZG")) {
		token->kind = MATCH_TOKEN_ASSERT;
	} else if (byte == 'x') {
		if (!skip_braces(tokens))
			skip_hex(tokens, 2);
	} else if (byte == '0') {
		for (int i = 0; i < 2 && peek(tokens, 0) >= '0' && peek(tokens, 0) <= '7'; i++)
			tokens->at++;
	} else if (byte == 'p' || byte == 'P') {
		if (!skip_braces(tokens))
			tokens->at += !at_end(tokens);
	} else if (byte == 'o' || (byte == 'N' && peek(tokens, 1) == 'U')) {
		skip_braces(tokens); /* \N{3} is a repeat of \N */
	}
}

/* Behind the backslash. */
static void escape_read(struct match_tokens *tokens, struct match_token *token)
{
	const int   byte = peek(tokens, 0);
	const char *fault = escape_fault(byte);
	const bool  alphanumeric = is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');

	token->kind = MATCH_TOKEN_ESCAPE;
	if (fault != NULL)
		refuse(token, fault);
	else if (alphanumeric && byte < 0x80)
		escape_body_read(tokens, token);
	else if (byte >= 0)
		literal_read(tokens, token);
}

/* Is there a [:name:] (or [.x.], [=x=]) at the current '['? PCRE2's own test. */
static size_t posix_length(const struct match_tokens *tokens)
{
	const int mark = peek(tokens, 1);

	if (!is_one_of(mark, ":.="))
		return 0;
	for (size_t i = 2; peek(tokens, i + 1) >= 0; i++) {
		if (peek(tokens, i) == '\\' &&
		    (peek(tokens, i + 1) == ']' || peek(tokens, i + 1) == '\\'))
			i++;
		else if ((peek(tokens, i) == '[' && peek(tokens, i + 1) == mark) ||
		         peek(tokens, i) == ']')
			return 0;
		else if (peek(tokens, i) == mark && peek(tokens, i + 1) == ']')
			return i + 2;
	}
	return 0;
}

/* At the '['. */
static void class_read(struct match_tokens *tokens, struct match_token *token)
{
	token->kind = MATCH_TOKEN_CLASS;
	tokens->at++;
	if (peek(tokens, 0) == '^')
		tokens->at++;
	if (peek(tokens, 0) == ']')
		tokens->at++;
	while (!at_end(tokens) && peek(tokens, 0) != ']') {
		if (peek(tokens, 0) == '\\') {
			if (is_one_of(peek(tokens, 1), "QEc")) {
				refuse(token, escape_fault(peek(tokens, 1)));
				return;
			}
			tokens->at += peek(tokens, 1) >= 0 ? 2 : 1;
		} else if (peek(tokens, 0) == '[' && posix_length(tokens) > 0) {
			tokens->at += posix_length(tokens);
		} else {
			tokens->at++;
		}
	}
	tokens->at += !at_end(tokens);
}

/* ---- groups ---- */

/* (?i) (?-i) (?s-i: and so on; false when it is no such thing. Behind "(?". */
static bool options_read(struct match_tokens *tokens, struct match_token *token)
{
	size_t ahead = 0;

	while (is_one_of(peek(tokens, ahead), "imsnJUx-^"))
		ahead++;
	const int last = peek(tokens, ahead);
	if (last != ')' && last != ':')
		return false;
	for (size_t i = 0; i < ahead; i++) {
		if (peek(tokens, i) == 'x')
			refuse(token, "extended mode (?x) is not read here: write the pattern "
			              "without spaces and comments");
	}
	if (token->kind != MATCH_TOKEN_REFUSED)
		token->kind = last == ')' ? MATCH_TOKEN_OPTION : MATCH_TOKEN_OPEN;
	tokens->at += ahead + 1;
	return true;
}

static const char *group_fault(const struct match_tokens *tokens)
{
	const int first = peek(tokens, 0);
	const int second = peek(tokens, 1);

	if (first == '#')
		return "comments belong in the rule file: leave out (?#...)";
	if (first == 'C')
		return "callouts (?C) do nothing here: leave them out";
	if (first == '(')
		return "conditions (?(...)...) are not allowed: write an alternation";
	if (first == 'P' && second == '=')
		return escape_fault('k');
	if (first == 'R' || first == '&' || is_digit(first) || (first == 'P' && second == '>') ||
	    ((first == '+' || first == '-') && is_digit(second)))
		return "recursion is not allowed: write the part out as often as it may nest";
	return NULL;
}

/* At the '('. */
static void group_read(struct match_tokens *tokens, struct match_token *token)
{
	token->kind = MATCH_TOKEN_OPEN;
	tokens->at++;
	if (peek(tokens, 0) == '*') {
		refuse(token, "verbs (*...) are not allowed: write the pattern without them");
		return;
	}
	if (peek(tokens, 0) != '?')
		return;
	tokens->at++;
	const char *fault = group_fault(tokens);
	if (fault != NULL) {
		refuse(token, fault);
		return;
	}
	if (options_read(tokens, token))
		return;
	const int first = peek(tokens, 0);
	const int second = peek(tokens, 1);
	if (first == '=' || first == '!' || first == '*' ||
	    (first == '<' && (second == '=' || second == '!' || second == '*'))) {
		token->lookaround = true;
		tokens->at += first == '<' ? 2 : 1;
	} else if (first == '>' || first == '|') {
		tokens->at++;
	} else if (!is_one_of(first, "<'P")) {
		refuse(token, "this kind of group is not known here: write (?:...)");
	} else {
		/* (?<name> (?'name' (?P<name> */
		tokens->at += first == 'P' ? 2 : 1;
		while (!at_end(tokens) && !is_one_of(peek(tokens, 0), ">')"))
			tokens->at++;
		tokens->at += !at_end(tokens);
	}
	if (tokens->at > tokens->pattern.len)
		tokens->at = tokens->pattern.len;
}

void match_token_next(struct match_tokens *tokens, struct match_token *token)
{
	*token = (struct match_token){ .offset = tokens->at, .min = 1, .max = 1 };
	switch (peek(tokens, 0)) {
	case -1:
		break;
	case '\\':
		tokens->at++;
		escape_read(tokens, token);
		break;
	case '[':
		class_read(tokens, token);
		break;
	case '(':
		group_read(tokens, token);
		break;
	case '{':
		refuse(token,
		       "this { repeats nothing: write \\{ for the sign, {0,3} with both numbers, "
		       "and (?:x{2}){3} for a repeat of a repeat");
		break;
	case ')':
	case '|':
	case '.':
	case '^':
	case '$':
		token->kind = peek(tokens, 0) == ')'   ? MATCH_TOKEN_CLOSE
		              : peek(tokens, 0) == '|' ? MATCH_TOKEN_ALTERNATE
		              : peek(tokens, 0) == '.' ? MATCH_TOKEN_DOT
		                                       : MATCH_TOKEN_ASSERT;
		tokens->at++;
		break;
	default:
		literal_read(tokens, token);
		break;
	}
	token->text = slice_range(tokens->pattern, token->offset, tokens->at);
	if (token->kind == MATCH_TOKEN_REFUSED)
		tokens->at = tokens->pattern.len;
	else if (token->kind != MATCH_TOKEN_OPEN && token->kind != MATCH_TOKEN_ALTERNATE &&
	         token->kind != MATCH_TOKEN_OPTION && token->kind != MATCH_TOKEN_END)
		repeat_read(tokens, token);
}
