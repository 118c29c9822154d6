# shellcheck shell=bash disable=SC2034  # the variables are for those who source this
# What the scripts of the bed share: parameters, and questions about a bed. Sourced, not run.
#
#   KCD_TESTBED            the bed's directory; everything the bed writes is below it
#   KCD_TESTBED_ADDRESSES  one loopback address per domain of bed.json, separated by spaces; two beds need
#                          different directories and different addresses, and then run side by side
#   KCD_TESTBED_KDC        mit (default: S4U across the domains) or samba (Samba's own KDC, one domain at a time)

BED_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
BED=${KCD_TESTBED:-/var/lib/kcd-testbed}

# Debian's own interpreter: another python3 on the PATH lacks Samba's modules.
PYTHON=/usr/bin/python3

say() { printf '%s\n' "$*"; }
die() {
  printf 'testbed: %s\n' "$*" >&2
  exit 1
}

# started_at PID: when the kernel started that process, in clock ticks since boot; nothing if it does not run.
# Together with the pid it names a process for good: a later one with the same pid started later.
started_at() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  # The second field, the command's name, may hold spaces and brackets: count from behind it. proc(5): state, starttime.
  read -ra fields <<< "${stat##*) }"
  [ "${fields[0]}" = Z ] || printf '%s' "${fields[19]}"
}

# live_daemons: "PID NAME" of each process that up.sh started for this bed and that still runs.
live_daemons() {
  local pid start name
  [ -e "$BED/daemons" ] || return 0
  while read -r pid start name; do
    if [ "$(started_at "$pid")" = "$start" ]; then say "$pid $name"; fi
  done < "$BED/daemons"
}

# bed_is_up: all of the bed's daemons run, and up.sh had finished starting them.
bed_is_up() {
  [ -e "$BED/bed.properties" ] && [ -s "$BED/daemons" ] &&
    [ "$(live_daemons | wc -l)" = "$(wc -l < "$BED/daemons")" ]
}

# property KEY: a value of bed.properties.
property() {
  awk -v key="$1" 'index($0, key "=") == 1 { print substr($0, length(key) + 2); exit }' "$BED/bed.properties"
}

# Runs COMMAND with the names of one domain per call: COMMAND REALM ADDRESS DC NETBIOS.
each_domain() {
  local realm address dc netbios
  while read -r realm address dc netbios <&3; do
    "$@" "$realm" "$address" "$dc" "$netbios"
  done 3< "$BED/domains"
}
