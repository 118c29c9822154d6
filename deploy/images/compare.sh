#!/bin/bash
# Whether two builds of the images are the same, and which files are not. usage: compare.sh DIRECTORY OTHER-DIRECTORY, as build.sh
# leaves them. Exit code 0 if all that differs is the AOT caches, which remember the addresses of the JVM that wrote them.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# "SHA-256  PATH" of every file of an image, and a line for each other thing that an image says of itself.
contents() { # contents ARCHIVE DIRECTORY
  mkdir -p "$2/archive" "$2/root"
  tar -C "$2/archive" -xf "$1"
  jq -r '.[0].Layers[]' "$2/archive/manifest.json" | while read -r layer; do tar -C "$2/root" -xf "$2/archive/$layer"; done
  jq -S 'del(.rootfs, .history)' "$2/archive/$(jq -r '.[0].Config' "$2/archive/manifest.json")" > "$2/root/.config"
  (cd "$2/root" && find . -type f -print0 | sort -z | xargs -0 sha256sum && find . ! -type f -printf '%M %u:%g %l %p\n' | sort -k 4 &&
    find . -type f ! -name .config -printf '%M %U:%G %T@ %p\n' | sort -k 4)
}

status=0
for archive in "$1"/*.tar; do
  name=$(basename "$archive" .tar)
  [ "$name" != base ] || { cmp "$1/base.tar" "$2/base.tar" && printf 'base: the same\n' || status=1; continue; }
  contents "$archive" "$work/one" > "$work/one.list"
  contents "$2/$name.tar" "$work/two" > "$work/two.list"
  differing=$(diff "$work/one.list" "$work/two.list" | awk '/^[<>]/ { print $NF }' | sort -u) || true # diff's own
  if [ -z "$differing" ]; then
    printf '%s: the same\n' "$name"
  else
    # shellcheck disable=SC2086  # a path a line
    printf '%s: differs in %s\n' "$name" "$(printf '%s ' $differing)"
    [ "$differing" = ./app/app.aot ] || status=1
  fi
  rm -rf "$work/one" "$work/two"
done
exit "$status"
