#!/bin/bash
# Each image as it was packed, unpacked again and put through the demo under its Deployment's securityContext; then ended by
# SIGTERM, while the edge holds a Ping. usage: JAVA_HOME=... check.sh DIRECTORY-OF-THE-IMAGES
set -euo pipefail
OUT=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."

roots=$(mktemp -d)
trap 'rm -rf "$roots"' EXIT
for service in edge-proxy ticket-broker crl-service; do
  mkdir -p "$roots/$service" "$roots/archive/$service"
  tar -C "$roots/archive/$service" -xf "$OUT/$service.tar"
  # Layers in the manifest's order.
  jq -r '.[0].Layers[]' "$roots/archive/$service/manifest.json" | while read -r layer; do
    tar -C "$roots/$service" -xf "$roots/archive/$service/$layer"
  done
  user=$(jq -r '.config.User' "$roots/archive/$service/$(jq -r '.[0].Config' "$roots/archive/$service/manifest.json")")
  [ "$user" = 10001:10001 ] || { printf '%s runs as %s\n' "$service" "$user"; exit 1; }
  [ -s "$roots/$service/app/sbom.json" ] || { printf '%s has no SBOM\n' "$service"; exit 1; }
  if find "$roots/$service" \( -name sh -o -name bash -o -name busybox \) -type f | grep -q .; then
    printf '%s has a shell\n' "$service"
    exit 1
  fi
done
KCD_ROOTS=$roots KCD_ENDING=1 deploy/images/demo.sh
