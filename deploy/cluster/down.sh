#!/bin/bash
# Ends the cluster that up.sh started, and removes what it left; what build.sh made stays.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

if [ -e "$STATE/pids" ]; then
  # The last first; a node's process 1 takes everything in its namespaces with it.
  tac "$STATE/pids" | while read -r pid; do kill "$pid" 2> /dev/null || true; done
  for _ in $(seq 50); do
    still=
    while read -r pid; do [ ! -e "/proc/$pid" ] || still=yes; done < "$STATE/pids"
    [ -n "$still" ] || break
    sleep 0.2
  done
  while read -r pid; do kill -KILL "$pid" 2> /dev/null || true; done < "$STATE/pids"
fi
for namespace in "${NODES[@]/#/kcd-}" "$CONTROL" "$FABRIC"; do
  [ ! -e "/run/netns/$namespace" ] || ip netns delete "$namespace"
done
# Children before parents; a cgroup that still ends its last process gets a little time.
for _ in 1 2 3 4 5; do
  if find /sys/fs/cgroup -mindepth 2 -type d -path '*/kcd-node*' -depth -exec rmdir {} + 2> /dev/null; then break; fi
  sleep 1
done
rm -rf "$STATE"
