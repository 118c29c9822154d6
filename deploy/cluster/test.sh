#!/bin/bash
# The demo in a cluster of this machine's own, under constant load, while it is scaled, restarted and broken. Not one request
# may fail. usage: test.sh DIRECTORY-OF-THE-IMAGES; root. KCD_KEEP_CLUSTER=1 leaves the cluster up, for a look.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"
IMAGES=$(cd "$1" && pwd)

finish() {
  local status=$?
  trap - EXIT
  if [ "$status" != 0 ]; then
    kd get pods -o wide || true
    kd get events --sort-by .lastTimestamp 2> /dev/null | tail -n 30 || true
  fi
  if [ "${KCD_KEEP_CLUSTER:-}" = 1 ]; then
    say "the cluster stays: nsenter --net=/run/netns/$CONTROL kubectl --kubeconfig $STATE/admin.conf get pods -A"
  else
    "$HERE/down.sh"
  fi
  exit "$status"
}

"$HERE/build.sh"
trap finish EXIT
trap 'exit 130' HUP INT TERM
begin=$SECONDS
"$HERE/up.sh" "$IMAGES"/{edge-proxy,ticket-broker,crl-service,lab,preflight}.tar
say "cluster up after $((SECONDS - begin)) s"
say
"$HERE/demo.sh"
say
"$HERE/disrupt.sh"
