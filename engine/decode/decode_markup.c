/* SPDX-License-Identifier: Apache-2.0 */
/* Markup inside and around words:
 *
 *   <b>b</b>omb   b**o**mb   bo<!-- x -->mb   [b]b[/b]omb   b/ * * /omb   b[o](x)mb
 *   [bB][oO][mM][bB]       a letter in either case, as regular expressions have it
 *   ```python                  before prose
 *   <|im_start|>user           turns of a conversation
 *
 * A run is what stands between spaces outside of markup. Comments, emphasis and inline tags
 * vanish, so that the letters on both sides are one word; any other tag is a space ("<p>",
 * "<td>", "</li>"). Emphasis counts only between letters; around words it is punctuation
 * like any other. Single underscores are spelling (snake_case), not emphasis. */
#include "decode_word.h"

#include "base_ascii.h"
#include "decode_kind.h"
#include "decode_leet.h"

#include <string.h>

#define TAG_MAX    1024u /* bytes; a longer one is no tag */
#define FENCE_NAME 16u   /* bytes of "```python" */
#define TURN_MAX   32u   /* bytes of "<|im_start|>" */

/* What begins at a place and is not read: text[at, end) */
struct mark {
	size_t end;
	bool   parts; /* words on both sides stay two */
};

/* ---- tags ---- */

/* HTML's phrasing elements (HTML Living Standard, 4.5 and the presentational ones of
 * HTML 4); an unknown name is taken for one, as browsers do. */
static bool is_block(struct slice name)
{
	static const char *const blocks[] = {
		"address",    "article", "aside",   "blockquote", "body",    "br",    "caption",
		"center",     "dd",      "details", "div",        "dl",      "dt",    "fieldset",
		"figcaption", "figure",  "footer",  "form",       "h1",      "h2",    "h3",
		"h4",         "h5",      "h6",      "head",       "header",  "hr",    "html",
		"li",         "main",    "nav",     "ol",         "option",  "p",     "pre",
		"script",     "section", "select",  "style",      "summary", "table", "tbody",
		"td",         "tfoot",   "th",      "thead",      "title",   "tr",    "ul",
	};
	char   folded[16];
	size_t length = name.len;

	if (length >= sizeof folded)
		return false;
	for (size_t i = 0; i < length; i++)
		folded[i] = (char)(name.ptr[i] | 0x20);
	for (size_t i = 0; i < length; i++)
		if (name.ptr[i] >= '0' && name.ptr[i] <= '9')
			folded[i] = name.ptr[i];
	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		if (length > 0 && folded[0] == blocks[i][0] &&
		    slice_equal_cstr((struct slice){ folded, length }, blocks[i]))
			return true;
	return false;
}

static size_t find_within(struct slice text, size_t from, char byte)
{
	size_t      most = text.len - from < TAG_MAX ? text.len - from : TAG_MAX;
	const char *at = memchr(text.ptr + from, byte, most);

	return at == NULL ? SIZE_MAX : (size_t)(at - text.ptr);
}

/* "<b>", "</b>", "<a href='x'>", "[b]", "[/b]": a name right behind the bracket. */
static bool tag_at(struct slice text, size_t at, char close, struct mark *mark)
{
	size_t name = at + 1;
	size_t end;
	size_t close_at;

	if (name < text.len && text.ptr[name] == '/')
		name++;
	for (end = name; end < text.len && (ascii_is_letter(text.ptr[end]) ||
	                                    (text.ptr[end] >= '0' && text.ptr[end] <= '9'));)
		end++;
	if (end == name || !ascii_is_letter(text.ptr[name]))
		return false;
	close_at = find_within(text, end, close);
	if (close_at == SIZE_MAX)
		return false;
	*mark = (struct mark){ close_at + 1, is_block(slice_range(text, name, end)) };
	return true;
}

/* Something ends what begins here: "[b]" is code before "[/b]", else a letter in brackets.
 * What ends something is. */
static bool is_closed(struct slice text, size_t at, size_t name, size_t end)
{
	struct slice rest = slice_from(text, end);
	char         close[16] = "[/";

	if (text.ptr[at + 1] == '/')
		return true;
	if (end - name + 2 > sizeof close)
		return false;
	memcpy(close + 2, text.ptr + name, end - name);
	rest = slice_range(rest, 0, rest.len < TAG_MAX ? rest.len : TAG_MAX);
	return slice_find(rest, (struct slice){ close, end - name + 2 }, 0) != SIZE_MAX;
}

