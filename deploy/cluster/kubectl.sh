#!/bin/bash
# kubectl for the cluster that up.sh started, in the namespace where it has an address.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ -e "$STATE/admin.conf" ] || {
  say "there is no cluster: ./kcd cluster up" >&2
  exit 1
}
k "$@"
