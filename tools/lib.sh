# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What tools/up, tools/test and tools/bench share: saying, and installing what is missing.
# Sourced from the root of the tree; `tool` is the caller's name for messages.

say() {
	printf '== %s\n' "$*"
}

fail() { # message...; ends the script
	printf '%s: %s\n' "${tool:-tools}" "$*" >&2
	exit 2
}

# The packages of tools/packages for these words ("up", "test") that are not installed.
packages_missing() {
	local wanted installed
	wanted=$(awk -v words=" $* " 'index(words, " " $1 " ") { print $2 }' tools/packages)
	# shellcheck disable=SC2086
	installed=$(dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' $wanted 2>/dev/null |
		awk '$2 == "installed" { sub(/:.*/, "", $1); print $1 }')
	comm -23 <(sort -u <<<"$wanted") <(sort -u <<<"$installed")
}

# How root's commands are run: "", "sudo", or nothing and false.
root_prefix() {
	[ "$(id -u)" -eq 0 ] && return 0
	command -v sudo >/dev/null || return 1
	{ sudo -n true 2>/dev/null || [ -t 0 ]; } || return 1
	echo sudo
}

lists_missing() {
	! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

# Installs what is missing for these words, or says what to run and ends the script.
packages_install() {
	local missing prefix command
	command -v apt-get >/dev/null ||
		fail "this is no Debian: install what tools/packages lists, then build with cmake --preset release"
	missing=$(packages_missing "$@" | tr '\n' ' ')
	if [ -z "${missing// /}" ]; then
		say "packages: all there"
		return
	fi
	say "packages: installing $missing"
	command="apt-get install -y --no-install-recommends $missing"
	prefix=$(root_prefix) ||
		fail "these packages are missing and you are neither root nor in sudo; run as root: $command"
	export DEBIAN_FRONTEND=noninteractive
	if lists_missing; then
		apt_update "$prefix"
		# shellcheck disable=SC2086
		$prefix $command && return
	else
		# shellcheck disable=SC2086
		$prefix $command && return
		apt_update "$prefix"
		# shellcheck disable=SC2086
		$prefix $command && return
	fi
	fail "the packages could not be installed; apt-get says why above. By hand: $command"
}

apt_update() { # prefix
	# shellcheck disable=SC2086
	$1 apt-get update ||
		fail "apt-get update failed: is there a network? The packages that are missing: see above"
}

# Configures and builds a preset: build_preset NAME TESTING [TARGET...]
build_preset() {
	local preset=$1 testing=$2 targets=()
	shift 2
	[ $# -gt 0 ] && targets=(--target "$@")
	cmake --preset "$preset" "-DBUILD_TESTING=$testing" >/dev/null &&
		cmake --build --preset "$preset" "${targets[@]}"
}

duration() { # seconds
	printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
}
