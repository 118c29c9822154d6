#!/bin/bash
# Scales, restarts and breaks the demo that demo.sh started, under constant load. Not one request may fail, and in the end all
# pods are Ready. The load repeats no request; see kcd.lab.cluster.Phone.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

LOAD_LOG=$PROJECT/target/cluster-load.log
AFTERMATH=5 # seconds: what is lost is often lost late

# "requests failed", of the load so far.
load_so_far() { sed -nE 's/^LOAD .*requests=([0-9]+) failed=([0-9]+) .*/\1 \2/p' "$LOAD_LOG" | tail -n 1; }

# Of the load's lines on standard input, the largest.
slowest() { sed -nE 's/^LOAD .* slowest_ms=([0-9]+)$/\1/p' | sort -n | tail -n 1; }

failed_steps=()

# step NAME COMMAND...: what it cost in time and in requests.
step() {
  local name=$1 begin=$SECONDS before after lines
  shift
  before=$(load_so_far)
  lines=$(wc -l < "$LOAD_LOG")
  "$@" > "$STATE/step.log" 2>&1 || {
    cat "$STATE/step.log"
    failed_steps+=("$name")
  }
  sleep "$AFTERMATH"
  after=$(load_so_far)
  [ "$after" != "$before" ] || failed_steps+=("$name: the load has ended")
  printf '%-34s %4s s  %6s requests  slowest %5s ms  %s failed\n' "$name" $((SECONDS - begin)) $((${after% *} - ${before% *})) \
    "$(tail -n "+$((lines + 1))" "$LOAD_LOG" | slowest)" $((${after#* } - ${before#* }))
}

# As many running as wanted, those included that are leaving. A kubelet takes its time to forget a pod that is over.
is_settled() {
  local running
  running=$(kd get pods -l "app.kubernetes.io/name=$1" \
    -o jsonpath='{range .items[*]}{.status.containerStatuses[0].state.running.startedAt}{"\n"}{end}' | grep -c .)
  [ "$running" = "$(kd get "deploy/$1" -o jsonpath='{.spec.replicas}')" ]
}

settled() {
  rolled_out "$1"
  wait_for 180 "leaving pods of $1" is_settled "$1"
}

scale() {
  kd scale "deploy/$1" --replicas "$2"
  settled "$1"
}

restart() {
  kd rollout restart "deploy/$1"
  settled "$1"
}

delete_a_pod() {
  kd delete "$(kd get pods -l "app.kubernetes.io/name=$1" -o name | head -n 1)"
  settled "$1"
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

load_has_begun() { [ "$(load_so_far | cut -d ' ' -f 1)" -gt 0 ]; }

start_load() {
  kd delete pod/load --ignore-not-found
  k apply -k "$PROJECT/deploy/k8s/overlays/test"
  kd wait --for=condition=Ready pod/load --timeout "$PATIENCE"
  mkdir -p "$(dirname "$LOAD_LOG")"
  : > "$LOAD_LOG"
  kd logs -f load >> "$LOAD_LOG" &
  log_follower=$!
  wait_for 60 "the first requests" load_has_begun
}

log_follower=
trap '[ -z "$log_follower" ] || kill "$log_follower" 2> /dev/null || true' EXIT

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

# What is counted is counted: the load ends before the cluster does.
read -r requests failed < <(load_so_far)
kd delete pod/load > /dev/null
say
grep '^FAILED' "$LOAD_LOG" | head -n 50 || true
for name in ${failed_steps[@]+"${failed_steps[@]}"}; do say "failed: $name"; done
say "$requests requests, $failed failed; all pods Ready"
[ "$failed" = 0 ] && [ ${#failed_steps[@]} = 0 ]
