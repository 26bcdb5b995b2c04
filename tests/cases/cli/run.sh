#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs one case of the command line:
#
#   tests/cases/cli/run.sh PROGRAM FILE.case
#
# A case is a sentence, what is run, and what must come of it:
#
#   # An unknown option is answered with the nearest one.
#   run: check --rulez x
#   exit: 2
#   stderr: did you mean --rules?
#
# "run:" is a line of shell behind `doorward`; $RULES is the folder rules/ beside this script. It
# runs in an empty folder. "stdout:" and "stderr:" lines must each be found somewhere;
# "no stdout:" and "no stderr:" must not. A block "--- stdout" is the whole output, "--- stdin" the
# input, "--- file NAME" a file. A digest reads sha256:DIGEST.
set -uo pipefail

program=$(readlink -f "$1")
case_file=$(readlink -f "$2")
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in"
: >"$work/stdin"
failed=0

# The blocks, a file each: stdin, stdout; those of "--- file" in the folder it runs in.
awk -v work="$work" '
	/^--- / { out = work "/" ($2 == "file" ? "in/" $3 : $2); printf "" > out; next }
	out { print > out }
' "$case_file"

line() { # name: the values of its lines before the first block
	sed '/^--- /,$d' "$case_file" | sed -n "s/^$1: //p"
}

wrong() {
	printf 'not ok: %s\n' "$*"
	failed=1
}

expect_found() { # stream
	local text
	while IFS= read -r text; do
		[ -z "$text" ] || grep -qF -- "$text" "$work/$1.got" || wrong "$1 has no: $text"
	done < <(line "$1")
	while IFS= read -r text; do
		[ -z "$text" ] || ! grep -qF -- "$text" "$work/$1.got" || wrong "$1 has: $text"
	done < <(line "no $1")
}

export RULES=$here/rules
export NO_COLOR=1
export XDG_CACHE_HOME=$work/cache
unset DOORWARD_RULES
doorward() { "$program" "$@"; }

command=$(line run)
[ -n "$command" ] || { wrong "no line \"run:\""; exit 1; }
(cd "$work/in" && eval "doorward $command") <"$work/stdin" >"$work/raw" 2>"$work/stderr.got"
got_exit=$?
sed -E 's/sha256:[0-9a-f]{64}/sha256:DIGEST/g' "$work/raw" >"$work/stdout.got"

[ "$got_exit" = "$(line exit)" ] || wrong "exit $got_exit, expected $(line exit)"
expect_found stdout
expect_found stderr
if [ -e "$work/stdout" ]; then
	diff -u --label expected "$work/stdout" --label got "$work/stdout.got" ||
		wrong "stdout is another"
fi
if [ $failed -ne 0 ]; then
	head -n 1 "$case_file"
	sed 's/^/  stdout: /' "$work/stdout.got" | head -n 40
	sed 's/^/  stderr: /' "$work/stderr.got" | head -n 40
fi
exit $failed
