#!/bin/bash
# Ends the bed's own processes and drops its data. The provisioned domains and the certificates stay in seed/ and tls/,
# so that the next up.sh is fast; --purge (or PURGE=1) drops these too.
set -euo pipefail
. "$(dirname "$0")/common.sh"

STOP_SECONDS=5

case ${1:-} in
  '') purge=${PURGE:-} ;;
  --purge) purge=1 ;;
  *) die "usage: down.sh [--purge]" ;;
esac

# A daemon leads its own session, so its children are found by it.
living() { ps -s "$1" -o pid=,stat= | awk '$2 !~ /Z/ { print $1 }'; }

stop() {
  local session=$1 deadline=$((SECONDS + STOP_SECONDS)) pids
  mapfile -t pids < <(living "$session")
  kill "${pids[@]}" 2>/dev/null || true
  while [ "$SECONDS" -lt "$deadline" ] && [ -n "$(living "$session")" ]; do sleep 0.05; done
  mapfile -t pids < <(living "$session")
  if [ ${#pids[@]} -gt 0 ]; then kill -KILL "${pids[@]}" 2>/dev/null || true; fi
}

while read -r pid _; do stop "$pid"; done < <(live_daemons)

rm -f "$BED/daemons" "$BED/bed.properties"
if [ -e "$BED/domains" ]; then
  while read -r realm _; do rm -rf "${BED:?}/${realm:?}"; done < "$BED/domains"
fi
# Only what carries a bed's own file is removed as a whole.
if [ -n "$purge" ] && [ -e "$BED/bed.json" ]; then rm -rf "${BED:?}"; fi
say "down: $BED"
