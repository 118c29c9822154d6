#!/bin/bash
# promtool, which knows what Prometheus makes of an alert rule: the machine's own, or else that of Debian's prometheus, unpacked
# into a cache and not installed.
set -euo pipefail

RELEASE=bookworm
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/kcd-promtool

promtool=$(command -v promtool || printf '%s' "$CACHE/unpacked/usr/bin/promtool")
[ -x "$promtool" ] || "$(dirname "$0")/debian-package.sh" "$RELEASE" prometheus "$CACHE" >&2 || true
[ -x "$promtool" ] || {
  printf 'the alert rules need promtool: there is none on the PATH, and none could be had from Debian\n' >&2
  exit 1
}
exec "$promtool" "$@"
