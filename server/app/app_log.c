/* SPDX-License-Identifier: Apache-2.0 */
#include "app_log.h"

#include "audit_clock.h"
#include "base_json.h"

#include <unistd.h>

/* A detail of 1023 bytes that are all escaped fits. */
#define LINE_BYTES 8192

static void put_text(struct buffer *line, const char *name, const char *text)
{
	json_write_key(line, name);
	json_write_string(line, slice_from_cstr(text));
}

void app_log(enum app_level level, const char *message, const struct app_fact *facts, size_t count)
{
	static const char *const levels[] = { "info", "warning", "error" };
	char                     memory[LINE_BYTES], time[AUDIT_TIME_CHARS + 1];
	struct buffer            line;
	ssize_t                  written;

	buffer_init_fixed(&line, memory, sizeof memory);
	audit_clock_format(audit_clock_us(audit_clock_system()), time);
	buffer_append_char(&line, '{');
	put_text(&line, "time", time);
	put_text(&line, "level", levels[level]);
	put_text(&line, "msg", message);
	for (size_t i = 0; i < count; i++) {
		if (facts[i].text != NULL) {
			put_text(&line, facts[i].name, facts[i].text);
		} else {
			json_write_key(&line, facts[i].name);
			buffer_append_u64(&line, facts[i].number);
		}
	}
	buffer_append_cstr(&line, "}\n");
	written = line.failed ? 0 : write(STDERR_FILENO, line.ptr, line.len);
	(void)written; /* there is nowhere else to say it */
}

void app_log_fault(enum app_level level, const char *message, const struct error *err)
{
	char            memory[1024];
	struct buffer   text;
	struct app_fact fact = { .name = "detail" };

	buffer_init_fixed(&text, memory, sizeof memory - 1);
	error_print(err, &text);
	memory[text.len] = '\0';
	fact.text = memory;
	app_log(level, message, &fact, 1);
}
