#!/bin/bash
# Memory of 10 000 users with 3 service tickets each in the broker's caches. Called by `./kcd bench cache`.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench cache, which finds a JDK}"

mvn -B -ntp -q -Dquick -pl bench -am package
exec "$JAVA_HOME/bin/java" -Xmx1g -cp "bench/target/kcd-bench.jar:bench/target/lib/*" kcd.bench.cache.Main
