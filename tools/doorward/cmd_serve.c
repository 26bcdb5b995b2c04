/* SPDX-License-Identifier: Apache-2.0 */
#include "app_serve.h"
#include "cmd.h"
#include "cmd_print.h"
#include "cmd_server.h"

static const char about[] =
	"Serves checks over HTTP until SIGTERM; SIGHUP loads the rules again. An option is\n"
	"a flag, a variable (--audit-mode is DOORWARD_AUDIT_MODE) or a line of the file\n"
	"(mode: under audit:); flags win over variables, variables over the file.\n"
	"--no-cache is --rules-cache=false.\n";

static const char example[] =
	"  doorward serve --listen 127.0.0.1:8080 --rules rules --data build/data\n";

int cmd_serve(int count, char **words)
{
	struct app_config config;
	struct error      err = { 0 };

	if (cmd_server_help_asked(count, words))
		return cmd_server_help("serve [OPTIONS]", about, example);
	bool no_cache = cmd_server_switch(&count, words, "--no-cache");
	if (cmd_server_config(&config, count, words, false) != CMD_GOOD)
		return CMD_FAILED;
	if (no_cache)
		config.rules_cache = false;
	enum status status = app_serve(&config, &err);
	if (status == STATUS_OK)
		return CMD_GOOD;
	err.status = status;
	cmd_complain_error(&err);
	return CMD_FAILED;
}
