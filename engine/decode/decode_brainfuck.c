/* SPDX-License-Identifier: Apache-2.0 */
/* A text as a program of Brainfuck (U. Mueller, 1993) that prints it:
 *
 *   ++++++++++[>++++++++++<-]>++++.>++++++++++[>...
 *
 * Cells are bytes on a tape of 256 that is a ring; "," reads zero. A run may take as
 * many steps as it has signs, sixteen times over. Tables and rules are drawn with the same
 * signs, so what is printed must read as text. */
#include "decode_certain.h"
#include "decode_gate.h"
#include "decode_kind.h"

#include <string.h>

#define MIN_SIGNS      30u
#define TAPE           256u
#define STEPS_PER_SIGN 16u
#define HEAD           4u  /* bytes: where they are no text, the rest is not run */
#define BRACKETS_MAX   64u /* in one another */

static bool is_sign(char byte)
{
	return byte != '\0' && strchr("+-<>[].,", byte) != NULL;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

struct machine {
	struct slice program;
	uint32_t    *jumps; /* of each bracket: the other one */
	uint8_t      tape[TAPE];
	uint8_t      head;
};

/* Pairs the brackets. False where they are no pairs. */
static bool pair_brackets(struct slice program, uint32_t *jumps)
{
	uint32_t open[BRACKETS_MAX];
	size_t   depth = 0;

	for (size_t i = 0; i < program.len; i++) {
		if (program.ptr[i] == '[') {
			if (depth == BRACKETS_MAX)
				return false;
			open[depth++] = (uint32_t)i;
		} else if (program.ptr[i] == ']') {
			if (depth == 0)
				return false;
			jumps[i] = open[--depth];
			jumps[open[depth]] = (uint32_t)i;
		}
	}
	return depth == 0;
}

/* Does one sign other than "."; gives the place of the next one. */
static size_t step(struct machine *machine, size_t at)
{
	uint8_t *cell = &machine->tape[machine->head];

	switch (machine->program.ptr[at]) {
	case '+':
		++*cell;
		break;
	case '-':
		--*cell;
		break;
	case '>':
		machine->head++;
		break;
	case '<':
		machine->head--;
		break;
	case ',':
		*cell = 0;
		break;
	case '[':
		return *cell == 0 ? machine->jumps[at] + 1 : at + 1;
	case ']':
		return *cell != 0 ? machine->jumps[at] + 1 : at + 1;
	default:
		break;
	}
	return at + 1;
}

/* Printable so far? Of a sign: what the first bytes that a program prints say of it. */
static bool goes_well(const struct decode_sink *sink)
{
	return sink->len != HEAD || decode_gate_is_clean((struct slice){ sink->bytes, HEAD });
}

static bool run_program(struct machine *machine, struct decode_sink *sink)
{
	size_t steps = machine->program.len * STEPS_PER_SIGN;
	size_t start = 0;

	for (size_t at = 0; at < machine->program.len && steps > 0; steps--) {
		if (machine->program.ptr[at] == '.') {
			char byte = (char)machine->tape[machine->head];

			if (sink->len == sink->cap)
				return false;
			decode_sink_put(sink, (struct slice){ &byte, 1 }, start <= at ? start : at,
			                at + 1, TEXT_OPERATION_BIT(brainfuck), 0);
			start = at + 1;
			if (!goes_well(sink))
				return false;
		}
		at = step(machine, at);
	}
	return decode_certain((struct slice){ sink->bytes, sink->len });
}

static bool run_text(const struct decode_input *input, struct slice program,
                     struct decode_sink *sink)
{
	struct machine machine = { .program = program };

	machine.jumps = ARENA_ARRAY(input->scratch, program.len, uint32_t);
	return machine.jumps != NULL && pair_brackets(program, machine.jumps) &&
	       run_program(&machine, sink);
}

/* Signs with blanks between them: what is made of more than one kind, and prints. */
static size_t program_end(struct slice text, size_t start)
{
	size_t   end = start;
	size_t   signs = 0;
	size_t   prints = 0;
	size_t   sums = 0;
	unsigned blanks = 0;

	for (size_t at = start; at < text.len && blanks < 3; at++) {
		if (is_blank(text.ptr[at])) {
			blanks++;
			continue;
		}
		if (!is_sign(text.ptr[at]))
			break;
		blanks = 0;
		signs++;
		prints += text.ptr[at] == '.';
		sums += text.ptr[at] == '+' || text.ptr[at] == '-';
		end = at + 1;
	}
	return signs >= MIN_SIGNS && prints > 1 && sums > prints ? end : 0;
}

static bool is_text(const struct decode_input *input, struct slice program)
{
	size_t             mark = arena_mark(input->scratch);
	struct decode_sink sink = { .cap = program.len };
	bool               good;

	sink.bytes = ARENA_ARRAY(input->scratch, program.len, char);
	good = sink.bytes != NULL && run_text(input, program, &sink);
	arena_rewind(input->scratch, mark);
	return good;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;

	for (size_t at = from; at < text.len; at++) {
		size_t end;

		if (text.ptr[at] != '+' && text.ptr[at] != '-' && text.ptr[at] != '>' &&
		    text.ptr[at] != '[')
			continue;
		end = program_end(text, at);
		if (end > 0 && is_text(input, slice_range(text, at, end))) {
			*run = (struct decode_run){ at, end, end };
			return true;
		}
		while (at + 1 < text.len &&
		       (is_sign(text.ptr[at + 1]) || is_blank(text.ptr[at + 1])))
			at++;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return run_text(input, input->text, sink);
}

const struct decode_kind decode_brainfuck = { .name = "brainfuck",
	                                      .operation = TEXT_OPERATION_brainfuck,
	                                      .signal = "bypass.encoding/brainfuck",
	                                      .pass = DECODE_PASS_ENCODING,
	                                      .needs = DECODE_MARK_BRACKET | DECODE_MARK_PLUS,
	                                      .find = find,
	                                      .decode = decode };
