/* SPDX-License-Identifier: Apache-2.0 */
/* The table of app_config.def as data, for the readers and the printers of options. */
#ifndef APP_OPTION_H
#define APP_OPTION_H

#include "app_config.h"
#include "base_attr.h"
#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

enum app_kind { APP_KIND_TEXT, APP_KIND_PATH, APP_KIND_NUMBER, APP_KIND_SWITCH, APP_KIND_CHOICE };

#define APP_NAME_CHARS 48

struct app_option_row {
	enum app_kind kind;
	const char   *name;     /* "audit.mode" */
	size_t        offset;   /* of the member in struct app_config */
	const char   *standard; /* default of TEXT and CHOICE; of PATH: the file to look for */
	uint64_t      number;   /* default of NUMBER and SWITCH */
	uint64_t      min;
	uint64_t      max;
	const char   *words; /* of CHOICE: "each|group|async|off" */
	const char   *text;
};

const struct app_option_row *app_option_row(enum app_option option);

/* "audit.mode" as it is, as the flag "audit-mode" and as the variable "DOORWARD_AUDIT_MODE". */
enum app_spelling { APP_AS_NAME, APP_AS_FLAG, APP_AS_VARIABLE };
void app_option_spell(enum app_option option, enum app_spelling spelling,
                      char text[APP_NAME_CHARS]);

/* The option that is spelt so, or APP_OPTION_COUNT. */
enum app_option app_option_find(struct slice word, enum app_spelling spelling);

/* "; did you mean \"audit.mode\"?" into `hint`, or "" when nothing is near. */
#define APP_HINT_CHARS 80
void app_option_hint(struct slice word, enum app_spelling spelling, char hint[APP_HINT_CHARS]);

/* Every option gets its default. */
void app_option_defaults(struct app_config *config);

/* Sets the member from text. False with a sentence about what would be right in `why`. */
#define APP_WHY_CHARS 128
bool app_option_set(struct app_config *config, enum app_option option, struct slice value,
                    char why[APP_WHY_CHARS]);

/* The present value as text. */
void app_option_print(const struct app_config *config, enum app_option option,
                      char text[APP_TEXT_BYTES]);

#endif
