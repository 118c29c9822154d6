#!/bin/bash
# Says whether the bed is up; exit code 0 if it is, 1 if not.
set -euo pipefail
. "$(dirname "$0")/common.sh"

if bed_is_up; then
  say "up: $BED"
else
  say "not up: $BED"
  exit 1
fi
