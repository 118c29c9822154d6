#!/bin/bash
# Runs the demo with the three services in their images, each under the securityContext, the memory limit and the volumes'
# modes of its Deployment in the demo overlay; on loopback of a network namespace of its own.
#   KCD_ROOTS=DIRECTORY   the images' files, unpacked: DIRECTORY/edge-proxy, ...
#   KCD_TRAIN=DIRECTORY   has each JVM note what it loads, for an AOT cache
#   KCD_ENDING=1          ends each service by SIGTERM afterwards, the edge while it holds a Ping: it is answered, and each is
#                         gone within its terminationGracePeriodSeconds
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${KCD_ROOTS:?}" "${JAVA_HOME:?}"

bundles=$(mktemp -d)
trap 'rm -rf "$bundles"' EXIT
# kubectl as a converter: nothing is asked of a cluster.
deploy/kubectl.sh kustomize deploy/k8s/overlays/demo | awk 'BEGIN { RS = "---\n" } /(^|\n)kind: Deployment\n/ { print "---"; print }' |
  deploy/kubectl.sh label --local -f - -o json checked=yes > "$bundles/deployments.json"
export KCD_BUNDLES=$bundles
ending=()
[ -z "${KCD_ENDING:-}" ] || ending=(--ending "$(jq -rs 'map(select(.metadata.labels["app.kubernetes.io/part-of"] == "kcd-gateway")
  | "\(.metadata.name)=\(.spec.template.spec.terminationGracePeriodSeconds)") | join(",")' "$bundles/deployments.json")")
unshare --net bash -c 'ip link set lo up && exec "$@"' demo \
  "$JAVA_HOME/bin/java" -cp "lab/target/kcd-lab.jar:lab/target/lib/*" kcd.lab.Demo --home "$PWD" --launcher "$PWD/deploy/images/launch.sh" \
  ${ending[@]+"${ending[@]}"}
