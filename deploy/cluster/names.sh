#!/bin/bash
# Keeps dnsmasq's hosts file like the cluster's Services: a headless one has an address for each ready pod.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

api() {
  in_control curl -sS --fail --max-time 5 --user-agent names --cacert "$STATE/ca.crt" --cert "$STATE/admin.crt" --key "$STATE/admin.key" \
    "https://$CONTROL_ADDRESS:6443$1"
}

hosts() {
  jq -rn --arg domain "$DOMAIN" --slurpfile services <(api /api/v1/services) --slurpfile endpoints <(api /api/v1/endpoints) '
    def name: "\(.metadata.name).\(.metadata.namespace).svc.\($domain)";
    ($services[0].items[] | select(.spec.clusterIP != "None" and .spec.clusterIP != null) | "\(.spec.clusterIP) \(name)"),
    (($services[0].items | map(select(.spec.clusterIP == "None") | name)) as $headless
      | $endpoints[0].items[] | name as $name | select($headless | index($name))
      | .subsets[]?.addresses[]? | "\(.ip) \($name)")'
}

while true; do
  if hosts > "$STATE/hosts.new" 2> /dev/null && ! cmp -s "$STATE/hosts.new" "$STATE/hosts"; then
    cat "$STATE/hosts.new" > "$STATE/hosts"
    kill -HUP "$(cat "$STATE/dns.pid")" || true
  fi
  sleep 1
done
