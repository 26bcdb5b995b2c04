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
	installed=$(dpkg-query -W -f '${binary:Package} ${db:Status-Status} ${Provides}\n' |
		awk '$2 == "installed" { gsub(/\([^)]*\)|,/, " "); sub(/:.*/, "", $1)
			for (i = 1; i <= NF; i++) if (i != 2) print $i }')
	comm -23 <(sort -u <<<"$wanted") <(sort -u <<<"$installed") # Provides count: Node brings npm
}

# How root's commands are run: "", "sudo", or nothing and false.
root_prefix() {
	[ "$(id -u)" -eq 0 ] && return 0
	command -v sudo >/dev/null || return 1
	sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; } || return 1
	echo sudo
}

lists_missing() {
	! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

# Installs what is missing for these words, or says what to run and ends the script.
packages_install() {
	local missing prefix log=build/packages.log by_hand
	command -v apt-get >/dev/null ||
		fail "this is no Debian: install what tools/packages lists, then build with cmake --preset release"
	missing=$(packages_missing "$@" | paste -sd ' ' -)
	if [ -z "$missing" ]; then
		say "packages: all there"
		return
	fi
	by_hand="apt-get update && apt-get install -y --no-install-recommends $missing"
	prefix=$(root_prefix) || fail "packages are missing, and this user cannot install them" \
		"(not root, no right to sudo). As root, once: $by_hand"
	{ mkdir -p build && : >"$log"; } || fail "cannot write $PWD/$log"
	say "packages: installing $missing"
	say "(what apt-get says goes to $log; this takes a minute or more)"
	services_hold
	# shellcheck disable=SC2086
	if lists_missing || ! apt_run install $missing; then
		apt_run update || true
		apt_run install $missing || packages_fail "$by_hand"
	fi
	services_off "$missing"
	say "packages: installed"
}

# Tests start the gateways they need by themselves; a machine gets no service by installing them.
# While this file is there, Debian's packages start nothing; one of the machine's own is left alone.
services_hold() { # uses packages_install's prefix
	[ ! -e /usr/sbin/policy-rc.d ] || return 0
	# shellcheck disable=SC2064
	trap "$prefix rm -f /usr/sbin/policy-rc.d" EXIT
	printf '#!/bin/sh\nexit 101\n' | $prefix install -m 755 /dev/stdin /usr/sbin/policy-rc.d
}

services_off() { # the packages that were missing; uses packages_install's prefix and log
	local name
	if [ -n "$(trap -p EXIT)" ]; then
		$prefix rm -f /usr/sbin/policy-rc.d
		trap - EXIT
	fi
	for name in nginx haproxy caddy prometheus; do
		[[ " $1 " != *" $name"[\ -]* ]] || $prefix systemctl disable "$name" >>"$log" 2>&1 || true
	done
}

# Runs apt-get, its words to the log; uses packages_install's prefix and log.
apt_run() { # update; or install and the packages
	local options=(-q)
	[ "$1" = update ] || options+=(-y --no-install-recommends)
	$prefix env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@" >>"$log" 2>&1 </dev/null
}

packages_fail() { # the commands to run by hand; uses packages_install's log
	grep '^E: ' "$log" | tail -n 3 | cut -c 1-200 >&2 || true
	fail "the packages could not be installed. Is there a network, and does apt reach its" \
		"sources? All of what apt-get said is in $log. By hand, as root: $1"
}

# A tree that root has built once is closed to others: say so before CMake is lost in it.
build_writable() { # preset
	local folder=$PWD
	[ ! -e build ] || folder=$PWD/build
	[ ! -e "build/$1" ] || folder=$PWD/build/$1
	[ -w "$folder" ] ||
		fail "$folder belongs to $(stat -c %U "$folder"), and this user cannot write to it." \
			"As root, once: chown -R $(id -un) $PWD"
}

# Configures and builds a preset: build_preset NAME TESTING [TARGET...]
build_preset() {
	local preset=$1 testing=$2 targets=()
	shift 2
	[ $# -gt 0 ] && targets=(--target "$@")
	build_writable "$preset"
	cmake --preset "$preset" "-DBUILD_TESTING=$testing" >/dev/null &&
		cmake --build --preset "$preset" "${targets[@]}"
}

duration() { # seconds
	printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
}
