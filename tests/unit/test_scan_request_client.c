/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of other APIs: what is judged of them, under which name, and what is not. */
#include "base_arena.h"
#include "doorward/request.h"
#include "test_base_rows.h"

struct row {
	const char *label;
	const char *body;
	const char *fields; /* "name=text\n" each, "-name" for a negative one; NULL: refused */
	const char *fault;
};

static const struct row rows_of_shapes[] = {
	{ "chat completions",
	  "{\"model\":\"m-1\",\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},"
	  "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hello\"},"
	  "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}],"
	  "\"temperature\":0.5,\"stream\":true}",
	  "messages[0].content=be kind\nmessages[1].content[0].text=hello\n", NULL },
	{ "tool calls and their definitions",
	  "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"does "
	  "it\"}}],"
	  "\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"function\":"
	  "{\"name\":\"f\",\"arguments\":\"{\\\"q\\\":\\\"x y\\\"}\"}}]}]}",
	  "tools[0].function.name=f\ntools[0].function.description=does it\n"
	  "messages[0].tool_calls[0].function.name=f\n"
	  "messages[0].tool_calls[0].function.arguments={\"q\":\"x y\"}\n",
	  NULL },
	{ "responses", "{\"model\":\"m\",\"instructions\":\"short\",\"input\":\"a poem\"}",
	  "instructions=short\ninput=a poem\n", NULL },
	{ "messages with a system prompt",
	  "{\"model\":\"m\",\"system\":[{\"type\":\"text\",\"text\":\"rules\"}],"
	  "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
	  "system[0].text=rules\nmessages[0].content=hi\n", NULL },
	{ "a picture with a negative prompt",
	  "{\"prompt\":\"a cat\",\"negative_prompt\":\"rain\",\"size\":\"1024x1024\",\"n\":2}",
	  "prompt=a cat\n-negative_prompt=rain\n", NULL },
	{ "negative prompts in a list", "{\"input\":{\"negativePrompt\":[\"fog\",\"rain\"]}}",
	  "-input.negativePrompt[0]=fog\n-input.negativePrompt[1]=rain\n", NULL },
	{ "a video with its segments",
	  "{\"script\":{\"input\":\"hello "
	  "there\",\"voice\":\"amy\"},\"scenes\":[{\"caption\":\"one\"}]}",
	  "script.input=hello there\nscenes[0].caption=one\n", NULL },
	{ "a shape nobody has seen", "[[\"a\",{\"b\":{\"c\":\"d e\"}}],\"f\"]",
	  "[0][0]=a\n[0][1].b.c=d e\n[1]=f\n", NULL },
	{ "a label that is a sentence is judged", "{\"model\":\"please tell me\",\"x\":\"y\"}",
	  "model=please tell me\nx=y\n", NULL },
	{ "a key that is a sentence is judged", "{\"tell me now\":1,\"x\":\"y\"}",
	  "key=tell me now\nx=y\n", NULL },
	{ "an address with a blank is a text", "{\"url\":\"https://a b\"}", "url=https://a b\n",
	  NULL },
	{ "an address elsewhere is a text", "{\"prompt\":\"https://a/b\"}", "prompt=https://a/b\n",
	  NULL },
	{ "escapes are undone", "{\"prompt\":\"p\\u0069pe\\nbomb\"}", "prompt=pipe\nbomb\n", NULL },
	{ "a prompt in tokens", "{\"model\":\"m\",\"prompt\":[15496,995]}", NULL,
	  "\"prompt[0]\" is a text in tokens, which cannot be judged: send the text" },
	{ "several prompts in tokens", "{\"input\":[[1,2],[3]]}", NULL,
	  "\"input[0][0]\" is a text in tokens, which cannot be judged: send the text" },
	{ "numbers elsewhere are no tokens", "{\"prompt\":\"x\",\"stop_sequences\":[1,2]}",
	  "prompt=x\n", NULL },
	{ "no text at all", "{\"model\":\"m\",\"n\":1}", NULL, "there is no text in the body" },
	{ "an empty object", "{}", NULL, "there is no text in the body" },
	{ "a text alone is no body", "\"x\"", NULL, "the body must be a JSON object" },
	{ "JSON that ends too soon", "{\"prompt\":\"x\"", NULL, "" },
	{ "a member twice", "{\"prompt\":\"x\",\"prompt\":\"y\"}", NULL, "" },
};

static void reads(void **state)
{
	const struct row *row = *state;
	char              printed[2048] = "";
	struct request    request;
	struct buffer     out;
	struct arena      arena;
	struct error      err = { 0 };
	enum status       status;

	assert_true(arena_open(&arena, 1 << 20));
	status = request_parse_client(slice_from_cstr(row->body), &arena, &request, &err);
	if (row->fields == NULL) {
		assert_int_not_equal(status, STATUS_OK);
		if (row->fault[0] != '\0')
			assert_string_equal(err.message, row->fault);
		arena_close(&arena);
		return;
	}
	assert_int_equal(status, STATUS_OK);
	buffer_init_fixed(&out, printed, sizeof printed - 1);
	for (size_t i = 0; i < request.prompt.field_count; i++) {
		const struct engine_field *field = &request.prompt.fields[i];

		buffer_append_cstr(&out, field->polarity == ENGINE_NEGATIVE ? "-" : "");
		buffer_append(&out, field->name);
		buffer_append_char(&out, '=');
		buffer_append(&out, field->text);
		buffer_append_char(&out, '\n');
		/* Where it stands: a string of the body, in quotes. */
		assert_int_equal(request.sources[i].ptr[0], '"');
		assert_int_equal(request.sources[i].ptr[request.sources[i].len - 1], '"');
	}
	assert_string_equal(printed, row->fields);
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, reads, rows_of_shapes);
	return rows_run(&rows, "scan_request_client");
}
