#!/bin/bash
# Whether two builds of the images are the same, layer by layer. usage: compare.sh DIRECTORY OTHER-DIRECTORY, as build.sh leaves
# them. Exit code 0 if all that differs is the layer of the AOT caches, which hold addresses of the JVM that wrote them.
set -euo pipefail

LAYERS=(base runtime libraries application "AOT cache") # as the Dockerfile has them

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# "NAME SHA-256" of each layer, and what the image says of itself.
layers() { # layers ARCHIVE
  local config index=0 digest
  config=$(tar -xOf "$1" manifest.json | jq -r '.[0].Config')
  tar -xOf "$1" "$config" | jq -r '.rootfs.diff_ids[]' | while read -r digest; do
    printf '%s\t%s\n' "${LAYERS[index]}" "$digest"
    index=$((index + 1))
  done
  printf 'labels and command\t%s\n' "$(tar -xOf "$1" "$config" | jq -cS '.config, .created')"
}

status=0
for archive in "$1"/*.tar; do
  name=$(basename "$archive" .tar)
  [ "$name" != base ] || continue
  layers "$archive" > "$work/one"
  layers "$2/$name.tar" > "$work/two"
  differing=$(diff "$work/one" "$work/two" | sed -n 's/^< \([^\t]*\)\t.*/\1/p' | paste -sd , -) || true # diff's own
  printf '%-14s %s\n' "$name" "${differing:+differs: }${differing:-the same}"
  [ -z "$differing" ] || [ "$differing" = "AOT cache" ] || status=1
done
exit "$status"
