#!/bin/sh
# Holds the contract to its rules: lint, format, and no change that breaks a caller of proto/baseline.binpb.
#   check-contract.sh BUF            check; the build runs this in phase verify
#   check-contract.sh BUF renew      write baseline.binpb anew, when a release makes today's contract binding
set -eu
buf=$1
cd "$(dirname "$0")"
# Maven copies the program without its mode.
chmod +x "$buf"
BUF_CACHE_DIR=$PWD/target/buf-cache
export BUF_CACHE_DIR

case ${2:-check} in
  check)
    "$buf" lint
    "$buf" format --diff --exit-code
    "$buf" breaking --against baseline.binpb
    ;;
  renew) "$buf" build --exclude-source-info --output baseline.binpb ;;
  *)
    echo "usage: check-contract.sh BUF [renew]" >&2
    exit 2
    ;;
esac