/* BBCode: a short name, and nothing but "=value" behind it. */
static bool code_at(struct slice text, size_t at, struct mark *mark)
{
	static const char *const names[] = {
		"b",    "i",    "u",   "s",     "sub",  "sup", "color",
		"size", "font", "url", "quote", "code", "tt",  "center"
	};
	size_t name = at + 1 + (at + 1 < text.len && text.ptr[at + 1] == '/');

	if (!tag_at(text, at, ']', mark))
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t end = name + strlen(names[i]);

		if (slice_equal_cstr(slice_range(text, name, end < text.len ? end : text.len),
		                     names[i]) &&
		    (text.ptr[end] == ']' || text.ptr[end] == '='))
			return is_closed(text, at, name, end);
	}
	return false;
}

/* ---- comments ---- */

static bool comment_at(struct slice text, size_t at, const char *open, const char *close,
                       struct mark *mark)
{
	struct slice rest = slice_from(text, at);
	size_t       length = strlen(open);
	size_t       end;

	if (rest.len < length || memcmp(rest.ptr, open, length) != 0)
		return false;
	rest = slice_range(rest, 0, rest.len < TAG_MAX ? rest.len : TAG_MAX);
	end = slice_find(rest, slice_from_cstr(close), length);
	if (end == SIZE_MAX)
		return false;
	*mark = (struct mark){ at + end + strlen(close), false };
	return true;
}

/* ---- emphasis ---- */

static bool is_between_letters(struct slice text, size_t start, size_t end)
{
	return start > 0 && end < text.len && decode_word_is_part(text.ptr[start - 1]) &&
	       decode_word_is_part(text.ptr[end]);
}

/* "*", "**", "~~", "`", "__": between letters, one sign over and over. */
static bool emphasis_at(struct slice text, size_t at, struct mark *mark)
{
	char   sign = text.ptr[at];
	size_t end = at;

	while (end < text.len && text.ptr[end] == sign)
		end++;
	if (end - at > 3 || (sign == '_' && end - at == 1))
		return false;
	*mark = (struct mark){ end, false };
	return is_between_letters(text, at, end);
}

/* "```python" before prose says nothing of it: what the fence holds has none of the signs that
 * programs have. */
static bool fence_at(struct slice text, size_t at, struct mark *mark)
{
	const struct slice rest = slice_from(text, at);
	size_t             name = 3;
	size_t             end;
	size_t             spaces = 0;

	if (!slice_starts_with(rest, SLICE_LIT("```")))
		return false;
	while (name < rest.len && name < FENCE_NAME && ascii_is_letter(rest.ptr[name]))
		name++;
	*mark = (struct mark){ at + name, true };
	if (name == rest.len) /* a run that was found ends here */
		return name > 3 && at == 0;
	if (name == 3 || rest.ptr[name] != '\n')
		return false;
	for (end = name; end < rest.len && end < TAG_MAX && rest.ptr[end] != '`'; end++) {
		if (rest.ptr[end] == '\0' || strchr("(){}[]<>=;#\\/|&%$", rest.ptr[end]) != NULL)
			return false;
		spaces += rest.ptr[end] == ' ';
	}
	return spaces > 1 && slice_starts_with(slice_from(rest, end), SLICE_LIT("```"));
}

/* The ends of "[o](x)" and "**[": a bracket that letters touch. */
static bool link_at(struct slice text, size_t at, struct mark *mark)
{
	size_t close;

	if (text.ptr[at] == '[') {
		*mark = (struct mark){ at + 1, false };
		close = find_within(text, at, ']');
		return close != SIZE_MAX && close + 1 < text.len && text.ptr[close + 1] == '(' &&
		       find_within(text, close, ')') != SIZE_MAX;
	}
	if (at + 1 >= text.len || text.ptr[at + 1] != '(')
		return false;
	close = find_within(text, at, ')');
	*mark = (struct mark){ close + 1, false };
	return close != SIZE_MAX;
}

/* "[bB]" begins at `at`. */
static bool is_class(struct slice text, size_t at)
{
	return at < text.len && text.len - at >= 4 && text.ptr[at] == '[' &&
	       text.ptr[at + 3] == ']' && ascii_is_letter(text.ptr[at + 1]) &&
	       (text.ptr[at + 1] ^ text.ptr[at + 2]) == 0x20;
}

/* "[iI]" alone, a space before another one; as a run that was found it has nothing around it. */
static bool is_class_near(struct slice text, size_t start)
{
	return text.len <= 6 || is_class(text, start + 4) ||
	       (start >= 4 && is_class(text, start - 4)) ||
	       (start + 4 < text.len && text.ptr[start + 4] == ' ' && is_class(text, start + 5)) ||
	       (start >= 5 && text.ptr[start - 1] == ' ' && is_class(text, start - 5));
}

/* The ends of "[bB]" beside another one: all but the second letter. */
static bool class_at(struct slice text, size_t at, struct mark *mark)
{
	const bool   opens = text.ptr[at] == '[';
	const size_t start = opens ? at : at - 3;

	if ((!opens && at < 3) || !is_class(text, start) || !is_class_near(text, start))
		return false;
	*mark = (struct mark){ opens ? at + 2 : at + 1, false };
	return true;
}

