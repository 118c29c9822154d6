#!/bin/bash
# kubectl, new enough to render deploy/k8s: the machine's own, or else Debian's, unpacked into a cache and not installed.
# Debian 12 itself has 1.20, which does not know components; the package of Debian 13 runs there.
set -euo pipefail

NEEDED=1.27
RELEASE=trixie
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/kcd-kubectl

is_new_enough() {
  local version
  version=$("$1" version --client -o json 2> /dev/null | sed -nE 's/.*"gitVersion": "v([0-9]+\.[0-9]+).*/\1/p' | head -n 1) || return 1
  [ -n "$version" ] && [ "$(printf '%s\n' "$NEEDED" "$version" | sort -V | head -n 1)" = "$NEEDED" ]
}

find_kubectl() {
  local own
  own=$(command -v kubectl || true)
  for kubectl in $own "$CACHE/unpacked/usr/bin/kubectl"; do
    ! is_new_enough "$kubectl" || return 0
  done
  # Tests may ask at the same time.
  mkdir -p "$CACHE"
  exec 9> "$CACHE/lock"
  flock 9
  is_new_enough "$kubectl" || "$(dirname "$0")/debian-package.sh" "$RELEASE" kubectl "$CACHE" >&2 || true
  exec 9>&-
  is_new_enough "$kubectl" || {
    printf 'deploy/k8s needs kubectl %s or newer: there is none on the PATH, and none could be had from Debian\n' "$NEEDED" >&2
    exit 1
  }
}

find_kubectl
exec "$kubectl" "$@"
