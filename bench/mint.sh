#!/bin/bash
# MintToken over gRPC and mutual TLS, from cache, against the packaged broker. Called by `./kcd bench mint [SECONDS]`.
#   SECONDS   how long each of the four rows is measured; 10 unless told
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench mint, which finds a JDK}"

mvn -B -ntp -q -Dquick -pl bench,ticket-broker -am package
exec "$JAVA_HOME/bin/java" -cp "bench/target/kcd-bench.jar:bench/target/lib/*" kcd.bench.mint.Main "$PWD" "$@"
