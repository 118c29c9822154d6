#!/bin/bash
# Each image as it was packed, unpacked again and put through the demo under its Deployment's securityContext; then ended by
# SIGTERM, while the edge holds a Ping. usage: JAVA_HOME=... check.sh DIRECTORY-OF-THE-IMAGES
set -euo pipefail
OUT=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
# shellcheck source=storage.sh
source deploy/images/storage.sh

roots=$(mktemp -d)
registry=$(mktemp -d -p "$OUT") # its files are links
STORAGE=$OUT/storage
trap 'remove_storage; rm -rf "$roots" "$registry"' EXIT

# Without its list, the service's own check for jars that are missing finds none to miss.
check_list_of_jars() { # check_list_of_jars NAME ROOT
  [ -s "$2/app/quarkus-app-dependencies.txt" ] || { printf '%s has no list of its jars\n' "$1"; exit 1; }
}

# The Dockerfile for those with a registry, on the base that is at hand: ours, with java on the PATH. The service in it starts as
# far as saying that it has no configuration.
check_dockerfile_registry() {
  local service container said
  ln "$OUT/base.tar" "$registry/base.tar"
  cp -al "$OUT/jre" "$registry/jre"
  printf 'FROM scratch\nADD base.tar /\nCOPY jre /jre\nENV PATH=/jre/bin\n' > "$registry/Dockerfile"
  in_storage bud --quiet --isolation chroot -t localhost/kcd-check-base "$registry" > /dev/null
  for service in edge-proxy ticket-broker crl-service; do
    in_storage bud --quiet --isolation chroot -f deploy/images/Dockerfile.registry --build-arg BASE=localhost/kcd-check-base \
      --build-arg SERVICE="$service" -t localhost/kcd-check . > /dev/null
    container=$(in_storage from --pull-never localhost/kcd-check)
    check_list_of_jars "$service by Dockerfile.registry" "$(in_storage mount "$container")"
    said=$(in_storage run --isolation chroot --user 10001:10001 "$container" -- java -jar /app/quarkus-run.jar 2>&1 || true)
    in_storage rm "$container" > /dev/null
    grep -q "^$service does not start: .* fault" <<< "$said" || { printf '%s by Dockerfile.registry says:\n%s\n' "$service" "$said"; exit 1; }
  done
}

for service in edge-proxy ticket-broker crl-service; do
  mkdir -p "$roots/$service" "$roots/archive/$service"
  tar -C "$roots/archive/$service" -xf "$OUT/$service.tar"
  # Layers in the manifest's order.
  jq -r '.[0].Layers[]' "$roots/archive/$service/manifest.json" | while read -r layer; do
    tar -C "$roots/$service" -xf "$roots/archive/$service/$layer"
  done
  user=$(jq -r '.config.User' "$roots/archive/$service/$(jq -r '.[0].Config' "$roots/archive/$service/manifest.json")")
  [ "$user" = 10001:10001 ] || { printf '%s runs as %s\n' "$service" "$user"; exit 1; }
  check_list_of_jars "$service" "$roots/$service"
  [ -s "$roots/$service/app/sbom.json" ] || { printf '%s has no SBOM\n' "$service"; exit 1; }
  if find "$roots/$service" \( -name sh -o -name bash -o -name busybox \) -type f | grep -q .; then
    printf '%s has a shell\n' "$service"
    exit 1
  fi
done
check_dockerfile_registry
KCD_ROOTS=$roots KCD_ENDING=1 deploy/images/demo.sh
