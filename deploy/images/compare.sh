#!/bin/bash
# Whether two builds of the images are the same, layer by layer. usage: compare.sh DIRECTORY OTHER-DIRECTORY, as build.sh leaves
# them. Exit code 0 if all that differs is what cannot be the same: the AOT caches, which hold addresses of the JVM that wrote
# them, and the numbers that Quarkus gives to what its build steps record, in the order in which they happened to run.
set -euo pipefail

LAYERS=(base runtime libraries application "AOT cache") # as the Dockerfile has them
NUMBERED=app/app/quarkus/generated-bytecode.jar

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

application() { # application ARCHIVE LAYER: what is in it, but for those numbers
  rm -rf "$work/application"
  mkdir "$work/application"
  tar -xOf "$1" "$2" | tar -C "$work/application" -x
  rm -f "$work/application/$NUMBERED"
  (cd "$work/application" && find . -type f -print0 | sort -z | xargs -0 sha256sum && find . -printf '%M %U:%G %y %p\n' | sort -k 4) | sha256sum
}

# "NAME DIGEST" of each layer, and what the image says of itself.
contents() { # contents ARCHIVE
  local config layer index=0
  config=$(tar -xOf "$1" manifest.json | jq -r '.[0].Config')
  tar -xOf "$1" manifest.json | jq -r '.[0].Layers[]' | while read -r layer; do
    case ${LAYERS[index]} in
      application) printf 'application\t%s\n' "$(application "$1" "$layer")" ;;
      *) printf '%s\t%s\n' "${LAYERS[index]}" "$layer" ;;
    esac
    index=$((index + 1))
  done
  printf 'labels and command\t%s\n' "$(tar -xOf "$1" "$config" | jq -cS '.config, .created')"
}

status=0
for archive in "$1"/*.tar; do
  name=$(basename "$archive" .tar)
  [ "$name" != base ] || continue
  contents "$archive" > "$work/one"
  contents "$2/$name.tar" > "$work/two"
  differing=$(diff "$work/one" "$work/two" | sed -n 's/^< \([^\t]*\)\t.*/\1/p' | paste -sd , -) || true # diff's own
  printf '%-14s %s\n' "$name" "${differing:+differs: }${differing:-the same}"
  [ -z "$differing" ] || [ "$differing" = "AOT cache" ] || status=1
done
exit "$status"
