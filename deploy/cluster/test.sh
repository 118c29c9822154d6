#!/bin/bash
# The demo in a cluster of this machine's own, under constant load, while it is scaled, restarted and broken. Not one request
# may fail. usage: test.sh DIRECTORY-OF-THE-IMAGES; root. KCD_KEEP_CLUSTER=1 leaves the cluster up, for a look.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"
IMAGES=$(cd "$1" && pwd)

NAMESPACE=kcd-demo
PATIENCE=300s # the machine may be slow, or busy with other things
LOAD_LOG=$PROJECT/target/cluster-load.log

kd() { k -n "$NAMESPACE" "$@"; }

# "requests failed", of the load so far.
load_so_far() { sed -nE 's/^LOAD .*requests=([0-9]+) failed=([0-9]+).*/\1 \2/p' "$LOAD_LOG" | tail -n 1; }

failed_steps=()

# step NAME COMMAND...: what it cost in time and in requests. The load goes on for a little after it, since what is lost is
# often lost late.
step() {
  local name=$1 begin=$SECONDS before after
  shift
  before=$(load_so_far)
  "$@" > "$STATE/step.log" 2>&1 || {
    cat "$STATE/step.log"
    failed_steps+=("$name")
  }
  sleep 5
  after=$(load_so_far)
  printf '%-44s %4s s  %6s requests  %s failed\n' "$name" $((SECONDS - begin)) $((${after% *} - ${before% *})) $((${after#* } - ${before#* }))
}

rolled_out() { kd rollout status --timeout "$PATIENCE" "${@/#/deploy/}"; }

all_rolled_out() {
  local name
  for name in crl-service ticket-broker edge-proxy; do rolled_out "$name" || return 1; done
}

# A Deployment is as large as wanted when the pods that leave are gone, too.
has_pods() { [ "$(kd get pods -l "app.kubernetes.io/name=$1" -o name | wc -l)" = "$2" ]; }

scale() {
  kd scale "deploy/$1" --replicas "$2"
  rolled_out "$1"
  wait_for 120 "$2 pods of $1" has_pods "$1" "$2"
}

restart() {
  kd rollout restart "deploy/$1"
  rolled_out "$1"
}

delete_a_pod() {
  kd delete "$(kd get pods -l "app.kubernetes.io/name=$1" -o name | head -n 1)"
  rolled_out "$1"
}

# The one without the company and the load.
drain_a_node() {
  local stays node
  stays=$(kd get pods -l app.kubernetes.io/name=lab -o jsonpath='{.items[0].spec.nodeName}')
  for node in "${NODES[@]}"; do
    [ "$node" = "$stays" ] && continue
    k drain "$node" --ignore-daemonsets --delete-emptydir-data --timeout "$PATIENCE"
    all_rolled_out
    k uncordon "$node"
  done
}

# Those of components/autoscaling, in this Kubernetes' older words: without them a drain may take all brokers at once.
keep_budgets() {
  "$PROJECT/deploy/kubectl.sh" kustomize "$PROJECT/deploy/k8s/overlays/production" |
    awk 'BEGIN { RS = "---\n" } /(^|\n)kind: PodDisruptionBudget\n/ { print "---"; print }' |
    sed -e 's|^apiVersion: policy/v1$|apiVersion: policy/v1beta1|' -e "s|^  namespace: .*|  namespace: $NAMESPACE|" | k apply -f -
}

start_load() {
  k apply -k "$PROJECT/deploy/k8s/overlays/test"
  kd wait --for=condition=Ready pod/load --timeout "$PATIENCE"
  : > "$LOAD_LOG"
  kd logs -f load >> "$LOAD_LOG" &
  log_follower=$!
  wait_for 60 "the first requests" load_has_begun
}

load_has_begun() { [ "$(load_so_far | cut -d ' ' -f 1)" -gt 0 ]; }

demo_is_good() {
  kd logs deploy/lab > "$STATE/lab.log"
  grep -qE 'as it must be' "$STATE/lab.log"
}

finish() {
  local status=$?
  trap - EXIT
  [ -z "${log_follower:-}" ] || kill "$log_follower" 2> /dev/null || true
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
"$HERE/up.sh" "$IMAGES"/{edge-proxy,ticket-broker,crl-service,lab}.tar
say "cluster up after $((SECONDS - begin)) s"

begin=$SECONDS
k apply -k "$PROJECT/deploy/k8s/overlays/demo" > "$STATE/apply.log"
all_rolled_out > /dev/null
wait_for 300 "the demo" demo_is_good
cat "$STATE/lab.log"
grep -q '^All as it must be' "$STATE/lab.log"
say "demo served $((SECONDS - begin)) s after kubectl apply -k"
say

keep_budgets > /dev/null
scale edge-proxy 1 > /dev/null
start_load > /dev/null
step "one edge, nothing happens" sleep 10
step "edge-proxy 1 -> 4" scale edge-proxy 4
step "edge-proxy 4 -> 2" scale edge-proxy 2
for service in crl-service ticket-broker edge-proxy; do step "rolling restart of $service" restart "$service"; done
step "a ticket-broker pod deleted" delete_a_pod ticket-broker
step "the crl-service pod deleted" delete_a_pod crl-service
step "a node drained" drain_a_node
all_rolled_out > /dev/null
kd wait --for=condition=Ready pods --all --timeout "$PATIENCE" > /dev/null
say
kd get pods -o wide

read -r requests failed < <(load_so_far)
say
grep '^FAILED' "$LOAD_LOG" | head -n 20 || true
for name in ${failed_steps[@]+"${failed_steps[@]}"}; do say "failed: $name"; done
say "$requests requests, $failed failed; all pods Ready"
[ "$failed" = 0 ] && [ ${#failed_steps[@]} = 0 ]
