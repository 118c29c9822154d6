# Names and addresses of the cluster; sourced by the others.
# shellcheck shell=bash disable=SC2034

CACHE=${KCD_CLUSTER_CACHE:-/var/cache/kcd-cluster}
STATE=${KCD_CLUSTER:-/var/lib/kcd-cluster}
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT=$(cd "$HERE/../.." && pwd)

# Namespaces of our own: not a packet leaves them.
FABRIC=kcd-fabric # the switch that joins the others
CONTROL=kcd-control
NODES=(node1 node2)

CONTROL_ADDRESS=10.250.0.10
SERVICES=10.96.0.0/16
API_ADDRESS=10.96.0.1
DNS_ADDRESS=10.96.0.10
PODS=10.244.0.0/16
DOMAIN=cluster.local
NAMESPACE=kcd-demo
PATIENCE=300s # the machine may be slow, or busy with other things

node_number() { printf '%s' "${1#node}"; }
node_address() { printf '10.250.0.%s' $((10 + $(node_number "$1"))); }
node_pods() { printf '10.244.%s.0/24' "$(node_number "$1")"; }

say() { printf '%s\n' "$*"; }

in_control() { nsenter --net="/run/netns/$CONTROL" "$@"; }

k() { in_control "$PROJECT/deploy/kubectl.sh" --kubeconfig "$STATE/admin.conf" "$@"; }

# wait_for SECONDS WHAT COMMAND...: until the command succeeds
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || {
      say "waited in vain: $what"
      return 1
    }
    sleep 0.5
  done
}

# ---------------------------------------------------------------- the demo in it

kd() { k -n "$NAMESPACE" "$@"; }

rolled_out() { kd rollout status --timeout "$PATIENCE" "${@/#/deploy/}"; }

all_rolled_out() {
  local name
  for name in crl-service ticket-broker edge-proxy; do rolled_out "$name" || return 1; done
}
