#!/bin/bash
# Looks for answers that were somebody else's, in a million requests. Called by `./kcd bench mixups [REQUESTS [SEED]]`.
#   REQUESTS   1000000 unless told; a hundred of them a second at the least, some thousands on a free machine
#   SEED       of an earlier run, to repeat it as far as threads allow
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench mixups, which finds a JDK}"

seed=()
[ $# -lt 2 ] || seed=("-Dkcd.mixup.seed=$2")
exec mvn -B -ntp -Dspotless.check.skip -Dcyclonedx.skip -pl edge-proxy -am test -Dtest=NoMixUpTest \
  -Dsurefire.failIfNoSpecifiedTests=false "-Dkcd.mixup.requests=${1:-1000000}" "${seed[@]}"