/* "<|im_start|>user", "<|im_end|>": turns of a conversation, as models are given them; what the
 * first line says besides is whose turn it is. */
static bool turn_at(struct slice text, size_t at, struct mark *mark)
{
	static const char *const roles[] = { "user", "system", "assistant" };
	size_t                   end = at + 2;

	if (!slice_starts_with(slice_from(text, at), SLICE_LIT("<|")))
		return false;
	while (end < text.len && end - at < TURN_MAX &&
	       (ascii_is_letter(text.ptr[end]) || text.ptr[end] == '_'))
		end++;
	if (!slice_starts_with(slice_from(text, end), SLICE_LIT("|>")))
		return false;
	*mark = (struct mark){ end + 2, true };
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		const size_t behind = mark->end + strlen(roles[i]);

		if (slice_starts_with(slice_from(text, mark->end), slice_from_cstr(roles[i])) &&
		    (behind == text.len || text.ptr[behind] == '\n')) {
			mark->end = behind;
			break;
		}
	}
	return true;
}

static bool mark_at(struct slice text, size_t at, struct mark *mark)
{
	switch (text.ptr[at]) {
	case '<':
		return turn_at(text, at, mark) || comment_at(text, at, "<!--", "-->", mark) ||
		       tag_at(text, at, '>', mark);
	case '[':
		return class_at(text, at, mark) || link_at(text, at, mark) ||
		       code_at(text, at, mark);
	case ']':
		return class_at(text, at, mark) || link_at(text, at, mark);
	case '/':
		return comment_at(text, at, "/*", "*/", mark);
	case '`':
		return fence_at(text, at, mark) || emphasis_at(text, at, mark);
	case '*':
	case '_':
	case '~':
		return emphasis_at(text, at, mark);
	default:
		return false;
	}
}

/* ---- the decoder ---- */

/* Behind the run that holds the mark ending at `at`. */
static size_t run_end(struct slice text, size_t at)
{
	struct mark mark;

	while (at < text.len && !ascii_is_space(text.ptr[at]))
		at = mark_at(text, at, &mark) ? mark.end : at + 1;
	return at;
}

/* "f*ck", "d*t**l": a sign for every vowel, no emphasis. */
static bool is_masked(const struct decode_input *input, const struct decode_run *run)
{
	struct decode_leet_reading reading;
	size_t                     start = run->start;
	size_t                     end = run->end;

	while (end > start && !decode_word_is_part(input->text.ptr[end - 1]))
		end--;
	while (start < end && !decode_word_is_part(input->text.ptr[start]))
		start++;
	return decode_leet_is_masked(input, slice_range(input->text, start, end), &reading);
}

/* The token that holds `at`, not before `from`. */
static size_t token_start(struct slice text, size_t from, size_t at)
{
	while (at > from && !ascii_is_space(text.ptr[at - 1]))
		at--;
	return at;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	const size_t       until = decode_until(input);
	size_t             start = from;
	struct mark        mark;

	for (size_t at = decode_next_sign(input, from); at < until;
	     at = decode_next_sign(input, at + 1)) {
		if (!mark_at(text, at, &mark))
			continue;
		run->start = token_start(text, start, at);
		run->end = run->shorter_end = run_end(text, mark.end);
		if (!is_masked(input, run))
			return true;
		start = run->end;
		at = run->end;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations markup = TEXT_OPERATION_BIT(markup);
	const struct slice    text = input->text;
	struct mark           mark;
	size_t                from = 0;
	size_t                at = 0;

	while (at < text.len) {
		if (!mark_at(text, at, &mark)) {
			at++;
			continue;
		}
		decode_sink_copy(sink, text, from, at);
		if (mark.parts)
			decode_sink_put(sink, SLICE_LIT(" "), at, mark.end, markup, 0);
		else if (mark.end < text.len)
			decode_sink_drop(sink, at, mark.end, markup,
			                 is_between_letters(text, at, mark.end) ? markup : 0);
		from = at = mark.end;
	}
	decode_sink_copy(sink, text, from, text.len);
	if (sink->len == 0)
		decode_sink_put(sink, SLICE_LIT(" "), 0, text.len, markup, 0);
	return true;
}

const struct decode_kind decode_markup = { .name = "markup",
	                                   .operation = TEXT_OPERATION_markup,
	                                   .signal = "bypass.encoding/markup",
	                                   .pass = DECODE_PASS_WORDING,
	                                   .needs = DECODE_MARK_BRACKET | DECODE_MARK_INNER |
	                                            DECODE_MARK_SIGN | DECODE_MARK_QUOTE,
	                                   .reach = 64,
	                                   .find = find,
	                                   .decode = decode };
