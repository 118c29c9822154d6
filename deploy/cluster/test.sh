#!/bin/bash
# The demo in a cluster of this machine's own, under constant load, while it is scaled, restarted and broken. Not one request
# may fail. usage: test.sh DIRECTORY-OF-THE-IMAGES; root. KCD_KEEP_CLUSTER=1 leaves the cluster up, for a look.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"
IMAGES=$(cd "$1" && pwd)

POD_LOGS=$PROJECT/target/cluster-logs # of a run that failed

# The kubelet drops a pod's logs with the pod.
keep_logs() {
  local log kept
  mkdir -p "$STATE/logs"
  while true; do
    for log in "$STATE"/node*/pods/*/*/*.log; do
      kept=$STATE/logs/$(sed -E 's|.*/pods/[^_]*_([^_]*)_[^/]*/([^/]*)/|\1-|' <<< "$log")
      [ ! -e "$log" ] || [ -e "$kept" ] || ln "$log" "$kept" 2> /dev/null || true
    done
    sleep 2
  done
}

finish() {
  local status=$?
  trap - EXIT
  [ -z "${log_keeper:-}" ] || kill "$log_keeper" || true
  if [ "$status" != 0 ]; then
    kd get pods -o wide || true
    kd get events --sort-by .lastTimestamp 2> /dev/null | tail -n 30 || true
    cp -r "$STATE/logs" "$POD_LOGS" && say "the pods' logs are in $POD_LOGS"
  fi
  if [ "${KCD_KEEP_CLUSTER:-}" = 1 ]; then
    say "the cluster stays: ./kcd cluster kubectl get pods -A; ./kcd cluster down ends it"
  else
    "$HERE/down.sh"
  fi
  exit "$status"
}

"$HERE/build.sh"
rm -rf "$POD_LOGS"
trap finish EXIT
trap 'exit 130' HUP INT TERM
begin=$SECONDS
"$HERE/up.sh" "$IMAGES"
say "cluster up after $((SECONDS - begin)) s"
say
keep_logs &
log_keeper=$!
"$HERE/demo.sh"
say
"$HERE/disrupt.sh"
