#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Is each help text what its golden file says?
#
#   tests/golden/help.sh PROGRAM             exit 0: all the same
#   tests/golden/help.sh PROGRAM --update    writes the files: read the difference before a commit
set -uo pipefail
program=${1:?}
golden=$(dirname "$0")/help
different=0

commands=(
	""
	"serve"
	"check"
	"eval"
	"rules"
	"rules lint"
	"rules test"
	"rules list"
	"rules show"
	"rules explain"
	"rules snapshot"
	"audit"
	"audit query"
	"audit stats"
	"audit export"
	"audit erase"
	"audit hold"
	"audit reindex"
	"audit verify"
	"audit proof"
	"audit hash"
	"config"
	"version"
	"backtest"
	"keys"
	"keys create"
	"keys list"
	"keys rotate"
	"keys expire"
	"keys deactivate"
	"keys activate"
	"keys revoke"
	"keys reinstate"
	"keys plan"
	"keys grant"
	"keys refund"
	"keys ledger"
	"keys simulate"
)

for command in "${commands[@]}"; do
	file=$golden/doorward${command:+-${command// /-}}.txt
	# shellcheck disable=SC2086
	if [ "${2:-}" = --update ]; then
		"$program" $command --help >"$file"
	elif ! "$program" $command --help | diff -u "$file" -; then
		different=1
	fi
done
exit $different
