#!/bin/bash
# Ends the cluster that up.sh started, and removes what it left; what build.sh made stays.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

is_over() {
  local pid
  while read -r pid; do [ ! -e "/proc/$pid" ] || return 1; done < "$STATE/pids"
}

# Every cgroup of a node, children before parents; one whose last process is just ending refuses.
remove_cgroups() {
  local left
  find /sys/fs/cgroup -mindepth 2 -type d -path '*/kcd-node*' -depth -exec rmdir {} + 2> /dev/null || true
  left=$(find /sys/fs/cgroup -mindepth 2 -maxdepth 2 -type d -name 'kcd-node*' -print -quit 2> /dev/null)
  [ -z "$left" ]
}

if [ -e "$STATE/pids" ]; then
  # The last first; a node's process 1 takes everything in its namespaces with it.
  tac "$STATE/pids" | while read -r pid; do kill "$pid" 2> /dev/null || true; done
  wait_for 10 "" is_over > /dev/null || while read -r pid; do kill -KILL "$pid" 2> /dev/null || true; done < "$STATE/pids"
fi
for namespace in "${NODES[@]/#/kcd-}" "$CONTROL" "$FABRIC"; do
  [ ! -e "/run/netns/$namespace" ] || ip netns delete "$namespace"
done
wait_for 60 "the nodes' cgroups to be empty" remove_cgroups
rm -rf "$STATE"
