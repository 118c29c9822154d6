#!/bin/bash
# kubectl apply -k deploy/k8s/overlays/demo in the cluster that up.sh started, until the lab says that the gateway serves its
# users and no others; then preflight's Job, which must find nothing wrong.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

has_judged() {
  kd logs deploy/lab > "$STATE/lab.log"
  grep -qE 'as it must be' "$STATE/lab.log"
}

preflight_result() { kd get job/preflight -o jsonpath='{.status.conditions[0].type}'; }

preflight_is_over() { [ -n "$(preflight_result)" ]; }

begin=$SECONDS
k apply -k "$PROJECT/deploy/k8s/overlays/demo" > "$STATE/apply.log"
all_rolled_out > /dev/null
wait_for 300 "the demo" has_judged
cat "$STATE/lab.log"
grep -q '^All as it must be' "$STATE/lab.log"
say "demo served $((SECONDS - begin)) s after kubectl apply -k"
say

begin=$SECONDS
k apply -k "$PROJECT/deploy/k8s/overlays/demo-preflight" > "$STATE/preflight.log"
wait_for 300 "preflight" preflight_is_over
kd logs job/preflight
[ "$(preflight_result)" = Complete ]
say "preflight found nothing wrong, $((SECONDS - begin)) s after kubectl apply -k"
kd delete job/preflight > /dev/null
